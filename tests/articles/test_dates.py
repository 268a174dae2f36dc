import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from briefing.articles import from_text
from briefing.articles.dates import resolve_dates, resolve_words
from briefing.schema import Article, DateOrigin, Precision, Published

CASES = json.loads((Path(__file__).parents[1] / "cases/articles/dates.json").read_text(encoding="utf-8"))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_words_stand_for_exactly_these_days(case: dict[str, Any]) -> None:
    found = resolve_words(case["text"], date.fromisoformat(case["base"]), language=case.get("language", "en"))
    assert [
        [resolved.span.of(case["text"]), str(resolved.start), str(resolved.end), resolved.precision.value]
        for resolved in found
    ] == case["found"]


def test_every_weekday_of_a_year_is_the_latest_such_day_today_included() -> None:
    bases = [date(2025, 1, 1) + timedelta(days) for days in range(365)]
    wrong = [
        (base, name)
        for base in bases
        for number, name in enumerate(WEEKDAYS)
        if _only_day(f"The minister resigned on {name}.", base) != _latest(base, number)
    ]
    assert wrong == []


def _only_day(text: str, base: date) -> date:
    (resolved,) = resolve_words(text, base)
    assert resolved.start == resolved.end
    return resolved.start


def _latest(base: date, number: int) -> date:
    return next(day for day in (base - timedelta(days) for days in range(7)) if day.weekday() == number)


def test_without_a_publication_date_nothing_is_resolved() -> None:
    assert from_text("He left on Tuesday.").dates == ()


def test_with_a_publication_date_the_words_are_resolved() -> None:
    assert from_text("He left on Tuesday.", published=date(2025, 9, 24)).dates[0].start == date(2025, 9, 23)


def test_the_day_is_counted_in_the_zone_of_the_article() -> None:
    late_in_tokyo = datetime(2025, 9, 24, 1, tzinfo=timezone(timedelta(hours=9)))  # still the 23rd in UTC
    assert from_text("He left today.", published=late_in_tokyo).dates[0].start == date(2025, 9, 24)


def test_a_day_that_depends_on_the_version_is_told_as_unsure() -> None:
    article = _across_midnight("It fell on Wednesday. It rose on Monday.")
    wednesday, monday = resolve_dates(article)
    assert (wednesday.start, wednesday.precision) == (date(2025, 9, 17), Precision.DAY_UNSURE)
    assert (monday.start, monday.precision) == (date(2025, 9, 22), Precision.DAY)


def _across_midnight(text: str) -> Article:
    first, second = (
        Published(moment=moment, has_time=True, zone_known=True, origin=DateOrigin.META, words="")
        for moment in (datetime(2025, 9, 23, 23, tzinfo=UTC), datetime(2025, 9, 24, 1, tzinfo=UTC))
    )
    return from_text(text).model_copy(update={"published": first, "updated": second})


@pytest.mark.parametrize("base", [date.min, date.max])
def test_a_publication_date_at_the_end_of_the_calendar_resolves_nothing(base: date) -> None:
    assert resolve_words("next Monday, last year, tomorrow, Jan. 1", base) == ()
