"""Days as a time zone has them, also where clocks are put forward or back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefing.daily import Calendar
from briefing.daily.days import first_day


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Santiago", date(2026, 9, 6), 23),  # put forward at midnight itself
        ("UTC", date(2026, 10, 25), 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say_and_follows_the_one_before(
    zone: str, day: date, hours: int
) -> None:
    calendar = Calendar.of(zone)
    begin, end = calendar.begin(day).astimezone(UTC), calendar.end(day).astimezone(UTC)
    assert end - begin == timedelta(hours=hours)
    assert calendar.end(day - timedelta(days=1)) == calendar.begin(day)
    assert {calendar.day(begin), calendar.day(end - timedelta(seconds=1))} == {day}


def test_a_moment_without_a_zone_is_of_the_day_it_names() -> None:
    assert Calendar.of("Asia/Tokyo").day(datetime(2026, 3, 2, 23, 0)) == date(2026, 3, 2)  # noqa: DTZ001 - meant


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_no_moment_is_too_far_away(moment: datetime) -> None:
    assert Calendar.of("Pacific/Auckland").day(moment) in {moment.date(), date(1, 1, 1)}
    assert Calendar.of("America/New_York").day(moment) in {moment.date(), date(9999, 12, 31)}


def test_the_days_that_count_end_with_the_day_of_the_brief() -> None:
    assert first_day(date(2026, 3, 1), age_days=1) == date(2026, 3, 1)
    assert first_day(date(2026, 3, 1), age_days=2) == date(2026, 2, 28)
    assert first_day(date(1, 1, 1), age_days=30) < date(1970, 3, 1)
