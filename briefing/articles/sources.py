"""What the user named -> inputs to read: files, folders, patterns and standard input, each once.

This is where the disk is touched. What cannot be read becomes a finding of one sentence.
"""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from briefing.articles.pipes import read_at_most
from briefing.schema import Finding, FindingCode

__all__ = ["SIZE_LIMIT", "STDIN", "SUFFIXES", "Input", "find_inputs", "load"]

STDIN = "-"
SIZE_LIMIT = 10_000_000
SUFFIXES = frozenset((".txt", ".md", ".html", ".htm", ".eml", ".pdf"))
_KNOWN = ".txt, .md, .html, .htm, .eml and .pdf"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read. `name` is what the user called it; without a `path` it is standard input."""

    name: str
    path: Path | None
    suffix: str


def find_inputs(sources: Sequence[str]) -> Iterator[Input | Finding]:
    """Yield every input that `sources` name, in their order, folders and patterns sorted; twins once."""
    seen: set[str] = set()
    for source in sources:
        for found in _expand(source):
            if isinstance(found, Finding):
                yield found
                continue
            key = STDIN if found.path is None else os.path.realpath(found.path)
            if key in seen:
                detail = "it was named twice and is read once"
                yield Finding(code=FindingCode.DUPLICATE, subject=found.name, detail=detail)
                continue
            seen.add(key)
            yield found


def _expand(source: str) -> Iterator[Input | Finding]:
    if source == STDIN:
        yield Input(STDIN, None, "")
    elif not source:
        yield _unreadable("''", "no file has an empty name; name a file or folder, or - for standard input")
    elif source.lower().startswith(("http://", "https://")):
        yield _unsupported(source, "addresses are not fetched; save the page and name the file")
    elif "\x00" in source:
        yield _unreadable(source, "no file has such a name")
    elif os.path.isdir(source):  # noqa: PTH112 -- the name as it was given, not a normalised path
        yield from _folder(source)
    elif os.path.lexists(source) or not glob.has_magic(source):
        yield _file(source)
    else:
        yield from _pattern(source)


def _pattern(source: str) -> Iterator[Input | Finding]:
    names = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 -- keeps the names as the user wrote them
    files = [name for name in names if Path(name).is_file()]
    if not files:
        yield _unreadable(source, "no file matches this pattern")
    for name in files:
        yield _file(name)


def _folder(source: str) -> Iterator[Input | Finding]:
    """The readable kinds of files in a folder and below it; hidden ones are none of the user's articles.

    Pipes and devices are left alone: reading one might wait for ever. A link that leads nowhere is told.
    """
    is_empty = True
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            is_special = path.exists() and not path.is_file()
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and not is_special:
                is_empty = False
                yield _file(str(path))
    if is_empty:
        detail = f"the folder holds no file to read; {_KNOWN} are read"
        yield Finding(code=FindingCode.EMPTY, subject=source, detail=detail)


def _file(name: str) -> Input | Finding:
    path = Path(name)
    suffix = path.suffix.lower()
    if not path.exists():
        return _unreadable(name, "there is no such file")
    if suffix and suffix not in SUFFIXES and path.is_file():
        return _unsupported(name, f"files ending in {suffix} are not read; {_KNOWN} are")
    return Input(name, path, suffix)


def load(found: Input, stdin: BinaryIO | None) -> bytes | Finding:
    """Read the bytes, never more than the limit."""
    try:
        data = _read(found.path, stdin)
    except OSError as error:
        return _unreadable(found.name, f"it cannot be read: {error.strerror or error}")
    if data is None or len(data) > SIZE_LIMIT:
        detail = f"it is larger than {SIZE_LIMIT // 1_000_000} MB, the limit for one article"
        return Finding(code=FindingCode.TOO_LARGE, subject=found.name, detail=detail)
    if not data.strip():
        return Finding(code=FindingCode.EMPTY, subject=found.name, detail="there is nothing in it")
    return data


def _read(path: Path | None, stdin: BinaryIO | None) -> bytes | None:
    """The bytes, one more than allowed at most; None where the size on disk tells enough."""
    if path is None:
        return stdin.read(SIZE_LIMIT + 1) if stdin else b""
    if path.is_file() and path.stat().st_size > SIZE_LIMIT:
        return None
    return read_at_most(path, SIZE_LIMIT + 1)


def _unreadable(subject: str, detail: str) -> Finding:
    return Finding(code=FindingCode.UNREADABLE, subject=subject, detail=detail)


def _unsupported(subject: str, detail: str) -> Finding:
    return Finding(code=FindingCode.UNSUPPORTED, subject=subject, detail=detail)
