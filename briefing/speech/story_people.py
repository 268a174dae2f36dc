"""Rosters of one story's articles -> which of their people are one.

Articles spell and title people differently: Pål and Pal, Zelinsky and Zelinskyy, a minister who has become
president. Given names that agree unite; a family name alone unites only where no second bearer is in sight.
"""

from collections.abc import Iterable, Sequence

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.likeness import is_same_name
from briefing.speech.person import Person
from briefing.speech.roster import Roster

__all__ = ["unite"]

_LONG = 5
_LONGER = 7


def unite(rosters: Sequence[Roster]) -> list[list[Person]]:
    """Group the people of several rosters; two of one roster never meet in a group.

    Each group is in the order of the articles.
    """
    groups: list[list[Person]] = []
    by_family: dict[str, list[list[Person]]] = {}
    for roster in rosters:
        people = sorted((p for p in roster.people if p.is_sure), key=lambda p: -len(p.reading.folded))
        taken: set[int] = set()
        for person in people:
            near = by_family.get(person.family[:1], [])
            group = _group_of(person, [one for one in near if id(one) not in taken], roster.page.gazetteer)
            if group is None:
                group = []
                groups.append(group)
                by_family.setdefault(person.family[:1], []).append(group)
            group.append(person)
            taken.add(id(group))
    return groups


def _group_of(person: Person, groups: Iterable[list[Person]], gazetteer: Gazetteer) -> list[Person] | None:
    """The one group a person belongs to: by the name, else by a spelling of it, else by the family name."""
    open_groups = [group for group in groups if not _has_conflict(person, group)]
    for test in (_is_named_alike, _is_spelled_alike, _may_be_bare):
        fitting = [group for group in open_groups if any(test(person, other, gazetteer) for other in group)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _is_named_alike(left: Person, right: Person, gazetteer: Gazetteer) -> bool:
    return bool(left.given and right.given) and (
        is_same_name(left.reading, right.reading, gazetteer)
        or is_same_name(right.reading, left.reading, gazetteer)
    )


def _is_spelled_alike(left: Person, right: Person, gazetteer: Gazetteer) -> bool:
    """Whether one of given and family name is the same and the other differs by a letter or two."""
    if not (left.given and right.given) or left.reading.suffix != right.reading.suffix:
        return False
    if left.given == right.given:
        return _is_variant(left.family, right.family)
    is_known = left.given in gazetteer.given and right.given in gazetteer.given
    return left.family == right.family and not is_known and _is_variant(left.given, right.given)


def _is_variant(left: str, right: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter = min(len(left), len(right))
    allowed = 0 if shorter < _LONG else 1 if shorter < _LONGER else 2
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _may_be_bare(left: Person, right: Person, gazetteer: Gazetteer) -> bool:  # noqa: ARG001 - one of three tests
    return left.family == right.family and not (left.given and right.given)


def _has_conflict(person: Person, group: Sequence[Person]) -> bool:
    return any(person.gender and other.gender and person.gender != other.gender for other in group)
