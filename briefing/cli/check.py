"""`briefing check`: replay the golden cases and compare each stage with what was approved."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import golden_selection, verbosity_options
from briefing.errors import ExitStatus
from briefing.golden import Result, State, check_case, find_orphans, select
from briefing.text import strip_controls

__all__ = ["command"]


@click.command("check")
@golden_selection(required=False)
@verbosity_options
@click.pass_obj
def command(console: Console, *, names: Sequence[str], alias: str | None) -> ExitStatus:
    """Replay the golden cases and compare.

    Needs no key and no network, and writes nothing. For each CASE (all, if none is named) and each model
    alias it tells whether every stage is what was approved; where not, it shows the first that drifted.
    """
    root, selection = select(Path.cwd(), names, alias)
    results: list[Result] = []
    for case, model in selection:
        results.append(check_case(root, case, model))
        console.data(_report(results[-1]))
    for folder in find_orphans(root):
        console.warn(f"{folder.relative_to(root).as_posix()} belongs to no case and model; nobody checks it.")
    counts = Counter(result.state for result in results)
    console.data(", ".join(f"{counts[state]} {state}" for state in State if counts[state]))
    return ExitStatus.first([result.state.exit_status for result in results])


def _report(result: Result) -> str:
    head = f"{result.state:<9} {result.case} · {result.alias}"
    match result.state:
        case State.SAME:
            return head
        case State.RECORDING:
            return f"{head}\n{result.reason}\n{_colored(result.diff)}"
        case State.DRIFT:
            return f"{head}\n{_colored(result.diff)}{_advice(result)}"


def _advice(result: Result) -> str:
    others = [change.path.name for change in result.changes[1:]]
    after = f"After it {', '.join(others)} drifted too. " if others else ""
    return f"{after}If this is right: briefing accept {result.case} --model {result.alias}"


def _colored(diff: str) -> str:
    colors = {"+": "green", "-": "red", "@": "cyan"}
    lines = (click.style(line, fg=colors.get(line[:1])) for line in strip_controls(diff).splitlines())
    return "".join(f"{line}\n" for line in lines)
