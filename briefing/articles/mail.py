"""The bytes of a mail (`.eml`) -> the article in it: newsletters, alerts, forwarded pages."""

from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from briefing.articles.extract import Extract, Problem
from briefing.articles.normalise import normalise
from briefing.articles.pasted import clean_text, keep_text
from briefing.articles.webpage import read_page
from briefing.schema import DateOrigin, FindingCode, Published

__all__ = ["read_mail"]

_LONGEST = 300


def read_mail(data: bytes, *, clean: bool = True) -> Extract | Problem:
    """Read the HTML part as a page, or else the plain part; subject, sender and date come from the header."""
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage), "the default policy makes no other"
    extract = _body(message, clean=clean)
    if isinstance(extract, Problem):
        return extract
    return replace(
        extract,
        title=_header(message, "subject") or extract.title,
        outlet=extract.outlet or _sender(message),
        published=_date(message) or extract.published,
        updated=None,
    )


def _body(message: EmailMessage, *, clean: bool) -> Extract | Problem:
    try:
        part = message.get_body(preferencelist=("html", "plain"))
        content = part.get_content() if part else ""
    except (LookupError, ValueError, MessageError):  # an encoding or structure that does not exist
        return Problem(FindingCode.UNREADABLE, "its parts cannot be decoded")
    if not isinstance(content, str) or not content.strip():
        return Problem(FindingCode.EMPTY, "there is no text in the mail")
    if part is not None and part.get_content_subtype() == "html":
        return read_page(content.encode("utf-8", "replace"), clean=clean)
    return clean_text(content) if clean else keep_text(content)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, MessageError):  # headers the parser itself trips over
        return None
    return " ".join(normalise(value[: 4 * _LONGEST]).text.split())[:_LONGEST] or None


def _sender(message: EmailMessage) -> str | None:
    return parseaddr(_header(message, "from") or "")[0] or None


def _date(message: EmailMessage) -> Published | None:
    words = _header(message, "date")
    if words is None:
        return None
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    zone_known = moment.tzinfo is not None
    return Published(moment=moment, has_time=True, zone_known=zone_known, origin=DateOrigin.MAIL, words=words)
