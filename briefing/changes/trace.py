"""A story of today -> the same story in earlier briefs, and why it is the same.

What begins under one headline ends under another, so a story is followed back from brief to brief: what
matches it or one of those that matched before belongs to it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from briefing.articles import is_small_word
from briefing.changes.identity import same_actor
from briefing.changes.likeness import all_telling_words, likeness
from briefing.changes.rules import Thresholds, mark_of
from briefing.schema import ActorKind, Briefing, StoryBriefing, StoryChange
from briefing.speech import kind_of_name

__all__ = ["Match", "Past", "Tracer"]

_NAME_RE = re.compile(r"(?<![.!?“\"„] )(?<!^)\b[A-ZÄÖÜ][\w’'-]*[^\W_]")
_SHARED_NAMES = 2
_HALF = 50
# So much less alike may the articles of two stories be if somebody speaks in both.
_ACTOR_WEIGHT = 5.0
# And so much more alike must they be where their articles are not known, and a few lines stand for them.
_UNREAD = 10.0


class Past(NamedTuple):
    """A story as it was briefed on a day, and what that brief said of its changes."""

    day: date
    story: StoryBriefing
    change: StoryChange | None


class Match(NamedTuple):
    """How sure it is that two stories are one; the greater match wins."""

    shared: int
    alike: float
    event: float
    names: tuple[str, ...]
    actors: tuple[str, ...]
    is_read: bool

    @property
    def why(self) -> str:
        """What the match rests on, for a reader."""
        if self.shared:
            return f"the same story: {self.shared} of its articles stood in the earlier one"
        if self.alike >= max(self.event - 1, _HALF):
            return f"the same story: its headline is like the earlier one, {self.alike:.0f} of 100"
        names = ", ".join(self.actors or self.names)
        return f"the same story: its words are like the earlier one’s, {self.event:.0f} of 100 ({names})"


class Tracer:
    """Follows stories of one brief through `others`, in their order: the latest earlier brief comes first."""

    def __init__(
        self,
        now: Briefing,
        others: Sequence[Briefing],
        thresholds: Thresholds,
        *,
        texts: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._others = others
        self._thresholds = thresholds
        briefs = (now, *others)
        self._profiles = {id(story): _Profile(story, texts) for brief in briefs for story in brief.stories}

    def trace(self, story: StoryBriefing) -> tuple[tuple[Past, ...], str]:
        """The story in the other briefs, in their order, and why the first found is the same one."""
        past: list[Past] = []
        edge, why = [story], "in no earlier brief"
        for briefing in self._others:
            found = sorted(self._matches(edge, briefing), key=lambda pair: pair[0], reverse=True)
            if found:
                why = why if past else found[0][0].why
                past += [Past(briefing.date, other, _change_of(other, briefing)) for _, other in found]
                edge = [story, *(other for _, other in found)]
        return tuple(past), why

    def _matches(
        self, edge: Sequence[StoryBriefing], briefing: Briefing
    ) -> Iterator[tuple[Match, StoryBriefing]]:
        spread = self._spread([*edge, *briefing.stories])
        for other in briefing.stories:
            best = max(self._match(story, other, spread) for story in edge)
            if self._is_one(best):
                yield best, other

    def _match(self, story: StoryBriefing, other: StoryBriefing, spread: Counter[str]) -> Match:
        one, two = self._profiles[id(story)], self._profiles[id(other)]
        return Match(
            shared=len(one.marks & two.marks),
            alike=max(likeness(story.headline, other.headline), likeness(story.issue, other.issue)),
            event=100 * _cosine(one.words, two.words, spread),
            names=tuple(sorted(one.names & two.names)),
            is_read=bool(one.read and two.read),
            actors=tuple(sorted(a for a in one.actors if any(same_actor(a, b) for b in two.actors))),
        )

    def _is_one(self, match: Match) -> bool:
        shares_names = bool(match.actors) or len(match.names) >= _SHARED_NAMES
        allowance = (_ACTOR_WEIGHT if match.actors else 0) if match.is_read else -_UNREAD
        least = self._thresholds.event - allowance
        is_event = shares_names and match.event >= least
        return match.shared > 0 or match.alike >= self._thresholds.headline or is_event

    def _spread(self, stories: Sequence[StoryBriefing]) -> Counter[str]:
        """In how many of the stories each word stands."""
        distinct = {id(story): story for story in stories}
        return Counter(word for key in distinct for word in self._profiles[key].words)


@dataclass(frozen=True, eq=False)
class _Profile:
    """What a story is about: its words with their numbers, its names, its articles."""

    story: StoryBriefing
    texts: Mapping[str, Sequence[str]]

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(word for text in self.read or self._texts for word in all_telling_words(text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised words that no sentence makes so."""
        actors = (word for position in self.story.positions for word in position.actor.split())
        inside = (found.group() for text in self._texts for found in _NAME_RE.finditer(text))
        named = (word for word in actors if word[0].isupper() and not is_small_word(word.lower()))
        return frozenset(name.removesuffix("’s") for name in (*inside, *named))

    @cached_property
    def actors(self) -> frozenset[str]:
        """People by name; a country or body that is everywhere in the news ties no stories."""
        names = {position.actor for position in self.story.positions}
        return frozenset(name for name in names if kind_of_name(name) is ActorKind.PERSON)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The story's articles, where their texts are known; headlines count too."""
        records = self.story.articles
        versions = [self.texts.get(mark_of(record) or "", ()) for record in records]
        found = [max(texts, key=lambda text: (len(text), text)) for texts in versions if texts]
        return (*found, *(record.title or "" for record in records)) if found else ()

    @cached_property
    def marks(self) -> frozenset[str]:
        return frozenset(mark for record in self.story.articles if (mark := mark_of(record)))

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        story = self.story
        return (
            story.headline,
            story.issue,
            *(line.text for line in story.bottom_line),
            *(question.question for question in story.open_questions),
            *(text for position in story.positions for text in (position.actor, position.summary)),
            *(quotation.text for position in story.positions for quotation in position.quotations),
        )


def _cosine(one: Counter[str], other: Counter[str], spread: Counter[str]) -> float:
    """How much of their words two stories share; words of few stories weigh more."""
    left, right = _weigh(one, spread), _weigh(other, spread)
    shared = sum(weight * right[word] for word, weight in left.items() if word in right)
    length = math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
    return shared / length if length else 0.0


def _weigh(counts: Counter[str], spread: Counter[str]) -> dict[str, float]:
    return {word: (1 + math.log(number)) / math.log(2 + spread[word]) for word, number in counts.items()}


def _change_of(story: StoryBriefing, briefing: Briefing) -> StoryChange | None:
    changes = briefing.changes.stories if briefing.changes else ()
    return next((change for change in changes if change.story == story.id), None)
