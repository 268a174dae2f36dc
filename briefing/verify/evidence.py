"""Sentence numbers of a draft looked up in the story: what stands there, and who says it."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from briefing.schema import (
    Actor,
    Article,
    Citation,
    Finding,
    FindingCode,
    Sentence,
    Span,
    Story,
    Utterance,
)

_ID_RE = re.compile(r"(a\d+)\.(\d+)\Z")


class Cited(NamedTuple):
    """One cited sentence with the utterances that reach into it."""

    article: Article
    sentence: Sentence
    utterances: tuple[Utterance, ...]

    @property
    def id(self) -> str:
        """The sentence's name, such as `a1.12`."""
        return self.article.sentence_id(self.sentence)

    @property
    def text(self) -> str:
        """The sentence as it stands."""
        return self.sentence.span.of(self.article.text)

    @property
    def covers(self) -> str:
        """Everything a line may rest on that cites this sentence.

        The sentence itself, who its words and pronouns are traced to, and the days its weekdays fall on.
        """
        actors = [utterance.actor for utterance in self.utterances if utterance.actor]
        days = [
            f"{date.start.isoformat()} {date.end.isoformat()}"
            for date in self.article.dates
            if date.span.overlaps(self.sentence.span)
        ]
        return "\n".join([self.text, *(_known_as(actor) for actor in actors), *days])

    def citation(self, span: Span | None = None) -> Citation:
        """The place in the article, of the sentence or of a part of it."""
        span = span or self.sentence.span
        return Citation(article_id=self.article.id, sentence=self.id, start=span.start, end=span.end)


class Evidence:
    """The sentences of a story by their numbers, and the utterances in each."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.articles = story.articles

    def look_up(self, ids: Iterable[str], subject: str) -> tuple[tuple[Cited, ...], tuple[Finding, ...]]:
        """Find the sentences; each number that does not exist becomes a finding about `subject`."""
        cited: dict[str, Cited] = {}
        findings: list[Finding] = []
        for sentence_id in ids:
            found = self._find(sentence_id)
            if found is not None:
                cited[found.id] = found
                continue
            detail = f"there is no sentence {sentence_id[:40]!r}"
            findings.append(Finding(code=FindingCode.UNKNOWN_EVIDENCE, subject=subject, detail=detail))
        return tuple(cited.values()), tuple(findings)

    def speech_after(self, article_id: str, offset: int, *, reach: int) -> Utterance | None:
        """The next words in marks of an article behind `offset`, within `reach` characters."""
        near = (
            utterance
            for utterance in self._story.utterances
            if utterance.article_id == article_id
            and utterance.marked
            and utterance.outer is None
            and offset < utterance.marked[0].start <= offset + reach
        )
        return min(near, key=lambda utterance: utterance.marked[0].start, default=None)

    @cached_property
    def text(self) -> str:
        """All articles of the story, one after the other."""
        return "\n\n".join(article.text for article in self.articles.values())

    def _find(self, sentence_id: str) -> Cited | None:
        match = _ID_RE.match(sentence_id.strip())
        article = self.articles.get(match.group(1)) if match else None
        if match is None or article is None:
            return None
        number = int(match.group(2))
        if not 1 <= number <= len(article.sentences):
            return None
        sentence = article.sentences[number - 1]
        return Cited(article, sentence, self._utterances.get((article.id, number), ()))

    @cached_property
    def _utterances(self) -> dict[tuple[str, int], tuple[Utterance, ...]]:
        found: dict[tuple[str, int], tuple[Utterance, ...]] = {}
        for utterance in self._story.utterances:
            article = self.articles[utterance.article_id]
            spans = (*utterance.content, utterance.speaker) if utterance.speaker else utterance.content
            numbers = {s.number for span in spans for s in article.sentences_of(span)}
            for number in numbers:
                key = (article.id, number)
                found[key] = (*found.get(key, ()), utterance)
        return found


def _known_as(actor: Actor) -> str:
    return " ".join([actor.name, actor.role or "", *actor.aliases, *actor.ties])
