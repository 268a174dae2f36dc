"""The positions of a story then and now -> what became of each.

Only quoted words make a position *moved* or *withdrawn*: a stance that differs without them is reported as
new, never as a change of mind.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefing.changes.likeness import likeness
from briefing.changes.values import PositionChange, PositionState, Rules
from briefing.schema import Position, Stance, StoryBriefing
from briefing.text import fold

__all__ = ["compare_positions"]


def compare_positions(
    now: StoryBriefing,
    then: StoryBriefing,
    *,
    then_day: date,
    rules: Rules,
) -> tuple[PositionChange, ...]:
    """Say of each position of today what became of it, then which of the last brief were withdrawn.

    A position that is merely not repeated is not mentioned.
    """
    left = list(then.positions)
    changes: list[PositionChange] = []
    for position in now.positions:
        earlier = _counterpart(position, left, rules)
        if earlier is not None:
            left.remove(earlier)
        changes.append(_change(position, earlier, then_day))
    return (*changes, *_withdrawn(left, then, then_day, rules.texts))


def _counterpart(position: Position, earlier: Sequence[Position], rules: Rules) -> Position | None:
    """The same actor's position on the same issue; of several, the one that says most nearly the same."""
    likely = [
        other
        for other in earlier
        if rules.is_same(position.actor, other.actor)
        and likeness(position.issue, other.issue) >= rules.thresholds.issue
    ]
    return max(likely, key=lambda other: _nearness(position, other), default=None)


def _nearness(position: Position, other: Position) -> tuple[bool, float]:
    return not _words(position).isdisjoint(_words(other)), likeness(_said(position), _said(other))


def _said(position: Position) -> str:
    return " ".join([position.summary, *(quotation.text for quotation in position.quotations)])


def _words(position: Position) -> frozenset[str]:
    return frozenset(_fold(quotation.text) for quotation in position.quotations)


def _fold(text: str) -> str:
    return fold(text)[0].strip()


def _change(now: Position, then: Position | None, then_day: date) -> PositionChange:
    if then is None:
        return PositionChange(PositionState.NEW, now, None, None, "not in the last brief")
    if now.stance is not then.stance:
        return _differing(now, then, then_day)
    if _words(now) <= _words(then) and (now.quotations or now.summary == then.summary):
        return PositionChange(PositionState.UNCHANGED, now, then, then_day, "the same words")
    why = f"{now.stance} as before, in other words"
    return PositionChange(PositionState.RESTATED, now, then, then_day, why)


def _differing(now: Position, then: Position, then_day: date) -> PositionChange:
    """Another stance is a move only if both are told for certain, in words of which today's are new."""
    is_clear = Stance.UNCLEAR not in {now.stance, then.stance}
    if is_clear and then.quotations and _words(now) - _words(then):
        why = f"{then.stance} → {now.stance}, quoted both times"
        return PositionChange(PositionState.MOVED, now, then, then_day, why)
    if _words(now) and _words(now) <= _words(then):
        why = f"the same words, read as {then.stance} then and {now.stance} now"
        return PositionChange(PositionState.UNCHANGED, now, then, then_day, why)
    why = f"{now.stance} now, {then.stance} then, but not quoted both times"
    return PositionChange(PositionState.NEW, now, then, then_day, why)


def _withdrawn(
    earlier: Sequence[Position], then: StoryBriefing, then_day: date, texts: Mapping[str, str]
) -> Iterator[PositionChange]:
    addresses = {record.id: record.url or record.source for record in then.articles}
    for position in earlier:
        places = [
            (addresses.get(quotation.article_id, ""), quotation.text) for quotation in position.quotations
        ]
        if places and all(
            address in texts and _fold(words) not in _fold(texts[address]) for address, words in places
        ):
            why = "the article that held the words is there without them now"
            yield PositionChange(PositionState.WITHDRAWN, None, position, then_day, why)
