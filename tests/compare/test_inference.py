"""Figures worked out by hand, against brute force, and by simulation."""

from itertools import product
from math import comb
from random import Random
from statistics import fmean

import pytest

from briefing.compare.inference import (
    ALPHA,
    bootstrap_interval,
    detectable_drop,
    fewest_worse_cases,
    holm,
    sign_flip_p,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([], 1.0),
        ([0.0] * 6, 1.0),
        ([-0.3], 1 / 2),
        ([-0.3] * 4, 1 / 16),  # four cases, all worse: can not be significant
        ([-0.1] * 5, 1 / 32),
        ([-0.1] * 5 + [0.0] * 20, 1 / 32),  # what did not change takes no side
        ([0.1] * 5, 1.0),
        # Of the 8 signings of 1, 2, 3 those with a sum of -4 or less: -6, -4.
        ([1.0, -2.0, -3.0], 2 / 8),
        # 1, 1, 1, 1 with one gain: the one pattern below, and the four as low.
        ([-1.0, -1.0, -1.0, 1.0], 5 / 16),
    ],
)
def test_the_exact_test_gives_what_counting_by_hand_gives(differences: list[float], p: float) -> None:
    assert sign_flip_p(differences) == p


def test_equal_sums_count_as_extreme_whatever_rounding_does() -> None:
    assert sign_flip_p([-0.1, -0.2, 0.3]) == pytest.approx(5 / 8)


def test_twelve_differences_are_counted_and_thirteen_drawn() -> None:
    assert sign_flip_p([-1.0] * 12) == 2**-12
    drawn = sign_flip_p([-1.0] * 9 + [1.0] * 4)
    counted = sum(comb(13, worse) for worse in range(9, 14)) / 2**13
    assert drawn == pytest.approx(counted, abs=0.01)
    assert drawn != counted


def test_drawing_gives_the_same_every_time_and_never_zero() -> None:
    assert sign_flip_p([-1.0] * 40) == sign_flip_p([-1.0] * 40) == 1 / 10_001


def test_no_effect_is_called_a_regression_in_at_most_one_of_twenty_suites() -> None:
    chance = Random(7)  # noqa: S311 - test data
    alarms = 0
    for _ in range(1000):
        rates = [chance.random() for _ in range(8)]
        differences = [
            fmean(chance.random() < rate for _ in range(3)) - fmean(chance.random() < rate for _ in range(3))
            for rate in rates
        ]
        alarms += sign_flip_p(differences) < ALPHA
    assert alarms <= 65  # 50 expected of a perfect test, two standard errors more


def test_a_large_even_drop_is_seen_in_most_suites() -> None:
    chance = Random(8)  # noqa: S311 - test data
    seen = 0
    for _ in range(200):
        differences = [
            fmean(chance.random() < 0.6 for _ in range(3)) - fmean(chance.random() < 0.95 for _ in range(3))
            for _ in range(12)
        ]
        seen += sign_flip_p(differences) < ALPHA
    assert seen >= 180


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(5, 5, 0.5655, 1.0), (20, 20, 0.8389, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433)],
)
def test_wilson_intervals_are_those_of_the_tables(
    successes: int, trials: int, low: float, high: float
) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=1e-4)


def test_nothing_tried_leaves_everything_open() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_holm_multiplies_the_smallest_by_all_and_never_falls() -> None:
    assert holm({"a": 0.02, "b": 0.01, "c": 0.6}) == {"b": 0.03, "a": 0.04, "c": 0.6}
    assert holm({"a": 0.04, "b": 0.04}) == {"a": 0.08, "b": 0.08}
    assert holm({"a": 0.9, "b": 0.8}) == {"b": 1.0, "a": 1.0}
    assert holm({}) == {}


def test_the_bootstrap_covers_the_true_mean_about_as_often_as_it_says() -> None:
    chance = Random(9)  # noqa: S311 - test data
    held = 0
    for _ in range(120):
        interval = bootstrap_interval([chance.gauss(0.1, 0.2) for _ in range(24)])
        held += interval.low <= 0.1 <= interval.high
    assert 104 <= held <= 119


def test_an_interval_lies_within_a_margin_with_both_ends_or_not_at_all() -> None:
    assert bootstrap_interval([0.04] * 6).is_within(0.05)
    assert not bootstrap_interval([-0.06] * 6).is_within(0.05)


@pytest.mark.parametrize("cases", range(1, 5))
def test_few_cases_could_have_seen_no_drop_at_all(cases: int) -> None:
    assert detectable_drop([0.1 * n for n in range(cases)], tests=1, margin=0.05) is None


@pytest.mark.parametrize(
    "differences", [[0.0, 0.5, -0.5, 0.2, -0.1, 0.0, 0.3], [0.0] * 6, [0.5, 0.5, -0.5, -0.5, 0.1, 0.2]]
)
def test_the_detectable_drop_is_where_the_test_begins_to_see_it(differences: list[float]) -> None:
    found = detectable_drop(differences, tests=1, margin=0.0)
    assert found is not None
    centred = [difference - fmean(differences) for difference in differences]
    assert sign_flip_p([d - found - 0.001 for d in centred]) < ALPHA
    if found:
        assert sign_flip_p([d - found + 0.001 for d in centred]) >= ALPHA


def test_nothing_below_the_margin_is_called_a_regression() -> None:
    assert detectable_drop([0.0] * 8, tests=3, margin=0.05) == 0.05


@pytest.mark.parametrize("tests", [1, 2, 3, 4])
def test_the_fewest_cases_are_enough_and_one_less_is_not(tests: int) -> None:
    least = fewest_worse_cases(tests)
    assert sign_flip_p([-1.0] * least) * tests < ALPHA
    assert sign_flip_p([-1.0] * (least - 1)) * tests >= ALPHA


def test_the_exact_test_agrees_with_brute_force_on_uneven_differences() -> None:
    differences = [-0.7, 0.2, -0.4, -0.1, 0.3, -0.6]
    sums = [
        sum(s * d for s, d in zip(signs, differences, strict=True)) for signs in product((1, -1), repeat=6)
    ]
    assert sign_flip_p(differences) == sum(total <= sum(differences) + 1e-9 for total in sums) / 64
