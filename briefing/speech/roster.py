"""Names -> Roster: which names are one person, and whom a bare family name means.

Two people of one family name are never merged: a bare name that could be either means nobody, unless the
text makes it certain (one was introduced before, a title tells the gender, one had the name first).
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.headings import drop_headings
from briefing.speech.likeness import has_same_suffix, is_same_name
from briefing.speech.names import Name, NameKind, Reading
from briefing.speech.person import Page, Person, choose_bearer, only

__all__ = ["OpenName", "Roster", "enrol"]

_SHORTEST_MISSPELT = 6
_MOST_KEPT = 8
# A name that more people bear is never cleared up; the limit keeps the work linear.
_MOST_BEARERS = 12
_MOST_COMPARED = 200
_SHORT_KINDS = frozenset({NameKind.PERSON, NameKind.SINGLE})
_LONG_KINDS = frozenset({NameKind.PERSON, NameKind.UNSURE})

_Words = tuple[tuple[str, ...], str]


class OpenName(NamedTuple):
    """A bare name that nobody bears for certain, all who may, and whom it is taken to mean."""

    start: int
    end: int
    bearers: Sequence[Person]
    chosen: Person | None


class Roster:
    """The people of one article, by every word of their names, with the places where they are named.

    `open` are the bare names, in order, that nobody bears for certain: several do, or nobody in full.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.people: list[Person] = []
        self.places: list[tuple[int, int, Person]] = []
        self.bare: dict[str, list[int]] = defaultdict(list)
        self.open: list[OpenName] = []
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self._by_words: dict[_Words, Person] = {}

    def named_between(self, start: int, end: int) -> Sequence[tuple[int, int, Person]]:
        """The places in a stretch of text where somebody of the roster is named, in order."""
        return self.places[bisect_left(self.places, (start,)) : bisect_left(self.places, (end,))]

    def find(self, reading: Reading, *, at: int | None = None) -> Person | None:
        """The one person a name can mean at a place of the text, or None."""
        return self._choose(self.bearers(reading), reading, at)

    def _choose(self, bearers: Sequence[Person], reading: Reading, at: int | None) -> Person | None:
        if len(bearers) <= 1:
            return bearers[0] if bearers else None
        return choose_bearer(bearers, reading, at=at, bare=self.bare.get(reading.folded[-1], ()))

    def bearers(self, reading: Reading) -> list[Person]:
        """Everybody a name can mean: by the family name, else by the given name, else by a middle one."""
        word, gazetteer = reading.folded[-1], self.page.gazetteer
        known = self._by_word.get(word)
        if known is None:
            return []
        fitting = [person for person in known[:_MOST_BEARERS] if _fits(reading, person, gazetteer)]
        by_family = [person for person in fitting if person.family == word]
        if by_family:
            return by_family
        sure = [person for person in fitting if person.is_sure]
        by_given = [person for person in sure if _goes_by(person, word, gazetteer)]
        return by_given or [person for person in sure if person.given != word]

    def begun_by(self, reading: Reading) -> Person | None:
        """The one name of several words, nobody's as far as the text shows, that a bare word begins."""
        word = reading.folded[0]
        if reading.title or len(reading.folded) > 1 or word in self.page.gazetteer.given:
            return None
        if word not in self._by_word or self.bearers(reading):
            return None
        known = (person for person in self._by_word[word][:_MOST_BEARERS] if person.given == word)
        found = only(known)
        return found if found is not None and not found.is_sure and not found.gender else None

    def enter(self, name: Name) -> None:
        """Enter a name of two words or more: a new person, or one more mention of a known one."""
        reading = name.reading
        person = self._known(reading) or self._new(name)
        person.first = min(person.first, name.start)
        person.is_sure = person.is_sure or reading.kind is NameKind.PERSON
        person.gender = person.gender or reading.gender
        insort(person.starts, name.start)
        if len(person.full) < _MOST_KEPT:
            person.full.append(name)
        self._note(person, name)

    def enter_short(self, name: Name) -> None:
        """Give a bare name to its owner; with a title it can be a person of its own."""
        reading = name.reading
        bearers = self.bearers(reading)
        person = self._choose(bearers, reading, name.start)
        if not reading.title and len(bearers) != 1:
            self.open.append(OpenName(name.start, name.end, bearers, person))
        if person is None:
            begun = self.begun_by(reading)
            if begun is not None:
                begun.forms.setdefault(reading.written, reading)
            if reading.kind is not NameKind.PERSON or bearers:
                return
            person = self._new(name)
            person.full.append(name)
        if not reading.title:
            person.bare.append(name.start)
        person.is_sure = person.is_sure or reading.kind is NameKind.PERSON
        person.gender = person.gender or reading.gender
        self._note(person, name)

    def add(self, name: Name) -> Person:
        """Enter somebody whom the text never names in full, because a speaker must be somebody."""
        known = self._misspelt(name.reading)
        if known is not None:
            return known
        person = self._new(name)
        if self.page.gazetteer.given.get(person.family) == "f":
            # Women's given names are seldom family names; men's often are.
            person.gender = "f"
        person.full.append(name)
        person.is_sure = True
        return person

    def _known(self, reading: Reading) -> Person | None:
        exact = self._by_words.get(_words(reading))
        if exact is not None:
            return exact
        bearers = self._by_word.get(reading.folded[-1], [])[:_MOST_BEARERS]
        return only(p for p in bearers if is_same_name(reading, p.reading, self.page.gazetteer))

    def _new(self, name: Name) -> Person:
        person = Person(self.page, name.reading, name.start, name.reading.kind is NameKind.PERSON)
        self.people.append(person)
        self._by_words.setdefault(_words(name.reading), person)
        for word in dict.fromkeys(name.reading.folded):
            if len(word) > 1 and word not in self.page.gazetteer.particles:
                self._by_word[word].append(person)
        return person

    def _note(self, person: Person, name: Name) -> None:
        person.forms.setdefault(name.reading.written, name.reading)
        self.places.append((name.start, name.end, person))

    def _misspelt(self, reading: Reading) -> Person | None:
        """The one person whose family name differs by a letter from a bare name that nobody bears."""
        word = reading.folded[-1]
        if len(word) < _SHORTEST_MISSPELT or len(reading.folded) > 1:
            return None
        alike = (p for p in self.people[:_MOST_COMPARED] if p.given and p.family[0] == word[0])
        return only(p for p in alike if _is_slip(p.family, word))


