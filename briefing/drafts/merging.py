"""Drafts of a story's sections -> one draft of the story.

The program joins the lists: it knows who is who, and loses nobody. The model sees them joined, and writes
what a program cannot: the one issue, each stance on it, the lines. What it makes of them is held against
what the sections offered.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple, TypeVar

from pydantic import JsonValue
from rapidfuzz import fuzz

from briefing.prompts import View, plain_line
from briefing.schema import (
    Actor,
    Draft,
    DraftPosition,
    DraftQuestion,
    Finding,
    FindingCode,
    Line,
    Stance,
)
from briefing.speech import match_actor
from briefing.verify.draft import SAME_QUESTION

__all__ = ["Joined", "join", "restrict", "settle", "show"]

_CLAIMS_SHOWN = 4  # of one actor
_SUBJECT = 80
_WORD_RE = re.compile(r"\w+")
_OPPOSITE = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}

Item = TypeVar("Item", Line, DraftPosition, DraftQuestion)


class Joined(NamedTuple):
    """What the sections offer, in lists of the whole story.

    `claims` are the positions as the sections gave them, each actor under one name, the one with most
    evidence first. `questions` hold each question once, with all its evidence. `name_of` gives a name as a
    draft writes it the form that the story has for it.
    """

    drafts: tuple[Draft, ...]
    claims: tuple[DraftPosition, ...]
    questions: tuple[DraftQuestion, ...]
    name_of: Callable[[str], str]

    @property
    def evidence(self) -> frozenset[str]:
        """Every sentence that a section cites."""
        return frozenset(
            number for draft in self.drafts for item in _items(draft) for number in item.evidence
        )

    @property
    def longest(self) -> int:
        """The length of the longest list."""
        actors = {claim.actor for claim in self.claims}
        return max(len(self.drafts), len(actors), len(self.questions), 1)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the sections left out."""
        return tuple(finding for draft in self.drafts for finding in draft.findings)

    def draft(self, headline: str, limits: Mapping[str, int]) -> Draft:
        """The lists as they are, for want of a model's draft; lines are those of the first section."""
        first = self.drafts[0]
        draft = Draft(
            headline=Line(text=headline, evidence=()),
            bottom_line=first.bottom_line[: limits.get("bottom_line")],
            issue=first.issue,
            positions=(),
            questions=self.questions[: limits.get("open_questions")],
        )
        return settle(draft, self, limits)


def join(drafts: Sequence[Draft], actors: Sequence[Actor]) -> Joined:
    """Put the lists of the sections together, with one name for each of the story's actors."""
    name_of = cache(lambda name: _name_of(name, actors))
    named = tuple(_with_names(draft, name_of) for draft in drafts)
    claims = [position for draft in named for position in draft.positions]
    weights = Counter[str]()
    for claim in claims:
        weights[claim.actor] += len(claim.evidence)
    claims.sort(key=lambda claim: (-weights[claim.actor], claim.actor))
    questions = _join_questions(question for draft in named for question in draft.questions)
    return Joined(named, tuple(claims), questions, name_of)


def restrict(draft: Draft, offered: Collection[str], *, why: str) -> Draft:
    """The draft without the evidence that was not offered; each such number becomes a finding."""
    findings = tuple(
        Finding(code=FindingCode.UNKNOWN_EVIDENCE, subject=_subject(item), detail=f"{number[:40]} is {why}")
        for item in _items(draft)
        for number in item.evidence
        if number not in offered
    )

    def cut(item: Item) -> Item:
        kept = tuple(number for number in item.evidence if number in offered)
        return item.model_copy(update={"evidence": kept})

    return Draft(
        headline=cut(draft.headline),
        bottom_line=tuple(map(cut, draft.bottom_line)),
        issue=cut(draft.issue),
        positions=tuple(map(cut, draft.positions)),
        questions=tuple(map(cut, draft.questions)),
        findings=(*draft.findings, *findings),
    )


def _items(draft: Draft) -> Iterator[Line | DraftPosition | DraftQuestion]:
    return chain((draft.headline, draft.issue), draft.bottom_line, draft.positions, draft.questions)


