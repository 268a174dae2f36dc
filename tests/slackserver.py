"""A channel on this machine: a server that takes messages as a webhook does, or fails as it is told to."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple

__all__ = ["PATH", "Channel", "Say", "channel"]

PATH = "/services/T0000/B0000/a-secret-that-is-never-told"


class Say(NamedTuple):
    """An answer to a message: whether it `arrives` in the channel, and whether no answer comes."""

    body: str = "ok"
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
    arrives: bool = True
    hangs_up: bool = False


class Channel:
    """A running server; `messages` are in the channel, `tries` were made. After its answers it says ok."""

    def __init__(self, answers: Sequence[Say]) -> None:
        self.messages: list[dict[str, Any]] = []
        self.tries: list[str] = []
        left = list(answers)
        here = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                here.tries.append(self.path)
                say = left.pop(0) if left else Say()
                if say.arrives and say.status == 200:
                    here.messages.append(payload)
                if say.hangs_up:
                    self.close_connection = True
                    return
                self.send_response(say.status)
                for name, value in say.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(say.body.encode())))
                self.end_headers()
                self.wfile.write(say.body.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}{PATH}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def channel(*answers: Say) -> Iterator[Channel]:
    """Run a channel that gives these answers, then ok to everything."""
    opened = Channel(answers)
    try:
        yield opened
    finally:
        opened.close()
