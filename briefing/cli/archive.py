"""`briefing archive`: back up, check, list and show what is remembered."""

from datetime import datetime
from pathlib import Path

import click

from briefing.archive import Contents, back_up, read_archive, restore, verify_archive
from briefing.cli.console import Console, show_controls
from briefing.cli.desk import archive_path, read_clock
from briefing.cli.options import load_and_warn, verbosity_options
from briefing.cli.receipt import counted
from briefing.errors import ArchiveError, ExitStatus, NothingToBriefError
from briefing.render import FORMATS, render

__all__ = ["command"]

_at = click.option(
    "--archive",
    "chosen",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The archive, if not that of the settings.",
)


@click.group("archive")
@verbosity_options
def command() -> None:
    """Back up, check, list and show what is remembered.

    The archive is the one file in which `briefing daily` keeps what was read, asked, briefed and sent.
    """


@command.command("backup")
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@_at
@verbosity_options
@click.pass_obj
def backup_command(console: Console, *, target: Path, chosen: Path | None) -> ExitStatus:
    """Copy the archive to FILE, also while a run is writing.

    The copy is checked before it counts. An older backup of this name is replaced; another file is not.
    """
    contents = back_up(_existing(console, chosen), target)
    console.note(f"Wrote {show_controls(str(target))}: {_told(contents)}.")
    return ExitStatus.OK


@command.command("restore")
@click.argument("backup", type=click.Path(path_type=Path), metavar="FILE")
@_at
@verbosity_options
@click.pass_obj
def restore_command(console: Console, *, backup: Path, chosen: Path | None) -> ExitStatus:
    """Make the backup FILE the archive again; nothing that stands in its place is written over."""
    path = archive_path(load_and_warn(console), chosen)
    contents = restore(backup, path, now=read_clock())
    console.note(f"Wrote {show_controls(str(path))}: {_told(contents)}.")
    return ExitStatus.OK


@command.command("verify")
@_at
@verbosity_options
@click.pass_obj
def verify_command(console: Console, *, chosen: Path | None) -> ExitStatus:
    """Check every page, reference and value of the archive."""
    path = _existing(console, chosen)
    console.data(f"{path} is sound: {_told(verify_archive(path))}")
    return ExitStatus.OK


@command.command("list")
@_at
@verbosity_options
@click.pass_obj
def list_command(console: Console, *, chosen: Path | None) -> ExitStatus:
    """List the briefs, the oldest first."""
    with read_archive(_existing(console, chosen)) as archive:
        records = archive.briefings.listed()
    if not records:
        raise NothingToBriefError("The archive holds no brief yet; `briefing daily` makes one.")
    for record in records:
        stories = "1 story" if record.stories == 1 else f"{record.stories} stories"
        console.data(f"{record.day}  {record.title}  ({stories}, {counted(record.positions, 'position')})")
    return ExitStatus.OK


@command.command("show")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.option(
    "--format", "chosen_format", type=click.Choice(list(FORMATS)), default="markdown", help="Format."
)
@_at
@verbosity_options
@click.pass_obj
def show_command(console: Console, *, day: datetime, chosen_format: str, chosen: Path | None) -> ExitStatus:
    """Print the brief of a day as it was stored; of several, the last."""
    with read_archive(_existing(console, chosen)) as archive:
        briefing = archive.briefings.of_day(day.date())
    if briefing is None:
        raise NothingToBriefError(
            f"The archive holds no brief of {day.date()}; `briefing archive list` shows what it holds."
        )
    console.data(render(briefing, chosen_format))
    return ExitStatus.OK


def _existing(console: Console, chosen: Path | None) -> Path:
    path = archive_path(load_and_warn(console), chosen)
    if not path.exists():
        raise ArchiveError(f"There is no archive {path} yet; `briefing daily` makes one.")
    return path


def _told(contents: Contents) -> str:
    parts = ("article", contents.articles), ("brief", contents.briefings), ("source", contents.sources)
    replies = "1 reply" if contents.replies == 1 else f"{contents.replies:,} replies"
    return f"{', '.join(counted(number, noun) for noun, number in parts)}, {replies}"
