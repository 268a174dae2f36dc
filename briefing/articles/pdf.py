"""The bytes of a PDF -> the article in it; needs the extra `[pdf]`."""

from io import BytesIO

from briefing.articles.extract import Extract, Problem
from briefing.articles.pasted import clean_text, keep_text
from briefing.schema import FindingCode

__all__ = ["read_pdf"]

_MISSING = "PDF files need the extra: pip install 'briefing-desk[pdf]'"


def read_pdf(data: bytes, *, clean: bool = True) -> Extract | Problem:
    """Read the text of all pages in order."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        return Problem(FindingCode.UNSUPPORTED, _MISSING)
    try:
        text = "\n\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        return Problem(FindingCode.UNREADABLE, f"it is no readable PDF: {type(error).__name__}")
    if not text.strip():
        return Problem(FindingCode.EMPTY, "its pages hold pictures and no text")
    return clean_text(text) if clean else keep_text(text)
