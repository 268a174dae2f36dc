"""The words of English and German that place an event in time, for `briefing.articles.dates`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["DateWords", "Pull", "Stretch", "Unit", "date_words"]


class Pull(Enum):
    """Which way a word before a weekday, month or week points."""

    PLAIN = auto()
    LAST = auto()
    THIS = auto()
    NEXT = auto()
    AHEAD = auto()
    NONE = auto()


class Stretch(Enum):
    """A third of a month."""

    EARLY = auto()
    MID = auto()
    LATE = auto()


class Unit(Enum):
    """A stretch of the calendar that can be this, the last or the next one."""

    WEEK = auto()
    WEEKEND = auto()
    MONTH = auto()
    QUARTER = auto()
    YEAR = auto()


@dataclass(frozen=True, slots=True)
class DateWords:
    """One language: what its words mean, and the expressions that find them.

    `anchor` finds the word that carries a date (groups weekday, month, day, unit, year), `before` reads what
    stands in front of it, `after` what follows.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    days: Mapping[str, int]
    units: Mapping[str, Unit]
    pulls: Mapping[str, Pull]
    stretches: Mapping[str, Stretch]
    quarters: Mapping[str, int]
    language: str
    compound_before: re.Pattern[str]
    compound_after: re.Pattern[str]
    anchor: re.Pattern[str]
    before_weekday: re.Pattern[str]
    after_weekday: re.Pattern[str]
    before_month: re.Pattern[str]
    after_month: re.Pattern[str]
    before_unit: re.Pattern[str]
    after_unit: re.Pattern[str]
    before_year: re.Pattern[str]


def date_words(language: str) -> DateWords:
    """Choose the words of `language`; English where it has none of its own.

    >>> date_words("de").weekdays["Dienstag"]
    1
    """
    return _GERMAN if language == "de" else _ENGLISH


def _numbered(words: str, *, first: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start=first)}


def _all(meaning: Pull, words: str) -> dict[str, Pull]:
    return dict.fromkeys(words.split(","), meaning)


def _inflected(meaning: Pull, stems: str) -> dict[str, Pull]:
    return {stem + ending: meaning for stem in stems.split() for ending in ("e", "en", "em", "er", "es")}


