"""`archive`: what is remembered, backed up, checked, listed and shown."""

from pathlib import Path

import pytest
from commandrun import Run


@pytest.fixture
def briefed(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which one day was briefed."""
    monkeypatch.setenv("BRIEFING_NOW", "2025-03-03T06:30:00+00:00")
    (folder / "briefing.toml").write_text('title = "Harbour desk"\n[[source]]\nfiles = "harbour.txt"\n')
    assert run("daily", "-q").status == 0
    return folder


def test_the_briefs_are_listed_and_shown_in_any_format_as_they_were_written(run: Run, briefed: Path) -> None:
    listed = run("archive", "list")
    assert listed.out.startswith("2025-03-03  Harbour desk  (1 story, ")
    written = (briefed / "briefs" / "2025-03-03.md").read_text(encoding="utf-8")
    assert run("archive", "show", "2025-03-03").out == written
    assert run("archive", "show", "2025-03-03", "--format", "slack").out.startswith("Harbour desk — 3 March")
    assert run("archive", "show", "2025-03-01").status == 5


def test_a_backup_is_checked_and_can_be_made_the_archive_again(run: Run, briefed: Path) -> None:
    assert run("archive", "backup", "copy.db").status == 0
    assert "is sound: 1 article, 1 brief, 1 source, 0 replies" in run("archive", "verify").out
    assert run("archive", "restore", "copy.db").status == 2
    (briefed / "briefing.db").unlink()
    assert run("archive", "verify").status == 2
    assert run("archive", "restore", "copy.db").status == 0
    assert run("archive", "list").out == run("archive", "list", "--archive", "copy.db").out


def test_a_backup_is_never_written_over_another_file(run: Run, briefed: Path) -> None:
    before = (briefed / "harbour.txt").read_bytes()
    done = run("archive", "backup", "harbour.txt")
    assert (done.status, "is no archive of briefing" in done.err) == (2, True)
    assert (briefed / "harbour.txt").read_bytes() == before


def test_a_damaged_archive_is_told(run: Run, briefed: Path) -> None:
    path = briefed / "briefing.db"
    path.write_bytes(path.read_bytes()[:20_000])
    done = run("archive", "verify")
    assert (done.status, "cut off" in done.err) == (2, True)


@pytest.mark.parametrize("command", ["list", "verify", "show"])
def test_without_an_archive_that_is_said(run: Run, command: str) -> None:
    done = run("archive", command, *(["2025-03-03"] if command == "show" else []))
    assert (done.status, "`briefing daily` makes one" in done.err) == (2, True)
