"""What `write` and `prompt import` share: the options of a brief, writing it, and the status it ends with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path

import click

from briefing.cli.console import Console, stdin_bytes
from briefing.cli.outputs import Output, deliver, keep_sources, plan_outputs
from briefing.drafts import Engine
from briefing.errors import ExitStatus, UnansweredError
from briefing.pipeline import UNREADABLE, Outcome, write_briefing
from briefing.render import FORMATS
from briefing.schema import Finding, FindingCode

__all__ = ["Order", "brief_options", "carry_out", "order_options"]

_TOLD = 10  # so many sources are named on stderr; the brief itself lists every one


@dataclass(frozen=True)
class Order:
    """The brief somebody wants: of what, where to, and how strictly."""

    sources: Sequence[str]
    outputs: Sequence[Output]
    title: str | None
    day: date | None
    strict: bool
    clean: bool


_OPTIONS = (
    click.option(
        "-o",
        "--output",
        "paths",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write to a file, in the format of its suffix; repeatable.",
    ),
    click.option(
        "--format", "chosen", type=click.Choice(list(FORMATS)), help="Format; without -o to stdout."
    ),
    click.option("--title", metavar="TEXT", help="Title of the brief."),
    click.option(
        "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the brief; today by default."
    ),
    click.option("--strict", is_flag=True, help="Exit with 1 if anything was left out."),
    click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text."),
)


def brief_options(function: Callable[..., ExitStatus]) -> Callable[..., ExitStatus]:
    """Add the sources and options of a brief to a command, which gets them as `order`."""
    return click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")(order_options(function))


def order_options(function: Callable[..., ExitStatus]) -> Callable[..., ExitStatus]:
    """Add the options of a brief to a command that takes its `sources` in a way of its own."""

    @wraps(function)
    def command(
        console: Console,
        *,
        sources: Sequence[str],
        paths: Sequence[Path],
        chosen: str | None,
        title: str | None,
        day: datetime | None,
        strict: bool,
        clean: bool,
        **own: object,
    ) -> ExitStatus:
        order = Order(
            sources=sources,
            outputs=plan_outputs(paths, chosen),
            title=title,
            day=day.date() if day else None,
            strict=strict,
            clean=clean,
        )
        keep_sources(order.sources, order.outputs)
        return function(console, order=order, **own)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def carry_out(order: Order, engine: Engine, console: Console, *, workers: int = 1) -> ExitStatus:
    """Write the brief with an engine, deliver it, and tell what could not be used."""
    with console.progress() as progress:
        outcome = write_briefing(
            order.sources,
            engine=engine,
            now=datetime.now(UTC).astimezone(),
            title=order.title,
            day=order.day,
            stdin=stdin_bytes() if "-" in order.sources else None,
            clean=order.clean,
            workers=workers,
            progress=progress,
        )
    for error in outcome.failures:
        if isinstance(error, UnansweredError):
            raise error  # a brief that waits for somebody's reply is not one yet
    deliver(outcome.briefing, order.outputs, console)
    _tell(outcome, console)
    return _status(outcome, strict=order.strict)


def _tell(outcome: Outcome, console: Console) -> None:
    findings = [*outcome.findings, *(f for f in _left_out(outcome) if f.code is FindingCode.NO_SPEECH)]
    findings.sort(key=lambda finding: finding.code not in UNREADABLE)
    for finding in findings[:_TOLD]:
        # What decides the exit status is heard even under --quiet.
        say = console.error if finding.code in UNREADABLE else console.warn
        say(f"{finding.subject}: {finding.detail}")
    if len(findings) > _TOLD:
        console.warn(f"{len(findings) - _TOLD} more things about the sources stand in the brief.")
    for error in outcome.failures:
        console.error(str(error))
    if outcome.interrupted:
        console.error("interrupted; the brief holds the stories that were finished.")


def _status(outcome: Outcome, *, strict: bool) -> ExitStatus:
    statuses = [error.exit_status for error in outcome.failures]
    if outcome.interrupted:
        statuses.append(ExitStatus.INTERRUPTED)
    if any(finding.code in UNREADABLE for finding in outcome.findings):
        statuses.append(ExitStatus.USAGE)
    if strict and _left_out(outcome):
        statuses.append(ExitStatus.FINDINGS)
    return ExitStatus.first(statuses)


def _left_out(outcome: Outcome) -> list[Finding]:
    """Everything the brief lists as left out, of the sources and of the stories."""
    briefing = outcome.briefing
    return [*briefing.left_out, *(finding for story in briefing.stories for finding in story.left_out)]
