import json

import pytest

from briefing.exchange import (
    Fingerprints,
    Message,
    Mode,
    Params,
    Request,
    ResponseFormat,
    Role,
    canonical_json,
)

SCHEMA = ResponseFormat(mode=Mode.JSON_SCHEMA, name="n", schema_text='{"type":"object"}')
PRINTS = Fingerprints(template_closure="t", rendered="r", input="i", response_schema="s", params="p")
BASE = Request(
    model="m",
    messages=(Message(role=Role.USER, content="Grüße"),),
    params=Params(temperature=0, max_tokens=5),
    response_format=SCHEMA,
)


def test_the_key_is_the_hash_of_the_documented_text() -> None:
    import hashlib

    text = (
        'rec/1\n{"attempt":1,"messages":[{"content":"Grüße","role":"user"}],"model":"m",'
        '"params":{"max_tokens":5,"temperature":0.0},'
        '"response_format":{"json_schema":{"name":"n","schema":{"type":"object"},"strict":true},"type":"json_schema"},'
        '"sample":1}'
    )
    assert BASE.key == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"model": "m2"},
        {"messages": (Message(role=Role.SYSTEM, content="Grüße"),)},
        {"messages": (Message(role=Role.USER, content="Grüsse"),)},
        {"params": Params(temperature=0.5, max_tokens=5)},
        {"params": Params(max_tokens=5)},
        {"response_format": ResponseFormat(mode=Mode.JSON_OBJECT)},
        {"response_format": ResponseFormat()},
        {"sample": 2},
        {"attempt": 2},
    ],
)
def test_whatever_can_change_the_answer_changes_the_key(change: dict[str, object]) -> None:
    assert BASE.model_copy(update=change).key != BASE.key


def test_fingerprints_are_no_part_of_the_key() -> None:
    assert BASE.model_copy(update={"fingerprints": PRINTS}).key == BASE.key


def test_zero_and_zero_point_zero_are_one_temperature() -> None:
    assert Params.model_validate({"temperature": 0}).wire() == Params(temperature=0.0).wire()
    assert canonical_json(Params.model_validate({"temperature": 0}).wire()) == '{"temperature":0.0}'


@pytest.mark.parametrize("shape", [SCHEMA, ResponseFormat(mode=Mode.JSON_OBJECT), ResponseFormat()])
def test_a_request_survives_its_wire_form(shape: ResponseFormat) -> None:
    request = BASE.model_copy(update={"response_format": shape})
    assert Request.from_wire(json.loads(json.dumps(request.wire()))) == request


@pytest.mark.parametrize("shape", ["text", {"type": "text"}, {"type": "json_object", "more": 1}, []])
def test_a_foreign_response_format_is_refused(shape: object) -> None:
    with pytest.raises(ValueError, match="response_format"):
        Request.from_wire({**BASE.wire(), "response_format": shape})  # type: ignore[dict-item]  # the point


def test_a_text_without_utf8_has_no_key() -> None:
    broken = BASE.model_copy(update={"messages": (Message(role=Role.USER, content="\ud800"),)})
    with pytest.raises(ValueError, match="surrogates"):
        _ = broken.key
