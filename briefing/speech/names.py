"""Text -> Names: every run of capitalised words, read as title and name.

`Polish Prime Minister Hanna Wilk` is the name `Hanna Wilk` with a title before it; `But Wilk` is `Wilk`;
`Reed Foundation` is a body. One pass of one pattern; the reading of a run depends on the run alone.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from briefing.speech.gazetteer import Gazetteer, fold_name

_WORD_RE = re.compile(r"\S+")
_GIVEN_AND_FAMILY = 2
_POSSESSIVES = frozenset({"", "’s", "'s", "’", "'"})

__all__ = ["Name", "NameKind", "Reading", "find_names", "read_name", "read_run"]


class NameKind(StrEnum):
    """What a run looks like by its own words."""

    PERSON = "person"
    UNSURE = "unsure"  # two or more capitalised words that could be anybody or anything
    SINGLE = "single"  # one word: a family name, a place, an outlet
    BODY = "body"
    PLACE = "place"


_MAYBE_PERSONS = frozenset({NameKind.PERSON, NameKind.SINGLE, NameKind.UNSURE})


class Reading(NamedTuple):
    """A run taken apart. `words` and `folded` go in step; `suffix` is not among them.

    Title and name stand between the characters `skip` and `stop` of the run.
    """

    words: tuple[str, ...]
    folded: tuple[str, ...]
    suffix: str
    title: str
    gender: str
    kind: NameKind
    skip: int = 0
    stop: int = 0

    @property
    def written(self) -> str:
        """The name with its suffix, as the text spells it."""
        return " ".join((*self.words, self.suffix)) if self.suffix else " ".join(self.words)


class Name(NamedTuple):
    """A name where it stands, title included."""

    start: int
    end: int
    reading: Reading


def find_names(text: str, gazetteer: Gazetteer) -> list[Name]:
    """Find every run of capitalised words that is more than a sentence's first word.

    >>> from briefing.speech.gazetteer import load_gazetteer
    >>> names = find_names("But Mr. Wilk met Ana de la Cruz.", load_gazetteer("en"))
    >>> [name.reading.written for name in names]
    ['Wilk', 'Ana de la Cruz']
    """
    found = []
    for match in gazetteer.run_re.finditer(text):
        reading = read_run(match.group(), gazetteer)
        if reading is not None:
            start = match.start()
            found.append(Name(start + reading.skip, start + reading.stop, reading))
    return found


def read_name(name: str, gazetteer: Gazetteer) -> Reading | None:
    """Read a name as somebody writes it elsewhere, a role before it allowed; None for two names or none.

    >>> from briefing.speech.gazetteer import load_gazetteer
    >>> read_name("the minister Ana Dorn", load_gazetteer("en")).written
    'Ana Dorn'
    """
    runs = list(gazetteer.run_re.finditer(name))
    if not runs or name[runs[-1].end() :] not in _POSSESSIVES or not gazetteer.joins.isdisjoint(name.split()):
        return None
    return read_run(runs[-1].group(), gazetteer)


@lru_cache(maxsize=4096)
def read_run(run: str, gazetteer: Gazetteer) -> Reading | None:
    """Take a run apart into title, name and suffix; None where no name is left."""
    found = [match for match in _WORD_RE.finditer(run) if match.group()[0].isalnum()]
    words = [match.group() for match in found]
    folded = [fold_name(word) for word in words]
    first = _skip_starts(folded, gazetteer)
    end = _end_of_name(words, folded, first, gazetteer)
    end = _before_von(folded, first, end, gazetteer)
    begin = _end_of_title(folded[:end], first, gazetteer)
    has_suffix = end - 1 > begin and folded[end - 1] in gazetteer.suffixes
    core = tuple(folded[begin : end - has_suffix])
    is_called = begin > first and not gazetteer.starts_also_names.isdisjoint(core)
    if not core or (not is_called and _is_no_name(core, gazetteer)):
        return None
    genders = [mark for word in folded[first:begin] if (mark := gazetteer.title_of(word)) is not None]
    gender = next(filter(None, genders), "")
    kind = _kind_of(core, has_title=bool(genders), is_addressed=bool(gender), gazetteer=gazetteer)
    return Reading(
        words=tuple(words[begin : end - has_suffix]),
        folded=core,
        suffix=words[end - 1] if has_suffix else "",
        title=" ".join(words[first:begin]),
        gender=gender,
        kind=NameKind.PERSON if has_suffix and kind in _MAYBE_PERSONS else kind,
        skip=found[first].start(),
        stop=found[end - 1].end(),
    )


def _before_von(folded: list[str], first: int, end: int, gazetteer: Gazetteer) -> int:
    """Where a name ends that a body follows: "Ivo Lund von der Reederei", but "Ivo von der Heide"."""
    if not gazetteer.capitalises_nouns or "von" not in folded[first:end]:
        return end
    von = folded.index("von", first, end)
    is_whole = von - first > 1 and not all(word in gazetteer.given for word in folded[first:von])
    return von if is_whole else end


def _is_no_name(core: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    """Whether the one word left is a day, or a title that is no family name."""
    if len(core) > 1:
        return core[0] in gazetteer.particles and gazetteer.is_body(core[-1])
    is_title = gazetteer.title_of(core[0]) is not None and core[0] not in gazetteer.titles_also_names
    return is_title or core[0] in gazetteer.times


def _skip_starts(folded: list[str], gazetteer: Gazetteer) -> int:
    first = 0
    while first < len(folded) and _is_start(folded, first, gazetteer):
        # "Will Reed" is a name, "Will Congress" is a question.
        if folded[first] in gazetteer.given and folded[first + 1 : first + 2] and first + 2 == len(folded):
            break
        first += 1
    return first


def _is_start(folded: list[str], index: int, gazetteer: Gazetteer) -> bool:
    """Whether a word opens a sentence, is a day, or a noun for words that are somebody's."""
    word = folded[index]
    is_small = word in gazetteer.starts or word in gazetteer.times or word in gazetteer.conduits
    return is_small or (word == "von" and index > 0 and folded[index - 1] in gazetteer.conduits)


