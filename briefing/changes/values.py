"""What changed between two briefs: the values, and the thresholds by which things count as the same."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from briefing.changes.likeness import same_name
from briefing.schema import OpenQuestion, Position, Quotation, StoryBriefing

__all__ = [
    "Changes",
    "PositionChange",
    "PositionState",
    "QuestionChange",
    "QuestionState",
    "Rules",
    "StoryChange",
    "StoryState",
    "Thresholds",
]


class Thresholds(NamedTuple):
    """From which likeness on (0 to 100) two things are held to be the same.

    `answer` is the share of a question's telling words that an answer must hold.
    """

    headline: float = 75
    issue: float = 70
    question: float = 80
    fact: float = 85
    answer: float = 60


class Rules(NamedTuple):
    """What a comparison rests on.

    `is_same` says whether two names are one actor's. `texts` are the articles of today by address; without
    them nothing counts as withdrawn. `known` are the texts of the earlier articles: words that stood there
    are no news, even if the earlier brief did not quote them.
    """

    thresholds: Thresholds = Thresholds()
    is_same: Callable[[str, str], bool] = same_name
    texts: Mapping[str, str] = MappingProxyType({})
    known: tuple[str, ...] = ()


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


class QuestionState(StrEnum):
    """What became of an open question."""

    NEW = "new"
    STILL_OPEN = "still open"
    ANSWERED = "answered"
    DROPPED = "dropped"  # nobody asks it today, and no words answer it


class PositionChange(NamedTuple):
    """A position then and now; `why` says in words what the state rests on."""

    state: PositionState
    now: Position | None
    then: Position | None
    then_day: date | None
    why: str

    @property
    def is_news(self) -> bool:
        """Whether a reader of the last brief does not know it."""
        return self.state is not PositionState.UNCHANGED


class QuestionChange(NamedTuple):
    """A question then or now. `days` is how long it has been open; `answer` are the words that answer it."""

    state: QuestionState
    question: OpenQuestion
    days: int
    answer: Quotation | None
    why: str

    @property
    def is_news(self) -> bool:
        """Whether a reader of the last brief does not know it."""
        return self.state in {QuestionState.NEW, QuestionState.ANSWERED}


class StoryChange(NamedTuple):
    """A story of this brief, or one of the last that is not in it. `then_day` is when it was last briefed."""

    state: StoryState
    story: StoryBriefing
    then_day: date | None
    why: str
    positions: tuple[PositionChange, ...] = ()
    questions: tuple[QuestionChange, ...] = ()


class Changes(NamedTuple):
    """What changed since the brief of the day `since`; None where there was none before.

    Stories stand in the order of this brief, then those that went quiet in the order of the last.
    """

    since: date | None
    stories: tuple[StoryChange, ...]
