"""What changed since the brief before: stories, positions and questions, each with what the change rests on.

`briefing.changes` works these out of verified briefs. Whatever stands in this brief is pointed at by its
place in it; whatever stood in an earlier one is carried along whole, with its sources and its day.
"""

from datetime import date
from enum import StrEnum

from briefing.schema.evidence import Citation, OpenQuestion, Position, Quotation, SourceRecord
from briefing.schema.values import Value


class StoryState(StrEnum):
    """What became of a story."""

    NEW = "new"
    DEVELOPING = "developing"
    UNCHANGED = "unchanged"
    QUIET = "gone quiet"  # in the last brief, not in this one


class PositionState(StrEnum):
    """What became of a position."""

    NEW = "new"
    MOVED = "moved"  # another stance on the same issue, quoted then and now
    RESTATED = "restated"  # the same stance in other words
    UNCHANGED = "unchanged"  # the same stance in the same words
    WITHDRAWN = "withdrawn"  # the article that held the words came out anew without them
    DENIED = "denied"  # its actor is now said to deny the words


class QuestionState(StrEnum):
    """What became of an open question."""

    NEW = "new"
    STILL_OPEN = "still open"
    ANSWERED = "answered"
    DROPPED = "dropped"  # nobody asks it today, and no words answer it


class EarlierPosition(Value):
    """A position as the brief of `day` had it; `sources` are those its quotations stand in."""

    day: date
    position: Position
    sources: tuple[SourceRecord, ...]


class PositionChange(Value):
    """A position then and now; `why` says in words what the state rests on.

    `position` is its place among the story's positions, None where it is not among them any more;
    `new_quotations` are the places of those of its quotations that are news. `evidence` are the places of
    this brief's articles that show the change, where the position itself does not.
    """

    state: PositionState
    position: int | None
    new_quotations: tuple[int, ...]
    earlier: EarlierPosition | None
    evidence: tuple[Citation, ...]
    why: str

    @property
    def is_news(self) -> bool:
        """Whether a reader of the earlier briefs does not know it."""
        return self.state is not PositionState.UNCHANGED


class QuestionChange(Value):
    """A question then or now. `days` is how long it has been open; `answer` are the words that answer it.

    `question` is as it was last asked, in this brief or, where `place` is None, in an earlier one. `answer`
    stands in an article of this brief.
    """

    state: QuestionState
    place: int | None
    question: OpenQuestion
    first_asked: date
    days: int
    answer: Quotation | None
    why: str

    @property
    def is_news(self) -> bool:
        """Whether a reader of the earlier briefs does not know it."""
        return self.state in {QuestionState.NEW, QuestionState.ANSWERED}


class StoryChange(Value):
    """A story of this brief, or one of the last that is not in it; then `story` is None.

    `last_briefed` is the day of the latest earlier brief that had it, `last_news` of the latest in which
    something of it was news. `new_lines` are the places of the bottom lines that are new.
    """

    state: StoryState
    story: str | None
    headline: str
    last_briefed: date | None
    last_news: date | None
    new_lines: tuple[int, ...]
    positions: tuple[PositionChange, ...]
    questions: tuple[QuestionChange, ...]
    why: str


class Changes(Value):
    """What changed since the brief of the day `since`.

    Stories stand in the order of this brief, then those that went quiet in the order of the last.
    """

    since: date
    stories: tuple[StoryChange, ...]
