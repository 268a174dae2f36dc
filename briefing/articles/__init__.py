"""Bytes -> Article: files, pages, mails and pasted text become cleaned words with numbered sentences."""

from briefing.articles.plain import from_text

__all__ = ["from_text"]
