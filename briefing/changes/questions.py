"""The open questions of a story then and now -> which are new, which stay, which are answered and by whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from briefing.changes.likeness import likeness, new_words, share_of_question
from briefing.changes.values import QuestionChange, QuestionState, Rules, Thresholds
from briefing.schema import OpenQuestion, Quotation, StoryBriefing

__all__ = ["Past", "compare_questions"]


class Past(NamedTuple):
    """A story as it was briefed on a day."""

    day: date
    story: StoryBriefing


def compare_questions(
    now: StoryBriefing, past: Sequence[Past], *, day: date, rules: Rules
) -> tuple[QuestionChange, ...]:
    """Say what became of each question. `past` is the same story on earlier days, latest first; not empty."""
    left = list(past[0].story.open_questions)
    changes: list[QuestionChange] = []
    for question in now.open_questions:
        earlier = _same(question, left, rules.thresholds)
        if earlier is None:
            changes.append(QuestionChange(QuestionState.NEW, question, 0, None, "not in the last brief"))
            continue
        left.remove(earlier)
        days = (day - _first_asked(question, past, rules.thresholds)).days
        why = f"asked in the last brief: {earlier.question}"
        changes.append(QuestionChange(QuestionState.STILL_OPEN, question, days, None, why))
    return (*changes, *(_gone(question, now, past, day, rules) for question in left))


def _same(
    question: OpenQuestion, others: Sequence[OpenQuestion], thresholds: Thresholds
) -> OpenQuestion | None:
    best = max(others, key=lambda other: likeness(question.question, other.question), default=None)
    is_alike = best is not None and likeness(question.question, best.question) >= thresholds.question
    return best if is_alike else None


def _first_asked(question: OpenQuestion, past: Sequence[Past], thresholds: Thresholds) -> date:
    """The day from which on it was asked without a break."""
    first = past[0].day
    for earlier in past:
        if _same(question, earlier.story.open_questions, thresholds) is None:
            break
        first = earlier.day
    return first


def _gone(
    question: OpenQuestion, now: StoryBriefing, past: Sequence[Past], day: date, rules: Rules
) -> QuestionChange:
    """A question that is not asked any more is answered only by verified words that are new."""
    days = (day - _first_asked(question, past, rules.thresholds)).days
    earlier = [quotation.text for quotation in _quotations(past[0].story)]
    new = new_words([quotation.text for quotation in _quotations(now)], earlier, rules.known)
    answers = [quotation for quotation in _quotations(now) if quotation.text in new]
    best = max(answers, key=lambda answer: share_of_question(question.question, answer.text), default=None)
    share = share_of_question(question.question, best.text) if best else 0
    if best is None or share < rules.thresholds.answer:
        return QuestionChange(QuestionState.DROPPED, question, days, None, "asked no more, and not answered")
    why = f"{share:.0f} % of what it asks for is in the words of {best.speaker}"
    return QuestionChange(QuestionState.ANSWERED, question, days, best, why)


def _quotations(story: StoryBriefing) -> Iterator[Quotation]:
    for position in story.positions:
        yield from position.quotations
