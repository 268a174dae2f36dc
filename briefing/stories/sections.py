"""A story too long to be asked about at once -> its sections: an article, or a run of paragraphs of one.

A section is a story of its own that holds some of the sentences. They keep their numbers, and the people
keep the names the whole story gives them, so that what is said of a section can be proved on the whole.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefing.schema import Article, Sentence, Source, Span, Story, Utterance

__all__ = ["divide", "name_section", "order_of", "sentence_ids", "without_text"]

_Run = tuple[Sentence, ...]
_PARAGRAPH = "\n\n"


def divide(story: Story, *, pieces: int = 2) -> tuple[Story, ...]:
    """The next smaller sections: an article each, or one article in up to so many pieces of about one size.

    A single article is cut between paragraphs; a single paragraph between sentences. What cannot be cut is
    given back as the one section it is. Stubs and copies of other articles are in no section.
    """
    origins = story.origins
    if len(origins) > 1:
        return tuple(_section(story, article, article.sentences) for article in origins)
    (article,) = origins
    runs = _paragraphs(article)
    if len(runs) == 1:
        runs = tuple((sentence,) for sentence in article.sentences)
    cut = _even(runs, max(pieces, 2))
    return tuple(_section(story, article, run) for run in cut) if len(cut) > 1 else (story,)


def sentence_ids(story: Story) -> frozenset[str]:
    """The numbers of the sentences a section, or a story, shows."""
    return frozenset(
        article.sentence_id(sentence) for article in story.origins for sentence in article.sentences
    )


def without_text(story: Story) -> Story:
    """The story's first article without a sentence: what is left of a section when nothing fits into it."""
    return _section(story, story.origins[0], ())


def order_of(story: Story) -> tuple[int, int]:
    """A key that sorts a story's sections as its articles and their sentences stand."""
    article = story.origins[0]
    return int(article.id.removeprefix("a")), article.sentences[0].number if article.sentences else 0


def name_section(story: Story) -> str:
    """A section as a person finds it: the article, and from which sentence to which.

    A whole story goes by its headline.
    """
    if len(story.origins) > 1:
        return story.headline
    (article,) = story.origins
    name = article.title or article.outlet or article.source
    if not article.sentences:
        return f"{article.id}, {name}"
    first, last = (article.sentence_id(article.sentences[end]) for end in (0, -1))
    return f"{first} to {last}, {name}"


# --- cutting -------------------------------------------------------------------------------------------


def _paragraphs(article: Article) -> tuple[_Run, ...]:
    runs: list[list[Sentence]] = [[*article.sentences[:1]]]
    for before, sentence in pairwise(article.sentences):
        if _PARAGRAPH in article.text[before.span.end : sentence.span.start]:
            runs.append([])
        runs[-1].append(sentence)
    return tuple(tuple(run) for run in runs)


def _even(runs: Sequence[_Run], pieces: int) -> tuple[_Run, ...]:
    """Runs joined to at most `pieces`, each cut at the border nearest to where an even piece would end."""
    total = sum(map(_size, runs))
    joined: list[list[Sentence]] = [[]]
    done = 0
    for run in runs:
        if joined[-1] and done + _size(run) / 2 >= total * len(joined) / pieces:
            joined.append([])
        joined[-1] += run
        done += _size(run)
    return tuple(tuple(piece) for piece in joined)


def _size(run: _Run) -> int:
    return sum(sentence.span.end - sentence.span.start for sentence in run)


# --- the part as a story -------------------------------------------------------------------------------


def _section(story: Story, article: Article, sentences: _Run) -> Story:
    shown = article.model_copy(update={"sentences": tuple(sentences)})
    return Story(
        id=story.id,
        headline=story.headline,
        sources=(Source(article=shown),),
        utterances=_heard(story.utterances, shown),
        actors=story.actors,
    )


def _heard(utterances: Sequence[Utterance], article: Article) -> tuple[Utterance, ...]:
    """The utterances of which a shown sentence holds words; one that surrounds them goes by its new place."""
    kept = [index for index, utterance in enumerate(utterances) if _is_heard(utterance, article)]
    places = {old: new for new, old in enumerate(kept)}
    return tuple(_moved(utterances[index], places) for index in kept)


def _is_heard(utterance: Utterance, article: Article) -> bool:
    return utterance.article_id == article.id and _is_shown(utterance.content, article)


def _is_shown(spans: Iterable[Span], article: Article) -> bool:
    return any(article.sentences_of(span) for span in spans)


def _moved(utterance: Utterance, places: dict[int, int]) -> Utterance:
    if utterance.outer is None:
        return utterance
    return utterance.model_copy(update={"outer": places.get(utterance.outer)})
