"""What a person sees where both briefs of a case lie side by side: items won, lost and moved.

Samples are nested: an item counts with the number of samples that hold it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from briefing.compare.replays import SampleReplay
from briefing.compare.results import ChangeKind, ItemChange
from briefing.schema import Article, Citation, OpenQuestion, Position, Quotation, StoryBriefing

__all__ = ["Changes", "find_changes"]

_EVIDENCE_SHOWN = 2
_ORDER = (ChangeKind.LOST, ChangeKind.MOVED, ChangeKind.WON)


class Changes(NamedTuple):
    """What changed, and how many items both sides hold alike."""

    changes: tuple[ItemChange, ...]
    same: int


class _Held(NamedTuple):
    """An item as a sample holds it. `identity` finds its like; `way` is how it is held, its stance."""

    what: Literal["position", "question"]
    identity: str
    way: str
    text: str
    evidence: tuple[str, ...]


def find_changes(base: Sequence[SampleReplay], head: Sequence[SampleReplay]) -> Changes:
    """Compare what the samples of both sides hold: positions by actor, questions by what they rest on."""
    left, right = _gather(base), _gather(head)
    found = []
    same = 0
    for identity in dict.fromkeys([*left, *right]):
        change = _compare(left.get(identity, []), right.get(identity, []), len(base), len(head))
        same += change is None
        found += [change] if change else []
    return Changes(tuple(sorted(found, key=lambda change: _ORDER.index(change.kind))), same)


def _gather(samples: Sequence[SampleReplay]) -> dict[str, list[list[_Held]]]:
    """For each identity, what each sample that has it holds."""
    gathered: dict[str, list[list[_Held]]] = {}
    for sample in samples:
        own: dict[str, list[_Held]] = {}
        for held in _items(sample):
            own.setdefault(held.identity, []).append(held)
        for identity, items in own.items():
            gathered.setdefault(identity, []).append(items)
    return gathered


def _items(sample: SampleReplay) -> Iterator[_Held]:
    articles = {
        key: article
        for drafted in sample.drafted
        for key, article in _articles(drafted.story.id, drafted.story.articles)
    }
    for told in sample.briefing.stories if sample.briefing else ():
        yield from (_held_position(told, position, articles) for position in told.positions)
        yield from (_held_question(told, question, articles) for question in told.open_questions)


def _articles(story: str, articles: Mapping[str, Article]) -> Iterator[tuple[tuple[str, str], Article]]:
    yield from (((story, name), article) for name, article in articles.items())


_Articles = Mapping[tuple[str, str], Article]


def _held_position(told: StoryBriefing, position: Position, articles: _Articles) -> _Held:
    places: tuple[Quotation | Citation, ...] = (*position.quotations, *position.reported)
    parts = (position.stance.value, position.issue, position.summary)
    return _Held(
        what="position",
        identity=f"position {position.actor}",
        way=position.stance.value,
        text=" · ".join(part for part in parts if part),
        evidence=tuple(_show(place, articles[told.id, place.article_id]) for place in places),
    )


def _held_question(told: StoryBriefing, question: OpenQuestion, articles: _Articles) -> _Held:
    rests_on = question.evidence[0].sentence if question.evidence else question.question
    return _Held(
        what="question",
        identity=f"question {told.id} {rests_on}",
        way="asked",
        text=question.question,
        evidence=tuple(_show(place, articles[told.id, place.article_id]) for place in question.evidence),
    )


def _show(place: Quotation | Citation, article: Article) -> str:
    words = " ".join(article.text[place.start : place.end].split())
    if isinstance(place, Quotation):
        return f"“{place.text}” ({place.speaker}) [{place.sentence}]"
    return f"{words} [{place.sentence}]"


def _compare(
    base: Sequence[list[_Held]], head: Sequence[list[_Held]], base_of: int, head_of: int
) -> ItemChange | None:
    """None where both sides hold the item in the same share of their samples, in the same ways."""
    before, after = _ways(base), _ways(head)
    if _shares(before, base_of) == _shares(after, head_of):
        return None
    shown = (head or base)[0][0]
    return ItemChange(
        kind=_kind(len(base) / base_of, len(head) / head_of),
        what=shown.what,
        subject=shown.identity.removeprefix(f"{shown.what} ") if shown.what == "position" else shown.text,
        base=_tell(base, base_of),
        head=_tell(head, head_of),
        base_count=f"{len(base)}/{base_of}",
        head_count=f"{len(head)}/{head_of}",
        evidence=tuple(dict.fromkeys(e for held in (head or base)[0] for e in held.evidence))[
            :_EVIDENCE_SHOWN
        ],
    )


def _kind(base: float, head: float) -> ChangeKind:
    if base == head:
        return ChangeKind.MOVED
    return ChangeKind.WON if head > base else ChangeKind.LOST


def _ways(samples: Sequence[list[_Held]]) -> Counter[str]:
    """How often the samples hold the item in each way."""
    return Counter(item.way for held in samples for item in held)


def _shares(ways: Counter[str], of: int) -> dict[str, float]:
    return {way: count / of for way, count in ways.items()}


def _tell(samples: Sequence[list[_Held]], of: int) -> tuple[str, ...]:
    """What the first sample says, and what others hold in another way; with counts where they do."""
    shown: dict[str, str] = {}
    for number, held in enumerate(samples):
        seen = set(shown.values())
        shown |= {item.text: item.way for item in held if number == 0 or item.way not in seen}
    if len(set(shown.values())) == 1:
        return tuple(shown)
    counts = Counter(way for held in samples for way in {item.way for item in held})
    return tuple(f"{text} ({counts[way]}/{of})" for text, way in shown.items())
