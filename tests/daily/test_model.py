"""Mornings with a language model: what is paid for, and what happens when it or the run fails."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from commandrun import Run
from dailydesk import NOW, Item, Newspaper, prose, settings
from loopback import serving
from modelserver import Model, answering

SUBJECTS = {"the new pier": "Ada Lindqvist", "the fish market": "Bo Aske", "the village school": "Cora Venn"}
ITEMS = [
    Item(f"/{theme}", f"Dispute about {subject}", prose(who, subject, theme=theme))
    for theme, (subject, who) in enumerate(SUBJECTS.items())
]


@pytest.fixture
def model(desk: Path) -> Iterator[Model]:
    """A desk with one paper of three stories and a model that is asked for one story after the other."""
    with answering() as model, serving(Newspaper("Fennwick Courier", ITEMS)) as outlet:
        more = f'model = "m"\nbase_url = "{model.url}"\nretries = 0\nworkers = 1\n\n'
        text = settings(f"http://127.0.0.1:{outlet.port}/feed", more=more)
        (desk / "briefing.toml").write_text(text, encoding="utf-8")
        yield model


def brief_of(desk: Path) -> str:
    return (desk / "briefs" / "2026-03-02.md").read_text(encoding="utf-8")


def test_a_second_run_asks_nothing_and_writes_the_same_bytes(run: Run, desk: Path, model: Model) -> None:
    assert run("daily").status == 0
    first = brief_of(desk)
    assert (len(model.asked), "“Ice does not keep promises.” (Bo Aske)" in first) == (3, True)
    (desk / "briefs" / "2026-03-02.md").unlink()
    done = run("daily", now=NOW + timedelta(hours=3))
    assert (len(model.asked), brief_of(desk)) == (3, first)
    assert "0 requests" in done.err


def test_another_title_makes_another_brief_of_the_same_replies(run: Run, desk: Path, model: Model) -> None:
    run("daily")
    text = (desk / "briefing.toml").read_text(encoding="utf-8")
    (desk / "briefing.toml").write_text(f'title = "Harbour desk"\n{text}', encoding="utf-8")
    assert run("daily").status == 0
    assert len(model.asked) == 3
    assert brief_of(desk).startswith("# Harbour desk")


def test_fresh_asks_again_and_later_runs_find_the_new_brief(run: Run, desk: Path, model: Model) -> None:
    run("daily")
    assert run("daily", "--fresh", now=NOW + timedelta(hours=1)).status == 0
    assert len(model.asked) == 6
    anew = brief_of(desk)
    assert "Created 2 March 2026 07:30" in anew
    run("daily", now=NOW + timedelta(hours=2))
    assert (len(model.asked), brief_of(desk)) == (6, anew)
    assert run("archive", "list").out.count("2026-03-02") == 2


def test_a_story_the_model_fails_on_is_named_and_alone_asked_for_again(
    run: Run, desk: Path, model: Model
) -> None:
    model.fails_on = "fish market"
    done = run("daily")
    assert done.status == 4
    assert "model-failed: Dispute about the fish market" in brief_of(desk)
    assert (len(model.asked), "Cora Venn" in brief_of(desk)) == (3, True)
    model.fails_on = ""
    assert run("daily").status == 0
    assert len(model.asked) == 4
    assert "“Ice does not keep promises.” (Bo Aske)" in brief_of(desk)


def test_a_model_that_fails_on_everything_gives_4_and_no_brief(run: Run, desk: Path, model: Model) -> None:
    model.fails_on = "Reply with"
    assert run("daily").status == 4
    assert not (desk / "briefs").exists()


def test_the_budget_stops_before_the_call_that_would_cross_it_and_the_next_run_goes_on(
    run: Run, desk: Path, model: Model
) -> None:
    assert run("daily", "--max-requests", "2").status == 4
    assert len(model.asked) == 2
    assert run("daily", "--max-requests", "2").status == 0
    assert (len(model.asked), brief_of(desk).count("\n## ")) == (3, 3)


def test_a_dry_run_counts_only_what_is_not_answered_yet(run: Run, model: Model) -> None:
    run("daily", "--max-requests", "2")
    done = run("daily", "--dry-run")
    assert "2 replies kept from an earlier run" in done.out
    assert "1 request to m" in done.out
    assert len(model.asked) == 2


# --- in processes of their own ---------------------------------------------------------------------------


@pytest.fixture
def start(desk: Path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Start the command in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> "subprocess.Popen[str]":
        environ = {**os.environ, "BRIEFING_NOW": NOW.isoformat()}
        command = [sys.executable, "-m", "briefing", "daily"]
        started.append(
            subprocess.Popen(command, cwd=desk, env=environ, stderr=subprocess.PIPE, encoding="utf-8")
        )
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit, "waited for too long"
        time.sleep(0.02)


def test_of_two_runs_at_once_one_works_and_the_other_is_turned_away(
    start: Callable[[], "subprocess.Popen[str]"], model: Model
) -> None:
    model.free.clear()
    first = start()
    wait_for(lambda: len(model.asked) == 1)
    second = start()
    _, words = second.communicate(timeout=60)
    assert second.returncode == 75
    assert re.search(rf"in use by process {first.pid} on \S+ since 2026-03-02", words)
    model.free.set()
    first.communicate(timeout=60)
    assert (first.returncode, len(model.asked)) == (0, 3)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_writes_what_was_finished_and_the_next_asks_for_the_rest(
    run: Run,
    desk: Path,
    start: Callable[[], "subprocess.Popen[str]"],
    model: Model,
    number: signal.Signals,
) -> None:
    process = start()
    model.seconds = 0.3
    wait_for(lambda: len(model.asked) == 2)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert brief_of(desk).count("\n## ") == 1
    model.seconds = 0
    assert run("daily").status == 0
    assert brief_of(desk).count("\n## ") == 3
    assert len(model.asked) <= 4
