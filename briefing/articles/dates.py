"""Article -> its relative dates, resolved: who says "on Tuesday" means a day, and here is which.

Nothing is resolved without a publication date. A weekday whose verb speaks of the past is the latest such
day up to publication, today included, counted in the article's own time zone. Where the verb looks ahead it
is the next one; where the tense is unclear, and in a compound ("Sunday hours"), it is none. `today` and its
like are left alone inside quotation marks, where they belong to the speaker's day, not the article's.
"""

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.articles.datewords import DateWords, Pull, Stretch, Unit, date_words
from briefing.articles.tense import Tense, tense_around
from briefing.schema import Article, Precision, ResolvedDate, Span

__all__ = ["resolve_dates", "resolve_words"]

# A page can claim any year; sums with days need room on both sides of the calendar.
_YEARS = range(1000, 9000)
_WEEK = timedelta(days=7)
_SHORTEST_MONTH = 28
_FAR_MONTHS = 6
_WRITTEN_OUT = frozenset({"May", "June", "July", "Juni", "Juli", "März", "Mai"})
_THIRDS = {Stretch.EARLY: (1, 10), Stretch.MID: (11, 20), Stretch.LATE: (21, 31)}
# 2016 elections are perhaps no year
_COUNTED_RE = re.compile(r"\s(?!was\b|has\b|its\b|his\b|this\b)[a-z]{2,20}s\b")
_QUOTED_RE = re.compile(r"“[^“”\n]*+[”\n]|„[^„“”\n]*+[“”\n]|\"[^\"\n]*+[\"\n]|»[^«»\n]*+[«\n]")


def resolve_dates(article: Article) -> tuple[ResolvedDate, ...]:
    """Find the days that the article's words name; nothing where its publication date is unknown.

    Where a later version of the article came out on another day, a day that depends on the version is told as
    unsure; it is counted from the publication of the version quoted.
    """
    if article.published is None:
        return ()
    found = resolve_words(article.text, article.published.day, language=article.language)
    if article.updated is None or article.updated.day == article.published.day:
        return found
    later = resolve_words(article.text, article.updated.day, language=article.language)
    other = {resolved.span: resolved.start for resolved in later}
    return tuple(
        resolved.model_copy(update={"precision": Precision.DAY_UNSURE})
        if resolved.precision is Precision.DAY and other.get(resolved.span) != resolved.start
        else resolved
        for resolved in found
    )


def resolve_words(text: str, base: date, *, language: str = "en") -> tuple[ResolvedDate, ...]:
    """Resolve the dates of a text that was published on `base`.

    >>> text = "He said on Tuesday that they will vote on Friday."
    >>> [(found.span.of(text), str(found.start)) for found in resolve_words(text, date(2025, 9, 24))]
    [('on Tuesday', '2025-09-23'), ('on Friday', '2025-09-26')]
    """
    words = date_words(language)
    quoted = [Span(*match.span()) for match in _QUOTED_RE.finditer(text)]
    if base.year not in _YEARS:
        return ()
    found: list[ResolvedDate] = []
    for anchor in words.anchor.finditer(text):
        if found and anchor.start() < found[-1].span.end:
            continue
        place = _Place(text, anchor, base, words)
        is_spoken = anchor.lastgroup == "day" and _is_inside(quoted, anchor.start())
        if not is_spoken and (resolved := _RULES[str(anchor.lastgroup)](place)):
            found.append(resolved)
    return tuple(found)


def _is_inside(spans: list[Span], offset: int) -> bool:
    index = bisect_right(spans, (offset, offset)) - 1
    return index >= 0 and offset < spans[index].end


