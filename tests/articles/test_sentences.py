import json
import time
from pathlib import Path
from typing import Any

import pytest

from briefing.articles.sentences import cut_paragraphs, cut_sentences

CASES = json.loads((Path(__file__).parents[1] / "cases/articles/sentences.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_is_cut_into_exactly_these_sentences(case: dict[str, Any]) -> None:
    text = case.get("between", " ").join(case["sentences"])
    found = cut_sentences(text, language=case.get("language", "en"))
    assert [sentence.span.of(text) for sentence in found] == case["sentences"]


def test_numbers_begin_at_one_and_run_on_across_paragraphs() -> None:
    found = cut_sentences("One. Two.\n\nThree.")
    assert [sentence.number for sentence in found] == [1, 2, 3]


def test_a_capital_after_a_wrapped_line_begins_no_paragraph() -> None:
    lines = ["The council of the harbour town met on Monday evening with the", "Minister and left."]
    assert len(list(cut_paragraphs("\n".join(lines)))) == 1


def test_lines_that_end_in_a_full_stop_are_paragraphs() -> None:
    lines = ["The council of the harbour town met on Monday evening, it said."] * 2
    assert len(list(cut_paragraphs("\n".join(lines)))) == 2


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u00a0"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert cut_sentences(text) == ()


def test_every_visible_character_lies_in_a_sentence() -> None:
    text = "A b. C? “D!” E\n\n* * *\nF … G..  H."
    covered = {place for sentence in cut_sentences(text) for place in range(*sentence.span)}
    assert all(char.isspace() for place, char in enumerate(text) if place not in covered)


@pytest.mark.parametrize("piece", [".", '."', "Mr. ", ". “", "A. ", "?” A", ")", "\n", "(", "…"])
def test_no_pattern_of_marks_takes_more_than_linear_time(piece: str) -> None:
    begin = time.process_time()
    cut_sentences(piece * (300_000 // len(piece)))
    assert time.process_time() - begin < 5  # a quadratic scan of so much takes minutes
