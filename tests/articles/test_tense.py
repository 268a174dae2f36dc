"""A weekday is the day its verb puts it on, and none where no verb tells."""

import json
from datetime import date
from pathlib import Path

import pytest

from briefing.articles.dates import resolve_words

CASES = json.loads((Path(__file__).parents[1] / "cases/articles/weekdays.json").read_text(encoding="utf-8"))
BASE = date.fromisoformat(CASES["base"])


@pytest.mark.parametrize(("language", "text", "day"), CASES["must_resolve"])
def test_a_verb_that_tells_puts_the_weekday_on_its_day(language: str, text: str, day: str) -> None:
    assert [str(found.start) for found in resolve_words(text, BASE, language=language)] == [day]


@pytest.mark.parametrize(("language", "text"), CASES["must_leave"])
def test_a_weekday_that_nothing_places_is_left_as_it_is(language: str, text: str) -> None:
    assert resolve_words(text, BASE, language=language) == ()
