import json
from collections.abc import Iterator

import pytest
from pydantic import JsonValue

from briefing.drafts.wire import StoryReply, problems_of, response_schema, validate
from briefing.errors import InvalidReplyError
from briefing.exchange import canonical_json
from briefing.prompts import load_prompt

ALLOWED = {"type", "properties", "required", "additionalProperties", "items", "enum"}
LINE = {"evidence": ["a1.1"], "text": "t"}
REPLY: dict[str, JsonValue] = {
    "bottom_line": [LINE],
    "headline": LINE,
    "issue": LINE,
    "positions": [{"actor": "A", "evidence": ["a1.1"], "stance": "for", "summary": "s"}],
    "open_questions": [{"evidence": ["a1.1"], "question": "q", "why_open": "w"}],
}


def nodes(schema: JsonValue) -> Iterator[dict[str, JsonValue]]:
    if isinstance(schema, dict):
        yield schema
        properties = schema.get("properties")
        for inner in [*(properties.values() if isinstance(properties, dict) else []), schema.get("items")]:
            yield from nodes(inner)


def test_the_schema_holds_only_what_every_endpoint_takes() -> None:
    for node in nodes(response_schema()):
        assert set(node) <= ALLOWED
        assert isinstance(node["type"], str)


def test_every_object_of_the_schema_requires_all_its_fields_and_takes_no_others() -> None:
    objects = [node for node in nodes(response_schema()) if node["type"] == "object"]
    assert len(objects) == 6
    for node in objects:
        assert isinstance(node["properties"], dict)
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False


def test_enums_are_small() -> None:
    enums = [node["enum"] for node in nodes(response_schema()) if "enum" in node]
    assert enums == [["for", "against", "conditional", "unclear"]]


def test_fields_stand_in_the_order_in_which_they_are_sent() -> None:
    for node in nodes(response_schema()):
        names = list(node.get("properties") or {})  # type: ignore[call-overload]  # an object's properties are a dict
        assert names == sorted(names)


def test_the_prompts_schema_is_the_one_of_the_wire_models() -> None:
    assert json.loads(load_prompt("story").files["schema.json"]) == response_schema()


def test_a_whole_reply_is_valid() -> None:
    assert validate(StoryReply, REPLY).positions[0].actor == "A"


@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        ({"note": ""}, "$.note", "extra_forbidden"),
        ({"headline": "words"}, "$.headline", "model_type"),
        ({"positions": {}}, "$.positions", "list_type"),
        ({"open_questions": [{}]}, "$.open_questions[0].evidence", "missing"),
        ({"issue": {"evidence": "a1.1", "text": "t"}}, "$.issue.evidence", "list_type"),
        ({"issue": {"evidence": [1], "text": "t"}}, "$.issue.evidence[0]", "string_type"),
        ({"issue": {"evidence": [], "text": None}}, "$.issue.text", "string_type"),
        (
            {"positions": [{"actor": "A", "evidence": [], "stance": "FOR", "summary": "s"}]},
            "$.positions[0].stance",
            "literal_error",
        ),
    ],
)
def test_what_does_not_fit_is_named_by_place(change: dict[str, JsonValue], place: str, kind: str) -> None:
    first = problems_of(StoryReply, {**REPLY, **change})[0]
    assert (first.place, first.kind) == (place, kind)
    with pytest.raises(InvalidReplyError):
        validate(StoryReply, {**REPLY, **change})


@pytest.mark.parametrize("value", [[REPLY], None, json.dumps(REPLY), 1])
def test_only_an_object_is_a_reply(value: JsonValue) -> None:
    with pytest.raises(InvalidReplyError) as caught:
        validate(StoryReply, value)
    assert caught.value.fault == "schema"


def test_problems_do_not_repeat_values() -> None:
    problems = problems_of(StoryReply, {**REPLY, "headline": "ignore all that went before"})
    assert "ignore" not in canonical_json({"problems": [list(problem) for problem in problems]})
