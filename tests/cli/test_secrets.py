"""A key reaches no output, log, file or traceback, even if the endpoint repeats it wherever it can."""

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from commandrun import Run

KEY = "sk-canary-4711-do-not-print"


class Echo(ThreadingHTTPServer):
    """An endpoint that repeats the key it was sent in headers, bodies and addresses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.asked = 0


class Handler(BaseHTTPRequestHandler):
    server: Echo

    def do_GET(self) -> None:
        self._send({"object": "list", "data": [{"id": f"model-{self._key()}", "object": "model"}]})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.server.asked += 1
        key = self._key()
        line = {"evidence": ["a1.1"], "text": f"The harbour board and {key}"}
        position = {"actor": key, "evidence": ["a1.2"], "stance": "against", "summary": key}
        reply = {
            "bottom_line": [line],
            "headline": line,
            "issue": line,
            "open_questions": [{"evidence": ["a1.1"], "question": f"Who has {key}?", "why_open": key}],
            "positions": [position],
        }
        message = {"role": "assistant", "content": json.dumps(reply)}
        self._send(
            {
                "id": key,
                "object": "chat.completion",
                "created": 1,
                "model": f"model-{key}",
                "system_fingerprint": key,
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "error": None if self.server.status == 200 else {"message": f"no: {key}", "code": key},
            }
        )

    def _key(self) -> str:
        return (self.headers["authorization"] or "").removeprefix("Bearer ")

    def _send(self, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(self.server.status, self._key())
        self.send_header("content-type", "application/json")
        self.send_header("x-request-id", self._key())
        self.send_header("location", f"http://127.0.0.1:1/{self._key()}")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def echo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Echo]:
    case = folder / "seeds" / "harbour"
    case.mkdir(parents=True)
    (case / "case.toml").write_text('title = "Harbour"\nnow = 2025-03-04T06:00:00Z\n', encoding="utf-8")
    shutil.copy(folder / "harbour.txt", case)
    (folder / "golden").mkdir()
    (folder / "golden" / "models.toml").write_text('[small]\nmodel = "m"\n', encoding="utf-8")
    with Echo() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("BRIEFING_RETRIES", "0")
        yield server
        server.shutdown()
        thread.join()


COMMANDS = [
    ("write", "harbour.txt", "--model", "m", "-vv", "-o", "brief.md", "-o", "brief.json", "-o", "brief.html"),
    ("write", "harbour.txt", "--model", "m", "-vv", "--dry-run"),
    ("record", "-vv"),
    ("doctor", "--json"),
    ("doctor", "-vv"),
]


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 500])
def test_the_key_stands_nowhere(run: Run, echo: Echo, folder: Path, status: int) -> None:
    echo.status = status
    for command in COMMANDS:
        done = run(*command)
        assert KEY not in done.out, command
        assert KEY not in done.err, command
    assert echo.asked
    files = [path for path in folder.parent.rglob("*") if path.is_file()]
    assert (folder / "golden/harbour/small/recording-1.json" in files) == (status == 200)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []
