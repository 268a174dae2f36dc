"""Everything that can be set, with its default."""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from briefing.settings.tables import (
    ChangesTable,
    FetchTable,
    LimitsTable,
    OutputTable,
    SlackTable,
    SourceTable,
    Table,
    WatchTable,
    Words,
    suggestion,
)

__all__ = ["Settings", "TokenPrice"]

_LANGUAGE_RE = re.compile(r"[a-z]{2,3}")


class TokenPrice(Table):
    """Money for a million tokens sent and received, in whatever currency `max_cost` is told in."""

    input: float = Field(ge=0, description="money for a million tokens sent", examples=[0.25])
    output: float = Field(ge=0, description="money for a million tokens received", examples=[2.0])


class Settings(Table):
    """Everything that can be set, with its default; the description of a field is its documentation."""

    title: str | None = Field(
        None, description="title of the daily brief; unset: Briefing", examples=["Morning brief"]
    )
    time_zone: str | None = Field(
        None,
        description="time zone that says what day it is; unset: that of the machine",
        examples=["Europe/Berlin"],
    )
    languages: Words = Field(
        (), description="languages of the articles that are briefed; empty: all", examples=[["en", "de"]]
    )
    only_watched: bool = Field(
        default=False, description="leave out stories that nothing under watch matches"
    )
    archive: str = Field(
        "briefing.db", min_length=1, description="file that remembers; relative to this file"
    )
    model: str | None = Field(
        None,
        description="name of the language model; unset: the built-in engine",
        examples=["qwen2.5-7b-instruct"],
    )
    base_url: str | None = Field(
        None,
        description="endpoint that speaks the OpenAI Chat Completions protocol, with its /v1",
        examples=["http://localhost:8080/v1"],
    )
    api_key: SecretStr | None = Field(None, description="key of the endpoint; may be empty; environment only")
    api_key_cmd: str | None = Field(
        None, description="command that prints the key; user's file only", examples=["pass show model-key"]
    )
    mode: Literal["json_schema", "json_schema_unlimited", "json_object", "prompted"] = Field(
        "json_schema", description="how the endpoint is asked for the shape of its reply"
    )
    temperature: float | None = Field(
        None, ge=0, le=2, description="sampling temperature; unset: not sent", examples=[0.0]
    )
    max_tokens: int | None = Field(
        None, ge=1, description="longest reply, in tokens; unset: as the prompt asks", examples=[2000]
    )
    context_tokens: int | None = Field(
        None,
        ge=1,
        description="tokens the model takes, prompt and reply together; unset: learnt when it refuses",
        examples=[8192],
    )
    timeout: float = Field(300, gt=0, description="seconds a call may take from request to last byte")
    retries: int = Field(2, ge=0, description="how often a call that failed on the way is sent again")
    workers: int = Field(4, ge=1, le=256, description="how many calls may wait on the endpoint at a time")
    cache: bool = Field(default=True, description="keep replies, and ask for none that is kept")
    cache_dir: str | None = Field(
        None,
        description="folder for kept replies; unset: the folder for caches of this system",
        examples=[".cache"],
    )
    max_requests: int | None = Field(
        None, ge=0, description="stop before more requests than this", examples=[100]
    )
    max_cost: float | None = Field(
        None, ge=0, description="stop before more than this is spent", examples=[0.5]
    )
    prices: Mapping[str, TokenPrice] = Field(
        {}, description="money for a million tokens, input and output, by model; files only"
    )
    source: tuple[SourceTable, ...] = Field((), description="what the daily brief is made from")
    watch: tuple[WatchTable, ...] = Field(
        (), description="topics and actors that weigh more, or are left out"
    )
    limits: LimitsTable = Field(LimitsTable(), description="how much goes into a daily brief")
    changes: ChangesTable = Field(ChangesTable(), description="what the brief is compared with")
    output: OutputTable = Field(OutputTable(), description="where the daily brief is written")
    fetch: FetchTable = Field(FetchTable(), description="how servers are asked")
    slack: SlackTable = Field(SlackTable(), description="where the brief is posted")

    @field_validator("time_zone")
    @classmethod
    def _check_zone(cls, value: str | None) -> str | None:
        import zoneinfo

        if value is None:
            return None
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            known = suggestion(value, zoneinfo.available_timezones())
            raise ValueError(f"there is no time zone {value!r}.{known}") from None
        return value

    @field_validator("languages")
    @classmethod
    def _check_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if not _LANGUAGE_RE.fullmatch(code):
                raise ValueError(f"a language is a code of two or three letters such as en, not {code!r}")
        return value

    @field_validator("source")
    @classmethod
    def _check_sources(cls, value: tuple[SourceTable, ...]) -> tuple[SourceTable, ...]:
        seen: set[str] = set()
        for source in value:
            if source.address in seen:
                raise ValueError(f"the source {source.address} is named twice")
            seen.add(source.address)
        return value
