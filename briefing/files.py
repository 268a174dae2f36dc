"""Files written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path

from briefing.errors import OutputError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write `content` (text as UTF-8): a reader of `path` sees all of it or what stood there before.

    Folders on the way are made; links are followed; a device or pipe is simply written to. Raises
    OutputError, and leaves an existing file as it was, if the disk is full or the place cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"{path} cannot be written ({reason}); choose a place that can be written and has room."
        ) from error


def open_beside(path: Path) -> tuple[int, Path]:
    """A new file beside `path`, open for writing, with the mode new files have; gives handle and path.

    The system itself applies the process's mask: to ask for the mask is to change it, for all threads.
    """
    temporary = path.parent / f".{path.name[:60]}.{secrets.token_hex(8)}.tmp"
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(temporary, flags, 0o666), temporary


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = open_beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        move_into_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def move_into_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name in the same folder, lastingly, in place of what stood there.

    A file that is replaced hands its mode on.
    """
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    if path.exists():
        temporary.chmod(stat.S_IMODE(path.stat().st_mode))
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
