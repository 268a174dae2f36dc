"""Whatever ends a run: what it reported as done is there, nothing is half-written, no call is paid for twice.

The variants of the desk that break a rule must be caught by the same harness, or the harness proves nothing.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import archiveworker
import pytest
from archiveworker import Ended, briefing_of, document_key, page_of

from briefing.archive import read_archive, verify_archive
from briefing.errors import ArchiveError

DOCUMENTS = 2
MOST_POINTS = 400


class Damage(NamedTuple):
    """What a look at a folder finds wrong."""

    lost: tuple[int, ...]
    torn: tuple[str, ...]
    corrupt: str

    def __bool__(self) -> bool:
        return bool(self.lost or self.torn or self.corrupt)


class Desk:
    """Runs a variant of the desk, ended as ordered, in folders below `root`."""

    def __init__(self, process: "subprocess.Popen[str]", root: Path) -> None:
        self._process = process
        self._root = root

    def run(self, folder: str, order: str = "run", number: int = 0) -> Ended:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder} {order} {number}\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def damage(self, folder: str) -> Damage:
        """Compare what the desk reported with what is there. Done files must be whole, so must others."""
        path = self._root / folder
        done = {int(line.split()[1]) for line in self.log(folder) if line.startswith("DONE")}
        torn = [
            p.name for p in path.glob("brief-*.md") if p.read_text() != page_of(int(p.stem.split("-")[1]))
        ]
        if not (path / "archive.db").exists():
            return Damage(tuple(done), tuple(torn), "")
        try:
            verify_archive(path / "archive.db")
            with read_archive(path / "archive.db") as archive:
                lost = [n for n in done if archive.briefings.find(document_key(n)) != briefing_of(n)]
        except ArchiveError as error:
            return Damage(tuple(done), tuple(torn), str(error))
        missing = [n for n in done if not (path / f"brief-{n}.md").exists()]
        return Damage(tuple(lost + missing), tuple(torn), "")

    def repeated(self, folder: str) -> int:
        calls = Counter(line for line in self.log(folder) if line.startswith("CALL"))
        return calls.total() - len(calls)

    def log(self, folder: str) -> list[str]:
        return (self._root / folder / "log").read_text().splitlines()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    started: list[subprocess.Popen[str]] = []

    def begin(variant: str, documents: int = DOCUMENTS) -> Desk:
        process = subprocess.Popen(
            [sys.executable, archiveworker.__file__, variant, str(tmp_path), str(documents)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return Desk(process, tmp_path)

    yield begin
    for process in started:
        process.communicate()


def numbered(desk: Desk, order: str) -> Iterator[tuple[str, Ended]]:
    """Runs in new folders, ended at point 1, 2 … until one comes to its end."""
    for number in range(1, MOST_POINTS):
        folder = f"{order}-{number}"
        ended = desk.run(folder, order, number)
        if ended.how == "finished":
            assert number > 30, "hardly anything was written; the points are not where the writing is"
            return
        yield folder, ended
    pytest.fail("the run never came to its end")


def test_killed_at_every_point_a_run_loses_nothing_and_the_next_completes_it(
    start: Callable[..., Desk],
) -> None:
    desk = start("sound")
    for folder, ended in numbered(desk, "kill"):
        assert ended.how == "killed"
        assert not desk.damage(folder), folder
        complete_some(desk, folder)
        assert desk.repeated(folder) <= 1, folder


def test_when_any_one_write_fails_the_run_says_so_and_the_next_completes_it(
    start: Callable[..., Desk],
) -> None:
    desk = start("sound")
    for folder, ended in numbered(desk, "fail"):
        assert ended.how in {"failed", "endured"}, (folder, ended.words)
        assert not desk.damage(folder), folder
        complete_some(desk, folder)


def complete_some(desk: Desk, folder: str) -> None:
    """Run every third folder again: what the next run finds differs little from point to point."""
    if int(folder.split("-")[1]) % 3 == 0:
        assert desk.run(folder).how == "finished"
        assert not desk.damage(folder), folder


def test_when_the_disk_is_full_the_run_says_so_and_keeps_what_was_done(start: Callable[..., Desk]) -> None:
    desk = start("sound", 8)
    hows = []
    for room in range(16_384, 300_000, 32_768):
        folder = f"room-{room}"
        ended = desk.run(folder, "room", room)
        hows.append(ended.how)
        assert ended.how in {"failed", "finished"}, (room, ended.words)
        assert not desk.damage(folder), room
        assert desk.run(folder).how == "finished"
        assert not desk.damage(folder), room
    assert {"failed", "finished"} == set(hows)


@pytest.mark.parametrize("variant", archiveworker.VARIANTS[1:])
def test_a_desk_that_breaks_a_rule_is_caught_at_some_point(start: Callable[..., Desk], variant: str) -> None:
    desk = start(variant)
    assert any(desk.damage(folder) for folder, _ in numbered(desk, "kill"))


def _kill_at_random(desk: Desk, kills: int, *, seed: int) -> tuple[int, list[str]]:
    """Kill runs after a random time; a folder whose run completes is left for a new one."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    folders, killed = ["random-0"], 0
    while killed < kills:
        ended = desk.run(folders[-1], "time", chance.randrange(1_000, 150_000))
        assert not desk.damage(folders[-1])
        killed += ended.how == "killed"
        if ended.how == "finished":
            folders.append(f"random-{len(folders)}")
    return killed, folders


@pytest.mark.parametrize("kills", [15, pytest.param(200, marks=pytest.mark.long)])
def test_killed_at_random_moments_runs_lose_nothing(start: Callable[..., Desk], kills: int) -> None:
    desk = start("sound", 30)
    killed, folders = _kill_at_random(desk, kills, seed=kills)
    assert desk.run(folders[-1]).how == "finished"
    assert not desk.damage(folders[-1])
    assert sum(desk.repeated(folder) for folder in folders) <= killed


def test_a_second_run_makes_no_call(start: Callable[..., Desk]) -> None:
    desk = start("sound", 5)
    desk.run("again")
    before = [line for line in desk.log("again") if line.startswith("CALL")]
    desk.run("again")
    assert [line for line in desk.log("again") if line.startswith("CALL")] == before
    assert len(before) == 5
