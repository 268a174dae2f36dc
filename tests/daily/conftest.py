"""A desk's folder, and the command run in it as a user runs it."""

from datetime import datetime
from pathlib import Path

import pytest
from commandrun import Done, Run, enter, run_here
from dailydesk import NOW


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with nobody's settings."""
    return enter(tmp_path / "desk", monkeypatch)


@pytest.fixture
def run(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command at a moment."""
    assert desk

    def call(*arguments: str, now: datetime = NOW) -> Done:
        monkeypatch.setenv("BRIEFING_NOW", now.isoformat())
        return run_here(capsys, *arguments)

    return call
