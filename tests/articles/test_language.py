import json
from pathlib import Path

import pytest

from briefing.articles.language import detect_language

CASES = json.loads((Path(__file__).parents[1] / "cases/articles/languages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "text"), CASES, ids=lambda part: part)
def test_the_language_of_a_few_words_is_told_by_any_sign_and_unknown_where_there_is_none(
    language: str, text: str
) -> None:
    assert detect_language(text) == language
