import json
from collections.abc import Iterator
from itertools import count

import pytest

from briefing.errors import ModeError, QuotaError, RequestError
from briefing.exchange import Fault, Mode, Reply, Request, Usage
from briefing.models import ScriptedClient
from briefing.models.probe import Shape, Speed, measure_speed, probe_modes


@pytest.fixture
def words() -> Iterator[str]:
    return (f"w{number}" for number in count(1))


def allowed_word(_: Request) -> Reply:
    return Reply(content=json.dumps({"word": "w1"}))


def test_the_word_of_the_schema_shows_that_it_is_enforced(words: Iterator[str]) -> None:
    client = ScriptedClient([allowed_word])
    probe = probe_modes(client, model="m", draw=lambda: next(words))
    assert probe == ({Mode.JSON_SCHEMA: Shape.ENFORCED}, Mode.JSON_SCHEMA)
    (request,) = client.requests
    assert '"enum":["w1"]' in request.response_format.schema_text
    assert "w2" in request.messages[0].content
    assert "w1" not in request.messages[0].content


@pytest.mark.parametrize("content", ['{"word": "w2"}', '{"word": "w1", "more": 1}', '["w1"]', "w1", ""])
def test_any_other_answer_counts_as_accepted_only(words: Iterator[str], content: str) -> None:
    probe = probe_modes(ScriptedClient([content, "{}"]), model="m", draw=lambda: next(words))
    assert probe.shapes == {Mode.JSON_SCHEMA: Shape.ACCEPTED, Mode.JSON_OBJECT: Shape.ENFORCED}
    assert probe.best is Mode.JSON_OBJECT


@pytest.mark.parametrize(
    "refusal",
    [
        ModeError("it does not take json_schema", fault=Fault.FORMAT_UNSUPPORTED),
        RequestError("'type' must be 'text'", fault=Fault.REJECTED),
    ],
)
def test_a_mode_that_is_not_taken_is_rejected(
    words: Iterator[str], refusal: ModeError | RequestError
) -> None:
    probe = probe_modes(ScriptedClient([refusal, refusal]), model="m", draw=lambda: next(words))
    assert set(probe.shapes.values()) == {Shape.REJECTED}
    assert probe.best is Mode.PROMPTED


def test_other_failures_are_the_callers(words: Iterator[str]) -> None:
    with pytest.raises(QuotaError):
        probe_modes(ScriptedClient([QuotaError("empty")]), model="m", draw=lambda: next(words))
    with pytest.raises(RequestError):
        probe_modes(ScriptedClient([RequestError("bad")]), model="m", draw=lambda: next(words))


def test_a_limit_that_the_model_does_not_take_is_left_out(words: Iterator[str]) -> None:
    refusal = RequestError("no max_tokens", fault=Fault.REJECTED, parameter="max_tokens")
    client = ScriptedClient([refusal, allowed_word])
    assert probe_modes(client, model="m", draw=lambda: next(words)).best is Mode.JSON_SCHEMA
    assert [request.params.max_tokens for request in client.requests] == [200, None]


@pytest.mark.parametrize(
    ("reply", "speed"),
    [
        (Reply(content="1 2", usage=Usage(output=50), latency_ms=2000), Speed(25.0, estimated=False)),
        (Reply(content="x" * 200, latency_ms=2000), Speed(25.0, estimated=True)),
        (Reply(content="x" * 4), Speed(1000.0, estimated=True)),
    ],
)
def test_speed_is_tokens_a_second_and_marked_where_nobody_counted(reply: Reply, speed: Speed) -> None:
    assert measure_speed(ScriptedClient([reply]), model="m") == speed
