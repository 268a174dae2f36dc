"""One golden case through the whole way, offline: recorded replies stand in for the model."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.drafts import DividingEngine, Engine, PromptedEngine, Window
from briefing.drafts.dividing import MERGE
from briefing.drafts.extractive import BuiltinEngine
from briefing.errors import CorruptRecordingError, InterruptedRunError, ModelError, OutputError
from briefing.golden.cases import Alias, Case
from briefing.golden.stages import Drafted, show_stages
from briefing.models import (
    Client,
    Exchange,
    Recording,
    RecordingClient,
    ReplayClient,
    parse_recording,
    tell_how_to_record,
)
from briefing.pipeline import Gathered, brief_stories, gather
from briefing.prompts import PromptTemplate, derive_marker, load_prompt
from briefing.schema import Briefing, Draft, Story

__all__ = [
    "Replayed",
    "alias_folder",
    "find_unused",
    "gather_case",
    "load_recordings",
    "make_engine",
    "make_replay_client",
    "replay_case",
    "run_case",
    "sample_numbers",
    "sample_of",
]

_NAME_RE = re.compile(r"recording-(\d+)(?:-\d+)?\.json")


class Replayed(NamedTuple):
    """What came of a case: the snapshots by file name, and the stories the model gave no usable reply for.

    `briefing` is None where there was no usable reply for any story. `exchanges` are what was asked and
    answered.
    """

    stages: dict[str, str]
    failures: tuple[ModelError, ...]
    drafted: tuple[Drafted, ...] = ()
    briefing: Briefing | None = None
    exchanges: tuple[Exchange, ...] = ()


def replay_case(
    root: Path,
    case: Case,
    alias: Alias,
    *,
    sample: int = 1,
    gathered: Gathered | None = None,
    recordings: Mapping[str, Recording] | None = None,
) -> Replayed:
    """Run a case on its recordings; raises RecordingError if one is missing, stale or corrupt.

    Who replays a case several times hands in what it was `gathered` to and its `recordings`.
    """
    known = load_recordings(root, case, alias, sample=sample) if recordings is None else recordings
    client = RecordingClient(make_replay_client(known, case, alias))
    engine = make_engine(root, case, alias, client=client, sample=sample)
    replayed = run_case(root, case, alias, engine=engine, gathered=gathered)
    return replayed._replace(exchanges=client.exchanges)


def make_replay_client(recordings: Mapping[str, Recording], case: Case, alias: Alias) -> ReplayClient:
    """A client that answers with the recordings of a case and alias."""
    return ReplayClient(recordings, case=case.name, model=alias.name, by_hand=alias.by_hand)


def gather_case(case: Case) -> Gathered:
    """Read a case's articles; the same for every model."""
    return gather([str(path) for path in case.articles])


def run_case(
    root: Path, case: Case, alias: Alias, *, engine: Engine, gathered: Gathered | None = None
) -> Replayed:
    """Run a case with an engine; what a model fails on becomes part of the result."""
    keeping = _KeepingEngine(engine)
    read = gathered or gather_case(case)
    result: Briefing | ModelError
    failures: tuple[ModelError, ...]
    try:
        outcome = brief_stories(
            read.stories, engine=keeping, now=case.now, title=case.title, left_out=read.left_out
        )
        if outcome.interrupted:
            raise InterruptedRunError(f"Stopped in the middle of {case.name}; nothing of it was written.")
        result, failures = outcome.briefing, outcome.failures
    except ModelError as error:
        result, failures = error, (error,)
    stages = show_stages(keeping.drafted, result, alias=alias.name, root=f"{root}{os.sep}")
    briefing = None if isinstance(result, ModelError) else result
    return Replayed(stages, failures, tuple(keeping.drafted), briefing)


def make_engine(root: Path, case: Case, alias: Alias, *, client: Client, sample: int) -> Engine:
    """The engine an alias names."""
    if alias.model is None:
        return BuiltinEngine()
    return make_prompted(root, case, alias, alias.model, client=client, sample=sample)


