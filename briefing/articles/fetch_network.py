"""One request over a guarded connection: the address that was checked is the address that is spoken to.

The HTTP library is asked for the bytes alone. It never resolves a name, sees no proxy, keeps no cookie and
follows no redirect. Only `fetch` imports this module, when it first fetches.
"""

import ssl
from collections.abc import Callable, Iterable
from typing import NamedTuple

import httpcore2
import httpx2

from briefing.articles.fetch_addresses import Resolve, is_public, resolve_in_time
from briefing.articles.fetch_results import FetchFault, FetchRefusedError
from briefing.articles.fetch_unpack import unpack

__all__ = ["Answer", "Deadline", "GuardedNetwork", "ask"]

_WEB_PORTS = (80, 443)
_CONNECT_SECONDS = 10.0
_SUCCESS = 200


class Answer(NamedTuple):
    """Status, headers and body of one answer; the body of anything but 200 is not read."""

    status: int
    headers: httpx2.Headers
    body: bytes


class Deadline:
    """The moment by which everything must be over."""

    def __init__(self, seconds: float, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds that remain; raises FetchRefusedError if there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise FetchRefusedError(FetchFault.TIMEOUT, "it took too long")
        return left

    def put_off(self, seconds: float) -> None:
        """Do not count time that was spent waiting by choice."""
        self._end += seconds


def ask(
    url: httpx2.URL,
    *,
    asking: dict[str, str],
    network: httpcore2.NetworkBackend,
    trust: ssl.SSLContext | None,
    size: int,
) -> Answer:
    """Send one GET request; raises FetchRefusedError for whatever goes wrong on the way."""
    request = httpx2.Request("GET", url, headers=asking)
    target = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path or b"/"
    )
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=trust, network_backend=network) as pool,
            pool.stream("GET", target, headers=request.headers.raw) as raw,
        ):
            headers = httpx2.Headers(raw.headers)
            body = _read(raw, headers, size) if raw.status == _SUCCESS else b""
            return Answer(raw.status, headers, body)
    except httpcore2.TimeoutException as error:
        raise FetchRefusedError(FetchFault.TIMEOUT, "it took too long") from error
    except httpcore2.NetworkError as error:
        raise FetchRefusedError(FetchFault.UNREACHABLE, f"cannot be reached ({_reason(error)})") from error
    except httpcore2.ProtocolError as error:
        raise FetchRefusedError(FetchFault.BROKEN, f"the answer is broken ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    words = str(error).partition("\n")[0].strip()
    return words[:120] or type(error).__name__


def _read(raw: httpcore2.Response, headers: httpx2.Headers, size: int) -> bytes:
    """Read the body, counting bytes as they come out of decompression."""
    too_large = FetchRefusedError(FetchFault.TOO_LARGE, f"it is larger than {size:,} bytes")
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced[:20]) > size:
        raise too_large
    body = bytearray()
    for piece in unpack(raw.iter_stream(), coding=headers.get("content-encoding", "")):
        body += piece
        if len(body) > size:
            raise too_large
    return bytes(body)


class GuardedNetwork(httpcore2.NetworkBackend):
    """Resolves a host once, checks every address, and connects to one of those that passed.

    `inner` makes the connection to a numeric address. Whatever is read and written keeps the deadline.
    """

    def __init__(
        self,
        *,
        deadline: Deadline,
        resolve: Resolve,
        allow_private: bool,
        inner: httpcore2.NetworkBackend,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first checked address of `host` that answers."""
        failure: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses(host, port):
            seconds = min(timeout or _CONNECT_SECONDS, self._deadline.left)
            try:
                stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        if port not in _WEB_PORTS and not self._allow_private:
            detail = f"port {port} is none that pages are served on; allow private addresses to use it"
            raise FetchRefusedError(FetchFault.ADDRESS, detail)
        found = resolve_in_time(host, resolve=self._resolve, seconds=self._deadline.left)
        allowed = [address for address in found if self._allow_private or is_public(address)]
        if not allowed:
            detail = f"{host} leads into a private network ({found[0]}); allow private addresses to read it"
            raise FetchRefusedError(FetchFault.PRIVATE, detail)
        return allowed


class _TimedStream(httpcore2.NetworkStream):
    """A stream no operation of which outlasts the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, self._deadline.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._deadline.left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        del timeout
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left)
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
