"""The metrics of one replayed sample, from stored bytes alone: no model judges, nothing is asked.

Every metric is a number for a sample, or None where it has no meaning there (nobody offered a position). The
mean over the samples is the case's; the mean over the cases is the side's.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from statistics import fmean
from typing import NamedTuple

from briefing.compare.replays import CaseReplay, SampleReplay
from briefing.exchange import Usage
from briefing.golden import Alias
from briefing.golden.expectations import Expectations, Item, Met, meet
from briefing.golden.promises import find_broken
from briefing.schema import (
    Briefing,
    Finding,
    FindingCode,
    OpenQuestion,
    Position,
    Story,
    StoryBriefing,
    Value,
)

__all__ = ["METRICS", "CaseScore", "Metric", "SampleScore", "Unit", "score_case"]


class Unit(StrEnum):
    """What a metric counts."""

    SHARE = "share"
    COUNT = "count"
    TOKENS = "tokens"
    MONEY = "money"
    MILLISECONDS = "ms"


class Metric(NamedTuple):
    """A metric. `margin` is how much of a change nobody minds; a resource has none and is never judged.

    Primaries were declared before anything was compared: they alone decide. A `rate` is 0 or 1 in each
    sample.
    """

    name: str
    label: str
    unit: Unit = Unit.SHARE
    margin: float | None = 0.05
    is_more_better: bool = True
    is_primary: bool = False
    is_rate: bool = False


METRICS = (
    Metric("actors", "expected actors found", is_primary=True),
    Metric("stances", "expected stances right", is_primary=True),
    Metric("precision", "printed positions that were expected", is_primary=True),
    Metric("questions", "expected questions asked", is_primary=True),
    Metric("usable", "usable reply", is_rate=True),
    Metric("first_try", "valid at first try", is_rate=True),
    Metric("reasks", "asked again, per question", Unit.COUNT, 0.1, is_more_better=False),
    Metric("positions_kept", "offered positions that were proved"),
    Metric("questions_kept", "offered questions that were proved"),
    Metric("wrong_speakers", "wrong speakers, per offered position", is_more_better=False),
    Metric("duplicates", "duplicates, per offered item", is_more_better=False),
    Metric("stability", "samples that agree"),
    Metric("input_tokens", "tokens sent", Unit.TOKENS, None, is_more_better=False),
    Metric("output_tokens", "tokens received", Unit.TOKENS, None, is_more_better=False),
    Metric("cost", "cost", Unit.MONEY, None, is_more_better=False),
    Metric("latency", "time (recorded)", Unit.MILLISECONDS, None, is_more_better=False),
)


class SampleScore(Value):
    """One sample: its metrics by name, what it met of the expectations, and which promises it broke."""

    number: int
    values: dict[str, float | None]
    items: tuple[Item, ...]
    broken: tuple[str, ...]

    @property
    def met(self) -> int:
        """How many expectations it meets."""
        return sum(item.is_met for item in self.items)


class CaseScore(Value):
    """All samples of a case."""

    case: str
    is_critical: bool
    samples: tuple[SampleScore, ...]
    stability: float | None

    def value(self, metric: Metric) -> float | None:
        """The mean over the samples in which the metric has a meaning."""
        if metric.name == "stability":
            return self.stability
        values = [v for sample in self.samples if (v := sample.values[metric.name]) is not None]
        return fmean(values) if values else None


def score_case(replay: CaseReplay, alias: Alias, expectations: Expectations) -> CaseScore:
    """Score every sample of a case."""
    scores = [_score_sample(sample, alias, expectations) for sample in replay.samples]
    return CaseScore(
        case=replay.case.name,
        is_critical=expectations.critical,
        samples=tuple(scores),
        stability=_stability(replay.samples),
    )


def _score_sample(sample: SampleReplay, alias: Alias, expectations: Expectations) -> SampleScore:
    met = meet(expectations, tuple(_positions(sample)), tuple(_questions(sample)))
    if sample.briefing is None:
        met = _silent(met)
    values = {**_coverage(met), **_validity(sample), **_proof(sample), **_resources(sample, alias)}
    broken = [*find_broken(sample.briefing, sample.drafted, expectations)] if sample.briefing else []
    if sample.failures:
        broken.append("no usable reply")
    return SampleScore(number=sample.number, values=values, items=met.items, broken=tuple(broken))


# --- what the brief holds of what was expected -----------------------------------------------------------


def _silent(met: Met) -> Met:
    """No brief at all is no abstaining."""
    abstains = met.abstains.model_copy(update={"is_met": False}) if met.abstains else None
    no_sides = tuple(item.model_copy(update={"is_met": False}) for item in met.no_sides)
    return met._replace(abstains=abstains, no_sides=no_sides)


def _coverage(met: Met) -> dict[str, float | None]:
    """Abstaining where no position was to be found counts as finding who was to be found, and all of it."""
    found = [item.is_found for item in met.positions]
    right = [item.is_met for item in (*met.positions, *met.no_sides)]
    of_none = float(met.abstains.is_met) if met.abstains else None
    precision = sum(found) / met.printed if met.printed else of_none
    if met.abstains:
        found.append(met.abstains.is_met)
    return {
        "actors": _share(found),
        "stances": _share(right),
        "precision": precision,
        "questions": _share([item.is_met for item in met.questions]),
    }


def _share(kept: Sequence[bool]) -> float | None:
    return fmean(kept) if kept else None


def _told(sample: SampleReplay) -> Iterator[tuple[Story, StoryBriefing]]:
    stories = {drafted.story.id: drafted.story for drafted in sample.drafted}
    for told in sample.briefing.stories if sample.briefing else ():
        yield stories[told.id], told


def _positions(sample: SampleReplay) -> Iterator[tuple[Story, Position]]:
    for story, told in _told(sample):
        yield from ((story, position) for position in told.positions)


def _questions(sample: SampleReplay) -> Iterator[tuple[Story, OpenQuestion]]:
    for story, told in _told(sample):
        yield from ((story, question) for question in told.open_questions)


# --- how the replies came ----------------------------------------------------------------------------------


def _validity(sample: SampleReplay) -> dict[str, float | None]:
    firsts = [
        outcome == "ok"
        for (request, _), outcome in zip(sample.exchanges, sample.outcomes, strict=True)
        if request.attempt == 1
    ]
    if not firsts:  # the built-in engine asks nobody
        return {"usable": None, "first_try": None, "reasks": None}
    return {
        "usable": float(not sample.failures),
        "first_try": float(all(firsts)),
        "reasks": (len(sample.exchanges) - len(firsts)) / len(firsts),
    }


# --- what proof left of what was offered -------------------------------------------------------------------


def _proof(sample: SampleReplay) -> dict[str, float | None]:
    drafts = [drafted.draft for drafted in sample.drafted if drafted.draft]
    positions = sum(len(draft.positions) for draft in drafts)
    questions = sum(len(draft.questions) for draft in drafts)
    found = _left_out(sample.briefing)
    wrong = sum(finding.code is FindingCode.WRONG_SPEAKER for finding in found)
    repeated = sum(finding.code is FindingCode.REPEATED for finding in found)
    return {
        "positions_kept": _ratio(sum(1 for _ in _positions(sample)), positions),
        "questions_kept": _ratio(sum(1 for _ in _questions(sample)), questions),
        "wrong_speakers": _ratio(wrong, positions),
        "duplicates": _ratio(repeated, positions + questions),
    }


def _ratio(part: int, whole: int) -> float | None:
    return min(part / whole, 1.0) if whole else None


def _left_out(briefing: Briefing | None) -> list[Finding]:
    return [finding for story in briefing.stories for finding in story.left_out] if briefing else []


# --- what it took ------------------------------------------------------------------------------------------


def _resources(sample: SampleReplay, alias: Alias) -> dict[str, float | None]:
    """Attempts that failed are paid too. What nobody counted or priced is unknown, never nothing."""
    counted = [reply.usage for _, reply in sample.exchanges]
    usage = sum((u for u in counted if u), Usage()) if counted and all(counted) else None
    timed = [reply.latency_ms for _, reply in sample.exchanges]
    return {
        "input_tokens": float(usage.input) if usage else None,
        "output_tokens": float(usage.output) if usage else None,
        "cost": alias.price.of(usage) if usage and alias.price else None,
        "latency": float(sum(timed)) if any(timed) else None,
    }


# --- whether the samples agree -----------------------------------------------------------------------------


def _stability(samples: Sequence[SampleReplay]) -> float | None:
    """How much two samples have in common, on average over all pairs: positions by actor and stance."""
    held = [{(p.actor, p.stance) for _, p in _positions(sample)} for sample in samples]
    alike = [len(a & b) / len(a | b) if a | b else 1.0 for a, b in combinations(held, 2)]
    return fmean(alike) if alike else None
