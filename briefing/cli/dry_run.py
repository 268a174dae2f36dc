"""What a brief would ask of a language model, worked out without asking."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from briefing.cli.console import DEBUG, Console
from briefing.cli.engine import open_cache, price_of, rehearse
from briefing.cli.receipt import cost_words, counted
from briefing.cli.sources import read_articles
from briefing.drafts import Plan as StoryPlan
from briefing.errors import ExitStatus
from briefing.exchange import Mode, Request, Usage
from briefing.models.budget import estimate_tokens
from briefing.settings import Loaded, Settings
from briefing.stories import group

__all__ = ["Plan", "make_plan", "plan_lines", "show_plan"]


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
    replies = open_cache(loaded)
    plan = make_plan(
        len(articles),
        [engine.plan(story, mode) for story in stories],
        is_kept=lambda request: replies is not None and replies.find(request) is not None,
    )
    if console.verbosity >= DEBUG:
        for request in plan.requests:
            console.detail("\n\n".join(f"[{m.role.value}]\n{m.content}" for m in request.messages))
    for line in plan_lines(plan, settings):
        console.data(line)
    return ExitStatus.OK


class Plan(NamedTuple):
    """How many documents there are, what is left to ask about each story, and how many replies are kept."""

    documents: int
    stories: tuple[StoryPlan, ...]
    kept: int = 0

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request that is known beforehand."""
        return tuple(request for story in self.stories for request in story.requests)

    @property
    def merges(self) -> tuple[StoryPlan, ...]:
        """The stories with a request more, which is made of the replies to the others."""
        return tuple(story for story in self.stories if story.merge_output and story.requests)


def make_plan(documents: int, stories: Sequence[StoryPlan], *, is_kept: Callable[[Request], bool]) -> Plan:
    """A plan without the requests whose replies are kept.

    A merge whose sections are all answered is taken for answered too: whether it is, only its replies tell.
    """
    left = [tuple(r for r in story.requests if not is_kept(r)) for story in stories]
    asked = sum(len(story.requests) for story in stories)
    remaining = (story._replace(requests=requests) for story, requests in zip(stories, left, strict=True))
    return Plan(documents, tuple(remaining), asked - sum(map(len, left)))


def plan_lines(plan: Plan, settings: Settings) -> Iterator[str]:
    """Tell the plan; tokens are estimates, and say so."""
    price = price_of(settings)
    tokens = sum(map(estimate_tokens, plan.requests)) + sum(story.merge_input for story in plan.merges)
    longest = [request.params.max_tokens for request in plan.requests]
    longest += [story.merge_output for story in plan.merges]
    known = [limit for limit in longest if limit is not None]
    output = sum(known) if len(known) == len(longest) else None
    yield _holding(plan.documents, len(plan.stories))
    yield f"{counted(len(longest), 'request')} to {settings.model}, without what is asked again"
    yield from map(_division, plan.merges)
    if plan.kept:
        yield f"{counted(plan.kept, 'reply', 'replies')} kept from an earlier run, not asked for"
    reply = "without a limit" if output is None else f"at most {output:,}"
    yield f"about {tokens:,} tokens in (estimated: a quarter of the characters), {reply} out"
    if price is None or output is None:
        yield "cost unknown: " + ("no price is set" if price is None else "max_tokens is not set")
    else:
        yield f"cost at most about {cost_words(price.of(Usage(input=tokens, output=output)))}"


def _division(story: StoryPlan) -> str:
    return f"one story is too long for one request: {len(story.requests)} sections, and 1 request that merges"


def _holding(documents: int, stories: int) -> str:
    return f"{counted(documents, 'document')} with {stories} {'story' if stories == 1 else 'stories'}"
