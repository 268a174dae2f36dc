"""Fourteen mornings: articles of our own, the outlets that print them, and a desk that briefs them.

An article is a file of `fortnight/articles`: what stands above the blank line says who prints it and when,
and who copies it, prints only its beginning, or corrects it. What a feed holds depends on the clock.
"""

import html
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from loopback import Asked, Outlet, Page, serving

__all__ = ["GOLDEN", "MORNINGS", "brief_fortnight", "news_in_full", "news_of", "read_items"]

FORTNIGHT = Path(__file__).parent / "fortnight"
GOLDEN = FORTNIGHT / "golden"
MORNINGS = tuple(date(2026, 3, 2) + timedelta(days=number) for number in range(14))
FAILING = {"Town Gazette": (date(2026, 3, 7), date(2026, 3, 9))}
# What stands for the port of this run in the golden files.
PLACE = "outlets.example"
OUTLETS = ("Fennwick Courier", "The Ledger", "Town Gazette", "Coast Wire", "Island Mail", "Northern Post")
_LATEST = 8  # entries of a feed
_SHOWN = 2  # paragraphs before the wall
_WALL = "Subscribe to continue reading."
_FEED = {"Content-Type": "application/rss+xml"}
_PAGE = {"Content-Type": "text/html; charset=utf-8"}


class Item(NamedTuple):
    """An article as one outlet has it from `since` on, until a corrected version takes its place."""

    outlet: str
    name: str
    title: str
    text: str
    at: datetime
    since: datetime
    teaser: str | None = None

    @property
    def path(self) -> str:
        return f"/{slug(self.outlet)}/{self.name}"


def slug(words: str) -> str:
    return "-".join(words.lower().split())


def read_items() -> list[Item]:
    """Every article of the fortnight, with its copies."""
    return [item for path in sorted((FORTNIGHT / "articles").glob("*.txt")) for item in _items(path)]


def _items(path: Path) -> Iterator[Item]:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    given = dict(line.split(": ", 1) for line in head.splitlines())
    at = _moment(given["at"])
    name, since = path.stem, at
    if "replaces" in given:
        name, corrected = given["replaces"].split()
        since = _moment(corrected)
    yield Item(given["outlet"], name, given["title"], text.strip(), at, since, given.get("teaser"))
    for kind in ("copies", "paywalled"):
        if kind in given:
            outlet, _, moment = given[kind].rpartition(" ")
            copied = _moment(moment)
            shown = "\n\n".join([*text.strip().split("\n\n")[:_SHOWN], _WALL])
            told = shown if kind == "paywalled" else text.strip()
            yield Item(outlet, name, given["title"], told, copied, copied)


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


class Press:
    """The outlets at a moment that can be moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self._items = read_items()

    def __call__(self, asked: Asked) -> Page:
        outlet = next((o for o in OUTLETS if asked.path.startswith(f"/{slug(o)}/")), None)
        if outlet is None:
            return Page(status=404)
        first, last = FAILING.get(outlet, (date.max, date.max))
        if first <= self.now.date() <= last:
            return Page(status=503)
        there = self._there(outlet)
        if asked.path == f"/{slug(outlet)}/feed":
            return Page(_feed(outlet, there, asked.headers["host"]), headers=_FEED)
        found = next((item for item in there if item.path == asked.path), None)
        return Page(status=404) if found is None else Page(_page(found), headers=_PAGE)

    def _there(self, outlet: str) -> list[Item]:
        """What an outlet shows now, the latest first, each in its last version."""
        shown = [item for item in self._items if item.outlet == outlet and item.since <= self.now]
        versions = {item.path: item for item in sorted(shown, key=lambda item: item.since)}
        return sorted(versions.values(), key=lambda item: item.at, reverse=True)[:_LATEST]


def _feed(outlet: str, items: list[Item], host: str) -> bytes:
    entries = "".join(_entry(item, host) for item in items)
    channel = f"<channel><title>{html.escape(outlet)}</title>{entries}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def _entry(item: Item, host: str) -> str:
    told = _paragraphs(item.teaser or item.text)
    return (
        f"<item><title>{html.escape(item.title)}</title><link>http://{host}{item.path}</link>"
        f"<pubDate>{format_datetime(item.at)}</pubDate><description>{html.escape(told)}</description></item>"
    )


def _page(item: Item) -> bytes:
    title = html.escape(item.title)
    return (
        f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{_paragraphs(item.text)}</article></body></html>"
    ).encode()


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))


class Desk:
    """A folder with settings over the outlets, whose clock is moved on morning by morning."""

    def __init__(self, folder: Path, press: Press, server: Outlet) -> None:
        self.folder = folder
        self.press = press
        self._host = f"127.0.0.1:{server.port}"
        sources = "".join(
            f'[[source]]\nfeed = "http://{self._host}/{slug(outlet)}/feed"\noutlet = "{outlet}"\n'
            for outlet in OUTLETS
        )
        (folder / "briefing.toml").write_text(
            f'title = "Coast desk"\ntime_zone = "UTC"\n{sources}[limits]\nage_days = 3\n'
            "[fetch]\nallow_private = true\npause = 0\n",
            encoding="utf-8",
        )

    def open_morning(self, day: date) -> str:
        """Move the clock to half past six; gives the moment for BRIEFING_NOW."""
        self.press.now = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        return self.press.now.isoformat()

    def read(self, day: date) -> str:
        """A brief as it was written, with the same name for this machine in every run."""
        text = (self.folder / "briefs" / f"{day}.md").read_text(encoding="utf-8")
        return text.replace(self._host, PLACE)


def brief_fortnight(folder: Path, setenv: Callable[[str, str], None]) -> dict[date, str]:
    """Brief all mornings in a folder, as a user does, and give the briefs in Markdown."""
    from briefing.cli.entry import run

    before = Path.cwd()
    press = Press()
    with serving(press) as server:
        desk = Desk(folder, press, server)
        os.chdir(folder)
        try:
            for day in MORNINGS:
                setenv("BRIEFING_NOW", desk.open_morning(day))
                status = run(["daily", "-q"])
                assert status == 0, f"the brief of {day} ended with {status}"
        finally:
            os.chdir(before)
        return {day: desk.read(day) for day in MORNINGS}


def news_in_full(briefs: Mapping[date, str]) -> str:
    """The news of all mornings, one after the other."""
    return "".join(f"{day:%A} {day}\n\n{news_of(text).strip()}\n\n\n" for day, text in briefs.items())


def news_of(brief: str) -> str:
    """The section *New since the last brief* of a brief in Markdown, or its beginning where there is none."""
    body = brief.partition("\n---\n")[0].partition("\n**Unchanged:**")[0]
    _, found, rest = body.partition("## New since the last brief")
    return found + rest.partition("\n## ")[0] if found else body.partition("\n## ")[0]
