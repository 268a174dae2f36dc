"""Anybody's brief against its sources -> findings, each with its place in the brief.

Every quotation is found with whom it is given to, and judged against every source. The best verdict decides;
that another source gives the same words to somebody else is told all the same.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from briefing.schema import Article, Polarity, SpeakerVerdict, Utterance, WordsVerdict
from briefing.speech import PeopleTable, attribute, attribute_story
from briefing.speech import people as people_of
from briefing.speech.people import build_story
from briefing.verify.claims import Claim, Place, find_claims
from briefing.verify.hearing import names_actor
from briefing.verify.lint_report import Level, QuotationCode, QuotationFinding, Report
from briefing.verify.passages import Passages
from briefing.verify.quotations import Verdict, verify_quotation
from briefing.verify.structured import read_json_claims
from briefing.verify.visible import read_markdown, read_plain
from briefing.verify.words import find_words

__all__ = ["BriefKind", "lint"]

_SHOWN = 80  # characters of the words that a message repeats
_SLACK = 3  # characters: the mark and the full stop at either end


class BriefKind(StrEnum):
    """How a brief is written."""

    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"


def lint(
    brief: str,
    articles: Sequence[Article],
    *,
    kind: BriefKind = BriefKind.MARKDOWN,
    language: str | None = None,
) -> Report:
    """Judge every quotation of a brief against its sources.

    Raises ArticleError if a JSON brief is not JSON.
    """
    claims = _read_claims(brief, kind, language)
    sources = _read_sources(articles)
    lines = _Lines(brief)
    findings = [_judge(claim, sources, lines) for claim in claims]
    return Report(
        quotations=len(claims),
        supported=sum(all(finding.level is Level.NOTE for finding in of_one) for of_one in findings),
        findings=tuple(finding for of_one in findings for finding in of_one),
    )


def _read_claims(brief: str, kind: BriefKind, language: str | None) -> tuple[Claim, ...]:
    match kind:
        case BriefKind.JSON:
            return read_json_claims(brief, language=language)
        case BriefKind.MARKDOWN:
            return find_claims(read_markdown(brief), language=language)
        case BriefKind.TEXT:
            return find_claims(read_plain(brief), language=language)


class _Reading(NamedTuple):
    """What is said in an article, and who its names are."""

    utterances: tuple[Utterance, ...]
    people: PeopleTable


class _Source(NamedTuple):
    """An article, read alone and with the names of all sources: one may say in full what another cuts.

    Alone comes first, because two sources may name two people alike.
    """

    article: Article
    readings: tuple[_Reading, ...]

    def judge(self, claim: Claim) -> Verdict:
        """The first verdict that bears the claim out, or else the one that knows most names."""
        verdicts = [
            verify_quotation(
                self.article, actor, claim.quote, utterances=reading.utterances, people=reading.people
            )
            for actor in (*claim.or_else, claim.actor or "")
            for reading in self.readings
        ]
        return next((verdict for verdict in verdicts if verdict.supported), verdicts[-1])

    def is_same(self, name: str, actor: str) -> bool:
        """Whether a name or a description in a brief means the actor of that name."""
        return name == actor or any(names_actor(reading.people, name, actor) for reading in self.readings)


def _read_sources(articles: Sequence[Article]) -> list[_Source]:
    numbered = [article.model_copy(update={"id": f"a{n}"}) for n, article in enumerate(articles, start=1)]
    said, names = attribute_story(numbered).utterances, build_story(numbered)
    return [
        _Source(
            article,
            (
                _Reading(attribute(article), people_of(article)),
                _Reading(tuple(u for u in said if u.article_id == article.id), names),
            ),
        )
        for article in numbered
    ]


class _Judged(NamedTuple):
    verdict: Verdict
    source: _Source


def _judge(claim: Claim, sources: Sequence[_Source], lines: "_Lines") -> list[QuotationFinding]:
    judged = [_Judged(source.judge(claim), source) for source in sources]
    best = min(judged, key=lambda item: _rank(item.verdict))
    if code := _code(claim, best):
        if small := _sentence_case(claim, sources, best):
            return [_finding(claim, QuotationCode.CAPITAL, Level.NOTE, small, lines)]
        level = Level.WARNING if code in _WARNINGS else Level.ERROR
        return [_finding(claim, code, level, best, lines)]
    if claim.place and not _is_there(claim.quote, claim.place, sources):
        return [_finding(claim, QuotationCode.MISPLACED, Level.WARNING, best, lines)]
    return [
        _finding(claim, QuotationCode.DISPUTED, Level.NOTE, other, lines)
        for other in judged
        if other.verdict.has_words and other.verdict.speaker is SpeakerVerdict.CONTRADICTED
    ]


def _is_there(quote: str, place: Place, sources: Sequence[_Source]) -> bool:
    """Whether the words begin and end where the brief says, but for a mark or a full stop."""
    if place.source == "":
        return False
    named = [source for source in sources if source.article.source == place.source]
    spans = (
        found.spans
        for source in named or sources
        for found in find_words(Passages(source.article, source.readings[0].utterances), quote)
        if found.spans
    )
    return any(
        abs(pieces[0].start - place.start) <= _SLACK and abs(pieces[-1].end - place.end) <= _SLACK
        for pieces in spans
    )


def _sentence_case(claim: Claim, sources: Sequence[_Source], best: _Judged) -> _Judged | None:
    """What bears the words out once they begin with the capital that a house style takes from them."""
    head = claim.quote[:1]
    if not head.islower() or best.verdict.has_words:
        return None
    capital = claim._replace(quote=head.upper() + claim.quote[1:])
    judged = [_Judged(source.judge(capital), source) for source in sources]
    best = min(judged, key=lambda item: _rank(item.verdict))
    return None if _code(capital, best) else best


_WARNINGS = (QuotationCode.MISSING_SPEAKER, QuotationCode.SECOND_HAND)
_SPEAKER_CODES = {
    SpeakerVerdict.CONTRADICTED: QuotationCode.WRONG_SPEAKER,
    SpeakerVerdict.UNATTRIBUTED: QuotationCode.UNATTRIBUTED,
    SpeakerVerdict.NOT_SPEECH: QuotationCode.NOT_SPEECH,
    SpeakerVerdict.DENIED: QuotationCode.DENIED,
}
_WORDS_RANK = (
    WordsVerdict.VERBATIM,
    WordsVerdict.TRUNCATED,
    WordsVerdict.STITCHED,
    WordsVerdict.ALTERED,
    WordsVerdict.ABSENT,
)
_SPEAKER_RANK = (
    SpeakerVerdict.CONFIRMED,
    SpeakerVerdict.DENIED,
    SpeakerVerdict.CONTRADICTED,
    SpeakerVerdict.UNATTRIBUTED,
    SpeakerVerdict.NOT_SPEECH,
)


def _rank(verdict: Verdict) -> tuple[bool, bool, int, int]:
    return (
        not verdict.supported,
        not verdict.has_words,
        _WORDS_RANK.index(verdict.words),
        _SPEAKER_RANK.index(verdict.speaker),
    )


def _code(claim: Claim, best: _Judged) -> QuotationCode | None:
    """What is wrong, the words first: nobody can have said words that are not there."""
    verdict = best.verdict
    if verdict.turned_by and not _says_so(claim, best):
        return QuotationCode.TURNED
    match verdict.words:
        case WordsVerdict.ALTERED:
            return QuotationCode.ALTERED
        case WordsVerdict.STITCHED:
            return QuotationCode.STITCHED
        case WordsVerdict.ABSENT:
            return QuotationCode.ABSENT
        case WordsVerdict.VERBATIM | WordsVerdict.TRUNCATED:
            return _speaker_code(claim, best)


def _says_so(claim: Claim, best: _Judged) -> bool:
    """Whether the brief itself says the governing word before the quotation: he will not “…”."""
    assert best.verdict.turned_by is not None
    word = best.verdict.turned_by.of(best.source.article.text).casefold()
    return word in claim.before.casefold().split()


def _speaker_code(claim: Claim, best: _Judged) -> QuotationCode | None:
    verdict = best.verdict
    if claim.polarity is not Polarity.ASSERTED and verdict.speaker is SpeakerVerdict.DENIED:
        speaker = claim.told_of or claim.actor
        is_his = not (speaker and verdict.said_by) or best.source.is_same(speaker, verdict.said_by)
        return None if is_his else QuotationCode.DENIED
    if not claim.actor:
        return QuotationCode.MISSING_SPEAKER
    if verdict.reported_by and verdict.speaker is not SpeakerVerdict.CONTRADICTED:
        return None if _is_told_so(claim, best) else QuotationCode.SECOND_HAND
    if claim.polarity is Polarity.DENIED and verdict.speaker is SpeakerVerdict.CONFIRMED:
        return QuotationCode.ASSERTED
    return _SPEAKER_CODES.get(verdict.speaker)


def _is_told_so(claim: Claim, best: _Judged) -> bool:
    """Whether the brief has the same person report the same person's words."""
    reporter, speaker = best.verdict.reported_by, best.verdict.said_by
    if not claim.told_by or not reporter or not best.source.is_same(claim.told_by, reporter):
        return False
    return not (claim.told_of and speaker) or best.source.is_same(claim.told_of, speaker)


