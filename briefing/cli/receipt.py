"""What a run with a language model asked and paid, as one line for a person."""

from collections.abc import Iterator

from briefing.models import Receipt

__all__ = ["cost_words", "counted", "receipt_line"]


def receipt_line(receipt: Receipt, *, seconds: float, kept: int = 0) -> str:
    """Tell requests, tokens, cost and time; failed attempts are in them, and what nobody knows is unknown.

    `kept` is how many replies were there already and cost nothing.

    >>> from briefing.exchange import Usage
    >>> receipt = Receipt(requests=3, questions=1, further=1, usage=Usage(input=2400, output=310), cost=None)
    >>> receipt_line(receipt, seconds=9.04)
    '3 requests (1 asked again, 1 without a reply), 2,400 tokens in, 310 out, cost unknown, 9.0 s.'
    >>> receipt_line(Receipt(), seconds=0.1, kept=2)
    '0 requests, 2 kept replies, 0 tokens in, 0 out, cost 0.0000, 0.1 s.'
    """
    aside = ", ".join(_aside(receipt))
    estimated = " (partly estimated)" if receipt.estimated else ""
    used = f", {counted(kept, 'kept reply', 'kept replies')}" if kept else ""
    return (
        f"{counted(receipt.requests, 'request')}{f' ({aside})' if aside else ''}{used}, "
        f"{receipt.usage.input:,} tokens in, {receipt.usage.output:,} out{estimated}, "
        f"cost {cost_words(receipt.cost if receipt.requests else 0.0)}, {seconds:.1f} s."
    )


def cost_words(cost: float | None) -> str:
    """Name a cost; what is unknown is never nothing.

    >>> cost_words(None), cost_words(0.00123), cost_words(0.0)
    ('unknown', '0.0012', '0.0000')
    """
    return "unknown" if cost is None else f"{cost:,.4f}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """Put a number before its noun; `nouns` is the plural where that does not end in a mere s.

    >>> counted(1, "request"), counted(1200, "request")
    ('1 request', '1,200 requests')
    """
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def _aside(receipt: Receipt) -> Iterator[str]:
    unanswered = receipt.requests - receipt.questions - receipt.further
    if receipt.further:
        yield f"{receipt.further} asked again"
    if unanswered:
        yield f"{unanswered} without a reply"
