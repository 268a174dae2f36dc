"""Bytes -> Article: files, pages, mails and pasted text become cleaned words with numbered sentences."""

from briefing.articles.plain import from_text
from briefing.articles.reading import Reading, read_sources

__all__ = ["Reading", "from_text", "read_sources"]
