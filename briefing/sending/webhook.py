"""One payload -> a webhook, and what became of it. The address is a secret: nothing here tells it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import SecretStr

import briefing
from briefing.errors import SettingsError

if TYPE_CHECKING:
    import httpx2

__all__ = ["Answer", "Outcome", "Webhook", "parse_webhook"]

_SECONDS = 30.0
_LONGEST_ANSWER = 4096  # what is read of an answer
_LONGEST_REASON = 200
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_CLIENT_ERRORS = range(400, 500)
# What the plain words of a refusal mean, and what to do.
_REASONS: Mapping[str, str] = {
    "invalid_payload": "Slack cannot read the message",
    "invalid_blocks": "Slack does not take the blocks of the message",
    "invalid_blocks_format": "Slack does not take the blocks of the message",
    "msg_blocks_too_long": "the message is longer than Slack takes",
    "no_text": "Slack found no text in the message",
    "too_many_attachments": "the message has too many attachments",
    "user_not_found": "the user the webhook posts to is gone; make a new webhook",
    "channel_not_found": "the channel of the webhook is gone; make a new webhook",
    "channel_is_archived": "the channel of the webhook is archived",
    "action_prohibited": "an administrator has forbidden the webhook to post there",
    "posting_to_general_channel_denied": "the webhook may not post to the general channel",
    "restricted_action": "an administrator has forbidden the webhook to post there",
    "no_service": "the webhook is switched off or was removed; make a new one",
    "no_service_id": "the webhook's address is not whole; copy it again",
    "no_team": "the workspace of the webhook is gone",
    "team_disabled": "the workspace of the webhook is switched off",
    "invalid_token": "the webhook is not valid any more; make a new one",
}


class Outcome(StrEnum):
    """What became of a payload."""

    POSTED = "posted"
    LATER = "later"  # certainly not posted: there were too many messages, or nobody could be reached
    REFUSED = "refused"  # certainly not posted, and it will not be
    UNSURE = "unsure"  # sent off, and no word whether it arrived


class Answer(NamedTuple):
    """What became of a payload, in words, and how many seconds to wait if the server said so."""

    outcome: Outcome
    words: str = ""
    wait: float | None = None


def parse_webhook(address: str, *, variable: str, allow_loopback: bool = False) -> SecretStr:
    """Check a webhook's address, which no message repeats.

    Raises SettingsError unless it is https, or http on this machine where `allow_loopback` says so.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if host and parts.scheme == "https":
        return SecretStr(address.strip())
    if host in _LOOPBACK and parts.scheme == "http" and allow_loopback:
        return SecretStr(address.strip())
    raise SettingsError(
        f"{variable} does not hold the address of a webhook; it begins with https:// and is copied from the "
        f"settings of the Slack app."
    )


class Webhook:
    """A webhook to post to; use it in one thread, and close it."""

    def __init__(self, address: SecretStr, *, seconds: float = _SECONDS) -> None:
        import httpx2

        self._address = address
        is_loopback = urlsplit(address.get_secret_value()).scheme == "http"
        self._client = httpx2.Client(
            timeout=seconds,
            follow_redirects=False,
            trust_env=not is_loopback,
            # A connection that is kept may be closed under a message, and then nobody knows what arrived.
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"User-Agent": f"briefing/{briefing.__version__}", "Accept-Encoding": "identity"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def post(self, payload: Mapping[str, object]) -> Answer:
        """Post one payload; never raises for what the network or the server does."""
        import httpx2

        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        try:
            with self._client.stream(
                "POST",
                self._address.get_secret_value(),
                content=body,
                headers={"Content-Type": "application/json; charset=utf-8"},
            ) as response:
                return _judge(response, self._hide(_read(response)))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            return Answer(Outcome.LATER, f"the server cannot be reached ({type(error).__name__})")
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            # The message may have arrived before the connection broke. The error's own words can hold the
            # address, so only its kind is told.
            return Answer(Outcome.UNSURE, f"the connection broke ({type(error).__name__})")
        except (httpx2.InvalidURL, UnicodeError, ValueError):
            return Answer(Outcome.REFUSED, "the webhook's address cannot be used; copy it again")

    def _hide(self, text: str) -> str:
        """An answer, which may repeat the address, without it."""
        address = self._address.get_secret_value()
        for secret in (address, urlsplit(address).path.rstrip("/")):
            text = text.replace(secret, "…") if secret else text
        return text


def _read(response: "httpx2.Response") -> str:
    """The first of the answer's text; a longer one is cut off there."""
    read = b""
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) >= _LONGEST_ANSWER:
            break
    return read[:_LONGEST_ANSWER].decode("utf-8", "replace").strip()


def _judge(response: "httpx2.Response", text: str) -> Answer:
    status = response.status_code
    if status == HTTPStatus.OK:
        return (
            Answer(Outcome.POSTED) if text == "ok" else Answer(Outcome.UNSURE, f"it answered {_quote(text)}")
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(
            Outcome.LATER, "there were too many messages", _wait(response.headers.get("retry-after", ""))
        )
    if status in _CLIENT_ERRORS or response.has_redirect_location:
        return Answer(Outcome.REFUSED, f"{_explain(text)} (HTTP {status})")
    return Answer(Outcome.UNSURE, f"it answered HTTP {status} {_quote(text)}")


def _explain(text: str) -> str:
    """A refusal's reason in words; it stands in the body, as plain text or as JSON."""
    return _REASONS.get(text) or _REASONS.get(_error_of(text)) or f"it answered {_quote(text)}"


def _error_of(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    error = value.get("error") if isinstance(value, dict) else None
    return error if isinstance(error, str) else ""


def _quote(text: str) -> str:
    return f"“{' '.join(text.split())[:_LONGEST_REASON]}”" if text else "nothing"


def _wait(words: str) -> float | None:
    """The seconds of a Retry-After header, which is a number or a date; None if it is neither.

    >>> _wait("30"), _wait("soon")
    (30.0, None)
    """
    if words.strip().isascii() and words.strip().isdigit():
        return float(words)
    try:
        then = parsedate_to_datetime(words)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