def _subject(item: Line | DraftPosition | DraftQuestion) -> str:
    match item:
        case DraftPosition():
            return item.actor[:_SUBJECT]
        case DraftQuestion():
            return item.question[:_SUBJECT]
        case Line():
            return item.text[:_SUBJECT]


# --- one name, one question ----------------------------------------------------------------------------


def _with_names(draft: Draft, name_of: Callable[[str], str]) -> Draft:
    positions = tuple(p.model_copy(update={"actor": name_of(p.actor)}) for p in draft.positions)
    return draft.model_copy(update={"positions": positions})


def _name_of(name: str, actors: Sequence[Actor]) -> str:
    actor = match_actor(name, actors)
    return actor.name if actor else name


def _join_questions(questions: Iterable[DraftQuestion]) -> tuple[DraftQuestion, ...]:
    joined: list[DraftQuestion] = []
    for question in questions:
        place = next((n for n, other in enumerate(joined) if _is_same_question(question, other)), None)
        if place is None:
            joined.append(question)
        else:
            evidence = _union(joined[place].evidence, question.evidence)
            joined[place] = joined[place].model_copy(update={"evidence": evidence})
    return tuple(joined)


def _is_same_question(one: DraftQuestion, two: DraftQuestion) -> bool:
    return fuzz.token_set_ratio(one.question.lower(), two.question.lower()) >= SAME_QUESTION


def _union(one: Iterable[str], two: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *two)))


# --- what the prompt shows -----------------------------------------------------------------------------


