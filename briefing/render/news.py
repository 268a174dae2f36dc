"""What changed since the last brief, laid out: a section of its own, and marks for the places in the brief.

The section can be read alone: of each story it holds what no earlier brief told, and nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from briefing.render.entries import (
    STANCES,
    Line,
    SourceEntry,
    find_places,
    lay_out_source,
    say_published,
)
from briefing.render.visible import long_day, plain, quoted
from briefing.schema import (
    Briefing,
    Changes,
    EarlierPosition,
    Position,
    PositionChange,
    PositionState,
    QuestionChange,
    QuestionState,
    Quotation,
    Relation,
    SourceRecord,
    Stance,
    Statement,
    StoryBriefing,
    StoryChange,
    StoryState,
)
from briefing.text import folded

__all__ = [
    "Marks",
    "News",
    "NewsItem",
    "StoryNews",
    "Unchanged",
    "lay_out_news",
    "marks_of",
    "say_nothing_new",
]

_SIDES, _VOICES = 6, 3  # of a new story's positions: who takes a side, and with how many others
_DATE_RE = re.compile(r" \(\d{4}-\d\d-\d\d[^)]{0,20}\)")  # the day a line has behind *on Tuesday*
_SHOWN = 2  # of somebody's new words in the section; the brief below holds them all
Numbers = Mapping[str, int]
_Numbered = tuple[StoryBriefing, Numbers]
_Earlier = dict[tuple[str, date], SourceEntry]


@dataclass(frozen=True)
class NewsItem:
    """One thing that is new: a label such as *Moved*, empty where none is needed, and what it says."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class StoryNews:
    """What is new of one story; `number` is the story's own, `mark` says NEW, DEVELOPING or BACK."""

    number: int
    mark: str
    headline: str
    items: tuple[NewsItem, ...]


@dataclass(frozen=True)
class Unchanged:
    """A story that is no news: its headline, since when, and its sources."""

    headline: str
    since: str
    sources: tuple[SourceEntry, ...]

    @property
    def line(self) -> Line:
        """The story in one line."""
        return Line(f"{self.headline} (last news {self.since})" if self.since else self.headline)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its sources that are nobody's copy."""
        return tuple(source.number for source in self.sources if source.is_origin)


@dataclass(frozen=True)
class News:
    """What changed since the brief of the day `since`.

    `earlier` are the sources of what is quoted from earlier briefs, numbered after those of this one.
    """

    since: str
    stories: tuple[StoryNews, ...]
    quiet: tuple[Line, ...]
    unchanged: tuple[Unchanged, ...]
    earlier: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class Marks:
    """The marks of one story, by the places of its positions and questions; absent where there is none."""

    story: str
    positions: Mapping[int, str]
    questions: Mapping[int, str]


def lay_out_news(
    briefing: Briefing, changes: Changes, *, shown: Sequence[_Numbered], unchanged: Sequence[_Numbered]
) -> News:
    """Lay out the changes; `shown` are the stories that are told in full, each with its sources' numbers."""
    by_story = {change.story: change for change in changes.stories if change.story is not None}
    tables = [numbers for _, numbers in (*shown, *unchanged)]
    writer = _Writer(max((number for table in tables for number in table.values()), default=0) + 1)
    told = [
        writer.write(
            story, change, numbers, number=place, mark=_mark_story(change, briefing.date, changes.since)
        )
        for place, (story, numbers) in enumerate(shown, start=1)
        if (change := by_story.get(story.id))
    ]
    return News(
        since=long_day(changes.since),
        stories=tuple(told),
        quiet=tuple(_say_quiet(change) for change in changes.stories if change.state is StoryState.QUIET),
        unchanged=tuple(_lay_out_unchanged(story, by_story[story.id], table) for story, table in unchanged),
        earlier=writer.earlier,
    )


def marks_of(change: StoryChange | None, *, day: date, since: date | None) -> Marks:
    """The marks that a story, its positions and its questions bear; a new story bears one for all of them."""
    if change is None or since is None:
        return Marks("", {}, {})
    if change.state is StoryState.NEW:
        return Marks(_mark_story(change, day, since), {}, {})
    positions = {
        found.position: mark
        for found in change.positions
        if found.position is not None and (mark := _mark_position(found))
    }
    questions = {
        found.place: mark
        for found in change.questions
        if found.place is not None and (mark := _mark_question(found))
    }
    return Marks(_mark_story(change, day, since), positions, questions)


def say_nothing_new(news: News) -> str:
    """The sentence that stands where there is no news."""
    return f"Nothing is new since the brief of {news.since}."


def _mark_story(change: StoryChange, day: date, since: date) -> str:
    if change.state is not StoryState.DEVELOPING:
        return change.state.value.upper()
    if change.last_briefed is not None and change.last_briefed < since:
        return f"BACK after {_days((day - change.last_briefed).days)}"
    return "DEVELOPING"


