"""Articles -> profiles: what each is about, in names, words, numbers and quotations.

What one house repeats under its articles is no part of any. Where a profile says *word* or *name*, it means
the beginning that the forms of a word share.
"""

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from briefing.articles import is_small_word
from briefing.articles.words import word_set
from briefing.schema import Article, Precision
from briefing.stories.commonness import Commonness, beginning, commonness

__all__ = ["Name", "Profile", "blocks_of", "marks_of", "profile_articles"]

Name = tuple[str, str]

_WORD_RE = re.compile(r"[^\W\d_](?:[^\W_]|[’'-](?=[^\W_]))*")
_SHORT_FORM_RE = re.compile(r"[’'](?:s|d|ll|ve|re|t|m)\Z")
_SHORTEST = 3
_LEAD = 2  # sentences
_OFTEN = 12  # words that an article uses most
_NOTICE_IN = 3
# The calendar, and those in office and the press, of whom every day's articles are full.
_CALENDAR = word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december today yesterday tomorrow week weeks month months year
    years morning afternoon evening montag dienstag mittwoch donnerstag freitag samstag sonnabend
    sonntag januar februar märz mai juni juli oktober dezember heute gestern morgen woche monat jahr
""")
_TRADE = word_set("""
    minister ministry president parliament government opposition spokesman spokeswoman spokesperson
    police mayor council councillor official officials authority chief director chairman chairwoman
    chair secretary leader premier prime senator governor deputy party member committee company
    statement reporter interview news conference press report reports told said saying asked called
    added including according percent million billion ministerin ministerium präsident präsidentin
    regierung sprecher sprecherin polizei bürgermeister bürgermeisterin stadtrat gemeinderat behörde
    chef chefin direktor vorsitzende vorsitzender partei mitglied ausschuss unternehmen mitteilung
    bericht sagte erklärte prozent millionen milliarden
""")
_SKIPPED = frozenset(beginning(word) for word in _CALENDAR | _TRADE)
_OPENERS, _ADJACENT = frozenset('“„"«»‘‚(—–-:'), frozenset({" ", ". "})
_PLACE_WORDS = frozenset({"in", "aus", "nach", "von", "bei"})
_QUOTED_RE = re.compile(r"[“„\"«»]([^“”„\"«»\n]{8,400})[”“\"»«]")
_NUMBER_RE = re.compile(r"(?<![\w.,])([$€£]?)(\d[\d.,]*\d|\d)(?!\w)(\s?(?:%|[^\W\d_]+))?")
_UNITS = word_set("""
    % percent per million billion trillion mile miles km kilometers kilometres ton tons tonnes prozent
    millionen milliarden tonnen kilometer euro euros dollars pounds
""")
_AMOUNT_DIGITS, _DIGITS, _ROUND_DIGITS = 2, 3, 4
_YEAR_RE = re.compile(r"(?:1[89]|20)\d\d")
_CLAUSE_RE = re.compile(r"[,;.!?“”„\"«»\n]")
_SPEECH = word_set("""
    said says told announced called warned added wrote sagte sagten erklärte erklärten teilte teilten
    kündigte warnte nannte schrieb
