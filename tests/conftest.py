"""No test talks to the network: a connection that leaves this machine fails the test that opened it."""

import ipaddress
import socket

import pytest

Address = tuple[object, ...] | str | bytes


class NetworkGuard(socket.socket):
    """A socket that connects to loopback addresses and local sockets alone."""

    def connect(self, address: Address) -> None:
        self._refuse_strangers(address)
        super().connect(address)

    def connect_ex(self, address: Address) -> int:
        self._refuse_strangers(address)
        return super().connect_ex(address)

    def _refuse_strangers(self, address: Address) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            self.close()
            pytest.fail(f"the test tried to reach {address[0]}; tests use loopback servers and recordings")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", NetworkGuard)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
