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

_MOST_KEPT = 50_000
_VERB_RE = re.compile(r"^([^+~]*)(?: ([+~]) (.*))?$")


class Word:
    """What a word may be, whatever else it is; the names are the classes of `words.toml`.

    Plain integers, for they are asked for at every word of every article.
    """

    DETERMINER = 1 << 0
    ARTICLE = 1 << 1
    POSSESSIVE = 1 << 2
    SUBJECT_PRONOUN = 1 << 3
    OBJECT_PRONOUN = 1 << 4
    INDEFINITE_PRONOUN = 1 << 5
    RELATIVE = 1 << 6
    PREPOSITION = 1 << 7
    COORDINATOR = 1 << 8
    SUBORDINATOR = 1 << 9
    COMPLEMENTIZER = 1 << 10  # that
    COMPARISON = 1 << 11  # "as Smith put it"
    QUESTION = 1 << 12  # asked whether
    CONDITION = 1 << 13  # if
    BE = 1 << 14
    HAVE = 1 << 15
    DO = 1 << 16
    MODAL = 1 << 17
    IRREALIS = 1 << 18  # might
    NEGATION = 1 << 19
    ONLY = 1 << 20  # "not only" denies nothing
    TO = 1 << 21
    ADVERB = 1 << 22
    VERB = 1 << 23  # finite forms of common verbs that report nothing
    SUBJUNCTIVE = 1 << 24  # of reported speech, where a language has one
    WEEKDAY = 1 << 25
    MONTH = 1 << 26
    MOMENT = 1 << 27
    DEMONSTRATIVE = 1 << 28  # before a time: "this week"
    PLURAL = 1 << 29  # plural without an s: "police say"
    DECLINE = 1 << 30  # declined to say
    DENY = 1 << 31  # denied
    PASSIVE_BY = 1 << 32
    ABSOLUTE = 1 << 33  # "with Smith saying"
    SOURCE_PREPOSITION = 1 << 34  # according to
    SOURCE_TAG = 1 << 35  # the same, behind a comma only: „…“, so Lang
    SOURCE_BOUND = 1 << 36  # the same, before a source noun only: nach Angaben
    SOURCE_NOUN = 1 << 37  # Angaben
    REPORT = 1 << 38  # nouns that report: claim
    NAMING = 1 << 39  # what follows in marks is a name
    SMALL = 1 << 40  # small words of titles
    PHRASE_END = 1 << 41  # ends a noun phrase
    CUE = 1 << 42  # a reporting verb; from cues.toml
    COLON = 1 << 43
    DASH = 1 << 44
    RUN = 1 << 45  # a whole marked run
    REJECTING = 1 << 46  # denies if a noun that reports follows: rejected claims
    RECEIVING = 1 << 47  # whose subject is told: learned from
    RECEIVING_FROM = 1 << 48
    QUOTING = 1 << 49  # hands the words on to its object: "quoting Smith"
    SURFACE = 1 << 50  # what words are written on: a sign
    REPROACH = 1 << 51  # between whom a verb blames and for what: accused Smith of saying
    RECITING = 1 << 52  # what its object says is somebody else's: sang “…”, read the words “…”
    DOUBT = 1 << 53  # denies the clause behind it: doubts that Smith said
    PARTING = 1 << 54  # an article behind which no genitive stands, but another phrase: sagte Lang dem Sender
    DATIVE = 1 << 56  # begins whom the words are told
    VIEWING = 1 << 57  # calls something what it is seen as, and says nothing
    OBLIQUE = 1 << 55  # one that may begin another phrase, or a genitive: die Sprecherin der Polizei


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


_FORMS = tuple(Form)


class Cue(NamedTuple):
    """One reading of a word as a reporting verb.

    `particle` must follow it where there is one, at once or, if it is `distant`, at the end of the clause.
    """

    lemma: str
    frame: Frame
    forms: frozenset[Form]
    particle: str | None
    distant: bool = False


Entry = tuple[str, int, bool]


class Entries(dict[str, Entry]):
    """What is known of a word wherever it stands: how it is in lower case, its `Word` bits, is it a capital.

    An entry is made when it is first asked for. No more are kept than an article or a hundred may need.
    """

    def __init__(self, classes: Mapping[str, int]) -> None:
        super().__init__()
        self._classes = classes

    def __missing__(self, word: str) -> Entry:
        entry = word.lower().replace("’", "'"), self._classes.get(word, 0), word[:1].isupper()
        if len(self) < _MOST_KEPT:
            self[word] = entry
        return entry


class Lexicon(NamedTuple):
    """The words of one language. `classes` holds `Word` bits by word, in every spelling it may have.

    `verb_second` says that the finite verb stands second, whatever stands first, as in German.
    """

    language: str
    verb_second: bool
    classes: dict[str, int]
    entries: Entries
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
    return Lexicon(code, verb_second, classes, Entries(classes), cues, _compile_tokens(abbreviations))


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
        r" ?("  # a space is read with what follows, so that the search need not fail there first
        r"[A-Za-zÀ-ɏ]++(?=[ ,:])"  # most words; what follows is for other scripts, points and apostrophes
        r"|\.{3}|--+|[.,;:!?…()\[\]—–―-]"
        r"|(?:[^\W\d_]\.){2,}(?:['’]s)?"  # U.S., a.m., U.S.’s
        rf"|(?:{'|'.join(map(re.escape, abbreviations))})\.(?=\s*\S)"
        r"|(?<!\w)[A-HJ-Z]\.(?=\s?[A-Z][\w.])"  # the initials of J. F. Smith
        r"|[@#]?[^\W_]+(?:(?:[.,](?=\d)|['’\-‐&/_]|\.(?=[a-z]|[A-Z]\.))[^\W_]+)*"
        r"(?:['’](?=[\s,.;:]|$)|\.(?=[,;)]))?)"
    )


def _bit_of(name: str) -> int:
    bit = getattr(Word, name.upper())
    assert isinstance(bit, int)
    return bit


def _read_cues(toml: str) -> dict[str, tuple[Cue, ...]]:
    readings: defaultdict[str, list[Cue]] = defaultdict(list)
    for name, verbs in tomllib.loads(toml).items():
        frame = Frame(name)
        for verb in verbs:
            written, sign, particle = _VERB_RE.findall(verb)[0]
            words = [form.split("/") for form in written.split()]
            forms: defaultdict[str, list[Form]] = defaultdict(list)
            for form, spellings in zip(_FORMS, words, strict=False):
                for word in spellings:
                    forms[word].append(form)
            for word, may_be in forms.items():
                cue = Cue(words[0][0], frame, frozenset(may_be), particle or None, sign == "~")
                readings[word].append(cue)
    # A reading with its particle is the more particular one and is tried first.
    for cues in readings.values():
        cues.sort(key=lambda cue: cue.particle is None)
    return {word: tuple(cues) for word, cues in readings.items()}