def enrol(text: str, names: Iterable[Name], gazetteer: Gazetteer) -> Roster:
    """Sort the names of an article into people; longer names first, so that short ones find their owner."""
    roster = Roster(Page(text, gazetteer))
    long: list[Name] = []
    short: list[Name] = []
    for name in names:
        kind, is_short = name.reading.kind, len(name.reading.folded) == 1
        if kind in (_SHORT_KINDS if is_short else _LONG_KINDS):
            (short if is_short else long).append(name)
    for name in sorted(drop_headings(text, long, gazetteer), key=lambda name: -len(name.reading.folded)):
        roster.enter(name)
    for person in roster.people:
        person.gender = person.gender or gazetteer.given.get(person.given, "")
    _enter_bare(roster, short)
    roster.places.sort(key=lambda place: place[0])
    roster.people.sort(key=lambda person: person.first)
    return roster


def _enter_bare(roster: Roster, names: Sequence[Name]) -> None:
    for name in names:
        if not name.reading.title:
            roster.bare[name.reading.folded[0]].append(name.start)
    for name in names:
        roster.enter_short(name)


def _is_slip(left: str, right: str) -> bool:
    """Whether one word has a letter more, or two change places; another letter makes another name."""
    from rapidfuzz.distance import OSA

    is_close = OSA.distance(left, right, score_cutoff=1) == 1
    return is_close and (len(left) != len(right) or sorted(left) == sorted(right))


def _words(reading: Reading) -> _Words:
    return reading.folded, reading.suffix.rstrip(".")


def _fits(reading: Reading, person: Person, gazetteer: Gazetteer) -> bool:
    """Whether nothing in a name speaks against a person."""
    if reading.gender and person.gender and reading.gender != person.gender:
        return False
    if reading.suffix and not has_same_suffix(reading, person.reading):
        return False
    if len(reading.folded) == 1:
        return True
    if len(person.reading.folded) == 1:
        return person.family == reading.folded[-1]
    asked = reading._replace(suffix=person.reading.suffix)
    return is_same_name(asked, person.reading, gazetteer) or is_same_name(person.reading, asked, gazetteer)


def _goes_by(person: Person, word: str, gazetteer: Gazetteer) -> bool:
    """Whether a person can be called by the first word: a given name, or a family name that stands first."""
    return person.given == word and (word in gazetteer.given or person.family in gazetteer.given)
