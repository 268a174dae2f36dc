"""What goes to a language model and what comes back: the values between prompts, models and drafts.

A request knows its key: the hash of everything that can change the answer. Recorded replies are found by it.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

from pydantic import ConfigDict, Field, JsonValue

from briefing.list_limits import unlimited
from briefing.schema import Value

__all__ = [
    "Fault",
    "Fingerprints",
    "Message",
    "Mode",
    "Params",
    "Reply",
    "Request",
    "ResponseFormat",
    "Role",
    "Usage",
    "canonical_json",
    "fingerprint",
]

_KEY_FORMAT = "rec/1\n"


class Role(StrEnum):
    """Who says a message of the conversation."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Message(Value):
    """One message of the conversation, exactly as sent."""

    role: Role
    content: str


class Params(Value):
    """What is asked of the sampling. A field that is None is not sent: some models refuse some of them.

    >>> Params(seed=7).for_sample(3).seed
    9
    """

    model_config = ConfigDict(allow_inf_nan=False)

    temperature: float | None = Field(default=None, ge=0, le=2)
    top_p: float | None = Field(default=None, gt=0, le=1)
    seed: int | None = None
    max_tokens: int | None = Field(default=None, ge=1)
    stop: tuple[str, ...] | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    reasoning_effort: str | None = None
    verbosity: str | None = None

    def for_sample(self, sample: int) -> "Params":
        """The parameters of the n-th sample of a question: a seed that is pinned counts up with it.

        So samples differ, and each of them can be drawn again.
        """
        return self if self.seed is None else self.model_copy(update={"seed": self.seed + sample - 1})

    def wire(self) -> dict[str, JsonValue]:
        """The parameters that are set, by their wire names."""
        set_values: dict[str, JsonValue] = self.model_dump(mode="json", exclude_none=True)
        return set_values


class Mode(StrEnum):
    """How the shape of the reply is asked for, from the strictest down."""

    JSON_SCHEMA = "json_schema"
    JSON_SCHEMA_UNLIMITED = "json_schema_unlimited"  # lists may be of any length
    JSON_OBJECT = "json_object"
    PROMPTED = "prompted"  # in words alone


class ResponseFormat(Value):
    """The shape asked for. `schema_text` is canonical JSON; the modes of a schema send it along."""

    mode: Mode = Mode.PROMPTED
    name: str = ""
    schema_text: str = ""

    def wire(self) -> dict[str, JsonValue] | None:
        """The `response_format` of the request, or None where nothing is sent.

        >>> ResponseFormat(mode=Mode.JSON_OBJECT).wire()
        {'type': 'json_object'}
        """
        match self.mode:
            case Mode.PROMPTED:
                return None
            case Mode.JSON_OBJECT:
                return {"type": "json_object"}
            case Mode.JSON_SCHEMA:
                return self._with_schema(json.loads(self.schema_text))
            case Mode.JSON_SCHEMA_UNLIMITED:
                return self._with_schema(unlimited(json.loads(self.schema_text)))

    def _with_schema(self, schema: JsonValue) -> dict[str, JsonValue]:
        named: JsonValue = {"name": self.name, "strict": True, "schema": schema}
        return {"type": "json_schema", "json_schema": named}


