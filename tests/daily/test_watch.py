"""What an article is about, by topic and name, and what it only mentions."""

import pytest

from briefing.articles import from_text
from briefing.daily.watch import find_exclusion, find_match
from briefing.settings import WatchTable

OPENING = "The port of Fennwick is closed. Nobody came to work. The gates stay shut."
LATER = "Ships wait in the roads. A football lay on the quay."


def is_about(watch: WatchTable, title: str = "Gates shut", text: str = f"{OPENING} {LATER}") -> str | None:
    match = find_match(from_text(text, title=title), watch)
    return match.where if match else None


@pytest.mark.parametrize(
    ("topic", "title", "where"),
    [
        ("port", "Gates shut", "in the opening"),
        ("gates", "Gates shut", "in the headline"),
        ("GATE* shut", "Gateways – shut out", "in the headline"),
        ("dockers’ walkout", "Dockers' walkout goes on", "in the headline"),
        ("港湾", "北の港湾を閉鎖", "in the headline"),
        ("football", "Gates shut", None),
        ("port", "Airport shut", "in the opening"),
        ("gate", "Gates shut", None),
        ("gates are", "Gates shut", None),
    ],
)
def test_a_topic_is_found_as_whole_words_where_an_article_says_what_it_is_about(
    topic: str, title: str, where: str | None
) -> None:
    assert is_about(WatchTable(topic=topic), title) == where


def test_a_topic_that_is_named_twice_and_an_actor_who_is_named_once_weigh() -> None:
    twice = f"{OPENING} {LATER} {LATER}"
    assert is_about(WatchTable(topic="football"), text=twice) == "2 times in the text"
    assert is_about(WatchTable(actor="Bo Aske"), text=f"{OPENING} “No,” said Bo Aske.") == "in the text"
    assert is_about(WatchTable(actor="Bo Aske"), text=f"{OPENING} “No,” said Bo Asker.") is None


def test_other_words_for_it_count_as_well() -> None:
    assert is_about(WatchTable(topic="harbour", also=("port",))) == "in the opening"


def test_only_headline_and_opening_exclude_an_article() -> None:
    excluded = WatchTable(topic="football", exclude=True)
    passing = from_text(f"{OPENING} {LATER} {LATER}", title="Gates shut")
    assert find_exclusion(passing, [excluded]) is None
    match = find_exclusion(from_text(OPENING, title="Football on the quay"), [excluded])
    assert match is not None
    assert match.words == "“football” in the headline"
    assert find_exclusion(passing, [WatchTable(topic="port")]) is None
