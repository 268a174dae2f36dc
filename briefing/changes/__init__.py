"""This brief against those before it: what is new, moved, restated, taken back, answered, still open.

Everything is worked out from verified briefs, and each change says why it was told.

    briefing = mark_changes(briefing, past, rules=rules_of(today=stories, earlier=articles))

    rules      what a comparison rests on; identity, likeness: who and what counts as the same
    trace      a story of today -> the same story in earlier briefs
    positions, questions   then and now -> what became of each
    compare    all of it, for the whole brief
"""

from briefing.changes.compare import compare_briefings, mark_changes
from briefing.changes.identity import same_actor, same_name
from briefing.changes.likeness import likeness, share_of_words
from briefing.changes.rules import Denial, Rules, Thresholds, rules_of
from briefing.changes.trace import Tracer

__all__ = [
    "Denial",
    "Rules",
    "Thresholds",
    "Tracer",
    "compare_briefings",
    "likeness",
    "mark_changes",
    "rules_of",
    "same_actor",
    "same_name",
    "share_of_words",
]
