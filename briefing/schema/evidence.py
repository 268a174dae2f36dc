"""The verified parts of a story's brief: every line points to its evidence."""

from enum import StrEnum

from briefing.schema.articles import ArticleKind, DateOrigin
from briefing.schema.drafts import Stance
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

    @property
    def is_proved(self) -> bool:
        """Whether these are the source's very words, confirmed as this speaker's: fit to be printed."""
        return self.verdict is WordsVerdict.VERBATIM and self.speaker_verdict is SpeakerVerdict.CONFIRMED


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
