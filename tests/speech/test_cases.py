"""Case tables of speech: one phenomenon each, what must be found beside what must not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from briefing.articles import from_text
from briefing.schema import Article, Utterance
from briefing.speech import attribute

CASES = Path(__file__).parents[1] / "cases" / "speech"
ANYBODY = "*"
STOPS = " .,"


def read_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.jsonl"))
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "accept" in case
    ]


def holds(article: Article, utterance: Utterance, words: str) -> bool:
    pieces = [*utterance.content, *utterance.marked]
    return any(span.of(article.text).strip(STOPS) == words.strip(STOPS) for span in pieces)


def is_by(article: Article, utterance: Utterance, speaker: str) -> bool:
    """Whether the mention is of that speaker; what a relative clause in it names is not."""
    if utterance.speaker is None:
        return False
    mention = re.split(r",? who ", utterance.speaker.of(article.text))[0]
    return re.search(rf"(?<!\w){re.escape(speaker)}(?!\w)", mention) is not None


@pytest.mark.parametrize("case", read_cases())
def test_words_go_to_their_speaker_and_to_nobody_else(case: dict[str, Any]) -> None:
    article = from_text(case["text"], language=case.get("language", "en"))
    utterances = attribute(article)
    for wanted in case["accept"]:
        found = [
            utterance
            for utterance in utterances
            if holds(article, utterance, wanted["words"]) and is_by(article, utterance, wanted["by"])
        ]
        assert found, f"{wanted['by']} is not found to have said {wanted['words']!r}"
        if "polarity" in wanted:
            assert {utterance.polarity.value for utterance in found} == {wanted["polarity"]}
    for barred in case["reject"]:
        for utterance in utterances:
            if holds(article, utterance, barred["words"]):
                assert barred["by"] != ANYBODY, f"{barred['words']!r} is not speech"
                assert not is_by(article, utterance, barred["by"])
