"""A story of several days: what somebody says today stands beside what was told before, and is told once."""

import json
from pathlib import Path
from typing import Any

import pytest
from briefbuilder import MONDAY, TUESDAY, WEDNESDAY, brief, position, record, story

from briefing.changes import Rules, mark_changes
from briefing.render import render
from briefing.schema import Briefing, Citation, Position, PositionChange, Stance, StoryBriefing

CASES = json.loads((Path(__file__).parents[1] / "cases/changes/spanning.json").read_text(encoding="utf-8"))
OLD, NEW = "https://courier.example/1", "https://ledger.example/2"
BEFORE = "It rained. "


def held(told: dict[str, Any]) -> Position:
    reported, article = told.get("reported", ""), told.get("article", "a2")
    place = Citation(
        article_id=article, sentence=f"{article}.2", start=len(BEFORE), end=len(BEFORE + reported)
    )
    made = position(
        Stance(told["stance"]), *told["words"], actor="Marta Quill", summary=told.get("summary", "")
    )
    return made.model_copy(update={"reported": (place,) if reported else ()})


def rules_for(case: dict[str, Any]) -> Rules:
    text = BEFORE + case["now"].get("reported", "")
    before = [*case["then"]["words"], case.get("known", "")]
    return Rules(texts={OLD: text, NEW: text}, known={OLD: [" ".join(before)]})


def today(case: dict[str, Any]) -> StoryBriefing:
    made = story(held(case["now"]))
    return made.model_copy(update={"articles": (record(OLD), record(NEW, name="a2"))})


def brief_tuesday(case: dict[str, Any]) -> Briefing:
    then = story(held(case["then"]), address=OLD)
    # The words of a quotation stand in the article of Tuesday too, so that nothing counts as withdrawn.
    rules = rules_for(case)
    texts = {mark: f"{text} {' '.join(case['now']['words'])}" for mark, text in rules.texts.items()}
    return mark_changes(brief(TUESDAY, today(case)), [brief(MONDAY, then)], rules=rules._replace(texts=texts))


def change_of(marked: Briefing) -> PositionChange:
    assert marked.changes is not None
    (found,) = marked.changes.stories[0].positions
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_new_of_somebody_is_told_and_nothing_else(case: dict[str, Any]) -> None:
    found = change_of(brief_tuesday(case))
    assert (found.state, list(found.new_quotations)) == (case["state"], case["new"])
    assert (found.why if found.evidence else None) == case.get("report")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_section_holds_the_new_words_once_and_no_old_ones(case: dict[str, Any]) -> None:
    section = render(brief_tuesday(case), "markdown").partition("\n\n---")[0].partition("\n## ")[2]
    news = section.partition("\n## ")[0]
    words = case["now"]["words"]
    assert [news.count(f"“{said}”") for said in words] == [int(at in case["new"]) for at in range(len(words))]
    if "report" in case:
        assert news.count(case["report"]) == 1


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_on_the_day_after_nothing_of_it_is_news_again(case: dict[str, Any]) -> None:
    first = brief_tuesday(case)
    then = brief(MONDAY, story(held(case["then"]), address=OLD))
    text = rules_for(case).texts[NEW] + " " + " ".join(case["now"]["words"])
    rules = Rules(texts={OLD: text, NEW: text}, known={OLD: [text], NEW: [text]})
    again = mark_changes(brief(WEDNESDAY, today(case)), [then, first], rules=rules)
    assert change_of(again).state == "unchanged"
