"""History -> Markdown: what was held when, in whose words, and where it moved."""

from collections.abc import Iterator, Sequence
from datetime import date

from briefing.histories.values import ActorHistory, ActorStory, Chapter, Held, StoryHistory
from briefing.render.entries import STANCES, lay_out_source
from briefing.render.markdown import escape_heading, escape_inline, escape_start
from briefing.render.visible import long_day, plain, quoted
from briefing.schema import (
    Citation,
    PositionState,
    QuestionChange,
    QuestionState,
    Quotation,
    Relation,
    SourceRecord,
    Stance,
    Statement,
    StoryState,
)

__all__ = ["render_history_markdown"]

_TAKEN_BACK = frozenset({PositionState.WITHDRAWN, PositionState.DENIED})
_METHOD = (
    "Every quotation was proved when its brief was made: the words stand in the source, and the source says "
    "who said them."
)


def render_history_markdown(history: ActorHistory | StoryHistory) -> str:
    """Write a history; ends with one newline."""
    sources = _Sources()
    body = _actor(history, sources) if isinstance(history, ActorHistory) else _story(history, sources)
    return "\n\n".join([*body, "---", *sources.write(), _METHOD]) + "\n"


def _actor(history: ActorHistory, sources: "_Sources") -> Iterator[str]:
    role = f", {escape_heading(plain(history.role))}" if history.role else ""
    yield f"# {escape_heading(plain(history.name))}{role}"
    others = [escape_inline(plain(name)) for name in history.names[1:]]
    called = f"Also printed as {', '.join(others)}. " if others else ""
    number = sum(_is_told(held) for story in history.stories for held in story.held)
    yield f"{called}{_count(number, 'position')} in {_count(len(history.stories), 'story', 'stories')}."
    for story in history.stories:
        yield f"## {escape_heading(plain(story.headline))}"
        yield _days(story.first, story.last)
        yield "\n".join(f"- {line}" for line in _held_over_time(story, sources))


def _held_over_time(story: ActorStory, sources: "_Sources") -> Iterator[str]:
    """A line for each position that was news, and one for the days on which nothing was."""
    for held in story.held:
        if _is_told(held):
            yield f"**{long_day(held.day)}** · {_write(held, sources, who='')}"
    silent = sorted({held.day for held in story.held if not _is_told(held)})
    if silent:
        yield f"Without anything new: {', '.join(map(long_day, silent))}"


def _is_told(held: Held) -> bool:
    return held.change is None or held.change.state is not PositionState.UNCHANGED


def _story(history: StoryHistory, sources: "_Sources") -> Iterator[str]:
    yield f"# {escape_heading(plain(history.headline))}"
    number = len(history.chapters)
    yield f"{_count(number, 'brief')}, {_days(history.first, history.last)}"
    for chapter in history.chapters:
        yield f"## {long_day(chapter.day)}"
        if plain(chapter.headline) != plain(history.headline):
            yield f"**{escape_inline(plain(chapter.headline))}**"
        if chapter.bottom_line:
            yield " ".join(_line(line, chapter.sources, sources) for line in chapter.bottom_line)
        items = [*_write_chapter(chapter, sources)]
        yield "\n".join(f"- {item}" for item in items) if items else "Nothing new."
    if history.open_questions:
        yield "## Still open"
        yield "\n".join(f"- {escape_start(plain(asked.question))}" for asked in history.open_questions)


def _write_chapter(chapter: Chapter, sources: "_Sources") -> Iterator[str]:
    for held in chapter.held:
        yield _write(held, sources, who=f"**{escape_inline(plain(held.position.actor))}** · ")
    for question in chapter.questions:
        if question.state in {QuestionState.NEW, QuestionState.ANSWERED}:
            yield _write_question(question, chapter, sources)
    if chapter.state is StoryState.NEW and not chapter.held:
        yield "Nobody's position could be proved."


