"""Verified: every line points to its evidence, and only `briefing.verify` makes these."""

from datetime import date
from enum import StrEnum

from briefing.schema.articles import ArticleKind, DateOrigin
from briefing.schema.drafts import Stance
from briefing.schema.findings import Finding
from briefing.schema.stories import Relation
from briefing.schema.values import Value


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
