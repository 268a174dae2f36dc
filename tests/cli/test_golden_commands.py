"""`briefing check` and `briefing accept` as they are run."""

from pathlib import Path

import pytest
from commandrun import Run

pytestmark = pytest.mark.usefixtures("suite")


@pytest.fixture
def suite(folder: Path) -> Path:
    """Two cases for the built-in engine, one of them accepted."""
    for name in ("harbour", "second"):
        (folder / "seeds" / name).mkdir(parents=True)
        (folder / "seeds" / name / "case.toml").write_text('title = "Harbour"\nnow = 2025-03-04T06:00:00Z\n')
        (folder / "seeds" / name / "one.txt").write_bytes((folder / "harbour.txt").read_bytes())
    (folder / "golden").mkdir()
    (folder / "golden" / "models.toml").write_text("[builtin]\n")
    return folder


def test_accept_names_each_file_and_check_is_then_content(run: Run) -> None:
    done = run("accept", "harbour")
    assert done.status == 0
    assert done.out.splitlines()[0] == "create golden/harbour/1-articles.txt"
    assert len(done.out.splitlines()) == 6
    done = run("check", "harbour")
    assert (done.status, done.err) == (0, "")
    assert done.out == "same      harbour · builtin\n1 same\n"


def test_accept_has_nothing_to_say_about_what_is_the_same(run: Run) -> None:
    run("accept", "harbour")
    assert run("accept", "harbour").out == "nothing to accept: harbour · builtin\n"


def test_check_shows_the_first_stage_that_drifted_and_gives_1(run: Run, suite: Path) -> None:
    run("accept", "harbour", "second")
    brief = suite / "golden" / "second" / "builtin" / "5-briefing.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("Tolland", "Holland"), encoding="utf-8")
    (suite / "golden" / "second" / "builtin" / "6-slack.txt").unlink()
    done = run("check")
    assert done.status == 1
    assert "same      harbour · builtin\ndrift     second · builtin\n" in done.out
    assert "--- golden/second/builtin/5-briefing.md (approved)" in done.out
    assert "After it 6-slack.txt drifted too." in done.out
    assert "briefing accept second --model builtin" in done.out
    assert done.out.endswith("1 same, 1 drift\n")
    assert "\x1b" not in done.out


def test_the_difference_is_coloured_when_that_is_wished_for(run: Run) -> None:
    assert "\x1b[32m+" in run("check", "harbour", "--color", "always").out


@pytest.mark.parametrize(
    "arguments", [["check", "nothing"], ["accept", "nothing"], ["check", "--model", "x"]]
)
def test_a_selection_of_nothing_gives_5(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (5, "")
    assert "there are" in done.err


@pytest.mark.parametrize("value", ["1", "true"])
def test_accept_is_refused_under_ci(
    run: Run, suite: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CI", value)
    done = run("accept", "harbour")
    assert done.status == 2
    assert "a person approves" in done.err
    assert not (suite / "golden" / "harbour").exists()


def test_accept_needs_a_case(run: Run) -> None:
    assert run("accept").status == 2


def test_check_outside_of_a_suite_says_where_to_go(
    run: Run, suite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(suite.parent)
    done = run("check")
    assert done.status == 2
    assert "golden/models.toml" in done.err


def test_accept_takes_one_kind_of_change_alone(run: Run, suite: Path) -> None:
    run("accept", "harbour")
    folder = suite / "golden" / "harbour" / "builtin"
    (folder / "7-telegram.txt").write_text("", encoding="utf-8")
    (folder / "6-slack.txt").write_text("", encoding="utf-8")
    (folder / "5-briefing.md").unlink()
    assert run("accept", "harbour", "--only", "create").out == "create golden/harbour/builtin/5-briefing.md\n"
    assert run("accept", "harbour", "--only", "trim").out == "trim golden/harbour/builtin/7-telegram.txt\n"
    assert run("check", "harbour").status == 1
    assert run("accept", "harbour", "--only", "fix").out == "fix golden/harbour/builtin/6-slack.txt\n"
    assert run("check", "harbour").status == 0


# --- what belongs to nothing ---------------------------------------------------------------------------


@pytest.fixture
def orphaned(run: Run, suite: Path) -> Path:
    """Everything accepted, and a folder of a case and one of a model that there no longer are."""
    run("accept", "harbour", "second")
    for name in ("gone-case/builtin", "harbour/gone-model"):
        (suite / "golden" / name).mkdir(parents=True)
        (suite / "golden" / name / "5-briefing.md").write_text("old\n", encoding="utf-8")
    return suite


@pytest.mark.usefixtures("orphaned")
def test_orphans_are_named_and_fail_under_strict_alone(run: Run) -> None:
    done = run("check")
    assert done.status == 0
    assert "golden/gone-case: nobody asks for it; `briefing prune` removes it." in done.err
    assert "golden/harbour/gone-model: nobody asks for it" in done.err
    assert run("check", "--strict").status == 1
    assert run("check", "--strict", "harbour").status == 0


def test_prune_removes_nothing_unless_it_is_told_to(run: Run, orphaned: Path) -> None:
    done = run("prune")
    assert (done.status, done.out) == (
        0,
        "would remove golden/gone-case\nwould remove golden/harbour/gone-model\n",
    )
    assert "--yes" in done.err
    assert (orphaned / "golden" / "gone-case").exists()


def test_prune_removes_what_belongs_to_nothing_and_nothing_else(run: Run, orphaned: Path) -> None:
    kept = sorted(path for path in (orphaned / "golden").rglob("*") if "gone" not in str(path))
    done = run("prune", "--yes")
    assert (done.status, done.out) == (0, "removed golden/gone-case\nremoved golden/harbour/gone-model\n")
    assert sorted((orphaned / "golden").rglob("*")) == kept
    assert run("check", "--strict").status == 0
    assert (run("prune").out, run("prune").status) == ("", 0)


def test_prune_of_a_case_leaves_the_folders_of_others(run: Run, orphaned: Path) -> None:
    assert (run("prune", "harbour", "--yes").out, (orphaned / "golden" / "gone-case").exists()) == ("", True)
