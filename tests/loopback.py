"""Outlets on this machine: a server that answers by path, and an internet whose addresses lead to it."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import NamedTuple

import httpcore2

PUBLIC = "93.184.215.14"
Headers = Mapping[str, str]


class Page(NamedTuple):
    """What the server sends for a path. `chunks` are sent one by one, without a length."""

    body: bytes = b""
    status: int = 200
    headers: Headers = MappingProxyType({})
    chunks: Iterable[bytes] | None = None


class Asked(NamedTuple):
    """A request as it reached the server; header names in lower case."""

    path: str
    headers: dict[str, str]


Answers = Callable[[Asked], Page]


class Outlet:
    """A running server; `asked` are the requests so far, in order."""

    def __init__(self, answers: Answers) -> None:
        self.asked: list[Asked] = []
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
                outlet.asked.append(asked)
                _send(self, answers(asked))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def send_json(handler: BaseHTTPRequestHandler, status: int, body: object) -> None:
    """Answer with a value as JSON."""
    _send(handler, Page(json.dumps(body).encode(), status, {"Content-Type": "application/json"}))


def _send(handler: BaseHTTPRequestHandler, page: Page) -> None:
    handler.send_response(page.status)
    for name, value in page.headers.items():
        handler.send_header(name, value)
    if page.chunks is None:
        if "Content-Length" not in page.headers:
            handler.send_header("Content-Length", str(len(page.body)))
        handler.end_headers()
        handler.wfile.write(page.body)
        return
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    try:
        for chunk in page.chunks:
            handler.wfile.write(chunk)
            handler.wfile.flush()
    except OSError:  # the reader has seen enough
        pass


@contextmanager
def serving(answers: Answers | Mapping[str, Page]) -> Iterator[Outlet]:
    """Run an outlet that answers by function, or by path with 404 for the rest."""
    table = answers
    outlet = Outlet(table if callable(table) else lambda asked: table.get(asked.path, Page(status=404)))
    try:
        yield outlet
    finally:
        outlet.close()


class Internet(httpcore2.SyncBackend):
    """Connections by numeric address: `routes` lead to servers here, nobody answers at any other address.

    `connects` are all addresses that somebody tried to reach.
    """

    def __init__(self, routes: Mapping[str, int] | None = None) -> None:
        self.routes = dict(routes or {})
        self.connects: list[tuple[str, int]] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self.connects.append((host, port))
        if host not in self.routes:
            raise httpcore2.ConnectError("nobody answers")
        return super().connect_tcp("127.0.0.1", self.routes[host], timeout, local_address, socket_options)


def public_dns(host: str) -> tuple[str, ...]:
    """Every name is that of the one public address."""
    del host
    return (PUBLIC,)
