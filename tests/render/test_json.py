import json
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, count
from pathlib import Path

import pytest

from briefing.render import render
from briefing.render.json_ import brief_schema
from briefing.schema import Briefing
from briefing.text import is_invisible

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
Fill = Callable[[Iterator[str], int], Briefing]


def test_the_json_is_the_whole_brief(brief: Briefing) -> None:
    document = json.loads(render(brief, "json"))
    assert document.pop("schema_version") == 1
    assert Briefing.model_validate_json(json.dumps(document)) == brief


def test_keys_come_in_the_order_of_reading(brief: Briefing) -> None:
    document = json.loads(render(brief, "json"))
    assert list(document) == ["schema_version", "title", "date", "stories", "left_out", "meta"]
    assert list(document["stories"][0])[:4] == ["id", "headline", "issue", "bottom_line"]


def test_it_holds_no_number_that_could_be_rounded(brief: Briefing) -> None:
    json.loads(render(brief, "json"), parse_float=pytest.fail)


def test_any_script_is_readable_in_it(brief: Briefing) -> None:
    text = render(brief, "json")
    assert "这是正确的决定，我们欢迎。" in text
    assert "نريد خطة واضحة قبل الشتاء" in text
    assert "🎉" in text
    assert text.endswith("}\n")


def test_hostile_text_survives_and_no_unseen_character_is_printed(hostile: list[str], fill: Fill) -> None:
    strings = chain(hostile, (f"word {number}" for number in count()))
    for _ in range(len(hostile) // 20):
        brief = fill(strings, 1)
        text = render(brief, "json")
        shown = text.replace("\n", "")
        assert not [char for char in shown if is_invisible(char) or unicodedata.category(char) in UNSEEN]
        document = json.loads(text)
        assert document["stories"][0]["headline"] == brief.stories[0].headline
        assert document["stories"][0]["positions"][1]["quotations"][0]["text"] == (
            brief.stories[0].positions[1].quotations[0].text
        )


def test_the_published_schema_is_the_one_the_code_has() -> None:
    published = json.loads((REFERENCE / "brief.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(brief_schema())), (
        "the shape of the JSON changed; run `python tests/render/accept.py`"
        " and say so in docs/reference/brief-json.md"
    )


def test_every_field_and_value_is_explained() -> None:
    page = (REFERENCE / "brief-json.md").read_text(encoding="utf-8")
    schema = brief_schema()
    definitions = [schema, *schema["$defs"].values()]
    names = {name for part in definitions for name in part.get("properties", {})}
    values = {value for part in definitions for value in part.get("enum", [])}
    codes = set(schema["$defs"]["FindingCode"]["enum"])
    assert {name for name in names | values - codes if f"`{name}`" not in page} == set()
