"""Stories built by hand, so that the verifier is tested apart from the engine that finds the speakers."""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.articles import from_text
from briefing.schema import (
    Actor,
    ActorKind,
    Polarity,
    QuotationKind,
    Relation,
    Source,
    Span,
    Story,
    Utterance,
)


class Said(NamedTuple):
    """Words of the text as somebody's: `speaker` is an actor's name, None for nobody known."""

    words: str
    speaker: str | None
    kind: QuotationKind = QuotationKind.DIRECT
    polarity: Polarity = Polarity.ASSERTED
    outer: int | None = None


def build_story(
    text: str, said: Sequence[Said], *, actors: Sequence[Actor] = (), headline: str = "A headline"
) -> Story:
    """One article, with the utterances as told; persons not in `actors` are made."""
    article = from_text(text, published=None)
    known = {actor.name: actor for actor in actors}
    for item in said:
        if item.speaker and item.speaker not in known:
            last = item.speaker.split()[-1]
            known[item.speaker] = Actor(name=item.speaker, kind=ActorKind.PERSON, aliases=(last,))
    utterances = tuple(_utterance(article.text, item, known) for item in said)
    source = Source(article=article, relation=Relation.ORIGIN)
    return Story(
        id="s1", headline=headline, sources=(source,), utterances=utterances, actors=tuple(known.values())
    )


def _utterance(text: str, item: Said, known: dict[str, Actor]) -> Utterance:
    start = text.index(item.words)
    span = Span(start, start + len(item.words))
    marked = () if item.kind is QuotationKind.INDIRECT else (span,)
    return Utterance(
        article_id="a1",
        kind=item.kind,
        content=(span,),
        marked=marked,
        actor=known[item.speaker] if item.speaker else None,
        polarity=item.polarity,
        outer=item.outer,
    )
