"""A loopback server that plays scripted faults byte by byte.

A script is a list of plays, one for each request; the last is repeated. What a script does is told by its
plays alone, so that a reader sees the bytes.
"""

import gzip
import json
import socket
import struct
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import TracebackType
from typing import Self

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
GOOD = '{"headline": "Bridge closes", "score": 3}'


@dataclass(frozen=True)
class Play:
    """What is sent for one request: `pieces` with a pause before each but the first; then the end."""

    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0
    hold: float = 0.0  # silence before anything is sent
    reset: bool = False  # end with RST instead of FIN


class FaultServer:
    """Serves one script on 127.0.0.1 until it is left; `requests` are the bodies that arrived."""

    def __init__(self, script: Sequence[Play]) -> None:
        self.requests: list[bytes] = []
        self._script = script
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        threads: list[threading.Thread] = []
        while True:
            connection, _ = self._listener.accept()
            if self._over.is_set():
                connection.close()
                break
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join(5)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                body = _read_request(connection)
                with self._lock:
                    self.requests.append(body)
                    play = self._script[min(len(self.requests), len(self._script)) - 1]
                self._play(connection, play)
            except OSError:
                pass  # the client went away, as it should from some of these

    def _play(self, connection: socket.socket, play: Play) -> None:
        self._over.wait(play.hold)
        for number, piece in enumerate(play.pieces):
            if number and play.pause:
                self._over.wait(play.pause)
            connection.sendall(piece)
        if play.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    ]
    while len(body) < int(lengths[0]):
        body += connection.recv(65536)
    return body


class FakeTime:
    """A clock that moves when somebody sleeps; `naps` are how long."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


# --- bytes ---------------------------------------------------------------------------------------------


def http(
    status: int = 200,
    body: bytes = b"",
    *,
    headers: Mapping[str, str] | None = None,
    content_type: str | None = "application/json",
) -> bytes:
    """A whole HTTP answer that ends its connection."""
    fields = {"Connection": "close", "Content-Length": str(len(body)), **(headers or {})}
    if content_type is not None:
        fields["Content-Type"] = content_type
    lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def completion(content: object = GOOD, *, finish: str | None = "stop", **message: object) -> bytes:
    """A chat completion with one choice."""
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": content, **message},
    }
    return envelope(choices=[choice])


def envelope(**fields: object) -> bytes:
    """A chat completion's outer object."""
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": "tiny-1", "usage": usage}
    return json.dumps({**head, **fields}).encode()


def error(
    message: str, *, code: str | None = None, kind: str = "invalid_request_error", **more: object
) -> bytes:
    """An error body in the shape of the protocol."""
    return json.dumps({"error": {"message": message, "type": kind, "code": code, **more}}).encode()


OK = Play((http(200, completion()),))


def _status(status: int, body: bytes | None = None, *, then: bool = False, **headers: str) -> list[Play]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    play = Play((http(status, error("try later") if body is None else body, headers=names),))
    return [play, OK] if then else [play]


def _body(body: bytes, *, content_type: str | None = "application/json", **headers: str) -> list[Play]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return [Play((http(200, body, content_type=content_type, headers=names),))]


def _content(content: object, *, finish: str | None = "stop", **message: object) -> list[Play]:
    return _body(completion(content, finish=finish, **message))