""")
_QUOTATION_WORDS, _TELLING_WORDS = 3, 2


@dataclass(frozen=True, slots=True)
class Profile:
    """One article.

    `core` is what it begins with and says most, `words` is all of it, `length` its number of words.
    `names` are the words it writes as names inside sentences, `plain` those it does not. `people` are full
    names. `spoken` is all that it quotes, `quotations` is each by itself. `days` are the days it names,
    `event_days` those on which something happened, as it begins.
    """

    language: str
    day: date | None
    length: int
    core: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    plain: frozenset[str]
    people: frozenset[Name]
    numbers: frozenset[str]
    quotations: frozenset[str]
    spoken: str
    days: frozenset[date]
    event_days: frozenset[date]


def profile_articles(articles: Sequence[Article]) -> list[Profile]:
    """The profile of every article, each by itself but for what houses repeat and what outlets are called."""
    lines = [_lines(article) for article in articles]
    notices = _notices(lines)
    outlets = frozenset(pair for article in articles for pair in pairwise(_all_words(article.outlet or "")))
    return [
        _profile(article, [line.text for line in shown if line.key not in notices], outlets)
        for article, shown in zip(articles, lines, strict=True)
    ]


def blocks_of(article: Article) -> list[frozenset[str]]:
    """The words of each paragraph, or of each sentence where there is one paragraph."""
    paragraphs = article.text.split("\n\n")
    if len(paragraphs) == 1:
        paragraphs = [sentence.span.of(article.text) for sentence in article.sentences]
    return [frozenset(token.start for token in _tokens(paragraph)) for paragraph in paragraphs]


def marks_of(profile: Profile) -> frozenset[str | Name]:
    """What an article is found by: what it is about, full names, quotations."""
    return profile.core | profile.people | {f"“{quotation}" for quotation in profile.quotations}


# --- notices -------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A sentence of an article, with the words that tell whether another is the same."""

    text: str
    key: tuple[str, str]
    is_late: bool


def _lines(article: Article) -> list[_Line]:
    texts = [sentence.span.of(article.text) for sentence in article.sentences]
    house = (article.outlet or urlsplit(article.url or "").hostname or "").casefold()
    return [
        _Line(text, (house, " ".join(_WORD_RE.findall(text.casefold()))), 2 * number >= len(texts))
        for number, text in enumerate(texts)
    ]


def _notices(articles: Iterable[Sequence[_Line]]) -> frozenset[tuple[str, str]]:
    """Sentences of a house that stand in the second half of two of its articles, or anywhere in three.

    Articles of which no house is known may be of many: what these share early is an agency's text.
    """
    late, anywhere = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for lines in articles:
        anywhere.update({line.key for line in lines})
        late.update({line.key for line in lines if line.is_late})
    return frozenset(
        key
        for key, number in anywhere.items()
        if late[key] >= _NOTICE_IN or (key[0] and (number >= _NOTICE_IN or late[key] > 1))
    )


# --- one article ---------------------------------------------------------------------------------------


class _Token(NamedTuple):
    """A word that can tell what a text is about."""

    start: str
    is_capital: bool
    begins: bool  # a sentence, a quotation, what follows a dash or colon: capital whatever it is
    after: str  # what stands between it and the word before: a blank, a small word
    previous: str  # the word before that counts, where nothing but a blank stands between


def _tokens(text: str) -> Iterator[_Token]:
    before = previous = ""
    end = 0
    for match in _WORD_RE.finditer(text):
        word = match.group()
        gap = text[end : match.start()]
        start, counts = _read_word(word)
        is_capital = word[0].isupper()
        if counts:
            mark = gap.rstrip()[-1:]
            begins = not end or mark in _OPENERS
            yield _Token(start, is_capital, begins, before, previous if gap in _ADJACENT else "")
        before = word
        previous = start if counts and is_capital else ""
        end = match.end()


@lru_cache(maxsize=100_000)
def _read_word(word: str) -> tuple[str, bool]:
    """The beginning of a word, and whether the word can tell what a text is about."""
    plain = _SHORT_FORM_RE.sub("", word)
    start = beginning(plain)
    counts = len(plain) >= _SHORTEST and start not in _SKIPPED and not is_small_word(plain.lower())
    return start, counts


def _all_words(text: str) -> list[str]:
    return [_read_word(word)[0] for word in _WORD_RE.findall(text)]


