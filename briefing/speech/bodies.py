"""Names of bodies and governments -> the name each goes by in an article: NATO, Leeds Times, Germany."""

from collections import Counter
from collections.abc import Sequence

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind, Reading

__all__ = ["Bodies"]

_MOST_NAMES = 5000
_LONGEST_INITIALS = 8


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

    def _country(self, reading: Reading) -> tuple[str, ...]:
        country = self._gazetteer.capitals[fold_name(reading.written)]
        countries = self._gazetteer.countries
        others = (name.reading.written for name in self._names)
        found = next((other for other in others if countries.get(fold_name(other)) == country), None)
        return (found, reading.written) if found else (reading.written,)

    def _body(self, reading: Reading) -> tuple[str, ...]:
        others = [name.reading for name in self._names[:_MOST_NAMES] if _is_form(name.reading, reading)]
        counts = Counter({reading.written: 0})
        counts.update(other.written for other in others)
        if any(map(_initials, (reading, *others))):
            return tuple(form for form, _ in counts.most_common())
        return tuple(sorted(counts, key=lambda form: -len(form)))


def _is_form(other: Reading, reading: Reading) -> bool:
    """Whether another name is the same, a longer form, or the initials."""
    return other.folded == reading.folded or _is_fuller(other, reading) or _stands_for(other, reading)


def _is_fuller(full: Reading, short: Reading) -> bool:
    if len(full.folded) <= len(short.folded):
        return False
    is_ending = full.kind is NameKind.BODY and full.folded[-len(short.folded) :] == short.folded
    return is_ending or _stands_for(short, full)


def _stands_for(short: Reading, full: Reading) -> bool:
    return len(full.words) > 1 and _initials(short) == "".join(word[0] for word in full.words)


def _initials(reading: Reading) -> str:
    letters = reading.written.replace(".", "")
    return letters if letters.isupper() and 1 < len(letters) <= _LONGEST_INITIALS else ""
