"""Which engine writes: a language model if one is set, otherwise the built-in engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.cli.console import Console
from briefing.errors import SettingsError
from briefing.settings import Settings, read_key

if TYPE_CHECKING:
    from briefing.drafts import Engine
    from briefing.exchange import Params
    from briefing.models import Budget, ChatClient
    from briefing.prompts import PromptTemplate

__all__ = ["choose_engine", "connect"]


@contextmanager
def choose_engine(settings: Settings, console: Console) -> "Iterator[Engine]":
    """The engine the settings ask for. A model that cannot be asked is an error, never a silent fall-back."""
    if settings.model is None:
        from briefing.drafts.extractive import BuiltinEngine

        console.note("The built-in engine writes this brief; --model NAME would ask a language model.")
        yield BuiltinEngine()
        return
    with connect(settings, model=settings.model) as client:
        from briefing.drafts.prompted import PromptedEngine
        from briefing.exchange import Mode
        from briefing.prompts import load_prompt

        template = load_prompt("story")
        yield PromptedEngine(
            client,
            template,
            model=settings.model,
            mode=Mode(settings.mode),
            params=_parameters(settings, template),
        )


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
