"""The first hundred bytes of an archive: is this file ours, and is all of it there?

They are read as bytes, because SQLite changes files it opens: it rolls back journals and may convert formats.
"""

import struct
from pathlib import Path

from briefing.archive.tables import APPLICATION_ID, VERSION
from briefing.errors import ArchiveError

__all__ = ["check_file"]

_SIZE = 100
_MAGIC = b"SQLite format 3\0"
_WHOLE_PAGE = 65536  # written as 1


def check_file(path: Path) -> None:
    """Raise ArchiveError unless the file is an archive that this version reads; it is not changed."""
    try:
        with path.open("rb") as file:
            header = file.read(_SIZE)
        size = path.stat().st_size
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(f"The archive {path} cannot be read ({reason}); name another file.") from error
    if not header:
        raise ArchiveError(f"{path} is empty; restore a backup, or remove it to begin a new archive.")
    if len(header) < _SIZE or not header.startswith(_MAGIC) or _number(header, 68) != APPLICATION_ID:
        raise ArchiveError(f"{path} is no archive of briefing; name another file.")
    if (version := _number(header, 60)) > VERSION:
        raise ArchiveError(
            f"{path} was written by a newer briefing (its tables are version {version}, this program reads"
            f" {VERSION}); update briefing."
        )
    if size < _announced_size(header) and not path.with_name(f"{path.name}-journal").exists():
        raise ArchiveError(f"{path} is cut off; move it away and restore a backup.")


def _announced_size(header: bytes) -> int:
    """How large the file says it is. With a journal beside it, SQLite knows better than the header."""
    page = struct.unpack_from(">H", header, 16)[0]
    return _number(header, 28) * (_WHOLE_PAGE if page == 1 else int(page))


def _number(header: bytes, offset: int) -> int:
    return int(struct.unpack_from(">I", header, offset)[0])
