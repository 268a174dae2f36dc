import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.articles import from_text
from briefing.verify.quotations import verify_quotation

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases/verify/quotations.jsonl").read_text("utf-8").splitlines()
]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def _asked() -> Iterator[Any]:
    for case in CASES:
        for ask in case["ask"]:
            name = f"{case['name']}: {ask['actor']}, {ask['quote'][:40]}"
            yield pytest.param(case, ask, id=name)


@pytest.mark.parametrize("straight", [False, True], ids=["curly", "straight"])
@pytest.mark.parametrize(("case", "ask"), list(_asked()))
def test_the_two_questions_are_answered_apart(
    case: dict[str, Any], ask: dict[str, Any], *, straight: bool
) -> None:
    text, quote = case["article"], ask["quote"]
    if straight:
        text, quote = text.translate(STRAIGHT), quote.translate(STRAIGHT)
    verdict = verify_quotation(from_text(text, language=case.get("language")), ask["actor"], quote)
    assert (verdict.words, verdict.speaker) == (ask["words"], ask["speaker"]), verdict
    wanted = ask.get("supported", (ask["words"], ask["speaker"]) == ("verbatim", "confirmed"))
    assert verdict.supported == wanted, verdict
    if "right" in ask:
        assert verdict.right == ask["right"]
    if "turned" in ask:
        assert verdict.turned_by is not None
        assert verdict.turned_by.of(text) == ask["turned"]
