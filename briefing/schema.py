"""The frozen values that pass between stages, in the order of the way of the data.

    Article -> Utterance -> Story -> Draft -> Briefing

A type changes its name where it becomes more trustworthy. A `Draft` is what a model or the built-in engine
claims; only `briefing.verify` makes a `Briefing`; renderers take nothing else.

Offsets are half-open `[start, end)` character ranges into `Article.text`.
"""

from bisect import bisect_right
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that knows its fields and takes no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(NamedTuple):
    """A half-open character range.

    >>> Span(1, 3).of("abcd")
    'bc'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


# --- findings: what the program has to say about what it did not print ---------------------------------


class FindingCode(StrEnum):
    """Why something was left out, marked or could not be used. Documented in docs/reference/findings.md."""

    # sources
    UNREADABLE = "unreadable"  # missing file, no permission, broken container
    UNSUPPORTED = "unsupported"  # a suffix or content this program does not read
    EMPTY = "empty"  # nothing in it, or no text after cleaning
    BINARY = "binary"  # not text
    TOO_LARGE = "too-large"  # above the size limit
    SHORT = "short"  # too few words to be an article
    DUPLICATE = "duplicate"  # the same article again; kept as a source, not as another voice
    HIDDEN_TEXT = "hidden-text"  # text no reader of the page sees
    STUB = "stub"  # cut off or behind a paywall
    NO_SPEECH = "no-speech"  # nobody says anything in it
    # a draft's items
    INVALID_ITEM = "invalid-item"  # an item of a reply that does not fit the schema
    UNKNOWN_EVIDENCE = "unknown-evidence"  # a sentence number that does not exist
    NO_EVIDENCE = "no-evidence"  # nothing of what it cited stood
    UNKNOWN_ACTOR = "unknown-actor"  # the named actor is in none of the cited articles
    WRONG_SPEAKER = "wrong-speaker"  # the cited words are somebody else's
    UNATTRIBUTED = "unattributed"  # the text does not say for certain whose words they are
    NOT_SPEECH = "not-speech"  # the cited sentence is narration
    DENIED = "denied"  # the source says that this was not said, or only supposes it
    ALTERED = "altered"  # the words are not those of the source
    UNGROUNDED_NAME = "ungrounded-name"  # a name in a line is not in what the line cites
    UNGROUNDED_NUMBER = "ungrounded-number"  # a number in a line is not in what the line cites
    UNGROUNDED_LINE = "ungrounded-line"  # a line shares too little with what it cites
    REPEATED = "repeated"  # the same position or question twice
    OVER_LIMIT = "over-limit"  # more items than the brief holds
    # stories
    MODEL_FAILED = "model-failed"  # the model gave no usable reply for this story


class Finding(Value):
    """One thing left out or marked: why, what it is about, and the particulars in words."""

    code: FindingCode
    subject: str
    detail: str


# --- articles ------------------------------------------------------------------------------------------


class ArticleKind(StrEnum):
    """How much of the article was there to be read."""

    FULL = "full"
    STUB = "stub"


class DateOrigin(StrEnum):
    """Where a publication date was found."""

    USER = "user"
    FEED = "feed"
    MAIL = "mail"
    JSON_LD = "json-ld"
    META = "meta"
    URL = "url"
    TEXT = "text"
    TWIN = "twin"  # lent by another copy of the same article


class Published(Value):
    """When an article was published.

    `moment` carries a time zone where `zone_known` is true; otherwise it is naive, and `has_time` says
    whether more than the day is known. `words` are those of the source.
    """

    moment: datetime
    has_time: bool
    zone_known: bool
    origin: DateOrigin
    words: str

    @property
    def day(self) -> date:
        """The calendar day in the article's own time zone."""
        return self.moment.date()


class Precision(StrEnum):
    """How sharply a relative date could be resolved."""

    DAY = "day"
    DAY_UNSURE = "day?"  # the article came out anew on another day
    RANGE = "range"


class ResolvedDate(Value):
    """Words such as "on Tuesday" with the day or days they stand for (both ends inclusive)."""

    span: Span
    start: date
    end: date
    precision: Precision
    rule: str


class Removed(Value):
    """A piece of the original that is not part of the article's text, and why."""

    start: int
    end: int
    text: str
    reason: str


class Sentence(Value):
    """One numbered sentence of an article; numbers begin at 1."""

    number: int
    span: Span


