"""Names -> Roster: which names are one person, and whom a bare family name means.

Two people of one family name are never merged: a bare name that could be either means nobody, unless the
text makes it certain (one was introduced before, a title tells the gender, one is always named in full).
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.speech.gazetteer import Gazetteer
from briefing.speech.names import Name, NameKind, Reading
from briefing.speech.roles import Role, read_role

_GIVEN_AND_FAMILY = 2
# How far back a name given in full may stand to own the bare name that follows.
_SECTION = 2500
_SHORTEST_MISSPELT = 5
_INTRODUCTIONS = 4
_HEADING = 200
_SMALL_WORD = 3
_FEWEST_CAPITALS = 3
_SHARE_OF_CAPITALS = 0.7
_LONGEST_UNSURE = 4

__all__ = ["Person", "Roster", "enrol", "is_same_name"]


@dataclass(slots=True, eq=False)
class Person:
    """One person while the table is built: the fullest reading, and where the text names her or him."""

    roster: "Roster"
    reading: Reading
    first: int
    is_sure: bool
    gender: str = ""
    gender_is_told: bool = False
    full: list[Name] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)
    _roles: list[Role] | None = None

    @property
    def name(self) -> str:
        """The fullest form: the first one used, unless another adds words to it."""
        first = min(self.full, key=lambda name: name.start).reading if self.full else self.reading
        longer = [name.reading for name in self.full if name.reading.folded[0] == first.folded[0]]
        return max([first, *longer], key=lambda reading: len(reading.folded)).written

    @property
    def roles(self) -> list[Role]:
        """What the text says the person is, at the first mentions with the full name; read once."""
        if self._roles is None:
            text, gazetteer = self.roster.text, self.roster.gazetteer
            self._roles = [read_role(text, name, gazetteer) for name in self.full[:_INTRODUCTIONS]]
        return self._roles

    @property
    def is_kin(self) -> bool:
        """Whether the text introduces the person as somebody's relative."""
        return any(role.is_kin for role in self.roles[:1])

    @property
    def told_gender(self) -> str:
        """The gender that a role such as *spokeswoman* tells."""
        return next((role.gender for role in self.roles if role.gender), "")

    @property
    def family(self) -> str:
        """The folded last word of the name."""
        return self.reading.folded[-1]

    @property
    def given(self) -> str:
        """The folded first word, empty where only the family name is known."""
        return self.reading.folded[0] if len(self.reading.folded) > 1 else ""


