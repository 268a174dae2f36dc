from datetime import date

import pytest

from briefing.articles.markdown import read_markdown

BODY = "The council put off its vote on Tuesday, saying that a traffic study had come too late to be read."


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (
            "The *council* put __off__ its **vote**, he said on Monday.",
            "The council put off its vote, he said on Monday.",
        ),
        (
            "The [council](https://post.example/a_b) put off its vote on Monday.",
            "The council put off its vote on Monday.",
        ),
        (
            "The vote ![a hall](hall.png) was put off on Monday, it said.",
            "The vote was put off on Monday, it said.",
        ),
        (
            "> “We will not sign what we have not read,” she said.",
            "“We will not sign what we have not read,” she said.",
        ),
        (
            "It costs 3 * 4 million, and snake_case stays as it is in a name.",
            "It costs 3 * 4 million, and snake_case stays as it is in a name.",
        ),
        (
            "The `vote` was put off\\* on Monday, and it was not the first.",
            "The vote was put off* on Monday, and it was not the first.",
        ),
    ],
)
def test_marks_of_layout_go_and_words_stay(marked: str, plain: str) -> None:
    assert read_markdown(marked).text == plain


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_front_matter_tells_title_author_and_date(end: str) -> None:
    lines = ["---", 'title: "Vote put off"', "author: Ada Brandt", "date: 2025-09-24", "---", "", BODY]
    extract = read_markdown(end.join(lines))
    assert (extract.title, extract.byline, extract.text) == ("Vote put off", "Ada Brandt", BODY)
    assert extract.published is not None
    assert extract.published.day == date(2025, 9, 24)


def test_the_first_heading_is_the_title_and_not_in_the_text() -> None:
    extract = read_markdown(f"# Vote *put* off #\n\n{BODY}\n")
    assert (extract.title, extract.text) == ("Vote put off", BODY)


def test_offsets_lead_to_the_source() -> None:
    last = "It was [the third](https://post.example) delay, and nobody said why."
    source = f"# Vote put off\n\n**{BODY}**\n\n{last}"
    extract = read_markdown(source)
    start = extract.text.index("delay, and")
    assert source[extract.offsets.original(start) :].startswith("delay, and nobody said why.")
    assert all(source[item.start : item.end] == item.text for item in extract.removed)
