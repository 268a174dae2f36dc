"""A server on this machine that speaks enough of the Chat Completions protocol, with a window of its own."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from longstories import answer
from loopback import send_json

_BYTES_A_TOKEN = 3.4


class WindowServer:
    """Answers by the rule of `longstories`, and refuses what is larger than its window in OpenAI's words.

    `answer` may be replaced; `users` are the second messages it took, `refused` those it did not.
    """

    def __init__(self, window: int, *, tells: bool = True) -> None:
        self.window = window
        self.tells = tells
        self.answer: Callable[[str], str] = answer
        self.users: list[str] = []
        self.refused: list[str] = []
        self.lock = threading.Lock()
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, owner: WindowServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_POST(self) -> None:
        owner = self.server.owner
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        text = "".join(message["content"] for message in body["messages"])
        user = body["messages"][1]["content"]
        tokens = round(len(text.encode()) / _BYTES_A_TOKEN)
        fits = tokens + body["max_tokens"] <= owner.window
        with owner.lock:
            (owner.users if fits else owner.refused).append(user)
        if fits:
            send_json(self, 200, _completion(owner.answer(user), tokens))
            return
        told = (
            f"This model's maximum context length is {owner.window} tokens. However, you requested {tokens}."
        )
        message = told if owner.tells else "Please reduce the length of the messages."
        send_json(self, 400, {"error": {"message": message, "code": "context_length_exceeded"}})

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on stderr."""


def _completion(content: str, tokens: int) -> dict[str, object]:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    usage = {"prompt_tokens": tokens, "completion_tokens": len(content) // 3}
    head = {"id": "1", "object": "chat.completion", "created": 1, "model": "tiny"}
    return {**head, "choices": [choice], "usage": usage}
