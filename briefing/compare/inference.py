"""What the differences of a few cases can prove: a paired test, intervals, and what they could not see.

The unit is the case: each contributes one difference, head minus base, in which positive is better. Nothing
here assumes a distribution. Chance comes from one fixed seed, so that the same recordings always give the
same report. After Miller, "Adding Error Bars to Evals", arXiv 2411.00640.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import ceil, log2, sqrt
from random import Random
from statistics import fmean
from typing import NamedTuple

__all__ = [
    "ALPHA",
    "DRAWS",
    "EXACT_UP_TO",
    "METHOD",
    "SEED",
    "Interval",
    "bootstrap_interval",
    "detectable_drop",
    "fewest_worse_cases",
    "holm",
    "sign_flip_p",
    "wilson_interval",
]

ALPHA = 0.05
EXACT_UP_TO = 12
DRAWS = 10_000
SEED = 20_251_122
_RESAMPLES = 2_000
METHOD = (
    f"Paired sign-flip test over cases, exact up to {EXACT_UP_TO} that differ, else {DRAWS:,} draws; "
    f"Holm over the primaries; intervals from {_RESAMPLES:,} draws of the cases; seed {SEED}."
)
_Z = 1.959963984540054  # of a two-sided 95 % interval
_ROUNDING = 1e-12  # sums of equal differences may differ by this much


class Interval(NamedTuple):
    """From `low` to `high`, both inclusive."""

    low: float
    high: float

    def is_within(self, margin: float) -> bool:
        """Whether no value in it is farther from zero than `margin`."""
        return -margin <= self.low and self.high <= margin


def sign_flip_p(differences: Sequence[float]) -> float:
    """How probable a mean this low or lower is, if each case could as well have risen as fallen.

    By as much as it differs. One-sided: negate the differences to test for a gain. Exact for up to 12
    differences that are not zero (zeros take no side), otherwise from 10,000 draws.

    >>> sign_flip_p([-0.1] * 5)
    0.03125
    >>> sign_flip_p([0.0, 0.0])
    1.0
    """
    changed = [difference for difference in differences if difference]
    observed = sum(changed) + _ROUNDING
    if len(changed) <= EXACT_UP_TO:
        extreme = sum(sum(signed) <= observed for signed in product(*((d, -d) for d in changed)))
        return float(extreme / 2 ** len(changed))
    extreme = sum(sum(map(_flip, flips, changed)) <= observed for flips in _draw_flips(len(changed)))
    return (extreme + 1) / (DRAWS + 1)


def _flip(flip: str, difference: float) -> float:
    return -difference if flip == "1" else difference


def _draw_flips(count: int) -> Iterator[str]:
    chance = Random(SEED)  # noqa: S311 - a test of significance, no secret
    return (f"{chance.getrandbits(count):0{count}b}" for _ in range(DRAWS))


def bootstrap_interval(differences: Sequence[float]) -> Interval:
    """The 95 % interval of the mean difference, by drawing the cases anew (percentiles of 2,000 means).

    >>> bootstrap_interval([0.25, 0.25, 0.25])
    Interval(low=0.25, high=0.25)
    """
    chance = Random(SEED)  # noqa: S311 - as above
    count = len(differences)
    means = sorted(fmean(chance.choices(differences, k=count)) for _ in range(_RESAMPLES))
    tail = round(_RESAMPLES * ALPHA / 2)
    return Interval(means[tail], means[-tail - 1])


def wilson_interval(successes: int, trials: int) -> Interval:
    """The 95 % interval of a plain rate.

    >>> low, high = wilson_interval(5, 5)
    >>> round(low, 2), round(high, 2)
    (0.57, 1.0)
    """
    if trials == 0:
        return Interval(0.0, 1.0)
    rate, square = successes / trials, _Z**2
    centre = (rate + square / (2 * trials)) / (1 + square / trials)
    half = _Z * sqrt(rate * (1 - rate) / trials + square / (4 * trials**2)) / (1 + square / trials)
    return Interval(max(centre - half, 0.0), min(centre + half, 1.0))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjust the p-values of tests that were declared together, after Holm.

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, p_values[name] * (len(p_values) - rank)))
        adjusted[name] = highest
    return adjusted


def detectable_drop(differences: Sequence[float], *, tests: int, margin: float) -> float | None:
    """The smallest drop, the same in every case, that would have been called a regression here.

    It is judged by how much the cases differ among themselves, with `tests` declared together. None if there
    are too few cases for any drop to be seen.

    >>> detectable_drop([0.0] * 8, tests=3, margin=0.05), detectable_drop([0.0] * 4, tests=1, margin=0.05)
    (0.05, None)
    """
    means = sorted(_flipped_means(differences), reverse=True)
    total = len(means) + 1  # all as it was: the one pattern that is always as extreme
    allowed = ceil(ALPHA / tests * total) - 2  # so many others may be as extreme, and p is still below alpha
    if allowed < 0:
        return None
    # Under a drop, a pattern is as extreme as what was seen if the drop is at most the mean of what it flips.
    return max(means[allowed], margin) if allowed < len(means) else margin


def _flipped_means(differences: Sequence[float]) -> Iterator[float]:
    """The mean of the flipped differences, for every pattern of flips but the empty one."""
    count = len(differences)
    centred = [difference - fmean(differences) for difference in differences]
    patterns = map("".join, product("01", repeat=count)) if count <= EXACT_UP_TO else _draw_flips(count)
    for pattern in patterns:
        flipped = [d for flip, d in zip(pattern, centred, strict=True) if flip == "1"]
        if flipped:
            yield fmean(flipped)


def fewest_worse_cases(tests: int) -> int:
    """How many cases have to get worse, and none better, before the test can call it a regression.

    >>> fewest_worse_cases(1), fewest_worse_cases(3)
    (5, 6)
    """
    return ceil(log2(tests / ALPHA))
