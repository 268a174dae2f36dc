import json
from pathlib import Path

import pytest

from briefing.articles.furniture import find_reason, has_paywall

CASES = json.loads((Path(__file__).parents[1] / "cases/articles/furniture.json").read_text(encoding="utf-8"))


def reason(text: str) -> str | None:
    return find_reason(text, words=len(text.split()), is_closed=text.rstrip("”)").endswith((".", "?", "!")))


@pytest.mark.parametrize(("text", "expected"), CASES["furniture"])
def test_furniture_is_named(text: str, expected: str) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize("text", CASES["words"])
def test_sentences_and_headlines_about_the_same_things_are_let_through(text: str) -> None:
    assert reason(text) is None


@pytest.mark.parametrize(
    "text", ["Subscribe to continue reading", "This article is for subscribers", "Nur für Abonnenten"]
)
def test_a_paywall_is_seen(text: str) -> None:
    assert has_paywall(text)


@pytest.mark.parametrize("text", ["They subscribe to the theory.", "Continue", "It stays free.", "Subscribe"])
def test_no_paywall_is_seen_where_none_is(text: str) -> None:
    assert not has_paywall(text)
