"""Sheet -> one HTML page: no network, no script. Jinja escapes every text; the policy allows one style."""

from functools import cache
from typing import TYPE_CHECKING

from briefing.render.html import hash_source
from briefing.render.templates import load_template
from briefing.report.neutral import neutralise
from briefing.report.plots import plot_grid, plot_interval, scale_of
from briefing.report.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["content_security_policy", "render_html"]


def render_html(sheet: Sheet) -> str:
    """Write the sheet as a page; ends with one newline."""
    return _template("report.html.jinja").render(
        sheet=sheet,
        policy=content_security_policy(),
        plot_grid=plot_grid,
        plot_interval=plot_interval,
        scale_of=scale_of,
    )


def content_security_policy() -> str:
    """Return the policy that allows exactly the page's own style, and nothing else at all."""
    style = hash_source(_template("report.css").render())
    return f"default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'"


@cache
def _template(name: str) -> "Template":
    return load_template(name, filters={"neutral": neutralise}, package="briefing.report")
