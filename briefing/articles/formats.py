"""The bytes of one input -> its extract, by its suffix or, without one, by what it looks like."""

import re
from dataclasses import replace

from briefing.articles.decode import decode
from briefing.articles.extract import Extract, Problem
from briefing.articles.mail import read_mail
from briefing.articles.markdown import read_markdown
from briefing.articles.pasted import clean_text, keep_text
from briefing.articles.pdf import read_pdf
from briefing.articles.webpage import read_page
from briefing.schema import FindingCode

__all__ = ["extract_article"]

_PAGE_RE = re.compile(rb"\s*(?:<\?xml[^>]{0,100}>\s*)?(?:<!doctype\s+html|<html\b|<head\b)", re.IGNORECASE)
_MAIL_RE = re.compile(rb"(?:[A-Za-z-]{1,40}: [^\r\n]{0,998}\r?\n(?:[ \t][^\r\n]{0,998}\r?\n){0,9}){2}")
_MAIL_FIELD_RE = re.compile(
    rb"^(?:from|received|message-id|mime-version|return-path): ", re.IGNORECASE | re.MULTILINE
)
_HEAD = 2048


def extract_article(data: bytes, *, suffix: str, clean: bool) -> Extract | Problem:
    """Find the article in `data`; a problem says why there is none.

    >>> extract_article(b"Rain fell.", suffix=".txt", clean=False).text
    'Rain fell.'
    """
    match _kind(data, suffix):
        case ".html" | ".htm":
            return read_page(data, clean=clean)
        case ".eml":
            return read_mail(data, clean=clean)
        case ".pdf":
            return read_pdf(data, clean=clean)
        case kind:
            return _read_text(data, clean=clean, is_markdown=kind == ".md")


def _kind(data: bytes, suffix: str) -> str:
    """The suffix, unless there is none or a page was saved as text."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if suffix in {"", ".txt"} and _PAGE_RE.match(head):
        return ".html"
    if suffix:
        return suffix
    if head.startswith(b"%PDF-"):
        return ".pdf"
    return ".eml" if _MAIL_RE.match(head) and _MAIL_FIELD_RE.search(head) else ".txt"


def _read_text(data: bytes, *, clean: bool, is_markdown: bool) -> Extract | Problem:
    decoded = decode(data)
    if decoded is None:
        return Problem(FindingCode.BINARY, "it holds binary data, not text")
    if not clean:
        extract = keep_text(decoded.text)
    else:
        extract = read_markdown(decoded.text) if is_markdown else clean_text(decoded.text)
    if not extract.text.strip():
        return Problem(FindingCode.EMPTY, "there is no text in it")
    if not decoded.is_guessed:
        return extract
    detail = f"its encoding was guessed as {decoded.encoding}; accented letters may be wrong"
    return replace(extract, notes=(*extract.notes, (FindingCode.ENCODING, detail)))
