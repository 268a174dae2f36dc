"""The words around a weekday -> whether the day lies behind or ahead; nothing where they do not tell.

A wrong date is worse than none: a present tense that may be a headline's ("Mayor resigns on Tuesday"), and a
clause whose verbs disagree, tell nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from briefing.articles.words import word_set

__all__ = ["Tense", "tense_around"]


class Tense(Enum):
    """Where the verb that governs a day puts it."""

    PAST = auto()
    AHEAD = auto()
    UNCLEAR = auto()


_REACH_BACK, _REACH_ON = 100, 60
_TOKEN_RE = re.compile(r"[’']?[^\W\d_]+")
_STOP_RE = re.compile(r"[.!?;:][”\"’']?\s+(?=[“\"]?[A-ZÄÖÜ])|\n")
_COMMA_RE = re.compile(r",|\s[—–-]\s")


@dataclass(frozen=True, slots=True)
class _Words:
    """One language: verbs by what they say of a day, and the words that turn them.

    `scheduled` verbs look ahead in the present tense; `plural` ones do so behind a plural alone, and may be
    infinitives or nouns elsewhere. `planned` words look ahead, unless a past `been` stands before them.
    """

    ahead: frozenset[str]
    planned: frozenset[str]
    past: frozenset[str]
    scheduled: frozenset[str]
    nouns: frozenset[str]
    plural: frozenset[str]
    unclear: frozenset[str]
    perfect: frozenset[str]
    past_be: frozenset[str]
    conditions: frozenset[str]
    helpers: frozenset[str]
    determiners: frozenset[str]
    plural_before: frozenset[str]
    not_past: frozenset[str]
    past_re: re.Pattern[str]
    participle_re: re.Pattern[str]
    clause_re: re.Pattern[str]
    limit_re: re.Pattern[str]


def tense_around(text: str, begin: int, stop: int, *, language: str) -> Tense:
    """What the words around `text[begin:stop]`, a date with its preposition, say of its place in time.

    >>> text = "The bridge closes on Saturday."
    >>> tense_around(text, text.index("on"), text.index("."), language="en").name
    'AHEAD'
    >>> text = "Mayor resigns on Tuesday"
    >>> tense_around(text, text.index("on"), len(text), language="en").name
    'UNCLEAR'
    """
    words = _GERMAN if language == "de" else _ENGLISH
    # the capital behind a stop is the date's own first letter
    before = _STOP_RE.split(text[max(0, begin - _REACH_BACK) : begin + 1])[-1][:-1]
    after = _STOP_RE.split(text[stop : stop + _REACH_ON])[0]
    earlier, later = _TOKEN_RE.findall(before), _TOKEN_RE.findall(after)
    told = _told_before(earlier, later, words)
    if (at_once := _told_at_once(after, words)) is not None:
        told = at_once
    elif told is None:
        told = _told_after(later, words)
    elif words.clause_re.search(before):  # "resigned, and on Monday the trial begins"
        clause = _TOKEN_RE.findall(_COMMA_RE.split(after)[0])
        other = _told_after(clause, words)
        told = told if other in {None, told} else Tense.UNCLEAR
    if told is Tense.PAST and words.limit_re.search(before):  # "adjourned until Monday"
        return Tense.UNCLEAR
    return told or Tense.UNCLEAR


def _told_before(earlier: list[str], later: list[str], words: _Words) -> Tense | None:
    """By the nearest verb in front; a plain "is" tells only where it stands right before the day."""
    tokens = [*earlier, *later]
    for index in range(len(earlier) - 1, -1, -1):
        if (told := _tense(tokens, index, words)) is None:
            continue
        if told is Tense.PAST and _has_infinitive(tokens[index:], len(earlier) - index, words):
            return Tense.UNCLEAR  # "ordered him to leave on Monday"
        is_last = index == len(earlier) - 1
        if told is Tense.UNCLEAR and is_last and tokens[index].lower() in {"is", "are", "’s", "ist", "sind"}:
            return Tense.AHEAD if not later else Tense.UNCLEAR
        return told
    return None


def _has_infinitive(tokens: list[str], reach: int, words: _Words) -> bool:
    pairs = pairwise(tokens[:reach])
    return any(first.lower() in {"to", "zu"} and second.lower() in words.plural for first, second in pairs)


def _told_at_once(after: str, words: _Words) -> Tense | None:
    """By the verb right behind the day: "the court, which meets in Riga, on Friday rejected it"."""
    if not (match := re.match(r"\s(?:[a-z]+ly\s)?([a-z]+)\b", after)):
        return None
    told = _tense(_TOKEN_RE.findall(after[match.start(1) :]), 0, words)
    return None if match[1] in words.past_be | words.unclear else told


def _told_after(later: list[str], words: _Words) -> Tense | None:
    answers = (_tense(later, index, words) for index in range(len(later)))
    return next((answer for answer in answers if answer is not None), None)


def _tense(tokens: list[str], index: int, words: _Words) -> Tense | None:
    """What a word says of the day beside it, by the first kind that it is of; None where it says nothing."""
    at = _Token(tokens, index, words)
    return next(answer for is_of_kind, answer in _KINDS if is_of_kind(at))(at)


class _Token(NamedTuple):
    """A word among others."""

    tokens: list[str]
    place: int
    words: _Words

    @property
    def token(self) -> str:
        return self.tokens[self.place].lower()

    @property
    def previous(self) -> str:
        return self.tokens[self.place - 1].lower() if self.place else ""

    @property
    def following(self) -> list[str]:
        return [word.lower() for word in self.tokens[self.place + 1 : self.place + 3]]

    @property
    def is_noun(self) -> bool:
        return self.place > 0 and self.previous in self.words.determiners

    @property
    def is_present_be(self) -> bool:
        return self.token in {"is", "are"}


def _as_noun(at: _Token) -> Tense | None:
    """After an article or possessive: "a cut", "the vote", "its planned merger"."""
    return Tense.UNCLEAR if at.token in at.words.past else None


def _planned(at: _Token) -> Tense | None:
    if at.previous in at.words.past_be:
        return Tense.UNCLEAR  # "was due to open on Monday": it may have been missed since
    leads_on = not {"to", "for"}.isdisjoint(at.following[:1])
    if at.previous in {"than", "as"} or (at.token in {"set", "going"} and not leads_on):
        return Tense.UNCLEAR
    if at.token == "due" and at.previous not in at.words.helpers and "to" in at.following[:1]:  # noqa: S105 -- a word
        return None  # "delayed due to rain"
    return Tense.AHEAD


def _ahead(at: _Token) -> Tense:
    return Tense.UNCLEAR if "have" in at.following else Tense.AHEAD


def _perfect(at: _Token) -> Tense:
    """Past with its participle, unless in a condition: "once a crane has removed it"."""
    is_perfect = any(at.words.participle_re.fullmatch(word) for word in at.tokens[at.place + 1 :])
    before = {word.lower() for word in at.tokens[max(0, at.place - 4) : at.place]}
    return Tense.PAST if is_perfect and at.words.conditions.isdisjoint(before) else Tense.UNCLEAR


def _scheduled(at: _Token) -> Tense:
    """A present tense that looks ahead, unless it may be a plural noun: "counted absentee votes"."""
    if at.token not in at.words.nouns:
        return Tense.AHEAD
    told = (_tense(at.tokens, place, at.words) for place in range(at.place - 1, -1, -1))
    return Tense.UNCLEAR if any(answer is not None for answer in told) else Tense.AHEAD


def _plural(at: _Token) -> Tense | None:
    return Tense.AHEAD if _follows_plural(at.tokens, at.place, at.words) else None


def _starting(at: _Token) -> Tense:
    """Ahead in "takes effect" and the like."""
    later = {word.lower() for word in at.tokens[at.place + 1 :]}
    return Tense.UNCLEAR if _STARTED.isdisjoint(later) else Tense.AHEAD


def _by_ending(at: _Token) -> Tense | None:
    """A word of no list, which may end as past tenses do."""
    is_past = at.words.past_re.fullmatch(at.tokens[at.place]) and at.token not in at.words.not_past
    return Tense.PAST if is_past and at.previous not in at.words.helpers else None


_STARTING, _STARTED = word_set("takes comes tritt"), word_set("effect force office place kraft")
_KINDS: tuple[tuple[Callable[[_Token], bool], Callable[[_Token], Tense | None]], ...] = (
    (lambda at: at.is_noun, _as_noun),
    (lambda at: at.is_present_be and at.following[:1] == ["to"], lambda _: Tense.AHEAD),
    # "are expected": the participle tells
    (lambda at: at.is_present_be and not at.words.planned.isdisjoint(at.following), lambda _: None),
    (lambda at: at.token in at.words.planned, _planned),
    (lambda at: at.token in at.words.ahead, _ahead),
    (lambda at: at.token in at.words.perfect, _perfect),
    (lambda at: at.token in at.words.past, lambda _: Tense.PAST),
    (lambda at: at.token in at.words.scheduled, _scheduled),
    (lambda at: at.token in at.words.plural, _plural),
    (lambda at: at.token in _STARTING, _starting),
    (lambda at: at.token in at.words.unclear, lambda _: Tense.UNCLEAR),
    (lambda _: True, _by_ending),
)


def _follows_plural(tokens: list[str], index: int, words: _Words) -> bool:
    """Whether the word in front can be the subject of a plural verb."""
    if words is _GERMAN:
        return True
    if index == 0:
        return False
    previous = tokens[index - 1].lower()
    is_noun = previous.endswith("s") and previous not in word_set(
        "its his this was is has does as thus us ’s 's"
    )
    return previous in words.plural_before or (is_noun and previous not in words.scheduled)


_ENGLISH = _Words(
    ahead=word_set("will 'll ’ll shall would plans expects intends aims may might"),
    planned=word_set("planned planning expected expect plan scheduled due set slated going hopes hope"),
    past=word_set("""
        said told was were had did made met took left held gave came went saw won lost spoke wrote began
        led fell rose sent got found thought felt kept brought stood paid ran drew drove flew broke
        chose struck cut put hit swept swore tore threw sold sought shot sank sang shook slept stole
        stuck swam taught wore withdrew woke knew grew hid hung laid lay lent meant rode sat spent
        bought built burned caught dealt fought forgot froze became agreed freed guaranteed decreed
        overtook overthrew undertook understood
    """),
    scheduled=word_set("""
        opens closes begins continues starts ends votes meets decides returns goes leaves arrives expires
        faces appears resumes reopens convenes departs sits sails flies concludes finishes launches kicks
        travels gathers
    """),
    nouns=word_set("opens starts ends votes returns leaves faces finishes launches kicks travels"),
    plural=word_set("""
        open close begin start end vote meet decide return go leave arrive expire face appear resume
        reopen convene depart sit sail fly conclude finish launch travel gather
    """),
    unclear=word_set("is are ’s 's am do does says tells can could should must resigns dies wins loses"),
    perfect=word_set("has have ’ve 've"),
    past_be=word_set("was were been had"),
    conditions=word_set("once when until if before unless after"),
    helpers=word_set("be been being is are was were to have has get not remain remains stay stays ’s 's"),
    determiners=word_set("the a an his her their its our my no of"),
    plural_before=word_set("they we you i who people men women children police also both then"),
    not_past=word_set("hundred sacred naked wicked united red bed shed wed"),
    past_re=re.compile(r"[^\W\d_]*(?<!e)ed"),
    participle_re=re.compile(
        r"[a-z]{2,}ed|been|had|made|met|taken|left|held|given|gone|seen|won|lost|[a-z]{3,}en"
    ),
    clause_re=re.compile(r"(?:[,—–]|\b(?:and|but|or|that))\s*\Z"),
    limit_re=re.compile(r"\b(?:until|till|for|before|through|of|after|(?<!night\s)to)\s\Z", re.IGNORECASE),
)

_GERMAN = _Words(
    ahead=word_set("wird werden will wollen soll sollen plant planen geplant möchte dürfte steht"),
    planned=frozenset(),
    past=word_set("""
        war waren hatte hatten wurde wurden sagte erklärte kam kamen ging gingen traf trafen trat traten
        begann begannen schloss schlossen schlug schlugen starb starben fiel fielen stieg stiegen sprach
        sprachen gab gaben nahm nahmen fand fanden stand standen blieb blieben lief liefen fuhr fuhren
        flog flogen rief riefen hielt hielten ließ ließen brach brachen gewann verlor verloren bat baten
        lag lagen sah sahen schrieb schrieben zog zogen trug trugen wies wiesen griff griffen beschloss
        beschlossen warf warfen
    """),
    scheduled=word_set(
        "schließt öffnet beginnt startet endet tagt entscheidet kehrt eröffnet verhandelt reist"
    ),
    nouns=frozenset(),
    plural=word_set("schließen öffnen beginnen starten enden tagen kehren"),
    unclear=word_set(
        "könnte könnten sollte sollten müsste müssten kann muss können müssen geht gehen stimmt kommt"
    ),
    perfect=word_set("hat haben ist sind"),
    past_be=word_set("war waren wurde wurden"),
    conditions=word_set("sobald wenn bis falls bevor nachdem"),
    helpers=frozenset(),
    determiners=word_set("der die das den dem des ein eine einen einem einer"),
    plural_before=frozenset(),
    not_past=word_set("heute bitte letzte zweite dritte erste rechte alte gute harte späte weite heutige"),
    past_re=re.compile(r"[a-zäöüß]{2,}(?:te|ten)"),
    participle_re=re.compile(
        r"(?:[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)|(?:be|ver|er|ent|zer|unter|über)[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]+iert)"
        r"(?<!geschlossen)(?<!geöffnet)(?<!gesperrt)(?<!geplant)"
    ),
    clause_re=re.compile(r"(?:[,—–]|\b(?:und|aber|oder|dass))\s*\Z"),
    limit_re=re.compile(r"\b(?:bis|vor|für|nach|auf)\s(?:den\s|dem\s)?\Z", re.IGNORECASE),
)
