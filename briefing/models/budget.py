"""What a run has asked and paid so far, and the limits it may not cross."""

import threading

from briefing.errors import BudgetError, SettingsError
from briefing.exchange import Reply, Request, Usage
from briefing.schema import Value

__all__ = ["Budget", "Price", "Receipt", "estimate_tokens"]

_CHARACTERS_A_TOKEN = 4
_MILLION = 1_000_000


class Price(Value):
    """Money for a million tokens, in whatever currency the limits are told in."""

    input: float
    output: float

    def of(self, usage: Usage) -> float:
        """What these tokens cost.

        >>> Price(input=2.0, output=8.0).of(Usage(input=500_000, output=250_000))
        3.0
        """
        return (usage.input * self.input + usage.output * self.output) / _MILLION


class Receipt(Value):
    """What a run asked and paid; requests and tokens of failed attempts are in it.

    `requests` counts what went over the wire, `questions` the replies to first attempts and `further` those
    to later ones (re-asks, longer limits, lower modes). `estimated` replies came without a count of tokens.
    `cost` is None where no price is known.

    >>> (Receipt(requests=1) + Receipt(requests=2, cost=None)).cost is None
    True
    """

    requests: int = 0
    questions: int = 0
    further: int = 0
    usage: Usage = Usage()
    estimated: int = 0
    cost: float | None = 0.0

    def __add__(self, other: "Receipt") -> "Receipt":
        """Both together; what is unknown in one is unknown in the sum."""
        is_known = self.cost is not None and other.cost is not None
        return Receipt(
            requests=self.requests + other.requests,
            questions=self.questions + other.questions,
            further=self.further + other.further,
            usage=self.usage + other.usage,
            estimated=self.estimated + other.estimated,
            cost=(self.cost or 0.0) + (other.cost or 0.0) if is_known else None,
        )


class Budget:
    """Counts for all threads of a run, and raises BudgetError before the request that would cross a limit."""

    def __init__(
        self, *, max_requests: int | None = None, max_cost: float | None = None, price: Price | None = None
    ) -> None:
        if max_cost is not None and price is None:
            raise SettingsError("A limit on the cost needs the model's price; set it under [prices].")
        self._max_requests = max_requests
        self._max_cost = max_cost
        self._price = price
        self._lock = threading.Lock()
        self._receipt = Receipt(cost=None if price is None else 0.0)

    @property
    def receipt(self) -> Receipt:
        """What was asked and paid so far."""
        with self._lock:
            return self._receipt

    def spend(self, request: Request) -> None:
        """Count one request that is about to go over the wire."""
        with self._lock:
            self._check(request)
            self._receipt += Receipt(requests=1)

    def count(self, request: Request, reply: Reply) -> None:
        """Count a reply's tokens; where the endpoint did not, they are estimated."""
        usage = reply.usage or Usage(
            input=estimate_tokens(request), output=len(reply.content) // _CHARACTERS_A_TOKEN
        )
        is_first = request.attempt == 1
        reply_alone = Receipt(
            questions=int(is_first),
            further=int(not is_first),
            usage=usage,
            estimated=int(reply.usage is None),
            cost=self._price.of(usage) if self._price else None,
        )
        with self._lock:
            self._receipt += reply_alone

    def _check(self, request: Request) -> None:
        if self._max_requests is not None and self._receipt.requests >= self._max_requests:
            raise BudgetError(f"The limit of {self._max_requests} requests is reached; what is done is kept.")
        if self._max_cost is None or self._price is None:
            return
        most = Usage(input=estimate_tokens(request), output=request.params.max_tokens or 0)
        if (self._receipt.cost or 0.0) + self._price.of(most) > self._max_cost:
            raise BudgetError(
                f"The next request could cross the cost limit of {self._max_cost:g}; what is done is kept."
            )


def estimate_tokens(request: Request) -> int:
    """About how many tokens a request's messages have: a quarter of its characters."""
    return sum(len(message.content) for message in request.messages) // _CHARACTERS_A_TOKEN
