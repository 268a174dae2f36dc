"""Sheet -> Slack's own markup, for its API and webhooks.

`<` opens every token of this markup, and `write_link` is the only place that writes one.
"""

from briefing.render.entries import SourceEntry
from briefing.render.sheet import Sheet
from briefing.render.slack import MESSAGE_BREAK, Dialect, describe_source, guard, number_messages
from briefing.render.visible import clip

__all__ = ["DIALECT", "escape_mrkdwn", "mrkdwn_messages", "render_mrkdwn", "write_link"]

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS = frozenset("*_~")
LINK_LENGTH = 2000  # a link stays whole in every section
LABEL_LENGTH = 150


def render_mrkdwn(sheet: Sheet) -> str:
    """Write the messages of `mrkdwn_messages` one after the other; ends with one newline."""
    return MESSAGE_BREAK.join(mrkdwn_messages(sheet)) + "\n"


def mrkdwn_messages(sheet: Sheet) -> tuple[str, ...]:
    """Write the brief as messages for Slack's API, each short enough after escaping."""
    return number_messages(sheet, DIALECT)


def escape_mrkdwn(text: str) -> str:
    """Make untrusted text inert; only the three characters that Slack decodes become entities.

    >>> escape_mrkdwn("AT&T's <!channel> > 5")
    "AT&amp;T's &lt;!channel&gt; &gt; 5"
    """
    return guard(text).translate(_ENTITIES)


def write_link(url: str | None, label: str) -> str:
    """Write a link to an address that `web_address` has made, or the label alone where it would be too long.

    >>> write_link("https://news.example/?a=1&b=2", "News | more")
    '<https://news.example/?a=1&amp;b=2|News | more>'
    """
    shown = escape_mrkdwn(clip(label, LABEL_LENGTH))
    address = (url or "").translate(_ENTITIES)
    return f"<{address}|{shown}>" if 0 < len(address) <= LINK_LENGTH else shown


def _write_label(label: str) -> str:
    """Write in bold what can be: a closing mark after a sign or beside another mark is not understood."""
    is_plain = label[:1].isascii() and label[:1].isalnum() and label[-1:].isascii() and label[-1:].isalnum()
    return f"*{label}*" if is_plain and not _MARKS & set(label) else label


def _write_source(source: SourceEntry) -> str:
    return describe_source(source, name=write_link(source.url, source.name), escape=escape_mrkdwn)


DIALECT = Dialect(escape=escape_mrkdwn, label=_write_label, source=_write_source)
