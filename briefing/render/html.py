"""Sheet -> one HTML page that needs nothing else: no network, no script, no colour to be understood.

Jinja escapes every text. A policy in the page allows the style and the script below by the hash of their
bytes and nothing else, so that even a hole in the escaping could load, run or send nothing.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from briefing.render.sheet import NO_POSITION, Sheet
from briefing.render.slack import guard, render_slack
from briefing.render.templates import load_template

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["content_security_policy", "hash_source", "render_html"]


def render_html(sheet: Sheet) -> str:
    """Write the sheet as a page; ends with one newline."""
    return _template("brief.html.jinja").render(
        sheet=sheet,
        policy=content_security_policy(),
        slack={"html": _write_clipboard(sheet), "plain": render_slack(sheet)},
        no_position=NO_POSITION,
    )


def content_security_policy() -> str:
    """Return the policy that allows exactly the page's own style and script."""
    style, script = (hash_source(_template(name).render()) for name in ("brief.css", "brief.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )


def _write_clipboard(sheet: Sheet) -> str:
    """Write the rich text that the page's button copies, of nothing but what Slack keeps when pasted."""
    return _template("clipboard.html.jinja").render(sheet=sheet, no_position=NO_POSITION)


@cache
def _template(name: str) -> "Template":
    return load_template(name, filters={"guard": guard})


def hash_source(text: str) -> str:
    """The source by which a policy allows exactly this style or script.

    >>> hash_source("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"
