"""A brief's visible text -> each quotation in it and who it is given to.

Prose is read by the same rules as articles. On top of them a brief has habits of its own: the speaker in
brackets after the words, a bullet that opens with a name, a table with a name in its first column.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from briefing.articles import from_text
from briefing.schema import Span, Utterance
from briefing.speech import attribute
from briefing.speech.marks import find_paragraphs
from briefing.verify.visible import Visible

__all__ = ["Claim", "find_claims"]

_NAME = r"[^\W\d_][\w.’'-]*(?:[ \u00a0][\w.’'-]+){0,7}"
_BRACKETED_RE = re.compile(rf"[^\S\n]*\((?P<name>{_NAME})(?:,[^()\n]{{0,80}})?\)")
_OPENING_RE = re.compile(
    rf"[^\S\n]*(?P<name>{_NAME})(?:,[^:\n“\"]{{0,80}}|[^\S\n]*\([^()\n]{{0,80}}\))?[^\S\n]*(?::|[^\S\n][—–-])\s*\Z"
)
_PRONOUN_RE = re.compile(
    r"(?:he|she|they|it|i|we|who|his|her|their|er|sie|es|wir|ich|der|die)\Z", re.IGNORECASE
)
_PARTICLES = frozenset(
    "von van der den de del della di da dos du la le al bin ibn abu of the zu und and".split()
)
_DETERMINERS = frozenset("the a an one two three several some der die das ein eine zwei mehrere".split())
_WHO_LENGTH = 8
_SCARE_LENGTH = 2


class Claim(NamedTuple):
    """A quotation of the brief: where its words stand in the file, and whom it gives them to, if anybody.

    `before` is the part of its paragraph that leads up to it. `second_hand` says that the brief itself has
    one person report another's words.
    """

    span: Span
    quote: str
    actor: str | None
    before: str
    second_hand: bool = False


def find_claims(visible: Visible, *, language: str | None = None) -> tuple[Claim, ...]:
    """Find the quotations in order; one or two words in marks that nobody is said to speak are none."""
    article = from_text(visible.text, source="brief", language=language)
    utterances = attribute(article)
    claims = []
    for paragraph in find_paragraphs(visible.text):
        for index, run in enumerate(paragraph.runs):
            before = Span(
                paragraph.runs[index - 1].span.end if index else paragraph.span.start, run.span.start
            )
            after = _named_after(visible.text, run.span.end)
            actor = (
                (after if after and not after.isupper() else None)
                or _named_before(before.of(visible.text))
                or _heard(visible.text, utterances, run.inner, row=_named_in_row(visible, run.span))
                or after  # capitals alone are more often the agency the words come from
            )
            words = run.inner.of(visible.text)
            if words.strip() and (actor or len(words.split()) > _SCARE_LENGTH):
                nested = any(u.outer is not None and _says(u, run.inner) for u in utterances)
                span = visible.original(run.inner)
                claims.append(Claim(span, words, actor, before.of(visible.text), nested))
    return tuple(claims)


def _named_after(text: str, end: int) -> str | None:
    """The name in `“…” (Ada Brandt, mayor)`."""
    match = _BRACKETED_RE.match(text, end)
    return match["name"] if match and _is_name(match["name"]) else None


def _named_before(before: str) -> str | None:
    """The name in `Ada Brandt (mayor): “…”` at the beginning of a line."""
    match = _OPENING_RE.match(before)
    return match["name"] if match and _is_name(match["name"]) else None


def _is_name(words: str) -> bool:
    """Whether the words are a name, or a description such as *the company's insurer*."""
    first, *others = words.split()
    if first.casefold() in _DETERMINERS:
        return bool(others)
    return first[0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in others)


def _heard(text: str, utterances: Sequence[Utterance], run: Span, *, row: str | None) -> str | None:
    """The speaker by the rules of speech; a pronoun in a table's row means whom the row is about."""
    for utterance in utterances:
        if _says(utterance, run):
            mention = utterance.speaker.of(text) if utterance.speaker else ""
            if row and _PRONOUN_RE.match(mention):
                return row
            if utterance.actor:
                return utterance.actor.name
            if mention and not _PRONOUN_RE.match(mention):
                return mention
    return row


def _says(utterance: Utterance, run: Span) -> bool:
    return any(marked.overlaps(run) for marked in utterance.marked or utterance.content)


def _named_in_row(visible: Visible, run: Span) -> str | None:
    """The name that opens the table's row: `| Ada Brandt, mayor | “…” |`."""
    row = next((row for row in visible.rows if row.span.contains(run)), None)
    who = re.split(r"[,(:–—]", row.who)[0].strip() if row else ""
    is_known = bool(who) and (who[0].isupper() or who.split()[0] in _DETERMINERS)
    return who if is_known and len(who.split()) <= _WHO_LENGTH else None
