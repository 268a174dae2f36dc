"""A model on this machine that answers every story with something usable, and keeps what it was asked."""

import hashlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from loopback import send_json

__all__ = ["Model", "answering"]

_SENTENCE_RE = re.compile(r"^(a\d+\.\d+) (?:\[[^\]]*\] )?(.+)$", re.MULTILINE)
_SPEAKER_RE = re.compile(r"^- (.+): ((?:a\d+\.\d+ ?)+)$", re.MULTILINE)


class Model(ThreadingHTTPServer):
    """`asked` are fingerprints of the requests. It answers at once unless `free` is cleared or it `fails`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.fails_on = ""
        self.seconds = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def repeated(self) -> int:
        """How many requests were made once more after they had been made before."""
        return len(self.asked) - len(Counter(self.asked))

    def handle_error(self, *_arguments: object) -> None:
        """A client that was killed has hung up."""


class _Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.append(hashlib.sha256(data).hexdigest())
        story = json.loads(data)["messages"][-1]["content"]
        self.server.free.wait(30)
        time.sleep(self.server.seconds)
        if self.server.fails_on and self.server.fails_on in story:
            send_json(self, 400, {"error": {"message": "no such luck"}})
            return
        message = {"role": "assistant", "content": json.dumps(_reply(story))}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        head = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
        send_json(self, 200, {**head, "choices": [choice]})

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on stderr."""


def _reply(story: str) -> dict[str, object]:
    """What the articles themselves say: the first sentence, and each speaker's first one."""
    sentences = dict(_SENTENCE_RE.findall(story))
    opening = {"text": sentences["a1.1"], "evidence": ["a1.1"]}
    positions = [
        {
            "actor": name,
            "stance": "for",
            "summary": sentences[numbers.split()[0]],
            "evidence": numbers.split(),
        }
        for name, numbers in _SPEAKER_RE.findall(story)
    ]
    return {
        "headline": opening,
        "bottom_line": [opening],
        "issue": opening,
        "positions": positions,
        "open_questions": [],
    }


@contextmanager
def answering() -> Iterator[Model]:
    """Run a model."""
    with Model() as model:
        thread = threading.Thread(target=model.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield model
        finally:
            model.free.set()
            model.shutdown()
            thread.join()
