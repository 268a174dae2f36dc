"""Which addresses on the network may be spoken to: those of the public internet and no others.

Names are no guide (`127.1`, `2130706433` and any name its owner likes lead to this machine); only the numeric
address that is going to be connected to is.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

from briefing.articles.fetch_results import FetchFault, FetchRefusedError

__all__ = ["Resolve", "ask_system", "is_public", "resolve_in_time"]

Resolve = Callable[[str], Sequence[str]]

# Not told as private by every Python we run on: this one holds a cloud's metadata service.
_ASSIGNED_V4 = ipaddress.ip_network("192.0.0.0/24")
# All of IPv6 that is given to public hosts. What embeds other addresses (::/96, 64:ff9b::/96) lies outside.
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, whatever it is wrapped in.

    >>> is_public("8.8.8.8"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("2002:7f00:1::")
    (True, False, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        return _is_public_v6(parsed)
    return _is_public_v4(parsed)


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and address not in _ASSIGNED_V4


def _is_public_v6(address: ipaddress.IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_v4(address.ipv4_mapped)
    if address.sixtofour is not None and not _is_public_v4(address.sixtofour):
        return False
    return address.is_global and address.scope_id is None and address in _PUBLIC_V6


def ask_system(host: str) -> tuple[str, ...]:
    """The numeric addresses of a host, as this machine resolves it; raises OSError or ValueError if none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_in_time(host: str, *, resolve: Resolve, seconds: float) -> tuple[str, ...]:
    """Resolve a host, or raise FetchRefusedError: unknown, or no answer in `seconds`.

    The system's resolver knows no deadline, so it is left behind in its thread when it is late.
    """
    answers: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(tuple(resolve(host)))
        except (OSError, ValueError):  # ValueError: a name that no host can have
            answers.put(())

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0))
    except queue.Empty:
        detail = f"the name {host} could not be looked up in time"
        raise FetchRefusedError(FetchFault.TIMEOUT, detail) from None
    if not found:
        raise FetchRefusedError(FetchFault.UNKNOWN_HOST, f"there is no host named {host}")
    return found
