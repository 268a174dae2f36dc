"""`briefing explain`: who is taken to say what, by which cue, with offsets."""

import json
from pathlib import Path

import pytest
from commandrun import Run

ARTICLE = (Path(__file__).parents[1] / "cases" / "verify" / "ferry.txt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _article(folder: Path) -> None:
    (folder / "ferry.txt").write_text(ARTICLE, encoding="utf-8")


def test_each_utterance_stands_under_its_paragraph(run: Run) -> None:
    done = run("explain", "ferry.txt")
    assert done.status == 0
    assert done.err == ""
    lines = done.out.splitlines()
    above = lines.index("“Forty jobs depend on it,” Brandt said after the meeting.")
    start = ARTICLE.index("Forty")
    assert lines[above + 1] == (
        f"  1. Ada Brandt · direct · words [{start}:{start + 24}] · "
        f"speaker “Brandt” [{start + 26}:{start + 32}] · cue “said” [{start + 33}:{start + 37}]"
    )


def test_json_holds_offsets_into_its_own_text(run: Run) -> None:
    article = json.loads(run("explain", "--json", "ferry.txt").out)["articles"][0]
    quoted = [said for said in article["said"] if said["marked"]]
    assert [said["actor"] for said in quoted] == ["Ada Brandt", "Omar Kellner"]
    for said in quoted:
        for part in [*said["content"], *said["marked"], said["speaker"], said["cue"]]:
            assert article["text"][part["start"] : part["end"]] == part["text"]


def test_colour_is_for_the_terminal(run: Run) -> None:
    coloured = run("explain", "--color", "always", "ferry.txt").out
    assert "\x1b[" in coloured
    assert "\x1b[" not in run("explain", "--color", "never", "ferry.txt").out
    assert "\x1b[" not in run("explain", "ferry.txt").out


def test_an_article_in_which_nobody_speaks_is_no_failure(run: Run, folder: Path) -> None:
    (folder / "rain.txt").write_text("Rain fell on the harbour for three days and three nights.\n" * 4)
    done = run("explain", "rain.txt")
    assert done.status == 0
    assert done.out.startswith("a1 · rain.txt · en · nobody says anything\n")


def test_what_cannot_be_read_ends_with_one_sentence(run: Run) -> None:
    done = run("explain", "none.txt")
    assert (done.status, done.out) == (2, "")
    assert "none.txt cannot be used" in done.err


@pytest.mark.parametrize("options", [[], ["--json"], ["--color", "always"]], ids=["plain", "json", "colour"])
def test_what_an_article_holds_does_nothing_to_the_terminal(
    run: Run, folder: Path, options: list[str]
) -> None:
    text = ARTICLE.replace("Forty jobs", "[red]Forty\x1b]52;c;x\x07 \u009bjobs")
    (folder / "evil.txt").write_text(text, encoding="utf-8")
    done = run("explain", *options, "evil.txt")
    assert done.status == 0
    assert not {"\x07", "\u009b"} & set(done.out)
    assert "\x1b]" not in done.out
    assert "[red]" in done.out
