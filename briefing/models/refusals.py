"""What an endpoint's error status means: HTTP status, headers and body -> a typed error of ours.

Knows nothing of the SDK. Only errors of `is_retryable` may be sent again.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple

from briefing.errors import (
    ContextWindowError,
    EndpointError,
    ModeError,
    ModelError,
    QuotaError,
    RequestError,
    TransportError,
)
from briefing.exchange import Fault
from briefing.list_limits import LIMIT
from briefing.models.endpoint import Endpoint
from briefing.text import strip_controls

__all__ = ["RETRY_AFTER_CAP", "Answer", "excerpt", "is_out_of_quota", "is_retryable", "status_error"]

RETRY_AFTER_CAP = 60.0
_SHOWN = 200
_QUOTA_SIGNS = frozenset({
    "insufficient_quota",
    "billing_hard_limit_reached",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
})  # fmt: skip
_TOO_LONG_RE = re.compile(
    r"context_length_exceeded|context length|reduce the length|context window|context size"
    r"|exceed_context_size|prompt is too long|maximum number of tokens|tokens` must be <="
    r"|input tokens exceed",
    re.IGNORECASE,
)
# How servers name the size of the window beside that of the request.
_WINDOW_RE = re.compile(
    r"(?:context (?:length|size|window)|limit|allowed|<=)[^\d.]{0,12}(\d[\d,]+)|(\d[\d,]+) maximum",
    re.IGNORECASE,
)
_FORMAT_RE = re.compile(
    rf"response_format|json_schema|json_object|guided|structured output|grammar|{LIMIT}", re.IGNORECASE
)
_PARAMETER_SIGNS = frozenset({"unsupported_parameter", "unsupported_value"})
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})
_HOPELESS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
_FINAL = frozenset({Fault.RETRY_AFTER_TOO_LONG, Fault.RESPONSE_TOO_LARGE})


class Answer(NamedTuple):
    """An answer with an error's status. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_retryable(error: BaseException) -> bool:
    """Whether the same request may succeed when it is sent again."""
    return isinstance(error, TransportError) and error.fault not in _FINAL


def is_out_of_quota(error: Mapping[str, object]) -> bool:
    """Whether an error object says that money or quota is used up; the sign has moved between two fields."""
    return not _QUOTA_SIGNS.isdisjoint({str(error.get("code")), str(error.get("type"))})


def status_error(answer: Answer, *, endpoint: Endpoint, model: str, now: datetime) -> ModelError:
    """The error that an answer of status 300 or above stands for."""
    details = _details(answer.body)
    said = _said(answer, details, endpoint)
    if answer.status == HTTPStatus.PAYMENT_REQUIRED or is_out_of_quota(details):
        return QuotaError(f"The account at {endpoint.host} has no quota left{said}", fault=Fault.QUOTA)
    if answer.status in _PASSING or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _passing(answer, said, endpoint, now)
    if answer.status in _HOPELESS or answer.status < HTTPStatus.BAD_REQUEST:
        return _hopeless(answer.status, said, endpoint, model)
    return _rejected(answer.status, details, said, endpoint)


def _details(body: bytes) -> Mapping[str, object]:
    """The error object of a body, wherever it stands; plain words become its message."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {"message": body.decode("utf-8", "replace")}
    if not isinstance(value, dict):
        return {}
    inner = value.get("error") or value.get("detail") or value
    return inner if isinstance(inner, dict) else {"message": str(inner)}


def _said(answer: Answer, details: Mapping[str, object], endpoint: Endpoint) -> str:
    message = details.get("message") or answer.body.decode("utf-8", "replace")
    shown = excerpt(endpoint.redact(str(message)))
    return f": {shown}" if shown else "."


def excerpt(text: str) -> str:
    r"""The beginning of foreign text on one line, fit for a terminal.

    >>> excerpt("a\x1b[31m\n  b")
    'a[31m b'
    """
    return " ".join(strip_controls(text[: 4 * _SHOWN]).split())[:_SHOWN]


def _hopeless(status: int, said: str, endpoint: Endpoint, model: str) -> EndpointError:
    """An error that no other request escapes."""
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            what = f"{endpoint.host} refuses the key (status {status}); check BRIEFING_API_KEY{said}"
            return EndpointError(what, fault=Fault.AUTH)
        case HTTPStatus.NOT_FOUND:
            what = f"{endpoint.base_url} knows no model {model!r}, or it is not the right address{said}"
            return EndpointError(what, fault=Fault.NOT_FOUND)
        case _:
            what = (
                f"{endpoint.base_url} sends requests on to another address (status {status}), where no "
                "article may go unasked; set the address it leads to if you trust it."
            )
            return EndpointError(what, fault=Fault.REDIRECT)


def _passing(answer: Answer, said: str, endpoint: Endpoint, now: datetime) -> ModelError:
    """An error that may pass, unless the server says that it will not, or not soon."""
    wish = _retry_after(answer.headers, now)
    what = f"{endpoint.host} answered with status {answer.status}{said}"
    fault = Fault.RATE if answer.status == HTTPStatus.TOO_MANY_REQUESTS else Fault.SERVER
    if answer.headers.get("x-should-retry", "").lower() == "false":
        return RequestError(what, fault=fault)
    if wish is not None and wish > RETRY_AFTER_CAP:
        return TransportError(
            f"{endpoint.host} asked to wait {wish:.0f} s, more than the {RETRY_AFTER_CAP:.0f} s this program "
            "waits; run it again later.",
            fault=Fault.RETRY_AFTER_TOO_LONG,
            retry_after=wish,
        )
    return TransportError(what, fault=fault, retry_after=wish)


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The server's wish in seconds; None where it has none that makes sense."""
    milliseconds = _positive(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    words = headers.get("retry-after", "")
    seconds = _positive(words)
    return _seconds_until(words, now) if seconds is None else seconds


def _positive(words: str) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _seconds_until(words: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    return _positive(str((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()))


def _rejected(status: int, details: Mapping[str, object], said: str, endpoint: Endpoint) -> ModelError:
    """A request that will be refused again as it is, sorted by what can be done about it."""
    signs = " ".join(str(details.get(key, "")) for key in ("code", "type", "param", "message"))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or _TOO_LONG_RE.search(signs):
        return ContextWindowError(
            f"The request is larger than the model at {endpoint.host} takes{said}",
            fault=Fault.TOO_LONG,
            window=_window(details),
        )
    if _FORMAT_RE.search(signs):
        return ModeError(
            f"{endpoint.host} does not take this response format{said}",
            fault=Fault.FORMAT_UNSUPPORTED,
            is_of_limit=LIMIT in signs,
        )
    return RequestError(
        f"{endpoint.host} refuses the request (status {status}){said}",
        fault=Fault.REJECTED,
        parameter=_refused_parameter(details),
    )


def _window(details: Mapping[str, object]) -> int | None:
    """The tokens a model takes, as the server tells them in a field or in words; None where it does not."""
    told = details.get("n_ctx")
    if isinstance(told, int) and told > 0:
        return told
    match = _WINDOW_RE.search(str(details.get("message", "")))
    return int(next(filter(None, match.groups())).replace(",", "")) if match else None


def _refused_parameter(details: Mapping[str, object]) -> str | None:
    """The parameter that the model does not take at all, or not with this value."""
    parameter = details.get("param")
    is_refused = str(details.get("code")) in _PARAMETER_SIGNS
    return parameter if is_refused and isinstance(parameter, str) else None
