import json
import string
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text import is_invisible
from briefing.verify.locate import fold_once, locate, view

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases/verify/locate.jsonl").read_text("utf-8").splitlines()
]
TRUE_WORDS = "We’re ready to sign — if all 27 states, and the U.K., pay 2.5 billion for re-election by 2031"
TEXT = f"The envoy left. “{TRUE_WORDS},” she said, and 40 others stayed."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_words_are_found_where_they_stand_and_nowhere_else(case: dict[str, Any]) -> None:
    places = locate(case["text"], case["words"])
    assert [place.span.of(case["text"]) for place in places] == case["found"]
    if "needed" in case:
        assert [str(kind) for kind in places[0].normalisations] == case["needed"]


def test_equal_words_need_no_normalisation() -> None:
    assert [place.normalisations for place in locate(TEXT, TRUE_WORDS)] == [()]


@given(st.integers(0, len(TRUE_WORDS) - 1), st.sampled_from(string.ascii_letters + string.digits))
def test_one_character_changed_is_never_found(index: int, char: str) -> None:
    changed = TRUE_WORDS[:index] + char + TRUE_WORDS[index + 1 :]
    assert bool(locate(TEXT, changed)) == (changed == TRUE_WORDS)


@given(st.integers(0, len(TRUE_WORDS)), st.sampled_from(string.ascii_letters + string.digits + "?!,;:%$()"))
def test_one_character_put_in_is_never_found(index: int, char: str) -> None:
    changed = TRUE_WORDS[:index] + char + TRUE_WORDS[index:]
    is_final_punctuation = index == len(TRUE_WORDS) and char in ",;:"
    assert bool(locate(TEXT, changed)) == is_final_punctuation


@given(st.integers(0, len(TRUE_WORDS) - 1))
def test_one_letter_figure_or_sign_left_out_is_never_found(index: int) -> None:
    left_out = TRUE_WORDS[index]
    changed = TRUE_WORDS[:index] + TRUE_WORDS[index + 1 :]
    is_spacing = left_out == " " and "—" in TRUE_WORDS[index - 1 : index + 2]
    assert bool(locate(TEXT, changed)) == (left_out == "," or is_spacing)


@given(st.text(max_size=60), st.text(alphabet="ab \n\u00a0’“-—…,.1", max_size=60))
def test_folding_never_loses_its_way_back(left: str, right: str) -> None:
    text = left + right
    seen = view(text)
    assert len(seen.text) == len(seen.starts) == len(seen.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(seen.starts, seen.ends, strict=True))
    assert list(seen.starts) == sorted(seen.starts)


@given(st.text(alphabet="ab \n\u00a0’“-—…,.;1\u00ad\u0301", max_size=60))
def test_what_was_found_folds_to_what_was_wanted(words: str) -> None:
    for place in locate(f"x {words} y", words):
        found = place.span.of(f"x {words} y")
        assert fold_once(found).text.strip(" .") in fold_once(words).text + " "


def test_the_class_of_invisible_characters_is_that_of_the_package() -> None:
    every = [char for code in range(sys.maxunicode + 1) if is_invisible(char := chr(code))]
    assert fold_once("".join(every)).text == ""
    assert fold_once("é漢🙂").text == "é漢🙂"
