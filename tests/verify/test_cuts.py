import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.schema import Span
from briefing.verify.cuts import turning_word

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases/verify/cuts.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kept']} of {case['text']}")
def test_a_cut_is_turned_by_this_word_alone(case: dict[str, Any]) -> None:
    start = case["text"].index(case["kept"])
    kept = Span(start, start + len(case["kept"]))
    word = turning_word(case["text"], kept, language=case.get("language", "en"))
    assert (word and word.of(case["text"])) == case["turned_by"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_whole_sentence_is_turned_by_nothing(case: dict[str, Any]) -> None:
    before, after = "We never agreed. ", " If only they knew."
    text = f"{before}{case['text']}{after}"
    kept = Span(len(before), len(before) + len(case["text"].rstrip(".")))
    if "." not in case["text"][:-1]:
        assert turning_word(text, kept, language=case.get("language", "en")) is None


@given(st.text(alphabet="ab not if,.;— “”", max_size=80), st.data())
def test_the_turning_word_lies_outside_what_was_kept(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    word = turning_word(text, Span(start, end))
    assert word is None or word.end <= start or word.start >= end
