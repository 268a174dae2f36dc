"""The positions of a story then and now -> what became of each.

Only quoted words make a position *moved*, *withdrawn* or *denied*: a stance that differs without them is
reported as new, never as a change of mind.
"""

from collections.abc import Sequence

from briefing.changes.identity import has_name, same_name
from briefing.changes.likeness import bare, likeness, share_of_words
from briefing.changes.reports import Report, find_report
from briefing.changes.rules import Rules, mark_of
from briefing.changes.taken_back import Held, carry, find_taken_back
from briefing.changes.trace import Past
from briefing.schema import (
    Position,
    PositionChange,
    PositionState,
    Stance,
    StoryBriefing,
)

__all__ = ["compare_positions"]


def compare_positions(
    now: StoryBriefing, past: Sequence[Past], *, rules: Rules
) -> tuple[PositionChange, ...]:
    """Say of each position of today what became of it, then which earlier ones were withdrawn or denied.

    `past` is the same story in earlier briefs, latest first. A position that is merely not repeated is not
    mentioned.
    """
    taken_back = tuple(find_taken_back(now, past, rules))
    memory = _Memory(now, past, rules, taken_back)
    earlier = memory.counterparts()
    changes = [memory.change(place, found) for place, found in enumerate(earlier)]
    return (*changes, *taken_back)


