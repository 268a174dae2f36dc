"""Every recorded sample of a case through the whole way, with all that the metrics are made of."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.drafts import DividingEngine, Engine
from briefing.errors import RecordingError
from briefing.exchange import Reply, Request, Role
from briefing.golden import Alias, Case
from briefing.golden.replay import (
    alias_folder,
    find_unused,
    gather_case,
    load_recordings,
    make_engine,
    make_replay_client,
    run_case,
    sample_numbers,
    sample_of,
)
from briefing.golden.stages import Drafted
from briefing.models import Exchange, Recording, RecordingClient, ReplayClient
from briefing.pipeline import Gathered
from briefing.schema import Briefing

__all__ = ["CaseReplay", "SampleReplay", "is_recorded", "replay_samples"]

# A numbered sentence of a prompt, with or without the names of its speakers before it.
_SENTENCE_RE = re.compile(r"^(a\d+\.\d+)\b(?:[ :]*\[[^\]\n]*\])?[ :]*(.+)$", re.MULTILINE)


class SampleReplay(NamedTuple):
    """One sample: what was asked and answered, how each answer is judged, and what came of it.

    `briefing` is None where the model gave no usable reply for any story of the case.
    """

    number: int
    exchanges: tuple[Exchange, ...]
    outcomes: tuple[str, ...]
    drafted: tuple[Drafted, ...]
    briefing: Briefing | None
    failures: int


class CaseReplay(NamedTuple):
    """All samples of a case. `is_carried` tells that replies were found by their place, not by their key."""

    case: Case
    samples: tuple[SampleReplay, ...]
    recordings: tuple[Recording, ...]
    orphans: tuple[str, ...]
    is_carried: bool


def is_recorded(root: Path, case: Case, alias: Alias, *, samples: Sequence[int] = ()) -> bool:
    """Whether there is any recording of a case, or of the samples chosen; told by the files' names."""
    if alias.model is None:
        return True
    names = (path.name for path in alias_folder(root, case, alias).glob("recording-*.json"))
    numbers = {number for name in names if (number := sample_of(name)) is not None}
    return bool(numbers & set(samples) if samples else numbers)


def replay_samples(
    root: Path,
    case: Case,
    alias: Alias,
    *,
    samples: Sequence[int] = (),
    carry: bool = False,
    gathered: Gathered | None = None,
) -> CaseReplay:
    """Replay the samples of a case, all or those chosen.

    With `carry`, a reply whose key is not asked for any more still counts if it answered the same numbered
    sentences: an older revision was recorded by an older program. Raises RecordingError otherwise.
    """
    recordings = load_recordings(root, case, alias)
    known = sample_numbers(recordings) if alias.model else (1,)
    numbers = [number for number in known if not samples or number in samples]
    strict = make_replay_client(recordings, case, alias)
    if not numbers:
        strict.complete(_any_request(alias, samples))
    client = _CarryingClient(strict, tuple(recordings.values())) if carry else strict
    read = gathered or gather_case(case)
    replayed = tuple(_replay(root, case, alias, client, number, read) for number in numbers)
    used = {request.key for sample in replayed for request, _ in sample.exchanges}
    is_carried = isinstance(client, _CarryingClient) and client.has_carried
    orphans = () if is_carried or samples else find_unused(recordings, used)
    return CaseReplay(case, replayed, tuple(recordings.values()), orphans, is_carried)


def _any_request(alias: Alias, samples: Sequence[int]) -> Request:
    """A question to a client without its recording, which says what is missing and how to record it."""
    return Request(model=alias.model or "", messages=(), sample=max(samples, default=1))


def _replay(
    root: Path,
    case: Case,
    alias: Alias,
    client: "ReplayClient | _CarryingClient",
    number: int,
    gathered: Gathered,
) -> SampleReplay:
    keeping = RecordingClient(client)
    engine = make_engine(root, case, alias, client=keeping, sample=number)
    replayed = run_case(root, case, alias, engine=engine, gathered=gathered)
    return SampleReplay(
        number=number,
        exchanges=keeping.exchanges,
        outcomes=tuple(_outcomes(engine, keeping.exchanges)),
        drafted=replayed.drafted,
        briefing=replayed.briefing,
        failures=len(replayed.failures),
    )


def _outcomes(engine: Engine, exchanges: Sequence[Exchange]) -> Iterator[str]:
    """What each reply turns out to be for the program that runs, whatever was noted when it was recorded."""
    if isinstance(engine, DividingEngine):
        yield from (engine.judge(reply).outcome for _, reply in exchanges)


class _CarryingClient:
    """Answers by key, and where that fails by place: same sentences, same sample, same attempt."""

    def __init__(self, strict: ReplayClient, recordings: Sequence[Recording]) -> None:
        self.has_carried = False
        self._strict = strict
        self._recordings = recordings

    def complete(self, request: Request) -> Reply:
        try:
            return self._strict.complete(request)
        except RecordingError:
            reply = self._by_place(request)
            if reply is None:
                raise
            self.has_carried = True
            return reply

    def _by_place(self, request: Request) -> Reply | None:
        asked = _numbered_sentences(request)
        for recording in self._recordings:
            is_same = recording.request.sample == request.sample and asked
            if is_same and asked == _numbered_sentences(recording.request):
                attempts = recording.attempts[request.attempt - 1 : request.attempt]
                return attempts[0].reply if attempts else None
        return None


def _numbered_sentences(request: Request) -> dict[str, str]:
    """The sentences of the articles by number, as the first message of the user's side holds them."""
    told = next((m.content for m in request.messages if m.role is Role.USER), "")
    return dict(_SENTENCE_RE.findall(told))
