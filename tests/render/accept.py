"""Write the approved outputs anew: the two rich briefs in every format, and the JSON Schema.

Run `python tests/render/accept.py`, then read the diff; the tests only compare.
"""

import json
from pathlib import Path

from briefing.render import FORMATS, render
from briefing.render.json_ import brief_schema
from briefing.schema import Briefing

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "render"


def write_approved() -> None:
    for source, approved in (("briefing", "approved"), ("changed", "approved-changed")):
        brief = Briefing.model_validate_json((CASES / f"{source}.json").read_text(encoding="utf-8"))
        for name, format_ in FORMATS.items():
            path = CASES / f"{approved}{format_.suffix}"
            path.write_text(render(brief, name), encoding="utf-8", newline="\n")
    schema = json.dumps(brief_schema(), ensure_ascii=False, indent=2) + "\n"
    (ROOT / "docs/reference/brief.schema.json").write_text(schema, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_approved()
