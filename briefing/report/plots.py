"""Figures -> places on two small plots: intervals of the metrics, and the grid of cases and samples."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.report.sheet import CaseSheet, Cell, Interval, MetricLine

__all__ = ["Grid", "IntervalPlot", "plot_grid", "plot_interval", "scale_of"]

WIDTH, HEIGHT = 200, 22
CELL_WIDTH, CELL_HEIGHT, NAME_WIDTH, GAP = 44, 26, 220, 18
_LEAST_SCALE = 0.1
_LEVELS = 4


class IntervalPlot(NamedTuple):
    """One metric's interval in pixels: the margin around zero, the interval, and its middle."""

    margin_left: float
    margin_width: float
    left: float
    width: float
    middle: float
    words: str


def scale_of(lines: Sequence[MetricLine]) -> float:
    """The share at the right end of all interval plots, so that they can be compared with each other."""
    known = [line.interval for line in lines if line.interval]
    ends = [abs(end) for interval in known for end in (interval.low, interval.high, interval.margin)]
    return max([_LEAST_SCALE, *ends]) * 1.05


def plot_interval(interval: Interval, *, scale: float) -> IntervalPlot:
    """Place an interval on an axis from minus `scale` to `scale`."""

    def x(share: float) -> float:
        return round(WIDTH / 2 * (1 + share / scale), 1)

    return IntervalPlot(
        margin_left=x(-interval.margin),
        margin_width=round(x(interval.margin) - x(-interval.margin), 1),
        left=x(interval.low),
        width=max(round(x(interval.high) - x(interval.low), 1), 1.0),
        middle=x(interval.middle),
        words=f"{interval.middle:+.0%}, from {interval.low:+.0%} to {interval.high:+.0%}",
    )


class Square(NamedTuple):
    """A sample in the grid. `level` runs from 0 (nothing met) to 4 (all); -1: nothing is expected."""

    x: int
    y: int
    level: int
    text: str
    words: str


class Label(NamedTuple):
    """Words in the grid."""

    x: int
    y: int
    text: str


class Grid(NamedTuple):
    """All samples of all cases, base on the left and head on the right."""

    width: int
    height: int
    labels: tuple[Label, ...]
    squares: tuple[Square, ...]


def plot_grid(cases: Sequence[CaseSheet]) -> Grid:
    """Place every sample of both sides."""
    columns = max((len(case.base) for case in cases), default=0)
    right = NAME_WIDTH + columns * CELL_WIDTH + GAP
    most = max((len(case.head) for case in cases), default=0)
    heads = (Label(NAME_WIDTH, 16, "base"), Label(right, 16, "head"))
    names = (
        Label(0, _y(row) + 17, f"{case.name}{' !' if case.is_critical else ''}")
        for row, case in enumerate(cases)
    )
    return Grid(
        width=right + most * CELL_WIDTH,
        height=_y(len(cases)),
        labels=(*heads, *names),
        squares=tuple(square for row, case in enumerate(cases) for square in _squares(case, _y(row), right)),
    )


def _y(row: int) -> int:
    return (row + 1) * CELL_HEIGHT


def _squares(case: CaseSheet, y: int, right: int) -> Iterator[Square]:
    sides: tuple[tuple[str, int, tuple[Cell, ...]], ...] = (
        ("base", NAME_WIDTH, case.base),
        ("head", right, case.head),
    )
    for side, left, cells in sides:
        for number, cell in enumerate(cells):
            words = f"{case.name}, {side}, sample {number + 1}: {cell.text} of what is expected"
            level = -1 if cell.share is None else int(cell.share * _LEVELS)
            yield Square(left + number * CELL_WIDTH, y, level, cell.text, words)
