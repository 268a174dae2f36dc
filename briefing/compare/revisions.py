"""A git revision -> its golden cases, prompts and recordings in a folder, read from git's own objects.

Nothing is checked out: the working tree, the index and the configuration stay as they are.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from briefing.errors import OutputError, UsageError

__all__ = ["find_commit", "has_changes", "unpack"]

FOLDERS = ("seeds", "golden", "prompts")
_FILE_MODES = {"100644", "100755"}  # a link could lead anywhere, and no case needs one


class _Entry(NamedTuple):
    """A file of a revision."""

    mode: str
    name: str  # of its object
    path: PurePosixPath


def find_commit(root: Path, revision: str) -> str:
    """The full name of the commit a revision means; raises UsageError where there is none."""
    if revision.startswith("-"):
        raise UsageError(f"{revision} is no git revision; a revision begins with no dash.")
    found = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", may_fail=True)
    if not found:
        raise UsageError(
            f"{revision} is neither a git revision here nor a model of golden/models.toml. "
            "In a shallow clone, fetch it first."
        )
    return found.decode().strip()


def has_changes(root: Path) -> bool:
    """Whether cases, prompts or recordings in the working tree differ from its last commit."""
    return bool(_git(root, "status", "--porcelain", "--", *FOLDERS, may_fail=True))


def unpack(root: Path, commit: str, target: Path) -> None:
    """Write what a commit holds of seeds/, golden/ and prompts/ beside `root` into `target`."""
    tree = f"{commit}:{_git(root, 'rev-parse', '--show-prefix').decode().strip()}"
    entries = [entry for entry in _entries(root, tree) if entry.mode in _FILE_MODES]
    names = "".join(f"{entry.name}\n" for entry in entries).encode()
    objects = _git(root, "cat-file", "--batch", given=names)
    for entry, content in zip(entries, _contents(objects), strict=True):
        _write(target / entry.path, content)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}); it is temporary.") from error


def _entries(root: Path, tree: str) -> Iterator[_Entry]:
    for line in _git(root, "ls-tree", "-r", "-z", "--full-tree", tree).decode("utf-8", "replace").split("\0"):
        head, _, name = line.partition("\t")
        path = PurePosixPath(name)
        if head and _is_needed(path):
            mode, _kind, name = head.split()
            yield _Entry(mode, name, path)


def _is_needed(path: PurePosixPath) -> bool:
    """Whether a file is asked for: snapshots are made anew, and a path that leaves the folder is nobody's."""
    is_snapshot = path.parts[0] == "golden" and not re.fullmatch(
        r"recording-.*\.json|models\.toml", path.name
    )
    return path.parts[0] in FOLDERS and ".." not in path.parts and not is_snapshot


def _contents(objects: bytes) -> Iterator[bytes]:
    """The contents in what `cat-file --batch` prints: a line with name, kind and length, then the bytes."""
    at = 0
    while at < len(objects):
        end = objects.index(b"\n", at)
        length = int(objects[at:end].split()[2])
        yield objects[end + 1 : end + 1 + length]
        at = end + 2 + length


def _git(root: Path, *arguments: str, given: bytes = b"", may_fail: bool = False) -> bytes:
    command = ["git", "-C", str(root), "--no-optional-locks", *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - a list, no shell
    except OSError as error:
        raise UsageError(f"git cannot be started ({error.strerror}); revisions are read with it.") from error
    if done.returncode and not may_fail:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise UsageError(f"git cannot read this revision: {said}.")
    return b"" if done.returncode else done.stdout
