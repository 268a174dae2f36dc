"""A line in which page elements stuck together when it was copied -> where one ends and the next begins.

Two kinds of seams. A strong one cannot stand inside a sentence (`other.On`, `©`). A weak one is a capital
after a small letter (`SaveThe`), which names have too (`YouTube`); it counts only where the line shows that
it is glued and the pieces do not read on.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from briefing.articles.sentences import is_abbreviation
from briefing.articles.words import word_set
from briefing.schema import Span

__all__ = ["find_seams"]

_UP = "A-ZÀ-ÖØ-Þ"
_LOW = r"[^\W\d_A-ZÀ-ÖØ-Þ]"
_MONTH = "Jan|Feb|Mar|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez|März"
# A cheap look before the careful ones: nearly every line of an article ends here.
_SUSPECT_RE = re.compile(
    rf"[^\W\d_{_UP}][.!?…]?[”’)»\"]?[{_UP}“‘„©\"](?![.,;:]?\s)|[\d)\]%+”’][.!?…]?[{_UP}“‘„]|[\d.)]©|[{_UP}]{{2}}{_LOW}{{2}}"
)
_STRONG_RE = re.compile(
    rf"(?<={_LOW}{_LOW}[.!?…])(?=[{_UP}“‘„])"
    rf"|(?<=[.!?…][”’)»])(?=[{_UP}“‘„])"
    rf"|(?<=\d\d[.!?…])(?=[{_UP}“‘„])"
    rf"|(?<={_LOW})(?=\d{{1,2}}\.?\s(?:{_MONTH})\w{{0,7}}\.?,?\s\d{{4}})"
    rf"|(?<={_LOW})(?=©)|(?<=\d)(?=©)|(?<=[.)])(?=©)"
    rf"|(?<=[AP]M)(?=[{_UP}]{_LOW})|(?<=\b(?:UTC|GMT|EST|EDT|PST|PDT|BST|CET))(?=[{_UP}]{_LOW})"
    rf"|(?<=\b[CE]EST)(?=[{_UP}]{_LOW})|(?<=\bET)(?=[{_UP}]{_LOW})"
)
_STRAIGHT_RE = re.compile(rf"(?<={_LOW}{_LOW}[.!?…])\"(?=[{_UP}])")
_WEAK_RE = re.compile(
    rf"(?<={_LOW})(?=[{_UP}][^\W\d_A-ZÀ-ÖØ-Þ’])"
    rf"|(?<={_LOW})(?=[{_UP}]{{2,}}\b)"
    rf"|(?<=[\d)\]%+])(?=[{_UP}“]{_LOW})"
    rf"|(?<=[\w.,!?…][”’\"])(?=[{_UP}]{_LOW})"
    rf"|(?<=[{_UP}]{{3}})(?=[{_UP}]{_LOW})(?![{_UP}]s\b)"
)
_PREFIXES = word_set("""
    Mc Mac De Di Du La Le Lo Van Von Fitz San El Al Ben Bin i e You Linked Face Whats Bloomberg Tik Pay
    Git Open Pro Buzz Huff Snap Insta Mail Word Power Live Sound Drop Master Air Space Deep Chat Go My Fed
    Real Post Micro Net Play Soft Auto Red Info Tele Euro Inter Trans Cyber Sky Sea Blue Ever Health Check
    Mid G 3 4 7 1
