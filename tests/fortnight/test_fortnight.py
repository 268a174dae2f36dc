"""Fourteen mornings of invented news: the briefs are golden, and their news tell each story once."""

import re
from datetime import date
from pathlib import Path

import pytest
from fortnightdesk import GOLDEN, MORNINGS, brief_fortnight, news_in_full, news_of, read_items

HINT = "run `python tests/fortnight/accept.py` and read the diff of news.md"


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[date, str]:
    """The brief of every morning in Markdown."""
    with pytest.MonkeyPatch.context() as patch:
        return brief_fortnight(tmp_path_factory.mktemp("fortnight"), patch.setenv)


def news(briefs: dict[date, str], day: int) -> str:
    return news_of(briefs[date(2026, 3, day)])


@pytest.mark.parametrize("day", MORNINGS, ids=str)
def test_the_brief_of_each_morning_is_as_approved(briefs: dict[date, str], day: date) -> None:
    assert briefs[day] == (GOLDEN / f"{day}.md").read_text(encoding="utf-8"), HINT


def test_the_news_of_all_mornings_are_as_approved(briefs: dict[date, str]) -> None:
    assert news_in_full(briefs) == (GOLDEN / "news.md").read_text(encoding="utf-8"), HINT


def test_the_first_morning_has_nothing_to_compare_with(briefs: dict[date, str]) -> None:
    assert "since the last brief" not in briefs[MORNINGS[0]]
    assert all("since the last brief" in briefs[day] for day in MORNINGS[1:])


def test_a_mayor_who_turns_round_is_followed_step_by_step(briefs: dict[date, str]) -> None:
    first, second = (re.findall(r"Moved:\*\* Ines Kallow.*", news(briefs, day)) for day in (5, 6))
    assert re.search(r"Against → On condition\. 1 March 2026: .*→ 4 March 2026: ", first[0])
    assert re.search(r"On condition → For\. 4 March 2026: .*→ 5 March 2026: ", second[0])


def test_a_chief_executive_moves_after_her_story_came_back(briefs: dict[date, str]) -> None:
    found = news(briefs, 10)
    assert "**BACK after 3 days** · **Ostline’s chief now wants an outsider" in found
    assert re.search(r"Pia Renn \(.*\): Against → For\. 3 March 2026: .* → 9 March 2026: ", found)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            10,
            "Answered after 6 days:** When would the ferry sail again? “The ferry will sail again on",
        ),
        (12, "Answered after 5 days:** When would the pier reopen? “The pier will reopen by Midsummer"),
        (
            12,
            "Answered after 10 days:** Who will pay for the repair of the pier? Jonas Veil, Transport",
        ),
        (13, "Answered after 2 days:** When would the county decide about the ward? “We will decide about"),
    ],
)
def test_questions_are_answered_days_later_with_the_words(
    briefs: dict[date, str], day: int, words: str
) -> None:
    assert words in news(briefs, day)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (3, "Restated:** Ole Brandt — For (the closure of the pier), as before: “Now it is written down"),
        (7, "Restated:** Marta Quill — Against (the closure of the pier), as before: Marta Quill of their"),
    ],
)
def test_who_holds_what_they_held_is_told_with_what_they_say_now(
    briefs: dict[date, str], day: int, words: str
) -> None:
    assert words in news(briefs, day)


def test_no_words_stand_twice_in_the_news_of_a_morning(briefs: dict[date, str]) -> None:
    quoted = {day: re.findall(r"“[^”]+”", news_of(text)) for day, text in briefs.items()}
    assert sum(map(len, quoted.values())) > 40
    assert [words for found in quoted.values() for words in set(found) if found.count(words) > 1] == []


def test_a_corrected_article_withdraws_its_words_and_brings_the_right_ones(briefs: dict[date, str]) -> None:
    assert "Withdrawn:** 5 March 2026: “Eighteen lifejackets" in news(briefs, 7)
    assert "“Eight lifejackets were missing from the car deck” (Tomas Aldous)" in news(briefs, 7)
    assert not any("Withdrawn" in news_of(text) for day, text in briefs.items() if day != date(2026, 3, 7))


def test_a_quotation_that_is_denied_later_is_told_with_its_source(briefs: dict[date, str]) -> None:
    (denied,) = re.findall(r"Denied:\*\* .*", news(briefs, 13))
    assert "1 March 2026: “The pier will not close while I am mayor” (Ines Kallow) [" in denied
    assert sum("Denied:**" in news_of(text) for text in briefs.values()) == 1


@pytest.mark.parametrize(
    ("headline", "begins", "quiet"),
    [("Girls’ choir of Fennwick wins the cup", 3, 5), ("Teachers of Norland call a strike", 8, None)],
)
def test_a_story_is_new_once_and_goes_quiet_once(
    briefs: dict[date, str], headline: str, begins: int, quiet: int | None
) -> None:
    assert [d.day for d, text in briefs.items() if f"**NEW** · **{headline}" in text] == [begins]
    gone = [d.day for d, text in briefs.items() if re.search(rf"Gone quiet:\*\* .*{headline}", text)]
    assert gone == ([quiet] if quiet else [])


def test_copies_and_the_paywalled_twin_are_sources_and_no_news(briefs: dict[date, str]) -> None:
    assert "[3] Coast Wire, 3 March 2026 (copy of 1)" in briefs[date(2026, 3, 4)]
    assert "Northern Post, 3 March 2026 (stub of 1)" in briefs[date(2026, 3, 4)]
    assert "Nothing is new since the brief of 14 March 2026." in news(briefs, 15)


def test_an_outlet_that_fails_for_three_days_is_named_on_each_and_stops_nothing(
    briefs: dict[date, str],
) -> None:
    named = [day.day for day, text in briefs.items() if re.search(r"source-failed: Town Gazette — ", text)]
    assert named == [7, 8, 9]
    assert "failing since 2026-03-07" in briefs[date(2026, 3, 9)]


def test_nothing_is_told_twice(briefs: dict[date, str]) -> None:
    """No new line, quotation or question of one morning's news is news on another."""
    told: dict[str, int] = {}
    again = []
    for day, text in briefs.items():
        for line in set(_told(news_of(text))):
            if line in told:
                again.append((told[line], day.day, line))
            told[line] = day.day
    assert again == []


def _told(section: str) -> list[str]:
    """What a section tells as new, without what it recalls: earlier words of a move, questions answered."""
    lines = [line for line in section.splitlines() if line.startswith("- ")]
    new = [re.sub(r"^.*→ \d+ March 2026: ", "", line) for line in lines if "**Still open" not in line]
    kept = [line for line in new if not re.match(r"- \*\*(?:Withdrawn|Denied|Answered)", line)]
    quoted = [words for line in kept for words in re.findall(r"“[^”]+” \([^)]+\)", line)]
    return [*quoted, *(line for line in kept if line.startswith(("- **New question", "- The ", "- Mayor")))]


def test_every_article_is_long_enough_to_be_one_and_ours_alone() -> None:
    items = read_items()
    assert len(items) > 20
    assert len({item.at for item in items if item.since == item.at}) == len({i.path for i in items})
    assert all(len(item.text.split()) > 100 for item in items if "Subscribe" not in item.text)
    assert Path(GOLDEN).is_dir()
