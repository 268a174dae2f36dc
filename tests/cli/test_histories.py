"""`actor` and `story`: out of the archive that `daily` keeps."""

import json
from pathlib import Path

import pytest
from archiveworker import NOW
from briefbuilder import MONDAY, TUESDAY, brief, position, story
from commandrun import Run

from briefing.archive import open_archive
from briefing.changes import mark_changes
from briefing.schema import Stance


@pytest.fixture
def remembered(folder: Path) -> Path:
    """A folder with an archive of two days."""
    first = brief(MONDAY, story(position(Stance.AGAINST, "The pier stays open")))
    other = position(Stance.FOR, "I never met her", actor="Peter Kallow")
    now = brief(TUESDAY, story(position(Stance.FOR, "The pier has to close"), other))
    with open_archive(folder / "briefing.db", now=NOW) as archive:
        for key, one in (("monday", first), ("tuesday", mark_changes(now, [first]))):
            archive.briefings.store(one, key=key, now=NOW)
    return folder


def test_an_actor_s_positions_are_shown_with_their_moves(run: Run, remembered: Path) -> None:
    done = run("actor", "ines kallow")
    assert (done.status, done.err) == (0, "")
    assert "**MOVED from Against (2 March 2026)**" in done.out
    assert json.loads(run("actor", "Ines Kallow", "--format", "json").out)["name"] == "Ines Kallow"
    assert run("actor", "Ines Kallow", "-o", "kallow.json").status == 0
    assert json.loads((remembered / "kallow.json").read_text(encoding="utf-8"))["schema_version"] == 1


@pytest.mark.usefixtures("remembered")
def test_a_story_is_shown_brief_by_brief(run: Run) -> None:
    done = run("story", "pier")
    assert (done.status, done.err) == (0, "")
    assert done.out.index("## 2 March 2026") < done.out.index("## 3 March 2026")


@pytest.mark.usefixtures("remembered")
def test_several_who_could_be_meant_are_listed(run: Run) -> None:
    done = run("actor", "Kallow")
    assert (done.status, done.out) == (2, "")
    assert "“Kallow” could mean several: Ines Kallow; Peter Kallow. Name one of them in full." in done.err


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("command", ["actor", "story"])
def test_nobody_and_nothing_found_is_5(run: Run, command: str) -> None:
    done = run(command, "Zoe Quist")
    assert (done.status, done.out) == (5, "")
    assert "“Zoe Quist”" in done.err


@pytest.mark.parametrize("command", ["actor", "story"])
def test_no_archive_and_an_empty_one_are_told_apart(run: Run, folder: Path, command: str) -> None:
    assert run(command, "Kallow").status == 2
    with open_archive(folder / "briefing.db", now=NOW):
        pass
    assert run(command, "Kallow").status == 5


def test_the_archive_can_be_named(run: Run, remembered: Path) -> None:
    (remembered / "briefing.db").rename(remembered / "old.db")
    assert run("actor", "Peter Kallow", "--archive", "old.db").status == 0
