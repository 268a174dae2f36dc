"""A desk for tests: a folder with settings, and outlets of our own on this machine."""

import html
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple

from loopback import Asked, Page

__all__ = ["NOW", "Item", "Newspaper", "prose", "settings"]

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
_FEED = {"Content-Type": "application/rss+xml"}
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_TOLD = (
    (
        "The timber under the roadway has rotted through in eleven places, a diver found in the autumn.",
        "A ferry struck the outer piles in the January storm, and two of them have leaned ever since.",
        "No inspection was paid for in the nine years since the harbour company was sold to Halden Freight.",
        "The insurer wrote that it will not cover lorries on it for another winter, whatever is promised.",
        "The lifeboat needs the berth at its end before the season begins and the tourists come.",
    ),
    (
        "Traders sell some forty tonnes of cod and herring there in a week, most of it before sunrise.",
        "The north quay has neither ice nor drains, and the smokehouse next door closed last summer.",
        "Two families have held their stalls since the days of sail and pay rent in kind, a box a month.",
        "The railway company has offered its old yard with the cranes still in it, for one crown a year.",
        "Gulls followed the last move for a fortnight, a warden remembers, and then forgot about it.",
    ),
    (
        "The school has room for ninety children and taught a hundred and forty of them last year.",
        "Parents counted three boilers that failed on one morning in February, and lessons in coats.",
        "A village hall was lent for the youngest classes, with a stage for the blackboard.",
        "The teachers' union keeps a list of broken windows that now fills four sheets.",
        "A wing of glass and larch was drawn for the site eleven years ago and never built.",
    ),
)
_FRAMES = (
    """The council of Fennwick argued on Monday about {what}.

“We will support {what} if the port pays for half of it,” {who}, the mayor of Fennwick, said. “Nobody else has
made an offer.”

It is not clear who would pay for the rest of {what}.""",
    """Guild masters at Sallow Quay learned over breakfast that {what} is to leave its hall.

“I am against moving {what} before the winter,” {who}, speaker of the guild, told reporters. “Ice does not
keep promises.”

When {what} would leave was not known.""",
    """A petition for {what} reached the education office in Tern Hill with two thousand names.

“My answer to {what} is yes, and this year,” {who}, who heads the office, wrote to parents. “Children cannot
be postponed.”

Which builder could begin on {what} has not been decided.""",
)


class Item(NamedTuple):
    """An entry of a feed with the page behind it."""

    path: str
    title: str
    text: str
    at: datetime = NOW
    teaser: str | None = None


class Newspaper:
    """An outlet with a feed at /feed; what it holds may change while it is served."""

    def __init__(self, name: str, items: Sequence[Item] = ()) -> None:
        self.name = name
        self.items = list(items)
        self.fails = False

    def __call__(self, asked: Asked) -> Page:
        if asked.path == "/robots.txt":
            return Page(status=404)
        if self.fails:
            return Page(status=503)
        if asked.path == "/feed":
            return self._feed(asked)
        item = next((item for item in self.items if item.path == asked.path), None)
        return Page(status=404) if item is None else Page(_page(item), headers=_HTML)

    def _feed(self, asked: Asked) -> Page:
        entries = "".join(_entry(item, asked.headers["host"]) for item in self.items)
        body = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{html.escape(self.name)}</title>'
            f"{entries}</channel></rss>"
        ).encode()
        tag = f'"{hash(body)}"'
        if asked.headers.get("if-none-match") == tag:
            return Page(status=304, headers={"ETag": tag})
        return Page(body, headers={**_FEED, "ETag": tag})


def _entry(item: Item, host: str) -> str:
    text = item.text if item.teaser is None else item.teaser
    return (
        f"<item><title>{html.escape(item.title)}</title><link>http://{host}{item.path}</link>"
        f"<pubDate>{format_datetime(item.at)}</pubDate>"
        f"<description>{html.escape(_paragraphs(text))}</description></item>"
    )


def _page(item: Item) -> bytes:
    return (
        f"<html><head><title>{html.escape(item.title)}</title></head><body><article>"
        f"<h1>{html.escape(item.title)}</h1>{_paragraphs(item.text)}</article></body></html>"
    ).encode()


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))


def prose(who: str, what: str, *, theme: int = 0) -> str:
    """An article of some 130 words in which somebody holds a position; themes share no telling words."""
    frame = _FRAMES[theme].replace("\n\n", "\r").replace("\n", " ").format(who=who, what=what)
    opening, quotation, closing = frame.split("\r")
    return "\n\n".join([opening, quotation, *_TOLD[theme], closing])


def settings(*sources: str, more: str = "") -> str:
    """A settings file with these feeds and files, allowed to ask this machine at once."""
    tables = "".join(
        f"[[source]]\n{'feed' if source.startswith('http') else 'files'} = {json.dumps(source)}\n"
        for source in sources
    )
    top, _, below = more.partition("\n\n")
    return f'time_zone = "UTC"\n{top}\n{tables}\n{below}\n[fetch]\nallow_private = true\npause = 0\n'
