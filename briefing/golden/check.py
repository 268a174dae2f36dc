"""Compare what a case gives now with what was approved, and approve it."""

import difflib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from briefing.errors import ExitStatus, RecordingError
from briefing.files import write_atomically
from briefing.golden.cases import Alias, Case
from briefing.golden.replay import replay_case

__all__ = ["Change", "Result", "State", "accept_case", "check_case"]


class State(StrEnum):
    """How a case stands to its snapshots."""

    SAME = "same"
    DRIFT = "drift"
    RECORDING = "recording"  # missing, stale or corrupt: nothing could be compared

    @property
    def exit_status(self) -> ExitStatus:
        """What a command that saw this ends with."""
        match self:
            case State.SAME:
                return ExitStatus.OK
            case State.DRIFT:
                return ExitStatus.FINDINGS
            case State.RECORDING:
                return ExitStatus.RECORDING


class Change(NamedTuple):
    """A snapshot that is not what was approved. A text is None where there is no such file."""

    path: Path
    approved: str | None
    now: str | None

    @property
    def verb(self) -> str:
        """What accepting does to the file."""
        if self.approved is None:
            return "create"
        return "delete" if self.now is None else "change"


class Result(NamedTuple):
    """One case with one alias. `changes` follow the stages; `reason` says what is wrong with a recording."""

    case: str
    alias: str
    state: State
    changes: tuple[Change, ...] = ()
    reason: str = ""
    diff: str = ""


def check_case(root: Path, case: Case, alias: Alias) -> Result:
    """Replay a case and compare every stage byte by byte. Writes nothing."""
    try:
        stages = replay_case(root, case, alias).stages
    except RecordingError as error:
        return Result(case.name, alias.name, State.RECORDING, reason=str(error), diff=error.diff)
    changes = tuple(_changes(root / "golden" / case.name, alias, stages))
    if not changes:
        return Result(case.name, alias.name, State.SAME)
    return Result(case.name, alias.name, State.DRIFT, changes, diff=_diff(changes[0], root))


def accept_case(root: Path, case: Case, alias: Alias) -> Result:
    """Make what a case gives now its golden state; tells what was changed by it."""
    result = check_case(root, case, alias)
    for change in result.changes:
        if change.now is None:
            change.path.unlink()
        else:
            write_atomically(change.path, change.now)
    return result


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
