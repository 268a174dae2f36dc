"""What a brief must never do, whatever the model said.

The verifier has let every line of the brief through. Here what a reader gets is held against the articles and
against what the case forbids once more, by other code: a fault of the verifier shows even where a person has
approved the snapshot.
"""

from collections.abc import Iterator, Sequence

from briefing.golden.expectations import Expectations, find_forbidden
from briefing.golden.stages import Drafted
from briefing.schema import (
    Briefing,
    Citation,
    Position,
    Quotation,
    SpeakerVerdict,
    Story,
    StoryBriefing,
    WordsVerdict,
)

__all__ = ["find_broken"]


def find_broken(
    briefing: Briefing, drafted: Sequence[Drafted], expectations: Expectations
) -> tuple[str, ...]:
    """The promises that a brief breaks, each once and in words.

    Words under a name that the case forbids, words that are not what stands at the place they cite or that
    were not proved, a citation of a sentence that no article has.
    """
    stories = {one.story.id: one.story for one in drafted}
    told = [(stories[brief.id], brief) for brief in briefing.stories]
    positions = [(story, position) for story, brief in told for position in brief.positions]
    forbidden = find_forbidden(expectations, positions)
    faults = (fault for story, brief in told for fault in _find_faults(story, brief))
    return tuple(dict.fromkeys((*forbidden, *faults)))


def _find_faults(story: Story, brief: StoryBriefing) -> Iterator[str]:
    for position in brief.positions:
        for quotation in position.quotations:
            yield from _faults_of(quotation, position, story)
    for who, place in _places(brief):
        if _words_at(place, story) is None:
            yield f"{who} cites {place.sentence}, and there is no such place in the articles"


def _faults_of(quotation: Quotation, position: Position, story: Story) -> Iterator[str]:
    proof = (quotation.verdict, quotation.speaker_verdict)
    if proof != (WordsVerdict.VERBATIM, SpeakerVerdict.CONFIRMED):
        yield f"“{quotation.text}” is printed as {quotation.speaker}’s unproved ({', '.join(proof)})"
    words = _words_at(quotation, story)
    if words is not None and quotation.text not in words:
        yield f"“{quotation.text}” of {position.actor} is not what stands at {quotation.sentence}"


def _places(brief: StoryBriefing) -> Iterator[tuple[str, Citation | Quotation]]:
    for position in brief.positions:
        yield from ((position.actor, quotation) for quotation in position.quotations)
        yield from ((position.actor, citation) for citation in position.reported)
    for statement in brief.bottom_line:
        yield from (("the bottom line", place) for place in statement.evidence)
    for question in brief.open_questions:
        yield from (("an open question", place) for place in question.evidence)


def _words_at(place: Citation | Quotation, story: Story) -> str | None:
    """What the article has there; None where it has no such sentence, or the range leaves the text."""
    article = story.articles.get(place.article_id)
    if article is None or not 0 <= place.start < place.end <= len(article.text):
        return None
    numbers = {article.sentence_id(sentence) for sentence in article.sentences}
    return article.text[place.start : place.end] if place.sentence in numbers else None
