"""What is compared with what: two revisions, two models, or two sets of samples of one model.

A side is `[REVISION:]ALIAS[#SAMPLES]` or `REVISION`; `worktree` is the working tree. So `main worktree` is
two revisions, `small large` two aliases of the working tree, `small#1-3 small#4-6` two sets of samples.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from briefing.compare.revisions import find_commit, has_changes, unpack
from briefing.errors import NothingToBriefError, SettingsError, UsageError
from briefing.golden import Alias, load_aliases

__all__ = ["WORKTREE", "Pair", "Side", "SideName", "open_pairs", "read_names"]

WORKTREE = "worktree"
_SAMPLES_RE = re.compile(r"(?P<rest>.*)#(?P<samples>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)")


class SideName(NamedTuple):
    """A side as it was named; `alias` is None where the revision's every recorded model is meant."""

    revision: str = WORKTREE
    alias: str | None = None
    samples: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """The name as it is read again.

        >>> SideName("main", "small", (1, 2)).shown
        'main:small#1,2'
        """
        samples = f"#{','.join(map(str, self.samples))}" if self.samples else ""
        return f"{self.revision}:{self.alias}{samples}" if self.alias else self.revision


class Side(NamedTuple):
    """A side that can be replayed: the folder it lies in, the model, and the samples that were chosen."""

    label: str
    root: Path
    alias: Alias
    samples: tuple[int, ...] = ()
    commit: str | None = None  # None: the working tree
    is_dirty: bool = False


class Pair(NamedTuple):
    """Two sides of one comparison."""

    base: Side
    head: Side

    @property
    def is_of_revisions(self) -> bool:
        """Whether time lies between the two, so that the base may be an older program's."""
        return self.base.root != self.head.root


def read_names(words: Sequence[str], aliases: Sequence[str]) -> tuple[SideName, SideName]:
    """Understand what stands on the command line: nothing, `A`, `A..B` or `A B`.

    >>> read_names(["main..worktree"], [])
    (SideName(revision='main', alias=None, samples=()), SideName(revision='worktree', alias=None, samples=()))
    >>> [name.alias for name in read_names(["small#1", "large"], ["small", "large"])]
    ['small', 'large']
    """
    given = [part for word in words for part in word.split("..")] if len(words) == 1 else list(words)
    base, head = (*given, *("HEAD", WORKTREE)[len(given) :])[:2]
    names = _read_name(base, aliases), _read_name(head or WORKTREE, aliases)
    if "" in (base, names[0].revision, names[1].revision):
        raise UsageError(f"{' '.join(words)} names no two sides; say for example `main..worktree`.")
    return names


def _read_name(word: str, aliases: Sequence[str]) -> SideName:
    match = _SAMPLES_RE.fullmatch(word)
    name, samples = (match["rest"], _numbers(match["samples"])) if match else (word, ())
    revision, colon, alias = name.rpartition(":")
    if colon:
        return SideName(revision, alias, samples)
    if name in aliases:
        return SideName(WORKTREE, name, samples)
    return SideName(word)


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of a list such as `1-3,5`."""
    ends = (part.partition("-") for part in text.split(","))
    return tuple(sorted({n for low, _, high in ends for n in range(int(low), int(high or low) + 1)}))


@contextmanager
def open_pairs(root: Path, names: tuple[SideName, SideName], *, alias: str | None) -> Iterator[list[Pair]]:
    """Lay out both sides, for as long as the context lasts: one pair for each model that both have.

    `alias` chooses one model. Raises UsageError for a revision that is none or holds no golden cases, and
    NothingToBriefError where no model is left.
    """
    with TemporaryDirectory(prefix="briefing-") as folder:
        places = {
            revision: _open_revision(root, revision, Path(folder) / str(number))
            for number, revision in enumerate(dict.fromkeys(name.revision for name in names))
        }
        try:
            yield _pairs(*((name, places[name.revision]) for name in names), alias=alias)
        except SettingsError as error:
            raise SettingsError(_with_names(str(error), places)) from error


class _Place(NamedTuple):
    """A revision that lies in a folder."""

    root: Path
    commit: str | None
    is_dirty: bool


def _with_names(text: str, places: Mapping[str, _Place]) -> str:
    """A message that names the revision instead of the folder it lies in for a while."""
    for name, place in places.items():
        text = text.replace(f"{place.root}/", f"{name}:") if place.commit else text
    return text


def _open_revision(root: Path, revision: str, target: Path) -> _Place:
    if revision == WORKTREE:
        return _Place(root, None, has_changes(root))
    commit = find_commit(root, revision)
    unpack(root, commit, target)
    if not (target / "golden" / "models.toml").is_file():
        raise UsageError(
            f"{revision} has no golden/models.toml, so there is nothing to compare with. Choose a revision "
            "in which recordings were already kept."
        )
    return _Place(target, commit, is_dirty=False)


def _pairs(base: tuple[SideName, _Place], head: tuple[SideName, _Place], *, alias: str | None) -> list[Pair]:
    if base[0].alias or head[0].alias:
        names = [(base[0].alias or head[0].alias or "", head[0].alias or base[0].alias or "")]
    else:
        names = [(name, name) for name in _common_aliases(base[1].root, head[1].root, alias)]
    return [Pair(_side(*base, left), _side(*head, right)) for left, right in names]


def _common_aliases(base: Path, head: Path, chosen: str | None) -> list[str]:
    """The aliases of both sides that have recordings, or the one chosen."""
    known = {alias.name for alias in load_aliases(base)}
    both = [alias.name for alias in load_aliases(head, chosen) if alias.name in known]
    recorded = [name for name in both if chosen or any(head.glob(f"golden/*/{name}/recording-*.json"))]
    if not recorded:
        raise NothingToBriefError(
            "There is nothing to compare: no model that both sides know has recordings. "
            "`briefing record` makes them; `--model builtin` compares the built-in engine."
        )
    return recorded


def _side(name: SideName, place: _Place, alias: str) -> Side:
    (found,) = load_aliases(place.root, alias)
    return Side(
        label=name._replace(alias=alias).shown,
        root=place.root,
        alias=found,
        samples=name.samples,
        commit=place.commit,
        is_dirty=place.is_dirty,
    )
