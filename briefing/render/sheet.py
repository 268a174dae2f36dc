"""Briefing -> Sheet: one brief laid out for a reader, before any format writes it down.

All formats that people read are made from the same sheet, so they can not disagree: sources are numbered
through the whole brief, only proved quotations are on it, and what was left out is counted once. Every text
on a sheet is one visible line (see `plain`); none is escaped yet, that is each format's own duty.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from briefing.render.visible import clip, long_day, long_moment, plain, quoted, web_address
from briefing.schema import (
    ArticleKind,
    Briefing,
    Citation,
    DateOrigin,
    Difference,
    Finding,
    Meta,
    OpenQuestion,
    Position,
    Quotation,
    Relation,
    SourceRecord,
    SpeakerVerdict,
    Stance,
    Statement,
    StoryBriefing,
    WordsVerdict,
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
_STANCES = {
    Stance.FOR: "For",
    Stance.AGAINST: "Against",
    Stance.CONDITIONAL: "On condition",
    Stance.UNCLEAR: "No clear stance",
}


@dataclass(frozen=True)
class SourceEntry:
    """A source as readers see it. `note` says what else there is to know: *stub of 1*."""

    number: int
    name: str
    title: str
    byline: str
    day: str
    url: str | None
    note: str
    is_origin: bool


@dataclass(frozen=True)
class Place:
    """Where a line's evidence stands: source number, sentence (`a1.12`), characters."""

    number: int
    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A sentence of the brief with the places that prove it."""

    text: str
    places: tuple[Place, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of the sources, each once, in order."""
        return tuple(sorted({place.number for place in self.places}))


@dataclass(frozen=True)
class QuotedWords:
    """Proved words in quotation marks, never without their speaker's name."""

    words: str
    speaker: str
    place: Place
    verdict: str


@dataclass(frozen=True)
class Row:
    """An actor's position: `issue` is empty where it is the story's own, `summary` where none held.

    `stance` is empty where it is unclear and a summary stands alone just as well.
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


@dataclass(frozen=True)
class Sheet:
    """The whole brief; `method` are the sentences that say how it was made."""

    title: str
    day: str
    iso_day: str
    stories: tuple[StorySheet, ...]
    left_out: Omissions
    method: tuple[str, ...]

    @property
    def sources(self) -> tuple[SourceEntry, ...]:
        """Every source of every story, in the order of their numbers."""
        return tuple(source for story in self.stories for source in story.sources)


def lay_out(briefing: Briefing) -> Sheet:
    """Lay a brief out for readers; nothing is on the sheet that is not in the brief."""
    numbers = _number_sources(briefing.stories)
    return Sheet(
        title=plain(briefing.title),
        day=long_day(briefing.date),
        iso_day=briefing.date.isoformat(),
        stories=tuple(
            _lay_out_story(story, numbers[index - 1], number=index)
            for index, story in enumerate(briefing.stories, start=1)
        ),
        left_out=_count_omissions(briefing.left_out),
        method=_say_method(briefing.meta),
    )


def _number_sources(stories: Sequence[StoryBriefing]) -> list[dict[str, int]]:
    """Number all sources through the whole brief: for each story, article id -> number."""
    numbers: list[dict[str, int]] = []
    total = 0
    for story in stories:
        numbers.append({record.id: total + place for place, record in enumerate(story.articles, start=1)})
        total += len(story.articles)
    return numbers


def _lay_out_story(story: StoryBriefing, numbers: Mapping[str, int], *, number: int) -> StorySheet:
    return StorySheet(
        number=number,
        headline=plain(story.headline),
        issue=plain(story.issue),
        bottom_line=tuple(_lay_out_line(line, numbers) for line in story.bottom_line),
        sources=tuple(_lay_out_source(record, numbers) for record in story.articles),
        rows=tuple(_lay_out_position(position, numbers, issue=story.issue) for position in story.positions),
        differences=tuple(
            _lay_out_difference(difference, numbers, positions=story.positions)
            for difference in story.differences
        ),
        questions=tuple(_lay_out_question(question, numbers) for question in story.open_questions),
        left_out=_count_omissions(story.left_out),
    )


def _lay_out_line(line: Statement, numbers: Mapping[str, int]) -> Line:
    return Line(plain(line.text), _places(line.evidence, numbers))


def _places(citations: Iterable[Citation | Quotation], numbers: Mapping[str, int]) -> tuple[Place, ...]:
    return tuple(
        Place(numbers[citation.article_id], plain(citation.sentence), citation.start, citation.end)
        for citation in citations
    )


def _lay_out_source(record: SourceRecord, numbers: Mapping[str, int]) -> SourceEntry:
    return SourceEntry(
        number=numbers[record.id],
        name=_name_source(record),
        title=plain(record.title or ""),
        byline=plain(record.byline or ""),
        day=long_day(datetime.fromisoformat(record.published).date()) if record.published else "no date",
        url=web_address(record.url),
        note=_note_source(record, numbers),
        is_origin=record.relation is Relation.ORIGIN,
    )


def _name_source(record: SourceRecord) -> str:
    """The outlet, else the host of the address, else the file's name."""
    address = web_address(record.url) or web_address(record.source)
    host = urlsplit(address).hostname if address else None
    file = "standard input" if record.source == "-" else PurePath(record.source).name
    return plain(record.outlet or "") or host or plain(file) or "unnamed source"