class Roster:
    """The people of one article, by every word of their names, with the places where they are named."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text = text
        self.gazetteer = gazetteer
        self.people: list[Person] = []
        self.by_word: dict[str, list[Person]] = defaultdict(list)
        self.places: list[tuple[int, int, Person]] = []
        self.bare: dict[str, list[int]] = defaultdict(list)

    def named_between(self, start: int, end: int) -> Sequence[tuple[int, int, Person]]:
        """The places in a stretch of text where somebody of the roster is named, in order."""
        return self.places[bisect_left(self.places, (start,)) : bisect_left(self.places, (end,))]

    def find(self, reading: Reading, *, at: int | None = None) -> Person | None:
        """The one person a name can mean at a place of the text, or None."""
        candidates = self.candidates(reading)
        return candidates[0] if len(candidates) == 1 else _choose(self, candidates, reading, at)

    def candidates(self, reading: Reading) -> list[Person]:
        """Everybody a name can mean: by the family name, else by the given name, else by a middle one."""
        known = self.by_word.get(reading.folded[-1], ())
        fitting = [person for person in known if _fits(reading, person, self.gazetteer)]
        by_family = [person for person in fitting if person.family == reading.folded[-1]]
        sure = [person for person in fitting if person.is_sure]
        by_given = [person for person in sure if _goes_by(person, reading.folded[-1], self.gazetteer)]
        return by_family or by_given or [person for person in sure if person.given != reading.folded[-1]]

    def add(self, name: Name) -> Person:
        """Enter somebody whom the text never names in full, because a speaker must be somebody."""
        misspelt = self._misspelt(name.reading)
        if misspelt is not None:
            return misspelt
        person = _new_person(self, name)
        if self.gazetteer.given.get(person.family) == "f":
            # Women's given names are seldom family names; men's often are.
            person.gender = "f"
        person.full.append(name)
        person.is_sure = True
        return person

    def _misspelt(self, reading: Reading) -> Person | None:
        """The one person whose family name differs by a letter from a bare name that nobody bears."""
        from rapidfuzz.distance import OSA

        word = reading.folded[-1]
        if len(word) < _SHORTEST_MISSPELT or len(reading.folded) > 1:
            return None
        return _only(
            person
            for person in self.people
            if person.given and person.family[0] == word[0]
            and OSA.distance(person.family, word, score_cutoff=1) == 1
        )  # fmt: skip


def enrol(text: str, names: Iterable[Name], gazetteer: Gazetteer) -> Roster:
    """Sort the names of an article into people; longer names first, so that short ones find their owner."""
    roster = Roster(text, gazetteer)
    headings = _Headings(text)
    long: list[Name] = []
    waiting: list[Name] = []
    for name in names:
        kind = name.reading.kind
        if len(name.reading.folded) == 1:
            if kind in {NameKind.PERSON, NameKind.SINGLE}:
                waiting.append(name)
        elif kind is NameKind.PERSON or (kind is NameKind.UNSURE and headings.allow(name)):
            long.append(name)
    for name in sorted(_without_headings(long, headings), key=lambda name: -len(name.reading.folded)):
        _enter(roster, name)
    _learn_genders(roster)
    for name in waiting:
        if not name.reading.title:
            roster.bare[name.reading.folded[0]].append(name.start)
    for name in waiting:
        _enter_short(roster, name)
    roster.places.sort(key=lambda place: place[0])
    roster.people.sort(key=lambda person: person.first)
    return roster


class _Headings:
    """The lines of a text in which nearly every word has a capital, so that a capital says nothing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1
        self._is_heading = False

    def allow(self, name: Name) -> bool:
        """Whether a run of capitals may be a name: short, and in a line of ordinary words."""
        return len(name.reading.folded) <= _LONGEST_UNSURE and not self.holds(name.start)

    def is_first(self, at: int) -> bool:
        """Whether a place lies in the first line, the headline."""
        return "\n" not in self._text[:at][:_HEADING] and at < _HEADING

    def holds(self, at: int) -> bool:
        """Whether a place lies in such a line; asked in text order, a line is read once."""
        if not self._start <= at < self._end:
            self._start = self._text.rfind("\n", 0, at) + 1
            found = self._text.find("\n", at)
            self._end = len(self._text) if found < 0 else found
            words = [word for word in self._text[self._start : self._start + _HEADING].split() if len(word) > _SMALL_WORD]
            capitals = sum(word.lstrip("‘'“\"(")[:1].isupper() for word in words)
            self._is_heading = capitals >= max(_FEWEST_CAPITALS, _SHARE_OF_CAPITALS * len(words))
        return self._is_heading


def _without_headings(names: list[Name], headings: _Headings) -> list[Name]:
    """Cut runs of a heading in capitals, `Ann Lee Slams Rivals`, to a name that the text has elsewhere."""
    known = Counter(name.reading.folded for name in names)
    return [_cut(name, known, headings) for name in names]


def _cut(name: Name, known: Counter[tuple[str, ...]], headings: _Headings) -> Name:
    reading = name.reading
    if len(reading.folded) <= _GIVEN_AND_FAMILY or known[reading.folded] > 1:
        return name
    length = next((size for size in (3, 2) if size < len(reading.folded) and reading.folded[:size] in known), 0)
    if not length and headings.is_first(name.start) and headings.holds(name.start):
        length = _GIVEN_AND_FAMILY + (len(reading.folded[1]) == 1)
    if not length:
        return name
    shorter = reading._replace(words=reading.words[:length], folded=reading.folded[:length], suffix="")
    return name._replace(reading=shorter)


def _enter(roster: Roster, name: Name) -> None:
    reading = name.reading
    matching = [
        person
        for person in roster.by_word.get(reading.folded[-1], ())
        if is_same_name(reading, person.reading, roster.gazetteer)
    ]
    if len(matching) > 1:
        return
    person = matching[0] if matching else _new_person(roster, name)
    person.full.append(name)
    person.first = min(person.first, name.start)
    person.is_sure = person.is_sure or reading.kind is NameKind.PERSON
    person.forms[reading.written] = None
    if reading.gender and not person.gender_is_told:
        person.gender, person.gender_is_told = reading.gender, True
    roster.places.append((name.start, name.end, person))


def _new_person(roster: Roster, name: Name) -> Person:
    person = Person(roster, name.reading, name.start, name.reading.kind is NameKind.PERSON)
    roster.people.append(person)
    for word in dict.fromkeys(name.reading.folded):
        if len(word) > 1 and word not in roster.gazetteer.particles:
            roster.by_word[word].append(person)
    return person


