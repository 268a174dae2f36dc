"""The fault table: the real SDK against a real socket that misbehaves, with every wait injected."""

import json
import tomllib
import traceback
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from faultserver import NOW, SCRIPTS, TIMED, FakeTime, FaultServer
from pydantic import BaseModel, ConfigDict, SecretStr

from briefing.drafts.asking import Limits, ModeLadder, ask
from briefing.drafts.reply_text import read_value
from briefing.drafts.wire import validate
from briefing.errors import (
    ContextWindowError,
    InvalidReplyError,
    ModeError,
    ModelError,
    TransportError,
    TruncatedError,
)
from briefing.exchange import Message, Mode, Request, ResponseFormat, Role
from briefing.models import ChatClient, Endpoint
from briefing.models.refusals import is_retryable

KEY = "sk-canary-4711-do-not-print"
TABLE = Path(__file__).parents[1] / "cases" / "models" / "faults.toml"


class Row(NamedTuple):
    script: str
    ends: str
    action: str
    requests: int


class Scored(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    headline: str
    score: int


def rows() -> list[Row]:
    groups = tomllib.loads(TABLE.read_text(encoding="utf-8"))["group"]
    return [Row(name, g["ends"], g["action"], g["requests"]) for g in groups for name in g["scripts"]]


def compose(mode: Mode) -> Request:
    message = Message(role=Role.USER, content="How is the bridge?")
    shape = ResponseFormat(mode=mode, name="scored", schema_text=json.dumps(Scored.model_json_schema()))
    return Request(model="tiny", messages=(message,), response_format=shape)


def read(content: str) -> Scored:
    return validate(Scored, read_value(content))


def action_of(error: ModelError) -> str:
    match error:
        case InvalidReplyError():
            return "reask"
        case ContextWindowError():
            return "shrink"
        case ModeError():
            return "degrade_format"
        case TruncatedError():
            return "grow_or_split"
        case TransportError() if is_retryable(error):
            return "retry"
    return "stop_run" if error.stops_run else "fail_doc"


class Played(NamedTuple):
    ends: str
    action: str
    server: FaultServer
    time: FakeTime
    error: ModelError | None


@cache
def play(script: str) -> Played:
    time = FakeTime()
    timing = {"timeout": 1.0, "read_timeout": 0.4} if script in TIMED else {}
    with FaultServer(SCRIPTS[script]) as server:
        endpoint = Endpoint(server.url, api_key=SecretStr(KEY), **timing)
        with ChatClient(endpoint, sleep=time.sleep, clock=time.clock, now=lambda: NOW) as client:
            try:
                ladder = ModeLadder(Mode.JSON_SCHEMA, pinned=True)
                answer = ask(client, compose, read, ladder=ladder, limits=Limits(growth=1))
            except ModelError as error:
                return Played(error.fault, action_of(error), server, time, error)
    assert answer.score == 3
    return Played("ok", "accept", server, time, None)


def test_the_table_covers_every_script_once() -> None:
    names = [row.script for row in rows()]
    assert sorted(names) == sorted(SCRIPTS)
    assert len(names) == 112


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.script)
def test_a_fault_ends_as_the_table_says(row: Row) -> None:
    played = play(row.script)
    assert (played.ends, played.action, len(played.server.requests)) == (row.ends, row.action, row.requests)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.script)
def test_an_error_is_one_sentence_of_ours_that_carries_no_key_and_no_foreign_error(row: Row) -> None:
    error = play(row.script).error
    if row.ends == "ok":
        assert error is None
        return
    assert error is not None
    assert KEY not in "".join(traceback.format_exception(error))
    assert all(type(link).__module__.startswith("briefing") for link in chain(error))
    assert len(str(error)) < 500
    assert str(error).isprintable()


def chain(error: BaseException | None) -> list[BaseException]:
    """The errors a traceback would show."""
    links = []
    while error is not None:
        links.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return links
