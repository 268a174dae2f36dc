"""What a changed prompt or model does to real briefs, from recorded replies alone: no key, no network.

sides         what is compared: revisions, models, sets of samples
revisions     a revision's files out of git's objects
replays       every sample of a case through the whole way
metrics       the figures of one sample
changes       positions and questions won, lost and moved
inputs        prompt, model and parameters of both sides
inference     tests and intervals over few cases
judging       verdicts, and what blocks whatever the means say
comparison    all of it for one pair
results       the values that come out
"""

from briefing.compare.comparison import compare_sides
from briefing.compare.results import (
    CaseComparison,
    Comparison,
    Fact,
    ItemChange,
    MetricRow,
    PairComparison,
    Trouble,
    Verdict,
)

__all__ = [
    "CaseComparison",
    "Comparison",
    "Fact",
    "ItemChange",
    "MetricRow",
    "PairComparison",
    "Trouble",
    "Verdict",
    "compare_sides",
]
