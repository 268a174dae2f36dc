import json
import string
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.articles import from_text
from briefing.schema import Article, SpeakerVerdict, WordsVerdict
from briefing.verify.locate import Normalisation
from briefing.verify.quotations import verify_quotation

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases/verify/quotations.jsonl").read_text("utf-8").splitlines()
]
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@cache
def article(text: str) -> Article:
    return from_text(text)


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


HARBOUR = (
    "Mayor Ada Brandt and the harbour chief, Omar Kellner, met in Northmere on Monday.\n\n"
    "“We won’t sell all 27 boats — at 2.5 million, that’s robbery, and the island-born know it,” "
    "Brandt said.\n\n“The terminal loses 40 crowns on every passenger,” said Kellner."
)
WORDS = "We won’t sell all 27 boats — at 2.5 million, that’s robbery, and the island-born know it"


@given(st.integers(0, len(WORDS) - 1), st.sampled_from(string.ascii_letters + string.digits + "!?%$"))
def test_one_changed_character_is_never_supported(index: int, char: str) -> None:
    for changed in (WORDS[:index] + char + WORDS[index + 1 :], WORDS[:index] + char + WORDS[index:]):
        if changed != WORDS:
            assert not verify_quotation(article(HARBOUR), "Ada Brandt", changed).supported


@given(st.sampled_from(["Ada Brandt", "Brandt", "Mayor Ada Brandt"]), st.integers(0, 40), st.integers(45, 90))
def test_swapping_the_speakers_is_never_supported(name: str, start: int, end: int) -> None:
    swapped = HARBOUR.replace("Brandt said", "#").replace("said Kellner", "said Brandt")
    swapped = swapped.replace("#", "Kellner said")
    cut = " ".join(WORDS[start:end].split(" ")[1:-1])
    assert not verify_quotation(article(swapped), name, cut).supported
    assert not verify_quotation(article(HARBOUR), "Omar Kellner", cut).supported


@given(st.integers(0, 12), st.integers(2, 20))
def test_whole_words_of_a_quotation_are_never_somebody_elses(first: int, length: int) -> None:
    cut = " ".join(WORDS.split(" ")[first : first + length])
    verdict = verify_quotation(article(HARBOUR), "Omar Kellner", cut)
    assert verdict.speaker is SpeakerVerdict.CONTRADICTED


def test_every_span_holds_the_words_of_the_article() -> None:
    verdict = verify_quotation(article(HARBOUR), "Ada Brandt", WORDS.replace("—", "-").replace("’", "'"))
    assert [span.of(HARBOUR) for span in verdict.spans] == [WORDS]
    assert verdict.normalisations == (Normalisation.MARKS, Normalisation.DASHES)
    assert verdict.sentence == "a1.2"
    assert verdict.mention is not None
    assert verdict.mention.of(HARBOUR) == "Brandt"


def test_a_language_without_a_lexicon_is_located_but_not_attributed() -> None:
    text = "« Nous ne signerons pas », a déclaré Paul Faure lundi à Brest."
    verdict = verify_quotation(from_text(text, language="fr"), "Paul Faure", "Nous ne signerons pas")
    assert (verdict.words, verdict.speaker) == (WordsVerdict.VERBATIM, SpeakerVerdict.UNATTRIBUTED)


@pytest.mark.parametrize(
    "text",
    ["“a b c” " * 10_000, "word " * 200_000, "“" * 20_000, "... " * 50_000, "[" * 50_000],
    ids=["marks", "words", "unclosed", "ellipses", "brackets"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    verdict = verify_quotation(article(text), "Ada Brandt", "not … in [there] at all, nowhere to be found")
    assert not verdict.supported
    assert time.perf_counter() - start < 20


def test_words_that_stand_everywhere_are_judged_in_linear_time() -> None:
    text = "“We will go home,” said Ann Berg. We will go home. " * 3_000
    start = time.perf_counter()
    assert verify_quotation(article(text), "Ann Berg", "We will go home").supported
    assert time.perf_counter() - start < 20
