"""`briefing accept`: make what a golden case gives now its golden state."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import golden_selection, verbosity_options
from briefing.errors import ExitStatus, UsageError
from briefing.golden import ChangeKind, Result, accept_case, select

__all__ = ["command"]


@click.command("accept")
@golden_selection(required=True)
@click.option(
    "--only",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ChangeKind]),
    help="Accept one kind: new files, changed ones, ones of no stage any more; repeatable, all by default.",
)
@verbosity_options
@click.pass_obj
def command(console: Console, *, names: Sequence[str], alias: str | None, kinds: Sequence[str]) -> ExitStatus:
    """Make what a golden case gives now its golden state.

    Each file that is created, fixed or trimmed away is named. Read the difference before you commit it.
    Refused where CI is set: what is approved is read by a person.
    """
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        raise UsageError("briefing accept does not run under CI: a person approves what changed.")
    root, selection = select(Path.cwd(), names, alias)
    chosen = [ChangeKind(kind) for kind in kinds] or list(ChangeKind)
    statuses = []
    for case, model in selection:
        result = accept_case(root, case, model, kinds=chosen)
        console.data("\n".join(_report(result, root)))
        statuses.append(result.state.exit_status if result.reason or result.broken else ExitStatus.OK)
    return ExitStatus.first(statuses)


def _report(result: Result, root: Path) -> Iterator[str]:
    name = f"{result.case} · {result.alias}"
    if result.reason:
        yield f"not accepted: {name}: {result.reason}"
        return
    yield from (f"{change.kind} {change.path.relative_to(root).as_posix()}" for change in result.changes)
    if not result.changes:
        yield f"nothing to accept: {name}"
    yield from (f"still broken: {name}: {fault}" for fault in result.broken)
