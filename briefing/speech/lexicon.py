"""A language folder -> Lexicon: the words attribution lives on, as sets and tables ready to look up.

A language is a folder `languages/<code>/` with `words.toml` (closed classes) and `cues.toml` (reporting
verbs by frame). Where there is no folder there is no lexicon, and attribution abstains.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_VERB_RE = re.compile(r"^([^+~]*)(?: ([+~]) (.*))?$")


class Word:
    """What a word may be, whatever else it is; the names are the classes of `words.toml`.

    Plain integers, for they are asked for at every word of every article.
    """

    DETERMINER = 1
    POSSESSIVE = 1 << 1
    SUBJECT_PRONOUN = 1 << 2
    OBJECT_PRONOUN = 1 << 3
    INDEFINITE_PRONOUN = 1 << 4
    RELATIVE = 1 << 5
    PREPOSITION = 1 << 6
    COORDINATOR = 1 << 7
    SUBORDINATOR = 1 << 8
    BE = 1 << 9
    HAVE = 1 << 10
    DO = 1 << 11
    MODAL = 1 << 12
    NEGATION = 1 << 13
    TO = 1 << 14
    ADVERB = 1 << 15
    WEEKDAY = 1 << 16
    MONTH = 1 << 17
    MOMENT = 1 << 18
    DECLINE = 1 << 19
    DENY = 1 << 20
    PASSIVE_BY = 1 << 21
    SOURCE_PREPOSITION = 1 << 22
    MEDIUM = 1 << 23
    NAMING = 1 << 24
    VERB = 1 << 25
    REPORT = 1 << 26
    CUE = 1 << 27  # a reporting verb; from cues.toml
    COMPLEMENTIZER = 1 << 28
    ARTICLE = 1 << 29
    PHRASE_END = 1 << 30
    SOURCE_NOUN = 1 << 31
    SMALL = 1 << 32
    QUESTION = 1 << 33
    CONDITION = 1 << 34
    PLURAL = 1 << 35
    SUBJUNCTIVE = 1 << 36  # of reported speech, where a language has one
    ABSOLUTE = 1 << 40  # leads a participle with its own subject: "with Smith calling"
    COMPARISON = 1 << 41  # "as Smith put it"
    IRREALIS = 1 << 42
    ONLY = 1 << 43
    DEMONSTRATIVE = 1 << 44
    COLON = 1 << 37
    DASH = 1 << 38
    RUN = 1 << 39  # a whole marked run


DASHES = frozenset(["—", "–", "--", "―", "-"])


class Frame(StrEnum):
    """What a reporting verb takes, which says where its words and its speaker can stand."""

    SAY = "say"  # words before or after, a clause with or without "that", inversion
    TELL = "tell"  # the same after an addressee
    ASK = "ask"  # the same with a question
    OPEN = "open"  # marked words only: "she began"
    THINK = "think"  # a clause without marks: beliefs
    WANT = "want"  # an infinitive: plans
    SHOW = "show"  # a document or poll as the source
    CALL = "call"  # an object and its name: called him "a …"
    JUDGE = "judge"  # an object the speaker speaks about


class Form(IntEnum):
    """The inflection of a reporting verb."""

    BASE = 0
    THIRD = 1
    GERUND = 2
    PAST = 3
    PARTICIPLE = 4


class Cue(NamedTuple):
    """One reading of a word as a reporting verb.

    `particle` must follow it where there is one, at once or, if it is `distant`, at the end of the clause.
    """

    lemma: str
    frame: Frame
    forms: frozenset[Form]
    particle: str | None
    distant: bool = False


class Lexicon(NamedTuple):
    """The words of one language. `classes` holds `Word` bits by word, in every spelling it may have.

    `verb_second` says that the finite verb stands second, whatever stands first, as in German.
    """

    language: str
    verb_second: bool
    classes: dict[str, int]
    cues: dict[str, tuple[Cue, ...]]
    token_re: re.Pattern[str]


@cache
def load_lexicon(language: str) -> Lexicon | None:
    """Load the lexicon of a language (`en`, `de-AT`); None where there is no folder for it.

    >>> load_lexicon("en").cues["said"][0].lemma
    'say'
    >>> load_lexicon("xx") is None
    True
    """
    code = language.partition("-")[0].lower()
    folder = files("briefing.speech") / "languages" / code
    if not code.isalpha() or not (folder / "cues.toml").is_file():
        return None
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    cues = _read_cues((folder / "cues.toml").read_text(encoding="utf-8"))
    abbreviations = words.pop("abbreviation").split()
    verb_second = words.pop("verb_second", False)
    classes = _spell_out(_read_classes(words, cues))
    return Lexicon(code, verb_second, classes, cues, _compile_tokens(abbreviations))


def _read_classes(words: Mapping[str, str], cues: Iterable[str]) -> dict[str, int]:
    classes = dict.fromkeys(cues, Word.CUE)
    classes |= dict.fromkeys(DASHES, Word.DASH) | {":": Word.COLON}
    for name, members in words.items():
        for word in members.split():
            classes[word] = classes.get(word, 0) | _bit_of(name)
    return classes


def _spell_out(classes: Mapping[str, int]) -> dict[str, int]:
    """Enter each word as a text may write it, so that no word of an article has to be folded first."""
    spelt = {}
    for word, bits in classes.items():
        for form in (word, word.capitalize(), word.upper()):
            spelt[form] = spelt[form.replace("'", "’")] = bits
    return spelt


def _compile_tokens(abbreviations: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        r"[A-Za-zÀ-ɏ]+(?=[ ,:])"  # most words; what follows is for other scripts, points and apostrophes
        r"|\.{3}|--+|[.,;:!?…()\[\]—–―-]"
        r"|(?:[^\W\d_]\.){2,}(?:['’]s)?"  # U.S., a.m., U.S.’s
        rf"|(?:{'|'.join(map(re.escape, abbreviations))})\.(?=\s*\S)"
        r"|(?<!\w)[A-HJ-Z]\.(?=\s?[A-Z][\w.])"  # the initials of J. F. Smith
        r"|[@#]?[^\W_]+(?:(?:[.,](?=\d)|['’\-‐&/_]|\.(?=[a-z]|[A-Z]\.))[^\W_]+)*"
        r"(?:['’](?=[\s,.;:]|$)|\.(?=[,;)]))?"
    )


def _bit_of(name: str) -> int:
    bit = getattr(Word, name.upper())
    assert isinstance(bit, int)
    return bit


def _read_cues(toml: str) -> dict[str, tuple[Cue, ...]]:
    readings: defaultdict[str, list[Cue]] = defaultdict(list)
    for frame, verbs in tomllib.loads(toml).items():
        for verb in verbs:
            written, sign, particle = _VERB_RE.findall(verb)[0]
            words = [form.split("/") for form in written.split()]
            for word in dict.fromkeys(form for forms in words for form in forms):
                forms = frozenset(Form(place) for place, group in enumerate(words) if word in group)
                readings[word].append(Cue(words[0][0], Frame(frame), forms, particle or None, sign == "~"))
    # A reading with its particle is the more particular one and is tried first.
    return {
        word: tuple(sorted(cues, key=lambda cue: cue.particle is None)) for word, cues in readings.items()
    }
