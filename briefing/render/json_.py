"""Briefing -> JSON: the whole brief, with every verdict, offset and finding.

This is the format other programs read, and a promise: docs/reference/brief-json.md explains it and
docs/reference/brief.schema.json states it. A change that could break a reader raises `SCHEMA_VERSION`.
"""

import json
import re
from typing import Literal

from briefing.schema import Briefing
from briefing.text import is_invisible

__all__ = ["SCHEMA_VERSION", "brief_schema", "dump_json", "render_json"]

SCHEMA_VERSION: Literal[1] = 1
_UNUSUAL_RE = re.compile(r"[^\x00-\x7e]")


def render_json(briefing: Briefing) -> str:
    """Write the whole brief, keys in the schema's order; see `dump_json`."""
    return dump_json({"schema_version": SCHEMA_VERSION, **briefing.model_dump(mode="json")})


def brief_schema() -> dict[str, object]:
    """Return the JSON Schema of what `render_json` writes.

    It allows more fields than it names: a new field is no break, so readers must not refuse one.
    """
    schema = Briefing.model_json_schema(mode="serialization")
    for definition in (schema, *schema["$defs"].values()):
        definition.pop("additionalProperties", None)
        for field in definition.get("properties", {}).values():
            field.pop("title", None)  # only repeats the field's name
    version = {"const": SCHEMA_VERSION, "description": "Raised when a reader could break."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "properties": {"schema_version": version, **schema["properties"]},
        "required": ["schema_version", *schema["required"]],
    }


def dump_json(value: object) -> str:
    r"""Write JSON for programs and people: any script as it is, indented by two, one newline at the end.

    Characters that nobody can see (controls, direction marks, broken halves) are written as `\u` escapes:
    nothing is lost, and a terminal that shows the file does nothing odd.

    >>> print(dump_json(["é\u202e"]), end="")
    [
      "é\u202e"
    ]
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNUSUAL_RE.sub(lambda found: _escape_if_unseen(found[0]), text) + "\n"


def _escape_if_unseen(char: str) -> str:
    is_broken = char in "\u2028\u2029" or char <= "\x9f" or "\ud800" <= char <= "\udfff"
    if not (is_broken or is_invisible(char)):
        return char
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
