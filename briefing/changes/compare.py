"""This brief and those before it -> what changed, story by story, each with the reason."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.changes.likeness import likeness
from briefing.changes.positions import compare_positions
from briefing.changes.questions import Past, compare_questions
from briefing.changes.values import Changes, Rules, StoryChange, StoryState, Thresholds
from briefing.schema import Briefing, Relation, SourceRecord, StoryBriefing

__all__ = ["compare_briefings"]

_DEFAULTS = Rules()


def compare_briefings(now: Briefing, before: Sequence[Briefing], *, rules: Rules = _DEFAULTS) -> Changes:
    """Compare a brief with the last of an earlier day; those before it tell since when a question is open.

    Briefs of the same day or later are none of its past and are passed over.
    """
    earlier = sorted((b for b in before if b.date < now.date), key=lambda b: b.date, reverse=True)
    traced = [_trace(story, earlier, rules.thresholds) for story in now.stories]
    changes = [_change(story, trace, now, rules) for story, trace in zip(now.stories, traced, strict=True)]
    if not earlier:
        return Changes(None, tuple(changes))
    last = earlier[0]
    seen = {trace.past[0].story.id for trace in traced if trace.past and trace.past[0].day == last.date}
    why = "no article of today is about it"
    quiet = [StoryChange(StoryState.QUIET, s, last.date, why) for s in last.stories if s.id not in seen]
    return Changes(last.date, (*changes, *quiet))


class _Trace(NamedTuple):
    """A story in earlier briefs, latest first, and why the latest is the same one."""

    past: tuple[Past, ...]
    why: str


def _trace(story: StoryBriefing, earlier: Sequence[Briefing], thresholds: Thresholds) -> _Trace:
    """Follow a story back from day to day, since what begins under one headline ends under another."""
    past: list[Past] = []
    why = "in no earlier brief"
    for briefing in earlier:
        latest = past[-1].story if past else story
        matches = [(_match(latest, other), other) for other in briefing.stories]
        best, found = max(matches, key=lambda pair: pair[0], default=(_Match(0, 0), story))
        if not _is_one(best, thresholds):
            continue
        why = why if past else best.why
        past.append(Past(briefing.date, found))
    return _Trace(tuple(past), why)


class _Match(NamedTuple):
    """How sure it is that two stories are one; the greater match wins."""

    shared: int
    alike: float

    @property
    def why(self) -> str:
        if self.shared:
            return f"the same story: {self.shared} of its articles stood in the earlier one"
        return f"the same story: its headline is like the earlier one, {self.alike:.0f} of 100"


def _match(story: StoryBriefing, other: StoryBriefing) -> _Match:
    shared = len(_marks(story) & _marks(other))
    alike = max(likeness(story.headline, other.headline), likeness(story.issue, other.issue))
    return _Match(shared, alike)


def _is_one(match: _Match, thresholds: Thresholds) -> bool:
    return match.shared > 0 or match.alike >= thresholds.headline


def _marks(story: StoryBriefing) -> frozenset[str]:
    return frozenset(mark for record in story.articles if (mark := _mark(record)))


def _mark(record: SourceRecord) -> str | None:
    """What tells an article from others on any day. A file's name or `-` alone does not: both are reused."""
    if record.url is not None:
        return record.url
    return f"{record.source} {record.title}" if record.title else None


def _change(story: StoryBriefing, trace: _Trace, now: Briefing, rules: Rules) -> StoryChange:
    if not trace.past:
        return StoryChange(StoryState.NEW, story, None, trace.why)
    then = trace.past[0]
    positions = compare_positions(story, then.story, then_day=then.day, rules=rules)
    questions = compare_questions(story, trace.past, day=now.date, rules=rules)
    is_developing = (
        any(change.is_news for change in positions)
        or any(change.is_news for change in questions)
        or _has_new_facts(story, then.story, rules.thresholds)
    )
    state = StoryState.DEVELOPING if is_developing else StoryState.UNCHANGED
    return StoryChange(state, story, then.day, trace.why, positions, questions)


def _has_new_facts(story: StoryBriefing, then: StoryBriefing, thresholds: Thresholds) -> bool:
    """Whether an article that is new brought a line that the earlier brief did not have."""
    old = _marks(then)
    new = {
        record.id
        for record in story.articles
        if record.relation is Relation.ORIGIN and _mark(record) not in old
    }
    known = [line.text for line in then.bottom_line]
    return any(
        all(likeness(line.text, other) < thresholds.fact for other in known)
        for line in story.bottom_line
        if any(citation.article_id in new for citation in line.evidence)
    )
