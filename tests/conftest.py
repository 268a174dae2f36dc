"""No test talks to the network: a connection that leaves this machine fails the test that opened it."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest

Address = tuple[object, ...] | str | bytes


class NetworkGuard(socket.socket):
    """A socket that connects to loopback addresses and local sockets alone."""

    def connect(self, address: Address) -> None:
        super().connect(_checked(address))

    def connect_ex(self, address: Address) -> int:
        return super().connect_ex(_checked(address))


def _checked(address: Address) -> Address:
    if isinstance(address, tuple) and not _is_loopback(str(address[0])):
        pytest.fail(f"the test tried to reach {address[0]}; tests use loopback servers and recordings")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(socket, "socket", NetworkGuard)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return
