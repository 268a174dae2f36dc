"""What a comparison rests on: thresholds, who is one actor, and the texts of today's and earlier articles."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from briefing.changes.identity import same_actor
from briefing.schema import Article, Citation, Polarity, SourceRecord, Story, Utterance

__all__ = ["Denial", "Rules", "Thresholds", "mark_of", "rules_of"]


_DENIAL_RE = re.compile(
    r"(?:den(?:y|ied|ies)|disput|retract|bestr(?:eit|itt)|leugne|dementier)", re.IGNORECASE
)


class Thresholds(NamedTuple):
    """From which likeness on (0 to 100) two things are held to be the same.

    `event` is how much two stories share of all their words; `answer` and `denial` are the share of a
    question's or denial's telling words that an answer or the denied words must hold, `own_issue` that of an
    issue which must stand in the words of a position on the story's own issue.
    """

    headline: float = 75
    event: float = 20
    issue: float = 70
    own_issue: float = 50
    question: float = 80
    fact: float = 85
    answer: float = 75
    denial: float = 60


class Denial(NamedTuple):
    """An article of today says that `actor` denies `words`; `sentence` is how it says so."""

    actor: str
    words: str
    sentence: str
    place: Citation


class Rules(NamedTuple):
    """What a comparison rests on; make them with `rules_of`.

    `is_same` says whether two names are one actor's. `texts` are the articles of today, `known` those of
    earlier briefs with every version of each, both by `mark_of`: words that stood in a known text are no
    news, and without `texts` nothing counts as withdrawn. `denials` stand by the stories' ids.
    """

    thresholds: Thresholds = Thresholds()
    is_same: Callable[[str, str], bool] = same_actor
    texts: Mapping[str, str] = MappingProxyType({})
    known: Mapping[str, Sequence[str]] = MappingProxyType({})
    denials: Mapping[str, Sequence[Denial]] = MappingProxyType({})


def rules_of(
    *, today: Iterable[Story], earlier: Iterable[Article] = (), thresholds: Thresholds | None = None
) -> Rules:
    """Make the rules for a brief of today's stories; `earlier` are the articles of the briefs before it."""
    stories = list(today)
    articles = [article for story in stories for article in story.articles.values()]
    known: dict[str, list[str]] = {}
    for article in earlier:
        if mark := mark_of(article):
            known.setdefault(mark, []).append(article.text)
    return Rules(
        thresholds=thresholds or Thresholds(),
        texts={mark: article.text for article in articles if (mark := mark_of(article))},
        known=known,
        denials={story.id: tuple(_denials(story)) for story in stories},
    )


def mark_of(article: Article | SourceRecord) -> str | None:
    """What tells an article from others on any day. A file's name or `-` alone does not: both are reused."""
    if article.url is not None:
        return article.url
    return f"{article.source} {article.title}" if article.title else None


def _denials(story: Story) -> Iterator[Denial]:
    for utterance in story.utterances:
        article = story.articles[utterance.article_id]
        # Who *did not say whether* denies nothing.
        is_denial = utterance.cue is not None and _DENIAL_RE.match(utterance.cue.of(article.text))
        if utterance.polarity is Polarity.DENIED and utterance.actor is not None and is_denial:
            yield _denial(utterance, utterance.actor.name, article)


def _denial(utterance: Utterance, actor: str, article: Article) -> Denial:
    words = " ".join(span.of(article.text) for span in utterance.content)
    sentence = article.sentences_of(utterance.extent)[0]
    place = Citation(
        article_id=article.id,
        sentence=article.sentence_id(sentence),
        start=sentence.span.start,
        end=sentence.span.end,
    )
    return Denial(actor, words, " ".join(sentence.span.of(article.text).split()), place)
