"""Compare what a case gives now with what was approved, and approve it."""

import difflib
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from briefing.errors import ExitStatus, MissingRecordingError, RecordingError, StaleRecordingError
from briefing.files import write_atomically
from briefing.golden.cases import Alias, Case
from briefing.golden.expectations import load_expectations
from briefing.golden.promises import find_broken
from briefing.golden.replay import (
    Replayed,
    find_unused,
    gather_case,
    load_recordings,
    replay_case,
    sample_numbers,
)
from briefing.models import Recording
from briefing.pipeline import Gathered

__all__ = ["Change", "ChangeKind", "Result", "State", "accept_case", "check_case", "check_cases"]


class State(StrEnum):
    """How a case stands to its recordings and snapshots; the first that holds, from the last up."""

    SAME = "same"
    DRIFT = "drift"
    BROKEN = "broken"  # a promise that no approval makes good
    MISSING = "missing"
    STALE = "stale"
    CORRUPT = "corrupt"

    @property
    def exit_status(self) -> ExitStatus:
        """What a command that saw this ends with."""
        match self:
            case State.SAME:
                return ExitStatus.OK
            case State.DRIFT | State.BROKEN:
                return ExitStatus.FINDINGS
            case State.MISSING | State.STALE | State.CORRUPT:
                return ExitStatus.RECORDING


class ChangeKind(StrEnum):
    """What accepting does to a snapshot."""

    CREATE = "create"  # there is none yet
    FIX = "fix"  # it says something else
    TRIM = "trim"  # it belongs to no stage any more


class Change(NamedTuple):
    """A snapshot that is not what was approved. A text is None where there is no such file."""

    path: Path
    approved: str | None
    now: str | None

    @property
    def kind(self) -> ChangeKind:
        """What accepting does to the file."""
        if self.approved is None:
            return ChangeKind.CREATE
        return ChangeKind.TRIM if self.now is None else ChangeKind.FIX


class Result(NamedTuple):
    """One case with one alias. `changes` follow the stages; `reason` says what is wrong with a recording.

    `samples` were replayed; the snapshots are those of the first. `failed` are the samples in which the model
    gave no usable reply. `broken` are promises, each with its sample. `orphans` are recordings that nobody
    asks for.
    """

    case: str
    alias: str
    state: State
    changes: tuple[Change, ...] = ()
    reason: str = ""
    diff: str = ""
    samples: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    broken: tuple[str, ...] = ()
    orphans: tuple[Path, ...] = ()
    recordings: tuple[Recording, ...] = ()


def check_cases(root: Path, selection: Sequence[tuple[Case, Alias]]) -> Iterator[Result]:
    """Check pairs in turn; articles are read once for all aliases of a case that follow each other."""
    for _, pairs in groupby(selection, key=lambda pair: pair[0].folder):
        gathered: Gathered | None = None
        for case, alias in pairs:
            gathered = gathered or gather_case(case)
            yield check_case(root, case, alias, gathered=gathered)


def check_case(root: Path, case: Case, alias: Alias, *, gathered: Gathered | None = None) -> Result:
    """Replay every sample of a case and compare every stage of the first byte by byte. Writes nothing."""
    read = gathered or gather_case(case)
    try:
        recordings = load_recordings(root, case, alias)
        numbers = sample_numbers(recordings) if alias.model else ()
        replays = {
            number: replay_case(root, case, alias, sample=number, gathered=read, recordings=recordings)
            for number in sorted({1, *numbers})
        }
    except RecordingError as error:
        return Result(case.name, alias.name, _state_of(error), reason=str(error), diff=error.diff)
    changes = tuple(_changes(root / "golden" / case.name, alias, replays[1].stages))
    broken = tuple(_broken(case, replays))
    used = {request.key for replayed in replays.values() for request, _ in replayed.exchanges}
    return Result(
        case.name,
        alias.name,
        State.BROKEN if broken else State.DRIFT if changes else State.SAME,
        changes,
        diff=_diff(changes[0], root) if changes else "",
        samples=tuple(replays),
        failed=tuple(number for number, replayed in replays.items() if replayed.failures),
        broken=broken,
        orphans=tuple(root / place for place in find_unused(recordings, used)),
        recordings=tuple(recordings.values()),
    )


def _state_of(error: RecordingError) -> State:
    match error:
        case MissingRecordingError():
            return State.MISSING
        case StaleRecordingError():
            return State.STALE
        case _:
            return State.CORRUPT


def _broken(case: Case, replays: dict[int, Replayed]) -> Iterator[str]:
    """The promises that the briefs of a case break; one that several samples break is told once."""
    expectations = load_expectations(case)
    samples: dict[str, list[str]] = {}
    for number, replayed in replays.items():
        if replayed.briefing:
            for fault in find_broken(replayed.briefing, replayed.drafted, expectations):
                samples.setdefault(fault, []).append(str(number))
    for fault, numbers in samples.items():
        yield f"{fault} (sample {', '.join(numbers)})" if len(replays) > 1 else fault


def accept_case(
    root: Path, case: Case, alias: Alias, *, kinds: Collection[ChangeKind] = tuple(ChangeKind)
) -> Result:
    """Make what a case gives now its golden state, as far as the changes are of these kinds.

    Tells by its `changes` what was changed.
    """
    result = check_case(root, case, alias)
    chosen = tuple(change for change in result.changes if change.kind in kinds)
    for change in chosen:
        if change.now is None:
            change.path.unlink()
        else:
            write_atomically(change.path, change.now)
    return result._replace(changes=chosen)


def _changes(folder: Path, alias: Alias, stages: dict[str, str]) -> Iterator[Change]:
    """The snapshots that differ, are new, or belong to no stage any more; in the order of the stages."""
    leftover = {f"{alias.name}/{path.name}" for path in (folder / alias.name).glob("[0-9]-*")} - stages.keys()
    for name in [*stages, *sorted(leftover)]:
        path = folder / name
        approved = path.read_bytes().decode("utf-8", "replace") if path.is_file() else None
        if approved != stages.get(name):
            yield Change(path, approved, stages.get(name))


def _diff(change: Change, root: Path) -> str:
    name = change.path.relative_to(root).as_posix()
    lines = difflib.unified_diff(
        (change.approved or "").splitlines(keepends=True),
        (change.now or "").splitlines(keepends=True),
        f"{name} (approved)",
        f"{name} (now)",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
