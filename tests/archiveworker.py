"""A small desk that stores documents, and ways to end it at a chosen moment.

As a script (`archiveworker.py VARIANT ROOT DOCUMENTS`) it reads one order a line, runs the desk in a child
process for each, and tells how the child ended. The desk notes in the folder's `log` each call it pays for
and each document it reports as done. `sound` stores as the package does; the others each break one rule.
"""

import contextlib
import functools
import json
import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import NamedTuple, NoReturn

from briefing.archive import Archive, ArchivedReplies, open_archive
from briefing.errors import BriefingError
from briefing.exchange import Message, Reply, Request, Role
from briefing.files import write_atomically
from briefing.models import KeepingClient
from briefing.schema import (
    Briefing,
    Citation,
    Counts,
    Meta,
    OpenQuestion,
    Position,
    Stance,
    StoryBriefing,
)

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
VARIANTS = ("sound", "plain write", "done before stored", "stored every ten")
# Calls into C by which a document reaches the disk.
_POINTS = {"execute", "write", "fsync", "replace", "rename", "flush", "open", "unlink", "chmod"}
_ERRORED, _ENDURED = 2, 3


class Ended(NamedTuple):
    """How a run ended: `killed`, `finished`, `failed` with a named error, or `broken` with another.

    A run that was hit by what was ordered and went on to its end has `endured`.
    """

    how: str
    words: str = ""


def document_key(number: int) -> str:
    return f"document-{number}"


def request_for(number: int) -> Request:
    return Request(model="m", messages=(Message(role=Role.USER, content=f"Summarise document {number}."),))


def briefing_of(number: int) -> Briefing:
    """What the desk makes of a document: large enough to need several pages."""
    summary = f"Position {number} on the harbour. " * 200
    position = Position(
        actor=f"Actor {number}",
        role=None,
        issue="Shall the harbour grow?",
        stance=Stance.FOR,
        summary=summary,
        quotations=(),
        reported=(Citation(article_id="a1", sentence="a1.1", start=0, end=9),),
    )
    question = OpenQuestion(question=f"Who pays for pier {number}?", why_open="nobody said", evidence=())
    story = StoryBriefing(
        id="s1",
        headline=f"Harbour {number}",
        issue=position.issue,
        bottom_line=(),
        articles=(),
        positions=(position,),
        differences=(),
        open_questions=(question,),
        left_out=(),
    )
    counts = Counts(articles=1, stories=1, positions=1, quotations=0, open_questions=1, left_out=0)
    meta = Meta(engine="builtin", model=None, prompt=None, created=NOW.isoformat(), counts=counts)
    day = date(2026, 3, 1 + number % 28)
    return Briefing(title=f"Brief {number}", date=day, stories=(story,), left_out=(), meta=meta)


def page_of(number: int) -> str:
    return f"# Brief {number}\n" + f"{number} line of the brief\n" * 2000 + "END\n"


class _Desk:
    """Stores documents in one way, and writes down what it does."""

    def __init__(self, folder: Path, variant: str, log: int) -> None:
        self._folder = folder
        self._variant = variant
        self._log = log
        self._waiting: list[int] = []

    def work(self, documents: int) -> None:
        with open_archive(self._folder / "archive.db", now=NOW) as archive:
            for number in range(documents):
                self._make(number, archive)
            self._store_waiting(archive)

    def complete(self, request: Request) -> Reply:
        """A model that is paid for."""
        self._note(f"CALL {request.key}")
        return Reply(content=request.messages[0].content)

    def _make(self, number: int, archive: Archive) -> None:
        key = document_key(number)
        if self._variant == "stored every ten":
            if archive.briefings.find(key) is None:
                self.complete(request_for(number))
                self._waiting.append(number)
            if len(self._waiting) == 10:
                self._store_waiting(archive)
            self._write(number)
            self._note(f"DONE {number}")
            return
        if archive.briefings.find(key) is None:
            replies = ArchivedReplies(archive.replies, clock=lambda: NOW)
            KeepingClient(self, replies).complete(request_for(number))
            if self._variant == "done before stored":
                self._note(f"DONE {number}")
            archive.briefings.store(briefing_of(number), key=key, now=NOW)
        self._write(number)
        self._note(f"DONE {number}")

    def _store_waiting(self, archive: Archive) -> None:
        for number in self._waiting:
            archive.briefings.store(briefing_of(number), key=document_key(number), now=NOW)
        self._waiting.clear()

    def _write(self, number: int) -> None:
        path = self._folder / f"brief-{number}.md"
        if self._variant == "plain write":
            path.write_text(page_of(number))
        else:
            write_atomically(path, page_of(number))

    def _note(self, line: str) -> None:
        os.writev(self._log, [f"{line}\n".encode()])  # no point: `writev` is not among them


# --- ends -----------------------------------------------------------------------------------------------


def _at_point(number: int, end: Callable[[str], None]) -> list[int]:
    """Call `end` before the desk's nth call that reaches the disk; the list holds how many are left."""
    left = [number]

    def watch(frame: FrameType, event: str, called: object) -> None:
        del frame
        name = getattr(called, "__name__", "")
        if event == "c_call" and name in _POINTS:
            left[0] -= 1
            if left[0] == 0:
                end(name)

    sys.setprofile(watch)
    return left


def _die(name: str) -> None:
    del name
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(name: str) -> NoReturn:
    if name == "execute":
        raise sqlite3.OperationalError("disk I/O error")
    raise OSError(28, "No space left on device")


@contextlib.contextmanager
def _ending(order: str, number: int) -> Iterator[list[int]]:
    left = [1]
    if order in {"kill", "fail"}:
        left = _at_point(number, _die if order == "kill" else _fail)
    elif order == "room":
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
    try:
        yield left
    finally:
        sys.setprofile(None)


def _child(order: str, number: int, desk: Callable[[], None], answer: int) -> NoReturn:
    status = 0
    try:
        with _ending(order, number) as left:
            desk()
        status = 0 if left[0] > 0 else _ENDURED
    except BriefingError as error:
        status = _ERRORED
        os.write(answer, str(error).encode())
    except BaseException as error:  # noqa: BLE001 - the harness tells it; a child must not go on as its parent
        status = 1
        os.write(answer, f"{type(error).__name__}: {error}".encode())
    os._exit(status)


def _obey(order: str, number: int, desk: Callable[[], None]) -> Ended:
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        _child(order, number, desk, says)
    os.close(says)
    if order == "time":
        time.sleep(number / 1e6)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(hears, "rb") as answer:
        words = answer.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    hows = {-signal.SIGKILL: "killed", 0: "finished", _ERRORED: "failed", _ENDURED: "endured"}
    return Ended(hows.get(status, "broken"), words)


def _serve(variant: str, root: Path, documents: int) -> None:
    """Orders are `FOLDER ORDER NUMBER`; the folder lies in `root`."""
    with open_archive(root / "warm" / "archive.db", now=NOW):
        pass  # so that no import is counted or killed
    for line in sys.stdin:
        name, order, number = line.split()
        folder = root / name
        folder.mkdir(exist_ok=True)
        log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        desk = _Desk(folder, variant, log)
        ended = _obey(order, int(number), functools.partial(desk.work, documents))
        os.close(log)
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