def is_same_name(short: Reading, full: Reading, gazetteer: Gazetteer) -> bool:
    """Whether two names of two words or more are one person's: same family name, given names that agree."""
    if not _is_suffix(short, full):
        return False
    if short.folded == full.folded[-len(short.folded) :]:
        return True
    if short.folded[-1] not in full.folded[1:] or not _agree(short.folded[0], full.folded[0], gazetteer):
        return False
    return _middles_agree(short.folded[1:-1], full.folded[1:-1])


def _agree(left: str, right: str, gazetteer: Gazetteer) -> bool:
    """Whether two given names can be one: equal, an initial of the other, or short for the other."""
    if left == right or (len(left) == 1 and right[0] == left) or (len(right) == 1 and left[0] == right):
        return True
    forms = gazetteer.short_names
    return not forms.get(left, frozenset((left,))).isdisjoint(forms.get(right, frozenset((right,))))


def _middles_agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether no middle name or initial speaks against the other's."""
    return all(
        a[0] == b[0] and (a == b or len(a) == 1 or len(b) == 1) for a, b in zip(left, right, strict=False)
    )


def _learn_genders(roster: Roster) -> None:
    given = roster.gazetteer.given
    for person in roster.people:
        if not person.gender:
            person.gender = given.get(person.reading.folded[0], "")


def _enter_short(roster: Roster, name: Name) -> None:
    """Give a bare name to its owner; with a title it can be a person of its own."""
    reading = name.reading
    person = roster.find(reading, at=name.start)
    if person is None:
        if reading.kind is not NameKind.PERSON or roster.candidates(reading):
            return
        person = _new_person(roster, name)
        person.full.append(name)
    if not reading.title:
        person.bare.append(name.start)
    person.forms[reading.written] = None
    person.is_sure = person.is_sure or reading.kind is NameKind.PERSON
    if reading.gender and not person.gender:
        person.gender, person.gender_is_told = reading.gender, True
    roster.places.append((name.start, name.end, person))


def _fits(reading: Reading, person: Person, gazetteer: Gazetteer) -> bool:
    """Whether nothing in a name speaks against a person."""
    if reading.gender and person.gender and reading.gender != person.gender:
        return False
    if reading.suffix and not _is_suffix(reading, person.reading):
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


def _is_suffix(left: Reading, right: Reading) -> bool:
    return left.suffix.rstrip(".") == right.suffix.rstrip(".")


def _choose(roster: Roster, candidates: list[Person], reading: Reading, at: int | None) -> Person | None:
    """Whom a name means that several people bear, where the text makes it certain."""
    if len(reading.folded) > 1 or reading.suffix:
        return _only(person for person in candidates if _is_spelled(person.reading, reading))
    if not candidates:
        return None
    if reading.gender:
        return _only(person for person in candidates if person.gender == reading.gender)
    if at is None:
        # Asked from outside: one may have no other name, or the article uses the bare name of one alone.
        exact = _only(person for person in candidates if _is_spelled(person.reading, reading))
        return exact or _only(person for person in candidates if person.bare)
    candidates = [person for person in candidates if not person.reading.suffix] or candidates
    if len(candidates) == 1:
        return candidates[0]
    introduced = [person for person in candidates if person.first < at]
    heads = [person for person in candidates if not person.is_kin]
    return _only(introduced) or _just_introduced(roster, introduced, at) or _only(heads) or _owner(roster, candidates)


def _just_introduced(roster: Roster, candidates: list[Person], at: int) -> Person | None:
    """Who alone was named in full a while before, with no bare name earlier in that stretch."""
    near = [(name.start, person) for person in candidates for name in person.full if at - _SECTION < name.start < at]
    person = _only(dict.fromkeys(person for _, person in near))
    if person is None:
        return None
    first = min(start for start, _ in near)
    places = roster.bare[person.family]
    between = bisect_left(places, first) - bisect_left(places, at - _SECTION)
    return person if not between else None


def _only(people: Iterable[Person]) -> Person | None:
    found = list(people)
    return found[0] if len(found) == 1 else None


def _is_spelled(left: Reading, right: Reading) -> bool:
    return left.folded == right.folded and _is_suffix(left, right)


def _owner(roster: Roster, candidates: list[Person]) -> Person | None:
    """Who had the bare name before anybody else of that family was introduced, and so keeps it."""
    first, second = sorted(candidates, key=lambda person: person.first)[:2]
    places = roster.bare.get(first.family, ())
    return first if first.family == second.family and places and places[0] < second.first else None
