"""Untrusted text and addresses -> what a reader may see: one visible line, safe links, readable days.

This comes before every escaper and is the same for all formats.
"""

from datetime import date, datetime
from urllib.parse import SplitResult, quote, urlsplit

from briefing.text import is_invisible, strip_controls

__all__ = ["clip", "long_day", "long_moment", "plain", "quoted", "web_address"]

ADDRESS_LENGTH = 2000
_MONTHS = "January February March April May June July August September October November December".split()


def plain(text: str) -> str:
    r"""Reduce text to one line of visible characters: no controls, no format characters, single spaces.

    >>> plain("  Talks\n\nbegin\u202e \x1b[31mtoday\u200b ")
    'Talks begin [31mtoday'
    """
    visible = text if text.isascii() else text.translate(_SHOWN)
    one_line = strip_controls(" ".join(visible.split()))
    return " ".join(one_line.split())


class _Shown(dict[int, int | None]):
    """What each character is shown as: itself or nothing, worked out when it is first met."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        self[code] = None if is_invisible(char) or "\ud800" <= char <= "\udfff" else code
        return self[code]


_SHOWN = _Shown()


def quoted(text: str) -> str:
    """Put words in quotation marks; words that hold double marks themselves stand in single ones.

    The words keep the article's own characters, so that a search in the article finds them.

    >>> quoted("We will not go"), quoted("He said “no” twice")
    ('“We will not go”', '‘He said “no” twice’')
    """
    words = plain(text)
    return f"‘{words}’" if any(mark in words for mark in '"“”„«»') else f"“{words}”"


def clip(text: str, length: int) -> str:
    """Shorten text to `length` characters, at a space where there is one.

    >>> clip("one two three", 9), clip("short", 9)
    ('one two …', 'short')
    """
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0][: length - 2] + " …"


def web_address(url: str | None) -> str | None:
    """Return an http or https address that is safe to print, or None.

    Everything outside the characters of an address is percent-encoded. An address with a user name or
    password in it, with another scheme or of more than 2,000 characters is not printed at all.

    >>> web_address("https://news.example/a b|c")
    'https://news.example/a%20b%7Cc'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    try:
        return _rebuild(urlsplit(plain(url or "")))
    except ValueError:  # a port that is no number, a host that is no name
        return None


def _rebuild(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _is_host(host):
        return None
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    path = quote(parts.path + query + fragment, safe="!#$%&'()*+,/:;=?@~")
    address = f"{parts.scheme}://{host}{port}{path}"
    return address if len(address) <= ADDRESS_LENGTH else None


def long_day(day: date) -> str:
    """Write a day for people.

    >>> long_day(date(2025, 9, 24))
    '24 September 2025'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_moment(iso: str) -> str:
    """Write an ISO 8601 moment for people, in its own time zone.

    >>> long_moment("2025-09-24T07:15:00+00:00"), long_moment("2025-09-24T07:15:00")
    ('24 September 2025 07:15 UTC', '24 September 2025 07:15')
    """
    moment = datetime.fromisoformat(iso)
    zone = (moment.tzname() or "").removesuffix("+00:00")
    return f"{long_day(moment.date())} {moment:%H:%M} {zone}".rstrip()


def _is_host(host: str) -> bool:
    return bool(host) and all(char.isalnum() or char in "-._" for char in host)
