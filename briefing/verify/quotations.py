"""Did this actor say these words, according to this article?

Two questions, each with its own answer: are these the words, and is this the speaker. Every place where the
words stand is looked at, and the one that decided is reported.
"""

from collections.abc import Sequence

from briefing.schema import Article, Span, SpeakerVerdict, Utterance, Value, WordsVerdict
from briefing.speech import PeopleTable, attribute
from briefing.speech import people as people_of
from briefing.verify.hearing import Heard, hear, nearest_speech
from briefing.verify.locate import Normalisation
from briefing.verify.passages import Passages
from briefing.verify.words import Found, find_words

__all__ = ["Verdict", "verify_quotation"]

# Which place decides, best first: one that bears the actor out, then the one that says most against it.
_RANKS = (
    SpeakerVerdict.CONFIRMED,
    SpeakerVerdict.DENIED,
    SpeakerVerdict.CONTRADICTED,
    SpeakerVerdict.UNATTRIBUTED,
    SpeakerVerdict.NOT_SPEECH,
)


class Verdict(Value):
    """The answer for one quotation given to one actor in one article.

    `spans` are the article's own characters for the words, `sentence` the first one's number, `mention` the
    speaker as the article names him there. `said_by` is the actor the article gives the words to, and
    `reported_by` who tells of them where the article only knows from somebody. `turned_by` is a word outside
    the quotation that governs its meaning. `reason` says why in words; `right` what would have been right.
    """

    article_id: str
    outlet: str | None
    words: WordsVerdict
    speaker: SpeakerVerdict
    reason: str
    right: str | None = None
    spans: tuple[Span, ...] = ()
    sentence: str | None = None
    mention: Span | None = None
    cue: Span | None = None
    said_by: str | None = None
    reported_by: str | None = None
    turned_by: Span | None = None
    normalisations: tuple[Normalisation, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether the words stand in the article: whole, or cut without being turned."""
        kept = self.words in (WordsVerdict.VERBATIM, WordsVerdict.TRUNCATED)
        return kept and self.turned_by is None

    @property
    def supported(self) -> bool:
        """Whether the article shows that this actor said these words."""
        return self.has_words and self.speaker is SpeakerVerdict.CONFIRMED


def verify_quotation(
    article: Article,
    actor: str,
    quote: str,
    *,
    utterances: Sequence[Utterance] | None = None,
    people: PeopleTable | None = None,
) -> Verdict:
    """Judge whether `article` shows that `actor` said `quote`.

    `utterances` and `people` are those of the article, for callers who judge many quotations of it; they are
    worked out where they are not given.
    """
    passages = Passages(article, attribute(article) if utterances is None else utterances)
    table = people_of(article) if people is None else people
    verdicts = (
        _verdict(passages, found, _hear(passages, table, actor, found))
        for found in find_words(passages, quote)
    )
    return min(verdicts, key=_rank)


def _hear(passages: Passages, people: PeopleTable, actor: str, found: Found) -> Heard:
    match found.words:
        case WordsVerdict.ABSENT:
            return Heard(SpeakerVerdict.UNATTRIBUTED, "")
        case WordsVerdict.ALTERED:
            return hear(passages, people, actor, nearest_speech(passages, found.spans))
        case WordsVerdict.STITCHED:
            return hear(passages, people, actor, found.spans[:1])
        case WordsVerdict.VERBATIM | WordsVerdict.TRUNCATED:
            return hear(passages, people, actor, found.spans)


def _rank(verdict: Verdict) -> tuple[bool, int, bool]:
    return (
        not verdict.supported,
        _RANKS.index(verdict.speaker),
        verdict.words is not WordsVerdict.VERBATIM,
    )


def _verdict(passages: Passages, found: Found, heard: Heard) -> Verdict:
    article = passages.article
    sentences = passages.sentences(found.spans[0]) if found.spans else ()
    return Verdict(
        article_id=article.id,
        outlet=article.outlet,
        words=found.words,
        speaker=heard.verdict,
        reason="; ".join(part for part in (_about_words(article, found), heard.reason) if part),
        right=heard.right or found.difference,
        spans=found.spans,
        sentence=article.sentence_id(sentences[0]) if sentences else None,
        mention=heard.utterance.speaker if heard.utterance else None,
        cue=heard.utterance.cue if heard.utterance else None,
        said_by=heard.said_by,
        reported_by=heard.reported_by,
        turned_by=found.turned_by,
        normalisations=found.normalisations,
    )


def _about_words(article: Article, found: Found) -> str:
    if found.turned_by:
        return f"cut so that its meaning turns: “{found.turned_by.of(article.text)}” governs it"
    if found.words is WordsVerdict.TRUNCATED:
        return "part of a longer sentence"
    return found.difference or ""
