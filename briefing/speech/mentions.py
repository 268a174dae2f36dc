"""A stand-in for the table of people: a speaker is whom the mention names."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Article, Span


class Spoken(NamedTuple):
    """One earlier attribution of the same article, in text order."""

    speaker: Span
    actor: Actor | None
    content: Span
    direct: bool


class PeopleTable:
    """Everybody an article names."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody found so far."""
        return tuple(self._actors.values())

    def find(self, name: str) -> Actor | None:
        """The actor of a name."""
        hits = [actor for actor in self._actors.values() if name in actor.name]
        return hits[0] if len(hits) == 1 else None

    def is_same(self, a: str, b: str) -> bool:
        """Whether two names mean one actor."""
        return a == b or (self.find(a) is not None and self.find(a) == self.find(b))

    def resolve(self, article: Article, speaker: Span, earlier: Sequence[Spoken]) -> Actor | None:
        """Whom a mention means."""
        name = speaker.of(article.text)
        if not any(word[0].isupper() for word in name.split()[-2:]):
            return next((said.actor for said in reversed(earlier[-20:]) if said.actor), None)
        return self._actors.setdefault(name, Actor(name=name, kind=ActorKind.PERSON))


def build(article: Article) -> PeopleTable:
    """Build the table of one article."""
    return PeopleTable()


def build_story(articles: Sequence[Article]) -> PeopleTable:
    """Build one table across articles."""
    return PeopleTable()
