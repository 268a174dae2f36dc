"""The best matching is the best: held against every possible one."""

from itertools import permutations
from random import Random

import pytest

from briefing.golden.matching import match_best


def best_by_trying(weights: list[list[int]]) -> int:
    size = max(len(weights), len(weights[0]))
    padded = [[*row, *[0] * (size - len(row))] for row in weights]
    padded += [[0] * size for _ in range(size - len(padded))]
    orders = permutations(range(size))
    return max(sum(padded[row][column] for row, column in enumerate(order)) for order in orders)


@pytest.mark.parametrize("seed", range(60))
def test_no_other_matching_weighs_more(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - test data
    rows, columns = chance.randint(1, 6), chance.randint(1, 6)
    weights = [[chance.choice([0, 0, 4, 5, 6, 7]) for _ in range(columns)] for _ in range(rows)]
    pairs = match_best(weights)
    assert sum(weights[row][column] for row, column in pairs) == best_by_trying(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] for row, column in pairs)


@pytest.mark.parametrize("weights", [[], [[]], [[0, 0], [0, 0]]])
def test_where_nothing_fits_nothing_is_matched(weights: list[list[int]]) -> None:
    assert match_best(weights) == ()


def test_a_long_list_is_matched_at_once() -> None:
    weights = [[1 + (row * column) % 17 for column in range(60)] for row in range(60)]
    assert len(match_best(weights)) == 60
