import pytest

from briefing.errors import RequestError, TransportError
from briefing.exchange import Reply, Request
from briefing.models import ScriptedClient

REQUEST = Request(model="m", messages=())


def test_answers_come_in_order_and_requests_are_kept() -> None:
    client = ScriptedClient(["one", Reply(content="two"), lambda request: Reply(content=request.model)])
    assert [client.complete(REQUEST).content for _ in range(3)] == ["one", "two", "m"]
    assert client.requests == [REQUEST] * 3


def test_an_error_is_raised() -> None:
    with pytest.raises(TransportError, match="down"):
        ScriptedClient([TransportError("down")]).complete(REQUEST)


def test_asking_past_the_end_is_an_error_and_more_can_be_added() -> None:
    client = ScriptedClient()
    with pytest.raises(RequestError, match="No answer is left for request 1"):
        client.complete(REQUEST)
    client.enqueue("late")
    assert client.complete(REQUEST).content == "late"
