"""`briefing verify`: what a brief is checked against, what is told, and how the command ends."""

import io
import json
import sys
from pathlib import Path

import pytest
from commandrun import Run

ARTICLE = (Path(__file__).parents[1] / "cases" / "verify" / "ferry.txt").read_text(encoding="utf-8")
GOOD = "Ada Brandt said: “Forty jobs depend on it.”\n"
BAD = "Omar Kellner said: “Forty jobs depend on it.”\n"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    for name, text in {"ferry.txt": ARTICLE, "good.md": GOOD, "bad.md": BAD}.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_a_brief_that_is_borne_out_has_no_findings(run: Run) -> None:
    done = run("verify", "good.md", "--against", "ferry.txt")
    assert (done.status, done.out) == (0, "")
    assert done.err == "1 quotation, 1 borne out by 1 source, 0 findings.\n"


def test_findings_are_lines_on_stdout_and_the_status_is_1(run: Run) -> None:
    done = run("verify", "-q", "bad.md", "--against", "ferry.txt")
    assert done.status == 1
    assert done.out == (
        "bad.md:1:21: wrong-speaker “Forty jobs depend on it.” is given to Omar Kellner: "
        "said by Ada Brandt, not Omar Kellner (a1.2, ferry.txt)\n"
    )
    assert done.err == ""


@pytest.mark.parametrize(
    "sources",
    [
        ["--against", "ferry.txt", "other.txt"],
        ["--against", "ferry.txt", "--against", "other.txt"],
        ["--against", "news"],
    ],
    ids=["one option, two sources", "two options", "a folder"],
)
def test_sources_are_named_in_any_way(run: Run, folder: Path, sources: list[str]) -> None:
    for name in ("news/ferry.txt", "news/other.txt", "other.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        text = ARTICLE if "ferry" in name else ARTICLE.replace("Northmere", "Osk").replace("Forty", "Fifty")
        (folder / name).write_text(text, encoding="utf-8")
    assert run("verify", "good.md", *sources).err.startswith("1 quotation, 1 borne out by 2 sources")


@pytest.mark.parametrize("chosen", ["json", "sarif"])
def test_findings_come_as_json(run: Run, chosen: str) -> None:
    done = run("verify", "bad.md", "--against", "ferry.txt", "--format", chosen)
    assert done.status == 1
    assert "wrong-speaker" in json.dumps(json.loads(done.out))


def test_findings_come_as_annotations(run: Run) -> None:
    done = run("verify", "bad.md", "--against", "ferry.txt", "--format", "github")
    assert done.out.startswith("::error file=bad.md,line=1,")


def test_our_own_brief_is_borne_out_by_its_sources(run: Run) -> None:
    run("write", "ferry.txt", "-o", "brief.md", "-o", "brief.json", "-o", "brief.txt")
    for name in ("brief.md", "brief.json", "brief.txt"):
        done = run("verify", name, "--against", "ferry.txt")
        assert (done.status, done.out) == (0, "")


def test_the_brief_may_come_from_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode()), encoding="utf-8"))
    done = run("verify", "-", "--against", "ferry.txt")
    assert done.status == 1
    assert done.out.startswith("-:1:21: wrong-speaker")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["good.md"], 2, "after --against"),
        (["-", "--against", "-"], 2, "both come from stdin"),
        (["none.md", "--against", "ferry.txt"], 2, "cannot be read"),
        (["no\x00ne.md", "--against", "ferry.txt"], 2, "cannot be read"),
        (["latin.md", "--against", "ferry.txt"], 2, "UTF-8"),
        (["brief.doc", "--against", "ferry.txt"], 2, "--brief-format"),
        (["broken.json", "--against", "ferry.txt"], 2, "not valid JSON"),
        (["good.md", "--against", "none.txt"], 2, "cannot be used as a source"),
        (["good.md", "--against", "ferry.txt", "none.txt"], 2, "cannot be used as a source"),
        (["good.md", "--against", "empty.txt"], 5, "no article"),
        (["silent.md", "--against", "ferry.txt"], 5, "holds no quotation"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_question_that_cannot_be_asked_ends_with_one_sentence(
    run: Run, folder: Path, arguments: list[str], status: int, told: str
) -> None:
    for name, content in {
        "latin.md": "é".encode("latin-1"),
        "brief.doc": b"x",
        "broken.json": b"{",
        "empty.txt": b"",
        "silent.md": b"Nothing was said.",
    }.items():
        (folder / name).write_bytes(content)
    done = run("verify", *arguments)
    assert (done.status, done.out) == (status, "")
    assert told in done.err
    assert done.err.count("\n") == 1


def test_what_a_brief_holds_does_nothing_to_the_terminal(run: Run, folder: Path) -> None:
    (folder / "evil.md").write_text("Ada Brandt said: “\x1b[31mForty\x07 boats\u009b came home.”", "utf-8")
    for chosen in ("text", "json", "sarif", "github"):
        done = run("verify", "evil.md", "--against", "ferry.txt", "--format", chosen)
        assert not {"\x1b", "\x07", "\u009b"} & set(done.out)
