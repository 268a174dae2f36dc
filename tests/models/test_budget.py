import pytest
from faultserver import NOW, OK, SCRIPTS, FakeTime, FaultServer

from briefing.errors import BudgetError, SettingsError, TransportError
from briefing.exchange import Fault, Message, Params, Reply, Request, Role, Usage
from briefing.models import Budget, ChatClient, Endpoint, Price, Receipt

QUESTION = Request(
    model="m", messages=(Message(role=Role.USER, content="x" * 400),), params=Params(max_tokens=50)
)
AGAIN = QUESTION.model_copy(update={"attempt": 2})
COUNTED = Reply(content="{}", usage=Usage(input=1000, output=500, reasoning=100, cached=10))


def test_replies_are_counted_and_later_attempts_apart() -> None:
    budget = Budget(price=Price(input=1.0, output=2.0))
    for request in (QUESTION, AGAIN):
        budget.spend(request)
        budget.count(request, COUNTED)
    assert budget.receipt == Receipt(
        requests=2,
        questions=1,
        further=1,
        usage=Usage(input=2000, output=1000, reasoning=200, cached=20),
        cost=0.004,
    )


def test_without_a_price_the_cost_is_unknown_and_never_nothing() -> None:
    budget = Budget()
    assert budget.receipt.cost is None
    budget.count(QUESTION, COUNTED)
    assert budget.receipt.cost is None


def test_tokens_that_nobody_counted_are_estimated_and_marked() -> None:
    budget = Budget(price=Price(input=1.0, output=1.0))
    budget.count(QUESTION, Reply(content="y" * 80))
    assert (budget.receipt.usage, budget.receipt.estimated) == (Usage(input=100, output=20), 1)
    assert budget.receipt.cost == pytest.approx(0.00012)


def test_the_request_over_the_limit_is_not_made() -> None:
    budget = Budget(max_requests=2)
    budget.spend(QUESTION)
    budget.spend(QUESTION)
    with pytest.raises(BudgetError, match="limit of 2 requests"):
        budget.spend(QUESTION)
    assert budget.receipt.requests == 2


def test_a_request_that_could_cross_the_cost_limit_is_not_made() -> None:
    price = Price(input=10_000.0, output=10_000.0)  # at most 100 + 50 tokens, so 1.5 a request
    budget = Budget(max_cost=3.0, price=price)
    budget.spend(QUESTION)
    budget.count(QUESTION, Reply(content="", usage=Usage(input=100, output=50)))
    budget.spend(QUESTION)
    budget.count(QUESTION, Reply(content="", usage=Usage(input=100, output=51)))
    with pytest.raises(BudgetError, match="cost limit of 3"):
        budget.spend(QUESTION)


def test_requests_under_way_hold_back_what_they_may_cost() -> None:
    budget = Budget(max_cost=3.0, price=Price(input=10_000.0, output=10_000.0))
    budget.spend(QUESTION)
    budget.spend(QUESTION)
    with pytest.raises(BudgetError):
        budget.spend(QUESTION)
    budget.fail(QUESTION, TransportError("nobody answers", fault=Fault.CONNECTION))
    budget.spend(QUESTION)
    assert (budget.receipt.requests, budget.receipt.cost) == (3, 0.0)


@pytest.mark.parametrize(
    ("fault", "tokens"), [(Fault.TIMEOUT, 100), (Fault.BAD_BODY, 100), (Fault.CONNECTION, 0), (Fault.RATE, 0)]
)
def test_a_request_that_was_probably_worked_on_costs_its_input(fault: Fault, tokens: int) -> None:
    budget = Budget(price=Price(input=1_000_000.0, output=0.0))
    budget.spend(QUESTION)
    budget.fail(QUESTION, TransportError("no reply", fault=fault))
    receipt = budget.receipt
    assert (receipt.usage.input, receipt.cost, receipt.estimated) == (tokens, tokens, int(tokens > 0))


def test_a_request_without_a_limit_of_its_own_is_taken_for_a_long_one() -> None:
    budget = Budget(max_cost=1.0, price=Price(input=0.0, output=1_000_000.0))
    with pytest.raises(BudgetError):
        budget.spend(QUESTION.model_copy(update={"params": Params()}))


def test_a_cost_limit_without_a_price_is_refused() -> None:
    with pytest.raises(SettingsError, match="price"):
        Budget(max_cost=1.0)


def test_requests_that_failed_on_the_way_count_too() -> None:
    time, budget = FakeTime(), Budget()
    with FaultServer(SCRIPTS["500_always"]) as server, pytest.raises(TransportError):
        ChatClient(Endpoint(server.url), budget=budget, sleep=time.sleep, clock=time.clock).complete(QUESTION)
    assert (budget.receipt.requests, budget.receipt.questions) == (3, 0)


def test_a_retry_does_not_cross_the_limit() -> None:
    time, budget = FakeTime(), Budget(max_requests=2)
    with FaultServer(SCRIPTS["500_always"]) as server:
        client = ChatClient(Endpoint(server.url), budget=budget, sleep=time.sleep, clock=time.clock)
        with pytest.raises(BudgetError) as caught:
            client.complete(QUESTION)
        assert len(server.requests) == 2
    assert caught.value.stops_run


def test_a_good_call_is_counted_by_the_client() -> None:
    budget = Budget()
    with FaultServer([OK]) as server:
        ChatClient(Endpoint(server.url), budget=budget, now=lambda: NOW).complete(QUESTION)
    assert budget.receipt.usage == Usage(input=11, output=7)
