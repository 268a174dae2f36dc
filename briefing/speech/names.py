"""Text -> Names: every run of capitalised words, read as title and name.

`Polish Prime Minister Donald Tusk` is the name `Donald Tusk` with a title before it; `But Tusk` is `Tusk`;
`Clinton Foundation` is a body. One pass of one pattern; the reading of a run depends on the run alone.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from briefing.speech.gazetteer import Gazetteer, fold_name

__all__ = ["Name", "NameKind", "Reading", "find_names", "read_run"]


class NameKind(StrEnum):
    """What a run looks like by its own words."""

    PERSON = "person"
    UNSURE = "unsure"  # two or more capitalised words that could be anybody or anything
    SINGLE = "single"  # one word: a family name, a place, an outlet
    BODY = "body"
    PLACE = "place"


class Reading(NamedTuple):
    """A run taken apart. `words` and `folded` go in step; `suffix` is not among them."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    suffix: str
    title: str
    gender: str
    kind: NameKind

    @property
    def written(self) -> str:
        """The name with its suffix, as the text spells it."""
        return " ".join((*self.words, self.suffix)) if self.suffix else " ".join(self.words)


class Name(NamedTuple):
    """A run where it stands; `start` is the first character of the run, title included."""

    start: int
    end: int
    reading: Reading


def find_names(text: str, gazetteer: Gazetteer) -> list[Name]:
    """Find every run of capitalised words that is more than a sentence's first word.

    >>> from briefing.speech.gazetteer import load_gazetteer
    >>> [name.reading.written for name in find_names("But Mr. Tusk met Ana de la Cruz.", load_gazetteer("en"))]
    ['Tusk', 'Ana de la Cruz']
    """
    found = []
    for match in gazetteer.run_re.finditer(text):
        reading = read_run(match.group(), gazetteer)
        if reading is not None:
            found.append(Name(match.start(), match.end(), reading))
    return found


@lru_cache(maxsize=4096)
def read_run(run: str, gazetteer: Gazetteer) -> Reading | None:
    """Take a run apart into title, name and suffix; None where no name is left."""
    words = [word for word in run.split() if word[0].isalnum() or word[0] == "d"]
    folded = [fold_name(word) for word in words]
    first = _skip_starts(folded, gazetteer)
    end = _end_of_name(folded, first, gazetteer)
    title_end = _end_of_title(folded[:end], first, gazetteer)
    name_end = end - 1 if end - 1 > title_end and folded[end - 1] in gazetteer.suffixes else end
    if name_end <= title_end:
        return None
    core, kept = tuple(folded[title_end:name_end]), tuple(words[title_end:name_end])
    gender = next(
        (gazetteer.titles[word] for word in folded[first:title_end] if gazetteer.titles.get(word)), ""
    )
    has_title = any(word in gazetteer.titles for word in folded[first:title_end])
    kind = _kind_of(core, name_end < end, has_title=has_title, gazetteer=gazetteer)
    suffix = words[name_end] if name_end < end else ""
    return Reading(kept, core, suffix, " ".join(words[first:title_end]), gender, kind)


def _skip_starts(folded: list[str], gazetteer: Gazetteer) -> int:
    first = 0
    while first < len(folded) and folded[first] in gazetteer.starts:
        # "Will Hurd" and "May Chen" are people, "Will Congress" is a question.
        if folded[first] in gazetteer.given and folded[first + 1 : first + 2] and first + 2 == len(folded):
            break
        first += 1
    return first


def _end_of_name(folded: list[str], first: int, gazetteer: Gazetteer) -> int:
    for index in range(first + 1, len(folded)):
        if folded[index] in gazetteer.times or folded[index] in gazetteer.suffixes:
            return index + (folded[index] in gazetteer.suffixes)
    return len(folded)


def _end_of_title(folded: list[str], first: int, gazetteer: Gazetteer) -> int:
    """Where the name begins: behind the last title, else behind leading adjectives of place or party."""
    last = len(folded) - (folded[-1] in gazetteer.suffixes if folded else 0)
    for index in range(last - 2, first - 1, -1):
        word = folded[index]
        if _is_title(word, gazetteer) and not (
            index > first and word in gazetteer.titles_also_names and folded[index - 1] in gazetteer.given
        ):
            return _end_of_compound(folded, index, gazetteer)
    begin = first
    while last - begin >= 2 and folded[begin] in gazetteer.demonyms and folded[begin] not in gazetteer.given:
        begin += 1
    if last - begin >= 3 and folded[begin] not in gazetteer.given and folded[begin + 1] in gazetteer.given:  # noqa: PLR2004 - a place or body before given and family name
        begin += folded[begin] not in gazetteer.particles and len(folded[begin + 1]) > 1
    return begin


def _end_of_compound(folded: list[str], title: int, gazetteer: Gazetteer) -> int:
    """Behind the title at `title`, or behind the longer one it begins, such as Secretary of State."""
    phrases = (title + length for length in (6, 5, 4, 3) if title + length < len(folded))
    return next((end for end in phrases if " ".join(folded[title:end]) in gazetteer.compounds), title + 1)


def _is_title(word: str, gazetteer: Gazetteer) -> bool:
    return word in gazetteer.titles


def _kind_of(core: tuple[str, ...], has_suffix: bool, *, has_title: bool, gazetteer: Gazetteer) -> NameKind:  # noqa: FBT001 - private
    if core[-1] in gazetteer.bodies and not (has_title and len(core) == 1):
        return NameKind.BODY
    if has_title or has_suffix:
        return NameKind.PERSON
    if len(core) == 1:
        return NameKind.SINGLE
    return _kind_of_words(core, gazetteer)


def _kind_of_words(core: tuple[str, ...], gazetteer: Gazetteer) -> NameKind:
    if " ".join(core) in gazetteer.countries or " ".join(core) in gazetteer.capitals:
        return NameKind.PLACE
    if core[-1] in gazetteer.place_ends or (
        core[0] in gazetteer.place_starts and core[0] not in gazetteer.given
    ):
        return NameKind.PLACE
    if any(word in gazetteer.bodies for word in core[1:]):
        return NameKind.BODY
    if core[0] in gazetteer.given or core[1] in gazetteer.given or len(core[0]) == 1:
        return NameKind.PERSON
    return NameKind.UNSURE
