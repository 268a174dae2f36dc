"""The shape of a model's reply about a story, as it goes over the wire.

The models keep to what every endpoint's strict mode takes: all fields required, nothing extra, small enums,
no defaults. How long a list may be is the prompt's to say (`prompt.toml`); the reader keeps to it as well.

A model writes the fields in the order of the schema, which canonical JSON makes alphabetical. The names are
chosen so that this is a good order to think in: evidence before the words that rest on it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from briefing.errors import InvalidReplyError, Problem
from briefing.exchange import Fault

__all__ = [
    "StoryReply",
    "WireLine",
    "WirePosition",
    "WireQuestion",
    "problems_of",
    "response_schema",
    "validate",
]

M = TypeVar("M", bound=BaseModel)
_Schema = Mapping[str, JsonValue]


class Wire(BaseModel):
    """A strict value on the wire."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class WireLine(Wire):
    """A sentence in the model's words, with the numbers of the sentences it rests on."""

    evidence: list[str]
    text: str


class WirePosition(Wire):
    """What an actor holds on the story's issue."""

    actor: str
    evidence: list[str]
    stance: Literal["for", "against", "conditional", "unclear"]
    summary: str


class WireQuestion(Wire):
    """Something the articles leave open."""

    evidence: list[str]
    question: str
    why_open: str


class StoryReply(Wire):
    """The whole reply about one story."""

    bottom_line: list[WireLine]
    headline: WireLine
    issue: WireLine
    open_questions: list[WireQuestion]
    positions: list[WirePosition]


def validate(model: type[M], value: JsonValue) -> M:
    """Make a wire value of JSON, strictly; raises InvalidReplyError with every place that is wrong."""
    problems = problems_of(model, value)
    if problems:
        message = f"The reply is not usable: {problems[0].place}: {problems[0].words}."
        raise InvalidReplyError(message, fault=Fault.SCHEMA, problems=problems)
    return model.model_validate_json(json.dumps(value))


def problems_of(model: type[BaseModel], value: JsonValue) -> tuple[Problem, ...]:
    """What does not fit and where, without the values themselves: they may be words of an article."""
    try:
        model.model_validate_json(json.dumps(value))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        return tuple(Problem(_place(detail["loc"]), detail["type"], detail["msg"]) for detail in details)
    return ()


def _place(loc: Iterable[int | str]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)


def response_schema() -> dict[str, JsonValue]:
    """The JSON schema of a reply, written out: no references, titles or descriptions."""
    schema: dict[str, JsonValue] = StoryReply.model_json_schema()
    definitions = schema.get("$defs")
    return _object_schema(schema, definitions if isinstance(definitions, dict) else {})


def _object_schema(node: _Schema, definitions: _Schema) -> dict[str, JsonValue]:
    properties = node["properties"]
    assert isinstance(properties, dict)
    return {
        "type": "object",
        "properties": {name: _written_out(inner, definitions) for name, inner in properties.items()},
        "required": node["required"],
        "additionalProperties": node["additionalProperties"],
    }


def _written_out(node: JsonValue, definitions: _Schema) -> JsonValue:
    match node:
        case {"$ref": str(reference)}:
            return _written_out(definitions[reference.rsplit("/", 1)[-1]], definitions)
        case {"items": items}:
            return {"type": "array", "items": _written_out(items, definitions)}
        case dict() if "properties" in node:
            return _object_schema(node, definitions)
        case dict():
            return {key: inner for key, inner in node.items() if key in {"type", "enum"}}
        case _:
            return node
