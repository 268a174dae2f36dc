"""The command as it runs in a test's own process: with nobody's settings, and what it gave back."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.cli.entry import run

_PREFIXES = ("BRIEFING_", "OPENAI_", "XDG_", "NO_COLOR", "FORCE_COLOR", "CI")


class Done(NamedTuple):
    """What a command gave back."""

    status: int
    out: str
    err: str


Run = Callable[..., Done]


def enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder the working folder, with nobody's settings around it."""
    for name in [name for name in os.environ if name.startswith(_PREFIXES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder.parent / "home"))
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run_here(capsys: pytest.CaptureFixture[str], *arguments: object) -> Done:
    """Run a command in this process."""
    capsys.readouterr()
    status = run([str(argument) for argument in arguments])
    return Done(status, *capsys.readouterr())
