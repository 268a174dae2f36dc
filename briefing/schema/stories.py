"""Articles about one event, with all that is said in them."""

from enum import StrEnum
from functools import cached_property

from briefing.schema.articles import Article
from briefing.schema.speech import Actor, Utterance
from briefing.schema.values import Value


class Relation(StrEnum):
    """How a source stands to the others of its story."""

    ORIGIN = "origin"  # its own reporting
    STUB = "stub"  # the beginning of a twin
    COPY = "copy"  # syndicated, or the same file twice


class Source(Value):
    """An article as a source of its story. `twin` is the id of the article it is a stub or copy of."""

    article: Article
    relation: Relation = Relation.ORIGIN
    twin: str | None = None


class Story(Value):
    """One event: all articles about it, what is said in them, and by whom.

    `utterances` and `actors` are drawn from origins alone, so that a syndicated copy is no second voice.
    """

    id: str
    headline: str
    sources: tuple[Source, ...]
    utterances: tuple[Utterance, ...]
    actors: tuple[Actor, ...]

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Every article of the story by its id."""
        return {source.article.id: source.article for source in self.sources}

    @property
    def origins(self) -> tuple[Article, ...]:
        """The articles that are nobody's stub or copy."""
        return tuple(source.article for source in self.sources if source.relation is Relation.ORIGIN)
