"""Which engine writes: a language model if one is set, otherwise the built-in engine."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from briefing.cli.console import Console
from briefing.errors import SettingsError
from briefing.settings import Settings, read_key

if TYPE_CHECKING:
    from briefing.drafts import Engine
    from briefing.drafts.prompted import PromptedEngine
    from briefing.exchange import Params
    from briefing.models import Budget, ChatClient, Client, Price
    from briefing.prompts import PromptTemplate

__all__ = ["choose_engine", "connect", "make_budget", "price_of", "rehearse"]


@contextmanager
def choose_engine(
    settings: Settings, console: Console, *, keep: "Callable[[Client], Client] | None" = None
) -> "Iterator[Engine]":
    """The engine the settings ask for. A model that cannot be asked is an error, never a silent fall-back.

    `keep` puts a memory of replies before the client; the same story then gives the same request every time.
    """
    if settings.model is None:
        from briefing.drafts.extractive import BuiltinEngine

        console.note("The built-in engine writes this brief; --model NAME would ask a language model.")
        yield BuiltinEngine()
        return
    from briefing.cli.receipt import receipt_line

    budget, began = make_budget(settings), time.monotonic()
    with connect(settings, model=settings.model, budget=budget) as client:
        try:
            yield _prompted(settings, settings.model, keep(client) if keep else client, again=bool(keep))
        finally:
            console.note(receipt_line(budget.receipt, seconds=time.monotonic() - began))


def rehearse(settings: Settings, model: str, *, again: bool = False) -> "PromptedEngine":
    """The engine for a model, to see what it would ask; it can ask nothing.

    With `again` a story gives the same request every time.
    """
    from briefing.models import ScriptedClient

    return _prompted(settings, model, ScriptedClient(()), again=again)


def _prompted(settings: Settings, model: str, client: "Client", *, again: bool) -> "PromptedEngine":
    from briefing.drafts.prompted import PromptedEngine
    from briefing.exchange import Mode
    from briefing.prompts import derive_marker, draw_marker, load_prompt

    template = load_prompt("story")
    mode, params = Mode(settings.mode), _parameters(settings, template)
    # A mark worked out from the story's own words cannot stand in them, just as one drawn by lot.
    marker = partial(derive_marker, "daily") if again else draw_marker
    return PromptedEngine(client, template, model=model, mode=mode, params=params, marker=marker)


def price_of(settings: Settings) -> "Price | None":
    """What the model's tokens cost, if the settings say so."""
    from briefing.models import Price

    price = settings.prices.get(settings.model or "")
    return None if price is None else Price(input=price.input, output=price.output)


def make_budget(settings: Settings) -> "Budget":
    """What the run may ask and spend; raises SettingsError for a limit on the cost without a price."""
    from briefing.models import Budget

    price = price_of(settings)
    if settings.max_cost is not None and price is None:
        raise SettingsError(
            f"A limit on the cost needs the price of {settings.model}: add to briefing.toml "
            f'[prices."{settings.model}"] with input and output, money for a million tokens.'
        )
    return Budget(max_requests=settings.max_requests, max_cost=settings.max_cost, price=price)


def connect(settings: Settings, *, model: str, budget: "Budget | None" = None) -> "ChatClient":
    """A client for the endpoint of the settings, within a budget; raises SettingsError if there is none."""
    if settings.base_url is None:
        raise SettingsError(
            f"There is no endpoint for the model {model}: set OPENAI_BASE_URL, or `base_url` in "
            f"briefing.toml, for example to http://localhost:8080/v1."
        )
    from pydantic import SecretStr

    from briefing.models import ChatClient, Endpoint

    endpoint = Endpoint(
        settings.base_url,
        api_key=SecretStr(read_key(settings)),
        timeout=settings.timeout,
        retries=settings.retries,
    )
    return ChatClient(endpoint, budget=budget)


def _parameters(settings: Settings, template: "PromptTemplate") -> "Params":
    """The prompt's own parameters under those of the settings."""
    chosen = {"temperature": settings.temperature, "max_tokens": settings.max_tokens}
    given = {name: value for name, value in chosen.items() if value is not None}
    return template.manifest.parameters.model_copy(update=given)
