"""What a run has asked and paid so far, and the limits it may not cross."""

import threading

from briefing.errors import BudgetError, ModelError, SettingsError
from briefing.exchange import Fault, Reply, Request, Usage
from briefing.schema import Value

__all__ = ["Budget", "Price", "Receipt", "estimate_tokens"]

_CHARACTERS_A_TOKEN = 4
_REPLY_TOKENS = 2_000  # what a request without a limit of its own is taken to bring back at most
# Failures after which the model has probably worked, and may be paid for.
_WORKED_ON = frozenset({Fault.TIMEOUT, Fault.BAD_BODY, Fault.BAD_ENCODING, Fault.RESPONSE_TOO_LARGE})
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
    """Counts for all threads of a run, and raises BudgetError before the request that would cross a limit.

    Every request that was let through by `spend` ends in `count` or `fail`; until then what it may cost is
    held back, so that threads that ask at the same time do not cross the limit together.
    """

    def __init__(
        self, *, max_requests: int | None = None, max_cost: float | None = None, price: Price | None = None
    ) -> None:
        if max_cost is not None and price is None:
            raise SettingsError("A limit on the cost needs the model's price; set it under [prices].")
        self._max_requests = max_requests
        self._max_cost = max_cost
        self._price = price
        self._lock = threading.Lock()
        self._held = 0.0
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
            self._held += self._most(request)
            self._receipt += Receipt(requests=1, cost=self._nothing())

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
        self._settle(request, reply_alone)

    def fail(self, request: Request, error: ModelError) -> None:
        """Count a request that brought no reply; one that was probably worked on costs its input."""
        if error.fault not in _WORKED_ON:
            self._settle(request, Receipt(cost=self._nothing()))
            return
        usage = Usage(input=estimate_tokens(request))
        cost = self._price.of(usage) if self._price else None
        self._settle(request, Receipt(usage=usage, estimated=1, cost=cost))

    def _settle(self, request: Request, spent: Receipt) -> None:
        with self._lock:
            self._held -= self._most(request)
            self._receipt += spent

    def _nothing(self) -> float | None:
        """The cost of nothing: known only where prices are."""
        return None if self._price is None else 0.0

    def _most(self, request: Request) -> float:
        """The most a request may cost, as far as its own limit tells."""
        if self._price is None:
            return 0.0
        output = request.params.max_tokens or _REPLY_TOKENS
        return self._price.of(Usage(input=estimate_tokens(request), output=output))

    def _check(self, request: Request) -> None:
        if self._max_requests is not None and self._receipt.requests >= self._max_requests:
            raise BudgetError(f"The limit of {self._max_requests} requests is reached; what is done is kept.")
        if self._max_cost is None:
            return
        if (self._receipt.cost or 0.0) + self._held + self._most(request) > self._max_cost:
            raise BudgetError(
                f"The next request could cross the cost limit of {self._max_cost:g}; what is done is kept."
            )


def estimate_tokens(request: Request) -> int:
    """About how many tokens a request's messages have: a quarter of its characters."""
    return sum(len(message.content) for message in request.messages) // _CHARACTERS_A_TOKEN
