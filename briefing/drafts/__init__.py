"""Story -> Draft: what a language model or the built-in engine claims. Nothing here is believed yet."""

from typing import Protocol

from briefing.drafts.prompted import PromptedEngine
from briefing.schema import Draft, Story

__all__ = ["Engine", "PromptedEngine"]


class Engine(Protocol):
    """Whatever drafts a story. `model` and `prompt` are None for an engine that asks nobody."""

    @property
    def name(self) -> str:
        """What the brief calls the engine."""
        ...

    @property
    def model(self) -> str | None:
        """The model that is asked."""
        ...

    @property
    def prompt(self) -> str | None:
        """Name and version of the prompt it is asked with."""
        ...

    def draft(self, story: Story) -> Draft:
        """Claim what the story's articles say; raises ModelError where no model gave a usable reply."""
        ...
