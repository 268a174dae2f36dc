"""The content of a reply about a story -> Draft. A bad item is left out; the good ones stand."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic import JsonValue

from briefing.drafts.reply_text import read_value
from briefing.drafts.wire import StoryReply, WireLine, WirePosition, WireQuestion, problems_of, validate
from briefing.errors import Problem
from briefing.schema import Draft, DraftPosition, DraftQuestion, Finding, FindingCode, Line, Stance

__all__ = ["read_draft"]

_LISTS = ("bottom_line", "open_questions", "positions")
_ITEM_RE = re.compile(r"\$\.(bottom_line|open_questions|positions)\[(\d+)\]")
# An apostrophe between letters is one: the workers' own, it isn't.
_APOSTROPHES_RE = re.compile(r"(?<!\w)'((?:[^']|(?<=\w)'(?=\w))+)'(?!\w)")
_SUBJECT_KEYS = ("actor", "question", "text")
_SUBJECT_SHOWN = 80
_ECHO_WORDS = 8  # so many last words two people hardly share by chance


Item = TypeVar("Item", WireLine, WirePosition, WireQuestion)


class _Sifted(NamedTuple):
    """A reply's value without the items that do not fit, and a finding for each of these."""

    value: JsonValue
    findings: tuple[Finding, ...]


def read_draft(content: str, *, limits: Mapping[str, int]) -> Draft:
    """Read a reply's content; raises InvalidReplyError with the places that are wrong.

    An item of a list that does not fit is left out with a finding, and so are the items past their list's
    entry in `limits`; its entry `evidence` is for the numbers behind one line. A reply that loses every
    position it offered for not fitting is invalid as a whole. A summary that several actors are given is
    nobody's, and is left out of each position.
    """
    value = read_value(content)
    sifted = _sift(value, problems_of(StoryReply, value))
    reply = validate(StoryReply, sifted.value)
    if isinstance(value, dict) and value["positions"] and not reply.positions:
        validate(StoryReply, value)
    return _draft(reply, limits, sifted.findings)


def _sift(value: JsonValue, problems: Sequence[Problem]) -> _Sifted:
    if not isinstance(value, dict):
        return _Sifted(value, ())
    bad: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        if item := _ITEM_RE.match(problem.place):
            bad.setdefault((item[1], int(item[2])), []).append(problem)
    kept = {name: _without(name, inner, bad) for name, inner in value.items()}
    findings = (_bad_item(value[name], number, found) for (name, number), found in bad.items())
    return _Sifted(kept, tuple(findings))


def _without(name: str, items: JsonValue, bad: Mapping[tuple[str, int], object]) -> JsonValue:
    if not isinstance(items, list):
        return items
    return [item for number, item in enumerate(items) if (name, number) not in bad]


def _bad_item(items: JsonValue, number: int, problems: Iterable[Problem]) -> Finding:
    item = items[number] if isinstance(items, list) else None
    detail = "; ".join(f"{problem.place}: {problem.words}" for problem in problems)
    return Finding(code=FindingCode.INVALID_ITEM, subject=_subject(item) or "an item", detail=detail)


def _subject(item: JsonValue) -> str:
    fields = item if isinstance(item, dict) else {}
    names = (fields.get(key) for key in _SUBJECT_KEYS)
    return next((_words(name)[:_SUBJECT_SHOWN] for name in names if isinstance(name, str)), "")


def _echoed(reply: StoryReply) -> frozenset[str]:
    """Summaries that end alike under different names: a model that has lost the thread repeats itself."""
    actors: dict[tuple[str, ...], set[str]] = {}
    for position in reply.positions:
        actors.setdefault(_ending(position.summary), set()).add(position.actor)
    return frozenset(p.summary for p in reply.positions if len(actors[_ending(p.summary)]) > 1)


def _ending(summary: str) -> tuple[str, ...]:
    return tuple(summary.casefold().split()[-_ECHO_WORDS:])


def _draft(reply: StoryReply, limits: Mapping[str, int], findings: tuple[Finding, ...]) -> Draft:
    kept = _within(reply, limits)
    issue = _line(kept.issue)
    echoed = _echoed(kept)
    return Draft(
        headline=_line(kept.headline),
        bottom_line=tuple(_line(line) for line in kept.bottom_line),
        issue=issue,
        positions=tuple(_position(position, issue.text, echoed) for position in kept.positions),
        questions=tuple(_question(question) for question in kept.open_questions),
        findings=(*findings, *_surplus(reply, limits), *_echoes(kept, echoed)),
    )


def _within(reply: StoryReply, limits: Mapping[str, int]) -> StoryReply:
    """The reply with no list longer than its limit."""
    most = limits.get("evidence")
    return StoryReply(
        bottom_line=[_cut(line, most) for line in reply.bottom_line[: limits.get("bottom_line")]],
        headline=_cut(reply.headline, most),
        issue=_cut(reply.issue, most),
        open_questions=[
            _cut(question, most) for question in reply.open_questions[: limits.get("open_questions")]
        ],
        positions=[_cut(position, most) for position in reply.positions[: limits.get("positions")]],
    )


def _cut(item: Item, most: int | None) -> Item:
    return item.model_copy(update={"evidence": item.evidence[:most]})


def _surplus(reply: StoryReply, limits: Mapping[str, int]) -> Iterator[Finding]:
    for name in _LISTS:
        yield from _too_many(name.replace("_", " "), len(getattr(reply, name)), limits.get(name))
    lines = (*reply.bottom_line, reply.headline, reply.issue)
    items: tuple[WireLine | WirePosition | WireQuestion, ...] = (
        *lines,
        *reply.positions,
        *reply.open_questions,
    )
    for item in items:
        subject = _subject(item.model_dump())
        yield from _too_many(subject, len(item.evidence), limits.get("evidence"), what="sentences")


def _too_many(subject: str, number: int, limit: int | None, *, what: str = "items") -> Iterator[Finding]:
    if limit is not None and number > limit:
        detail = f"the reply gives {number} {what} where {limit} were asked for; the first {limit} are read"
        yield Finding(code=FindingCode.OVER_LIMIT, subject=subject, detail=detail)


def _line(line: WireLine) -> Line:
    return Line(text=_words(line.text), evidence=_numbers(line.evidence))


def _echoes(reply: StoryReply, echoed: Container[str]) -> Iterator[Finding]:
    for position in reply.positions:
        if position.summary in echoed:
            detail = "the reply gives the same summary for several actors; the position stands without it"
            yield Finding(code=FindingCode.REPEATED, subject=_words(position.actor), detail=detail)


def _position(position: WirePosition, issue: str, echoed: Container[str]) -> DraftPosition:
    return DraftPosition(
        actor=" ".join(position.actor.split()),
        issue=issue,
        stance=Stance(position.stance),
        summary="" if position.summary in echoed else _words(position.summary),
        evidence=_numbers(position.evidence),
    )


def _question(question: WireQuestion) -> DraftQuestion:
    return DraftQuestion(
        question=_words(question.question),
        why_open=_words(question.why_open),
        evidence=_numbers(question.evidence),
    )


def _words(text: str) -> str:
    """The text on one line. Words between apostrophes, as the prompt shows quotations, are in marks again.

    So the verifier sees that they claim to be somebody's.
    """
    return _APOSTROPHES_RE.sub(r"“\1”", " ".join(text.split()))


def _numbers(evidence: Iterable[str]) -> tuple[str, ...]:
    """The numbers as given, each once; whether they exist is for the verifier to say."""
    return tuple(dict.fromkeys(number.strip() for number in evidence))
