"""The best one-to-one matching of two small lists, by the Hungarian method."""

from collections.abc import Sequence
from math import inf

__all__ = ["match_best"]


def match_best(weights: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """Pair rows with columns, each at most once, for the largest total weight.

    A pair of weight zero is no pair. Greedy choice would give the first row its favourite and leave the
    second with nothing:

    >>> match_best([[5, 4], [4, 0]])
    ((0, 1), (1, 0))
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    size = max(rows, columns)
    costs = [[0.0] * size for _ in range(size)]
    for row, line in enumerate(weights):
        for column, weight in enumerate(line):
            costs[row][column] = -weight
    assigned = _Assignment(costs).solve()
    return tuple(
        (row, column) for row, column in enumerate(assigned) if row < rows and costs[row][column] < 0
    )


class _Assignment:
    """A square assignment problem: rows are taken in one by one, along the cheapest alternating path."""

    def __init__(self, costs: Sequence[Sequence[float]]) -> None:
        self._costs = costs
        self._size = len(costs)
        self._row_price = [0.0] * self._size
        self._column_price = [0.0] * (self._size + 1)
        # The column after the last is the root of the tree that grows from the row being taken in.
        self._row_of = [-1] * (self._size + 1)

    def solve(self) -> list[int]:
        """Give each row's column."""
        for row in range(self._size):
            self._take_in(row)
        column_of = [0] * self._size
        for column in range(self._size):
            column_of[self._row_of[column]] = column
        return column_of

    def _take_in(self, row: int) -> None:
        root = self._size
        self._row_of[root] = row
        slack, before, reached = [inf] * self._size, [root] * self._size, [root]
        column = root
        while self._row_of[column] >= 0:
            column = self._reach(column, slack, before, reached)
        while column != root:
            self._row_of[column] = self._row_of[before[column]]
            column = before[column]

    def _reach(self, column: int, slack: list[float], before: list[int], reached: list[int]) -> int:
        """Grow the tree by the column that costs least, and move the prices so that it costs nothing."""
        row = self._row_of[column]
        waiting = [other for other in range(self._size) if other not in reached]
        for other in waiting:
            cost = self._costs[row][other] - self._row_price[row] - self._column_price[other]
            if cost < slack[other]:
                slack[other], before[other] = cost, column
        nearest = min(waiting, key=slack.__getitem__)
        step = slack[nearest]
        for other in reached:
            self._row_price[self._row_of[other]] += step
            self._column_price[other] -= step
        for other in waiting:
            slack[other] -= step
        reached.append(nearest)
        return nearest