def show(joined: Joined, *, size: int) -> View:
    """The lists as plain values for a template, none longer than `size`; of each actor a few claims.

    What is not shown is not lost: `settle` goes through all of it.
    """
    by_actor: dict[str, list[DraftPosition]] = {}
    for claim in joined.claims:
        by_actor.setdefault(claim.actor, []).append(claim)
    step = max(1, -(-len(joined.drafts) // size))
    return {
        "sections": [_section_view(draft) for draft in joined.drafts[::step]],
        "actors": [
            {"name": plain_line(name), "claims": [_claim_view(claim) for claim in claims[:_CLAIMS_SHOWN]]}
            for name, claims in list(by_actor.items())[:size]
        ],
        "questions": [_question_view(question) for question in joined.questions[:size]],
    }


def _section_view(draft: Draft) -> JsonValue:
    lines = [_line_view(line) for line in draft.bottom_line]
    return {"headline": _line_view(draft.headline), "issue": _line_view(draft.issue), "bottom_line": lines}


def _line_view(line: Line) -> JsonValue:
    return {"text": plain_line(line.text), "evidence": list(line.evidence)}


def _claim_view(claim: DraftPosition) -> JsonValue:
    return {
        "stance": claim.stance.value,
        "issue": plain_line(claim.issue),
        "summary": plain_line(claim.summary),
        "evidence": list(claim.evidence),
    }


def _question_view(question: DraftQuestion) -> JsonValue:
    return {
        "question": plain_line(question.question),
        "why_open": plain_line(question.why_open),
        "evidence": list(question.evidence),
    }


# --- what became of it ---------------------------------------------------------------------------------


def settle(draft: Draft, joined: Joined, limits: Mapping[str, int]) -> Draft:
    """Hold a merged draft against what the sections offered.

    An actor it lost comes back with what a section said, and so do a position that contradicts the one it
    gave, and a summary; what then goes past the limit, and questions it lost, become findings. Claims that
    contradict each other are never evidence for one position.
    """
    merged = _with_names(draft, joined.name_of).positions
    apart = (_apart(position, joined.claims) for position in merged)
    kept = [_with_summary(position, joined.claims) for position in apart]
    most = limits.get("positions", len(kept) + len(joined.claims))
    findings: list[Finding] = []
    for entry in _entries(joined.claims, limits.get("evidence")):
        beside = [p for p in kept if p.actor == entry.actor and p.evidence]
        opposed = [p for p in beside if any(_clash(entry, voice) for voice in _voices(p, joined.claims))]
        if len(beside) > len(opposed):
            continue
        if len(kept) < most:
            kept.append(_carried(entry, draft.issue.text, opposed))
        else:
            findings.append(_not_merged(entry.actor, f"{entry.stance}: {entry.summary}"))
    lost = (question for question in joined.questions if not _is_kept(question, draft.questions))
    findings += (_not_merged(question.question, question.why_open) for question in lost)
    all_findings = (*joined.findings, *draft.findings, *findings)
    return draft.model_copy(update={"positions": tuple(kept), "findings": all_findings})


def _apart(position: DraftPosition, claims: Iterable[DraftPosition]) -> DraftPosition:
    """The position without the evidence of claims that contradict it, or one another."""
    kept: list[DraftPosition] = [position]
    against: set[str] = set()
    for claim in _voices(position, claims)[1:]:
        if any(_clash(claim, other) for other in kept):
            against |= set(claim.evidence)
        else:
            kept.append(claim)
    against -= {number for claim in kept[1:] for number in claim.evidence}
    evidence = tuple(number for number in position.evidence if number not in against)
    return position.model_copy(update={"evidence": evidence})


def _with_summary(position: DraftPosition, claims: Iterable[DraftPosition]) -> DraftPosition:
    """The position with a section's summary, if it has none and rests on the same sentences."""
    if position.summary:
        return position
    fitting = (c.summary for c in _voices(position, claims)[1:] if set(c.evidence) <= set(position.evidence))
    return position.model_copy(update={"summary": next(filter(None, fitting), "")})


def _voices(position: DraftPosition, claims: Iterable[DraftPosition]) -> tuple[DraftPosition, ...]:
    """The position and the actor's claims it rests on, in the order in which it cites them."""
    own = [claim for claim in claims if claim.actor == position.actor]
    cited = dict.fromkeys(
        n for number in position.evidence for n, c in enumerate(own) if number in c.evidence
    )
    return (position, *(own[number] for number in cited))


def _clash(one: DraftPosition, two: DraftPosition) -> bool:
    return {one.stance, two.stance} == set(_OPPOSITE) and _is_same_issue(one.issue, two.issue)


def _is_same_issue(one: str, two: str) -> bool:
    """Whether two sections ask the same, word for word: one other word may turn the question round."""
    return _WORD_RE.findall(one.casefold()) == _WORD_RE.findall(two.casefold())


def _carried(entry: DraftPosition, issue: str, opposed: Sequence[DraftPosition]) -> DraftPosition:
    """A section's position as one of the whole story.

    Its stance is that on the section's issue. On another it is unclear, but for one that is known to be the
    opposite of another position's.
    """
    stance = _OPPOSITE.get(opposed[0].stance, Stance.UNCLEAR) if opposed else Stance.UNCLEAR
    if _is_same_issue(entry.issue, issue):
        stance = entry.stance
    return entry.model_copy(update={"issue": issue, "stance": stance})


def _entries(claims: Iterable[DraftPosition], most: int | None) -> Iterator[DraftPosition]:
    """The claims, those of one actor with one stance on one issue as one; first one of every actor."""
    by_actor: dict[str, list[DraftPosition]] = {}
    for claim in claims:
        entries = by_actor.setdefault(claim.actor, [])
        place = next((n for n, entry in enumerate(entries) if _is_one(entry, claim)), None)
        if place is None:
            entries.append(claim)
        else:
            entries[place] = _as_one(entries[place], claim)
    ranked = (sorted(entries, key=lambda entry: -len(entry.evidence)) for entries in by_actor.values())
    numbered = [(place, entry) for entries in ranked for place, entry in enumerate(entries)]
    for _, entry in sorted(numbered, key=lambda pair: pair[0]):
        yield entry.model_copy(update={"evidence": entry.evidence[:most]})


def _is_one(entry: DraftPosition, claim: DraftPosition) -> bool:
    return entry.stance == claim.stance and _is_same_issue(entry.issue, claim.issue)


def _as_one(entry: DraftPosition, claim: DraftPosition) -> DraftPosition:
    return entry.model_copy(update={"evidence": _union(entry.evidence, claim.evidence)})


def _is_kept(question: DraftQuestion, kept: Iterable[DraftQuestion]) -> bool:
    return any(
        not set(question.evidence).isdisjoint(other.evidence) or _is_same_question(question, other)
        for other in kept
    )


def _not_merged(subject: str, detail: str) -> Finding:
    words = f"a section offers it and the merged draft does not hold it ({detail})"
    return Finding(code=FindingCode.NOT_MERGED, subject=subject[:_SUBJECT], detail=words)
