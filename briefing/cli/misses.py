"""`briefing explain --recording`: which recording answers what a golden case asks, and why one does not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import Console
from briefing.errors import ExitStatus, NothingToBriefError
from briefing.text import strip_controls

if TYPE_CHECKING:
    from briefing.golden import Explained, Part

__all__ = ["explain_recording"]

SCHEMA_VERSION = 1
_SHOWN = 12  # characters of a hash


def explain_recording(console: Console, name: str, alias: str | None, *, as_json: bool) -> ExitStatus:
    """Explain the questions of a case, or of the one whose recording has a key that begins like this.

    A case wins over a key. The status is that of a missing or stale recording if any question has none.
    """
    from briefing.golden import explain_case, find_keyed, load_cases, select

    root, selection = select(Path.cwd(), (), alias)
    if name in {case.name for case in load_cases(root)}:
        pairs = [(case, model) for case, model in selection if case.name == name]
    else:
        pairs = [find_keyed(root, selection, name)]
    asking = [(case, model) for case, model in pairs if model.model]
    if not asking:
        raise NothingToBriefError(f"No model is asked about {name}: the built-in engine needs no recording.")
    explained = [one for case, model in asking for one in explain_case(root, case, model)]
    if as_json:
        questions = [{**one._asdict(), "parts": [part._asdict() for part in one.parts]} for one in explained]
        console.data(json.dumps({"schema_version": SCHEMA_VERSION, "questions": questions}, indent=2))
    else:
        console.data("\n\n".join("\n".join(_lines(one)) for one in explained))
    return ExitStatus.OK if all(one.is_answered for one in explained) else ExitStatus.RECORDING


def _lines(one: "Explained") -> Iterator[str]:
    state = "answered" if one.is_answered else "stale" if one.changed else "missing"
    yield f"{state:<9} {one.case} · {one.alias} · sample {one.sample}"
    yield f"asked now   {one.key}"
    if one.place:
        label = "answered by" if one.is_answered else "nearest"
        yield f"{label:<11} {one.place} ({one.recorded_key})"
    if one.changed:
        yield f"changed     {' and '.join(one.changed)}"
    if one.place:
        yield from (_part(part) for part in one.parts)
    yield from _coloured(one.diff)
    if one.advice:
        yield one.advice


def _part(part: "Part") -> str:
    if not part.has_changed:
        return f"  {part.name:<10} same"
    return f"  {part.name:<10} {part.then[:_SHOWN]} → {part.now[:_SHOWN]}"


def _coloured(diff: str) -> Iterator[str]:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in strip_controls(diff).splitlines():
        yield click.style(line, fg=colours.get(line[:1]))