def _line(line: Statement, records: Sequence[SourceRecord], sources: "_Sources") -> str:
    return f"{escape_start(plain(line.text))}{sources.marks(line.evidence, records)}"


def _write(held: Held, sources: "_Sources", *, who: str) -> str:
    """One position: what became of it, stance, summary, words."""
    change, position = held.change, held.position
    if change is not None and change.state in _TAKEN_BACK and change.earlier is not None:
        words = " ".join(
            _said(q, change.earlier.sources, sources) for q in position.quotations if q.is_proved
        )
        reason = escape_inline(plain(change.why)) + sources.marks(change.evidence, held.sources)
        return f"{who}**{change.state.value.upper()}** · {words} — {reason}"
    mark = f"**{_mark(held)}** · " if _mark(held) else ""
    stance = "" if position.stance is Stance.UNCLEAR else STANCES[position.stance]
    issue = f" ({escape_inline(plain(position.issue))})" if stance else ""
    told = ": ".join(filter(None, (f"{stance}{issue}", escape_inline(plain(position.summary)))))
    reported = sources.marks(position.reported, held.sources)
    proved = [quotation for quotation in position.quotations if quotation.is_proved]
    said = [_said(quotation, held.sources, sources) for quotation in proved]
    if change is not None and change.evidence:
        said.append(escape_inline(plain(change.why)) + sources.marks(change.evidence, held.sources))
    return f"{who}{mark}{' '.join([f'{told}{reported}'.strip(), *said]).strip()}"


def _mark(held: Held) -> str:
    change = held.change
    if change is None:
        return ""
    if change.state is PositionState.MOVED and change.earlier is not None:
        return f"MOVED from {STANCES[change.earlier.position.stance]} ({long_day(change.earlier.day)})"
    return "RESTATED" if change.state is PositionState.RESTATED else ""


def _said(quotation: Quotation, records: Sequence[SourceRecord], sources: "_Sources") -> str:
    words = f"{quoted(quotation.text)} ({plain(quotation.speaker)})"
    return f"{escape_inline(words)}{sources.marks([quotation], records)}"


def _write_question(change: QuestionChange, chapter: Chapter, sources: "_Sources") -> str:
    asked = escape_inline(plain(change.question.question))
    if change.answer is None:
        return f"**Question** · {asked}{sources.marks(change.question.evidence, chapter.sources)}"
    answer = _said(change.answer, chapter.sources, sources)
    return f"**Answered after {_count(change.days, 'day')}** · {asked} {answer}"


def _days(first: date, last: date) -> str:
    return long_day(first) if first == last else f"{long_day(first)} – {long_day(last)}"


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


class _Sources:
    """The sources of a history, each under one number, in the order in which they come up."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str | None], SourceRecord] = {}

    def marks(self, places: Sequence[Citation | Quotation], records: Sequence[SourceRecord]) -> str:
        """The marks of the sources of some places, with the space before them."""
        by_name = {record.id: record for record in records}
        cited = [by_name[place.article_id] for place in places if place.article_id in by_name]
        numbers = sorted({self._number(record) for record in cited})
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""

    def write(self) -> Iterator[str]:
        """The list of the sources, if there is one."""
        if self._records:
            yield "**Sources**"
            yield "\n".join(f"- {line}" for line in map(_source, enumerate(self._records.values(), start=1)))

    def _number(self, record: SourceRecord) -> int:
        key = (record.url or record.source, record.title)
        self._records.setdefault(key, record)
        return list(self._records).index(key) + 1


def _source(numbered: tuple[int, SourceRecord]) -> str:
    number, record = numbered
    alone = record.model_copy(update={"relation": Relation.ORIGIN, "twin": None})
    entry = lay_out_source(alone, {record.id: number})
    title = f": {escape_inline(entry.title)}" if entry.title else ""
    address = f" · <{entry.url}>" if entry.url else ""
    return f"[{number}] {escape_inline(entry.name)}, {escape_inline(entry.day)}{title}{address}"
