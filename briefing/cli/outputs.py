"""Where a brief goes: files with a format each, or stdout."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from briefing.articles.sources import Input, find_inputs
from briefing.cli.console import Console, check_stdout, show_controls, stdin_bytes
from briefing.errors import OutputError, UsageError
from briefing.files import write_atomically
from briefing.render import FORMATS, format_of, render
from briefing.schema import Briefing

__all__ = ["Output", "check_place", "deliver", "keep_sources", "plan_outputs"]


class Output(NamedTuple):
    """One rendering of the brief; `path` is None for stdout."""

    path: Path | None
    format: str


def plan_outputs(paths: Sequence[Path], chosen: str | None) -> tuple[Output, ...]:
    """Decide what goes where before any work is done: a chosen format wins over the suffix.

    Raises UsageError for a suffix without a format, OutputError for what could not be written.
    """
    if not paths:
        check_stdout()
        return (Output(None, chosen or "markdown"),)
    return tuple(Output(check_place(path), chosen or _format_by_suffix(path)) for path in paths)


def keep_sources(sources: Sequence[str], outputs: Sequence[Output]) -> None:
    """Refuse, before anything is written, to write over what is read. Raises UsageError."""
    files = [output.path for output in outputs if output.path is not None and output.path.is_file()]
    if not files:
        return
    for found in find_inputs(sources):
        for path in files:
            if isinstance(found, Input) and _is_read(path, found.path):
                raise UsageError(
                    f"{path} is one of the sources ({found.name}), and would be lost; write to another file."
                )


def _is_read(path: Path, source: Path | None) -> bool:
    """Whether both are the same file; without a `source`, whether stdin comes from it."""
    with suppress(OSError):
        return path.samefile(source) if source else _is_behind_stdin(path)
    return False


def _is_behind_stdin(path: Path) -> bool:
    return os.path.samestat(os.fstat(stdin_bytes().fileno()), path.stat())


def deliver(briefing: Briefing, outputs: Sequence[Output], console: Console) -> None:
    """Render and write; a file is written whole or not at all."""
    for output in outputs:
        text = render(briefing, output.format)
        if output.path is None:
            console.data(text)
        else:
            write_atomically(output.path, text)
            console.note(f"Wrote {show_controls(str(output.path))} ({output.format}).")


def _format_by_suffix(path: Path) -> str:
    found = format_of(path.name)
    if found is None:
        known = ", ".join(form.suffix for form in FORMATS.values())
        raise UsageError(f"{path}: no format goes with this suffix; use one of {known}, or --format.")
    return found


def check_place(path: Path) -> Path:
    """Refuse early, before a model has been paid, what is known not to work."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it.")
    if any(parent.exists() and not parent.is_dir() for parent in path.parents):
        raise OutputError(f"{path} cannot be written: a part of its way is a file, not a folder.")
    return path
