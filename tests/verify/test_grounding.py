"""Names and numbers of a line must stand in what it cites."""

import pytest

from briefing.schema import FindingCode
from briefing.verify.grounding import ungrounded
from briefing.verify.vocabulary import find_names, numbers, read

SENTENCE = (
    "Poland’s Prime Minister Jan Wolny told the United Nations on Tuesday that 1,000 of three dozen jets "
    "cost 2.5 percent more, the U.S. Treasury said."
)
CITED = (SENTENCE,)


@pytest.mark.parametrize(
    "line",
    [
        "Wolny told the UN about 1000 jets.",
        "The Polish prime minister spoke of three dozen jets.",
        "Jets cost 2.5 percent more.",
        "We hear that jets cost more.",
        "Jets cost more, the US Treasury said.",
        "Will 3 dozen jets cost more?",
    ],
)
def test_a_covered_line_passes(line: str) -> None:
    assert ungrounded(line, CITED, known="the jets") is None


@pytest.mark.parametrize(
    ("line", "code", "particular"),
    [
        ("Wolny spoke of 100 jets.", FindingCode.UNGROUNDED_NUMBER, "100"),
        ("Jets cost 25 percent more.", FindingCode.UNGROUNDED_NUMBER, "25 percent"),
        ("Jets cost 2.5 million more.", FindingCode.UNGROUNDED_NUMBER, "2.5 million"),
        ("May spoke of jets.", FindingCode.UNGROUNDED_NAME, "May"),
        ("Jets cost -2.5 percent more.", FindingCode.UNGROUNDED_NUMBER, "-2.5 percent"),
        ("Wolny spoke of four dozen jets.", FindingCode.UNGROUNDED_NUMBER, "4"),
        ("Piotr Wolny spoke of jets.", FindingCode.UNGROUNDED_NAME, "Piotr Wolny"),
        ("Macron spoke of jets.", FindingCode.UNGROUNDED_NAME, "Macron"),
        ("The UK spoke of jets.", FindingCode.UNGROUNDED_NAME, "UK"),
        ("Nothing here agrees.", FindingCode.UNGROUNDED_LINE, "Nothing here agrees."),
    ],
)
def test_an_uncovered_line_is_named_with_what_is_missing(
    line: str, code: FindingCode, particular: str
) -> None:
    assert ungrounded(line, CITED, known="the jets") == (code, particular)


def test_a_capital_by_position_is_no_name() -> None:
    assert find_names("Allies met. Who pays? We do.", [read("the allies met")]) == ()


def test_a_capital_by_position_is_a_name_when_the_story_never_writes_it_small() -> None:
    assert find_names("Orsk agreed.", [read("the allies met")]) == ("Orsk",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10:38 on 2025-09-23", ("10:38", "2025-09-23")),
        ("-5 is not 5", ("-5", "5")),
        ("one of two", ("2",)),
        ("two million, 3bn and 4 %", ("2 million", "3 billion", "4 percent")),
        ("1,000,000 and 1.5", ("1000000", "1.5")),
        ("G7 and F-35", ()),
        ("5–10 km, 40km", ("5", "10", "40")),
    ],
)
def test_numbers_are_read_in_one_spelling(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found
