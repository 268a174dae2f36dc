"""One golden case through the whole way, offline: recorded replies stand in for the model."""

import os
from pathlib import Path
from typing import NamedTuple

from briefing.drafts import Engine
from briefing.drafts.extractive import BuiltinEngine
from briefing.drafts.prompted import PromptedEngine
from briefing.errors import InterruptedRunError, ModelError
from briefing.golden.cases import Alias, Case
from briefing.golden.stages import Drafted, show_stages
from briefing.models import Client, Recording, ReplayClient, parse_recording
from briefing.pipeline import write_briefing
from briefing.prompts import derive_marker, load_prompt
from briefing.schema import Briefing, Draft, Story

__all__ = ["Replayed", "alias_folder", "load_recordings", "make_engine", "replay_case", "run_case"]


class Replayed(NamedTuple):
    """What came of a case: the snapshots by file name, and the stories the model gave no usable reply for.

    `briefing` is None where there was no usable reply for any story.
    """

    stages: dict[str, str]
    failures: tuple[ModelError, ...]
    drafted: tuple[Drafted, ...] = ()
    briefing: Briefing | None = None


def replay_case(root: Path, case: Case, alias: Alias, *, sample: int = 1) -> Replayed:
    """Run a case on its recordings; raises RecordingError if one is missing, stale or corrupt."""
    client = ReplayClient(
        load_recordings(root, case, alias), case=case.name, model=alias.name, by_hand=alias.by_hand
    )
    return run_case(root, case, alias, engine=make_engine(root, case, alias, client=client, sample=sample))


def run_case(root: Path, case: Case, alias: Alias, *, engine: Engine) -> Replayed:
    """Run a case with an engine; what a model fails on becomes part of the result."""
    keeping = _KeepingEngine(engine)
    sources = [str(path) for path in case.articles]
    result: Briefing | ModelError
    failures: tuple[ModelError, ...]
    try:
        outcome = write_briefing(sources, engine=keeping, now=case.now, title=case.title)
        if outcome.interrupted:
            raise InterruptedRunError(f"Stopped in the middle of {case.name}; nothing of it was written.")
        result, failures = outcome.briefing, outcome.failures
    except ModelError as error:
        result, failures = error, (error,)
    stages = show_stages(keeping.drafted, result, alias=alias.name, root=f"{root}{os.sep}")
    briefing = None if isinstance(result, ModelError) else result
    return Replayed(stages, failures, tuple(keeping.drafted), briefing)


def make_engine(root: Path, case: Case, alias: Alias, *, client: Client, sample: int) -> Engine:
    """The engine an alias names. Prompts are those beside the cases, or else those of the program.

    A case fixes the fence mark of its prompts: what was asked once can be asked again to the byte.
    """
    if alias.model is None:
        return BuiltinEngine()
    prompts = root / "prompts"
    return PromptedEngine(
        client,
        load_prompt(alias.prompt, folder=prompts if prompts.is_dir() else None),
        model=alias.model,
        mode=alias.mode,
        pinned=True,
        params=alias.params,
        sample=sample,
        marker=lambda story: derive_marker(case.name, story),
    )


def load_recordings(root: Path, case: Case, alias: Alias) -> tuple[Recording, ...]:
    """All recordings of a case and alias, in the order of their names."""
    files = sorted(alias_folder(root, case, alias).glob("recording-*.json"))
    return tuple(parse_recording(path.read_bytes(), source=str(path.relative_to(root))) for path in files)


def alias_folder(root: Path, case: Case, alias: Alias) -> Path:
    """Where recordings and snapshots of a case and alias lie."""
    return root / "golden" / case.name / alias.name


class _KeepingEngine:
    """Passes stories on to an engine and keeps each with its draft."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.model, self.prompt = engine.name, engine.model, engine.prompt
        self.drafted: list[Drafted] = []
        self._engine = engine

    def draft(self, story: Story) -> Draft:
        """Draft as the engine does; a story it fails on is kept without a draft."""
        try:
            draft = self._engine.draft(story)
        except ModelError:
            self.drafted.append(Drafted(story, None))
            raise
        self.drafted.append(Drafted(story, draft))
        return draft
