"""A brief's visible text -> each quotation in it and who it is given to.

Prose is read by the same rules as articles. On top of them a brief has habits of its own: the speaker in
brackets after the words, a bullet that opens with a name, a table with a name in its first column.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.articles import from_text
from briefing.schema import Polarity, Span, Utterance
from briefing.speech import attribute
from briefing.speech.marks import Paragraph, Run, find_paragraphs
from briefing.verify.visible import Visible

__all__ = ["Claim", "Place", "find_claims"]

_NAME = r"[^\W\d_][\w.’'-]*(?:[ \u00a0][\w.’'-]+){0,7}"
_BRACKETED_RE = re.compile(rf"[^\S\n]*\((?P<name>{_NAME})(?:,[^()\n]{{0,80}})?\)")
_DASHED_RE = re.compile(
    rf"[^\S\n]*[—–-]{{1,2}}[^\S\n]+(?P<name>{_NAME})(?:,[^\n]{{0,80}}|[^\S\n]\([^()\n]{{0,80}}\))?\s*(?:\n|\Z)"
)
_POSSESSIVE_RE = re.compile(
    r"\b(?!(?:It|That|This|Let|Here|There|What|Who|He|She|Today|Yesterday|Tomorrow)\b)"
    r"(?P<name>[^\W\d_a-z][\w-]*(?:\s[^\W\d_a-z][\w.-]*){0,4})['’]s?\s+\Z"
)
_OPENING_RE = re.compile(
    rf"[^\S\n]*(?P<name>{_NAME})(?:,[^:\n“\"]{{0,80}}|[^\S\n]*\([^()\n]{{0,80}}\))?[^\S\n]*(?::|[^\S\n][—–-])\s*\Z"
)
_DENIED_AFTER_RE = re.compile(
    r",?\s*,\s(?:(?:which|something|a (?:charge|claim|remark)|words)\s(?:that\s)?(?:\w+\s){1,3}?"
    r"(?:den(?:y|ies|ied)|disput(?:es|ed))|was\s(?:\w+\s){1,3}?(?:bestreitet|bestritt|dementiert\w*))\b",
    re.IGNORECASE,
)
# Who does not agree may say so all the same: *did not agree: “…”*.
_REACTION_RE = re.compile(r"agree|concur|hesitat|waver|flinch|zustimm|zöger", re.IGNORECASE)
_PRONOUN_RE = re.compile(
    r"(?:he|she|they|it|i|we|who|his|her|their|er|sie|es|wir|ich|der|die)\Z", re.IGNORECASE
)
_ACCORDING_RE = re.compile(r"\A(?:Laut|Nach Angaben von|According to)\s+(?=\w)", re.IGNORECASE)
_SEVERAL_RE = re.compile(
    r"(?:both|all|each|neither|none|nobody|everybody|everyone|beide|alle)\b", re.IGNORECASE
)
# Words of a clause that hangs on somebody are his: *echoing Holm, who had said “…”*.
_RELATIVE_RE = re.compile(r",\s(?:who|der|die)\s(?:\w+\s){0,4}?\w+\s?[:,]?\s*\Z")
_SHE_RE = re.compile(r"(?:he|she|er|sie)", re.IGNORECASE)
_CAPITAL_RE = re.compile(r"[^\W\d_a-zß-ÿ]")
_PARTICLES = frozenset(
    "von van der den de del della di da dos du la le al bin ibn abu of the zu und and".split()
)
_DETERMINERS = frozenset("the a an one two three several some der die das ein eine zwei mehrere".split())
_WHO_LENGTH = 8
_LEAD_LENGTH = 100
_SCARE_LENGTH = 2


class Place(NamedTuple):
    """Where a brief says that words stand: a range of an article's text.

    `source` is that article's source by the brief's list: empty where the list lacks it, None without one.
    """

    start: int
    end: int
    source: str | None = None


class Claim(NamedTuple):
    """A quotation of the brief: where its words stand in the file, and whom it gives them to, if anybody.

    `or_else` is who else may be meant: in a row about somebody, a sentence may name another. `before` is the
    part of its paragraph that leads up to it. `polarity` is whether the brief says that the words were said.
    Where the brief has one person report another's words, `told_by` is the first and `told_of` the second;
    `told_of` is empty where a pronoun stands for him. `place` is where a brief for programs says they stand.
    """

    span: Span
    quote: str
    actor: str | None
    before: str
    or_else: tuple[str, ...] = ()
    polarity: Polarity = Polarity.ASSERTED
    told_by: str | None = None
    told_of: str = ""
    place: Place | None = None


def find_claims(visible: Visible, *, language: str | None = None) -> tuple[Claim, ...]:
    """Find the quotations in order; one or two words in marks that nobody is said to speak are none."""
    article = from_text(visible.text, source="brief", language=language)
    utterances = _with_pronouns(visible.text, attribute(article))
    said = sorted((_Said(marked, u) for u in utterances for marked in u.marked), key=lambda said: said.span)
    claims = (
        _claim(visible, _spoken_in(said, run.inner), run, before)
        for paragraph in find_paragraphs(visible.text)
        for run, before in _runs(visible.text, paragraph)
    )
    return tuple(claim for claim in claims if claim)


def _with_pronouns(text: str, utterances: Sequence[Utterance]) -> list[Utterance]:
    """Give what *she* says to who speaks right before in the paragraph, if nobody else is named there."""
    known: list[Utterance] = []
    for utterance in utterances:
        mention = utterance.speaker.of(text) if utterance.speaker else ""
        is_open = utterance.actor is None and _SHE_RE.fullmatch(mention)
        actor = known[-1].actor if is_open and known and _is_only(text, known[-1], utterance) else None
        known.append(utterance.model_copy(update={"actor": actor}) if actor else utterance)
    return known


def _is_only(text: str, last: Utterance, utterance: Utterance) -> bool:
    """Whether the last speaker is the only name between the beginning of the paragraph and the words."""
    if last.actor is None or last.speaker is None or last.marked or last.extent.end > utterance.extent.start:
        return False
    start = text.rfind("\n\n", 0, utterance.extent.start) + 1
    named = last.speaker
    rest = text[start : named.start] + " " + text[named.end : utterance.extent.start]
    return named.start >= start and not _CAPITAL_RE.search(rest)


def _runs(text: str, paragraph: Paragraph) -> Iterator[tuple[Run, str]]:
    """The marked runs of a paragraph, each with what leads up to it."""
    done = paragraph.span.start
    for run in paragraph.runs:
        yield run, text[done : run.span.start]
        done = run.span.end


class _Said(NamedTuple):
    """A marked run of an utterance."""

    span: Span
    utterance: Utterance


def _spoken_in(said: Sequence[_Said], run: Span) -> Sequence[_Said]:
    """What is spoken in a run, the outermost first."""
    first = bisect_left(said, run.start, key=lambda item: item.span.start)
    last = bisect_left(said, run.end, key=lambda item: item.span.start)
    return sorted(said[first:last], key=lambda item: item.utterance.outer is not None)


def _claim(visible: Visible, spoken: Sequence[_Said], run: Run, before: str) -> Claim | None:
    words = run.inner.of(visible.text)
    names = _candidates(visible, spoken, run, before)
    if not words.strip() or not (names or len(words.split()) > _SCARE_LENGTH):
        return None
    told_by, told_of = _told(visible.text, spoken)
    return Claim(
        span=visible.original(run.inner),
        quote=words,
        actor=names[0] if names else None,
        before=before,
        or_else=tuple(names[1:]),
        polarity=_polarity(visible.text, spoken, run),
        told_by=told_by,
        told_of=told_of,
    )


def _told(text: str, spoken: Sequence[_Said]) -> tuple[str | None, str]:
    """Who reports the words, and whose they are by that report; nobody where it is one and the same."""
    inner = [said for said in spoken if said.utterance.outer is not None]
    outer = [said for said in spoken if said.utterance.outer is None]
    reporter, speaker = _heard(text, outer), _heard(text, inner[-1:])
    if not inner or reporter is None or reporter == speaker:
        return None, ""
    return reporter, speaker or ""


def _polarity(text: str, spoken: Sequence[_Said], run: Run) -> Polarity:
    """Whether the brief says that the words were said, by the outermost report that leaves it open."""
    if _DENIED_AFTER_RE.match(text, run.span.end):
        return Polarity.DENIED
    polarities = (
        said.utterance.polarity
        for said in spoken
        if not (said.utterance.cue and _REACTION_RE.match(said.utterance.cue.of(text)))
    )
    return next((one for one in polarities if one is not Polarity.ASSERTED), Polarity.ASSERTED)


def _candidates(visible: Visible, spoken: Sequence[_Said], run: Run, before: str) -> list[str]:
    """Who the words may be given to, the likeliest first."""
    after = _named_after(visible.text, run.span.end)
    if after and not after.isupper():
        return [after]
    heard = _heard(visible.text, spoken[::-1] if _RELATIVE_RE.search(before) else spoken)
    opening = None if heard and before.rstrip()[-1:] != ":" else _named_before(before)
    row = _named_in_row(visible, run.span)
    names = (opening, row, heard or opening or row or _named_beside(visible.text, run, before))
    # Capitals alone in brackets are more often the agency the words come from.
    return list(dict.fromkeys(name for name in (*names, after) if name))


def _named_after(text: str, end: int) -> str | None:
    """The name in `“…” (Ada Brandt, mayor)`."""
    match = _BRACKETED_RE.match(text, end)
    return match["name"] if match and _is_name(match["name"]) else None


def _named_beside(text: str, run: Run, before: str) -> str | None:
    """The name in `“…” — Ada Brandt` at the end of a line, or in *Brandt's “…”* before a whole statement."""
    if (match := _DASHED_RE.match(text, run.span.end)) and _is_name(match["name"]):
        return match["name"]
    possessive = _POSSESSIVE_RE.search(before[-_LEAD_LENGTH:])
    is_statement = len(run.inner.of(text).split()) > _SCARE_LENGTH
    return possessive["name"] if possessive and is_statement else None


