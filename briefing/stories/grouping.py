"""Articles -> stories: dates lent, sources ordered and numbered, speech attributed, the weightiest first."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from briefing.articles import resolve_dates
from briefing.schema import Article, DateOrigin, Relation, Source, Story
from briefing.speech import attribute_story
from briefing.stories.events import find_events
from briefing.stories.reasons import explain_tie
from briefing.stories.twins import find_twins

__all__ = ["Outline", "group", "outline", "tell"]

_LOG = logging.getLogger(__name__)
_LONGEST_HEADLINE = 160


def group(articles: Sequence[Article]) -> tuple[Story, ...]:
    """Group articles into stories, ordered by the number of outlets with reports of their own, then recency.

    Article ids are given anew, `a1` onwards within each story, origins before stubs and copies. A stub or
    copy lends its date and byline to an origin without.
    """
    return tuple(tell(found, number) for number, found in enumerate(outline(articles), start=1))


@dataclass(frozen=True)
class Outline:
    """A story before anybody has asked who says what in it: its sources, numbered, and what they weigh.

    `outlets` is the number of outlets with a report of their own; `latest` is when the last source came out,
    before everything else where no date is known. `reasons` say, pair by pair, why its reports are one story.
    """

    sources: tuple[Source, ...]
    outlets: int
    latest: datetime
    reasons: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[Article, ...]:
        """The articles that are nobody's stub or copy."""
        return tuple(source.article for source in self.sources if source.relation is Relation.ORIGIN)

    @property
    def headline(self) -> str:
        """The title of the first source, or its first sentence in its place."""
        return _headline(self.sources[0].article)


def outline(articles: Sequence[Article]) -> tuple[Outline, ...]:
    """Group articles as `group` does, in its order, without attributing what is said in them.

    Why articles of a story are one story is told to the log.
    """
    twins = find_twins(articles)
    origins = [index for index in range(len(articles)) if index not in twins.relations]
    place = {index: number for number, index in enumerate(origins)}
    related = [
        (place[left], place[right]) for left, right in twins.related if left in place and right in place
    ]
    told = [articles[index] for index in origins]
    families = _families(twins.relations)
    stories = []
    for event in find_events(told, related=related):
        sources = _sources(articles, [origins[place] for place in event.places], families, twins.relations)
        reasons = [explain_tie(told[bond.left], told[bond.right], bond.tie) for bond in event.bonds]
        stories.append(_outline(sources, reasons))
    stories.sort(key=lambda story: (story.outlets, story.latest), reverse=True)
    for reason in (reason for story in stories for reason in story.reasons):
        _LOG.info("%s", reason)
    return tuple(stories)


def tell(found: Outline, number: int) -> Story:
    """The story of an outline, with all that is said in it; `number` is its place in the brief, from 1."""
    speech = attribute_story(found.origins)
    return Story(
        id=f"s{number}",
        headline=found.headline,
        sources=found.sources,
        utterances=speech.utterances,
        actors=speech.actors,
    )


def _families(relations: dict[int, tuple[int, Relation]]) -> dict[int, list[int]]:
    families: defaultdict[int, list[int]] = defaultdict(list)
    for index, (origin, _) in sorted(relations.items()):
        families[origin].append(index)
    return families


# --- one story -----------------------------------------------------------------------------------------


def _sources(
    articles: Sequence[Article],
    origins: list[int],
    families: dict[int, list[int]],
    relations: dict[int, tuple[int, Relation]],
) -> tuple[Source, ...]:
    """The sources with their new ids: origins of the latest day first, those with most twins, the longest.

    The headline and the first words are thus today's, where a story is told over days. Twins come after them.
    """
    days = {index: published.day for index in origins if (published := articles[index].published)}
    latest = max(days.values(), default=date.max)

    def weight(index: int) -> tuple[int, int, int]:
        day = days.get(index, latest)
        return -day.toordinal(), -len(families.get(index, ())), -len(articles[index].text)

    ordered = sorted(origins, key=weight)
    twins = [twin for origin in ordered for twin in families.get(origin, ())]
    ids = {index: f"a{number}" for number, index in enumerate([*ordered, *twins], start=1)}
    sources = []
    for index in ordered:
        lenders = [articles[twin] for twin in families.get(index, ())]
        sources.append(Source(article=_named(_lend(articles[index], lenders), ids[index])))
    for index in twins:
        origin, relation = relations[index]
        article = _named(articles[index], ids[index])
        sources.append(Source(article=article, relation=relation, twin=ids[origin]))
    return tuple(sources)


def _named(article: Article, new: str) -> Article:
    return article.model_copy(update={"id": new})


def _lend(origin: Article, twins: list[Article]) -> Article:
    """Fill a missing date and byline from the first twin that has one; the words are then dated anew."""
    byline = origin.byline or next((twin.byline for twin in twins if twin.byline), None)
    article = origin.model_copy(update={"byline": byline})
    lender = next((twin for twin in twins if twin.published), None)
    if origin.published or lender is None or lender.published is None:
        return article
    lent = {
        "published": lender.published.model_copy(update={"origin": DateOrigin.TWIN}),
        "updated": lender.updated and lender.updated.model_copy(update={"origin": DateOrigin.TWIN}),
    }
    article = article.model_copy(update=lent)
    return article.model_copy(update={"dates": resolve_dates(article)})


def _headline(article: Article) -> str:
    """The title, or the first sentence in its place."""
    if article.title:
        return article.title
    first = article.sentences[0].span.of(article.text) if article.sentences else article.source
    return first if len(first) <= _LONGEST_HEADLINE else first[:_LONGEST_HEADLINE].rsplit(" ", 1)[0] + " …"


# --- order ---------------------------------------------------------------------------------------------


def _outline(sources: tuple[Source, ...], reasons: Sequence[str]) -> Outline:
    outlets = {
        (source.article.outlet or source.article.source).casefold()
        for source in sources
        if source.relation is Relation.ORIGIN
    }
    latest = max(_moment(source.article) for source in sources)
    return Outline(sources, len(outlets), latest, tuple(reasons))


def _moment(article: Article) -> datetime:
    """When an article came out; without a date before all others. A moment without a zone counts as UTC."""
    if article.published is None:
        return datetime.min.replace(tzinfo=UTC)
    moment = article.published.moment
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
