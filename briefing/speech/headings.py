"""Lines in which nearly every word has a capital: there a run of capitals is no name by itself."""

from collections import Counter
from collections.abc import Sequence

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind

__all__ = ["drop_headings"]

_WINDOW = 200
_FEWEST_CAPITALS = 3
_SHARE_OF_CAPITALS = 0.85
_LONGEST_UNSURE = 4
_GIVEN_AND_FAMILY = 2


def drop_headings(text: str, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """Keep the names of two words or more that are names; `names` are in text order.

    A run that nothing shows to be a person is dropped where it is long or stands in a heading. A person's
    name that a heading runs on from, `Ann Lee Slams Rivals`, is cut to the name the text has elsewhere.
    """
    lines = _Lines(text, gazetteer)
    known = Counter(name.reading.folded for name in names)
    return [_cut(name, known, lines) for name in names if _may_be_name(name, lines)]


def _may_be_name(name: Name, lines: "_Lines") -> bool:
    if name.reading.kind is NameKind.PERSON:
        return True
    return len(name.reading.folded) <= _LONGEST_UNSURE and not lines.is_heading(name.start)


def _cut(name: Name, known: Counter[tuple[str, ...]], lines: "_Lines") -> Name:
    folded = name.reading.folded
    if len(folded) <= _GIVEN_AND_FAMILY or known[folded] > 1:
        return name
    length = next((size for size in (3, 2) if size < len(folded) and folded[:size] in known), 0)
    if not length and lines.runs_on(name):
        length = _GIVEN_AND_FAMILY + (len(folded[1]) == 1)
    return _shortened(name, length) if length else name


def _shortened(name: Name, length: int) -> Name:
    reading = name.reading
    return name._replace(
        reading=reading._replace(words=reading.words[:length], folded=reading.folded[:length], suffix="")
    )


class _Lines:
    """The lines of a text; asked in text order, each is read once."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._start = self._end = -1
        self._is_heading = False

    def is_heading(self, at: int) -> bool:
        """Whether a place lies in a line of capitals."""
        if not self._start <= at < self._end:
            self._start = self._text.rfind("\n", 0, at) + 1
            found = self._text.find("\n", at)
            self._end = len(self._text) if found < 0 else found
            line = self._text[self._start : min(self._end, self._start + _WINDOW)]
            self._is_heading = self._is_capitalised(line)
        return self._is_heading

    def runs_on(self, name: Name) -> bool:
        """Whether a name stands in a heading and is not, as a signature is, all of it."""
        if not self.is_heading(name.start):
            return False
        is_whole = not self._text[name.end : self._end].strip(" .\u00a0")
        is_first = self._start == 0
        return is_first or not is_whole or len(name.reading.folded) > _LONGEST_UNSURE

    def _is_capitalised(self, line: str) -> bool:
        """Whether nearly every word but the small ones has a capital."""
        pieces = line.split()
        most_others = (1 - _SHARE_OF_CAPITALS) * len(pieces)
        capitals = others = 0
        for piece in pieces:
            if others > most_others:
                return False
            word = piece.strip("‘’'“”\"(),.:;!?")
            if word[:1].isupper():
                capitals += 1
            elif word[:1].islower() and not self._is_small(fold_name(word)):
                others += 1
        return capitals >= max(_FEWEST_CAPITALS, _SHARE_OF_CAPITALS * (capitals + others))

    def _is_small(self, word: str) -> bool:
        return word in self._gazetteer.starts or word in self._gazetteer.role_stops
