"""Whatever ends a run: what it reported is there, nothing is half-written, and the next run completes it.

Real runs of the command, over outlets and a model on this machine. The variants that break a rule of storing
must be caught by the same harness, or the harness proves nothing.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import dailyworker
import pytest
from dailydesk import NOW, Item, Newspaper, prose, settings
from dailyworker import Ended
from loopback import serving
from modelserver import Model, answering

from briefing.archive import read_archive, verify_archive
from briefing.errors import ArchiveError
from briefing.render import render

MORNINGS = [NOW + timedelta(days=number) for number in range(3)]
SUBJECTS = ("the new pier", "the fish market", "the village school")
WROTE_RE = re.compile(r"^Wrote briefs/(\S+)\.md", re.MULTILINE)


def news(morning: int, theme: int) -> Item:
    """An article behind a teaser, as an outlet has it on a morning."""
    who = ("Ada Lindqvist", "Bo Aske", "Cora Venn")[theme]
    at = MORNINGS[morning] - timedelta(hours=2 + theme)
    text = prose(who, SUBJECTS[theme], theme=theme).replace("Monday", f"day {morning + 1}")
    teaser = f"More on {SUBJECTS[theme]}, day {morning + 1}."
    return Item(f"/{morning}/{theme}", f"{SUBJECTS[theme]}, day {morning + 1}", text, at, teaser)


class Desks:
    """Folders below `root` in which a variant of the command runs, ended as ordered."""

    def __init__(
        self, process: "subprocess.Popen[str]", root: Path, model: Model, papers: dict[str, Newspaper]
    ) -> None:
        self._process = process
        self._root = root
        self._papers = papers
        self.model = model

    def run(self, folder: str, morning: int = 0, order: str = "run", number: int = 0) -> Ended:
        path = self._root / folder
        for place, paper in enumerate(self._papers.values()):
            items = [news(day, theme) for day in range(morning + 1) for theme in range(3)]
            paper.items = items[place::2]
        if not path.exists():
            path.mkdir()
            (path / "log").touch()
            more = f'model = "m"\nbase_url = "{self.model.url}"\nretries = 0\nworkers = 1\n\n'
            (path / "briefing.toml").write_text(settings(*self._papers, more=more), encoding="utf-8")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder} {MORNINGS[morning].isoformat()} {order} {number}\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def damage(self, folder: str) -> str:
        """What is wrong in a folder, by what the command reported; empty if nothing is."""
        path = self._root / folder
        reported = set(WROTE_RE.findall(self.log(folder)))
        if not (path / "briefing.db").exists():
            return f"lost: {reported}" if reported else ""
        try:
            verify_archive(path / "briefing.db")
            with read_archive(path / "briefing.db") as archive:
                days = {morning.date().isoformat(): morning.date() for morning in MORNINGS}
                stored = {name: archive.briefings.of_day(day) for name, day in days.items()}
        except ArchiveError as error:
            return str(error)
        written = {file.stem: file.read_text(encoding="utf-8") for file in path.glob("briefs/*.md")}
        lost = [name for name in reported if stored[name] is None or name not in written]
        torn = [
            name
            for name, text in written.items()
            if (brief := stored[name]) is None or text != render(brief, "markdown")
        ]
        return f"lost: {lost}, torn: {torn}" if lost or torn else ""

    def briefs(self, folder: str) -> dict[str, str]:
        return {
            file.name: file.read_text(encoding="utf-8") for file in (self._root / folder).glob("briefs/*.md")
        }

    def log(self, folder: str) -> str:
        return (self._root / folder / "log").read_text(encoding="utf-8")


Begin = Callable[..., Desks]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    started: list[subprocess.Popen[str]] = []
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEFING_", "OPENAI_", "XDG_"))}
    courier, meridian = Newspaper("Fennwick Courier"), Newspaper("Meridian")
    with answering() as model, serving(courier) as one, serving(meridian) as two:
        papers = {f"http://127.0.0.1:{one.port}/feed": courier, f"http://127.0.0.1:{two.port}/feed": meridian}

        def start(variant: str) -> Desks:
            process = subprocess.Popen(
                [sys.executable, dailyworker.__file__, variant, str(tmp_path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**kept, "HOME": str(tmp_path), "BRIEFING_API_KEY": ""},
            )
            started.append(process)
            return Desks(process, tmp_path, model, papers)

        yield start
        for process in started:
            process.communicate()


def reference(desks: Desks) -> dict[str, str]:
    """What three mornings give that nobody disturbs."""
    for morning in range(3):
        assert desks.run("reference", morning).status == 0, desks.log("reference")
    desks.model.asked.clear()
    return desks.briefs("reference")


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.long)])
def test_killed_at_random_moments_runs_lose_nothing_and_come_to_the_same_briefs(
    begin: Begin, kills: int
) -> None:
    desks = begin("sound")
    expected = reference(desks)
    assert len(expected) == 3
    chance = random.Random(kills)  # noqa: S311 - no secret
    killed, number, longest = 0, 0, 300_000
    while killed < kills:
        folder, before, asked = f"random-{number}", killed, len(desks.model.asked)
        for morning in range(3):
            while True:
                ended = desks.run(folder, morning, "time", chance.randrange(1_000, longest))
                assert not desks.damage(folder), desks.log(folder)
                if ended.how != "killed":
                    break
                killed += 1
                longest += 20_000 if killed % 10 == 0 else 0  # a slow machine gets its run done at last
            assert ended.status == 0, desks.log(folder)
        assert desks.briefs(folder) == expected
        assert len(desks.model.asked) - asked <= 9 + killed - before
        desks.model.asked.clear()
        number += 1


def points(desks: Desks, folder: str) -> int:
    """How often a run reaches the disk."""
    passed = desks.run(folder, 0, "count").points
    assert passed > 100, "hardly anything was written; the points are not where the writing is"
    return passed


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.long)])
def test_when_any_one_write_fails_the_run_says_so_and_the_next_completes_it(begin: Begin, step: int) -> None:
    desks = begin("sound")
    expected = reference(desks)["2026-03-02.md"]
    for number in range(1, points(desks, "counted"), step):
        folder = f"fail-{number}"
        ended = desks.run(folder, 0, "fail", number)
        assert ended.status in {0, 2, 5}, (number, desks.log(folder))
        assert "a fault of the program" not in desks.log(folder), number
        assert not desks.damage(folder), (number, desks.log(folder))
        assert desks.run(folder).status == 0, (number, desks.log(folder))
        assert desks.briefs(folder) == {"2026-03-02.md": expected}, number


@pytest.mark.parametrize("variant", ["plain write", "done before stored"])
def test_a_command_that_breaks_a_rule_is_caught_at_one_of_its_last_points(begin: Begin, variant: str) -> None:
    desks = begin(variant)
    last = points(desks, "counted")
    damages = (_killed(desks, number) for number in range(last, last - 60, -1))
    assert any(damages)


def _killed(desks: Desks, number: int) -> str:
    folder = f"kill-{number}"
    desks.run(folder, 0, "kill", number)
    return desks.damage(folder)


def test_a_command_that_uses_replies_before_it_stores_them_pays_twice(begin: Begin) -> None:
    desks = begin("reply used before stored")
    last = points(desks, "counted")
    assert any(_repeated(desks, number) > 1 for number in range(last, last - 60, -5))


def _repeated(desks: Desks, number: int) -> int:
    desks.model.asked.clear()
    folder = f"kill-{number}"
    desks.run(folder, 0, "kill", number)
    desks.run(folder)
    return desks.model.repeated
