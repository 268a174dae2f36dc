"""Briefing -> text: one module a format, all made from the same brief, so that they can not disagree.

    sheet      the brief laid out for a reader, not yet escaped
    markdown   .md     CommonMark and tables
    slack      .txt    text to paste into Slack
    json_      .json   everything, for programs
    html       .html   one page that needs nothing else
    mrkdwn     .mrkdwn      Slack's own markup
    blocks     .slack.json  Block Kit payloads to post

Only a `Briefing` goes in, and only `briefing.verify` makes one: nothing unproved can be printed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from briefing.errors import UsageError
from briefing.render.blocks import render_blocks
from briefing.render.html import render_html
from briefing.render.json_ import render_json
from briefing.render.markdown import render_markdown
from briefing.render.mrkdwn import render_mrkdwn
from briefing.render.sheet import lay_out
from briefing.render.slack import render_slack
from briefing.schema import Briefing

__all__ = ["FORMATS", "Format", "format_of", "render"]


@dataclass(frozen=True)
class Format:
    """An output format: the end of its files' names and, in a few words, what it is for."""

    suffix: str
    purpose: str
    write: Callable[[Briefing], str]


def render(briefing: Briefing, name: str) -> str:
    """Write a brief in the named one of `FORMATS`; the text ends with one newline.

    Raises:
        UsageError: there is no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}; choose one of {', '.join(FORMATS)}.")
    return FORMATS[name].write(briefing)


def format_of(file_name: str) -> str | None:
    """Return the format that a file name asks for by its end, or None.

    >>> format_of("monday.md"), format_of("monday.slack.json"), format_of("monday.docx")
    ('markdown', 'slack-json', None)
    """
    ends = [name for name, format_ in FORMATS.items() if file_name.lower().endswith(format_.suffix)]
    return max(ends, key=lambda name: len(FORMATS[name].suffix), default=None)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "markdown": Format(
            ".md", "the brief to read and to file", lambda brief: render_markdown(lay_out(brief))
        ),
        "slack": Format(".txt", "text to paste into Slack", lambda brief: render_slack(lay_out(brief))),
        "json": Format(".json", "everything, for programs", render_json),
        "html": Format(".html", "one page to open and share", lambda brief: render_html(lay_out(brief))),
        "slack-mrkdwn": Format(
            ".mrkdwn", "messages for Slack's API", lambda brief: render_mrkdwn(lay_out(brief))
        ),
        "slack-json": Format(
            ".slack.json", "Block Kit for Slack's API", lambda brief: render_blocks(lay_out(brief))
        ),
    }
)
