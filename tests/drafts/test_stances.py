"""Verbs that take a side, and on what; everything else takes none."""

import json
from pathlib import Path

import pytest

from briefing.drafts.stances import find_leaning, is_conditional

PATH = Path(__file__).parents[1] / "cases" / "drafts" / "stances.json"
CASES = json.loads(PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"])
def test_a_clause_takes_this_side_or_none(case: dict[str, str | None]) -> None:
    clause = case["clause"]
    assert clause is not None
    leaning = find_leaning(clause)
    found = (leaning.stance.value, leaning.topic) if leaning else (None, None)
    assert found == (case["stance"], case["topic"])


@pytest.mark.parametrize(
    "words",
    [
        "We would sign if the dates were firm.",
        "Only if they pay.",
        "It depends on the price.",
        "No, unless they pay.",
    ],
)
def test_a_condition_is_seen(words: str) -> None:
    assert is_conditional(words)


@pytest.mark.parametrize(
    "words",
    ["We will sign.", "I asked if he knew.", "As if that mattered.", "She spoke on condition of anonymity."],
)
def test_what_sets_no_condition_is_none(words: str) -> None:
    assert not is_conditional(words)