def _named_before(before: str) -> str | None:
    """The name in `Ada Brandt (mayor): “…”` at the beginning of a line."""
    match = _OPENING_RE.match(before)
    name = _ACCORDING_RE.sub("", match["name"]) if match else ""
    return name if name and _is_name(name) else None


def _is_name(words: str) -> bool:
    """Whether the words are a name, or a description such as *the company's insurer*."""
    first, *others = words.split()
    if first.casefold() in _DETERMINERS:
        return bool(others)
    return first[0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in others)


def _heard(text: str, spoken: Sequence[_Said]) -> str | None:
    """The speaker by the rules of speech: the actor, or the mention where it is no pronoun."""
    for _, utterance in spoken:
        if utterance.actor:
            return _ACCORDING_RE.sub("", utterance.actor.name)
        mention = utterance.speaker.of(text) if utterance.speaker else ""
        mention = _ACCORDING_RE.sub("", mention)
        is_name = mention[:1].isalnum() and not _SEVERAL_RE.match(mention)
        if is_name and not _PRONOUN_RE.match(mention):
            return mention
    return None


def _named_in_row(visible: Visible, run: Span) -> str | None:
    """The name that opens the table's row: `| Ada Brandt, mayor | “…” |`."""
    place = bisect_right(visible.rows, run.start, key=lambda row: row.span.start) - 1
    is_inside = place >= 0 and visible.rows[place].span.contains(run)
    who = re.split(r"[,(:–—]", visible.rows[place].who)[0].strip() if is_inside else ""
    is_known = bool(who) and (who[0].isupper() or who.split()[0] in _DETERMINERS)
    return who if is_known and len(who.split()) <= _WHO_LENGTH else None
