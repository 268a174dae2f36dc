import json
from datetime import UTC, datetime

import pytest

from briefing.errors import CorruptRecordingError, RecordingError, TransportError
from briefing.exchange import Fingerprints, Message, Reply, Request, Role, Usage
from briefing.models import (
    Judgement,
    RecordedWith,
    Recording,
    RecordingClient,
    ScriptedClient,
    make_recording,
    parse_recording,
    recording_text,
)

PRINTS = Fingerprints(template_closure="t", rendered="r", input="i", response_schema="s", params="p")
REQUEST = Request(model="m", messages=(Message(role=Role.USER, content="Who?"),), fingerprints=PRINTS)
REPLY = Reply(content='{"a": "ä"}', usage=Usage(input=3, output=4), latency_ms=12, response_model="m-1")


def judge(reply: Reply) -> Judgement:
    return Judgement("ok", "whole") if reply.content else Judgement("empty_content", None, ("nothing",))


def recorded(*contents: str) -> Recording:
    client = RecordingClient(ScriptedClient(contents))
    for number, _ in enumerate(contents, 1):
        client.complete(REQUEST.model_copy(update={"attempt": number}))
    return make_recording(
        client.exchanges,
        judge=lambda reply: (
            Judgement("ok", "whole") if reply.content else Judgement("empty_content", None, ("e",))
        ),
        recorded_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        recorded_with=RecordedWith(tool="briefing-desk 0"),
    )


def test_a_recording_keeps_every_attempt_and_how_it_ended() -> None:
    recording = recorded("", "{}")
    assert [attempt.outcome for attempt in recording.attempts] == ["empty_content", "ok"]
    assert recording.final_outcome == "ok"
    assert recording.key == REQUEST.key == recording.attempts[0].key != recording.attempts[1].key


def test_a_recording_survives_its_file() -> None:
    recording = recorded("", '{"a": "ä"}')
    assert parse_recording(recording_text(recording), source="r.json") == recording


def test_a_lone_surrogate_in_a_reply_survives_the_file() -> None:
    data = recording_text(recorded('{"a": "\ud800"}'))
    data.decode("utf-8")
    assert parse_recording(data, source="r.json").attempts[0].content == '{"a": "\ud800"}'


def test_the_file_is_sorted_indented_utf8_and_ends_with_one_newline() -> None:
    text = recording_text(recorded('{"a": "ä"}')).decode("utf-8")
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert "ä" in text
    assert text == json.dumps(json.loads(text), sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def test_the_file_holds_the_documented_fields_and_no_others() -> None:
    value = json.loads(recording_text(recorded("{}")))
    assert sorted(value) == [
        "attempts",
        "checksum",
        "final_outcome",
        "fingerprints",
        "format",
        "key",
        "recorded_at",
        "recorded_with",
        "request",
    ]
    assert sorted(value["attempts"][0]) == [
        "content",
        "errors",
        "finish_reason",
        "http_retries",
        "key",
        "latency_ms",
        "outcome",
        "parse_path",
        "refusal",
        "response_model",
        "system_fingerprint",
        "usage",
    ]
    assert sorted(value["fingerprints"]) == ["input", "params", "rendered", "schema", "template_closure"]


def test_an_error_of_the_wire_is_not_recorded() -> None:
    client = RecordingClient(ScriptedClient([TransportError("down")]))
    with pytest.raises(TransportError):
        client.complete(REQUEST)
    assert client.exchanges == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Expecting value"),
        (b"[]", "not a recording"),
        (b"{}", "no 'request'"),
        (b"\xff", "utf-8"),
        (b"[" * 100_000, "not a recording"),
    ],
)
def test_what_is_no_recording_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(RecordingError, match=reason) as caught:
        parse_recording(data, source="golden/x/recording-1.json")
    assert "golden/x/recording-1.json" in str(caught.value)


def test_an_unknown_field_is_named() -> None:
    value = {**json.loads(recording_text(recorded("{}"))), "api_key": "x"}
    with pytest.raises(RecordingError, match="api_key"):
        parse_recording(json.dumps(value).encode(), source="r.json")


def test_a_request_changed_by_hand_is_noticed() -> None:
    data = recording_text(recorded("{}")).replace(b"Who?", b"Why?")
    with pytest.raises(RecordingError, match="its key"):
        parse_recording(data, source="r.json")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"content": "{}"', b'"content": "[]"'),
        (b'"outcome": "ok"', b'"outcome": "invalid_json"'),
        (b'"errors": []', b'"errors": ["x"]'),
    ],
)
def test_a_reply_changed_by_hand_is_noticed(old: bytes, new: bytes) -> None:
    data = recording_text(recorded("{}"))
    assert old in data
    with pytest.raises(CorruptRecordingError, match="its checksum"):
        parse_recording(data.replace(old, new), source="r.json")


def test_a_recording_of_a_newer_program_says_so_and_is_nothing_to_write_over() -> None:
    data = recording_text(recorded("{}")).replace(b'"format": 1', b'"format": 2')
    with pytest.raises(CorruptRecordingError, match="its format is 2") as caught:
        parse_recording(data, source="r.json")
    assert caught.value.is_newer


def test_an_attempt_gives_its_reply_back() -> None:
    client = RecordingClient(ScriptedClient([REPLY]))
    client.complete(REQUEST)
    recording = make_recording(
        client.exchanges,
        judge=lambda _: Judgement("ok", "whole"),
        recorded_at=datetime(2026, 1, 2, tzinfo=UTC),
        recorded_with=RecordedWith(tool="t"),
    )
    assert recording.attempts[0].reply == REPLY
