"""The whole day in one function: what is stored -> the day's brief, drafted only if it is not there yet."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pydantic import JsonValue

from briefing import __version__
from briefing.archive import Archive, article_key
from briefing.changes import Thresholds, mark_changes, rules_of
from briefing.daily.days import Calendar, first_day
from briefing.daily.gather import Report
from briefing.daily.select import Choice, choose_stories, select_articles
from briefing.drafts import Engine
from briefing.errors import ArticleError, BriefingError, ModelError, NothingToBriefError
from briefing.exchange import canonical_json, fingerprint
from briefing.pipeline import brief_stories
from briefing.schema import Briefing, Finding, FindingCode, Story
from briefing.settings import Settings
from briefing.stories import outline, tell

__all__ = ["DailyBrief", "Order", "Plan", "make_brief", "plan_brief"]

_NAMED_SOURCES = 3


class Order(NamedTuple):
    """The brief somebody wants: of which day, against which earlier one, and whether to ask anew.

    Without `since` it is compared with the last brief before its day.
    """

    day: date
    since: date | None = None
    fresh: bool = False


class Plan(NamedTuple):
    """The stories of a day, the weightiest first, before anything is drafted."""

    day: date
    articles: int
    choices: tuple[Choice, ...]
    left_out: tuple[Finding, ...]

    def stories(self) -> tuple[Story, ...]:
        """The stories with all that is said in them."""
        return tuple(tell(choice.outline, number) for number, choice in enumerate(self.choices, start=1))


class DailyBrief(NamedTuple):
    """The brief of a day. `is_stored` tells that it was there already, and that nothing was asked."""

    briefing: Briefing
    failures: tuple[ModelError, ...] = ()
    interrupted: bool = False
    is_stored: bool = False


def plan_brief(
    archive: Archive, settings: Settings, calendar: Calendar, order: Order, reports: Sequence[Report] = ()
) -> Plan:
    """Choose the stories of a day out of what is stored; `reports` say how its sources fared.

    Raises:
        NothingToBriefError: no article of the day is stored, or everything was left out.
        ArticleError: the same, and no source could be read.
    """
    selection = select_articles(archive, settings, calendar, order.day)
    choices, beyond = choose_stories(outline(selection.articles), settings)
    left_out = (*_failures(reports, calendar), *_parts(reports), *selection.left_out, *beyond)
    if not choices:
        raise _nothing(settings, order.day, reports, left_out)
    return Plan(order.day, len(selection.articles), choices, left_out)


def make_brief(
    plan: Plan,
    archive: Archive,
    settings: Settings,
    order: Order,
    *,
    engine: Engine,
    now: datetime,
    workers: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> DailyBrief:
    """The brief of a plan: the stored one if it was made of exactly this, else a new one, which is stored.

    A brief that lacks a story the model failed on, or was interrupted, is stored too, but the next run tries
    the missing stories again. It is on disk when this returns.

    Raises:
        NothingToBriefError: there is no brief of the day it shall be compared with.
        ModelError: the model failed on every story.
        InterruptedRunError: the run was stopped before any story was finished.
    """
    stories, past = plan.stories(), _past(archive, settings, order)
    key = _key(plan, stories, settings, engine, archive.briefings.marks(*past))
    stored = None if order.fresh else archive.briefings.find(key)
    if stored is not None:
        return DailyBrief(stored, is_stored=True)
    outcome = brief_stories(
        stories,
        engine=engine,
        now=now,
        title=settings.title,
        day=order.day,
        left_out=plan.left_out,
        workers=workers,
        progress=progress,
    )
    briefing = _compare(outcome.briefing, stories, archive, settings, past)
    is_whole = not (outcome.failures or outcome.interrupted)
    archive.briefings.store(
        briefing,
        key=key
        if is_whole
        else fingerprint("in part", key, canonical_json(briefing.model_dump(mode="json"))),
        stories=stories,
        now=now,
        supersede=order.fresh,
    )
    return DailyBrief(briefing, outcome.failures, outcome.interrupted)


def _past(archive: Archive, settings: Settings, order: Order) -> tuple[date, date]:
    """The first and the last day whose briefs this one is compared with."""
    last = order.since or order.day - timedelta(days=1)
    if order.since is not None and archive.briefings.of_day(order.since) is None:
        raise NothingToBriefError(
            f"There is no brief of {order.since} to compare with; `briefing archive list` lists them."
        )
    return last - timedelta(days=settings.changes.memory_days - 1), last


def _compare(
    briefing: Briefing,
    stories: Sequence[Story],
    archive: Archive,
    settings: Settings,
    past: tuple[date, date],
) -> Briefing:
    """The brief with what changed since the one before, if there is one."""
    before = archive.briefings.between(*past)
    if not before:
        return briefing
    thresholds = Thresholds(**settings.changes.model_dump(exclude={"memory_days"}))
    earlier = archive.briefings.articles_between(*past)
    return mark_changes(
        briefing, before, rules=rules_of(today=stories, earlier=earlier, thresholds=thresholds)
    )


def _key(
    plan: Plan, stories: Sequence[Story], settings: Settings, engine: Engine, before: Sequence[str]
) -> str:
    """The same for a brief that would come out the same: everything it is made of, and who makes it."""
    made_of: dict[str, JsonValue] = {
        "program": __version__,
        "engine": [engine.name, engine.model, engine.prompt],
        "asked": _asked(settings) if engine.model else [],
        "title": settings.title,
        "day": plan.day.isoformat(),
        "before": [*before, settings.changes.model_dump_json()],
        "stories": [
            [article_key(source.article) + source.relation.value for source in story.sources]
            for story in stories
        ],
        "left_out": [finding.model_dump(mode="json") for finding in plan.left_out],
    }
    return fingerprint("daily", canonical_json(made_of))


def _asked(settings: Settings) -> list[JsonValue]:
    return [settings.mode, settings.temperature, settings.max_tokens, settings.context_tokens]


# --- what the sources left out ---------------------------------------------------------------------------


def _failures(reports: Sequence[Report], calendar: Calendar) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code=FindingCode.SOURCE_FAILED,
            subject=report.source.outlet or report.source.address,
            detail=f"{report.failing.reason}; failing since {calendar.day(report.failing.failing_since)}",
        )
        for report in reports
        if report.failing is not None and report.failing.failing_since is not None
    )


def _parts(reports: Sequence[Report]) -> tuple[Finding, ...]:
    """Files that are no articles. What feeds and pages report is told when it happens, not every day anew."""
    return tuple(
        finding for report in reports if report.source.kind == "files" for finding in report.findings
    )


def _nothing(
    settings: Settings, day: date, reports: Sequence[Report], left_out: Sequence[Finding]
) -> BriefingError:
    failed = [report for report in reports if report.failing is not None]
    if reports and len(failed) == len(reports):
        named = "; ".join(
            f"{r.source.address}: {r.failing and r.failing.reason}" for r in failed[:_NAMED_SOURCES]
        )
        return ArticleError(f"There is nothing to brief: no source could be read ({named}).")
    first = first_day(day, age_days=settings.limits.age_days)
    why = "; ".join(f"{finding.subject}: {finding.detail}" for finding in left_out[:_NAMED_SOURCES])
    return NothingToBriefError(
        f"There is nothing to brief on {day}: nothing is stored that the sources gave by then and that came "
        f"out on {first} or later{f'; left out: {why}' if why else ''}."
    )
