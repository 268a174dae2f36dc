"""Which day it is, and which moments are part of it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

__all__ = ["Calendar"]

# Systems differ in what they know of zones before that; no archive holds anything older.
_FIRST = date(1970, 1, 2)


class Calendar(NamedTuple):
    """Days as a time zone has them; without one, as the machine has them."""

    zone: tzinfo | None = None

    @classmethod
    def of(cls, name: str | None) -> "Calendar":
        """The calendar of a time zone by its name, such as `Europe/Berlin`."""
        return cls(ZoneInfo(name) if name else None)

    def local(self, moment: datetime) -> datetime:
        """The moment by the clocks of this zone."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """The day of a moment; one without a time zone is of the day it names.

        >>> Calendar.of("Asia/Tokyo").day(datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
        datetime.date(2026, 3, 3)
        """
        try:
            return self.local(moment).date() if moment.tzinfo else moment.date()
        except OverflowError:
            return moment.date()

    def begin(self, day: date) -> datetime:
        """The first moment of a day; clocks that are put forward at midnight begin it an hour later.

        >>> Calendar.of("Europe/Berlin").begin(date(2026, 3, 2)).isoformat()
        '2026-03-02T00:00:00+01:00'
        """
        midnight = datetime.combine(max(day, _FIRST), time())
        moment = midnight.replace(tzinfo=self.zone) if self.zone else midnight.astimezone()
        return self.local(moment.astimezone(UTC))

    def end(self, day: date) -> datetime:
        """The first moment after a day."""
        return self.begin(max(day, _FIRST) + timedelta(days=1))


def first_day(day: date, *, age_days: int) -> date:
    """The first day whose articles count for the brief of `day`.

    >>> first_day(date(2026, 3, 2), age_days=2)
    datetime.date(2026, 3, 1)
    """
    return max(day, _FIRST + timedelta(days=age_days)) - timedelta(days=age_days - 1)
