"""Verdicts over made-up scores: margins, directions, several primaries, and what comes first."""

from collections.abc import Sequence

import pytest

from briefing.compare.judging import find_blocks, judge_metrics, sum_up
from briefing.compare.metrics import METRICS, CaseScore, SampleScore, Unit
from briefing.compare.results import Block, CaseComparison, ItemChange, MetricRow, Verdict
from briefing.golden.expectations import Item

CHANGE = ItemChange.model_validate(
    {
        "kind": "lost",
        "what": "position",
        "subject": "Mira Tolland",
        "base": ("against",),
        "head": (),
        "base_count": "1/1",
        "head_count": "0/1",
        "evidence": (),
    }
)


def score(case: str, *, met: Sequence[bool] = (), broken: Sequence[str] = (), **values: float) -> CaseScore:
    sample = SampleScore(
        number=1,
        values={metric.name: values.get(metric.name) for metric in METRICS},
        items=tuple(Item(label=f"item {n}", is_met=is_met) for n, is_met in enumerate(met)),
        broken=tuple(broken),
    )
    return CaseScore(case=case, is_critical=False, samples=(sample,), stability=None)


Samples = Sequence[tuple[bool, bool]]  # met, and half


def found_in(samples: Samples) -> CaseScore:
    """One expected position, as each sample holds it."""
    one = score("a").samples[0]
    items = [Item(label="Mira Tolland: against a toll", is_met=met, half=half) for met, half in samples]
    return score("a").model_copy(
        update={"samples": tuple(one.model_copy(update={"items": (item,)}) for item in items)}
    )


def compared(base: CaseScore, head: CaseScore, *, critical: bool = False) -> CaseComparison:
    return CaseComparison(
        case=base.case, is_critical=critical, base=base, head=head, changes=(CHANGE,), same=0
    )


def shifted(metric: str, base: float, *heads: float) -> list[CaseComparison]:
    """One case for each head value; the other primaries stay as they are."""
    others = {"actors": 0.5, "stances": 0.5, "questions": 0.5}
    return [
        compared(score(str(n), **{**others, metric: base}), score(str(n), **{**others, metric: head}))
        for n, head in enumerate(heads)
    ]


def row(cases: Sequence[CaseComparison], name: str) -> MetricRow:
    return next(row for row in judge_metrics(cases) if row.name == name)


@pytest.mark.parametrize(
    ("heads", "verdict"),
    [
        ([0.5] * 6, Verdict.NO_CHANGE),
        ([0.47] * 8, Verdict.NO_CHANGE),  # certain, and too small to mind
        ([0.53] * 8, Verdict.NO_CHANGE),
        ([0.3] * 6, Verdict.REGRESSED),
        ([0.7] * 6, Verdict.IMPROVED),
        ([0.3] * 5, Verdict.REGRESSED),  # p = 0.031; the primaries that stay take no share of the level
        ([0.3] * 4, Verdict.INCONCLUSIVE),
        ([0.3, 0.3, 0.3, 0.7, 0.7, 0.5], Verdict.INCONCLUSIVE),
    ],
)
def test_a_primary_is_judged_by_chance_and_margin(heads: list[float], verdict: Verdict) -> None:
    assert row(shifted("actors", 0.5, *heads), "actors").verdict is verdict


def test_primaries_that_differ_share_the_level() -> None:
    """Five cases that get worse are enough for one, not for two."""
    others = {"stances": 0.5, "precision": 0.5, "questions": 0.5}
    cases = [
        compared(
            score(str(n), **{**others, "actors": 0.5}),
            score(str(n), **{**others, "actors": 0.3, "questions": 0.4}),
        )
        for n in range(5)
    ]
    assert row(cases, "actors").p == pytest.approx(2 / 32)
    assert row(cases, "actors").verdict is Verdict.INCONCLUSIVE


def test_a_metric_that_decides_nothing_is_not_adjusted() -> None:
    assert row(shifted("usable", 1.0, *[0.5] * 5), "usable").verdict is Verdict.REGRESSED


def test_less_is_better_where_it_is() -> None:
    rising = row(shifted("wrong_speakers", 0.1, *[0.4] * 6), "wrong_speakers")
    assert rising.verdict is Verdict.REGRESSED
    assert rising.difference == pytest.approx(0.3)
    falling = row(shifted("wrong_speakers", 0.4, *[0.1] * 6), "wrong_speakers")
    assert falling.verdict is Verdict.IMPROVED


def test_resources_are_told_and_never_judged() -> None:
    tokens = row(shifted("input_tokens", 100.0, *[900.0] * 8), "input_tokens")
    assert (tokens.difference, tokens.verdict, tokens.p) == (800.0, None, None)


