"""`briefing check`: replay the golden cases and compare each stage with what was approved."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import golden_selection, verbosity_options
from briefing.errors import ExitStatus
from briefing.golden import Result, State, check_cases, find_orphans, select
from briefing.text import strip_controls

__all__ = ["command"]

_NAMED = 3  # a warning names so many; the rest are counted


@click.command("check")
@golden_selection(required=False)
@click.option("--strict", is_flag=True, help="End with 1 for what belongs to nothing, too.")
@click.option(
    "--max-age",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Warn of recordings that are older; a model behind an address may have changed since.",
)
@verbosity_options
@click.pass_obj
def command(
    console: Console, *, names: Sequence[str], alias: str | None, strict: bool, max_age: int | None
) -> ExitStatus:
    """Replay the golden cases and compare.

    Needs no key and no network, and writes nothing. For each CASE (all, if none is named) and each model
    alias it tells whether every stage is what was approved; where not, it shows the first that drifted.
    """
    root, selection = select(Path.cwd(), names, alias)
    results: list[Result] = []
    for result in check_cases(root, selection):
        results.append(result)
        console.data(_report(result))
    orphans = [path for result in results for path in result.orphans]
    orphans += [] if names or alias else find_orphans(root)
    for path in orphans:
        console.warn(f"{path.relative_to(root).as_posix()}: nobody asks for it; `briefing prune` removes it.")
    for warning in _warnings(results, max_age):
        console.warn(warning)
    counts = Counter(result.state for result in results)
    console.data(", ".join(f"{counts[state]} {state}" for state in State if counts[state]))
    orphaned = [ExitStatus.FINDINGS] if strict and orphans else []
    return ExitStatus.first([*(result.state.exit_status for result in results), *orphaned])


def _report(result: Result) -> str:
    samples = f" · {len(result.samples)} samples" if len(result.samples) > 1 else ""
    lines = [f"{result.state:<9} {result.case} · {result.alias}{samples}"]
    lines += [f"broken: {fault}" for fault in result.broken]
    lines += [result.reason] if result.reason else []
    if result.diff:
        lines.append(_colored(result.diff))
    return "\n".join(lines) + (_advice(result) if result.changes else "")


def _advice(result: Result) -> str:
    others = [change.path.name for change in result.changes[1:]]
    after = f"After it {', '.join(others)} drifted too. " if others else ""
    return f"{after}If this is right: briefing accept {result.case} --model {result.alias}"


def _warnings(results: Sequence[Result], max_age: int | None) -> Iterator[str]:
    """What no snapshot shows: samples without a usable reply, recordings of several models, and old ones."""
    for result in results:
        for sample in result.failed if len(result.samples) > 1 else ():
            yield f"{result.case} · {result.alias}: the model gave no usable reply in sample {sample}."
    for alias in dict.fromkeys(result.alias for result in results):
        of_alias = [result for result in results if result.alias == alias]
        yield from _drifting(alias, of_alias)
        if max_age is not None:
            yield from _aged(alias, of_alias, datetime.now(UTC) - timedelta(days=max_age), max_age)


def _drifting(alias: str, results: Sequence[Result]) -> Iterator[str]:
    replies = [attempt for result in results for r in result.recordings for attempt in r.attempts]
    answered = Counter(reply.response_model for reply in replies if reply.response_model)
    if len(answered) > 1:
        told = ", ".join(f"{name} ({count})" for name, count in sorted(answered.items()))
        yield f"The replies of {alias} come from different models: {told}. Record all with one."


def _aged(alias: str, results: Sequence[Result], since: datetime, days: int) -> Iterator[str]:
    old = sorted(
        (recording.recorded_at.date().isoformat(), result.case)
        for result in results
        for recording in result.recordings
        if recording.recorded_at < since
    )
    if old:
        named = ", ".join(f"{case} of {day}" for day, case in old[:_NAMED])
        more = f" and {len(old) - _NAMED} more" if len(old) > _NAMED else ""
        yield f"Recordings of {alias} are older than {days} days: {named}{more}."


def _colored(diff: str) -> str:
    colors = {"+": "green", "-": "red", "@": "cyan"}
    lines = (click.style(line, fg=colors.get(line[:1])) for line in strip_controls(diff).splitlines())
    return "".join(f"{line}\n" for line in lines)
