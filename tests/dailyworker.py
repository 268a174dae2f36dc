"""Runs `briefing daily` in child processes, and ends them at a chosen moment.

As a script (`dailyworker.py VARIANT ROOT`) it reads one order a line (`FOLDER MOMENT ORDER NUMBER`), runs the
command in that folder at that moment in a child process, and tells how the child ended. What the command
says goes to the folder's `log`. `sound` is the command as it is; the others each break one rule of storing.
"""

import contextlib
import importlib
import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

import briefing.archive.briefings
import briefing.archive.replies
import briefing.cli.daily
import briefing.cli.outputs
from briefing.archive import Briefings, Replies
from briefing.cli.entry import run

VARIANTS = ("sound", "plain write", "done before stored", "reply used before stored")
# Calls into C by which something reaches the disk, if they are made for these modules.
_POINTS = {"execute", "write", "fsync", "replace", "rename", "flush", "open", "unlink", "chmod", "mkstemp"}
_OURS = (f"{os.sep}briefing{os.sep}archive{os.sep}", f"{os.sep}briefing{os.sep}files.py")
_DEEP = 6


class Ended(NamedTuple):
    """How a run ended: `killed`, or with an exit status; and how many points it passed."""

    how: str
    status: int
    points: int


# --- rules broken ---------------------------------------------------------------------------------------

_waiting: list[Callable[[], object]] = []


def break_rule(variant: str) -> None:
    """Replace a part of the program by one that breaks a rule."""
    match variant:
        case "plain write":
            briefing.cli.outputs.write_atomically = _write_plainly
        case "done before stored":
            Briefings.store = _put_off(Briefings.store)
            briefing.cli.daily.deliver = _deliver_first(briefing.cli.daily.deliver)
        case "reply used before stored":
            Replies.store = _put_off(Replies.store)
            briefing.cli.daily.deliver = _deliver_first(briefing.cli.daily.deliver)


def _write_plainly(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for line in content.splitlines(keepends=True):
            file.write(line)
            file.flush()


def _put_off(store: Callable[..., None]) -> Callable[..., None]:
    return lambda *arguments, **options: _waiting.append(lambda: store(*arguments, **options))


def _deliver_first(deliver: Callable[..., None]) -> Callable[..., None]:
    def first(*arguments: object) -> None:
        deliver(*arguments)
        for step in _waiting:
            step()

    return first


# --- ends -----------------------------------------------------------------------------------------------


class _Points:
    """Counts the calls that reach the disk, in whatever thread, and does `end` at the nth."""

    def __init__(self, number: int, end: Callable[[str], None]) -> None:
        self.passed = 0
        self._number = number
        self._end = end

    def watch(self, frame: FrameType, event: str, called: object) -> None:
        name = getattr(called, "__name__", "")
        if event == "c_call" and name in _POINTS and _is_ours(frame):
            self.passed += 1
            if self.passed == self._number:
                self._end(name)


def _is_ours(frame: FrameType | None) -> bool:
    for _ in range(_DEEP):
        if frame is None:
            return False
        if any(part in frame.f_code.co_filename for part in _OURS) or frame.f_code is _write_plainly.__code__:
            return True
        frame = frame.f_back
    return False


def _die(_name: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(name: str) -> NoReturn:
    if name == "execute":
        raise sqlite3.OperationalError("disk I/O error")
    raise OSError(28, "No space left on device")


def _pass(_name: str) -> None:
    """Only count."""


@contextlib.contextmanager
def _ending(order: str, number: int) -> Iterator[_Points]:
    points = _Points(number, {"kill": _die, "fail": _fail}.get(order, _pass))
    if order in {"kill", "fail", "count"}:
        threading.setprofile(points.watch)
        sys.setprofile(points.watch)
    try:
        yield points
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def _child(folder: Path, moment: str, order: str, number: int, answer: int) -> NoReturn:
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(folder)
    os.environ["BRIEFING_NOW"] = moment
    with _ending(order, number) as points:
        status = run(["daily"])
    os.write(answer, f"{int(status)} {points.passed}".encode())
    os._exit(0)


def _obey(folder: Path, moment: str, order: str, number: int) -> Ended:
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        _child(folder, moment, order, number, says)
    os.close(says)
    if order == "time":
        time.sleep(number / 1e6)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(hears, "rb") as answer:
        words = answer.read().split()
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    status, points = (int(word) for word in words) if words else (-1, 0)
    return Ended("killed" if killed and not words else "ended", status, points)


def _warm_up() -> None:
    """Load what a run loads late, once for all children."""
    for name in ("briefing.models.chat", "dateparser", "feedparser", "httpcore2", "jinja2", "trafilatura"):
        importlib.import_module(name)


def _serve(variant: str, root: Path) -> None:
    _warm_up()
    break_rule(variant)
    for line in sys.stdin:
        name, moment, order, number = line.split()
        sys.stdout.write(json.dumps(_obey(root / name, moment, order, int(number))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]))
