"""`briefing write`: sources in, one brief out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from briefing.cli.console import Console, stdin_bytes
from briefing.cli.engine import choose_engine
from briefing.cli.options import DAY, read_settings, verbosity_options
from briefing.cli.outputs import deliver, plan_outputs
from briefing.errors import ExitStatus
from briefing.pipeline import UNREADABLE, Outcome, write_briefing
from briefing.render import FORMATS
from briefing.schema import Finding

__all__ = ["command"]

_TOLD = 10  # so many sources are named on stderr; the brief itself lists every one


@click.command("write")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--output",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file, in the format of its suffix; repeatable.",
)
@click.option("--format", "chosen", type=click.Choice(list(FORMATS)), help="Format; without -o to stdout.")
@click.option(
    "--model", metavar="NAME", help="Language model to ask; without one the built-in engine writes."
)
@click.option("--title", metavar="TEXT", help="Title of the brief.")
@click.option("--date", "day", type=DAY, help="Day of the brief; today by default.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was left out.")
@click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    *,
    sources: Sequence[str],
    paths: Sequence[Path],
    chosen: str | None,
    model: str | None,
    title: str | None,
    day: datetime | None,
    strict: bool,
    clean: bool,
) -> ExitStatus:
    """Write a brief of articles.

    SOURCE is a file (.txt .md .html .eml .pdf), a folder, a pattern such as 'news/*.txt', or - for stdin.
    The brief goes to stdout, or to the files named with -o; everything else goes to stderr.
    """
    outputs = plan_outputs(paths, chosen)
    engine = choose_engine(read_settings(console, model=model), console)
    with console.progress() as progress:
        outcome = write_briefing(
            sources,
            engine=engine,
            now=datetime.now(UTC).astimezone(),
            title=title,
            day=day.date() if day else None,
            stdin=stdin_bytes() if "-" in sources else None,
            clean=clean,
            progress=progress,
        )
    deliver(outcome.briefing, outputs, console)
    _tell(outcome, console)
    return _status(outcome, strict=strict)


def _tell(outcome: Outcome, console: Console) -> None:
    for finding in outcome.findings[:_TOLD]:
        console.warn(f"{finding.subject}: {finding.detail}")
    if len(outcome.findings) > _TOLD:
        console.warn(f"{len(outcome.findings) - _TOLD} more sources are named under `Left out` in the brief.")
    for error in outcome.failures:
        console.error(str(error))


def _status(outcome: Outcome, *, strict: bool) -> ExitStatus:
    statuses = [error.exit_status for error in outcome.failures]
    if any(finding.code in UNREADABLE for finding in outcome.findings):
        statuses.append(ExitStatus.USAGE)
    if strict and _left_out(outcome):
        statuses.append(ExitStatus.FINDINGS)
    return ExitStatus.first(statuses)


def _left_out(outcome: Outcome) -> list[Finding]:
    """Everything the brief lists as left out, of the sources and of the stories."""
    briefing = outcome.briefing
    return [*briefing.left_out, *(finding for story in briefing.stories for finding in story.left_out)]
