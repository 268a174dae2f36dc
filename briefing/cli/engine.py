"""Which engine writes: a language model if one is set, otherwise the built-in engine."""

from typing import TYPE_CHECKING

from briefing.cli.console import Console
from briefing.errors import SettingsError
from briefing.settings import Settings, read_key

if TYPE_CHECKING:
    from briefing.drafts import Engine

__all__ = ["choose_engine"]


def choose_engine(settings: Settings, console: Console) -> "Engine":
    """The engine the settings ask for. A model that cannot be asked is an error, never a silent fall-back."""
    if settings.model is None:
        from briefing.drafts.extractive import BuiltinEngine

        console.note("The built-in engine writes this brief; --model NAME would ask a language model.")
        return BuiltinEngine()
    if settings.base_url is None:
        raise SettingsError(
            f"There is no endpoint for the model {settings.model}: set OPENAI_BASE_URL or `base_url` in "
            f"briefing.toml, for example to http://localhost:8080/v1."
        )
    raise SettingsError("to come" + read_key(settings))
