"""What a brief would ask of a language model, worked out without asking."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.cli.console import DEBUG, Console
from briefing.cli.engine import open_cache, price_of, rehearse
from briefing.cli.receipt import cost_words, counted
from briefing.cli.sources import read_articles
from briefing.errors import ExitStatus
from briefing.exchange import Mode, Request, Usage
from briefing.models.budget import estimate_tokens
from briefing.settings import Loaded, Settings
from briefing.stories import group

__all__ = ["Plan", "plan_lines", "show_plan"]


def show_plan(sources: Sequence[str], loaded: Loaded, console: Console, *, clean: bool) -> ExitStatus:
    """Print documents, requests, estimated tokens and cost; nothing is sent and no client is made.

    Under `-vv` the exact prompts go to stderr.
    """
    settings = loaded.settings
    articles = read_articles(sources, clean=clean)
    stories = group(articles)
    if settings.model is None:
        console.data(
            f"{_holding(len(articles), len(stories))}\n0 requests: the built-in engine writes the brief"
        )
        return ExitStatus.OK
    engine = rehearse(settings, settings.model)
    mode = Mode(settings.mode)
    requests = tuple(engine.request(engine.render(story), mode) for story in stories)
    replies = open_cache(loaded)
    asked = tuple(r for r in requests if replies is None or replies.find(r) is None)
    plan = Plan(len(articles), asked, len(requests) - len(asked))
    if console.verbosity >= DEBUG:
        for request in plan.requests:
            console.detail("\n\n".join(f"[{m.role.value}]\n{m.content}" for m in request.messages))
    for line in plan_lines(plan, settings):
        console.data(line)
    return ExitStatus.OK


class Plan(NamedTuple):
    """How many documents there are, the first request for each story, and for how many a reply is kept."""

    documents: int
    requests: tuple[Request, ...]
    kept: int = 0


def plan_lines(plan: Plan, settings: Settings) -> Iterator[str]:
    """Tell the plan; tokens are estimates, and say so."""
    price = price_of(settings)
    tokens = sum(map(estimate_tokens, plan.requests))
    longest = [request.params.max_tokens for request in plan.requests]
    known = [limit for limit in longest if limit is not None]
    output = sum(known) if len(known) == len(longest) else None
    yield _holding(plan.documents, len(plan.requests) + plan.kept)
    yield f"{counted(len(plan.requests), 'request')} to {settings.model}, without what is asked again"
    if plan.kept:
        yield f"{counted(plan.kept, 'reply', 'replies')} kept from an earlier run, not asked for"
    reply = "without a limit" if output is None else f"at most {output:,}"
    yield f"about {tokens:,} tokens in (estimated: a quarter of the characters), {reply} out"
    if price is None or output is None:
        yield "cost unknown: " + ("no price is set" if price is None else "max_tokens is not set")
    else:
        yield f"cost at most about {cost_words(price.of(Usage(input=tokens, output=output)))}"


def _holding(documents: int, stories: int) -> str:
    return f"{counted(documents, 'document')} with {stories} {'story' if stories == 1 else 'stories'}"
