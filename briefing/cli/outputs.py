"""Where a brief goes: files with a format each, or stdout."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.cli.console import Console
from briefing.errors import OutputError, UsageError
from briefing.files import write_atomically
from briefing.render import FORMATS, format_of, render
from briefing.schema import Briefing

__all__ = ["Output", "deliver", "plan_outputs"]


class Output(NamedTuple):
    """One rendering of the brief; `path` is None for stdout."""

    path: Path | None
    format: str


def plan_outputs(paths: Sequence[Path], chosen: str | None) -> tuple[Output, ...]:
    """Decide what goes where before any work is done: a chosen format wins over the suffix.

    Raises UsageError for a suffix without a format, OutputError for a file that could not be written.
    """
    if not paths:
        return (Output(None, chosen or "markdown"),)
    return tuple(Output(_writable(path), chosen or _format_by_suffix(path)) for path in paths)


def deliver(briefing: Briefing, outputs: Sequence[Output], console: Console) -> None:
    """Render and write; a file is written whole or not at all."""
    for output in outputs:
        text = render(briefing, output.format)
        if output.path is None:
            console.data(text)
        else:
            write_atomically(output.path, text)
            console.note(f"Wrote {output.path} ({output.format}).")


def _format_by_suffix(path: Path) -> str:
    found = format_of(path.name)
    if found is None:
        known = ", ".join(form.suffix for form in FORMATS.values())
        raise UsageError(f"{path}: no format goes with this suffix; use one of {known}, or --format.")
    return found


def _writable(path: Path) -> Path:
    """Refuse early, before a model has been paid, what is known not to work."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it.")
    if any(parent.exists() and not parent.is_dir() for parent in path.parents):
        raise OutputError(f"{path} cannot be written: a part of its way is a file, not a folder.")
    return path
