"""Story -> Draft: what a language model or the built-in engine claims. Nothing here is believed yet."""

from collections.abc import Sequence
from typing import Protocol

from briefing.drafts.dividing import DividingEngine, Plan
from briefing.drafts.prompted import PromptedEngine
from briefing.drafts.window import Window
from briefing.errors import ModelError
from briefing.schema import Draft, Story

__all__ = ["DividingEngine", "Engine", "Plan", "PromptedEngine", "Window"]


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

    @property
    def failures(self) -> Sequence[ModelError]:
        """What went wrong so far with parts of stories that were drafted all the same."""
        ...

    def draft(self, story: Story) -> Draft:
        """Claim what the story's articles say; raises ModelError where no model gave a usable reply."""
        ...
