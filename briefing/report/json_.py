"""Comparison -> JSON: everything, for programs. A break for readers raises `SCHEMA_VERSION`."""

from briefing.compare import Comparison
from briefing.render.json_ import dump_json

__all__ = ["SCHEMA_VERSION", "render_json"]

SCHEMA_VERSION = 1


def render_json(comparison: Comparison) -> str:
    """Write every value of the comparison, with the exit status that goes with it."""
    return dump_json(
        {
            "schema_version": SCHEMA_VERSION,
            "exit_status": int(comparison.exit_status),
            **comparison.model_dump(mode="json"),
        }
    )
