"""This brief against the last: what is new, moved, restated, withdrawn; what is answered, what still open.

Everything is worked out from verified briefs, and each change says why it was told.
"""

from briefing.changes.compare import compare_briefings
from briefing.changes.values import (
    Changes,
    PositionChange,
    PositionState,
    QuestionChange,
    QuestionState,
    Rules,
    StoryChange,
    StoryState,
    Thresholds,
)

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
    "compare_briefings",
]
