"""A position of today -> the sentence in which an article that is new reports more of it.

A story of several days carries yesterday's quotations along, and its summary may be yesterday's too. What is
only reported today would go unseen behind them, so the articles' own sentences are read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from briefing.changes.likeness import bare, share_of_words, telling_words
from briefing.changes.rules import mark_of
from briefing.changes.trace import Past
from briefing.schema import Citation, Position, StoryBriefing

__all__ = ["Report", "find_report"]

# So many of a sentence's words (0 to 100) may have been told and it still tells something new.
_TOLD = 60
_FEWEST = 3  # telling words of a sentence that says anything beside a name
# Words in marks are somebody's, and nobody has proved whose.
_MARKS = frozenset('"“”„«»‹›「」『』')


class Report(NamedTuple):
    """A sentence of an article of today, and its place."""

    sentence: str
    place: Citation


def find_report(
    position: Position,
    now: StoryBriefing,
    past: Sequence[Past],
    *,
    known: Collection[str],
    texts: Mapping[str, str],
) -> Report | None:
    """The first sentence of a new article that reports of `position` what no earlier brief told.

    `known` are the bare texts that were known, `texts` the articles of today by `mark_of`. A sentence with
    somebody's words in quotation marks is passed over.
    """
    told = " ".join(_told(past))
    for report in _reports(position, now, past, texts):
        sentence = report.sentence
        is_known = any(bare(sentence) in text for text in known)
        is_telling = len(telling_words(sentence)) >= _FEWEST and _MARKS.isdisjoint(sentence)
        if is_telling and not is_known and share_of_words(sentence, told) < _TOLD:
            return report
    return None


def _reports(
    position: Position, now: StoryBriefing, past: Sequence[Past], texts: Mapping[str, str]
) -> Iterator[Report]:
    """What the new articles report, in the order of the position's evidence."""
    old = {mark_of(record) for one in past for record in one.story.articles}
    marks = {record.id: mark for record in now.articles if (mark := mark_of(record)) and mark not in old}
    for place in position.reported:
        text = texts.get(marks.get(place.article_id, ""))
        if text is not None:
            yield Report(" ".join(text[place.start : place.end].split()), place)


def _told(past: Iterable[Past]) -> Iterator[str]:
    """All that earlier briefs told of the story."""
    for one in past:
        story = one.story
        yield from (story.headline, story.issue, *(line.text for line in story.bottom_line))
        yield from (question.question for question in story.open_questions)
        for position in story.positions:
            yield from (position.actor, position.role or "", position.issue, position.summary)
            yield from (quotation.text for quotation in position.quotations)
