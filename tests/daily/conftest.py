"""A desk's folder, and the command run in it as a user runs it."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from dailydesk import NOW

from briefing.cli.entry import run as run_command

PREFIXES = ("BRIEFING_", "OPENAI_", "XDG_", "NO_COLOR", "FORCE_COLOR", "CI")


class Done(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with nobody's settings."""
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


@pytest.fixture
def run(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """Run a command at a moment."""
    assert desk

    def call(*arguments: str, now: datetime = NOW) -> Done:
        monkeypatch.setenv("BRIEFING_NOW", now.isoformat())
        capsys.readouterr()
        status = run_command([str(argument) for argument in arguments])
        return Done(status, *capsys.readouterr())

    return call
