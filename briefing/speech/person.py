"""One person while an article's roster is built, and who of several bearers a name means."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.likeness import is_spelled
from briefing.speech.names import Name, Reading
from briefing.speech.roles import Role, read_role

__all__ = ["Page", "Person", "choose_bearer", "only"]

# How far back a name given in full may stand to own the bare name that follows.
_SECTION = 2500
_INTRODUCTIONS = 3


class Page(NamedTuple):
    """The text people are read from, with what is known of its language."""

    text: str
    gazetteer: Gazetteer


@dataclass(eq=False)
class Person:
    """One person: the fullest reading of the name, and where the text names her or him.

    `full` holds the first mentions by the whole name, `starts` the places of all of them, `bare` those of the
    family name alone.
    """

    page: Page
    reading: Reading
    first: int
    is_sure: bool
    gender: str = ""
    full: list[Name] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    forms: dict[str, Reading] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The folded last word of the name."""
        return self.reading.folded[-1]

    @property
    def given(self) -> str:
        """The folded first word, empty where only the family name is known."""
        return self.reading.folded[0] if len(self.reading.folded) > 1 else ""

    @property
    def name(self) -> str:
        """The fullest form: the first one used, unless another adds words to it."""
        whole = [reading for reading in self.forms.values() if len(reading.folded) > 1] or [self.reading]
        first = min(self.full, key=lambda name: name.start).reading if self.full else self.reading
        longer = [reading for reading in whole if reading.folded[0] == first.folded[0]]
        return max([first, *longer], key=lambda reading: len(reading.folded)).written

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """What the text says the person is, at the first mentions with the full name."""
        mentions = self.full[:_INTRODUCTIONS]
        return tuple(read_role(self.page.text, name, self.page.gazetteer) for name in mentions)

    @property
    def is_kin(self) -> bool:
        """Whether the text introduces the person as somebody's relative."""
        return any(role.is_kin for role in self.roles[:1])

    @property
    def told_gender(self) -> str:
        """The gender that a role such as *spokeswoman* tells."""
        return next((role.gender for role in self.roles if role.gender), "")


def choose_bearer(
    bearers: Sequence[Person], reading: Reading, *, at: int | None, bare: Sequence[int]
) -> Person | None:
    """Whom a name means that several people bear, where the text makes it certain; else None.

    `at` is the place of the name, None for a question from outside the text; `bare` are all places of the
    family name alone.
    """
    if len(reading.folded) > 1 or reading.suffix:
        return only(person for person in bearers if is_spelled(person.reading, reading))
    if reading.gender:
        return only(person for person in bearers if person.gender == reading.gender)
    if at is None:
        # One may have no other name, or the text uses the bare name of one alone.
        exact = only(person for person in bearers if is_spelled(person.reading, reading))
        return exact or only(person for person in bearers if person.bare)
    return _choose_in_place([p for p in bearers if not p.reading.suffix] or bearers, at, bare)


def only(people: Iterable[Person]) -> Person | None:
    """The person, if there is exactly one."""
    found = list(people)
    return found[0] if len(found) == 1 else None


def _choose_in_place(bearers: Sequence[Person], at: int, bare: Sequence[int]) -> Person | None:
    introduced = [person for person in bearers if person.first < at]
    return (
        only(bearers)
        or only(introduced)
        or _just_introduced(introduced, at, bare)
        or only(person for person in bearers if not person.is_kin)
        or _owner(bearers, at, bare)
    )


def _just_introduced(bearers: Sequence[Person], at: int, bare: Sequence[int]) -> Person | None:
    """Who alone was named in full a while before, with no bare name earlier in that stretch."""
    section = at - _SECTION
    near = only(person for person in bearers if _count(person.starts, section, at))
    if near is None:
        return None
    first = near.starts[bisect_left(near.starts, section)]
    return near if not _count(bare, section, first) else None


def _count(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)


def _owner(bearers: Sequence[Person], at: int, bare: Sequence[int]) -> Person | None:
    """Who had the bare name before anybody else of that family was introduced, and so keeps it.

    Nobody where the paragraph has named another in full and not the owner.
    """
    if len({person.family for person in bearers}) > 1:
        return None
    first, second, *_ = sorted(bearers, key=lambda person: person.first)
    start = first.page.text.rfind("\n", 0, at) + 1
    here = [person for person in bearers if _count(person.starts, start, at)]
    if here and first not in here:
        return None
    return first if bare and bare[0] < second.first else None