def _profile(article: Article, sentences: Sequence[str], outlets: frozenset[Name]) -> Profile:
    own = frozenset(_all_words(article.byline or ""))
    title = [token for token in _tokens(article.title or "") if token.start not in own]
    tokens = [[token for token in _tokens(text) if token.start not in own] for text in sentences]
    body = [token for sentence in tokens for token in sentence]
    counts = Counter(token.start for token in [*title, *body])
    names = {token.start for token in body if _is_name(token, article.language)}
    lead = {token.start for sentence in tokens[:_LEAD] for token in sentence}
    shares = commonness(article.language)
    quotations = _quotations(sentences)
    return Profile(
        language=article.language.partition("-")[0],
        day=article.published.day if article.published else None,
        length=sum(len(text.split()) for text in sentences),
        core=frozenset({token.start for token in title} | lead | _often(counts, shares)),
        words=frozenset(counts),
        names=frozenset(names),
        plain=frozenset(_plain(body, article.language)),
        people=frozenset(_people(body, shares)) - outlets,
        numbers=frozenset(number for text in sentences for number in _numbers(text)),
        quotations=frozenset(quotation for quotation in quotations if _is_telling(quotation)),
        spoken=f" {' | '.join(quotations)} ",
        days=frozenset(_days(article)),
        event_days=frozenset(_days_of_events(article)),
    )


def _often(counts: Counter[str], shares: Commonness) -> set[str]:
    """The words that an article uses most of all and more than once, the rare before the common."""
    weighed = (
        (number * -math.log(shares.share(word)), word) for word, number in counts.items() if number > 1
    )
    return {word for _, word in heapq.nlargest(_OFTEN, weighed)}


def _is_name(token: _Token, language: str) -> bool:
    """Whether a word is written as a name is; in German, where every noun has a capital, beside another."""
    if not token.is_capital or token.begins:
        return False
    return not language.startswith("de") or bool(token.previous) or token.after in _PLACE_WORDS


def _plain(tokens: Iterable[_Token], language: str) -> Iterator[str]:
    """Words written as no name is; one that begins a sentence may be either."""
    for token in tokens:
        if not token.begins and not _is_name(token, language):
            yield token.start


def _people(tokens: Iterable[_Token], shares: Commonness) -> Iterator[Name]:
    """Two words with capitals in a row: the name of a person, or of a body or place with two words."""
    for token in tokens:
        pair = (token.previous, token.start)
        if token.is_capital and token.previous and not all(map(shares.is_common, pair)):
            yield pair


def _numbers(text: str) -> Iterator[str]:
    """Numbers that hardly two events share by chance: three digits that are not round, or an amount."""
    for mark, digits, unit in _NUMBER_RE.findall(text):
        number = digits.replace(",", "").rstrip(".")
        if _YEAR_RE.fullmatch(number) and not mark:
            continue
        is_amount = bool(mark) or unit.strip() in _UNITS
        least = _AMOUNT_DIGITS if is_amount else _ROUND_DIGITS if number.endswith("00") else _DIGITS
        if len(number) >= least:
            yield number


def _quotations(texts: Iterable[str]) -> list[str]:
    return [" ".join(_WORD_RE.findall(run.casefold())) for text in texts for run in _QUOTED_RE.findall(text)]


def _is_telling(quotation: str) -> bool:
    """Whether a quotation has words enough that nobody else happens to say it."""
    words = quotation.split()
    telling = sum(not is_small_word(word) for word in words)
    return len(words) >= _QUOTATION_WORDS and telling >= _TELLING_WORDS


def _days(article: Article) -> Iterator[date]:
    """The days that an article names for certain."""
    for found in article.dates:
        if found.precision is Precision.DAY and found.start == found.end:
            yield found.start


def _days_of_events(article: Article) -> Iterator[date]:
    """The days on which something happened by the first sentences; not those on which somebody spoke."""
    latest = article.published.day if article.published else date.max
    shown = article.sentences[:_LEAD]
    for found in article.dates:
        if not shown or found.span.start >= shown[-1].span.end:
            return
        clause = _CLAUSE_RE.split(article.text[: found.span.start])[-1]
        told = not _SPEECH.isdisjoint(clause.casefold().split())
        if found.precision is Precision.DAY and found.start == found.end <= latest and not told:
            yield found.start
