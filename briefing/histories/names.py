"""A name as somebody types it -> the one actor of the briefs it means, under every name it was printed."""

from collections.abc import Iterable, Sequence

from briefing.changes import same_actor, same_name
from briefing.histories.values import Candidates

__all__ = ["find_alike", "find_names"]

_ALIKE = 70
_LISTED = 5


def find_names(asked: str, printed: Sequence[str]) -> tuple[str, ...] | Candidates:
    """The printed names of the one actor that is asked for, the fullest first, or who could be meant.

    >>> find_names("Kallow", ["Ines Kallow", "Kallow", "Ole Brandt"])
    ('Ines Kallow', 'Kallow')
    >>> find_names("Kallow", ["Ines Kallow", "Peter Kallow"]).meant
    ('Ines Kallow', 'Peter Kallow')
    """
    written = asked if any(map(str.isupper, asked)) else asked.title()
    likely = {name for name in printed if same_name(name, asked) or same_actor(name, written)}
    related = [name for name in printed if any(name == one or same_actor(name, one) for one in likely)]
    bearers = [bearer for bearer in _tell_apart(related) if not likely.isdisjoint(bearer)]
    if len(bearers) == 1:
        return bearers[0]
    alike = () if bearers else find_alike(asked, printed)
    return Candidates(name=asked, meant=tuple(sorted(bearer[0] for bearer in bearers)), alike=alike)


def find_alike(asked: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few of `known` that are spelled most like what was asked for.

    >>> find_alike("Kalow", ["Ines Kallow", "Ole Brandt"])
    ('Ines Kallow',)
    """
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        asked,
        list(dict.fromkeys(known)),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=_LISTED,
        score_cutoff=_ALIKE,
    )
    return tuple(name for name, *_ in found)


def _tell_apart(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Group names by bearer, the fullest first; a name that two could bear belongs to neither."""
    bearers: list[list[str]] = []
    for name in sorted(names, key=lambda name: (-len(name.split()), name)):
        fitting = [group for group in bearers if same_name(name, group[0]) or same_actor(name, group[0])]
        if not fitting:
            bearers.append([name])
        elif len(fitting) == 1:
            fitting[0].append(name)
    return [tuple(group) for group in bearers]
