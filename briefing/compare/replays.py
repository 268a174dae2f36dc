"""Every recorded sample of a case through the whole way, with all that the metrics are made of."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.drafts import Engine
from briefing.drafts.prompted import PromptedEngine
from briefing.errors import RecordingError
from briefing.exchange import Reply, Request, Role
from briefing.golden import Alias, Case
from briefing.golden.replay import alias_folder, load_recordings, make_engine, run_case
from briefing.golden.stages import Drafted
from briefing.models import Exchange, Recording, RecordingClient, ReplayClient
from briefing.schema import Briefing

__all__ = ["CaseReplay", "SampleReplay", "is_recorded", "replay_samples"]

_NAME_RE = re.compile(r"recording-(\d+)(?:-\d+)?\.json")
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
    numbers = {int(match[1]) for name in names if (match := _NAME_RE.fullmatch(name))}
    return bool(numbers & set(samples) if samples else numbers)


def _sample_numbers(recordings: Sequence[Recording], chosen: Sequence[int]) -> tuple[int, ...]:
    """The samples there are, or those of them that were chosen."""
    numbers = sorted({recording.request.sample for recording in recordings})
    return tuple(number for number in numbers if not chosen or number in chosen)


def replay_samples(
    root: Path, case: Case, alias: Alias, *, samples: Sequence[int] = (), carry: bool = False
) -> CaseReplay:
    """Replay the samples of a case, all or those chosen.

    With `carry`, a reply whose key is not asked for any more still counts if it answered the same numbered
    sentences: an older revision was recorded by an older program. Raises RecordingError otherwise.
    """
    recordings = load_recordings(root, case, alias)
    numbers = _sample_numbers(recordings, samples) if alias.model else (1,)
    strict = ReplayClient(recordings, case=case.name, model=alias.name)
    if not numbers:
        strict.complete(_any_request(alias))
    client = _CarryingClient(strict, recordings) if carry else strict
    replayed = tuple(_replay(root, case, alias, client, number) for number in numbers)
    keys = {request.key for sample in replayed for request, _ in sample.exchanges}
    is_carried = isinstance(client, _CarryingClient) and client.has_carried
    orphans = () if is_carried or samples else tuple(_orphans(root, case, alias, recordings, keys))
    return CaseReplay(case, replayed, recordings, orphans, is_carried)


def _any_request(alias: Alias) -> Request:
    """A question to a client without recordings, which says what is missing and how to record it."""
    return Request(model=alias.model or "", messages=())


def _replay(
    root: Path, case: Case, alias: Alias, client: "ReplayClient | _CarryingClient", number: int
) -> SampleReplay:
    keeping = RecordingClient(client)
    engine = make_engine(root, case, alias, client=keeping, sample=number)
    replayed = run_case(root, case, alias, engine=engine)
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
    if isinstance(engine, PromptedEngine):
        yield from (engine.judge(reply).outcome for _, reply in exchanges)


def _orphans(
    root: Path, case: Case, alias: Alias, recordings: Sequence[Recording], keys: set[str]
) -> Iterator[str]:
    """Recordings that lie there and that no story of the case asks for."""
    paths = sorted(alias_folder(root, case, alias).glob("recording-*.json"))
    for path, recording in zip(paths, recordings, strict=True):
        if recording.key not in keys:
            yield path.relative_to(root).as_posix()


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
