"""`briefing compare` as it is run: statuses, files, and questions that can not be asked."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from suitebuilder import case_name, commit, edit, git, make_suite, record, reply

from briefing.compare.revisions import unpack


def lose_positions(root: Path) -> None:
    edit(root / "prompts/story/system.j2", "You ", "You now ")
    record(root, lambda n, _: [reply(n, without=("second",))])


def test_nothing_changed_gives_0_and_says_nothing_on_stderr(run: Callable) -> None:
    done = run("compare")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("NO CHANGE: HEAD against worktree\n")


def test_a_regression_gives_1_and_tells_verdict_and_reason_on_both_streams(root: Path, run: Callable) -> None:
    lose_positions(root)
    done = run("compare")
    assert done.status == 1
    assert done.out.startswith("REGRESSED: HEAD against worktree\n")
    assert "briefing: HEAD:small → worktree:small: regressed: blocked by critical failure" in done.err


def test_a_stale_head_gives_3_and_the_command_that_mends_it(root: Path, run: Callable) -> None:
    edit(root / "prompts/story/system.j2", "numbered", "numberd")
    done = run("compare", "--case", "case-00")
    assert done.status == 3
    assert "briefing record case-00 --model small" in done.out


def test_inconclusive_gives_0_with_a_warning_and_1_under_strict(root: Path, run: Callable) -> None:
    edit(root / "prompts/story/system.j2", "You ", "You now ")
    record(root, lambda n, _: [reply(n, without=("second",) if n == 0 else ())])
    done = run("compare")
    assert done.status == 0
    assert "inconclusive" in done.err
    assert run("compare", "--strict-inconclusive").status == 1


def test_a_corrupt_recording_gives_3_and_names_the_file(root: Path, run: Callable) -> None:
    (root / "golden/case-03/small/recording-1.json").write_text("{", encoding="utf-8")
    done = run("compare")
    assert done.status == 3
    assert "golden/case-03/small/recording-1.json is not a recording" in done.out


def test_a_recording_of_a_newer_format_gives_3_and_names_the_file(root: Path, run: Callable) -> None:
    edit(root / "golden/case-03/small/recording-1.json", '"format": 1', '"format": 2')
    done = run("compare")
    assert done.status == 3
    assert "golden/case-03/small/recording-1.json" in done.out


def test_a_template_that_does_not_render_gives_2_with_side_file_and_line(root: Path, run: Callable) -> None:
    edit(root / "prompts/story/system.j2", "You ", "{{ nobody }} You ")
    done = run("compare")
    assert (done.status, done.out) == (2, "")
    assert "worktree:small: Prompt story: system.j2, line 1: 'nobody' is undefined" in done.err


def test_a_base_without_golden_gives_2_and_says_so(root: Path, run: Callable) -> None:
    git(root, "rm", "-rq", "--cached", "golden")
    empty = git(root, "commit-tree", git(root, "write-tree"), "-m", "before")
    git(root, "tag", "before", empty)
    done = run("compare", "before", "worktree")
    assert (done.status, done.out) == (2, "")
    assert "before has no golden/models.toml" in done.err


def test_a_broken_file_of_a_revision_is_named_by_the_revision(root: Path, run: Callable) -> None:
    edit(root / "golden/models.toml", "[small]", "[small")
    git(root, "tag", "broken", commit(root))
    edit(root / "golden/models.toml", "[small", "[small]")
    done = run("compare", "broken", "worktree")
    assert (done.status, done.out) == (2, "")
    assert "broken:golden/models.toml cannot be read as TOML" in done.err


def test_changes_that_are_not_compared_are_told(root: Path, run: Callable) -> None:
    edit(root / "prompts/story/system.j2", "numbered", "numberd")
    done = run("compare", "HEAD", "HEAD")
    assert done.status == 0
    assert "The working tree holds changes that are not compared" in done.out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 2, "nowhere is neither a git revision here nor a model"),
        (["--", "-x", "HEAD"], 2, "-x is no git revision"),
        (["a", "b", "c"], 2, "two sides at most"),
        ([".."], 2, "names no two sides"),
        (["HEAD:none", "worktree"], 5, "There is no model none"),
        (["--case", "none"], 5, "There is no case none"),
        (["--model", "none"], 5, "There is no model none"),
        (["-o", "report.pdf"], 2, "report.pdf tells no format"),
    ],
)
def test_what_can_not_be_meant_gives_its_status_and_no_output(
    run: Callable, arguments: list[str], status: int, said: str
) -> None:
    done = run("compare", *arguments)
    assert (done.status, done.out) == (status, "")
    assert said in done.err


def test_without_recordings_there_is_nothing_to_compare(
    tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(make_suite(tmp_path / "bare", cases=1))
    monkeypatch.chdir(tmp_path / "bare")
    done = run("compare")
    assert done.status == 5
    assert "no model that both sides know has recordings" in done.err


def test_outside_of_a_repository_revisions_are_refused_and_models_compared(root: Path, run: Callable) -> None:
    shutil.rmtree(root / ".git")
    record(root, alias="large")
    assert run("compare").status == 2
    assert run("compare", "small", "large").status == 0


def test_each_file_is_written_in_the_format_of_its_suffix(root: Path, run: Callable) -> None:
    names = ["report.md", "report.html", "report.json", "report.xml", "report.txt"]
    done = run("compare", *(word for name in names for word in ("-o", name)))
    assert (done.status, done.out) == (0, "")
    assert (root / "report.md").read_text(encoding="utf-8").startswith("<!-- briefing compare -->")
    assert json.loads((root / "report.json").read_text(encoding="utf-8"))["verdict"] == "no change"


def test_a_format_that_is_chosen_wins_over_the_suffix(root: Path, run: Callable) -> None:
    assert run("compare", "-o", "report.md", "--format", "json").status == 0
    assert json.loads((root / "report.md").read_text(encoding="utf-8"))["exit_status"] == 0


def test_a_suite_in_a_folder_of_its_repository_is_found(
    committed: Path, tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = shutil.copytree(
        committed, tmp_path / "repository" / "desk", ignore=shutil.ignore_patterns(".git")
    )
    (tmp_path / "repository" / "seeds").mkdir()
    (tmp_path / "repository" / "seeds" / "not-a-case.txt").write_text("", encoding="utf-8")
    commit(tmp_path / "repository")
    monkeypatch.chdir(inner)
    assert run("compare").status == 0


def test_links_in_a_revision_are_passed_over(root: Path, tmp_path: Path) -> None:
    (root / "seeds" / case_name(0) / "passwords.txt").symlink_to("/etc/passwd")
    name = commit(root)
    unpack(root, name, tmp_path / "out")
    assert (tmp_path / "out/seeds/case-00/report.txt").is_file()
    assert not (tmp_path / "out/seeds/case-00/passwords.txt").exists()


def test_a_file_is_read_as_it_was_committed_whatever_its_attributes_say(root: Path, tmp_path: Path) -> None:
    (root / ".gitattributes").write_text("seeds/** export-ignore\n*.txt export-subst\n", encoding="utf-8")
    article = root / "seeds/case-00/ä b.txt"
    article.write_bytes(b"$Format:%H$\r\nstays\n")
    unpack(root, commit(root), tmp_path / "out")
    assert (tmp_path / "out/seeds/case-00/ä b.txt").read_bytes() == article.read_bytes()
