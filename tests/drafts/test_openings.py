"""Sentences that leave something open, and such as only look like it."""

import json
from pathlib import Path

import pytest

from briefing.drafts.openings import Opening, find_opening

PATH = Path(__file__).parents[1] / "cases" / "drafts" / "openings.json"
CASES = json.loads(PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sentence"])
def test_a_sentence_leaves_this_question_or_none(case: dict[str, str | None]) -> None:
    sentence = case["sentence"]
    assert sentence is not None
    wanted = Opening(case["question"], case["why"]) if case["question"] and case["why"] else None
    assert find_opening(sentence) == wanted


def test_a_long_sentence_without_end_is_read_in_linear_time() -> None:
    assert find_opening("it is not clear what " * 20_000) is not None