def _finding(
    claim: Claim, code: QuotationCode, level: Level, judged: _Judged, lines: "_Lines"
) -> QuotationFinding:
    verdict = judged.verdict
    is_there = verdict.words is not WordsVerdict.ABSENT
    (line, column), (end_line, end_column) = lines.place(claim.span.start), lines.place(claim.span.end)
    return QuotationFinding(
        code=code,
        level=level,
        message=_message(claim, code, judged),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        start=claim.span.start,
        end=claim.span.end,
        quote=claim.quote,
        actor=claim.actor,
        verdict=verdict,
        source=judged.source.article.source if is_there else None,
    )


def _message(claim: Claim, code: QuotationCode, judged: _Judged) -> str:
    """One sentence: the words, whom they are given to, what is wrong, where the source has them."""
    verdict, article = judged.verdict, judged.source.article
    words = " ".join(claim.quote.split()).rstrip(",")
    clipped = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"
    place = f" ({verdict.sentence}, {article.source})" if verdict.sentence else ""
    return f"“{clipped}”{_trouble(claim, code, verdict)}{place}"


def _trouble(claim: Claim, code: QuotationCode, verdict: Verdict) -> str:
    given = f" is given to {claim.actor}" if claim.actor else ""
    troubles = {
        QuotationCode.ABSENT: f"{given}{'; it' if given else ''} is in none of the sources",
        QuotationCode.WRONG_SPEAKER: f"{given}: {verdict.right}",
        QuotationCode.DISPUTED: f"{given}, and another source says so too; but here it is {verdict.right}",
        QuotationCode.MISPLACED: f"{given} and is borne out, but not where the brief says that it stands",
        QuotationCode.ASSERTED: f", the brief says, was not said; the source says it was: {verdict.reason}",
        QuotationCode.CAPITAL: f"{given}: the source begins it with a capital",
        QuotationCode.MISSING_SPEAKER: f" has no speaker in the brief; {_giver(verdict)}",
    }
    return troubles.get(code, f"{given}: {verdict.reason}")


def _giver(verdict: Verdict) -> str:
    return f"the source gives it to {verdict.said_by}" if verdict.said_by else verdict.reason


class _Lines:
    """Lines and columns of offsets in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
