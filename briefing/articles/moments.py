"""Words and stamps -> the moment an article was published, with the time zone it was told in.

`UTC` and the abbreviations below are zones; any other is not known, and the moment is kept as it was told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefing.articles.datewords import date_words
from briefing.schema import DateOrigin, Published

__all__ = ["Label", "Moment", "find_moments", "parse_stamp"]

_YEARS = range(1800, 2200)


class Label(Enum):
    """What the page says of a moment."""

    NONE = auto()
    PUBLISHED = auto()
    UPDATED = auto()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its label and the words it was told in."""

    moment: datetime
    has_time: bool
    zone_known: bool
    label: Label
    words: str

    def published(self, origin: DateOrigin) -> Published:
        """The moment as a publication date found at `origin`."""
        return Published(
            moment=self.moment,
            has_time=self.has_time,
            zone_known=self.zone_known,
            origin=origin,
            words=self.words,
        )


_MONTHS = {
    **{name.lower(): number for name, number in date_words("de").months.items()},
    **{name.lower(): number for name, number in date_words("en").months.items()},
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = (
    r"(?P<{0}hour>\d{{1,2}})(?:[:.](?P<{0}minute>[0-5]\d)(?::[0-5]\d)?)?"
    r"(?:\s?(?P<{0}half>[ap])\.?m\b\.?|\s?(?P<{0}oclock>Uhr|h)\b)?(?:\s?\(?(?P<{0}zone>(?-i:[A-Z]{{2,5}}|Z)|[+-]\d\d:?\d\d)\b)?"
)
_DATE_RE = re.compile(
    rf"(?:(?<![\d:.])(?:{_TIME.format('before_')}),?\s(?:on\s)?(?:[A-Z][a-z]+day,?\s)?)?"
    rf"(?<![\d-])(?:(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?P<month2>{_MONTH})\.?,?\s(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d\d)-(?P<day3>\d\d)|(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4}))"
    rf"(?!\d)(?:(?:T|,?\s(?:(?:at|um|-|–|—|\||·|•)\s)?)(?:{_TIME.format('after_')}))?",
    re.IGNORECASE,
)
_LABEL_RE = re.compile(
    r"(?:(?P<updated>updated|modified|edited|aktualisiert|stand)"
    r"|(?P<published>published|posted|created|issued|veröffentlicht|erschienen))"
    r"(?:\s(?:on|at|am|vom))?\s?:?\s*(?:[A-Z][a-z]+,?\s)?\Z",
    re.IGNORECASE,
)
_OLD_STAMP_RE = re.compile(
    r"(?:[A-Z][a-z]{2,8}, ?)?\d{1,2}[ -][A-Z][a-z]{2}[ -]\d\d \d\d:\d\d(?::\d\d)?"
    r"(?: (?:[A-Z]{1,5}|[+-]\d{4}))?\Z"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\Z"
)
_OFFSET_RE = re.compile(r"([+-])(\d\d):?(\d\d)\Z")
_HOURS = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "UTC": 0,
    "UT": 0,
    "GMT": 0,
    "Z": 0,
    "BST": 1,
    "WET": 0,
    "WEST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MEZ": 1,
    "MESZ": 2,
    "MSK": 3,
}
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_LABEL_REACH = 40
_NOON = 12


def find_moments(text: str) -> Iterator[Moment]:
    """Yield the full dates in a piece of page furniture, each with its time, zone and label.

    >>> [found] = find_moments("Updated on September 24, 2025 at 1:32 PM UTC")
    >>> found.label.name, found.moment.isoformat()
    ('UPDATED', '2025-09-24T13:32:00+00:00')
    """
    for match in _DATE_RE.finditer(text):
        day = _day(match)
        if day is None:
            continue
        label = _LABEL_RE.search(text, max(0, match.start() - _LABEL_REACH), match.start())
        yield _with_time(match, day, _label(label))


def parse_stamp(stamp: str) -> Moment | None:
    """Read a machine's time stamp: ISO 8601, or the date of a mail, or words; None where it is none.

    >>> parse_stamp("2025-09-24T10:38:00+02:00").moment.isoformat()
    '2025-09-24T10:38:00+02:00'
    >>> parse_stamp("soon") is None
    True
    """
    words = stamp.strip()
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return next(find_moments(words), None) or _old_stamp(words)
    if moment.year not in _YEARS:
        return None
    has_time = len(words) > len("2025-09-24")
    return Moment(moment, has_time, moment.tzinfo is not None, Label.NONE, words)


def _old_stamp(words: str) -> Moment | None:
    """The forms that mails and C programs once wrote: a year of two figures, or the year at the end."""
    if not _OLD_STAMP_RE.match(words):
        return None
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    known = moment.year in _YEARS
    return (
        Moment(moment, has_time=True, zone_known=moment.tzinfo is not None, label=Label.NONE, words=words)
        if known
        else None
    )


def _label(match: re.Match[str] | None) -> Label:
    if match is None:
        return Label.NONE
    return Label.UPDATED if match["updated"] else Label.PUBLISHED


def _day(match: re.Match[str]) -> datetime | None:
    found = match.groupdict()
    year, month, day = (
        next(value for index in ("", "2", "3", "4") if (value := found[part + index]))
        for part in ("year", "month", "day")
    )
    number = _MONTHS.get(month.lower()) or int(month)
    if int(year) not in _YEARS:
        return None
    try:
        return datetime(int(year), number, int(day))  # noqa: DTZ001 -- the zone, if told, is joined later
    except ValueError:
        return None


def _with_time(match: re.Match[str], day: datetime, label: Label) -> Moment:
    words = match.group().strip()
    for place in ("after_", "before_"):
        if (time := _time(match, place)) is None:
            continue
        moment = day + time
        zone = _zone(match[place + "zone"], moment)
        return Moment(
            moment.replace(tzinfo=zone), has_time=True, zone_known=zone is not None, label=label, words=words
        )
    return Moment(day, has_time=False, zone_known=False, label=label, words=words)


def _time(match: re.Match[str], place: str) -> timedelta | None:
    """The time of day; a bare number beside a date is none."""
    if match[place + "hour"] is None or not (
        match[place + "minute"] or match[place + "half"] or match[place + "oclock"]
    ):
        return None
    hour, half = int(match[place + "hour"]), (match[place + "half"] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return timedelta(hours=hour, minutes=int(match[place + "minute"] or 0)) if hour < 2 * _NOON else None


def _zone(name: str | None, moment: datetime) -> tzinfo | None:
    name = (name or "").upper()
    if found := _OFFSET_RE.match(name):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(days=1) else None
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name])) if _HOURS[name] else UTC
    return _zone_of_place(_PLACES[name], moment) if name in _PLACES else None


def _zone_of_place(place: str, moment: datetime) -> tzinfo | None:
    """The zone's distance from UTC on that day, as a fixed offset that needs no tables later."""
    try:
        offset = moment.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except ZoneInfoNotFoundError:  # a system without a time zone database
        return None
    return timezone(offset) if offset is not None else None
