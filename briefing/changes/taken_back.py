"""Earlier words that no longer stand: gone from the article that held them, or denied by who said them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.changes.identity import same_name
from briefing.changes.likeness import bare, share_of_words, stands_in
from briefing.changes.rules import Denial, Rules, mark_of
from briefing.changes.trace import Past
from briefing.schema import (
    EarlierPosition,
    Position,
    PositionChange,
    PositionState,
    Quotation,
    StoryBriefing,
)

__all__ = ["Held", "carry", "find_taken_back"]

_TAKEN_BACK = frozenset({PositionState.WITHDRAWN, PositionState.DENIED})


class Held(NamedTuple):
    """A position as it was held in an earlier brief."""

    past: Past
    position: Position


def find_taken_back(now: StoryBriefing, past: Sequence[Past], rules: Rules) -> Iterator[PositionChange]:
    """The earlier words that are gone from their own articles, and those that are denied now, each once."""
    told = {bare(quotation.text) for one in past for quotation in _told(one)}
    held = [Held(one, position) for one in past for position in one.story.positions]
    withdrawn = (_withdrawn(one, now, rules) for one in held)
    denied = (_denied(denial, held, rules) for denial in rules.denials.get(now.id, ()))
    for found in (*withdrawn, *denied):
        words = _words_of(found)
        if found and told.isdisjoint(words):
            told.update(words)
            yield found


def _words_of(change: PositionChange | None) -> set[str]:
    held = change.earlier.position.quotations if change and change.earlier else ()
    return {bare(quotation.text) for quotation in held}


def carry(held: Held) -> EarlierPosition:
    """The earlier position with the sources of its quotations."""
    cited = {quotation.article_id for quotation in held.position.quotations}
    sources = tuple(record for record in held.past.story.articles if record.id in cited)
    return EarlierPosition(day=held.past.day, position=held.position, sources=sources)


def _told(past: Past) -> Iterator[Quotation]:
    """The words that an earlier brief told as taken back."""
    for change in past.change.positions if past.change else ():
        if change.state in _TAKEN_BACK and change.earlier:
            yield from change.earlier.position.quotations


def _withdrawn(held: Held, now: StoryBriefing, rules: Rules) -> PositionChange | None:
    """The words that stand neither in their own article as it is today nor in anybody's quotation."""
    printed = [quotation.text for position in now.positions for quotation in position.quotations]
    texts = {record.id: rules.texts.get(mark_of(record) or "") for record in held.past.story.articles}
    gone = tuple(
        quotation
        for quotation in held.position.quotations
        if quotation.is_proved
        and (text := texts.get(quotation.article_id)) is not None
        and not any(stands_in(quotation.text, other) for other in (text, *printed))
    )
    why = "the article that held the words is there without them now"
    return _change(PositionState.WITHDRAWN, held, gone, why) if gone else None


def _denied(denial: Denial, held: Sequence[Held], rules: Rules) -> PositionChange | None:
    """The one quotation that a denial is about: that of its actor which holds most of the denied words."""
    quoted = [
        (share_of_words(denial.words, quotation.text), one, quotation)
        for one in held
        for quotation in one.position.quotations
        if quotation.is_proved and _is_by(denial, quotation, rules)
    ]
    share, one, quotation = max(quoted, key=lambda entry: entry[0], default=(0.0, None, None))
    if one is None or quotation is None or share < rules.thresholds.denial:
        return None
    return _change(PositionState.DENIED, one, (quotation,), denial.sentence, denial)


def _is_by(denial: Denial, quotation: Quotation, rules: Rules) -> bool:
    return same_name(denial.actor, quotation.speaker) or rules.is_same(denial.actor, quotation.speaker)


def _change(
    state: PositionState,
    held: Held,
    quotations: tuple[Quotation, ...],
    why: str,
    denial: Denial | None = None,
) -> PositionChange:
    """An earlier position that no longer stands, with the words it is about alone."""
    position = held.position.model_copy(update={"quotations": quotations})
    return PositionChange(
        state=state,
        position=None,
        new_quotations=(),
        earlier=carry(Held(held.past, position)),
        evidence=(denial.place,) if denial else (),
        why=why,
    )
