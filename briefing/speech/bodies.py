"""Names of bodies and governments -> the name each goes by in an article: NATO, Leeds Times, Germany."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind, Reading

__all__ = ["Bodies"]

_LONGEST_INITIALS = 8
_Readings = dict[str, list[Reading]]


class Bodies:
    """The bodies an article names, each under one name; every question is answered once."""

    def __init__(self, names: Sequence[Name], gazetteer: Gazetteer) -> None:
        self._names = names
        self._gazetteer = gazetteer
        self._answers: dict[tuple[str, ...], tuple[str, ...]] = {}

    def forms_of(self, reading: Reading) -> tuple[str, ...]:
        """The forms a body goes by, the best one first.

        Of initials and the full name it is the one the text uses more; a last word such as *the Times* goes
        by the full name, and a capital by the name of its country, where the text has them.
        """
        if reading.folded not in self._answers:
            is_capital = fold_name(reading.written) in self._gazetteer.capitals
            self._answers[reading.folded] = self._country(reading) if is_capital else self._body(reading)
        return self._answers[reading.folded]

    @cached_property
    def _countries(self) -> dict[str, str]:
        """The first form of each country's name in the text."""
        found: dict[str, str] = {}
        for name in self._names:
            country = self._gazetteer.countries.get(fold_name(name.reading.written))
            if country is not None:
                found.setdefault(country, name.reading.written)
        return found

    @cached_property
    def _by_ending(self) -> _Readings:
        """Every mention by its last word."""
        found: _Readings = defaultdict(list)
        for name in self._names:
            found[name.reading.folded[-1]].append(name.reading)
        return found

    @cached_property
    def _by_initials(self) -> _Readings:
        """Every mention of several words by its initials, and of initials by itself."""
        found: _Readings = defaultdict(list)
        for name in self._names:
            letters = _letters(name.reading)
            if letters:
                found[letters].append(name.reading)
        return found

    def _country(self, reading: Reading) -> tuple[str, ...]:
        country = self._gazetteer.capitals[fold_name(reading.written)]
        found = self._countries.get(country)
        return (found, reading.written) if found else (reading.written,)

    def _body(self, reading: Reading) -> tuple[str, ...]:
        letters = _letters(reading)
        alike = self._by_initials.get(letters, []) if letters else []
        same = [other for other in alike if _may_be_short_for(reading, other)]
        if len({other.folded for other in same}) > 1:
            counts = Counter(other.written for other in same)
            return tuple(form for form, _ in counts.most_common())
        longer = (
            other for other in self._by_ending.get(reading.folded[-1], []) if _is_longer(other, reading)
        )
        forms = {reading.written, *(other.written for other in longer)}
        return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _may_be_short_for(left: Reading, right: Reading) -> bool:
    """Whether one is initials, or both are the same words; a person is nobody's full name."""
    if left.folded == right.folded:
        return True
    is_short = [len(reading.folded) == 1 for reading in (left, right)]
    return is_short[0] != is_short[1] and NameKind.PERSON not in {left.kind, right.kind}


def _is_longer(other: Reading, reading: Reading) -> bool:
    size = len(reading.folded)
    return other.kind is NameKind.BODY and len(other.folded) > size and other.folded[-size:] == reading.folded


def _letters(reading: Reading) -> str:
    """The initials of several words, or the word itself where it is initials; "" for any other word."""
    if len(reading.words) > 1:
        return "".join(word[0] for word in reading.words[:_LONGEST_INITIALS])
    word = reading.written.replace(".", "")
    return word if word.isupper() and 1 < len(word) <= _LONGEST_INITIALS else ""
