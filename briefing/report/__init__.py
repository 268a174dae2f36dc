"""A comparison of prompts or models as a report: one model, five formats that can not disagree.

sheet      the comparison laid out for a reader, not yet escaped
neutral    untrusted text made harmless for logs and comments
terminal   to read where it was run
markdown   for a comment on a pull request
html       one page that needs nothing else, with plots
json_      everything, for programs
junit      for the test view of a build server
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from briefing.compare import Comparison
from briefing.errors import UsageError
from briefing.report.html import render_html
from briefing.report.json_ import render_json
from briefing.report.junit import render_junit
from briefing.report.markdown import render_markdown
from briefing.report.sheet import lay_out
from briefing.report.terminal import render_terminal

__all__ = ["REPORT_FORMATS", "ReportFormat", "format_of", "render_report"]


class ReportFormat(NamedTuple):
    """A format: the end of its files' names, and how it is written."""

    suffix: str
    write: Callable[[Comparison], str]


def render_report(comparison: Comparison, name: str) -> str:
    """Write a comparison in the named one of `REPORT_FORMATS`; the text ends with one newline.

    Raises:
        UsageError: there is no such format.
    """
    if name not in REPORT_FORMATS:
        raise UsageError(f"There is no format {name!r}; choose one of {', '.join(REPORT_FORMATS)}.")
    return REPORT_FORMATS[name].write(comparison)


def format_of(file_name: str) -> str | None:
    """Return the format that a file name asks for by its end, or None.

    >>> format_of("report.md"), format_of("report.docx")
    ('markdown', None)
    """
    ends = (name for name, form in REPORT_FORMATS.items() if file_name.lower().endswith(form.suffix))
    return next(ends, None)


REPORT_FORMATS: Mapping[str, ReportFormat] = MappingProxyType(
    {
        "terminal": ReportFormat(".txt", lambda comparison: render_terminal(lay_out(comparison))),
        "markdown": ReportFormat(".md", lambda comparison: render_markdown(lay_out(comparison))),
        "json": ReportFormat(".json", render_json),
        "junit": ReportFormat(".xml", render_junit),
        "html": ReportFormat(".html", lambda comparison: render_html(lay_out(comparison))),
    }
)