@dataclass(frozen=True, slots=True)
class _Place:
    """A word that carries a date, where it stands, and the day to count from."""

    text: str
    anchor: re.Match[str]
    base: date
    words: DateWords

    @property
    def word(self) -> str:
        return self.anchor.group()

    def before(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.search(self.text, max(0, self.anchor.start() - 28), self.anchor.start())

    def pull(self, match: re.Match[str] | None, group: str = "pull") -> Pull:
        """What the word in `group` says about the direction."""
        word = match and match.groupdict().get(group)
        return self.words.pulls.get(" ".join(word.lower().split()), Pull.PLAIN) if word else Pull.PLAIN

    def tense(self, before: re.Match[str] | None, stop: int) -> Tense:
        begin = before.start("words") if before else self.anchor.start()
        return tense_around(self.text, begin, stop, language=self.words.language)

    def resolved(
        self, start: date, end: date | None, *, before: re.Match[str] | None, stop: int, rule: str
    ) -> ResolvedDate:
        begin = before.start("words") if before else self.anchor.start()
        precision = Precision.DAY if end is None else Precision.RANGE
        return ResolvedDate(
            span=Span(begin, stop), start=start, end=end or start, precision=precision, rule=rule
        )


# --- weekdays ------------------------------------------------------------------------------------------


def _weekday(place: _Place) -> ResolvedDate | None:
    before = place.before(place.words.before_weekday)
    after = place.words.after_weekday.match(place.text, place.anchor.end())
    assert after is not None, "every part of the expression is optional"
    pull = place.pull(before)
    if pull is Pull.NONE or after.groupdict().get("name"):
        return None
    stop = after.end()
    if (month := place.words.months.get(after["month"] or "")) and (
        day := _nearest(place.base, month, int(after["day"]), year=after["year"])
    ):
        return place.resolved(day, None, before=before, stop=stop, rule="weekday, month and day")
    stop = after.end("week") if after["week"] else _end_without_date(after)
    number = place.words.weekdays[place.word]
    if after["week"]:
        monday = _monday(place.base) + _STEP[place.pull(after)] * _WEEK
        return place.resolved(
            monday + timedelta(number), None, before=before, stop=stop, rule="weekday of week"
        )
    if _is_compound(place, before, stop):
        return None
    if pull is Pull.PLAIN:
        told = place.tense(before, stop)
        if told is Tense.UNCLEAR and not (before and before["pull"]):
            return None
        pull = Pull.AHEAD if told is Tense.AHEAD else Pull.PLAIN
    day, rule = _WEEKDAY_RULES[pull](place.base, number)
    return place.resolved(day, None, before=before, stop=stop, rule=rule)


def _is_compound(place: _Place, before: re.Match[str] | None, stop: int) -> bool:
    """Whether the weekday belongs to a noun: "Sunday hours", "the Thursday boat", "Monday's vote"."""
    begin = before.start("words") if before else place.anchor.start()
    return bool(
        place.words.compound_before.search(place.text, max(0, begin - 20), begin)
        and (before is None or not before["words"].strip())
    ) or bool(place.words.compound_after.match(place.text, stop))


def _end_without_date(after: re.Match[str]) -> int:
    """Where the weekday and its part of the day end, before a comma and anything that is no month."""
    comma = after.group().find(",")
    if after["month"] is None:
        return after.end()
    return after.start() + comma if comma >= 0 else after.start("month") - 1


def _latest(base: date, number: int) -> tuple[date, str]:
    return base - timedelta((base.weekday() - number) % 7), "latest weekday"


def _last(base: date, number: int) -> tuple[date, str]:
    return base - timedelta((base.weekday() - number - 1) % 7 + 1), "last weekday"


def _next(base: date, number: int) -> tuple[date, str]:
    return base + timedelta((number - base.weekday() - 1) % 7 + 1), "next weekday"


def _ahead(base: date, number: int) -> tuple[date, str]:
    return base + timedelta((number - base.weekday()) % 7), "weekday ahead"


def _this(base: date, number: int) -> tuple[date, str]:
    return _monday(base) + timedelta(number), "weekday of this week"


_WEEKDAY_RULES = {
    Pull.PLAIN: _latest,
    Pull.LAST: _last,
    Pull.NEXT: _next,
    Pull.AHEAD: _ahead,
    Pull.THIS: _this,
}


# --- months, days, years -------------------------------------------------------------------------------


def _month(place: _Place) -> ResolvedDate | None:
    number = place.words.months[place.word]
    before = place.before(place.words.before_month)
    after = place.words.after_month.match(place.text, place.anchor.end())
    if after and (found := after.groupdict()).get("day"):
        before = before if before and (before["preposition"] or "").lower() == "on" else None
        return _day_of_month(place, number, found, before=before, stop=after.end())
    if before and before["day"]:
        found = {"day": before["day"], "year": after and after["only"], "to": None}
        return _day_of_month(
            place, number, found, before=before, stop=after.end() if after else _end_of_word(place)
        )
    year = after["only"] if after else None
    stop = after.end() if after else _end_of_word(place)
    if before and before["stretch"]:
        return _stretch_of_month(place, number, year, before=before, stop=stop)
    if before is None or (before["preposition"] or "").lower() == "on":
        return (
            place.resolved(*_month_range(int(year), number), before=None, stop=stop, rule="month")
            if year
            else None
        )
    return _whole_month(place, number, year, before=before, stop=stop)


def _end_of_word(place: _Place) -> int:
    """Past the full stop of `Sept.`, unless the month is written out and the stop ends the sentence."""
    end = place.anchor.end()
    is_short = place.word not in _WRITTEN_OUT and len(place.word) <= len("Sept")
    return end + 1 if is_short and place.text[end : end + 1] == "." else end


def _day_of_month(
    place: _Place, number: int, found: dict[str, str | None], *, before: re.Match[str] | None, stop: int
) -> ResolvedDate | None:
    first = _nearest(place.base, number, int(found["day"] or 0), year=found.get("year"))
    if first is None:
        return None
    if found.get("to") is None:
        return place.resolved(first, None, before=before, stop=stop, rule="month and day")
    last = _date(first.year, number, int(found["to"] or 0))
    if last is None or last <= first:
        return None
    return place.resolved(first, last, before=before, stop=stop, rule="days of month")


def _stretch_of_month(
    place: _Place, number: int, year: str | None, *, before: re.Match[str], stop: int
) -> ResolvedDate | None:
    low, high = _THIRDS[place.words.stretches[_stretch_key(before["stretch"], place.words)]]
    middle = _nearest(place.base, number, (low + min(high, _SHORTEST_MONTH)) // 2, year=year)
    assert middle is not None, "every month has a middle of its thirds"
    end = min(high, calendar.monthrange(middle.year, number)[1])
    start = middle.replace(day=low)
    return place.resolved(start, middle.replace(day=end), before=before, stop=stop, rule="part of month")


def _stretch_key(words: str, known: DateWords) -> str:
    key = " ".join(words.lower().split())
    return key if key in known.stretches else f"the {key}"


def _whole_month(
    place: _Place, number: int, year: str | None, *, before: re.Match[str], stop: int
) -> ResolvedDate | None:
    pull = place.pull(before)
    if pull is Pull.NONE:
        return None
    if pull is Pull.PLAIN and before["preposition"] and place.tense(before, stop) is Tense.AHEAD:
        pull = Pull.AHEAD
    if pull is Pull.PLAIN and not year and (place.base.month - number) % 12 > _FAR_MONTHS:
        return None  # "hoped for results in October", told in September: this one or the last, nobody knows
    if pull is Pull.THIS or year:
        chosen = int(year or place.base.year)
    elif pull in {Pull.NEXT, Pull.AHEAD}:
        earliest = place.base.month + (pull is Pull.NEXT)
        chosen = place.base.year + (number < earliest)
    else:
        latest = place.base.month - (pull is Pull.LAST)
        chosen = place.base.year - (number > latest)
    return place.resolved(*_month_range(chosen, number), before=before, stop=stop, rule="month")


def _day(place: _Place) -> ResolvedDate | None:
    start = place.anchor.start()
    if place.word[0].isupper() and re.search(r"[^\W\d_]\s\Z", place.text[max(0, start - 2) : start]):
        return None  # a name such as USA Today
    day = place.base + timedelta(place.words.days[place.word.lower()])
    return place.resolved(day, None, before=None, stop=place.anchor.end(), rule="day word")


def _year(place: _Place) -> ResolvedDate | None:
    before = place.before(place.words.before_year)
    counts_things = _COUNTED_RE.match(place.text, place.anchor.end())
    if before is None or counts_things:
        return None
    year = int(place.word)
    return place.resolved(
        date(year, 1, 1), date(year, 12, 31), before=before, stop=place.anchor.end(), rule="year"
    )


# --- this, last and next week, month, quarter, year ----------------------------------------------------

_STEP = {Pull.LAST: -1, Pull.THIS: 0, Pull.PLAIN: 0, Pull.NEXT: 1, Pull.AHEAD: 1, Pull.NONE: 0}


def _unit(place: _Place) -> ResolvedDate | None:
    before = place.before(place.words.before_unit)
    unit = place.words.units[place.word]
    if before is None:
        return None
    if before["quarter"]:
        return _numbered_quarter(place, before) if unit is Unit.QUARTER else None
    start, end = _UNIT_RULES[unit](place.base, _STEP[place.pull(before)])
    return place.resolved(start, end, before=before, stop=place.anchor.end(), rule=unit.name.lower())


def _numbered_quarter(place: _Place, before: re.Match[str]) -> ResolvedDate:
    """The quarter that was named: of its year, or the latest that has begun."""
    after = place.words.after_unit.match(place.text, place.anchor.end())
    assert after is not None, "every part of the expression is optional"
    number = place.words.quarters[before["quarter"].lower()]
    current = (place.base.month - 1) // 3 + 1
    year = int(after["year"] or place.base.year - (number > current))
    start, end = _quarter(date(year, 3 * number - 2, 1), 0)
    return place.resolved(start, end, before=before, stop=after.end(), rule="quarter")


def _week(base: date, step: int) -> tuple[date, date]:
    monday = _monday(base) + step * _WEEK
    return monday, monday + timedelta(6)


def _weekend(base: date, step: int) -> tuple[date, date]:
    _, sunday = _week(base, step)
    return sunday - timedelta(1), sunday


def _month_of(base: date, step: int) -> tuple[date, date]:
    months = 12 * base.year + base.month - 1 + step
    return _month_range(months // 12, months % 12 + 1)


def _quarter(base: date, step: int) -> tuple[date, date]:
    months = 12 * base.year + (base.month - 1) // 3 * 3 + 3 * step
    start, _ = _month_range(months // 12, months % 12 + 1)
    _, end = _month_range((months + 2) // 12, (months + 2) % 12 + 1)
    return start, end


def _whole_year(base: date, step: int) -> tuple[date, date]:
    return date(base.year + step, 1, 1), date(base.year + step, 12, 31)


_UNIT_RULES = {
    Unit.WEEK: _week,
    Unit.WEEKEND: _weekend,
    Unit.MONTH: _month_of,
    Unit.QUARTER: _quarter,
    Unit.YEAR: _whole_year,
}

# --- the calendar --------------------------------------------------------------------------------------


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _month_range(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _nearest(base: date, month: int, day: int, *, year: str | None = None) -> date | None:
    """The day of that name nearest to `base`, or that of `year`; None where the calendar has none."""
    years = [int(year)] if year else [base.year - 1, base.year, base.year + 1]
    days = [found for number in years if (found := _date(number, month, day))]
    return min(days, key=lambda found: abs(found - base), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


_RULES = {"weekday": _weekday, "month": _month, "day": _day, "unit": _unit, "year": _year}
