"""What lies in `golden/` and belongs to nothing: nobody checks it, and a reader takes it for approved."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.errors import OutputError
from briefing.golden.cases import load_aliases, load_cases

__all__ = ["find_orphans", "remove_orphans"]


def find_orphans(root: Path) -> tuple[Path, ...]:
    """Folders of `golden/` that belong to no case or to no alias.

    Recordings that no question of their case asks for are found by replaying it: `Result.orphans`.
    """
    cases = {case.name for case in load_cases(root)}
    aliases = {alias.name for alias in load_aliases(root)}
    folders = sorted(path for path in (root / "golden").glob("*") if path.is_dir())
    below = sorted(path for folder in folders for path in folder.glob("*") if path.is_dir())
    return (
        *(path for path in folders if path.name not in cases),
        *(path for path in below if path.parent.name in cases and path.name not in aliases),
    )


def remove_orphans(orphans: Iterable[Path]) -> Iterator[Path]:
    """Remove files and whole folders, one by one; yields each that is gone. Links are removed, not followed.

    Raises OutputError for one that cannot be removed; the others stay as they are.
    """
    for path in orphans:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            raise OutputError(f"{path} cannot be removed ({error.strerror}).") from error
        yield path
