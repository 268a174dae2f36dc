"""What a history is: verified positions with their days, sources and moves."""

from datetime import date

from briefing.schema import (
    OpenQuestion,
    Position,
    PositionChange,
    QuestionChange,
    SourceRecord,
    Statement,
    StoryState,
    Value,
)

__all__ = ["ActorHistory", "ActorStory", "Candidates", "Chapter", "Held", "StoryHistory"]


class Held(Value):
    """A position as the brief of `day` had it, or an earlier one that was taken back then.

    `sources` are those its quotations and reports stand in. `change` says what became of it since the brief
    before; it is None in a brief that was compared with nothing.
    """

    day: date
    position: Position
    sources: tuple[SourceRecord, ...]
    change: PositionChange | None


class ActorStory(Value):
    """What an actor held in one story, oldest first, under the headline the story had last."""

    headline: str
    first: date
    last: date
    held: tuple[Held, ...]


class ActorHistory(Value):
    """Everything an actor held, the latest story first. `names` are those the briefs printed it under."""

    name: str
    names: tuple[str, ...]
    role: str | None
    stories: tuple[ActorStory, ...]


class Chapter(Value):
    """A story as one brief had it. `state` is None in a brief that was compared with nothing.

    `bottom_line` and `held` hold what is new in that brief; without a comparison, everything.
    """

    day: date
    state: StoryState | None
    headline: str
    bottom_line: tuple[Statement, ...]
    sources: tuple[SourceRecord, ...]
    held: tuple[Held, ...]
    questions: tuple[QuestionChange, ...]


class StoryHistory(Value):
    """A story from its first brief to its last, under the headline it had last.

    `open_questions` are those of the last brief.
    """

    headline: str
    first: date
    last: date
    chapters: tuple[Chapter, ...]
    open_questions: tuple[OpenQuestion, ...]


class Candidates(Value):
    """Nobody and nothing certain goes by `name`: whom it could mean, or, if nobody, what is spelled alike."""

    name: str
    meant: tuple[str, ...]
    alike: tuple[str, ...]
