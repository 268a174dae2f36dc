"""The open questions of a story then and now -> which are new, which stay, which are answered and by whom.

A question stays open until words answer it, whether or not anybody asks it again in between.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from briefing.changes.answers import share_answered
from briefing.changes.likeness import bare, likeness
from briefing.changes.rules import Rules, mark_of
from briefing.changes.trace import Past
from briefing.schema import OpenQuestion, QuestionChange, QuestionState, Quotation, StoryBriefing

__all__ = ["compare_questions"]


class _Asked(NamedTuple):
    """A question that no earlier brief called answered, as it was last asked, and since when it is."""

    question: OpenQuestion
    first: date
    last: date


class _Answer(NamedTuple):
    """Words that may answer, and who says them: name, role, and what the brief says of the position."""

    said: Quotation
    who: str


def compare_questions(
    now: StoryBriefing, past: Sequence[Past], *, day: date, rules: Rules
) -> tuple[QuestionChange, ...]:
    """Say what became of each question. `past` is the same story on earlier days, latest first; not empty."""
    left = _still_open(past, rules)
    changes: list[QuestionChange] = []
    for place, question in enumerate(now.open_questions):
        earlier = max(left, key=lambda asked: _alike(question, asked.question), default=None)
        if earlier is None or _alike(question, earlier.question) < rules.thresholds.question:
            changes.append(
                _change(QuestionState.NEW, question, day, day, "asked in no earlier brief", place=place)
            )
            continue
        left.remove(earlier)
        why = f"asked in the brief of {earlier.last}: {earlier.question.question}"
        changes.append(_change(QuestionState.STILL_OPEN, question, earlier.first, day, why, place=place))
    answers = _new_quotations(now, past, rules)
    gone = (_gone(asked, answers, day, rules) for asked in left)
    return (
        *changes,
        *(change for asked, change in zip(left, gone, strict=True) if _is_told(asked, change, past)),
    )


def _is_told(asked: _Asked, change: QuestionChange, past: Sequence[Past]) -> bool:
    """A question that nobody asks any more is mentioned once."""
    return change.state is QuestionState.ANSWERED or asked.last == past[0].day


def _still_open(past: Sequence[Past], rules: Rules) -> list[_Asked]:
    """Every question asked on earlier days and never answered, oldest first."""
    ledger: list[_Asked] = []
    for one in reversed(past):
        for question in one.story.open_questions:
            known = next(
                (a for a in ledger if _alike(question, a.question) >= rules.thresholds.question), None
            )
            if known is not None:
                ledger.remove(known)
            ledger.append(_Asked(question, known.first if known else one.day, one.day))
        answered = [
            change.question
            for change in (one.change.questions if one.change else ())
            if change.state is QuestionState.ANSWERED
        ]
        ledger = [
            asked
            for asked in ledger
            if all(_alike(asked.question, other) < rules.thresholds.question for other in answered)
        ]
    return ledger


def _alike(one: OpenQuestion, other: OpenQuestion) -> float:
    return likeness(one.question, other.question)


def _gone(asked: _Asked, answers: Sequence[_Answer], day: date, rules: Rules) -> QuestionChange:
    """A question that is not asked today is answered only by verified words that are new."""
    question = asked.question.question
    shares = [(share_answered(question, said.text, speaker=who), said) for said, who in answers]
    share, best = max(shares, key=lambda pair: pair[0], default=(0, None))
    if best is None or share < rules.thresholds.answer:
        why = "asked no more, and not answered"
        return _change(QuestionState.DROPPED, asked.question, asked.first, day, why)
    why = f"{share:.0f} % of what it asks for is in the words of {best.speaker}"
    return _change(QuestionState.ANSWERED, asked.question, asked.first, day, why, answer=best)


def _new_quotations(now: StoryBriefing, past: Sequence[Past], rules: Rules) -> list[_Answer]:
    """The quotations of today whose words were not there when the questions were asked."""
    marks = {mark_of(record) for one in past for record in one.story.articles}
    known = [bare(text) for mark in marks if mark for text in rules.known.get(mark, ())]
    known += [bare(answer.said.text) for one in past for answer in _quotations(one.story)]
    return [a for a in _quotations(now) if not any(bare(a.said.text) in other for other in known)]


def _quotations(story: StoryBriefing) -> Iterator[_Answer]:
    for position in story.positions:
        who = " ".join(filter(None, (position.actor, position.role, position.summary)))
        yield from (_Answer(quotation, who) for quotation in position.quotations if quotation.is_proved)


def _change(
    state: QuestionState,
    question: OpenQuestion,
    first: date,
    day: date,
    why: str,
    *,
    place: int | None = None,
    answer: Quotation | None = None,
) -> QuestionChange:
    return QuestionChange(
        state=state,
        place=place,
        question=question,
        first_asked=first,
        days=(day - first).days,
        answer=answer,
        why=why,
    )