class Fingerprints(Value):
    """Hashes of what a request was made from; they tell what changed, and are no part of its key."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    template_closure: str
    rendered: str
    input: str
    response_schema: str = Field(alias="schema")
    params: str


class Request(Value):
    """One question to a model. `sample` and `attempt` begin at 1 and tell equal questions apart.

    Everything but `fingerprints` is part of the key. Where the endpoint lies, how long it may take and
    with which key it is asked are not: replies recorded on one host replay on every other.
    """

    model: str
    messages: tuple[Message, ...]
    params: Params = Params()
    response_format: ResponseFormat = ResponseFormat()
    sample: int = Field(default=1, ge=1)
    attempt: int = Field(default=1, ge=1)
    fingerprints: Fingerprints | None = None

    def wire(self) -> dict[str, JsonValue]:
        """Everything the key covers, as plain JSON values; what is unset is absent."""
        shape = self.response_format.wire()
        return {
            "model": self.model,
            "messages": [{"role": m.role.value, "content": m.content} for m in self.messages],
            "params": self.params.wire(),
            "sample": self.sample,
            "attempt": self.attempt,
            **({} if shape is None else {"response_format": shape}),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, JsonValue]) -> "Request":
        """Build the request again whose `wire()` this was; raises ValueError for anything else."""
        shape = _format_from_wire(wire.get("response_format"))
        return cls.model_validate({**wire, "response_format": shape})

    @property
    def key(self) -> str:
        """SHA-256 of the request in canonical JSON; raises ValueError for text that UTF-8 cannot hold."""
        return hashlib.sha256((_KEY_FORMAT + canonical_json(self.wire())).encode("utf-8")).hexdigest()


class Usage(Value):
    """Tokens of one reply as the endpoint counted them. Reasoning is part of `output`, cached of `input`."""

    input: int = 0
    output: int = 0
    reasoning: int = 0
    cached: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            input=self.input + other.input,
            output=self.output + other.output,
            reasoning=self.reasoning + other.reasoning,
            cached=self.cached + other.cached,
        )


class Reply(Value):
    """What came back. `content` is empty where the model sent no text; `usage` None where nobody counted."""

    content: str
    finish_reason: str | None = "stop"
    refusal: str | None = None
    usage: Usage | None = None
    latency_ms: int = 0
    http_retries: int = 0
    response_model: str | None = None
    system_fingerprint: str | None = None


class Fault(StrEnum):
    """What went wrong with a call or its reply; the `fault` of every ModelError."""

    # the way there and back
    RATE = "rate"
    SERVER = "server"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    BAD_BODY = "bad_body"
    BAD_ENCODING = "bad_encoding"
    NOT_A_COMPLETION = "not_a_completion"
    ERROR_IN_200 = "error_in_200"
    NO_CHOICES = "no_choices"
    NO_MESSAGE = "no_message"
    RETRY_AFTER_TOO_LONG = "retry_after_too_long"
    RESPONSE_TOO_LARGE = "response_too_large"
    # the endpoint says no
    QUOTA = "quota"
    AUTH = "auth"
    NOT_FOUND = "not_found"
    REDIRECT = "redirect"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    TOO_LONG = "too_long"
    FORMAT_UNSUPPORTED = "format_unsupported"
    # the model says no
    REFUSAL = "refusal"
    CONTENT_FILTER = "content_filter"
    TRUNCATED = "truncated"
    # the reply is not what was asked for
    EMPTY_CONTENT = "empty_content"
    INVALID_JSON = "invalid_json"
    FENCE_MALFORMED = "fence_malformed"
    THINK_UNCLOSED = "think_unclosed"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    CONTROL_CHARS = "control_chars"
    SCHEMA = "schema"
    # limits of our own
    OVERSPENT = "overspent"


def _format_from_wire(wire: JsonValue) -> ResponseFormat:
    match wire:
        case None:
            return ResponseFormat()
        case {"type": "json_object", **rest} if not rest:
            return ResponseFormat(mode=Mode.JSON_OBJECT)
        case {"type": "json_schema", "json_schema": {"name": str(name), "schema": dict(schema)}}:
            return ResponseFormat(mode=Mode.JSON_SCHEMA, name=name, schema_text=canonical_json(schema))
        case _:
            raise ValueError("response_format is none that a request of ours can have")


def canonical_json(value: Mapping[str, JsonValue]) -> str:
    """One text for equal values: sorted keys, no spaces, no escapes beyond what JSON needs.

    Raises ValueError for a number that JSON does not know.

    >>> canonical_json({"b": 1, "a": ["ä"]})
    '{"a":["ä"],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(*parts: str) -> str:
    """Hash texts in order; their borders count.

    >>> fingerprint("ab", "c") == fingerprint("a", "bc")
    False
    """
    state = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "backslashreplace")
        state.update(len(data).to_bytes(8) + data)
    return state.hexdigest()
