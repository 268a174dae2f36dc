"""What a run with a language model asked and paid, as one line for a person."""

from collections.abc import Iterator

from briefing.models import Receipt

__all__ = ["cost_words", "counted", "receipt_line"]


def receipt_line(receipt: Receipt, *, seconds: float) -> str:
    """Tell requests, tokens, cost and time; failed attempts are in them, and what nobody knows is unknown.

    >>> from briefing.exchange import Usage
    >>> receipt = Receipt(requests=3, questions=1, further=1, usage=Usage(input=2400, output=310), cost=None)
    >>> receipt_line(receipt, seconds=9.04)
    '3 requests (1 asked again, 1 without a reply), 2,400 tokens in, 310 out, cost unknown, 9.0 s.'
    """
    aside = ", ".join(_aside(receipt))
    estimated = " (partly estimated)" if receipt.estimated else ""
    return (
        f"{counted(receipt.requests, 'request')}{f' ({aside})' if aside else ''}, "
        f"{receipt.usage.input:,} tokens in, {receipt.usage.output:,} out{estimated}, "
        f"cost {cost_words(receipt.cost)}, {seconds:.1f} s."
    )


def cost_words(cost: float | None) -> str:
    """Name a cost; what is unknown is never nothing.

    >>> cost_words(None), cost_words(0.00123), cost_words(0.0)
    ('unknown', '0.0012', '0.0000')
    """
    return "unknown" if cost is None else f"{cost:,.4f}"


def counted(number: int, noun: str) -> str:
    """Put a number before its noun.

    >>> counted(1, "request"), counted(1200, "request")
    ('1 request', '1,200 requests')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _aside(receipt: Receipt) -> Iterator[str]:
    unanswered = receipt.requests - receipt.questions - receipt.further
    if receipt.further:
        yield f"{receipt.further} asked again"
    if unanswered:
        yield f"{unanswered} without a reply"