_YEAR = r"(?:19|20)\d\d"
_CLOCK_EN = r"(?:\s(?:morning|afternoon|evening|night)\b)?+"
_ENGLISH = DateWords(
    weekdays=_numbered("Monday Tuesday Wednesday Thursday Friday Saturday Sunday", first=0),
    months=_numbered(
        "January February March April May June July August September October November December", first=1
    )
    | {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "Jun": 6, "Jul": 7, "Aug": 8}
    | {"Sep": 9, "Sept": 9, "Oct": 10, "Nov": 11, "Dec": 12},
    days={"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "last night": -1}
    | dict.fromkeys(("this morning", "this afternoon", "this evening"), 0)
    | {"the day before yesterday": -2, "the day after tomorrow": 2},
    units={"week": Unit.WEEK, "weekend": Unit.WEEKEND, "month": Unit.MONTH}
    | {"quarter": Unit.QUARTER, "year": Unit.YEAR},
    pulls=_all(Pull.LAST, "last,this past,past")
    | _all(Pull.THIS, "this")
    | _all(Pull.NEXT, "next")
    | _all(Pull.AHEAD, "by,coming,this coming,no later than,as early as,as soon as")
    | _all(Pull.PLAIN, "earlier,late,early,later,mid")
    | _all(Pull.NONE, "every,each,previous,following,the previous,the following,from,any,a")
    # days of the calendar of feasts and of trade are names
    | _all(Pull.NONE, "black,super,good,ash,bloody,easter,whit,cyber,palm,maundy,fat,holy,giving"),
    stretches={"early": Stretch.EARLY, "the beginning of": Stretch.EARLY, "the start of": Stretch.EARLY}
    | {"mid": Stretch.MID, "the middle of": Stretch.MID}
    | {"late": Stretch.LATE, "the end of": Stretch.LATE, "end of": Stretch.LATE},
    quarters=_numbered("first second third fourth", first=1),
    language="en",
    compound_before=re.compile(
        r"\b(?:the|an?|his|her|their|its|our|my|no|another|[A-Z][a-z]+day\s(?:to|through))\s\Z", re.IGNORECASE
    ),
    compound_after=re.compile(
        r"[’']s\b|[-–]\w|\s(?:to|through|till|until)\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\s(?!(?:a|an|the|and|or|but|at|in|on|to|of|for|by|from|with|over|as|after|before|during|when|while|if"
        r"|because|since|until|than|that|which|who|it|he|she|they|we|you|i|his|her|their|its|this|these|those|there"
        r"|is|are|was|were|has|have|had|will|would|may|might|could|should|can|must|not|near|under|between|against"
        r"|about|into|outside|inside|around|through|without|amid|following|despite|once|where|how|why|what|whether"
        r"|no|all|some|more|many|most|several|few|two|three|both|again|too|alone|instead|ahead|along|across|behind|so|said|told|made|took|met|held|gave|began|won|lost"
        r"|struck|fell|rose|left|went|came|put|cut|set|hit|votes|opens|closes|begins|starts|ends|meets|decides"
        r"|(?:last|this|next)\sweek|[a-z]+(?:ed|ing|ly))\b)[a-z]+"
    ),
    anchor=re.compile(
        r"\b(?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!s\b)"
        r"|(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
        r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
        r"|(?P<day>[Tt]he day (?:before yesterday|after tomorrow)|[Yy]esterday|[Tt]oday|[Tt]onight"
        r"|[Tt]omorrow|[Ll]ast night|[Tt]his (?:morning|afternoon|evening))\b"
        r"|(?P<unit>(?:week(?:end)?|month|quarter|year)\b)"
        rf"|(?P<year>{_YEAR})\b(?![.,]\d|%))"
    ),
    before_weekday=re.compile(
        r"(?P<words>\b(?:(?P<pull>(?:this\s)?(?:past|coming)|the\s(?:previous|following)|no\slater\sthan"
        r"|as\s(?:early|soon)\sas|last|this|next|by|every|each|any|a|from|previous|following|earlier|later?|early"
        r"|black|super|good|ash|bloody|easter|whit|cyber|palm|maundy|fat|holy|giving)\s)?+(?:on\s)?)\Z",
        re.IGNORECASE,
    ),
    after_weekday=re.compile(
        rf"{_CLOCK_EN}(?P<name>\s(?:Times|Telegraph|Mail|Mirror|Express|Post|Herald|Night)\b)?+"
        r"(?P<week>\s(?:of\s)?(?P<pull>last|this|next)\sweek\b)?+"
        r"(?:,?\s(?P<month>[A-Z][a-z]+)\.?\s(?P<day>\d{1,2})\b(?:,\s(?P<year>(?:19|20)\d\d)\b)?)?+"
    ),
    before_month=re.compile(
        r"(?P<words>\b(?:on\s)?(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?"
        r"|\b(?P<stretch>(?:the\s)?(?:beginning|start|middle|end)\sof|early|mid|late)[\s-]"
        r"|\b(?P<pull>last|this|next|by|coming|every)\s"
        r"|\b(?P<preposition>in|since|during|until|on)\s)\Z",
        re.IGNORECASE,
    ),
    after_month=re.compile(
        r"\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d|%|\s(?:percent|million|billion))"
        r"(?:\s?(?:-|–|to|and)\s?(?P<to>\d{1,2})\b(?![:.]\d|%))?(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
        r"|\.?,?\s(?P<only>(?:19|20)\d\d)\b"
    ),
    before_unit=re.compile(
        r"(?P<words>\b(?<!the\s)(?P<pull>last|this|next|this past|this coming|earlier this|later this)\s"
        r"|\bthe\s(?P<quarter>first|second|third|fourth)\s)\Z",
        re.IGNORECASE,
    ),
    after_unit=re.compile(r"(?:\sof\s(?P<year>(?:19|20)\d\d)\b)?"),
    before_year=re.compile(
        r"(?P<words>\b(?:in|since|by|until|during|early|late|mid|of|from)[\s-])\Z", re.IGNORECASE
    ),
)

_GERMAN = DateWords(
    weekdays=_numbered("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag", first=0)
    | {"Sonnabend": 5},
    months=_numbered(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember", first=1
    ),
    days={"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2},
    units={"Woche": Unit.WEEK, "Wochenende": Unit.WEEKEND, "Monat": Unit.MONTH, "Monats": Unit.MONTH}
    | {"Quartal": Unit.QUARTER, "Jahr": Unit.YEAR, "Jahres": Unit.YEAR},
    pulls=_inflected(Pull.LAST, "letzt vergangen vorig")
    | _inflected(Pull.THIS, "dies")
    | _inflected(Pull.NEXT, "nächst")
    | _inflected(Pull.AHEAD, "kommend")
    | _all(Pull.AHEAD, "bis,bis zum,spätestens")
    | _inflected(Pull.NONE, "jed")
    | _all(Pull.NONE, "ab"),
    stretches={"anfang": Stretch.EARLY, "mitte": Stretch.MID, "ende": Stretch.LATE},
    quarters=_numbered("ersten zweiten dritten vierten", first=1),
    language="de",
    compound_before=re.compile(r"(?!)"),  # German writes its compounds in one word
    compound_after=re.compile(r"-\w"),
    anchor=re.compile(
        r"\b(?:(?P<weekday>Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
        r"(?=(?:morgen|mittag|nachmittag|abend|nacht|vormittag)?\b)"
        r"|(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
        r"|(?P<day>[Vv]orgestern|[Gg]estern|[Hh]eute|[Üü]bermorgen|morgen)\b"
        r"|(?P<unit>Woche(?:nende)?|Monats?|Quartal|Jahr(?:es)?)\b"
        rf"|(?P<year>{_YEAR})\b(?![.,]\d|%))"
    ),
    before_weekday=re.compile(
        r"(?P<words>\b(?:am\s)?(?:(?P<pull>(?:letzt|vergangen|vorig|dies|nächst|kommend|jed)(?:en|er|e|es|em)"
        r"|bis(?:\szum)?|spätestens|ab)\s)?)\Z",
        re.IGNORECASE,
    ),
    after_weekday=re.compile(
        r"(?:morgen|mittag|nachmittag|abend|nacht|vormittag)?+"
        r"(?P<week>\s(?P<pull>(?:letzt|vergangen|dies|nächst|kommend)er)\sWoche\b)?+"
        r"(?:,?\s(?:dem\s|den\s)?(?P<day>\d{1,2})\.\s(?P<month>[A-ZÄÖÜ][a-zäöü]+)(?:\s(?P<year>(?:19|20)\d\d)\b)?)?+"
    ),
    before_month=re.compile(
        r"(?P<words>\b(?:am\s|zum\s|vom\s)?(?P<day>\d{1,2})\.\s"
        r"|\b(?P<stretch>anfang|mitte|ende)\s"
        r"|\b(?:im\s)?(?P<pull>(?:letzt|vergangen|vorig|dies|nächst|kommend)(?:en|er|e|es|em)|bis)\s"
        r"|\b(?P<preposition>im|seit)\s)\Z",
        re.IGNORECASE,
    ),
    after_month=re.compile(r"\s(?P<only>(?:19|20)\d\d)\b"),
    before_unit=re.compile(
        r"(?P<words>\b(?P<pull>(?:letzt|vergangen|vorig|dies|nächst|kommend)(?:en|er|e|es|em))\s"
        r"|\bim\s(?P<quarter>ersten|zweiten|dritten|vierten)\s)\Z",
        re.IGNORECASE,
    ),
    after_unit=re.compile(r"(?:\s(?P<year>(?:19|20)\d\d)\b)?"),
    before_year=re.compile(
        r"(?P<words>\b(?:im\sJahre?|in|seit|bis|ab|Anfang|Mitte|Ende)\s)\Z", re.IGNORECASE
    ),
)
