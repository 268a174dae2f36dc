"""What `actor` and `story` share: the briefs of the archive, and a history or who else could be meant."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from briefing.archive import read_archive
from briefing.cli.console import Console, show_controls
from briefing.cli.desk import archive_path
from briefing.cli.options import load_and_warn, verbosity_options
from briefing.errors import ArchiveError, ExitStatus, NothingToBriefError, OutputError, UsageError
from briefing.files import write_atomically
from briefing.histories import (
    ActorHistory,
    Candidates,
    StoryHistory,
    render_history_json,
    render_history_markdown,
)
from briefing.schema import Briefing

__all__ = ["deliver_history", "history_options", "read_briefs"]

_Function = TypeVar("_Function", bound=Callable[..., object])
_WRITERS = {"markdown": render_history_markdown, "json": render_history_json}
_OPTIONS = (
    click.argument("name"),
    click.option(
        "--format", "chosen", type=click.Choice(list(_WRITERS)), help="Format; markdown by default."
    ),
    click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write to a file; .json for that format.",
    ),
    click.option(
        "--archive",
        "archive",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The archive, if not that of the settings.",
    ),
    verbosity_options,
    click.pass_obj,
)


def history_options(function: _Function) -> _Function:
    """Add NAME, --format, --output, --archive and the console."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def read_briefs(console: Console, chosen: Path | None) -> tuple[Briefing, ...]:
    """The last brief of each day, oldest first.

    Raises:
        ArchiveError: there is no archive, or it cannot be read.
        NothingToBriefError: it holds no brief.
    """
    from datetime import date

    path = archive_path(load_and_warn(console), chosen)
    if not path.exists():
        raise ArchiveError(f"There is no archive {path} yet; `briefing daily` makes one.")
    with read_archive(path) as archive:
        briefs = archive.briefings.between(date.min, date.max)
    if not briefs:
        raise NothingToBriefError("The archive holds no brief yet; `briefing daily` makes one.")
    return briefs


def deliver_history(
    found: ActorHistory | StoryHistory | Candidates,
    console: Console,
    *,
    noun: str,
    chosen: str | None,
    path: Path | None,
) -> ExitStatus:
    """Write a history; raises UsageError where several could be meant, NothingToBriefError where none is."""
    if isinstance(found, Candidates):
        raise _not_certain(found, noun)
    name = chosen or ("json" if path and path.suffix.lower() == ".json" else "markdown")
    text = _WRITERS[name](found)
    if path is None:
        console.data(text)
        return ExitStatus.OK
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it.")
    write_atomically(path, text)
    console.note(f"Wrote {show_controls(str(path))} ({name}).")
    return ExitStatus.OK


def _not_certain(found: Candidates, noun: str) -> UsageError | NothingToBriefError:
    if found.meant:
        listed = "; ".join(found.meant)
        return UsageError(f"“{found.name}” could mean several: {listed}. Name one of them in full.")
    hint = f" Spelled most like it: {'; '.join(found.alike)}." if found.alike else ""
    return NothingToBriefError(f"No brief of the archive has {noun} “{found.name}”.{hint}")
