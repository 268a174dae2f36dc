"""Articles -> Utterances: attributions with their speakers resolved to actors."""

from collections.abc import Sequence
from itertools import pairwise

from briefing.schema import Actor, Article, Span, Utterance, Value
from briefing.speech.attributions import Attribution, find_attributions
from briefing.speech.lexicon import load_lexicon
from briefing.speech.people import PeopleTable, Spoken, build, build_story


class Speech(Value):
    """Everything said in the articles of a story, and everybody in them who can speak."""

    utterances: tuple[Utterance, ...]
    actors: tuple[Actor, ...]


def attribute(article: Article) -> tuple[Utterance, ...]:
    """Find who is said to have said what in an article, in text order of the cues.

    In a language without a lexicon nothing is attributed.
    """
    return _attribute(article, build(article))


def attribute_story(articles: Sequence[Article]) -> Speech:
    """Attribute the articles of one story with one table of people across them."""
    table = build_story(articles)
    utterances = tuple(utterance for article in articles for utterance in _attribute(article, table))
    return Speech(utterances=utterances, actors=table.actors)


def people(article: Article) -> PeopleTable:
    """Build the table of the people, roles and organisations an article names."""
    return build(article)


def _attribute(article: Article, table: PeopleTable) -> tuple[Utterance, ...]:
    lexicon = load_lexicon(article.language)
    if lexicon is None:
        return ()
    spoken: list[Spoken] = []
    utterances = [
        _make_utterance(article, found, table, spoken) for found in find_attributions(article.text, lexicon)
    ]
    for index, (one, two) in enumerate(pairwise(utterances)):
        if _is_contested(article.text, one, two):
            utterances[index] = one.model_copy(update={"speaker": None, "actor": None})
    return tuple(utterances)


def _is_contested(text: str, one: Utterance, two: Utterance) -> bool:
    """Whether words that no mark closes go on in the next paragraph, and there as somebody else's.

    “It is safe,” Holm said. “We checked it.
    “We will check it again,” added Reed.
    """
    if not (one.marked and two.marked and one.actor and two.actor) or one.actor == two.actor:
        return False
    between = text[one.marked[-1].end : two.marked[0].start]
    return "\n" in between and len(between.strip()) <= 1  # the mark that opens the second


def _make_utterance(
    article: Article, found: Attribution, table: PeopleTable, spoken: list[Spoken]
) -> Utterance:
    actor = None
    if found.speaker is not None and found.is_sure:
        actor = table.resolve(article, found.speaker, spoken)
        extent = Span(found.content[0].start, found.content[-1].end)
        spoken.append(Spoken(found.speaker, actor, extent, bool(found.marked)))
    # All parts are values of our own making: there is nothing left to validate, and that costs time.
    return Utterance.model_construct(
        article_id=article.id,
        kind=found.kind,
        content=found.content,
        marked=found.marked,
        speaker=found.speaker,
        actor=actor,
        cue=found.cue,
        polarity=found.polarity,
        outer=found.outer,
    )
