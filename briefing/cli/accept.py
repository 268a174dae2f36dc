"""`briefing accept`: make what a golden case gives now its golden state."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import golden_selection, verbosity_options
from briefing.errors import ExitStatus, UsageError
from briefing.golden import Result, State, accept_case, select

__all__ = ["command"]


@click.command("accept")
@golden_selection(required=True)
@verbosity_options
@click.pass_obj
def command(console: Console, *, names: Sequence[str], alias: str | None) -> ExitStatus:
    """Make what a golden case gives now its golden state.

    Each file that is created, changed or deleted is named. Read the difference before you commit it.
    Refused where CI is set: what is approved is read by a person.
    """
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        raise UsageError("briefing accept does not run under CI: a person approves what changed.")
    root, selection = select(Path.cwd(), names, alias)
    results = [accept_case(root, case, model) for case, model in selection]
    for result in results:
        console.data(_report(result, root))
    return ExitStatus.first([r.state.exit_status for r in results if r.state is State.RECORDING])


def _report(result: Result, root: Path) -> str:
    if result.state is State.RECORDING:
        return f"not accepted: {result.case} · {result.alias}: {result.reason}"
    lines = [f"{change.verb} {change.path.relative_to(root).as_posix()}" for change in result.changes]
    return "\n".join(lines) or f"nothing to accept: {result.case} · {result.alias}"
