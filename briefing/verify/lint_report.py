"""What a lint tells: each finding with its place in the brief, and how many quotations were looked at."""

from enum import StrEnum

from briefing.schema import Value
from briefing.verify.quotations import Verdict

__all__ = ["Level", "QuotationCode", "QuotationFinding", "Report"]


class QuotationCode(StrEnum):
    """What is wrong with a quotation of a brief. Documented in docs/reference/verdicts.md."""

    WRONG_SPEAKER = "wrong-speaker"
    UNATTRIBUTED = "unattributed"
    NOT_SPEECH = "not-speech"
    DENIED = "denied"
    SECOND_HAND = "second-hand"
    ALTERED = "altered"
    TURNED = "turned"
    STITCHED = "stitched"
    ABSENT = "absent"
    MISSING_SPEAKER = "missing-speaker"
    DISPUTED = "disputed"
    ASSERTED = "asserted"
    MISPLACED = "misplaced"
    CAPITAL = "capital"


class Level(StrEnum):
    """How grave a finding is; notes do not fail a brief."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class QuotationFinding(Value):
    """A quotation of the brief that its sources do not bear out.

    Lines and columns begin at 1 and count characters; the end is the first place after the words. `verdict`
    is the one that decided, `source` the source it speaks of.
    """

    code: QuotationCode
    level: Level
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    quote: str
    actor: str | None
    verdict: Verdict
    source: str | None


class Report(Value):
    """What was looked at and what was found."""

    quotations: int
    supported: int
    findings: tuple[QuotationFinding, ...]

    @property
    def failed(self) -> bool:
        """Whether any finding is more than a note."""
        return any(finding.level is not Level.NOTE for finding in self.findings)
