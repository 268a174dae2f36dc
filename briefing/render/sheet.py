"""Briefing -> Sheet: one brief laid out for a reader, before any format writes it down.

All formats that people read are made from the same sheet, so they can not disagree: sources are numbered
through the whole brief, only proved quotations are on it, and what was left out is counted once. Every text
on a sheet is one visible line (see `plain`); none is escaped yet, that is each format's own duty.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.render.entries import (
    STANCES,
    Line,
    Place,
    QuotedWords,
    SourceEntry,
    find_places,
    lay_out_quotation,
    lay_out_source,
    say_verdict,
)
from briefing.render.news import Marks, News, lay_out_news, marks_of, say_nothing_new
from briefing.render.visible import clip, long_day, long_moment, plain
from briefing.schema import (
    Briefing,
    Difference,
    Finding,
    Meta,
    OpenQuestion,
    Position,
    Stance,
    Statement,
    StoryBriefing,
    StoryChange,
    StoryState,
)

__all__ = [
    "NO_POSITION",
    "NO_STORY",
    "Line",
    "Omissions",
    "Place",
    "QuotedWords",
    "Row",
    "Sheet",
    "SourceEntry",
    "StorySheet",
    "lay_out",
]

NO_POSITION = "Nobody's position could be proved from these sources."
NO_STORY = "There is nothing to brief."
LISTED = 5  # how many left-out items a story lists; the JSON holds them all
DETAIL_LENGTH = 200  # characters of a listed item before it is cut short


@dataclass(frozen=True)
class Row:
    """An actor's position: `issue` is empty where it is the story's own, `summary` where none held.

    `stance` is empty where it is unclear and a summary stands alone just as well. `news` is the mark that the
    row bears, if any: *MOVED from Against (2 March 2026)*.
    """

    actor: str
    role: str
    stance: str
    stance_key: str
    issue: str
    summary: str
    quotations: tuple[QuotedWords, ...]
    withheld: tuple[str, ...]
    reported: tuple[Place, ...]
    news: str = ""

    @property
    def reported_marks(self) -> tuple[int, ...]:
        """The sources that report the position and have no quotation in this row."""
        quoted_in = {quotation.place.number for quotation in self.quotations}
        return tuple(sorted({place.number for place in self.reported} - quoted_in))


@dataclass(frozen=True)
class Omissions:
    """What was left out: how many, how many of each code, and the first few in words."""

    total: int
    tally: str
    listed: tuple[str, ...]

    @property
    def unlisted(self) -> int:
        """How many more there are than are listed."""
        return self.total - len(self.listed)


@dataclass(frozen=True)
class StorySheet:
    """One story of the brief."""

    number: int
    headline: str
    issue: str
    bottom_line: tuple[Line, ...]
    sources: tuple[SourceEntry, ...]
    rows: tuple[Row, ...]
    differences: tuple[Line, ...]
    questions: tuple[Line, ...]
    left_out: Omissions
    news: str = ""


@dataclass(frozen=True)
class Sheet:
    """The whole brief; `method` are the sentences that say how it was made.

    Where there was an earlier brief, `news` says what is new, and `stories` are those that are not unchanged.
    `nothing` is the sentence that stands in for the stories where there are none.
    """

    title: str
    day: str
    iso_day: str
    stories: tuple[StorySheet, ...]
    left_out: Omissions
    method: tuple[str, ...]
    news: News | None = None
    nothing: str = NO_STORY

    @property
    def sources(self) -> tuple[SourceEntry, ...]:
        """Every source of every story, in the order of their numbers."""
        told = [source for story in self.stories for source in story.sources]
        if self.news is None:
            return tuple(told)
        unchanged = [source for story in self.news.unchanged for source in story.sources]
        return (*told, *unchanged, *self.news.earlier)


def lay_out(briefing: Briefing) -> Sheet:
    """Lay a brief out for readers; nothing is on the sheet that is not in the brief."""
    changes = briefing.changes
    by_story = {change.story: change for change in (changes.stories if changes else ())}
    unchanged = [story for story in briefing.stories if _is_unchanged(by_story.get(story.id))]
    shown = [story for story in briefing.stories if story not in unchanged]
    numbers = _number_sources([*shown, *unchanged])
    news = None
    if changes:
        pairs = list(zip([*shown, *unchanged], numbers, strict=True))
        news = lay_out_news(briefing, changes, shown=pairs[: len(shown)], unchanged=pairs[len(shown) :])
    since = changes.since if changes else None
    return Sheet(
        title=plain(briefing.title),
        day=long_day(briefing.date),
        iso_day=briefing.date.isoformat(),
        stories=tuple(
            _lay_out_story(
                story,
                numbers[index - 1],
                number=index,
                marks=marks_of(by_story.get(story.id), day=briefing.date, since=since),
            )
            for index, story in enumerate(shown, start=1)
        ),
        left_out=_count_omissions(briefing.left_out),
        method=_say_method(briefing.meta),
        news=news,
        nothing=say_nothing_new(news) if news else NO_STORY,
    )


def _is_unchanged(change: StoryChange | None) -> bool:
    return change is not None and change.state is StoryState.UNCHANGED


def _number_sources(stories: Sequence[StoryBriefing]) -> list[dict[str, int]]:
    """Number all sources through the whole brief: for each story, article id -> number."""
    numbers: list[dict[str, int]] = []
    total = 0
    for story in stories:
        numbers.append({record.id: total + place for place, record in enumerate(story.articles, start=1)})
        total += len(story.articles)
    return numbers


def _lay_out_story(
    story: StoryBriefing, numbers: Mapping[str, int], *, number: int, marks: Marks
) -> StorySheet:
    return StorySheet(
        number=number,
        headline=plain(story.headline),
        issue=plain(story.issue),
        bottom_line=tuple(_lay_out_line(line, numbers) for line in story.bottom_line),
        sources=tuple(lay_out_source(record, numbers) for record in story.articles),
        rows=tuple(
            _lay_out_position(position, numbers, issue=story.issue, news=marks.positions.get(place, ""))
            for place, position in enumerate(story.positions)
        ),
        differences=tuple(
            _lay_out_difference(difference, numbers, positions=story.positions)
            for difference in story.differences
        ),
        questions=tuple(
            _lay_out_question(question, numbers, news=marks.questions.get(place, ""))
            for place, question in enumerate(story.open_questions)
        ),
        left_out=_count_omissions(story.left_out),
        news=marks.story,
    )


def _lay_out_line(line: Statement, numbers: Mapping[str, int]) -> Line:
    return Line(plain(line.text), find_places(line.evidence, numbers))


def _lay_out_position(position: Position, numbers: Mapping[str, int], *, issue: str, news: str) -> Row:
    proved = tuple(quotation for quotation in position.quotations if quotation.is_proved)
    own_issue = "" if position.issue == issue else plain(position.issue)
    is_quiet = position.stance is Stance.UNCLEAR and position.summary and not own_issue
    return Row(
        actor=plain(position.actor),
        role=plain(position.role or ""),
        stance="" if is_quiet else STANCES[position.stance],
        stance_key=position.stance.value,
        issue=own_issue,
        summary=plain(position.summary),
        quotations=tuple(lay_out_quotation(quotation, numbers) for quotation in proved),
        withheld=tuple(say_verdict(other) for other in position.quotations if not other.is_proved),
        reported=find_places(position.reported, numbers),
        news=news,
    )


def _lay_out_difference(
    difference: Difference, numbers: Mapping[str, int], *, positions: Sequence[Position]
) -> Line:
    """A difference rests on everything its positions rest on."""
    sides = [positions[index] for index in (*difference.left, *difference.right)]
    places = tuple(
        place for side in sides for place in find_places([*side.quotations, *side.reported], numbers)
    )
    return Line(plain(difference.text), places)


def _lay_out_question(question: OpenQuestion, numbers: Mapping[str, int], *, news: str) -> Line:
    parts = [part for part in (plain(question.question), plain(question.why_open)) if part]
    return Line(" — ".join(parts), find_places(question.evidence, numbers), news)


def _count_omissions(findings: Sequence[Finding]) -> Omissions:
    counts = Counter(finding.code.value for finding in findings)
    return Omissions(
        total=len(findings),
        tally=", ".join(f"{count} {code}" for code, count in counts.most_common()),
        listed=tuple(_describe(finding) for finding in findings[:LISTED]),
    )


def _describe(finding: Finding) -> str:
    """The finding as one line, cut at a word's end where it is long."""
    parts = [part for part in (plain(finding.subject), plain(finding.detail)) if part]
    return clip(f"{finding.code.value}: " + " — ".join(parts), DETAIL_LENGTH)


def _say_method(meta: Meta) -> tuple[str, ...]:
    counts = meta.counts
    read = f"{_count(counts.stories, 'story', 'stories')} from {_count(counts.articles, 'article')}"
    printed = (
        f"{_count(counts.positions, 'position')}, {_count(counts.quotations, 'verified quotation')}, "
        f"{_count(counts.open_questions, 'open question')}"
    )
    return (
        f"{read}: {printed}; {_count(counts.left_out, 'item')} left out.",
        "Every quotation stands in its source word for word, and the source says who said it.",
        "Whether what was said is true was not checked.",
        f"{_say_engine(meta)} Created {long_moment(meta.created)}.",
    )


def _say_engine(meta: Meta) -> str:
    engine = f"Engine {plain(meta.engine)}"
    if meta.model is None:
        return f"{engine}, without a language model."
    prompt = f", prompt {plain(meta.prompt)}" if meta.prompt else ""
    return f"{engine}, model {plain(meta.model)}{prompt}."


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"
