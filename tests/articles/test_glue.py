from itertools import pairwise

import pytest

from briefing.articles.glue import find_seams


def pieces(line: str) -> list[str]:
    return [line[start:stop] for start, stop in pairwise([0, *find_seams(line), len(line)])]


@pytest.mark.parametrize(
    "parts",
    [
        ["The talks failed.", "On Monday they went on."],
        ["She said “no.”", "He left."],
        ["He said “no.”", "“Yes,” she said, and that was that."],
        ['"It is over."', "He left."],
        ["Save", "Share", "Print", "The talks failed on Monday."],
        ["By Ada Brandt", "24 September 2025", "The talks failed on Monday, and nobody was surprised."],
        [
            "September 24, 2025 at 9:12 AM UTC",
            "Updated on September 24, 2025 at 11:47 AM UTC",
            "Keep for later",
        ],
        ["Help", "©2025 Northmere Post"],
        ["He left in 2024.", "She stayed."],
    ],
)
def test_a_line_is_cut_where_page_elements_meet(parts: list[str]) -> None:
    assert pieces("".join(parts)) == parts


@pytest.mark.parametrize(
    "line",
    [
        "YouTube, LinkedIn and PayPal were named, and McGuire, DeVos and O’Hara were not.",
        "The iPhone maker and eBay met the MEPs of the AfD at the GmbH of FitzGerald on Monday.",
        "He wrote to j.Smith@Post.example and to https://Post.example/TheNews about @MaryVale and #NoToAll.",
        "Mr.Smith went to St.Louis, e.g.By train, and Gov.Walker did not.",
        "The U.S.A. and the E.U. met. It was the 3rd time.",
        "FiveThirtyEight gave her a chance of 40 percent, and that was in May.",
        "“No,” he said. “Yes,” she said.",
        "",
    ],
)
def test_a_line_of_prose_with_capitals_of_its_own_is_left_whole(line: str) -> None:
    assert find_seams(line) == []


def test_a_name_with_a_capital_inside_survives_in_a_glued_line() -> None:
    sentence = "The council of Northmere met on TownTube on Monday evening for an hour."
    assert sentence in pieces(f"HomeNewsSportMenu{sentence}AboutImprintContact")
