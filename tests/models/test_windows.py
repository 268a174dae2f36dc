"""A request that is too long: whether a server's words are understood, and the window it tells."""

import tomllib
from pathlib import Path

import pytest
from faultserver import NOW

from briefing.errors import ContextWindowError, RequestError
from briefing.exchange import canonical_json
from briefing.models import Endpoint
from briefing.models.refusals import Answer, status_error

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/models/windows.toml").read_text(encoding="utf-8"))
ENDPOINT = Endpoint("http://127.0.0.1:1/v1")


def refused(**error: str | int) -> Exception:
    body = canonical_json({"error": {"type": "invalid_request_error", **error}}).encode()
    return status_error(Answer(400, {}, body), endpoint=ENDPOINT, model="m", now=NOW)


@pytest.mark.parametrize("case", CASES["refusal"], ids=lambda case: case["server"])
def test_what_servers_say_of_a_long_request_is_understood(case: dict[str, str | int]) -> None:
    error = refused(message=case["message"])
    assert isinstance(error, ContextWindowError)
    assert error.window == (case["window"] or None)


def test_a_window_told_in_a_field_comes_first() -> None:
    error = refused(message="the request exceeds the available context size", n_ctx=2048)
    assert isinstance(error, ContextWindowError)
    assert error.window == 2048


@pytest.mark.parametrize(
    "message", ["messages: field required", "temperature must be <= 2", "too many messages: limit 4096"]
)
def test_other_wrong_requests_are_not_taken_for_long_ones(message: str) -> None:
    assert isinstance(refused(message=message), RequestError)
