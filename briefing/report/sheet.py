"""Comparison -> sheet: the figures as words, in the order of a report. Nothing is escaped yet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.compare import (
    CaseComparison,
    Comparison,
    Fact,
    ItemChange,
    MetricRow,
    PairComparison,
    Trouble,
    Verdict,
)

__all__ = ["CaseSheet", "Cell", "Interval", "MetricLine", "PairSheet", "Sheet", "lay_out"]


class Interval(NamedTuple):
    """A difference with its interval and margin, as shares between -1 and 1, for a plot."""

    middle: float
    low: float
    high: float
    margin: float


class MetricLine(NamedTuple):
    """A row of the table of metrics. `tone` is `good`, `bad` or empty; the words say it as well."""

    label: str
    base: str
    head: str
    difference: str
    verdict: str
    tone: str
    is_primary: bool
    detectable: str
    interval: Interval | None


class Cell(NamedTuple):
    """One sample of the grid: how much of what is expected it meets, from 0 to 1, and in words."""

    share: float | None
    text: str


class CaseSheet(NamedTuple):
    """One case: its changes as text, and its row of the grid."""

    name: str
    is_critical: bool
    tally: str
    changes: tuple[ItemChange, ...]
    base: tuple[Cell, ...]
    head: tuple[Cell, ...]


class PairSheet(NamedTuple):
    """One model's comparison."""

    heading: str
    verdict: Verdict
    sentence: str
    advice: tuple[str, ...]
    blocks: tuple[str, ...]
    changed: str
    template_diff: str
    rendered_case: str
    rendered_diff: str
    facts: tuple[Fact, ...]
    metrics: tuple[MetricLine, ...]
    cases: tuple[CaseSheet, ...]
    changed_cases: tuple[CaseSheet, ...]
    unchanged: str
    reasked: tuple[Fact, ...]
    stale: tuple[Trouble, ...]
    excluded: tuple[Trouble, ...]
    orphans: tuple[str, ...]
    provenance: tuple[Fact, ...]


class Sheet(NamedTuple):
    """The report."""

    title: str
    verdict: Verdict
    notes: tuple[str, ...]
    method: str
    pairs: tuple[PairSheet, ...]
    commands: tuple[str, ...]


def lay_out(comparison: Comparison) -> Sheet:
    """Lay a comparison out for a reader."""
    pairs = tuple(_lay_out_pair(pair) for pair in comparison.pairs)
    return Sheet(
        title=comparison.title,
        verdict=comparison.verdict,
        notes=comparison.notes,
        method=comparison.method,
        pairs=pairs,
        commands=comparison.commands,
    )


def _lay_out_pair(pair: PairComparison) -> PairSheet:
    cases = tuple(_lay_out_case(case) for case in pair.cases)
    changed = tuple(case for case in cases if case.changes)
    return PairSheet(
        heading=f"{pair.base} → {pair.head}",
        verdict=pair.verdict,
        sentence=pair.reason,
        advice=tuple(_advice(pair)),
        blocks=tuple(f"{block.case}: {block.kind}: {block.reason}" for block in pair.blocks),
        changed=pair.inputs.headline,
        template_diff=pair.inputs.template_diff,
        rendered_case=pair.inputs.rendered_case,
        rendered_diff=pair.inputs.rendered_diff,
        facts=tuple(fact for fact in pair.inputs.facts if fact.base or fact.head),
        metrics=tuple(_metric_line(row) for row in pair.metrics if _is_told(row)),
        cases=cases,
        changed_cases=changed,
        unchanged=_unchanged(len(cases) - len(changed)),
        reasked=tuple(Fact(name=r.fault, base=str(r.base), head=str(r.head)) for r in pair.reasked),
        stale=pair.stale,
        excluded=pair.excluded,
        orphans=pair.orphans,
        provenance=pair.provenance,
    )


def _advice(pair: PairComparison) -> Iterator[str]:
    """What a reader has to know before they trust the table."""
    if pair.is_advisory:
        yield f"Advisory only: {len(pair.cases)} of the 5 cases or more that a verdict on the means takes."
    carried = [case.case for case in pair.cases if case.is_carried]
    if carried:
        yield f"The base was recorded by another program and is replayed by place: {', '.join(carried)}."


def _is_told(row: MetricRow) -> bool:
    return row.base is not None or row.head is not None or row.name == "cost"


def _unchanged(count: int) -> str:
    return {0: "", 1: "1 case holds the same on both sides."}.get(
        count, f"{count} cases hold the same on both sides."
    )


# --- the table of metrics --------------------------------------------------------------------------------


def _metric_line(row: MetricRow) -> MetricLine:
    return MetricLine(
        label=row.label,
        base=_value(row, row.base) + _rate(row.base_rate),
        head=_value(row, row.head) + _rate(row.head_rate),
        difference=_difference(row),
        verdict=row.verdict.value if row.verdict else "",
        tone={Verdict.REGRESSED: "bad", Verdict.IMPROVED: "good"}.get(row.verdict or Verdict.NO_CHANGE, ""),
        is_primary=row.is_primary,
        detectable=f"{row.detectable:.0%}" if row.detectable is not None else "",
        interval=_interval(row),
    )


def _value(row: MetricRow, value: float | None) -> str:
    if value is None:
        return "unknown"
    return {
        "share": f"{value:.0%}",
        "count": f"{value:.2f}",
        "tokens": f"{value:,.0f}",
        "money": f"{value:.4f}",
        "ms": f"{value / 1000:.1f} s",
    }[row.unit.value]


def _rate(rate: tuple[float, float] | None) -> str:
    return f" [{rate[0]:.0%}, {rate[1]:.0%}]" if rate else ""


def _difference(row: MetricRow) -> str:
    if row.difference is None or row.low is None or row.high is None:
        return ""
    shown = [_signed(row, value) for value in (row.difference, row.low, row.high)]
    return f"{shown[0]} [{shown[1]}, {shown[2]}]"


def _signed(row: MetricRow, value: float) -> str:
    sign = "−" if value < 0 else "+" if value > 0 else "±"
    return sign + _value(row, abs(value))


def _interval(row: MetricRow) -> Interval | None:
    known = (row.difference, row.low, row.high, row.margin)
    if row.unit.value != "share" or None in known:
        return None
    return Interval(*(figure for figure in known if figure is not None))


# --- cases -----------------------------------------------------------------------------------------------


def _lay_out_case(case: CaseComparison) -> CaseSheet:
    return CaseSheet(
        name=case.case,
        is_critical=case.is_critical,
        tally=f"{len(case.changes)} changed, {case.same} the same",
        changes=case.changes,
        base=tuple(_cells(case, "base")),
        head=tuple(_cells(case, "head")),
    )


def _cells(case: CaseComparison, side: str) -> Sequence[Cell]:
    score = case.base if side == "base" else case.head
    return [
        Cell(sample.met / len(sample.items), f"{sample.met}/{len(sample.items)}")
        if sample.items
        else Cell(None, "–")
        for sample in score.samples
    ]
