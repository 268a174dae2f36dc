"""`briefing write`: what goes in, where the brief goes, and how the command ends."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commandrun import Run

ARTICLES = Path(__file__).parents[1] / "cases" / "cli"
Start = Callable[..., "subprocess.Popen[bytes]"]
Make = Callable[[Path], str]

# --- streams -------------------------------------------------------------------------------------------


def test_the_brief_is_on_stdout_and_everything_else_on_stderr(run: Run) -> None:
    done = run("write", "harbour.txt", "--date", "2025-03-04", "--title", "Harbour")
    assert done.status == 0
    assert done.out.startswith("# Harbour — ")
    assert "Tolland" in done.out
    assert done.err == "The built-in engine writes this brief; --model NAME would ask a language model.\n"


def test_quiet_still_says_which_source_could_not_be_read(run: Run) -> None:
    done = run("write", "-q", "harbour.txt", "nowhere.txt")
    assert (done.status, done.err) == (2, "briefing: nowhere.txt: there is no such file\n")
    assert done.out.startswith("# ")


def test_quiet_says_nothing_and_writes_the_same(run: Run) -> None:
    options = ("harbour.txt", "--date", "2025-03-04")
    loud, quiet = run("write", *options), run("write", "-q", *options)
    assert quiet.err == ""
    # The last line tells the minute.
    assert quiet.out.rsplit("Created ", 1)[0] == loud.out.rsplit("Created ", 1)[0]


def test_without_a_date_the_brief_is_of_today(run: Run) -> None:
    from datetime import datetime

    done = run("write", "harbour.txt", "--format", "json")
    assert json.loads(done.out)["date"] == datetime.now().astimezone().date().isoformat()


def test_verbose_tells_what_is_being_done_line_by_line(run: Run) -> None:
    done = run("write", "-v", "harbour.txt")
    assert "reading\n" in done.err
    assert "story 1 of 1: Harbour board" in done.err


@pytest.mark.parametrize("name", ["markdown", "slack", "json"])
def test_the_format_is_chosen_by_name(run: Run, name: str) -> None:
    starts = {"markdown": "# ", "slack": "Briefing — ", "json": "{"}
    assert run("write", "harbour.txt", "--format", name).out.startswith(starts[name])


def test_stdin_is_a_source(start: Start) -> None:
    article = Path("harbour.txt").read_bytes()
    out, err = start("write", "-", "-q").communicate(article, timeout=60)
    assert (err, b"Tolland" in out) == (b"", True)


def test_stdin_and_a_file_go_together(start: Start, folder: Path) -> None:
    shutil.copy(ARTICLES / "library.txt", folder / "other.txt")
    out, _ = start("write", "other.txt", "-", "-q").communicate(
        (folder / "harbour.txt").read_bytes(), timeout=60
    )
    assert b"Tolland" in out
    assert b"Ostrander" in out


def test_a_reader_that_goes_away_is_no_error(start: Start) -> None:
    process = start("write", "harbour.txt", "-q")
    process.stdout.close()
    process.wait(timeout=60)
    assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_stderr_that_takes_nothing_does_not_stop_the_brief(start: Start) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("write", "harbour.txt", stderr=full)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out.startswith(b"# ")) == (0, True)


def test_a_full_stdout_is_one_sentence(start: Start) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("write", "harbour.txt", "-q", stdout=full)
        _, err = process.communicate(timeout=60)
    assert err == b"briefing: stdout cannot be written (No space left on device).\n"
    assert process.returncode == 2


def test_output_is_utf8_whatever_the_system_says(start: Start) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    out, _ = start("write", "harbour.txt", "-q", env=environ).communicate(timeout=60)
    assert "“The town sleeps badly enough.”" in out.decode("utf-8")


# --- files ---------------------------------------------------------------------------------------------


def test_each_output_has_the_format_of_its_suffix(run: Run, folder: Path) -> None:
    done = run("write", "harbour.txt", "-o", "a/brief.md", "-o", "a/brief.json", "--output", "brief.txt")
    assert (done.status, done.out) == (0, "")
    assert (folder / "a" / "brief.md").read_text(encoding="utf-8").startswith("# ")
    assert json.loads((folder / "a" / "brief.json").read_text(encoding="utf-8"))["schema_version"] == 1
    assert "Wrote brief.txt (slack)." in done.err


def test_a_format_that_is_named_wins_over_the_suffix(run: Run, folder: Path) -> None:
    run("write", "harbour.txt", "-o", "brief.md", "--format", "json")
    assert (folder / "brief.md").read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("brief.docx", "no format goes with this suffix; use one of .md, .txt, .json"),
        ("brief", "no format goes with this suffix"),
        (".", "is a folder; name a file in it"),
        ("harbour.txt/brief.md", "a part of its way is a file"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(
    run: Run, folder: Path, path: str, sentence: str
) -> None:
    done = run("write", "harbour.txt", "-o", "good.md", "-o", path)
    assert done.status == 2
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert not (folder / "good.md").exists()


def test_a_full_disk_leaves_the_old_brief_as_it_was(folder: Path) -> None:
    (folder / "brief.md").write_text("yesterday's")
    code = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "from briefing.cli.entry import run\n"
        "raise SystemExit(run(['write', '-q', 'harbour.txt', '-o', 'brief.md']))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("briefing: brief.md cannot be written (File too large)")
    assert (folder / "brief.md").read_text() == "yesterday's"
    assert sorted(path.name for path in folder.iterdir()) == ["brief.md", "harbour.txt"]


# --- input that is not as it should be -----------------------------------------------------------------


def make_missing(_folder: Path) -> str:
    return "nowhere.txt"


def make_binary(folder: Path) -> str:
    (folder / "photo.txt").write_bytes(bytes(range(256)) * 40)
    return "photo.txt"


def make_huge(folder: Path) -> str:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    return "huge.txt"


def make_unknown(folder: Path) -> str:
    (folder / "table.xlsx").write_text("a;b;c")
    return "table.xlsx"


def make_empty(folder: Path) -> str:
    (folder / "empty.txt").write_text("")
    return "empty.txt"


def make_folder_without_articles(folder: Path) -> str:
    (folder / "pictures").mkdir()
    (folder / "pictures" / "one.png").write_bytes(b"\x89PNG")
    return "pictures"


UNREADABLE: list[Make] = [make_missing, make_binary, make_huge, make_unknown]
UNUSABLE: list[Make] = [make_empty, make_folder_without_articles]


@pytest.mark.parametrize("make", UNREADABLE)
def test_a_source_that_cannot_be_read_gives_2_and_the_others_are_briefed(
    run: Run, folder: Path, make: Make
) -> None:
    name = make(folder)
    done = run("write", name, "harbour.txt", "--format", "json")
    assert done.status == 2
    assert "Tolland" in done.out
    assert name in [finding["subject"] for finding in json.loads(done.out)["left_out"]]
    (told,) = [line for line in done.err.splitlines() if name in line]
    assert told.startswith("briefing: ")


@pytest.mark.parametrize("make", UNUSABLE)
def test_a_source_with_nothing_in_it_is_named_and_no_error(run: Run, folder: Path, make: Make) -> None:
    name = make(folder)
    done = run("write", name, "harbour.txt")
    assert done.status == 0
    assert "Tolland" in done.out
    assert name in done.err


@pytest.mark.parametrize(("makes", "status"), [(UNREADABLE, 2), (UNUSABLE, 5)])
def test_nothing_to_brief_at_all_is_one_sentence(
    run: Run, folder: Path, makes: list[Make], status: int
) -> None:
    for make in makes:
        name = make(folder)
        done = run("write", "-q", name)
        assert (done.status, done.out) == (status, "")
        assert done.err.startswith("briefing: There is nothing to brief: ")
        assert name in done.err
        assert done.err.count("\n") == 1


def test_strict_gives_1_when_something_was_left_out(run: Run, folder: Path) -> None:
    make_empty(folder)
    assert run("write", "harbour.txt", "empty.txt").status == 0
    assert run("write", "harbour.txt", "empty.txt", "--strict").status == 1


def test_strict_gives_0_when_nothing_was(run: Run) -> None:
    assert run("write", "harbour.txt", "--strict").status == 0


def test_malformed_html_is_read_for_what_it_is(run: Run, folder: Path) -> None:
    paragraphs = "".join(
        f"<p>{line}<div>" for line in Path("harbour.txt").read_text(encoding="utf-8").split("\n\n")
    )
    (folder / "page.html").write_text(f"<html><body><article>{paragraphs}</b></tr", encoding="utf-8")
    done = run("write", "page.html")
    assert done.status == 0
    assert "Tolland" in done.out


def test_another_encoding_is_recognised(run: Run, folder: Path) -> None:
    text = (folder / "harbour.txt").read_text(encoding="utf-8")
    (folder / "old.txt").write_bytes(text.encode("cp1252"))
    assert "“The town sleeps badly enough.”" in run("write", "old.txt").out


def test_an_article_in_which_nobody_speaks_is_briefed(run: Run, folder: Path) -> None:
    shutil.copy(ARTICLES / "ferry.txt", folder)
    done = run("write", "ferry.txt")
    assert done.status == 0
    assert "ferry" in done.out
    assert "ferry.txt: nobody" in done.err


def test_two_copies_of_a_file_are_two_sources_and_one_voice(run: Run, folder: Path) -> None:
    (folder / "again.txt").write_bytes((folder / "harbour.txt").read_bytes())
    once = json.loads(run("write", "harbour.txt", "--format", "json").out)["stories"]
    twice = json.loads(run("write", "harbour.txt", "again.txt", "--format", "json").out)["stories"]
    assert len(twice) == 1
    assert [len(story["articles"]) for story in (once[0], twice[0])] == [1, 2]
    assert [len(story["positions"]) for story in (once[0], twice[0])] == [len(once[0]["positions"])] * 2


def test_ten_thousand_scraps_are_told_in_a_few_lines(run: Run, folder: Path) -> None:
    (folder / "scraps").mkdir()
    for number in range(10_000):
        (folder / "scraps" / f"{number}.txt").write_text("a b")
    done = run("write", "scraps", "harbour.txt")
    assert done.status == 0
    assert "Tolland" in done.out
    assert len(done.err.splitlines()) < 20


def test_a_pattern_stands_for_its_files(run: Run, folder: Path) -> None:
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_bytes((folder / "harbour.txt").read_bytes())
    done = run("write", "news/*.txt", "--format", "json")
    assert [article["source"] for article in json.loads(done.out)["stories"][0]["articles"]] == ["news/a.txt"]


# --- what must not be lost, streams that are closed ---------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "output"),
    [
        (["same.md"], "same.md"),
        (["harbour.txt", "same.md"], "./same.md"),
        (["*.md"], "same.md"),
        (["."], "same.md"),
        (["same.md"], "link.md"),
        (["same.md"], "hard.md"),
    ],
)
def test_a_source_is_never_written_over(run: Run, folder: Path, sources: list[str], output: str) -> None:
    content = (folder / "harbour.txt").read_bytes()
    (folder / "same.md").write_bytes(content)
    (folder / "link.md").symlink_to("same.md")
    os.link(folder / "same.md", folder / "hard.md")
    done = run("write", *sources, "-o", "new.html", "-o", output)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "is one of the sources" in done.err
    assert (folder / "same.md").read_bytes() == content
    assert not (folder / "new.html").exists()


def test_an_old_brief_is_written_over(run: Run, folder: Path) -> None:
    (folder / "brief.md").write_text("old")
    assert run("write", "harbour.txt", "-o", "brief.md").status == 0
    assert "Tolland" in (folder / "brief.md").read_text()


def test_the_file_behind_stdin_is_not_written_over(start: Start, folder: Path) -> None:
    (folder / "same.md").write_bytes((folder / "harbour.txt").read_bytes())
    with (folder / "same.md").open("rb") as file:
        process = start("write", "-", "-o", "same.md", stdin=file)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"same.md is one of the sources (-)" in err
    assert (folder / "same.md").read_bytes() == (folder / "harbour.txt").read_bytes()


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="streams are closed by a shell")
@pytest.mark.parametrize(
    ("arguments", "closed", "sentence"),
    [
        ("write harbour.txt", ">&-", b"stdout is closed"),
        ("explain harbour.txt", ">&-", b"stdout is closed"),
        ("write -", "<&-", b"stdin is closed"),
        ("explain -", "<&-", b"stdin is closed"),
        ("verify - --against harbour.txt", "<&-", b"stdin is closed"),
    ],
)
def test_a_closed_stream_is_one_sentence(folder: Path, arguments: str, closed: str, sentence: bytes) -> None:
    command = ["/bin/sh", "-c", f'"$0" -m briefing {arguments} {closed}', sys.executable]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in done.stderr
    assert done.stderr.count(b"briefing:") == 1


def test_a_brief_in_a_file_needs_no_stdout(folder: Path) -> None:
    command = ["/bin/sh", "-c", '"$0" -m briefing write harbour.txt -o brief.md >&-', sys.executable]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "Tolland" in (folder / "brief.md").read_text()


@pytest.mark.parametrize("name", ["bad\n\x1b[31mname.docx", "bad\n\x1b[31mname.txt"])
def test_a_file_name_with_control_characters_is_shown_with_their_escapes_on_one_line(
    run: Run, folder: Path, name: str
) -> None:
    (folder / name).write_text("Rain.")
    done = run("write", name, "harbour.txt")
    assert done.err.count("briefing:") == 1
    assert f"briefing: bad\\n\\x1b[31mname{Path(name).suffix}: " in done.err


def test_an_empty_source_is_one_clear_sentence(run: Run) -> None:
    done = run("write", "")
    assert (done.status, done.out) == (2, "")
    assert "'': no file has an empty name; name a file or folder" in done.err


# --- usage and settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["write"], "Missing argument 'SOURCE...'"),
        (["write", "harbour.txt", "--formt", "json"], "No such option '--formt'. Did you mean '--format'?"),
        (["write", "harbour.txt", "--format", "pdf"], "'pdf' is not one of 'markdown', 'slack', 'json'"),
        (["write", "harbour.txt", "--date", "tomorrow"], "'tomorrow' does not match the format '%Y-%m-%d'"),
    ],
)
def test_a_command_line_that_cannot_be_meant_is_one_sentence(
    run: Run, arguments: list[str], sentence: str
) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err
    assert "`briefing write --help`" in done.err
    assert done.err.count("\n") == 1


def test_an_unknown_setting_is_refused_before_any_work(run: Run, folder: Path) -> None:
    (folder / "briefing.toml").write_text('modell = "m"')
    done = run("write", "harbour.txt")
    assert (done.status, done.out) == (2, "")
    assert "Did you mean `model`?" in done.err


def test_a_model_without_an_endpoint_is_one_sentence(run: Run) -> None:
    done = run("write", "harbour.txt", "--model", "some-model")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("briefing: There is no endpoint for the model some-model: set OPENAI_BASE_URL")
    assert done.err.count("briefing:") == 1


def test_an_endpoint_that_is_down_gives_4_and_no_silent_other_brief(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("BRIEFING_RETRIES", "0")
    done = run("write", "harbour.txt", "--model", "some-model")
    assert (done.status, done.out) == (4, "")
    assert done.err.count("briefing:") == 1
    assert "127.0.0.1" in done.err


# --- progress ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("term", "live"), [("xterm", True), ("dumb", False)])
def test_progress_is_a_live_line_on_a_terminal_alone(start: Start, term: str, *, live: bool) -> None:
    ours, theirs = os.openpty()
    process = start("write", "harbour.txt", stderr=theirs, env={**os.environ, "TERM": term})
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    told = b"".join(iter(lambda: read_terminal(ours), b""))
    os.close(ours)
    assert b"\x1b" not in out
    assert (b"\x1b[" in told) is live
    assert b"The built-in engine writes this brief" in told


def read_terminal(descriptor: int) -> bytes:
    """What is there; nothing once the other side is closed."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""