class _Memory:
    """What was said in a story before today."""

    def __init__(
        self,
        now: StoryBriefing,
        past: Sequence[Past],
        rules: Rules,
        taken_back: Sequence[PositionChange],
    ) -> None:
        self._now = now
        self._past = past
        self._rules = rules
        records = [record for one in past for record in one.story.articles]
        self._marks = frozenset(filter(None, map(mark_of, records)))
        self._texts = [bare(text) for mark in self._marks for text in rules.known.get(mark, ())]
        held = [position for one in past for position in one.story.positions]
        gone = [change.earlier.position for change in taken_back if change.earlier]
        self._gone = {bare(quotation.text) for position in gone for quotation in position.quotations}
        self._spoken = [bare(quotation.text) for position in held for quotation in position.quotations]

    def counterparts(self) -> list[list[Held]]:
        """For each position of today, the same one in earlier briefs, latest first.

        In one brief each position is the counterpart of one at most.
        """
        found: list[list[Held]] = [[] for _ in self._now.positions]
        for past in self._past:
            left = list(past.story.positions)
            for place, position in enumerate(self._now.positions):
                earlier = self._counterpart(position, left, past.story)
                if earlier is not None:
                    left.remove(earlier)
                    found[place].append(Held(past, earlier))
        return found

    def _counterpart(
        self, position: Position, left: Sequence[Position], then: StoryBriefing
    ) -> Position | None:
        """The same actor's position on the same issue; of several, the one that says most nearly the same."""
        likely = [
            other
            for other in left
            if self._is_same_actor(position, other, then)
            and self._is_same_issue((position, self._now), (other, then))
        ]
        return max(likely, key=lambda other: _nearness(position, other), default=None)

    def _is_same_actor(self, position: Position, other: Position, then: StoryBriefing) -> bool:
        """Whether two names are one actor's; a name that two could bear on either day is nobody's."""
        if same_name(position.actor, other.actor):
            return has_name(position.actor) or not _words(position).isdisjoint(_words(other))
        is_same = self._rules.is_same
        bearers = {p.actor for p in then.positions if is_same(position.actor, p.actor)}
        namesakes = {p.actor for p in self._now.positions if is_same(p.actor, other.actor)}
        return bearers == {other.actor} and namesakes == {position.actor}

    def _is_same_issue(
        self, one: tuple[Position, StoryBriefing], other: tuple[Position, StoryBriefing]
    ) -> bool:
        """Whether two positions are on one issue.

        Their issues are worded alike, or both are the story's own; or one is the story's own, and what the
        other is about stands in its words or in the story's headline.
        """
        (left, now), (right, then) = one, other
        is_own, was_own = left.issue == now.issue, right.issue == then.issue
        if (is_own and was_own) or likeness(left.issue, right.issue) >= self._rules.thresholds.issue:
            return True
        if is_own == was_own:
            return False
        whole, part = (_all_of(left, now), right.issue) if is_own else (_all_of(right, then), left.issue)
        return share_of_words(part, whole) >= self._rules.thresholds.own_issue

    def change(self, place: int, earlier: Sequence[Held]) -> PositionChange:
        """Say what became of one position of today."""
        now = self._now.positions[place]
        clear = self._last_clear(now)
        new = tuple(
            at
            for at, quotation in enumerate(now.quotations)
            if quotation.is_proved and self._is_new(quotation.text)
        )
        state, why = self._state_of(now, earlier, clear, is_quoted_anew=bool(new))
        then = clear if state is PositionState.MOVED else next(iter(earlier), None)
        report = self._report(now) if earlier and state is PositionState.UNCHANGED else None
        if report:
            is_held = now.stance is not Stance.UNCLEAR and _has_stance(now, earlier)
            state = PositionState.RESTATED if is_held else PositionState.NEW
            why = report.sentence
        return PositionChange(
            state=state,
            position=place,
            new_quotations=new,
            earlier=carry(then) if then else None,
            evidence=(report.place,) if report else (),
            why=why,
        )

    def _report(self, now: Position) -> Report | None:
        return find_report(now, self._now, self._past, known=self._texts, texts=self._rules.texts)

    def _last_clear(self, now: Position) -> Held | None:
        """The stance the actor took on this issue last, quoted; of one brief's several, one like today's."""
        for past in self._past:
            clear = [
                Held(past, other)
                for other in past.story.positions
                if _is_clear(other)
                and self._is_same_actor(now, other, past.story)
                and self._is_same_issue((now, self._now), (other, past.story))
            ]
            if clear:
                return next((held for held in clear if held.position.stance is now.stance), clear[-1])
        return None

    def _state_of(
        self, now: Position, earlier: Sequence[Held], clear: Held | None, *, is_quoted_anew: bool
    ) -> tuple[PositionState, str]:
        if not is_quoted_anew and (now.quotations or not self._is_reported_anew(now, earlier)):
            return PositionState.UNCHANGED, _unchanged(now, earlier)
        if is_quoted_anew and clear and now.stance not in {clear.position.stance, Stance.UNCLEAR}:
            return PositionState.MOVED, f"{clear.position.stance} → {now.stance}, quoted both times"
        if not earlier or not is_quoted_anew:
            return PositionState.NEW, "in no earlier brief" if not earlier else "reported anew, not quoted"
        return self._further(now, earlier)

    def _further(self, now: Position, earlier: Sequence[Held]) -> tuple[PositionState, str]:
        """Say what new words of somebody are who has not moved."""
        if now.stance is not Stance.UNCLEAR and _has_stance(now, earlier):
            return PositionState.RESTATED, f"{now.stance} as before, in other words"
        if self._is_worded_alike(now, earlier):
            return PositionState.RESTATED, "in words like those before"
        return PositionState.NEW, "further words; no stance told for certain both times"

    def _is_new(self, words: str) -> bool:
        """Whether words were neither quoted before nor stood in a text that was known."""
        sought = bare(words)
        return not any(sought in other for other in (*self._spoken, *self._texts))

    def _is_reported_anew(self, now: Position, earlier: Sequence[Held]) -> bool:
        """Whether an article that was not known reports something that is not as before.

        Summaries are worded anew each day: one that holds the same clear stance tells nothing new.
        """
        new = {record.id for record in self._now.articles if mark_of(record) not in self._marks}
        if not any(citation.article_id in new for citation in now.reported) or not now.summary:
            return False
        if now.stance is not Stance.UNCLEAR and _has_stance(now, earlier):
            return False
        said = [held.position.summary for held in earlier]
        fact = self._rules.thresholds.fact
        return self._is_new(now.summary) and all(likeness(now.summary, other) < fact for other in said)

    def _is_worded_alike(self, now: Position, earlier: Sequence[Held]) -> bool:
        old = [said.text for held in earlier for said in held.position.quotations]
        old = [words for words in old if bare(words) not in self._gone]
        new = [said.text for said in now.quotations if said.is_proved and self._is_new(said.text)]
        fact = self._rules.thresholds.fact
        return all(any(likeness(words, other) >= fact for other in old) for words in new)


def _has_stance(now: Position, earlier: Sequence[Held]) -> bool:
    return now.stance in {held.position.stance for held in earlier}


def _all_of(position: Position, story: StoryBriefing) -> str:
    """What a position on the story's own issue says, with the story's headline."""
    return f"{story.issue} {story.headline} {_said(position)}"


def _is_clear(position: Position) -> bool:
    return position.stance is not Stance.UNCLEAR and any(said.is_proved for said in position.quotations)


def _nearness(position: Position, other: Position) -> tuple[bool, bool, float]:
    shares_words = not _words(position).isdisjoint(_words(other))
    return shares_words, position.stance is other.stance, likeness(_said(position), _said(other))


def _said(position: Position) -> str:
    return " ".join([position.summary, *(quotation.text for quotation in position.quotations)])


def _words(position: Position) -> frozenset[str]:
    return frozenset(bare(quotation.text) for quotation in position.quotations)


def _unchanged(now: Position, earlier: Sequence[Held]) -> str:
    if not earlier:
        return "its words stood in an earlier brief or its articles"
    then = earlier[0].position.stance
    if then is now.stance:
        return f"{now.stance} as before, no new words"
    return f"no new words, read as {then} then and {now.stance} now"