def make_prompted(
    root: Path, case: Case, alias: Alias, model: str, *, client: Client, sample: int
) -> DividingEngine:
    """The engine that asks an alias's model. Prompts are those beside the cases, or else those of the program.

    A case fixes the fence mark of its prompts: what was asked once can be asked again to the byte.
    """
    engine = PromptedEngine(
        client,
        _load(root, alias.prompt),
        model=model,
        mode=alias.mode,
        pinned=True,
        params=alias.params,
        sample=sample,
        marker=lambda material: derive_marker(case.name, material),
    )
    window = Window(alias.context_tokens, pinned=True)
    return DividingEngine(engine, window=window, merge=lambda: _load(root, MERGE))


def _load(root: Path, name: str) -> PromptTemplate:
    """A prompt beside the cases, if there are any; for merging, the program's own will do as well."""
    folder = root / "prompts"
    is_there = (folder / name).is_dir() if name == MERGE else folder.is_dir()
    return load_prompt(name, folder=folder if is_there else None)


def load_recordings(
    root: Path, case: Case, alias: Alias, *, sample: int | None = None
) -> dict[str, Recording]:
    """All recordings of a case and alias, or those of one sample, by their places below `root`.

    Raises CorruptRecordingError, with the command that mends it.
    """
    recordings = {}
    for path in sorted(alias_folder(root, case, alias).glob("recording-*.json")):
        number = sample_of(path.name)
        if number is not None and sample in {None, number}:
            place = path.relative_to(root).as_posix()
            recordings[place] = _parse(path, place, _again(case, alias, number))
    return recordings


def _again(case: Case, alias: Alias, sample: int) -> str:
    return tell_how_to_record(case.name, alias.name, sample, by_hand=alias.by_hand)


def _parse(path: Path, place: str, again: str) -> Recording:
    try:
        return parse_recording(path.read_bytes(), source=place)
    except OSError as error:
        raise OutputError(f"{place} cannot be read ({error.strerror}).") from error
    except CorruptRecordingError as error:
        if error.is_newer:
            raise
        raise CorruptRecordingError(f"{error} {again}") from error


def sample_of(name: str) -> int | None:
    """The sample that a recording's file name stands for, None for any other file.

    >>> sample_of("recording-2.json"), sample_of("recording-2-3.json"), sample_of("5-briefing.md")
    (2, 2, None)
    """
    match = _NAME_RE.fullmatch(name)
    return int(match[1]) if match else None


def sample_numbers(recordings: Mapping[str, Recording]) -> tuple[int, ...]:
    """The samples that were recorded, in order."""
    return tuple(sorted({recording.request.sample for recording in recordings.values()}))


def find_unused(recordings: Mapping[str, Recording], used: set[str]) -> tuple[str, ...]:
    """The places of recordings none of whose attempts has a key in `used`: nobody asks for them any more."""
    return tuple(
        place
        for place, recording in recordings.items()
        if not any(attempt.key in used for attempt in recording.attempts)
    )


def alias_folder(root: Path, case: Case, alias: Alias) -> Path:
    """Where recordings and snapshots of a case and alias lie."""
    return root / "golden" / case.name / alias.name


class _KeepingEngine:
    """Passes stories on to an engine and keeps each with its draft."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.model = engine.name, engine.model
        self.drafted: list[Drafted] = []
        self._engine = engine

    @property
    def prompt(self) -> str | None:
        """The engine's, which knows only afterwards whether it merged."""
        return self._engine.prompt

    @property
    def failures(self) -> Sequence[ModelError]:
        """The engine's."""
        return self._engine.failures

    def draft(self, story: Story) -> Draft:
        """Draft as the engine does; a story it fails on is kept without a draft."""
        try:
            draft = self._engine.draft(story)
        except ModelError:
            self.drafted.append(Drafted(story, None))
            raise
        self.drafted.append(Drafted(story, draft))
        return draft
