"""The command run as a user runs it, in a folder of its own and with nobody's settings."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.cli.entry import run as run_command

PREFIXES = ("BRIEFING_", "OPENAI_", "XDG_", "NO_COLOR", "FORCE_COLOR", "CI")
ARTICLES = Path(__file__).parents[1] / "cases" / "cli"


class Done(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with one article in it."""
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    shutil.copy(ARTICLES / "harbour.txt", tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run a command in this process."""
    assert folder

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        status = run_command([str(argument) for argument in arguments])
        return Done(status, *capsys.readouterr())

    return call


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start a command in a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def call(*arguments: str, **options: object) -> "subprocess.Popen[bytes]":
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        command = [sys.executable, "-m", "briefing", *arguments]
        started.append(subprocess.Popen(command, cwd=folder, **streams))
        return started[-1]

    yield call
    for process in started:
        process.kill()
        process.communicate()
