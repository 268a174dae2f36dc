"""Verified: every line points to its evidence, and only `briefing.verify` makes these."""

from datetime import date

from pydantic import Field

from briefing.schema.changes import Changes
from briefing.schema.evidence import Difference, OpenQuestion, Position, SourceRecord, Statement
from briefing.schema.findings import Finding
from briefing.schema.values import Value


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
    """A verified brief; only `briefing.verify` makes one.

    `changes` is None, and not written, where there was no earlier brief to compare with.
    """

    title: str
    date: date
    stories: tuple[StoryBriefing, ...]
    left_out: tuple[Finding, ...]
    meta: Meta
    changes: Changes | None = Field(default=None, exclude_if=lambda changes: changes is None)
