"""A language code -> Gazetteer: what the people table knows of names, titles, roles, bodies and countries.

The lists live beside the cue words in `languages/<code>/` (`people.toml`, `countries.txt`); given names are
the same for all languages. A language without lists has given names and nothing else.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["Gazetteer", "fold_name", "load_gazetteer"]

_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'"}
)
_LETTERS = (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))
_UPPER = "".join(char for char in map(chr, _LETTERS) if char.isupper())
_SPACE = "[ \u00a0]{1,2}"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LONGEST_RUN = 14
_PRONOUNS = ("male", "female", "either", "thing", "plural", "first", "relative", "other")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """Folded words by class. `given`, `titles` and `roles` tell a gender: "m", "f", or "" for none.

    `capitalises_nouns` says that the language writes nouns with a capital and joins them, as German does.
    `places` leads from every name, adjective, capital and seat of government to its country.
    """

    language: str
    capitalises_nouns: bool
    given: Mapping[str, str]
    pronouns: Mapping[str, str]
    titles: Mapping[str, str]
    titles_also_names: frozenset[str]
    addresses: frozenset[str]
    compounds: frozenset[str]
    formers: frozenset[str]
    abbreviations: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    starts: frozenset[str]
    starts_also_names: frozenset[str]
    times: frozenset[str]
    kin: frozenset[str]
    short_names: Mapping[str, frozenset[str]]
    means: Mapping[str, str]
    roles: Mapping[str, str]
    modifiers: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    issued: frozenset[str]
    place_starts: frozenset[str]
    place_ends: frozenset[str]
    not_verbs: frozenset[str]
    whos: frozenset[str]
    before_subjects: frozenset[str]
    before_minor: frozenset[str]
    fronted: frozenset[str]
    copulas: frozenset[str]
    finite: frozenset[str]
    plain_nouns: frozenset[str]
    askers: frozenset[str]
    asking: frozenset[str]
    exclusive: frozenset[str]
    groups: frozenset[str]
    counts: frozenset[str]
    amounts: frozenset[str]
    singulars: frozenset[str]
    indefinite: frozenset[str]
    definite: frozenset[str]
    possessives: frozenset[str]
    joins: frozenset[str]
    plurals: Mapping[str, str]
    agent_endings: tuple[str, ...]
    not_agents: frozenset[str]
    lesser: frozenset[str]
    afterthoughts: frozenset[str]
    conduits: frozenset[str]
    role_stops: frozenset[str]
    role_verbs: frozenset[str]
    preposition_re: re.Pattern[str]
    title_endings: Mapping[str, str]
    body_endings: tuple[str, ...]
    countries: Mapping[str, str]
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    seats: Mapping[str, str]
    places: Mapping[str, str]
    run_re: re.Pattern[str]

    def country_of_adjective(self, word: str) -> str | None:
        """The country of an inflected adjective in lower case, as German has it: deutsche, polnischer."""
        if not self.capitalises_nouns or not word.islower():
            return None
        stems = (word.removesuffix(ending) for ending in ("er", "en", "es", "em", "e"))
        return next((self.demonyms[stem] for stem in stems if stem != word and stem in self.demonyms), None)

    def title_of(self, word: str) -> str | None:
        """The gender a title tells ("" for none); None for what is no title."""
        known = self.titles.get(word)
        if known is not None or not self.capitalises_nouns:
            return known
        return _by_ending(word, self.title_endings)

    def role_of(self, word: str) -> str | None:
        """The gender a noun for one person tells ("" for none); None for any other word."""
        known = self.roles.get(word)
        if known is not None or not self.capitalises_nouns:
            return known
        return _by_ending(word, self.title_endings)

    def is_person(self, noun: str) -> bool:
        """Whether a noun is for one person: by the lists, else by its ending, as in *barrister*."""
        if self.role_of(noun) is not None:
            return True
        return bool(self.agent_endings) and noun.endswith(self.agent_endings) and noun not in self.not_agents

    def is_body(self, word: str) -> bool:
        """Whether a word is a noun for a body."""
        return word in self.bodies or (bool(self.body_endings) and word.endswith(self.body_endings))

    def country_of(self, words: str) -> str | None:
        """The country that a name, an adjective, a capital or a seat of government stands for."""
        folded = fold_name(words)
        if self.capitalises_nouns and folded.removesuffix("s") in self.countries:
            return self.countries[folded.removesuffix("s")]
        return self.places.get(folded)


def _by_ending(word: str, endings: Mapping[str, str]) -> str | None:
    """What the longest ending of a word tells: Ministerin before Minister."""
    return next((endings[word[cut:]] for cut in range(len(word) - 2) if word[cut:] in endings), None)


@cache
def load_gazetteer(language: str) -> Gazetteer:
    """Read the lists of a language such as `en` or `de-AT`; an unknown one has given names only."""
    code = language.partition("-")[0].lower()
    folder = files("briefing") / "speech" / "languages" / code
    lists = _lists_of(folder)
    words = partial(_words, lists)
    names, demonyms, capitals, seats = _countries_of(folder)
    title_endings = _genders(lists, "names", ("endings_male", "endings_female"))
    return Gazetteer(
        language=code if lists else "",
        capitalises_nouns=bool(title_endings),
        given=_given_names(),
        pronouns=_genders(lists, "pronouns", _PRONOUNS),
        titles=_genders(lists, "names", ("titles", "titles_male", "titles_female")),
        titles_also_names=words("names", "titles_also_names"),
        addresses=words("names", "addresses"),
        compounds=words("names", "compounds"),
        formers=words("names", "formers"),
        abbreviations=words("names", "abbreviations"),
        suffixes=words("names", "suffixes") or _SUFFIXES,
        particles=words("names", "particles"),
        starts=words("names", "starts"),
        starts_also_names=words("names", "starts_also_names"),
        times=words("names", "times"),
        kin=words("names", "kin"),
        short_names=_short_names_of(lists),
        means={fold_name(key): fold_name(str(value)) for key, value in lists.get("means", {}).items()},
        roles=_genders(lists, "roles", ("any", "male", "female")),
        modifiers=words("roles", "modifiers"),
        bodies=words("bodies", "words"),
        documents=words("bodies", "documents"),
        issued=words("bodies", "issued"),
        place_starts=words("bodies", "place_starts"),
        place_ends=words("bodies", "place_ends"),
        not_verbs=words("subjects", "not_verbs"),
        whos=words("subjects", "whos"),
        before_subjects=words("subjects", "before"),
        before_minor=words("subjects", "minor"),
        fronted=words("subjects", "fronted"),
        copulas=words("subjects", "copulas"),
        finite=words("subjects", "finite"),
        plain_nouns=words("subjects", "plain"),
        askers=words("subjects", "askers"),
        asking=words("subjects", "asking"),
        exclusive=words("subjects", "exclusive"),
        groups=words("groups", "words"),
        counts=words("groups", "counts"),
        amounts=words("groups", "counts") | words("groups", "indefinite"),
        singulars=words("groups", "singulars"),
        indefinite=words("groups", "indefinite"),
        definite=words("groups", "definite"),
        possessives=words("groups", "possessives"),
        joins=words("groups", "joins"),
        afterthoughts=words("groups", "afterthoughts"),
        conduits=words("groups", "conduits"),
        role_stops=words("groups", "prepositions") | words("groups", "joins") | words("roles", "stops"),
        role_verbs=words("roles", "stops"),
        plurals={key: str(value) for key, value in lists.get("plurals", {}).items()},
        agent_endings=tuple(words("roles", "agent_endings")),
        not_agents=words("roles", "not_agents"),
        lesser=words("subjects", "lesser"),
        preposition_re=_any_of(_listed(lists, "groups", "prepositions")),
        title_endings=title_endings,
        body_endings=tuple(words("bodies", "endings")),
        countries=names,
        demonyms=demonyms,
        capitals=capitals,
        seats=seats,
        places=seats | capitals | demonyms | names,
        run_re=_run_re(lists),
    )


@lru_cache(maxsize=16384)
def fold_name(name: str) -> str:
    """Lower case without accents, strokes and final stops; curly and straight apostrophes meet.

    >>> fold_name("O’Neill"), fold_name("Pål"), fold_name("Jr.")
    ("o'neill", 'pal', 'jr')
    """
    return _fold(name).rstrip(".")


def _fold(text: str) -> str:
    folded = text.lower()
    if not folded.isascii():
        folded = folded.translate(_STROKES)
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


_Lists = Mapping[str, Mapping[str, object]]


def _lists_of(folder: Traversable) -> _Lists:
    file = folder / "people.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _listed(lists: _Lists, section: str, key: str) -> list[str]:
    value = lists.get(section, {}).get(key, [])
    return [str(word) for word in value] if isinstance(value, list) else []


def _words(lists: _Lists, section: str, key: str) -> frozenset[str]:
    return frozenset(map(fold_name, _listed(lists, section, key)))


_KINDS = {
    "male": "m",
    "female": "f",
    "titles_male": "m",
    "titles_female": "f",
    "endings_male": "m",
    "endings_female": "f",
    "any": "",
    "titles": "",
}


def _genders(lists: _Lists, section: str, keys: Iterable[str]) -> dict[str, str]:
    """Words of several lists with what each list says of them; later lists win."""
    return {word: _KINDS.get(key, key) for key in keys for word in _words(lists, section, key)}


def _short_names_of(lists: _Lists) -> dict[str, frozenset[str]]:
    """Every short or full form -> the full forms it can stand for."""
    found: dict[str, set[str]] = {}
    for full in lists.get("short_names", {}):
        for form in (full, *_listed(lists, "short_names", full)):
            found.setdefault(fold_name(form), set()).add(fold_name(full))
    return {form: frozenset(full) for form, full in found.items()}


@cache
def _given_names() -> dict[str, str]:
    text = (files("briefing") / "speech" / "languages" / "any" / "given_names.txt").read_text(
        encoding="utf-8"
    )
    genders: dict[str, str] = {}
    gender = ""
    for line in _content_lines(text):
        if line.startswith("["):
            gender = _KINDS.get(line.strip("[]"), "")
        else:
            genders.update(dict.fromkeys(_fold(line).split(), gender))
    return genders


def _countries_of(folder: Traversable) -> tuple[dict[str, str], ...]:
    """Names, demonyms, capitals and seats, each leading to the first name of its country."""
    tables: tuple[dict[str, str], ...] = ({}, {}, {}, {})
    file = folder / "countries.txt"
    for line in _content_lines(file.read_text(encoding="utf-8") if file.is_file() else ""):
        columns = [[word.strip() for word in column.split(",")] for column in line.split("|")]
        for table, column in zip(tables, columns, strict=False):
            table.update({fold_name(word): columns[0][0] for word in column if word})
    return tables


def _content_lines(text: str) -> Iterator[str]:
    return (line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b" if words else r"(?!)")


def _run_re(lists: _Lists) -> re.Pattern[str]:
    """A run of capitalised words with the particles, initials, abbreviations and nicknames inside it."""
    first = f"[{_UPPER}]"
    rest = _rest_of_word(_listed(lists, "names", "compounds"), _listed(lists, "names", "abbreviations"))
    owners = "|".join(_listed(lists, "bodies", "of_members"))
    # "the Coast Growers’ Association" is one name, "the Growers’ Ann Lee" are two.
    members = rf"(?:(?:(?<=s)['’]|(?<=[eE]n)['’]s)(?={_SPACE}(?:{owners})\b))?" if owners else ""
    particles = "|".join(sorted(_listed(lists, "names", "particles"), key=len, reverse=True))
    inside = rf"(?:(?:{particles}){_SPACE}){{0,3}}" if particles else ""
    nickname = rf"(?:{_SPACE}[\"“'‘(]{first}\w+[\"”'’)])?"
    later = rf"{nickname}{members}{_SPACE}{inside}(?:d['’]|(?:al|el|as|ash|an|ad|at)-)?{first}{rest}"
    # A leading character class lets the engine leap from capital to capital; the look-behind comes after it.
    return re.compile(rf"{first}(?<![\w@#].){rest}(?:{later}){{0,{_LONGEST_RUN}}}")


def _rest_of_word(compounds: list[str], abbreviations: list[str]) -> str:
    phrases = [
        f"{re.escape(phrase[1:])}(?<={re.escape(phrase)})"
        for phrase in sorted(compounds, key=len, reverse=True)
    ]
    dotted = [rf"{word[1:]}\.(?<={word}\.)" for word in sorted(abbreviations, key=len, reverse=True)]
    initials = rf"\.(?:[{_UPPER}]\.)*"
    plain = r"\w*(?:[-‐‑’'](?![sS]\b)\w+)*"
    return f"(?:{'|'.join([*phrases, *dotted, initials, plain])})"