def _note_source(record: SourceRecord, numbers: Mapping[str, int]) -> str:
    """How a source stands to the others, and where its date comes from if from another."""
    notes = []
    if record.relation is not Relation.ORIGIN:
        of = f" of {numbers[record.twin]}" if record.twin is not None else ""
        notes.append(record.relation.value + of)
    elif record.kind is ArticleKind.STUB:
        notes.append(record.kind.value)
    if record.published_origin is DateOrigin.TWIN:
        notes.append("date from its other copy")
    return ", ".join(notes)


def _lay_out_position(position: Position, numbers: Mapping[str, int], *, issue: str) -> Row:
    proved = tuple(quotation for quotation in position.quotations if _is_proved(quotation))
    own_issue = "" if position.issue == issue else plain(position.issue)
    is_quiet = position.stance is Stance.UNCLEAR and position.summary and not own_issue
    return Row(
        actor=plain(position.actor),
        role=plain(position.role or ""),
        stance="" if is_quiet else _STANCES[position.stance],
        stance_key=position.stance.value,
        issue=own_issue,
        summary=plain(position.summary),
        quotations=tuple(_lay_out_quotation(quotation, numbers) for quotation in proved),
        withheld=tuple(_verdict(other) for other in position.quotations if not _is_proved(other)),
        reported=_places(position.reported, numbers),
    )


def _is_proved(quotation: Quotation) -> bool:
    """Only the source's very words, confirmed as this speaker's, are printed as a quotation."""
    return (
        quotation.verdict is WordsVerdict.VERBATIM and quotation.speaker_verdict is SpeakerVerdict.CONFIRMED
    )


def _lay_out_quotation(quotation: Quotation, numbers: Mapping[str, int]) -> QuotedWords:
    (place,) = _places([quotation], numbers)
    return QuotedWords(quoted(quotation.text), plain(quotation.speaker), place, _verdict(quotation))


def _verdict(quotation: Quotation) -> str:
    return f"words {quotation.verdict.value}, speaker {quotation.speaker_verdict.value}"


def _lay_out_difference(
    difference: Difference, numbers: Mapping[str, int], *, positions: Sequence[Position]
) -> Line:
    """A difference rests on everything its positions rest on."""
    sides = [positions[index] for index in (*difference.left, *difference.right)]
    places = tuple(place for side in sides for place in _places([*side.quotations, *side.reported], numbers))
    return Line(plain(difference.text), places)


def _lay_out_question(question: OpenQuestion, numbers: Mapping[str, int]) -> Line:
    parts = [part for part in (plain(question.question), plain(question.why_open)) if part]
    return Line(" — ".join(parts), _places(question.evidence, numbers))


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
