"""Names behind a role -> the people they are: *her daughter, Lucia,* and *manager Grace Law*.

By its own words a name may look like a place, a body or nothing at all; the noun for a person right before it
says that it is a person's.
"""

from collections.abc import Sequence

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind

__all__ = ["read_introduced"]

_BEFORE = 60
_COMPOUND = 3
_WHO = 9
_PERSON = NameKind.PERSON  # asked for at every name, and a member is slow to look up
_AFTER_APPOSITION = frozenset(",.;—–")


def read_introduced(text: str, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """Read every name that a role or relation introduces once as the name of a person wherever it stands."""
    genders: dict[tuple[str, ...], str] = {}
    for name in names:
        gender = _introduced_gender(text, name, gazetteer)
        if gender is not None:
            genders.setdefault(name.reading.folded, gender)
    return [_as_person(name, genders) for name in names] if genders else list(names)


def _as_person(name: Name, genders: dict[tuple[str, ...], str]) -> Name:
    gender = genders.get(name.reading.folded)
    if gender is None or name.reading.kind is NameKind.PERSON:
        return name
    return name._replace(
        reading=name.reading._replace(kind=NameKind.PERSON, gender=name.reading.gender or gender)
    )


def _introduced_gender(text: str, name: Name, gazetteer: Gazetteer) -> str | None:
    """The gender ("" for none) of the noun that introduces a name; None where none does."""
    if name.reading.kind is _PERSON or name.reading.title:
        return None
    if _is_antecedent(text, name, gazetteer):
        return ""
    line = text[max(0, name.start - _BEFORE) : name.start].rpartition("\n")[2]
    words = line.rsplit(maxsplit=_COMPOUND)[-_COMPOUND:]
    if not words or not line[-1].isspace():
        return None
    has_comma = words[-1].endswith(",")
    words[-1] = words[-1].removesuffix(",")
    noun = fold_name(words[-1])
    gender = gazetteer.role_of(noun)
    if gender is None and fold_name(" ".join(words)) in gazetteer.compounds:
        gender = ""
    if gender is None:
        gender = gazetteer.title_of(noun)
    if gender is None:
        return None
    is_apposed = has_comma and text[name.end : name.end + 1] in _AFTER_APPOSITION
    may_be = _may_be_person(name, noun, gazetteer, is_apposed=is_apposed, has_comma=has_comma)
    return gender if may_be else None


def _is_antecedent(text: str, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether *who* follows one word that is no plural: Tuttle who, but not Germans who."""
    behind = text[name.end : name.end + _WHO].removeprefix(",")
    if not behind.startswith(" ") or gazetteer.whos.isdisjoint(behind.split()[:1]):
        return False
    word = name.reading.folded[-1]
    is_one = len(name.reading.folded) == 1 and not word.endswith("s") and word not in gazetteer.groups
    is_known = gazetteer.is_body(word) or gazetteer.country_of(name.reading.written) is not None
    return is_one and not is_known


def _may_be_person(name: Name, noun: str, gazetteer: Gazetteer, *, is_apposed: bool, has_comma: bool) -> bool:
    reading = name.reading
    is_given = reading.folded[0] in gazetteer.given
    if len(reading.folded) > 1:
        return is_given
    if gazetteer.country_of(reading.written) is not None or gazetteer.is_body(reading.folded[0]):
        return False
    if noun in gazetteer.kin:
        return is_apposed or not has_comma
    return is_given and is_apposed
