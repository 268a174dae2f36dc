"""What an endpoint really does with the shape it is asked for, and how fast it answers.

A server may say yes to a schema and ignore it. The canary tells: the schema allows one word alone, drawn at
random, and the message asks for another one.
"""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from briefing.errors import ModeError, RequestError
from briefing.exchange import Message, Mode, Params, Reply, Request, ResponseFormat, Role, canonical_json

__all__ = ["Asks", "Probe", "Shape", "Speed", "measure_speed", "probe_modes"]

_REPLY_TOKENS = 200  # room for a model that thinks before it answers
_SPEED_TOKENS = 96
_CHARACTERS_A_TOKEN = 4
_LIMITS = frozenset({"max_tokens", "max_completion_tokens"})


class Asks(Protocol):
    """Whatever answers a request."""

    def complete(self, request: Request) -> Reply:
        """Answer, or raise a ModelError."""
        ...


class Shape(StrEnum):
    """What became of a mode."""

    ENFORCED = "enforced"
    ACCEPTED = "accepted only"  # taken, and ignored as far as one can see
    REJECTED = "rejected"


class Probe(NamedTuple):
    """What each mode that was tried came to, and the best that works."""

    shapes: dict[Mode, Shape]
    best: Mode


class Speed(NamedTuple):
    """Tokens written a second, waiting included; `estimated` where the endpoint counted none."""

    tokens_a_second: float
    estimated: bool


def probe_modes(client: Asks, *, model: str, draw: Callable[[], str]) -> Probe:
    """Try the modes from the strictest down until one is kept to.

    `draw` gives a random word. Raises the ModelErrors of the client but those about the response format. A
    surprising answer counts as accepted only.
    """
    shapes = {Mode.JSON_SCHEMA: _probe_schema(client, model, draw(), draw())}
    if shapes[Mode.JSON_SCHEMA] is Shape.ENFORCED:
        return Probe(shapes, Mode.JSON_SCHEMA)
    shapes[Mode.JSON_OBJECT] = _probe_object(client, model, draw())
    is_kept = shapes[Mode.JSON_OBJECT] is Shape.ENFORCED
    return Probe(shapes, Mode.JSON_OBJECT if is_kept else Mode.PROMPTED)


def measure_speed(client: Asks, *, model: str) -> Speed:
    """Let the model count, and see how long it takes."""
    told = "Count from 1 to 60: write the numbers with spaces between them, nothing else."
    reply = _complete(client, _question(model, told, tokens=_SPEED_TOKENS))
    counted = reply.usage.output if reply.usage else 0
    tokens = counted or len(reply.content) / _CHARACTERS_A_TOKEN
    return Speed(tokens / max(reply.latency_ms / 1000, 0.001), estimated=not counted)


def _probe_schema(client: Asks, model: str, allowed: str, wanted: str) -> Shape:
    schema: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"word": {"type": "string", "enum": [allowed]}},
        "required": ["word"],
        "additionalProperties": False,
    }
    shape = ResponseFormat(mode=Mode.JSON_SCHEMA, name="canary", schema_text=canonical_json(schema))
    told = f'Answer with this JSON object and nothing else: {{"word": "{wanted}"}}'
    content = _try(client, _question(model, told, shape))
    if content is None:
        return Shape.REJECTED
    return Shape.ENFORCED if _value(content) == {"word": allowed} else Shape.ACCEPTED


def _probe_object(client: Asks, model: str, word: str) -> Shape:
    """Ask for JSON by the mode, and for a bare word by the message."""
    shape = ResponseFormat(mode=Mode.JSON_OBJECT)
    told = f"Write the word {word} in plain text. Do not use JSON."
    content = _try(client, _question(model, told, shape))
    if content is None:
        return Shape.REJECTED
    return Shape.ENFORCED if isinstance(_value(content), dict) else Shape.ACCEPTED


def _try(client: Asks, request: Request) -> str | None:
    """The content of the reply; None where the endpoint does not take the response format."""
    try:
        return _complete(client, request).content
    except ModeError:
        return None
    except RequestError as error:
        if "must be" in str(error):
            return None
        raise


def _complete(client: Asks, request: Request) -> Reply:
    """Ask, once more without the limit on the reply where the model takes none."""
    try:
        return client.complete(request)
    except RequestError as error:
        if error.parameter not in _LIMITS:
            raise
    return client.complete(request.model_copy(update={"params": Params()}))


def _question(
    model: str, told: str, shape: ResponseFormat | None = None, *, tokens: int = _REPLY_TOKENS
) -> Request:
    return Request(
        model=model,
        messages=(Message(role=Role.USER, content=told),),
        params=Params(max_tokens=tokens),
        response_format=shape or ResponseFormat(),
    )


def _value(content: str) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