def test_a_metric_without_a_value_on_one_side_has_no_difference() -> None:
    cases = [compared(score("a", cost=1.0), score("a"))]
    assert (row(cases, "cost").base, row(cases, "cost").head) == (1.0, None)
    assert row(cases, "cost").difference is None


def test_cases_without_a_value_on_both_sides_are_left_out_of_the_mean() -> None:
    cases = [
        compared(score("a", actors=0.4), score("a", actors=0.6)),
        compared(score("b"), score("b", actors=1.0)),
    ]
    found = row(cases, "actors")
    assert (found.cases, found.base, found.head) == (1, 0.4, 0.6)


@pytest.mark.parametrize(
    ("critical", "base", "head", "blocks"),
    [
        (True, [True, True], [True, False], 1),
        (True, [True, False], [True, False], 0),
        (False, [True, True], [False, False], 0),
    ],
)
def test_only_a_critical_case_blocks_by_what_it_loses(
    base: list[bool], head: list[bool], blocks: int, *, critical: bool
) -> None:
    case = compared(score("a", met=base), score("a", met=head), critical=critical)
    assert len(find_blocks([case])) == blocks


@pytest.mark.parametrize(
    ("base", "head", "blocks"),
    [
        ([(True, False), (False, True), (False, True)], [(False, False)] * 3, 1),
        ([(True, False), (False, True), (False, True)], [(False, True), (False, False), (False, False)], 1),
        ([(True, False), (False, True), (False, True)], [(False, True), (False, True), (False, False)], 0),
        ([(True, False), (False, True), (False, False)], [(False, False)] * 3, 0),
    ],
    ids=["lost in all", "lost in most", "found in most", "not always found before"],
)
def test_a_critical_case_blocks_by_an_actor_it_loses_whatever_the_stance(
    base: Samples, head: Samples, blocks: int
) -> None:
    case = compared(found_in(base), found_in(head), critical=True)
    assert len(find_blocks([case])) == blocks


@pytest.mark.parametrize(("before", "after", "blocks"), [([], ["x"], 1), (["x"], ["x"], 0), (["x"], [], 0)])
def test_a_promise_blocks_where_it_is_newly_broken(before: list[str], after: list[str], blocks: int) -> None:
    assert len(find_blocks([compared(score("a", broken=before), score("a", broken=after))])) == blocks


def test_the_verdict_names_the_most_urgent_reason() -> None:
    worse = shifted("actors", 0.5, *[0.3] * 6)
    rows = judge_metrics(worse)
    block = Block(case="a", kind="contract", reason="no usable reply (0/1 → 1/1)")
    assert sum_up(rows, [block], worse, stale=2).verdict is Verdict.NOT_COMPARED
    assert sum_up(rows, [block], worse, stale=0).reason.startswith("blocked by contract failure")
    assert sum_up(rows, [], worse, stale=0).reason.startswith("expected actors found 50% → 30%")
    assert sum_up((), [], (), stale=0).verdict is Verdict.NOT_COMPARED


def test_one_primary_up_and_one_down_is_a_regression() -> None:
    cases = [
        compared(
            score(str(n), actors=0.5, stances=0.5, questions=0.5),
            score(str(n), actors=0.9, stances=0.1, questions=0.5),
        )
        for n in range(8)
    ]
    assert sum_up(judge_metrics(cases), [], cases, stale=0).verdict is Verdict.REGRESSED


def test_a_gain_beside_a_clear_loss_is_no_improvement() -> None:
    """Fewer positions, those left the surer ones: the share of expected ones rises as actors are lost."""

    def row(name: str, low: float, high: float, verdict: Verdict) -> MetricRow:
        middle = (low + high) / 2
        return MetricRow(
            name=name, label=name, unit=Unit.SHARE, is_primary=True, is_more_better=True, cases=8,
            base=0.6, head=0.6 + middle, difference=middle, low=low, high=high, p=0.04, verdict=verdict,
        )  # fmt: skip

    gain = row("precision", 0.07, 0.34, Verdict.IMPROVED)
    loss = row("actors", -0.55, -0.03, Verdict.INCONCLUSIVE)
    unsure = row("actors", -0.3, 0.09, Verdict.INCONCLUSIVE)
    cases = shifted("actors", 0.5, *[0.3] * 8)
    assert sum_up([gain, loss], [], cases, stale=0).verdict is Verdict.INCONCLUSIVE
    assert sum_up([gain, unsure], [], cases, stale=0).verdict is Verdict.IMPROVED
