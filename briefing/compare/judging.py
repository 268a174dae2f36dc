"""Case scores of both sides -> rows with verdicts, what blocks the change, and the verdict over all."""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from briefing.compare.inference import (
    ALPHA,
    Interval,
    bootstrap_interval,
    detectable_drop,
    fewest_worse_cases,
    holm,
    sign_flip_p,
    wilson_interval,
)
from briefing.compare.metrics import METRICS, CaseScore, Metric
from briefing.compare.results import Block, CaseComparison, MetricRow, Verdict

__all__ = ["ADVISORY_BELOW", "Judged", "find_blocks", "judge_metrics", "sum_up"]

ADVISORY_BELOW = 5  # with fewer cases no test can tell a regression from chance
_NAMED_BLOCKS = 2


class Judged(NamedTuple):
    """A verdict with its one reason."""

    verdict: Verdict
    reason: str


def judge_metrics(cases: Sequence[CaseComparison]) -> tuple[MetricRow, ...]:
    """Compare every metric over the cases in which both sides have it.

    A primary in which no case differs can never be significant and takes no share of the level (Tarone 1990).
    """
    measured = [_Measured(metric, cases) for metric in METRICS]
    tested = [m for m in measured if m.metric.is_primary and any(m.gains)]
    worse = holm({m.metric.name: sign_flip_p(m.gains) for m in tested})
    better = holm({m.metric.name: sign_flip_p([-gain for gain in m.gains]) for m in tested})
    return tuple(_row(m, worse, better, len({*tested, m})) for m in measured)


class _Measured:
    """A metric's values on both sides; gains are differences turned so that positive is better."""

    def __init__(self, metric: Metric, cases: Sequence[CaseComparison]) -> None:
        self.metric = metric
        self.cases = cases
        values = [(case.base.value(metric), case.head.value(metric)) for case in cases]
        pairs = [(base, head) for base, head in values if base is not None and head is not None]
        self.base = fmean(base for base, _ in pairs) if pairs else _mean(base for base, _ in values)
        self.head = fmean(head for _, head in pairs) if pairs else _mean(head for _, head in values)
        self.differences = [head - base for base, head in pairs]
        sign = 1 if metric.is_more_better else -1
        self.gains = [sign * difference for difference in self.differences]


