"""What somebody holds, and their words, as lines of the news."""

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from briefing.render.entries import STANCES, Line, find_places
from briefing.render.visible import plain, quoted
from briefing.schema import Position, PositionChange, Quotation, Stance, StoryBriefing
from briefing.text import folded

__all__ = [
    "bare",
    "is_told",
    "new_words",
    "say_again",
    "say_held",
    "say_issue",
    "say_who",
    "say_words",
    "write_new",
]

_DATE_RE = re.compile(r" \(\d{4}-\d\d-\d\d[^)]{0,20}\)")  # the day a line has behind *on Tuesday*
_SHOWN = 2  # of somebody's new words in the section; the brief below holds them all
_FEWEST = 3  # words of a line that can be told twice
_Numbers = Mapping[str, int]


def bare(text: str) -> str:
    """A line without what may differ where it is told again: dates behind weekdays, case, marks."""
    return _DATE_RE.sub("", folded(text)).strip(" .").casefold()


def is_told(text: str, told: str) -> bool:
    """Whether lines that were told, `told` as `bare` has them, hold a text; a word or two are no text.

    >>> told = bare("The pier will close on Friday (2026-03-06), Kallow said.")
    >>> is_told("The pier will close on Friday.", told), is_told("Friday", told)
    (True, False)
    """
    sought = bare(text)
    return len(sought.split()) >= _FEWEST and sought in told


def new_words(
    position: Position, change: PositionChange, answers: Collection[Quotation] = ()
) -> list[Quotation]:
    """The first of the words that are news and do not stand under the question that they answer."""
    new = (position.quotations[place] for place in change.new_quotations)
    return [quotation for quotation in new if quotation.is_proved and quotation not in answers][:_SHOWN]


def write_new(
    now: Position,
    change: PositionChange,
    words: Sequence[Quotation],
    story: StoryBriefing,
    numbers: _Numbers,
    told: str,
) -> tuple[Line, ...]:
    """Write who holds what, and the new words that the summary does not hold already.

    A summary that was told before, in this section or an earlier brief, is not told again beside new words;
    nor is one beside what an article reports anew. Empty where nothing is left to tell.
    """
    stance = "" if now.stance is Stance.UNCLEAR else f"{STANCES[now.stance]}{say_issue(now, story)}"
    summary = plain(now.summary)
    is_as_before = change.earlier is not None and bare(summary) == bare(change.earlier.position.summary)
    if change.evidence or (change.new_quotations and is_as_before) or is_told(summary, told):
        summary = ""
    reported = _say_reported(change, numbers)
    held = ": ".join(filter(None, (stance, summary)))
    unsaid = [quotation for quotation in words if folded(plain(quotation.text)) not in folded(summary)]
    if not (held or unsaid or reported):
        return ()
    shown = now.reported or ([] if unsaid else now.quotations)
    head = f"{say_who(now)} — {held}" if held else f"{say_who(now)} —"
    places = find_places(shown, numbers) if summary else ()
    return (Line(head, places), *reported, *(say_words(quotation, numbers) for quotation in unsaid))


def say_again(
    now: Position, change: PositionChange, words: Sequence[Quotation], story: StoryBriefing, numbers: _Numbers
) -> tuple[Line, ...]:
    """Write who holds what as before, and the words or the report in which it is said again."""
    stance = "" if now.stance is Stance.UNCLEAR else _as_before(now, story)
    said = [say_words(quotation, numbers) for quotation in words]
    return (Line(f"{say_who(now)} —{stance}"), *said, *_say_reported(change, numbers))


def _as_before(now: Position, story: StoryBriefing) -> str:
    return f" {STANCES[now.stance]}{say_issue(now, story)}, as before:"


def _say_reported(change: PositionChange, numbers: _Numbers) -> tuple[Line, ...]:
    """The sentence of an article that is new, where the change rests on one."""
    return (Line(plain(change.why), find_places(change.evidence, numbers)),) if change.evidence else ()


def say_words(
    quotation: Quotation,
    numbers: _Numbers,
    days: Mapping[str, str] = MappingProxyType({}),
    *,
    lead: str = "",
) -> Line:
    """Write words with their speaker and, where `days` has it, the day their source came out."""
    day = days.get(quotation.article_id)
    words = f"{lead}{f'{day}: ' if day else ''}{quoted(quotation.text)} ({plain(quotation.speaker)})"
    return Line(words, find_places([quotation], numbers))


def say_held(
    position: Position,
    quotation: Quotation,
    numbers: _Numbers,
    days: Mapping[str, str],
    *,
    lead: str = "",
    told: str = "",
) -> Line:
    """Write what somebody held on a day, unless it is `told`, and the words for it."""
    summary = plain(position.summary)
    if not summary or is_told(summary, told):
        return say_words(quotation, numbers, days, lead=lead)
    day = days.get(quotation.article_id)
    is_held = folded(plain(quotation.text)) in folded(summary)
    said = "" if is_held else f"{quoted(quotation.text)} ({plain(quotation.speaker)})"
    line = " ".join(filter(None, (summary, said)))
    return Line(f"{lead}{f'{day}: ' if day else ''}{line}", find_places([quotation], numbers))


def say_who(position: Position) -> str:
    """Name and role."""
    return f"{plain(position.actor)}{f', {plain(position.role)}' if position.role else ''}"


def say_issue(position: Position, story: StoryBriefing) -> str:
    """What a stance is on, where it is not the story's own issue."""
    return "" if position.issue == story.issue else f" ({plain(position.issue)})"
