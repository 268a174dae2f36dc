"""How many items the lists of a JSON schema may hold: set by the names of the lists, and taken away again.

A small model that is not held to a number counts through a whole article. Not every endpoint that takes a
schema takes the keyword, so that it must be possible to ask without.
"""

from collections.abc import Mapping

from pydantic import JsonValue

__all__ = ["LIMIT", "limited", "unlimited"]

LIMIT = "maxItems"


def limited(schema: Mapping[str, JsonValue], limits: Mapping[str, int]) -> dict[str, JsonValue]:
    """The schema with a limit on each list whose name has one, at any depth.

    >>> limited({"properties": {"evidence": {"type": "array", "items": {}}}}, {"evidence": 4})
    {'properties': {'evidence': {'type': 'array', 'items': {}, 'maxItems': 4}}}
    """
    return {key: _limited(key, inner, limits) for key, inner in schema.items()}


def _limited(key: str, node: JsonValue, limits: Mapping[str, int]) -> JsonValue:
    if not isinstance(node, dict):
        return node
    inner = limited(node, limits)
    return {**inner, LIMIT: limits[key]} if "items" in node and key in limits else inner


def unlimited(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema without any limit of a list.

    >>> unlimited({"properties": {"evidence": {"type": "array", "items": {}, "maxItems": 4}}})
    {'properties': {'evidence': {'type': 'array', 'items': {}}}}
    """
    kept = ((key, inner) for key, inner in schema.items() if key != LIMIT)
    return {key: unlimited(inner) if isinstance(inner, dict) else inner for key, inner in kept}
