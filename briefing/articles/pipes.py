"""A path -> the first bytes behind it, without waiting for a pipe that nobody writes to."""

import errno
import os
import stat
from pathlib import Path

__all__ = ["read_at_most"]


def read_at_most(path: Path, size: int) -> bytes:
    """Read up to `size` bytes of a file, a device, or a pipe that somebody writes to.

    Raises OSError for what cannot be read, and for a pipe out of which nothing can come.
    """
    if stat.S_ISFIFO(path.stat().st_mode):
        return _read_pipe(path, size)
    with path.open("rb") as file:
        return file.read(size)


def _read_pipe(path: Path, size: int) -> bytes:
    """Opened in the ordinary way, a pipe without a writer would wait for one for ever."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as pipe:
        first: bytes | None = pipe.read(1)  # None where a writer has not written yet
        if first == b"":
            raise OSError(errno.EPIPE, "it is a pipe, and nobody writes to it")
        os.set_blocking(handle, True)
        return (first or b"") + pipe.read(size - len(first or b""))
