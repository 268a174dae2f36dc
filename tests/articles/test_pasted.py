import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefing.articles.extract import finish
from briefing.articles.pasted import clean_text, keep_text
from briefing.schema import ArticleKind, FindingCode, Published

PAGES = tomllib.loads((Path(__file__).parents[1] / "cases/articles/pasted.toml").read_text(encoding="utf-8"))[
    "case"
]
BODY = (
    "The council put off its vote on Monday, saying that a traffic study had come too late to be read.",
    "“We will not sign what we have not read,” said its chair, Ada Lindqvist, to the gallery.",
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_exactly_the_paragraphs_of_the_article_are_kept(page: dict[str, Any]) -> None:
    assert clean_text(page["page"]).text.split("\n\n") == page["body"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_what_surrounds_the_article_tells_its_title_byline_outlet_and_dates(page: dict[str, Any]) -> None:
    extract = clean_text(page["page"])
    found = {
        "title": extract.title,
        "byline": extract.byline,
        "outlet": extract.outlet,
        "published": _stamp(extract.published),
        "updated": _stamp(extract.updated),
        "language": extract.language,
    }
    assert found == {key: page.get(key, "en" if key == "language" else None) for key in found}


def _stamp(published: Published | None) -> str | None:
    if published is None:
        return None
    words = published.moment.isoformat() if published.has_time else published.day.isoformat()
    return words.removesuffix(":00") if published.has_time and not published.zone_known else words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_every_kept_character_leads_to_itself_in_the_page(page: dict[str, Any]) -> None:
    extract = clean_text(page["page"])
    for place, char in enumerate(extract.text):
        original = page["page"][extract.offsets.original(place)]
        assert char == original or (char in " \n" and original != char)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_all_that_was_left_aside_is_listed_with_its_place(page: dict[str, Any]) -> None:
    extract = clean_text(page["page"])
    assert all(page["page"][item.start : item.end] == item.text for item in extract.removed)
    words = "".join(item.text for item in extract.removed) + extract.text
    assert "".join(sorted("".join(words.split()))) == "".join(sorted("".join(page["page"].split())))


def test_a_page_without_an_article_is_kept_whole_with_a_note() -> None:
    page = "Home\nNews\nSport\nWeather in Northmere today\nTides and times for the harbour\nContact"
    extract = clean_text(page)
    assert [code for code, _ in extract.notes] == [FindingCode.UNCLEANED]
    assert "Tides and times for the harbour" in extract.text


def test_where_less_than_a_seventh_would_be_kept_all_is_kept_with_a_note() -> None:
    results = [
        f"Northmere {n} Fennwick {n + 1}, goals by Roe, Vale and Holt in minutes {n}, 7, 9" for n in range(40)
    ]
    extract = clean_text("\n".join(["Results", "It was a day of many goals in the league.", *results]))
    assert [code for code, _ in extract.notes] == [FindingCode.UNCLEANED]
    assert results[17] in extract.text


def test_a_paywall_makes_a_stub_of_any_length() -> None:
    lines = [f"{line} It was the {number}th time." for number, line in enumerate(BODY * 12)]
    article = finish(
        clean_text("\n".join(["Vote put off", *lines, "Subscribe to continue reading"])), id="a1", source="x"
    )
    assert article.kind is ArticleKind.STUB
    assert [note.code for note in article.notes] == [FindingCode.STUB]


def test_a_long_article_that_mentions_subscribers_is_no_stub() -> None:
    lines = [f"{line} It was the {number}th time." for number, line in enumerate(BODY * 12)]
    lines.append("The paper said that it would stay free for subscribers and for schools.")
    assert finish(clean_text("\n".join(lines)), id="a1", source="x").kind is ArticleKind.FULL


def test_a_prompt_in_the_head_of_the_page_is_no_paywall() -> None:
    lines = [f"{line} It was the {number}th time." for number, line in enumerate(BODY * 12)]
    page = "\n".join(["Already a subscriber? Sign in", "Council puts off its vote", *lines])
    assert finish(clean_text(page), id="a1", source="x").kind is ArticleKind.FULL


@pytest.mark.parametrize("text", ["He said no.", "Rain fell.", "“No,” she said."])
def test_a_few_plain_words_are_kept_without_a_note(text: str) -> None:
    extract = clean_text(text)
    assert (extract.text, extract.notes) == (text, ())


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\ufeff", "\u202e", "\U000e0041"])
def test_invisible_characters_are_dropped_and_counted(mark: str) -> None:
    extract = clean_text("\n".join(BODY).replace("study", f"st{mark}udy{mark}"))
    assert extract.text == "\n\n".join(BODY)
    assert extract.removed_invisible == 2


@pytest.mark.parametrize(
    "word", ["Zoë 🎉 o’clock", "Mu\u0308ller", "漢字 and \u1112\u1161\u11ab", "e\u0301\u0301", "👩\u200d🚒"]
)
def test_offsets_stay_true_behind_words_of_any_script(word: str) -> None:
    page = f"  {word}:\u00a0 {BODY[0]}\r\n\r\n{BODY[1]}"
    extract = clean_text(page)
    start = extract.text.index("Lindqvist")
    assert page[extract.offsets.original(start) :].startswith("Lindqvist, to the gallery.")


def test_without_cleaning_every_word_is_kept() -> None:
    page = "Home\nSign in\n" + "\n".join(BODY)
    assert keep_text(page).text.split("\n\n") == ["Home", "Sign in", *BODY]


def test_a_repeated_sentence_of_a_live_page_is_kept_once() -> None:
    extract = clean_text("\n".join([*BODY, BODY[0]]))
    assert extract.text.split("\n\n") == list(BODY)
    assert [item.reason for item in extract.removed] == ["repeated"]