""")
_ELIDED_RE = re.compile(r"(?:^|\W)[^\W\d_]{1,2}[’']\Z")
_PREFIX_RE = re.compile(rf"(?:[{_UP}]?{_LOW}*|\d)\Z")
_SMALL_RE = re.compile(
    r"(?:The|A|An|In|On|At|By|For|From|With|After|Before|When|While|As|But|And|It|He|She|They|We|You|This|That"
    r"|These|There|His|Her|Its|Their|If|To|Of|Some|Many|Two|Three|What|How|Why"
    r"|Der|Die|Das|Ein|Eine|Im|Am|Bei|Nach|Mit|Vor|Zu|Für|Er|Sie|Es|Wir|Und|Aber)\b"
)
_SOLID_RE = re.compile(
    r"(?:https?://|www\.|pic\.twitter|(?<![\w.+-])[\w.+-]{1,64}@|[@#])[^\s“”]+|(?<![\w-])[\w-]{1,64}\.(?:com|org|net|co|de|ly|gov)/\S+|<[^<>]*>"
)
_GLUED_TOKENS = 3
_LONG_PIECE = 4
_NAME_SEAMS = 2


def find_seams(line: str) -> list[int]:
    """Find the offsets at which `line` is to be cut, in order.

    >>> line = "SaveShareThe talks failed.On Monday YouTube said so."
    >>> [line[start:stop] for start, stop in zip([0, *find_seams(line)], [*find_seams(line), None])]
    ['Save', 'Share', 'The talks failed.', 'On Monday YouTube said so.']
    """
    if _SUSPECT_RE.search(line) is None:
        return []
    solid = _solid(line)
    strong = [
        match.start() for match in _STRONG_RE.finditer(line) if not _is_abbreviated(line, match.start())
    ]
    strong = _outside(solid, [*strong, *_straight_seams(line)])
    weak = [match.start() for match in _WEAK_RE.finditer(line) if not _is_name(line, match.start())]
    weak = _outside(solid, sorted(set(weak) - set(strong)))
    if not strong and not _is_glued(line, weak):
        return []
    return sorted({*strong, *_believed(line, strong, weak)})


def _solid(line: str) -> list[Span]:
    """The words that have capitals of their own kind: addresses, handles, tags."""
    return [Span(*match.span()) for match in _SOLID_RE.finditer(line)]


def _outside(solid: list[Span], seams: list[int]) -> list[int]:
    places = [bisect_right(solid, (seam, seam)) - 1 for seam in seams]
    return [
        seam
        for seam, place in zip(seams, places, strict=True)
        if place < 0 or not solid[place].start < seam < solid[place].end
    ]


def _is_abbreviated(line: str, seam: int) -> bool:
    left = line[max(0, seam - 24) : seam].split()
    return bool(left) and is_abbreviation(left[-1].rstrip("."))


def _straight_seams(line: str) -> Iterator[int]:
    """Seams at a straight mark: before it where it opens a quotation, behind it where it closes one."""
    marks = counted = 0
    for match in _STRAIGHT_RE.finditer(line):
        marks += line.count('"', counted, match.start())
        counted = match.start()
        yield match.end() if marks % 2 else match.start()


def _is_name(line: str, seam: int) -> bool:
    """Whether what stands before the seam begins a name with a capital inside: McGee, O’Hara, YouTube."""
    if _SMALL_RE.match(line, seam):
        return False
    left = line[max(0, seam - 24) : seam]
    if _ELIDED_RE.search(left):
        return True
    found = _PREFIX_RE.search(left)
    prefix = found.group() if found else ""
    return prefix in _PREFIXES and line[seam : seam + 1].isupper()


def _is_glued(line: str, weak: list[int]) -> bool:
    """Whether weak seams alone show a glued line: many of them for its words, or several in one word."""
    return len(weak) >= _GLUED_TOKENS and (len(weak) * 8 >= len(line.split()) or _has_chain(line, weak))


def _has_chain(line: str, weak: list[int]) -> bool:
    return any(" " not in line[weak[index] : weak[index + 2]] for index in range(len(weak) - 2))


def _believed(line: str, strong: list[int], weak: list[int]) -> Iterator[int]:
    """The weak seams but those of a name inside a sentence: one word, prose on both sides."""
    bounds = sorted({0, len(line), *strong, *weak})
    sizes = {start: len(line[start:stop].split()) for start, stop in pairwise(bounds)}
    previous = {stop: start for start, stop in pairwise(bounds)}
    ends = set(strong)
    closing = {start for start, stop in pairwise(bounds) if stop in ends}
    for group in _by_word(line, weak):
        reads_on = sizes[group[-1]] >= _LONG_PIECE or group[-1] in closing
        is_prose = sizes[previous[group[0]]] >= _LONG_PIECE and reads_on
        starts_anew = any(_SMALL_RE.match(line, seam) for seam in group)
        if starts_anew or not is_prose or len(group) > _NAME_SEAMS:
            yield from group


def _by_word(line: str, seams: list[int]) -> Iterator[list[int]]:
    """Group the seams that no white space parts."""
    group: list[int] = []
    for seam in seams:
        if group and any(char.isspace() for char in line[group[-1] : seam]):
            yield group
            group = []
        group.append(seam)
    if group:
        yield group
