"""Which engine writes: a language model if one is set, otherwise the built-in engine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.console import Console
from briefing.errors import SettingsError
from briefing.settings import Loaded, Settings, read_key

if TYPE_CHECKING:
    from briefing.drafts import DividingEngine, Engine
    from briefing.exchange import Params
    from briefing.models import Budget, ChatClient, Client, Price, ReplyCache, ReplyStore

__all__ = ["choose_engine", "connect", "make_budget", "open_cache", "price_of", "rehearse"]


@contextmanager
def choose_engine(
    settings: Settings, console: Console, *, replies: "ReplyStore | None" = None
) -> "Iterator[Engine]":
    """The engine the settings ask for. A model that cannot be asked is an error, never a silent fall-back.

    What `replies` keep is not asked again.
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
            yield _prompted(settings, settings.model, client, replies)
        finally:
            kept = replies.hits if replies else 0
            console.note(receipt_line(budget.receipt, kept=kept, seconds=time.monotonic() - began))


def rehearse(settings: Settings, model: str) -> "DividingEngine":
    """The engine for a model, to see what it would ask; it can ask nothing."""
    from briefing.models import ScriptedClient

    return _prompted(settings, model, ScriptedClient(()))


def _prompted(
    settings: Settings, model: str, client: "Client", replies: "ReplyStore | None" = None
) -> "DividingEngine":
    from briefing.drafts import DividingEngine, PromptedEngine, Window
    from briefing.exchange import Mode
    from briefing.prompts import derive_marker, load_prompt

    template = load_prompt("story")
    engine = PromptedEngine(
        client,
        template,
        model=model,
        mode=Mode(settings.mode),
        params=partial(_parameters, settings),
        # Worked out from the story's own words, in which it cannot stand: the same story, the same request.
        marker=partial(derive_marker, "live"),
        replies=replies,
    )
    return DividingEngine(engine, window=Window(settings.context_tokens), workers=settings.workers)


def open_cache(loaded: Loaded) -> "ReplyCache | None":
    """The replies kept for the endpoint of the settings; None where none are to be kept."""
    settings = loaded.settings
    if not settings.cache or settings.model is None or settings.base_url is None:
        return None
    from briefing.models import ReplyCache

    if settings.cache_dir is not None:
        folder = loaded.place("cache_dir") / Path(settings.cache_dir).expanduser()
    else:
        import platformdirs

        folder = platformdirs.user_cache_path("briefing")
    return ReplyCache(folder / "replies", scope=settings.base_url)


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


def _parameters(settings: Settings, wanted: "Params") -> "Params":
    """What a prompt wants of the sampling, under what the settings say."""
    chosen = {"temperature": settings.temperature, "max_tokens": settings.max_tokens}
    return wanted.model_copy(update={name: value for name, value in chosen.items() if value is not None})
