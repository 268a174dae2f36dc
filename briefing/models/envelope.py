"""The body of a good answer -> Reply, or a typed error that says what is wrong with it."""

import json
import re
from collections.abc import Mapping

from briefing.errors import ModelError, QuotaError, TransportError
from briefing.exchange import Fault, Reply, Usage
from briefing.models.endpoint import Endpoint
from briefing.models.refusals import excerpt, is_out_of_quota

__all__ = ["read_envelope", "read_model_list"]

_PATH_RE = re.compile(r"[~.]{0,2}[\\/]|[A-Za-z]:[\\/]")


def read_envelope(body: bytes, *, content_type: str, endpoint: Endpoint) -> Reply:
    """Read a chat completion in the order in which it can be broken.

    Raises TransportError for whatever is none, QuotaError where it holds that error. The text of the reply
    is not judged here: it is empty where the model sent none.
    """
    completion = _object(body, content_type, endpoint)
    if completion.get("error"):
        raise _told_error(completion["error"], endpoint)
    choice = _choice(completion, endpoint)
    message = choice.get("message")
    if not isinstance(message, dict):
        raise _broken(Fault.NO_MESSAGE, "holds no message", endpoint)
    content = message.get("content")
    return Reply(
        content=content if isinstance(content, str) else "",
        finish_reason=_text(choice.get("finish_reason")),
        refusal=_text(message.get("refusal")),
        usage=_usage(completion.get("usage")),
        response_model=_model_name(_text(completion.get("model"))),
        system_fingerprint=_text(completion.get("system_fingerprint")),
    )


def _model_name(told: str | None) -> str | None:
    """The model as the endpoint names it; of a path on the server's disk only the file's name is kept.

    Replies are recorded for everybody to read, and where a model lies on somebody's machine is private.
    """
    if told is None or not _PATH_RE.match(told):
        return told
    return re.split(r"[\\/]", told.rstrip("\\/"))[-1]


def read_model_list(body: bytes, *, content_type: str, endpoint: Endpoint) -> tuple[str, ...]:
    """Read the answer to `/models`; raises TransportError for whatever is no list of models."""
    data = _object(body, content_type, endpoint).get("data")
    if not isinstance(data, list):
        raise _broken(Fault.NOT_A_COMPLETION, "is no list of models", endpoint)
    names = (model.get("id") for model in data if isinstance(model, dict))
    return tuple(name for name in names if isinstance(name, str))


def _object(body: bytes, content_type: str, endpoint: Endpoint) -> Mapping[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        if "json" in content_type.lower() or not content_type:
            raise _broken(Fault.BAD_BODY, "is cut off or damaged", endpoint) from None
        raise _broken(Fault.NOT_A_COMPLETION, f"is {excerpt(content_type)}", endpoint) from None
    if not isinstance(value, dict):
        raise _broken(Fault.NOT_A_COMPLETION, "is no chat completion", endpoint)
    return value


def _broken(fault: Fault, what: str, endpoint: Endpoint) -> TransportError:
    hint = (
        f" Is {endpoint.base_url} an OpenAI-compatible endpoint?" if fault is Fault.NOT_A_COMPLETION else ""
    )
    return TransportError(f"The answer of {endpoint.host} {what}.{hint}", fault=fault)


def _told_error(error: object, endpoint: Endpoint) -> ModelError:
    details: Mapping[str, object] = error if isinstance(error, dict) else {"message": error}
    said = excerpt(endpoint.redact(str(details.get("message") or error)))
    if is_out_of_quota(details):
        return QuotaError(f"The account at {endpoint.host} has no quota left: {said}", fault=Fault.QUOTA)
    return TransportError(f"{endpoint.host} answered with an error: {said}", fault=Fault.ERROR_IN_200)


def _choice(completion: Mapping[str, object], endpoint: Endpoint) -> Mapping[str, object]:
    choices = completion.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise _broken(Fault.NO_CHOICES, "holds no reply", endpoint)
    return choices[0]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _usage(value: object) -> Usage | None:
    if not isinstance(value, dict):
        return None
    return Usage(
        input=_count(value, "prompt_tokens"),
        output=_count(value, "completion_tokens"),
        reasoning=_count(value.get("completion_tokens_details"), "reasoning_tokens"),
        cached=_count(value.get("prompt_tokens_details"), "cached_tokens"),
    )


def _count(value: object, name: str) -> int:
    number = value.get(name) if isinstance(value, dict) else None
    return number if isinstance(number, int) and number >= 0 else 0
