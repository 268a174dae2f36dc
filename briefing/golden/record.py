"""Ask the real model what a golden case asks, and keep what it says."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from briefing.drafts import DividingEngine, Plan
from briefing.errors import (
    CorruptRecordingError,
    InvalidReplyError,
    ModelRefusalError,
    RecordingError,
    TruncatedError,
)
from briefing.exchange import Request
from briefing.files import write_atomically
from briefing.golden.cases import Alias, Case
from briefing.golden.replay import (
    alias_folder,
    gather_case,
    make_engine,
    make_prompted,
    replay_case,
    run_case,
)
from briefing.models import (
    Client,
    Exchange,
    RecordedWith,
    RecordingClient,
    ScriptedClient,
    make_recording,
    recording_text,
)
from briefing.pipeline import Gathered

__all__ = ["Planned", "ask_case", "keep_recordings", "plan_recordings", "questions_of", "record_case"]

# A reply of these kinds is what the model said: it is kept, so that its failing can be measured.
_ANSWERS = (InvalidReplyError, ModelRefusalError, TruncatedError)


class Planned(NamedTuple):
    """A sample of a case that is to be recorded, and why."""

    case: Case
    alias: Alias
    sample: int
    reason: str
    has_failed: bool = False  # it was recorded, and the model gave no usable reply


def plan_recordings(
    root: Path, selection: Sequence[tuple[Case, Alias]], *, samples: int, keep_failed: bool = False
) -> tuple[Planned, ...]:
    """What has to be asked so that every case has its samples: what is missing, stale, corrupt or failed.

    Models that are asked by hand are left out, and with `keep_failed` samples without a usable reply. Raises
    CorruptRecordingError for a recording of a newer program: it is nothing to write over.
    """
    asked = [(case, alias) for case, alias in selection if alias.model and not alias.by_hand]
    planned = _plan(root, asked, samples)
    return tuple(one for one in planned if not (keep_failed and one.has_failed))


def _plan(root: Path, selection: Sequence[tuple[Case, Alias]], samples: int) -> Iterator[Planned]:
    gathered: dict[str, Gathered] = {}
    for case, alias in selection:
        if case.name not in gathered:
            gathered[case.name] = gather_case(case)
        for number in range(1, samples + 1):
            reason, has_failed = _reason(root, case, alias, number, gathered[case.name])
            if reason:
                yield Planned(case, alias, number, reason, has_failed=has_failed)


def questions_of(root: Path, planned: Planned) -> tuple[Plan, ...]:
    """What each story of a planned sample would be asked; nothing is asked."""
    case, alias, sample = planned[:3]
    if alias.model is None:
        return ()
    engine = make_prompted(root, case, alias, alias.model, client=ScriptedClient(()), sample=sample)
    return tuple(engine.plan(story, alias.mode) for story in gather_case(case).stories)


def record_case(
    root: Path, planned: Planned, client: Client, *, now: Callable[[], datetime], recorded_with: RecordedWith
) -> tuple[Path, ...]:
    """Ask, and write one recording for each story of the case; returns the files.

    Raises ModelError, and writes nothing, if the endpoint failed: only what the model said is recorded.
    """
    texts = ask_case(root, planned, client, now=now, recorded_with=recorded_with)
    return keep_recordings(root, planned, texts)


def ask_case(
    root: Path, planned: Planned, client: Client, *, now: Callable[[], datetime], recorded_with: RecordedWith
) -> tuple[bytes, ...]:
    """Ask, and give the text of one recording for each question; raises ModelError if the endpoint failed."""
    case, alias, sample = planned[:3]
    recording = RecordingClient(client)
    engine = make_engine(root, case, alias, client=recording, sample=sample)
    assert isinstance(engine, DividingEngine)
    for failure in run_case(root, case, alias, engine=engine).failures:
        if not isinstance(failure, _ANSWERS):
            raise failure
    return tuple(
        recording_text(
            make_recording(question, judge=engine.judge, recorded_at=now(), recorded_with=recorded_with)
        )
        for question in _questions(recording.exchanges)
    )


def keep_recordings(root: Path, planned: Planned, texts: Sequence[bytes]) -> tuple[Path, ...]:
    """Write a sample's recordings, in the order of the stories, in place of those there are."""
    return tuple(_replace(alias_folder(root, planned.case, planned.alias), planned.sample, texts))


def _reason(root: Path, case: Case, alias: Alias, sample: int, gathered: Gathered) -> tuple[str, bool]:
    try:
        replayed = replay_case(root, case, alias, sample=sample, gathered=gathered)
    except RecordingError as error:
        if isinstance(error, CorruptRecordingError) and error.is_newer:
            raise
        return str(error), False
    return (f"The model failed: {replayed.failures[0]}", True) if replayed.failures else ("", False)


def _questions(exchanges: Sequence[Exchange]) -> Iterator[tuple[Exchange, ...]]:
    """The exchanges of each question: a first attempt and what was asked again after it."""
    starts = [index for index, (request, _) in enumerate(exchanges) if request.attempt == 1]
    for start, end in zip(starts, [*starts[1:], len(exchanges)], strict=True):
        yield tuple(exchanges[start:end])


def _replace(folder: Path, sample: int, texts: Sequence[bytes]) -> Iterator[Path]:
    """Write a sample's recordings; those of stories the case no longer has go."""
    names = [f"recording-{sample}.json", *(f"recording-{sample}-{n}.json" for n in range(2, len(texts) + 1))]
    for name, text in zip(names, texts, strict=True):
        write_atomically(folder / name, text)
        yield folder / name
    for path in folder.glob(f"recording-{sample}-*.json"):
        if path.name not in names:
            path.unlink()