def _end_of_name(words: list[str], folded: list[str], first: int, gazetteer: Gazetteer) -> int:
    for index in range(first + 1, len(folded)):
        word = folded[index]
        if word in gazetteer.suffixes:
            return index + 1
        # "Wilk Monday", and headlines in capitals: "Wilk Is Right".
        is_start = (
            not gazetteer.capitalises_nouns
            and words[index][0].isupper()
            and len(word) > 1
            and word in gazetteer.starts
            and word not in gazetteer.given
        )
        if (is_start or word in gazetteer.times) and not _is_family_name(folded, index, first, gazetteer):
            return index
    return len(folded)


def _is_family_name(folded: list[str], index: int, first: int, gazetteer: Gazetteer) -> bool:
    """Whether an ordinary word ends a name that a given name or form of address began: "Mrs March"."""
    if folded[index] not in gazetteer.starts_also_names or index + 1 < len(folded):
        return False
    if index - first == 1 and folded[index] not in gazetteer.times:
        return True
    begun = folded[first:index]
    is_titled = bool(begun) and gazetteer.title_of(begun[-1]) is not None
    return is_titled or any(word in gazetteer.given for word in begun)


def _end_of_title(folded: list[str], first: int, gazetteer: Gazetteer) -> int:
    """Where the name begins: behind the last title, else behind leading adjectives of place or party."""
    last = len(folded) - (folded[-1] in gazetteer.suffixes if folded else 0)
    for index in range(last - 2, first - 1, -1):
        word = folded[index]
        if gazetteer.title_of(word) is not None and not _is_part_of_name(folded, index, first, gazetteer):
            return _end_of_compound(folded, index, gazetteer)
    begin = first
    while last - begin > 1 and folded[begin] in gazetteer.formers:
        begin += 1
    is_body = gazetteer.is_body(folded[last - 1]) if last else False
    while last - begin > 1 and not is_body and _is_adjective(folded[begin], gazetteer):
        begin += 1
    rest = folded[begin:last]
    if len(rest) > _GIVEN_AND_FAMILY and rest[0] not in gazetteer.given and rest[1] in gazetteer.given:
        # A place or body runs into the name: "Vermont Otto Reed", but "van Rob Dijk" is one name.
        begin += rest[0] not in gazetteer.particles and len(rest[1]) > 1
    return begin


def _is_adjective(word: str, gazetteer: Gazetteer) -> bool:
    return word in gazetteer.demonyms and word not in gazetteer.given


def _end_of_compound(folded: list[str], title: int, gazetteer: Gazetteer) -> int:
    """Behind the title at `title`, or behind the longer one it begins, such as Secretary of State."""
    phrases = (title + length for length in (6, 5, 4, 3) if title + length < len(folded))
    return next((end for end in phrases if " ".join(folded[title:end]) in gazetteer.compounds), title + 1)


def _is_part_of_name(folded: list[str], index: int, first: int, gazetteer: Gazetteer) -> bool:
    """Whether a title is a name here: "Larry King Doyle", "Dean Moss"."""
    word = folded[index]
    if word not in gazetteer.titles_also_names:
        return False
    return word in gazetteer.given or (index > first and folded[index - 1] in gazetteer.given)


def _kind_of(core: tuple[str, ...], *, has_title: bool, is_addressed: bool, gazetteer: Gazetteer) -> NameKind:
    if gazetteer.is_body(core[-1]) and not is_addressed:
        return NameKind.BODY
    if has_title and not _is_of_a_kind(core[0], gazetteer):
        return NameKind.PERSON
    if len(core) == 1:
        return NameKind.SINGLE
    return _kind_of_words(core, gazetteer)


def _is_of_a_kind(word: str, gazetteer: Gazetteer) -> bool:
    """Whether a word behind a title is a country or people of a role: "Democrat U.S.", "GOP Candidates"."""
    return (
        word in gazetteer.countries or word in gazetteer.groups or word.removesuffix("s") in gazetteer.roles
    )


def _kind_of_words(core: tuple[str, ...], gazetteer: Gazetteer) -> NameKind:
    if " ".join(core) in gazetteer.countries or " ".join(core) in gazetteer.capitals:
        return NameKind.PLACE
    if core[-1] in gazetteer.place_ends or (
        core[0] in gazetteer.place_starts and core[0] not in gazetteer.given
    ):
        return NameKind.PLACE
    if any(gazetteer.is_body(word) for word in core[1:]):
        return NameKind.BODY
    if core[0] in gazetteer.given or core[1] in gazetteer.given or len(core[0]) == 1:
        return NameKind.PERSON
    return NameKind.UNSURE
