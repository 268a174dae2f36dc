"""What a comparison found, as values: verdicts, rows of metrics, changed cases, what went in."""

from enum import StrEnum
from typing import Literal

from pydantic import computed_field

from briefing.compare.metrics import CaseScore, Unit
from briefing.errors import ExitStatus
from briefing.schema import Value

__all__ = [
    "Block",
    "CaseComparison",
    "ChangeKind",
    "Comparison",
    "Fact",
    "Inputs",
    "ItemChange",
    "MetricRow",
    "PairComparison",
    "Reasked",
    "Trouble",
    "Verdict",
]


class Verdict(StrEnum):
    """What a comparison comes to, the most urgent first."""

    NOT_COMPARED = "not compared"  # recordings of the head are missing, stale or corrupt
    REGRESSED = "regressed"
    INCONCLUSIVE = "inconclusive"
    IMPROVED = "improved"
    NO_CHANGE = "no change"

    @property
    def exit_status(self) -> ExitStatus:
        """What a command that printed this verdict ends with."""
        match self:
            case Verdict.NOT_COMPARED:
                return ExitStatus.RECORDING
            case Verdict.REGRESSED:
                return ExitStatus.FINDINGS
            case Verdict.INCONCLUSIVE | Verdict.IMPROVED | Verdict.NO_CHANGE:
                return ExitStatus.OK


class MetricRow(Value):
    """One metric on both sides, over the cases where it has a meaning on both.

    `difference` is head minus base; `low` to `high` its 95 % interval. `p` is one-sided, in the direction of
    the difference, adjusted over the primaries; None for resources, which are never judged. `base_rate` and
    `head_rate` are the 95 % intervals of a rate over all samples.
    """

    name: str
    label: str
    unit: Unit
    is_primary: bool
    is_more_better: bool
    cases: int
    base: float | None
    head: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    base_rate: tuple[float, float] | None = None
    head_rate: tuple[float, float] | None = None
    margin: float | None = None
    p: float | None = None
    detectable: float | None = None
    verdict: Verdict | None = None


class ChangeKind(StrEnum):
    """What became of an item."""

    WON = "won"
    LOST = "lost"
    MOVED = "moved"


class ItemChange(Value):
    """A position or question that some sample holds on one side and not, or otherwise, on the other.

    `counts` are `3/3`: the samples that hold it, of all. `base` and `head` say it in words, one text for each
    way of holding it, and are empty where that side does not; the evidence is that of the side that does.
    """

    kind: ChangeKind
    what: Literal["position", "question"]
    subject: str
    base: tuple[str, ...]
    head: tuple[str, ...]
    base_count: str
    head_count: str
    evidence: tuple[str, ...]


class Block(Value):
    """Something that stops a change whatever the means say."""

    case: str
    kind: Literal["critical", "contract"]
    reason: str


class CaseComparison(Value):
    """One case on both sides. `same` counts the positions and questions that both hold alike."""

    case: str
    is_critical: bool
    base: CaseScore
    head: CaseScore
    changes: tuple[ItemChange, ...]
    same: int
    is_carried: bool = False

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.changes)


class Trouble(Value):
    """A case that could not be compared, and why; `diff` shows what is asked now against the recording."""

    case: str
    reason: str
    diff: str = ""


class Fact(Value):
    """One thing known of both sides."""

    name: str
    base: str
    head: str


class Inputs(Value):
    """What went in, and what of it changed: the prompt apart from the model."""

    prompt_changed: bool
    model_changed: bool
    parameters_changed: bool
    schema_changed: bool
    template_diff: str
    rendered_case: str
    rendered_diff: str
    facts: tuple[Fact, ...]

    @property
    def headline(self) -> str:
        """What changed, in a few words."""
        changed = {
            "prompt": self.prompt_changed,
            "model": self.model_changed,
            "parameters": self.parameters_changed,
            "reply schema": self.schema_changed,
        }
        named = [name for name, is_changed in changed.items() if is_changed]
        if not named:
            return "Neither prompt nor model changed."
        return f"What changed: {', '.join(named)}."


class Reasked(Value):
    """How often a reply was asked again for one kind of fault."""

    fault: str
    base: int
    head: int


class PairComparison(Value):
    """One model (or one model against another): the verdict, and all it rests on."""

    base: str
    head: str
    alias: str
    verdict: Verdict
    reason: str
    is_advisory: bool
    blocks: tuple[Block, ...]
    inputs: Inputs
    metrics: tuple[MetricRow, ...]
    cases: tuple[CaseComparison, ...]
    excluded: tuple[Trouble, ...]
    stale: tuple[Trouble, ...]
    orphans: tuple[str, ...]
    reasked: tuple[Reasked, ...]
    provenance: tuple[Fact, ...]


class Comparison(Value):
    """Everything that was compared in one go. `method` says how chance was weighed, with the seed."""

    title: str
    method: str
    pairs: tuple[PairComparison, ...]
    notes: tuple[str, ...]
    commands: tuple[str, ...]

    @computed_field  # type: ignore[prop-decorator]  # mypy knows no decorated properties (python/mypy#1362)
    @property
    def verdict(self) -> Verdict:
        """The most urgent verdict of the pairs."""
        return min((pair.verdict for pair in self.pairs), key=list(Verdict).index)

    @property
    def exit_status(self) -> ExitStatus:
        """The status that goes with the verdicts; they come from the same values."""
        return ExitStatus.first([pair.verdict.exit_status for pair in self.pairs])
