"""The command run as a user runs it, in a folder of its own and with nobody's settings."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from commandrun import Run, enter, run_here

ARTICLES = Path(__file__).parents[1] / "cases" / "cli"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with one article in it."""
    shutil.copy(ARTICLES / "harbour.txt", enter(tmp_path / "work", monkeypatch))
    return tmp_path / "work"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""
    assert folder
    return partial(run_here, capsys)


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
