"""The wire under the SDK: a total deadline, a cap on bytes, no content encoding, no redirects, no proxies.

The SDK's own time-out counts from byte to byte, so an endpoint that drips holds a caller for ever, and it
unpacks whatever it is sent. Both are refused here, at the socket, before anything is kept.

Imports the HTTP library; `briefing.models.chat` imports this module when the first request is sent.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import httpcore2
import httpx2

__all__ = ["BYTE_CAP", "EncodedError", "GuardedTransport", "OversizeError"]

BYTE_CAP = 4 * 1024 * 1024
_CONNECTIONS = 1000
# They name the user's account at one company, and the SDK sends them to every host.
_ACCOUNT_HEADERS = ("openai-organization", "openai-project")


class EncodedError(httpx2.TransportError):
    """The reply came packed although plain bytes were asked for."""


class OversizeError(httpx2.TransportError):
    """The reply is larger than the cap."""


class GuardedTransport(httpx2.BaseTransport):
    """Sends one request at a time per thread and reads its reply within `deadline` seconds in all."""

    def __init__(
        self, *, deadline: float, byte_cap: int = BYTE_CAP, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._deadline = deadline
        self._byte_cap = byte_cap
        self._ends = _Ends(clock)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=_CONNECTIONS,
            keepalive_expiry=5.0,
            network_backend=_Backend(self._ends),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send; raises httpx2's own errors and the two of this module."""
        self._ends.begin(self._deadline)
        with _translated():
            response = self._pool.handle_request(_plain(request))
        headers = httpx2.Headers(response.headers)
        stream = _Body(response, self._byte_cap)
        if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
            stream.close()
            return _without_body(response, headers)
        return httpx2.Response(
            response.status, headers=headers, stream=stream, extensions=response.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def _plain(request: httpx2.Request) -> httpcore2.Request:
    request.headers["accept-encoding"] = "identity"
    if not f".{request.url.host}".endswith(".openai.com"):
        for name in _ACCOUNT_HEADERS:
            request.headers.pop(name, None)
    return httpcore2.Request(
        method=request.method,
        url=httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.read(),
        extensions=request.extensions,
    )


def _without_body(response: httpcore2.Response, headers: httpx2.Headers) -> httpx2.Response:
    """Keep what an error's status says; a good reply without its body is none."""
    if response.status < httpx2.codes.BAD_REQUEST:
        raise EncodedError("the reply is packed although plain bytes were asked for")
    kept = {name: value for name, value in headers.items() if not name.startswith("content-")}
    return httpx2.Response(response.status, headers=kept, content=b"")


@contextmanager
def _translated() -> Iterator[None]:
    """Let errors of the layer below surface as those the SDK knows."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise httpx2.ReadTimeout(str(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise httpx2.TransportError(str(error)) from error
    except (OSError, ssl.SSLError) as error:
        raise httpx2.TransportError(str(error)) from error


class _Body(httpx2.SyncByteStream):
    """A reply's body that ends with an error at the cap."""

    def __init__(self, response: httpcore2.Response, cap: int) -> None:
        self._response = response
        self._cap = cap

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        with _translated():
            for chunk in self._response.iter_stream():
                seen += len(chunk)
                if seen > self._cap:
                    raise OversizeError(f"the reply is larger than {self._cap} bytes")
                yield chunk

    def close(self) -> None:
        with _translated():
            self._response.close()


class _Ends:
    """When the current request of each thread must be over."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._local = threading.local()

    def begin(self, seconds: float) -> None:
        """Start the count for this thread's request."""
        self._local.end = self._clock() + seconds

    def cut(self, timeout: float | None) -> float:
        """The time-out of the next wait: `timeout` or what is left, whichever is less."""
        left: float = self._local.end - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline of the request has passed")
        return left if timeout is None else min(timeout, left)


class _Backend(httpcore2.NetworkBackend):
    """Ordinary sockets, every wait of which ends at the deadline."""

    def __init__(self, ends: _Ends) -> None:
        self._ends = ends
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._sockets.connect_tcp(host, port, self._ends.cut(timeout), local_address, socket_options)
        return _Stream(stream, self._ends)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, ends: _Ends) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._ends.cut(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._ends.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._ends.cut(timeout))
        return _Stream(secured, self._ends)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