def _mark_position(change: PositionChange) -> str:
    if change.state is PositionState.MOVED and change.earlier is not None:
        was = STANCES[change.earlier.position.stance]
        return f"MOVED from {was} ({long_day(change.earlier.day)})"
    if change.state is PositionState.NEW and change.earlier is not None:
        return "NEW WORDS"
    return "" if change.state is PositionState.UNCHANGED else change.state.value.upper()


def _mark_question(change: QuestionChange) -> str:
    if change.state is QuestionState.STILL_OPEN:
        return f"open for {_days(change.days)}"
    return change.state.value.upper()


def _say_quiet(change: StoryChange) -> Line:
    day = f" (last news {long_day(change.last_news)})" if change.last_news else ""
    return Line(f"{plain(change.headline)}{day}")


def _lay_out_unchanged(story: StoryBriefing, change: StoryChange, numbers: Numbers) -> Unchanged:
    return Unchanged(
        headline=plain(story.headline),
        since=long_day(change.last_news) if change.last_news else "",
        sources=tuple(lay_out_source(record, numbers) for record in story.articles),
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


class _Writer:
    """Writes the news of the stories and numbers the earlier sources as they come up."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._sources: _Earlier = {}

    @property
    def earlier(self) -> tuple[SourceEntry, ...]:
        return tuple(self._sources.values())

    def write(
        self, story: StoryBriefing, change: StoryChange, numbers: Numbers, number: int, mark: str
    ) -> StoryNews:
        lines = [story.bottom_line[place] for place in change.new_lines]
        told = " ".join(_bare(line.text) for line in lines)
        positions = [found for found in _worth_telling(story, change) if not _is_told(found, story, told)]
        items = [
            *(_write_line(line, numbers) for line in lines),
            *self._positions(story, positions, numbers, told),
            *_questions(change.questions, numbers),
        ]
        return StoryNews(number, mark, plain(story.headline), tuple(items))

    def _positions(
        self, story: StoryBriefing, changes: Sequence[PositionChange], numbers: Numbers, told: str
    ) -> Iterator[NewsItem]:
        """The moved first, then what was taken back, then what is new; who only says it again comes last."""
        order = (PositionState.MOVED, PositionState.WITHDRAWN, PositionState.DENIED, PositionState.NEW)
        for state in order:
            for change in changes:
                if change.state is state:
                    yield self._position(story, change, numbers, told)
        again = [
            story.positions[change.position]
            for change in changes
            if change.state is PositionState.RESTATED and change.position is not None
        ]
        if again:
            yield NewsItem(f"Restated, {len(again)}", (Line(", ".join(map(_name_stance, again)) + "."),))

    def _position(
        self, story: StoryBriefing, change: PositionChange, numbers: Numbers, told: str
    ) -> NewsItem:
        now = None if change.position is None else story.positions[change.position]
        then, label = change.earlier, change.state.value.capitalize()
        if now and then and change.state is PositionState.MOVED:
            move = f"{STANCES[then.position.stance]} → {STANCES[now.stance]}"
            head = Line(f"{plain(now.actor)}{_on(now, story)}: {move}.")
            days = {record.id: say_published(record) for record in story.articles}
            words = _new_words(now, change)
            new = [_say_held(now, said, numbers, days, sign="→ ") for said in words[:1]]
            return NewsItem(label, (head, *self._then(then, is_move=True), *new))
        if now:
            return NewsItem(
                "New words" if then else "New position", _write_new(now, change, story, numbers, told)
            )
        reason = Line(f"— {plain(change.why)}", find_places(change.evidence, numbers))
        return NewsItem(label, (*(self._then(then) if then else ()), reason))

    def _then(self, earlier: EarlierPosition, *, is_move: bool = False) -> Iterator[Line]:
        """The first of the earlier words, with the day they came out; of a move, what they were said for."""
        numbers = {record.id: self._number(earlier, record) for record in earlier.sources}
        days = {record.id: say_published(record) or long_day(earlier.day) for record in earlier.sources}
        for quotation in [said for said in earlier.position.quotations if said.is_proved][:1]:
            if is_move:
                yield _say_held(earlier.position, quotation, numbers, days)
            else:
                yield _say_words(quotation, numbers, days)

    def _number(self, earlier: EarlierPosition, record: SourceRecord) -> int:
        """The number of an earlier source, which joins the list when it is first met."""
        key = (record.url or f"{record.source} {record.title}", earlier.day)
        if key not in self._sources:
            number = self._first + len(self._sources)
            note = f"as in the brief of {long_day(earlier.day)}"
            alone = record.model_copy(update={"relation": Relation.ORIGIN, "twin": None})
            self._sources[key] = lay_out_source(alone, {record.id: number}, also=note)
        return self._sources[key].number


def _worth_telling(story: StoryBriefing, change: StoryChange) -> list[PositionChange]:
    """All that is news; of a new story who takes a side and, if those are few, others who are quoted."""
    if change.state is not StoryState.NEW:
        return list(change.positions)
    placed = [
        (found, story.positions[found.position]) for found in change.positions if found.position is not None
    ]
    sides = [found for found, held in placed if held.stance is not Stance.UNCLEAR]
    others = [found for found, held in placed if held.stance is Stance.UNCLEAR and found.new_quotations]
    kept = [*sides[:_SIDES], *others[: max(0, _VOICES - len(sides))]]
    return [found for found in change.positions if found in kept]


def _is_told(change: PositionChange, story: StoryBriefing, told: str) -> bool:
    """Whether a position without new words only repeats a line of the section."""
    if change.position is None or change.new_quotations or change.state is not PositionState.NEW:
        return False
    summary = _bare(story.positions[change.position].summary)
    return not summary or summary in told


def _bare(text: str) -> str:
    return _DATE_RE.sub("", folded(text)).strip(" .").casefold()


def _write_line(line: Statement, numbers: Numbers) -> NewsItem:
    return NewsItem("", (Line(plain(line.text), find_places(line.evidence, numbers)),))


def _questions(changes: Iterable[QuestionChange], numbers: Numbers) -> Iterator[NewsItem]:
    by_state = {state: [change for change in changes if change.state is state] for state in QuestionState}
    for change in by_state[QuestionState.ANSWERED]:
        if change.answer is not None:
            answer = _say_words(change.answer, numbers)
            asked = Line(plain(change.question.question))
            yield NewsItem(f"Answered after {_days(change.days)}", (asked, answer))
    for change in by_state[QuestionState.NEW]:
        places = find_places(change.question.evidence, numbers)
        yield NewsItem("New question", (Line(plain(change.question.question), places),))
    days = sorted((change.days for change in by_state[QuestionState.STILL_OPEN]), reverse=True)
    if days:
        count = "1 question" if len(days) == 1 else f"{len(days)} questions"
        since = " and ".join(_days(number) for number in dict.fromkeys(days))
        yield NewsItem("Still open", (Line(f"{count}, for {since}."),))


def _write_new(
    now: Position, change: PositionChange, story: StoryBriefing, numbers: Numbers, told: str
) -> tuple[Line, ...]:
    """Write who holds what, and the new words that the summary does not hold already.

    A summary that was told before, in this section or an earlier brief, is not told again beside new words.
    """
    role = f", {plain(now.role)}" if now.role else ""
    stance = "" if now.stance is Stance.UNCLEAR else f"{STANCES[now.stance]}{_on(now, story)}"
    summary = plain(now.summary)
    before = _bare(change.earlier.position.summary) if change.earlier else ""
    if change.new_quotations and (_bare(summary) in told or _bare(summary) == before):
        summary = ""
    held = ": ".join(filter(None, (stance, summary)))
    words = [q for q in _new_words(now, change) if folded(plain(q.text)) not in folded(summary)]
    shown = now.reported or ([] if words else now.quotations)
    who = f"{plain(now.actor)}{role}"
    head = f"{who} — {held}" if held else f"{who} —"
    places = find_places(shown, numbers) if summary else ()
    return (Line(head, places), *(_say_words(quotation, numbers) for quotation in words))


def _new_words(position: Position, change: PositionChange) -> list[Quotation]:
    """The first of the words that are news."""
    new = (position.quotations[place] for place in change.new_quotations)
    return [quotation for quotation in new if quotation.is_proved][:_SHOWN]


def _say_words(
    quotation: Quotation,
    numbers: Numbers,
    days: Mapping[str, str] = MappingProxyType({}),
    *,
    sign: str = "",
) -> Line:
    """Write words with their speaker and, where `days` has it, the day their source came out."""
    day = days.get(quotation.article_id)
    lead = f"{day}: " if day else ""
    words = f"{sign}{lead}{quoted(quotation.text)} ({plain(quotation.speaker)})"
    return Line(words, find_places([quotation], numbers))


def _say_held(
    position: Position, quotation: Quotation, numbers: Numbers, days: Mapping[str, str], *, sign: str = ""
) -> Line:
    """Write what somebody held on a day, and the words for it."""
    day = days.get(quotation.article_id)
    summary = plain(position.summary)
    is_held = folded(plain(quotation.text)) in folded(summary)
    said = "" if is_held else f"{quoted(quotation.text)} ({plain(quotation.speaker)})"
    told = " ".join(filter(None, (summary, said)))
    return Line(f"{sign}{f'{day}: ' if day else ''}{told}", find_places([quotation], numbers))


def _on(position: Position, story: StoryBriefing) -> str:
    return "" if position.issue == story.issue else f" ({plain(position.issue)})"


def _name_stance(position: Position) -> str:
    stance = "" if position.stance is Stance.UNCLEAR else f" ({STANCES[position.stance]})"
    return f"{plain(position.actor)}{stance}"
