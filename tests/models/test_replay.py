from datetime import UTC, datetime

import pytest

from briefing.errors import MissingRecordingError, RecordingError, StaleRecordingError
from briefing.exchange import Fingerprints, Message, Mode, Params, Request, ResponseFormat, Role
from briefing.models import (
    Judgement,
    RecordedWith,
    RecordingClient,
    ReplayClient,
    ScriptedClient,
    make_recording,
)

PRINTS = Fingerprints(template_closure="t", rendered="r", input="i", response_schema="s", params="p")
COMMAND = "`briefing record strike --model tiny`"


def question(text: str = "Be brief.\nWho?", **changes: object) -> Request:
    request = Request(model="m", messages=(Message(role=Role.USER, content=text),), fingerprints=PRINTS)
    return request.model_copy(update=changes)


def replay(*requests: Request) -> ReplayClient:
    recordings = {}
    for number, request in enumerate(requests, 1):
        client = RecordingClient(ScriptedClient([f"answer {request.sample}.{request.attempt}"]))
        client.complete(request)
        recordings[f"place-{number}"] = make_recording(
            client.exchanges,
            judge=lambda _: Judgement("ok"),
            recorded_at=datetime(2026, 1, 2, tzinfo=UTC),
            recorded_with=RecordedWith(tool="t"),
        )
    return ReplayClient(recordings, case="strike", model="tiny")


def test_each_sample_and_attempt_has_its_own_answer() -> None:
    client = replay(question(), question(sample=2), question(attempt=2))
    assert client.complete(question(attempt=2)).content == "answer 1.2"
    assert client.complete(question(sample=2)).content == "answer 2.1"
    assert client.complete(question()).content == "answer 1.1"


def test_one_changed_character_is_a_miss_that_shows_the_line() -> None:
    with pytest.raises(RecordingError) as caught:
        replay(question()).complete(question("Be brief!\nWho?"))
    assert COMMAND in str(caught.value)
    assert caught.value.diff.splitlines()[-4:] == [" [user]", "-Be brief.", "+Be brief!", " Who?"]


def test_no_recording_at_all_says_so() -> None:
    with pytest.raises(MissingRecordingError, match="no recording") as caught:
        replay().complete(question())
    assert COMMAND in str(caught.value)


def test_a_sample_that_was_not_recorded_is_missing_and_not_stale() -> None:
    with pytest.raises(MissingRecordingError, match="no sample 2") as caught:
        replay(question()).complete(question(sample=2))
    assert "`briefing record strike --model tiny --samples 2`" in str(caught.value)


def test_the_nearest_recording_is_named() -> None:
    client = replay(question("Quite\nanother\nthing"), question())
    with pytest.raises(StaleRecordingError, match="changed since place-2"):
        client.complete(question("Be brief!\nWho?"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"model": "m2"}, "the model (from m to m2)"),
        ({"attempt": 2}, "attempt 2"),
        ({"params": Params(seed=1)}, "the parameters (seed from unset to 1)"),
        ({"response_format": ResponseFormat(mode=Mode.JSON_OBJECT)}, "the reply's schema"),
        ({"fingerprints": PRINTS.model_copy(update={"template_closure": "t2"})}, "the prompt template"),
        ({"fingerprints": PRINTS.model_copy(update={"input": "i2"})}, "the articles"),
        ({"fingerprints": PRINTS}, "the way the prompt is rendered"),
        ({"fingerprints": None}, "the messages"),
    ],
)
def test_a_miss_names_what_changed(changes: dict[str, object], named: str) -> None:
    text = "Other words." if "fingerprints" in changes else "Be brief.\nWho?"
    with pytest.raises(StaleRecordingError, match="is stale") as caught:
        replay(question()).complete(question(text, **changes))
    assert named in str(caught.value)