def _mean(values: Iterator[float | None] | Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _row(measured: _Measured, worse: dict[str, float], better: dict[str, float], tests: int) -> MetricRow:
    metric = measured.metric
    row = MetricRow(
        name=metric.name,
        label=metric.label,
        unit=metric.unit,
        is_primary=metric.is_primary,
        is_more_better=metric.is_more_better,
        cases=len(measured.differences),
        base=measured.base,
        head=measured.head,
        margin=metric.margin,
        base_rate=_rate(metric, [case.base for case in measured.cases]),
        head_rate=_rate(metric, [case.head for case in measured.cases]),
    )
    if not measured.differences:
        return row
    interval = bootstrap_interval(measured.differences)
    told: dict[str, object] = {
        "difference": fmean(measured.differences),
        "low": interval.low,
        "high": interval.high,
    }
    if metric.margin is not None:
        p_worse = worse.get(metric.name, sign_flip_p(measured.gains))
        p_better = better.get(metric.name, sign_flip_p([-gain for gain in measured.gains]))
        told |= _judge(measured, interval, _Chances(p_worse, p_better), tests)
    return row.model_copy(update=told)


class _Chances(NamedTuple):
    """How probable a fall, and a rise, like this one would be by chance."""

    worse: float
    better: float


def _judge(measured: _Measured, interval: Interval, p: _Chances, tests: int) -> dict[str, object]:
    """The judged fields of a row that has a margin."""
    margin = measured.metric.margin or 0.0
    gain = fmean(measured.gains)
    if p.worse < ALPHA and gain < -margin:
        verdict = Verdict.REGRESSED
    elif p.better < ALPHA and gain > margin:
        verdict = Verdict.IMPROVED
    else:
        verdict = Verdict.NO_CHANGE if interval.is_within(margin) else Verdict.INCONCLUSIVE
    told: dict[str, object] = {"p": p.worse if gain <= 0 else p.better, "verdict": verdict}
    if measured.metric.is_primary:
        told["detectable"] = detectable_drop(measured.gains, tests=tests, margin=margin)
    return told


def _rate(metric: Metric, scores: Sequence[CaseScore]) -> tuple[float, float] | None:
    if not metric.is_rate:
        return None
    values = [sample.values[metric.name] for score in scores for sample in score.samples]
    known = [value for value in values if value is not None]
    return wilson_interval(round(sum(known)), len(known)) if known else None


# --- what blocks, whatever the means say ---------------------------------------------------------------


def find_blocks(cases: Sequence[CaseComparison]) -> tuple[Block, ...]:
    """Expectations that a critical case has lost, and promises that are broken more often than before."""
    return tuple(block for case in cases for block in (*_lost_critical(case), *_newly_broken(case)))


def _lost_critical(case: CaseComparison) -> Iterator[Block]:
    """What every sample of the base met, and at most half of the head's samples meet.

    An actor is one expectation and the actor's stance another: who was always found must not be lost,
    however uncertain the stance was.
    """
    if not case.is_critical:
        return
    for index, item in enumerate(case.base.samples[0].items if case.base.samples else ()):
        base = [sample.items[index] for sample in case.base.samples]
        head = [sample.items[index] for sample in case.head.samples]
        lost = _lost([i.is_met for i in base], [i.is_met for i in head])
        lost_actor = _lost([i.is_found for i in base], [i.is_found for i in head])
        if lost or lost_actor:
            reason = f"{item.label} ({lost})" if lost else f"{item.label}, or any other stance ({lost_actor})"
            yield Block(case=case.case, kind="critical", reason=reason)


def _lost(base: Sequence[bool], head: Sequence[bool]) -> str:
    """How many samples of each side hold it, where it is lost; otherwise nothing."""
    is_lost = all(base) and 2 * sum(head) <= len(head)
    return f"{sum(base)}/{len(base)} → {sum(head)}/{len(head)}" if is_lost else ""


def _newly_broken(case: CaseComparison) -> Iterator[Block]:
    names = sorted({name for sample in case.head.samples for name in sample.broken})
    for name in names:
        base, head = _broken(case.base, name), _broken(case.head, name)
        if head / len(case.head.samples) > base / len(case.base.samples):
            counts = f"{base}/{len(case.base.samples)} → {head}/{len(case.head.samples)}"
            yield Block(case=case.case, kind="contract", reason=f"{name} ({counts})")


def _broken(score: CaseScore, name: str) -> int:
    return sum(name in sample.broken for sample in score.samples)


# --- the verdict over all ------------------------------------------------------------------------------


def sum_up(
    rows: Sequence[MetricRow], blocks: Sequence[Block], cases: Sequence[CaseComparison], *, stale: int
) -> Judged:
    """The verdict of a pair and its one reason: stale first, then what blocks, then the primaries."""
    primaries = [row for row in rows if row.is_primary and row.verdict]
    rules: Sequence[Callable[[], Judged | None]] = (
        lambda: _if_stale(stale, len(cases)),
        lambda: _if_blocked(blocks),
        lambda: _if_same(primaries, cases),
        lambda: _if_small(primaries, len(cases)),
        lambda: _if_moved(primaries, Verdict.REGRESSED),
        lambda: _if_bought(primaries),
        lambda: _if_moved(primaries, Verdict.IMPROVED),
    )
    found = (judged for rule in rules if (judged := rule()))
    return next(found, None) or _otherwise(primaries)


def _if_stale(stale: int, cases: int) -> Judged | None:
    if stale:
        return Judged(Verdict.NOT_COMPARED, f"{_cases(stale)} must be recorded again first")
    return None if cases else Judged(Verdict.NOT_COMPARED, "no case could be compared")


def _if_blocked(blocks: Sequence[Block]) -> Judged | None:
    if not blocks:
        return None
    named = "; ".join(f"{block.case}: {block.reason}" for block in blocks[:_NAMED_BLOCKS])
    more = f"; and {len(blocks) - _NAMED_BLOCKS} more" if len(blocks) > _NAMED_BLOCKS else ""
    kinds = " and ".join(dict.fromkeys(f"{block.kind} failure" for block in blocks))
    return Judged(Verdict.REGRESSED, f"blocked by {kinds}, whatever the means say: {named}{more}")


def _if_same(primaries: Sequence[MetricRow], cases: Sequence[CaseComparison]) -> Judged | None:
    if any(case.has_changed for case in cases) or not all(row.difference == 0 for row in primaries):
        return None
    return Judged(Verdict.NO_CHANGE, "both sides hold the same positions and questions")


def _if_small(primaries: Sequence[MetricRow], cases: int) -> Judged | None:
    if cases >= ADVISORY_BELOW or _is_unchanged(primaries):
        return None
    return Judged(
        Verdict.INCONCLUSIVE,
        f"advisory only: {_cases(cases)} can prove no change of a mean, it takes {ADVISORY_BELOW} or more",
    )


def _if_moved(primaries: Sequence[MetricRow], verdict: Verdict) -> Judged | None:
    moved = [row for row in primaries if row.verdict is verdict]
    if not moved:
        return None
    told = ", ".join(f"{row.label} {row.base:.0%} → {row.head:.0%} (p = {row.p:.3f})" for row in moved)
    return Judged(verdict, told)


def _if_bought(primaries: Sequence[MetricRow]) -> Judged | None:
    """A gain beside a primary whose whole interval is a loss: fewer items, and those the surer ones."""
    gained = [row.label for row in primaries if row.verdict is Verdict.IMPROVED]
    lost = [row for row in primaries if row.verdict is not Verdict.IMPROVED and _is_loss(row)]
    if not gained or not lost:
        return None
    told = ", ".join(f"{row.label} {row.base:.0%} → {row.head:.0%}" for row in lost)
    return Judged(Verdict.INCONCLUSIVE, f"{', '.join(gained)} rose, but {told} may be its price")


def _is_loss(row: MetricRow) -> bool:
    worst = row.high if row.is_more_better else row.low
    return worst is not None and (worst < 0 if row.is_more_better else worst > 0)


def _otherwise(primaries: Sequence[MetricRow]) -> Judged:
    if _is_unchanged(primaries):
        return Judged(Verdict.NO_CHANGE, "every primary metric lies within its margin, interval and all")
    unclear = ", ".join(row.label for row in primaries if row.verdict is Verdict.INCONCLUSIVE)
    seen = [row.detectable for row in primaries if row.detectable is not None]
    least = fewest_worse_cases(len(primaries))
    sees = (
        f"the smallest even drop it could have seen is {max(seen):.0%}"
        if seen
        else f"it takes {least} cases or more to see a drop"
    )
    return Judged(Verdict.INCONCLUSIVE, f"{unclear or 'nothing'} could not be decided; {sees}")


def _is_unchanged(primaries: Sequence[MetricRow]) -> bool:
    return bool(primaries) and all(row.verdict is Verdict.NO_CHANGE for row in primaries)


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"
