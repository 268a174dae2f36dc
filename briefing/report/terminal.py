"""Sheet -> plain text for a terminal or a build log."""

from collections.abc import Iterator, Sequence

from briefing.compare import Fact, ItemChange, Trouble
from briefing.report.neutral import neutralise
from briefing.report.sheet import CaseSheet, PairSheet, Sheet

__all__ = ["render_terminal", "tell_change"]

_DIFF_LINES = 60


def render_terminal(sheet: Sheet) -> str:
    """Write the report without any escape sequence; ends with one newline."""
    return "".join(f"{neutralise(line).rstrip()}\n" for line in _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"{sheet.verdict.upper()}: {sheet.title}"
    yield from sheet.notes
    for pair in sheet.pairs:
        yield ""
        yield from _pair_lines(pair)
    yield f"\n{sheet.method}"
    yield "\nTo see this again, and to go on:"
    yield from (f"  {command}" for command in sheet.commands)


def _pair_lines(pair: PairSheet) -> Iterator[str]:
    yield f"{pair.verdict}: {pair.heading}"
    yield f"  {pair.sentence}"
    yield from (f"  {advice}" for advice in pair.advice)
    yield from (f"  blocked: {block}" for block in pair.blocks)
    yield f"  {pair.changed}"
    yield from _facts([fact for fact in pair.facts if fact.base != fact.head])
    yield from _diff("template", pair.template_diff)
    yield from _diff(f"what {pair.rendered_case} is asked", pair.rendered_diff)
    yield from _metrics(pair)
    for case in pair.changed_cases:
        yield from _case(case)
    yield from _section("", [f"  {pair.unchanged}"] if pair.unchanged else [])
    yield from _section("asked again", list(_facts(pair.reasked)))
    yield from _section("stale or missing in the head", [line for t in pair.stale for line in _trouble(t)])
    yield from _section("not compared", [f"  {trouble.case}: {trouble.reason}" for trouble in pair.excluded])
    yield from _section("nobody asks for", [f"  {name}" for name in pair.orphans])
    yield from _section("provenance", list(_facts(pair.provenance)))


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}" if title else ""
        yield from lines


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        shown = fact.base if fact.base == fact.head else f"{fact.base} → {fact.head}"
        yield f"  {fact.name}: {shown}"


def _diff(title: str, diff: str) -> Iterator[str]:
    lines = diff.splitlines()
    if lines:
        yield f"\n{title}"
        yield from lines[:_DIFF_LINES]
    if len(lines) > _DIFF_LINES:
        yield f"… and {len(lines) - _DIFF_LINES} lines more; the HTML report holds them."


def _metrics(pair: PairSheet) -> Iterator[str]:
    rows = [("metric", "base", "head", "difference [95 %]", "verdict", "sees a drop of")]
    rows += [
        (
            f"{'* ' if line.is_primary else '  '}{line.label}",
            line.base,
            line.head,
            line.difference,
            line.verdict,
            line.detectable,
        )
        for line in pair.metrics
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    yield ""
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield "* declared beforehand; these alone decide (with what blocks)"


def _case(case: CaseSheet) -> Iterator[str]:
    critical = " (critical)" if case.is_critical else ""
    yield f"\n{case.name}{critical}: {case.tally}"
    for change in case.changes:
        yield from (f"  {line}" for line in tell_change(change))


def tell_change(change: ItemChange) -> Iterator[str]:
    """A change in lines: what and how often, then both sides, then the evidence."""
    yield f"{change.kind} {change.what}, {change.base_count} → {change.head_count}: {change.subject}"
    sides = {"-": change.base, "+": change.head} if change.base != change.head else {" ": change.head}
    yield from (f"  {sign} {text}" for sign, texts in sides.items() for text in texts)
    yield from (f"    {evidence}" for evidence in change.evidence)


def _trouble(trouble: Trouble) -> Iterator[str]:
    yield f"  {trouble.case}: {trouble.reason}"
    yield from trouble.diff.splitlines()[:_DIFF_LINES]