class OffsetMap(Value):
    """Maps offsets of a derived text to the text it was made from.

    `changes` are sorted pairs (derived offset, original offset): from each derived offset on, both run in
    step until the next pair.

    >>> OffsetMap(changes=((0, 0), (4, 9))).original(5)
    10
    """

    changes: tuple[tuple[int, int], ...] = ((0, 0),)

    def original(self, offset: int) -> int:
        """The offset in the original of a derived character."""
        derived, original = self.changes[max(bisect_right(self.changes, (offset, 1 << 62)) - 1, 0)]
        return original + offset - derived


class Article(Value):
    """One source document, cleaned.

    `text` holds the visible words alone: NFC, no invisible characters, paragraphs divided by a blank line,
    neither headline nor navigation in it. `offsets` leads from it back to the decoded original. `id` is
    `a1`, `a2` … within its story. `source` is what the user gave: a path, an address, `-`.
    """

    id: str
    source: str
    text: str
    sentences: tuple[Sentence, ...]
    kind: ArticleKind = ArticleKind.FULL
    language: str = "en"
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    updated: Published | None = None
    dates: tuple[ResolvedDate, ...] = ()
    offsets: OffsetMap = OffsetMap()
    removed: tuple[Removed, ...] = ()
    removed_invisible: int = 0
    notes: tuple[Finding, ...] = ()

    def sentence_id(self, sentence: Sentence) -> str:
        """The name of a sentence as prompts and evidence use it, such as `a1.12`."""
        return f"{self.id}.{sentence.number}"

    def sentences_of(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that share a character with `span`, in order."""
        return tuple(sentence for sentence in self.sentences if sentence.span.overlaps(span))


# --- speech --------------------------------------------------------------------------------------------


class QuotationKind(StrEnum):
    """Words in marks, words without, or both in one."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Polarity(StrEnum):
    """Whether the text says that the words were said."""

    ASSERTED = "asserted"
    DENIED = "denied"  # never said, denied that
    HYPOTHETICAL = "hypothetical"  # asked whether, would say if


class ActorKind(StrEnum):
    """What sort of voice an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    GROUP = "group"  # officials, protesters, residents
    ANONYMOUS = "anonymous"  # a person familiar with the talks


class Actor(Value):
    """Somebody who can hold a position, under the fullest name the text gives.

    `aliases` are the other forms found (last name, title and name, spelling variants, role). `ties` are the
    names of bodies or countries the text ties the person to (*German Defence Minister* -> Germany).
    """

    name: str
    kind: ActorKind
    role: str | None = None
    aliases: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


class Utterance(Value):
    """Somebody's words in one article, with the attribution.

    `content` are the pieces in text order (a split quotation has several), `marked` the runs inside
    quotation marks without the marks. For a direct quotation the two are equal. `speaker` is the mention as
    it stands (*he*, *the minister*), `actor` whom it refers to; `actor` is None where the text does not say
    for certain. `outer` is the index of the utterance this one is reported inside of.
    """

    article_id: str
    kind: QuotationKind
    content: tuple[Span, ...]
    marked: tuple[Span, ...] = ()
    speaker: Span | None = None
    actor: Actor | None = None
    cue: Span | None = None
    polarity: Polarity = Polarity.ASSERTED
    outer: int | None = None

    @property
    def extent(self) -> Span:
        """From the first character of the content to the last."""
        return Span(self.content[0].start, self.content[-1].end)


# --- stories -------------------------------------------------------------------------------------------


class Relation(StrEnum):
    """How a source stands to the others of its story."""

    ORIGIN = "origin"  # its own reporting
    STUB = "stub"  # the beginning of a twin
    COPY = "copy"  # syndicated, or the same file twice


class Source(Value):
    """An article as a source of its story. `twin` is the id of the article it is a stub or copy of."""

    article: Article
    relation: Relation = Relation.ORIGIN
    twin: str | None = None


class Story(Value):
    """One event: all articles about it, what is said in them, and by whom.

    `utterances` and `actors` are drawn from origins alone, so that a syndicated copy is no second voice.
    """

    id: str
    headline: str
    sources: tuple[Source, ...]
    utterances: tuple[Utterance, ...]
    actors: tuple[Actor, ...]

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Every article of the story by its id."""
        return {source.article.id: source.article for source in self.sources}

    @property
    def origins(self) -> tuple[Article, ...]:
        """The articles that are nobody's stub or copy."""
        return tuple(source.article for source in self.sources if source.relation is Relation.ORIGIN)


# --- drafts: claims, not yet believed ------------------------------------------------------------------


class Stance(StrEnum):
    """Where an actor stands on an issue."""

    FOR = "for"
    AGAINST = "against"
    CONDITIONAL = "conditional"
    UNCLEAR = "unclear"


class Line(Value):
    """A sentence in the draft's or brief's own words, with the sentences (`a1.12`) it rests on."""

    text: str
    evidence: tuple[str, ...]


class DraftPosition(Value):
    """A claim that `actor` holds `stance` on `issue`."""

    actor: str
    issue: str
    stance: Stance
    summary: str
    evidence: tuple[str, ...]


class DraftQuestion(Value):
    """A claim that something is open."""

    question: str
    why_open: str
    evidence: tuple[str, ...]


class Draft(Value):
    """What an engine says of a story. `findings` are the items that never became part of it."""

    headline: Line
    bottom_line: tuple[Line, ...]
    issue: Line
    positions: tuple[DraftPosition, ...]
    questions: tuple[DraftQuestion, ...]
    findings: tuple[Finding, ...] = ()


# --- briefings: every line points to its evidence ------------------------------------------------------


class WordsVerdict(StrEnum):
    """Are these the words?"""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    TRUNCATED = "truncated"
    STITCHED = "stitched"
    ABSENT = "absent"


class SpeakerVerdict(StrEnum):
    """Is this the speaker?"""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNATTRIBUTED = "unattributed"
    NOT_SPEECH = "not speech"
    DENIED = "denied"


class Citation(Value):
    """A place in an article: its sentence (`a1.12`) and the exact characters."""

    article_id: str
    sentence: str
    start: int
    end: int


class Quotation(Value):
    """Verified words. `text` is the article's own characters; `speaker` the name they are printed under."""

    text: str
    speaker: str
    article_id: str
    sentence: str
    start: int
    end: int
    verdict: WordsVerdict
    speaker_verdict: SpeakerVerdict


class Position(Value):
    """What an actor holds, with the words that prove it.

    `reported` are places where the article reports the position without quoting it. `summary` is empty
    where no line about it could be grounded; the quotations then stand alone.
    """

    actor: str
    role: str | None
    issue: str
    stance: Stance
    summary: str
    quotations: tuple[Quotation, ...]
    reported: tuple[Citation, ...]


class DifferenceKind(StrEnum):
    """Who stands against whom."""

    OPPOSED = "opposed"  # two actors on one issue
    SELF = "self"  # an actor against its own other words
    GOVERNMENT = "government"  # two voices of one government or body


class Difference(Value):
    """Two sides that do not go together, each by indexes into the story's positions, said in words."""

    kind: DifferenceKind
    left: tuple[int, ...]
    right: tuple[int, ...]
    text: str


class OpenQuestion(Value):
    """Something the articles leave open."""

    question: str
    why_open: str
    evidence: tuple[Citation, ...]


class Statement(Value):
    """A grounded line of the brief."""

    text: str
    evidence: tuple[Citation, ...]


class SourceRecord(Value):
    """A source as the brief lists it. `published` is ISO 8601, a bare day where no time is known."""

    id: str
    source: str
    outlet: str | None
    title: str | None
    byline: str | None
    url: str | None
    published: str | None
    published_origin: DateOrigin | None
    kind: ArticleKind
    relation: Relation
    twin: str | None


class StoryBriefing(Value):
    """The brief of one story."""

    id: str
    headline: str
    issue: str
    bottom_line: tuple[Statement, ...]
    articles: tuple[SourceRecord, ...]
    positions: tuple[Position, ...]
    differences: tuple[Difference, ...]
    open_questions: tuple[OpenQuestion, ...]
    left_out: tuple[Finding, ...]


class Counts(Value):
    """How much was offered, printed and left out, over all stories."""

    articles: int
    stories: int
    positions: int
    quotations: int
    open_questions: int
    left_out: int


class Meta(Value):
    """How the brief was made. `created` is ISO 8601; the built-in engine has neither `model` nor `prompt`."""

    engine: str
    model: str | None
    prompt: str | None
    created: str
    counts: Counts


class Briefing(Value):
    """A verified brief; only `briefing.verify` makes one."""

    title: str
    date: date
    stories: tuple[StoryBriefing, ...]
    left_out: tuple[Finding, ...]
    meta: Meta
