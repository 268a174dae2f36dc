"""What changed since the last brief, laid out: a section of its own, and marks for the places in the brief.

The section can be read alone: of each story it holds what no earlier brief told, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from briefing.render.entries import (
    STANCES,
    Line,
    SourceEntry,
    find_places,
    lay_out_source,
    say_published,
)
from briefing.render.held import (
    bare,
    is_told,
    new_words,
    say_again,
    say_held,
    say_issue,
    say_who,
    say_words,
    write_new,
)
from briefing.render.visible import long_day, plain
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

_ORDER = (
    PositionState.MOVED,
    PositionState.WITHDRAWN,
    PositionState.DENIED,
    PositionState.NEW,
    PositionState.RESTATED,
)
_SIDES, _VOICES = 6, 3  # of a new story's positions: who takes a side, and with how many others
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


class _Section(NamedTuple):
    """A story whose news are written: `told` are its new lines without marks, `answers` words told below."""

    story: StoryBriefing
    numbers: Numbers
    told: str
    answers: tuple[Quotation, ...]

    def position(self, change: PositionChange) -> Position:
        """The position of today that a change is about; it has one."""
        if change.position is None:
            raise ValueError("this change is about an earlier position")
        return self.story.positions[change.position]


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
        section = _Section(story, numbers, " ".join(bare(line.text) for line in lines), _answers(change))
        positions = [found for found in _worth_telling(story, change) if not _is_told(found, section)]
        items = [
            *(_write_line(line, numbers) for line in lines),
            *self._positions(section, positions),
            *_questions(change.questions, section, _introduced(section, positions)),
        ]
        return StoryNews(number, mark, plain(story.headline), tuple(items))

    def _positions(self, section: _Section, changes: Sequence[PositionChange]) -> Iterator[NewsItem]:
        """The moved first, then what was taken back, then what is new; who only says it again comes last."""
        for state in _ORDER:
            for change in changes:
                if change.state is state:
                    lines = self._position(section, change)
                    if lines:
                        yield NewsItem(_label(change), lines)

    def _position(self, section: _Section, change: PositionChange) -> tuple[Line, ...]:
        if change.position is None:
            return self._taken_back(section, change)
        if change.state is PositionState.MOVED:
            return self._moved(section, change)
        return _write_position(section, change)

    def _moved(self, section: _Section, change: PositionChange) -> tuple[Line, ...]:
        """The words that show both stances; what else is new of them stands behind."""
        now, then, numbers = section.position(change), change.earlier, section.numbers
        was = f"{STANCES[then.position.stance]} → " if then else ""
        head = Line(f"{plain(now.actor)}{say_issue(now, section.story)}: {was}{STANCES[now.stance]}.")
        days = {record.id: say_published(record) for record in section.story.articles}
        words = new_words(now, change, section.answers) or new_words(now, change)
        held = [say_held(now, said, numbers, days, lead="→ ", told=section.told) for said in words[:1]]
        more = [say_words(said, numbers) for said in words[1:]]
        return (head, *(self._then(then, is_move=True) if then else ()), *held, *more)

    def _taken_back(self, section: _Section, change: PositionChange) -> tuple[Line, ...]:
        """The words, and the reason unless a line of the section gives it."""
        words = tuple(self._then(change.earlier)) if change.earlier else ()
        if words and is_told(change.why, section.told):
            return words
        return (*words, Line(f"— {plain(change.why)}", find_places(change.evidence, section.numbers)))

    def _then(self, earlier: EarlierPosition, *, is_move: bool = False) -> Iterator[Line]:
        """The first of the earlier words, with the day they came out; of a move, what they were said for."""
        numbers = {record.id: self._number(earlier, record) for record in earlier.sources}
        days = {record.id: say_published(record) or long_day(earlier.day) for record in earlier.sources}
        for quotation in [said for said in earlier.position.quotations if said.is_proved][:1]:
            if is_move:
                yield say_held(earlier.position, quotation, numbers, days)
            else:
                yield say_words(quotation, numbers, days)

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


def _is_told(change: PositionChange, section: _Section) -> bool:
    """Whether a position without new words only repeats a line of the section."""
    if change.position is None or change.new_quotations:
        return False
    if change.evidence:
        return is_told(change.why, section.told)
    if change.state is not PositionState.NEW:
        return False
    summary = section.position(change).summary
    return not bare(summary) or is_told(summary, section.told)


def _label(change: PositionChange) -> str:
    if change.state is not PositionState.NEW:
        return change.state.value.capitalize()
    return "New words" if change.earlier else "New position"


def _write_position(section: _Section, change: PositionChange) -> tuple[Line, ...]:
    """Write who holds what, in new words; nothing where all of them answer questions."""
    now = section.position(change)
    words = new_words(now, change, section.answers)
    if change.state is not PositionState.RESTATED:
        return write_new(now, change, words, section.story, section.numbers, section.told)
    return say_again(now, change, words, section.story, section.numbers) if words or change.evidence else ()


def _answers(change: StoryChange) -> tuple[Quotation, ...]:
    return tuple(question.answer for question in change.questions if question.answer is not None)


def _introduced(section: _Section, changes: Iterable[PositionChange]) -> dict[Quotation, str]:
    """The answers of those who are new and of whom nothing else is told, with their speakers' roles."""
    new = [change for change in changes if change.state is PositionState.NEW and not change.earlier]
    alone = [section.position(change) for change in new if not _write_position(section, change)]
    return {said: say_who(held) for held in alone if held.role for said in held.quotations}


def _write_line(line: Statement, numbers: Numbers) -> NewsItem:
    return NewsItem("", (Line(plain(line.text), find_places(line.evidence, numbers)),))


def _questions(
    changes: Iterable[QuestionChange], section: _Section, introduced: Mapping[Quotation, str]
) -> Iterator[NewsItem]:
    by_state = {state: [change for change in changes if change.state is state] for state in QuestionState}
    for change in by_state[QuestionState.ANSWERED]:
        if change.answer is not None:
            who = introduced.get(change.answer)
            answer = say_words(change.answer, section.numbers, lead=f"{who}: " if who else "")
            asked = Line(plain(change.question.question))
            yield NewsItem(f"Answered after {_days(change.days)}", (asked, answer))
    for change in by_state[QuestionState.NEW]:
        places = find_places(change.question.evidence, section.numbers)
        yield NewsItem("New question", (Line(plain(change.question.question), places),))
    days = sorted((change.days for change in by_state[QuestionState.STILL_OPEN]), reverse=True)
    if days:
        count = "1 question" if len(days) == 1 else f"{len(days)} questions"
        since = " and ".join(_days(number) for number in dict.fromkeys(days))
        yield NewsItem("Still open", (Line(f"{count}, for {since}."),))
