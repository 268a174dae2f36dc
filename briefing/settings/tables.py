"""The tables of a settings file that describe the daily brief: what is read, watched, let in, and written."""

import difflib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from string import Formatter
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

__all__ = [
    "ChangesTable",
    "FetchTable",
    "LimitsTable",
    "OutputTable",
    "SlackTable",
    "SourceTable",
    "Table",
    "WatchTable",
    "Words",
    "suggestion",
]

_VARIABLE_RE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACEHOLDERS = ("date", "year", "month", "day", "weekday")


class Table(BaseModel):
    """A table of a settings file; it takes no key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _split(value: object) -> object:
    """One string, as a variable holds it, stands for a list of words with commas between them."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]


class SourceTable(Table):
    """Where articles come from: exactly one of `feed`, `page` and `files`."""

    feed: str | None = Field(
        None, description="address of an RSS or Atom feed", examples=["https://news.example/rss"]
    )
    page: str | None = Field(
        None, description="address of a page with one article", examples=["https://news.example/today"]
    )
    files: str | None = Field(
        None,
        description="file, folder or pattern: .txt .md .html .eml .pdf; relative to this file",
        examples=["inbox/"],
    )
    outlet: str | None = Field(
        None, description="name of the outlet; unset: what the source says", examples=["Meridian News"]
    )
    full_text: bool = Field(
        default=True, description="read the page behind an entry of the feed that is a teaser"
    )

    @property
    def kind(self) -> Literal["feed", "page", "files"]:
        """Which of the three it is."""
        return "feed" if self.feed is not None else "page" if self.page is not None else "files"

    @property
    def address(self) -> str:
        """What the source is called: its address, or the file, folder or pattern as it was written."""
        return self.feed or self.page or self.files or ""

    @field_validator("feed", "page")
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("an address begins with http:// or https:// and names a host")
        return value

    @model_validator(mode="after")
    def _check_kind(self) -> "SourceTable":
        if sum(value is not None and value != "" for value in (self.feed, self.page, self.files)) != 1:
            raise ValueError("a source has exactly one of feed, page and files")
        return self


class WatchTable(Table):
    """A topic or an actor that matters more than others, or not at all."""

    topic: str | None = Field(
        None, description="words that a headline or text holds; * ends a word", examples=["port strike*"]
    )
    actor: str | None = Field(
        None, description="name of a person or body", examples=["Northmere harbour council"]
    )
    also: Words = Field((), description="other words or names for it")
    weight: float = Field(
        1, ge=-100, le=100, description="how many outlets it counts for when stories are weighed"
    )
    exclude: bool = Field(default=False, description="leave out the articles that are about it")

    @property
    def name(self) -> str:
        """What is watched."""
        return self.topic or self.actor or ""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Everything that stands for it."""
        return (self.name, *self.also)

    @model_validator(mode="after")
    def _check_kind(self) -> "WatchTable":
        if bool(self.topic) == bool(self.actor):
            raise ValueError("an entry of watch has either a topic or an actor")
        if not all(any(char.isalnum() for char in phrase) for phrase in self.phrases):
            raise ValueError("a topic or name needs at least one letter or figure")
        return self


class LimitsTable(Table):
    """How much goes into a brief; what a limit keeps out is listed in it."""

    stories: int = Field(12, ge=1, description="most stories of a brief, the weightiest first")
    age_days: int = Field(
        2, ge=1, le=366, description="days an article counts: 1 is the day of the brief alone"
    )
    articles_per_outlet: int = Field(50, ge=1, description="most articles of one outlet, the latest first")
    articles: int = Field(1000, ge=1, description="most articles a brief is made from, the latest first")


class ChangesTable(Table):
    """What the brief is compared with, and from which likeness on (0 to 100) two things count as the same."""

    memory_days: int = Field(30, ge=1, le=366, description="how many days of earlier briefs are looked into")
    headline: float = Field(75, ge=0, le=100, description="likeness of two headlines of one story")
    event: float = Field(
        20, ge=0, le=100, description="likeness of all the words of two accounts of one story"
    )
    issue: float = Field(70, ge=0, le=100, description="likeness of two wordings of one issue")
    own_issue: float = Field(
        50, ge=0, le=100, description="share of an issue's words in a position on the story's own issue"
    )
    question: float = Field(80, ge=0, le=100, description="likeness of two wordings of one question")
    fact: float = Field(85, ge=0, le=100, description="likeness of two lines that tell the same")
    answer: float = Field(
        75, ge=0, le=100, description="share of a question's words that an answer must hold"
    )
    denial: float = Field(
        60, ge=0, le=100, description="share of a denial's words that the denied words must hold"
    )


class OutputTable(Table):
    """Where the brief is written."""

    folder: str = Field("briefs", min_length=1, description="folder of the briefs; relative to this file")
    formats: Words = Field(
        ("markdown",),
        description="formats to write: markdown, slack, json, html, slack-mrkdwn, slack-json",
    )
    name: str = Field(
        "{date}",
        min_length=1,
        description="file name before its suffix, of {date} {year} {month} {day} {weekday}; / makes folders",
    )

    def path(self, day: date) -> PurePath:
        """Where in the folder the brief of a day stands, without its suffix.

        >>> OutputTable(name="{year}/brief-{date}").path(date(2026, 3, 2)).as_posix()
        '2026/brief-2026-03-02'
        """
        values = {
            "date": day.isoformat(),
            "year": f"{day:%Y}",
            "month": f"{day:%m}",
            "day": f"{day:%d}",
            "weekday": ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()],
        }
        return PurePath(self.name.format_map(values))

    @field_validator("name")
    @classmethod
    def _check_name(cls, value: str) -> str:
        for _, name, spec, conversion in Formatter().parse(value):
            if name is not None and (name not in _PLACEHOLDERS or spec or conversion):
                raise ValueError(f"there is no placeholder {{{name}}}.{suggestion(name, _PLACEHOLDERS)}")
        path = PurePath(value)
        if path.is_absolute() or ".." in path.parts or value.endswith("/") or "\0" in value:
            raise ValueError("the name of a file stays within the folder")
        return value


class FetchTable(Table):
    """How other people's servers are asked."""

    allow_private: bool = Field(
        default=False, description="allow addresses of this machine and its own network"
    )
    timeout: float = Field(30, gt=0, description="seconds one address may take")
    pause: float = Field(1, ge=0, description="seconds between two requests to one host")
    workers: int = Field(8, ge=1, le=64, description="how many sources are read at a time")


class SlackTable(Table):
    """Where `briefing send slack` posts to."""

    webhook_env: str | None = Field(
        None,
        description="name of the environment variable that holds the webhook's address",
        examples=["SLACK_WEBHOOK_URL"],
    )

    @field_validator("webhook_env")
    @classmethod
    def _check_variable(cls, value: str | None) -> str | None:
        if value is not None and not _VARIABLE_RE.fullmatch(value):
            raise ValueError(
                "it is the name of an environment variable, such as SLACK_WEBHOOK_URL; the webhook's address "
                "is a secret and stands in that variable, never in a file"
            )
        return value


def suggestion(name: str, known: Iterable[str]) -> str:
    """A question that names what was perhaps meant, or nothing.

    >>> suggestion("modell", ["model", "mode"])
    ' Did you mean `model`?'
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean `{close[0]}`?" if close else ""
