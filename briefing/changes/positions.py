"""The positions of a story then and now -> what became of each.

Only quoted words make a position *moved* or *withdrawn*: a stance that differs without them is reported as
new, never as a change of mind.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from briefing.changes.likeness import likeness, new_words, stands_in
from briefing.changes.values import PositionChange, PositionState, Rules
from briefing.schema import Position, Stance, StoryBriefing

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
        changes.append(_change(position, earlier, then_day, rules.known))
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
    return not set(_words(position)).isdisjoint(_words(other)), likeness(_said(position), _said(other))


def _said(position: Position) -> str:
    return " ".join([position.summary, *_words(position)])


def _words(position: Position) -> list[str]:
    return [quotation.text for quotation in position.quotations]


def _change(now: Position, then: Position | None, then_day: date, known: Sequence[str]) -> PositionChange:
    """Only words that are new make news of a position that was known: summaries are worded anew each day."""
    if then is None:
        return PositionChange(PositionState.NEW, now, None, None, "not in the last brief")
    is_quoted_anew = bool(new_words(_words(now), _words(then), known))
    state, why = _state_of(now, then, is_quoted_anew=is_quoted_anew)
    return PositionChange(state, now, then, then_day, why)


def _state_of(now: Position, then: Position, *, is_quoted_anew: bool) -> tuple[PositionState, str]:
    if now.stance is then.stance:
        if is_quoted_anew:
            return PositionState.RESTATED, f"{now.stance} as before, in other words"
        return PositionState.UNCHANGED, f"{now.stance} as before, no new words"
    if not is_quoted_anew and now.quotations:
        return PositionState.UNCHANGED, f"no new words, read as {then.stance} then and {now.stance} now"
    if is_quoted_anew and then.quotations and Stance.UNCLEAR not in {now.stance, then.stance}:
        return PositionState.MOVED, f"{then.stance} → {now.stance}, quoted both times"
    return PositionState.NEW, f"{now.stance} now, {then.stance} then, but not told for certain both times"


def _withdrawn(
    earlier: Sequence[Position], then: StoryBriefing, then_day: date, texts: Mapping[str, str]
) -> Iterator[PositionChange]:
    addresses = {record.id: record.url or record.source for record in then.articles}
    for position in earlier:
        places = [
            (addresses.get(quotation.article_id, ""), quotation.text) for quotation in position.quotations
        ]
        if places and all(
            address in texts and not stands_in(words, texts[address]) for address, words in places
        ):
            why = "the article that held the words is there without them now"
            yield PositionChange(PositionState.WITHDRAWN, None, position, then_day, why)