def _pieces(data: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(data[start : start + size] for start in range(0, len(data), size))


_QUOTA = error("You exceeded your current quota.", code="insufficient_quota", type="insufficient_quota")
_FORMAT = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
_CONTEXT = "This model's maximum context length is 4096 tokens; please reduce the length of the messages."
_HTML = b"<html><body><h1>Welcome</h1></body></html>"
_GZIP = gzip.compress(completion())
_WHOLE = http(200, completion())
_LONG = http(200, completion(GOOD + " " * 600))
_CUT = '{"headline": "Bridge closes", "sco'
_LATER = format_datetime(NOW + timedelta(seconds=27), usegmt=True)

_PASSING = (408, 409, 500, 502, 503, 504, 520, 529)

SCRIPTS: dict[str, list[Play]] = {
    "ok": [OK],
    # statuses
    "429_ra1_then_ok": _status(429, then=True, Retry_After="1"),
    "429_ra_ms_then_ok": _status(429, then=True, Retry_After_Ms="1500", Retry_After="9"),
    "429_ra_date_then_ok": _status(429, then=True, Retry_After=_LATER),
    "429_ra_119_then_ok": _status(429, then=True, Retry_After="119"),
    "429_ra_121_then_ok": _status(429, then=True, Retry_After="121"),
    "429_ra_garbage_then_ok": _status(429, then=True, Retry_After="soon"),
    "429_ra_negative_then_ok": _status(429, then=True, Retry_After="-5"),
    "429_always": _status(429),
    "429_insufficient_quota": _status(429, _QUOTA),
    "429_insufficient_quota_xsr": _status(429, _QUOTA, X_Should_Retry="true"),
    "400_xsr_true": _status(400, X_Should_Retry="true"),
    **{f"{status}_then_ok": _status(status, then=True) for status in _PASSING},
    "500_always": _status(500),
    "502_html": [Play((http(502, _HTML, content_type="text/html"),))],
    "400_bad": _status(400, error("messages: field required")),
    "400_ctx": _status(400, error(_CONTEXT, code="context_length_exceeded")),
    "400_rf": _status(400, error(_FORMAT, param="response_format")),
    "400_vllm_flat": _status(
        400,
        json.dumps(
            {
                "object": "error",
                "message": "guided decoding cannot compile this grammar",
                "code": 400,
            }
        ).encode(),
    ),
    "401": _status(401, error("Incorrect API key provided.", code="invalid_api_key")),
    "403": _status(403, error("Country not supported.")),
    "404": _status(404, error("The model does not exist.", code="model_not_found")),
    "413": _status(413, b""),
    "422": _status(422, json.dumps({"detail": [{"msg": "field required"}]}).encode()),
    "302_redirect": _status(302, b"", Location="http://127.0.0.1:9/elsewhere"),
    "307_redirect": _status(307, b"", Location="http://127.0.0.1:9/elsewhere"),
    # good status, bad envelope
    "204": [Play((b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",))],
    "200_empty": _body(b""),
    "200_html": _body(_HTML, content_type="text/html"),
    "200_json_text_ct": _body(completion(), content_type="text/plain"),
    "200_no_ct": _body(completion(), content_type=None),
    "200_error_body": _body(error("the backend crashed", type="server_error")),
    "200_bad_json": _body(completion()[:-9]),
    "200_json_null": _body(b"null"),
    "200_json_list": _body(b"[]"),
    "200_nan": _body(completion()[:-1] + b', "score": NaN}'),
    "200_dupkey": _body(completion()[:-1] + b', "model": "tiny-2"}'),
    "200_bom": _body(b"\xef\xbb\xbf" + completion()),
    "200_bad_utf8": _body(completion().replace(b"Bridge", b"Br\xffdge")),
    "200_latin1_ct": _body(
        completion().replace(b"Bridge", b"Br\xfccke"), content_type="application/json; charset=latin-1"
    ),
    "200_utf16": _body(
        completion().decode().encode("utf-16"), content_type="application/json; charset=utf-16"
    ),
    "200_lone_surrogate": _content('{"headline": "Bridge \ud83d", "score": 3}'),
    "200_deep": _body(b"[" * 100_000),
    "200_choices_empty": _body(envelope(choices=[])),
    "200_choices_null": _body(envelope(choices=None)),
    "200_choices_missing": _body(envelope()),
    "200_message_null": _body(envelope(choices=[{"index": 0, "finish_reason": "stop", "message": None}])),
    "200_content_null": _content(None),
    "200_content_empty": _content(""),
    "200_content_list": _content([{"type": "text", "text": GOOD}]),
    "200_content_int": _content(7),
    "200_refusal": _content(None, refusal="I cannot help with that."),
    "200_refusal_and_content": _content(GOOD, refusal="I cannot help with that."),
    "200_length": _content(_CUT, finish="length"),
    "200_length_valid": _content(GOOD, finish="length"),
    "200_truncated_but_stop": _content(_CUT),
    "200_content_filter": _content("I", finish="content_filter"),
    "200_content_filter_null": _content(None, finish="content_filter"),
    "200_finish_null": _content(GOOD, finish=None),
    "200_finish_weird": _content(GOOD, finish="eos_token"),
    "200_tool_calls": _content(
        None,
        finish="tool_calls",
        tool_calls=[{"id": "t1", "type": "function", "function": {"name": "f", "arguments": GOOD}}],
    ),
    # good envelope, bad content
    "c_fence": _content(f"```json\n{GOOD}\n```"),
    "c_fence_trunc": _content(f"```json\n{GOOD}"),
    "c_think": _content(f"<think>The bridge. {{}}</think>\n{GOOD}"),
    "c_think_open": _content(f"<think>The bridge. {GOOD}"),
    "c_trail": _content(f"{GOOD}\nI hope this helps."),
    "c_lead": _content(f"Here is the JSON:\n{GOOD}"),
    "c_dup": _content('{"headline": "Bridge closes", "score": 3, "score": 4}'),
    "c_nan": _content('{"headline": "Bridge closes", "score": NaN}'),
    "c_inf": _content('{"headline": "Bridge closes", "score": 1e999}'),
    "c_wrongtype": _content('{"headline": ["Bridge closes"], "score": 3}'),
    "c_numstr": _content('{"headline": "Bridge closes", "score": "3"}'),
    "c_extra": _content('{"headline": "Bridge closes", "score": 3, "note": ""}'),
    "c_missing": _content('{"headline": "Bridge closes"}'),
    "c_single": _content("{'headline': 'Bridge closes', 'score': 3}"),
    "c_trailcomma": _content('{"headline": "Bridge closes", "score": 3,}'),
    "c_ctrl": _content('{"headline": "Bridge\ncloses", "score": 3}'),
    "c_two": _content(GOOD + GOOD),
    "c_list": _content(f"[{GOOD}]"),
    "c_bom": _content("\ufeff" + GOOD),
    "c_nul": _content('{"headline": "Bridge\\u0000closes", "score": 3}'),
    "c_surr": _content('{"headline": "Bridge \\ud83d", "score": 3}'),
    "c_deep": _content("[" * 5_000 + "]" * 5_000),
    "c_bigint": _content(f'{{"headline": "Bridge closes", "score": {"9" * 5_000}}}'),
    "c_string": _content(json.dumps(GOOD)),
    "c_jsonnull": _content("null"),
    # packed, although plain bytes were asked for
    "200_gzip": _body(_GZIP, Content_Encoding="gzip"),
    "200_gzip_bad": _body(b"\x1f\x8b" + b"no gzip" * 9, Content_Encoding="gzip"),
    "200_gzip_lie": _body(completion(), Content_Encoding="gzip"),
    "200_gzip_trunc": _body(_GZIP[:-20], Content_Encoding="gzip"),
    "200_gzip_bomb": _body(gzip.compress(b" " * 20_000_000), Content_Encoding="gzip"),
    "200_huge_20MB": _body(completion("x" * 20_000_000)),
    # sockets
    "reset_before": [Play(reset=True)],
    "reset_before_then_ok": [Play(reset=True), OK],
    "close_before": [Play()],
    "reset_mid": [Play((_WHOLE[:-50],), reset=True)],
    "close_mid": [Play((_WHOLE[:-50],))],
    "close_mid_then_ok": [Play((_WHOLE[:-50],)), OK],
    "read_timeout": [Play((_WHOLE,), hold=20)],
    "read_timeout_then_ok": [Play((_WHOLE,), hold=20), OK],
    "slow_drip": [Play(_pieces(_LONG, 40), pause=0.15)],
    "slow_drip_forever": [Play((_LONG[:200], *(b" " for _ in range(200))), pause=0.1)],
    "bad_status_line": [Play((b"HTTP/9.9 hello\r\n\r\n",))],
    "bad_chunk": [Play((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",))],
    "huge_header": [Play((http(200, completion(), headers={"X-Filler": "x" * 300_000}),))],
}
TIMED = ("read_timeout", "read_timeout_then_ok", "slow_drip", "slow_drip_forever")
