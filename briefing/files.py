"""Files written whole or not at all."""

import os
import tempfile
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


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_for(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def move_into_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name in the same folder, lastingly, in place of what stood there."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.chmod(_mode_for(path))
    temporary.replace(path)
    _sync_folder(path.parent)


def _mode_for(path: Path) -> int:
    """The mode of the file that is replaced, or the one `open` would have given a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
