"""History -> JSON, with every offset and every day."""

from typing import Literal

from briefing.histories.values import ActorHistory, StoryHistory
from briefing.render.json_ import dump_json

__all__ = ["SCHEMA_VERSION", "render_history_json"]

SCHEMA_VERSION: Literal[1] = 1


def render_history_json(history: ActorHistory | StoryHistory) -> str:
    """Write the whole history; ends with one newline."""
    return dump_json({"schema_version": SCHEMA_VERSION, **history.model_dump(mode="json")})
