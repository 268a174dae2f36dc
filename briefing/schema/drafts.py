"""Claims of a model or of the built-in engine, not yet believed."""

from enum import StrEnum

from briefing.schema.findings import Finding
from briefing.schema.values import Value


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
