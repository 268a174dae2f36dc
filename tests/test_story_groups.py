"""Which articles are one story: invented events told from several sides, each beside what must stay apart.

The cases lie in `cases/stories`. A wrong join puts positions side by side that never met, so none is allowed;
a story that still falls apart is listed until it is mended.
"""

import logging
import tomllib
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from longstories import article as bridge_article

from briefing.articles import from_text, read_sources, resolve_dates
from briefing.golden import load_cases
from briefing.schema import Article, DateOrigin, Published
from briefing.stories import outline

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "tests" / "cases" / "stories").glob("*.toml"))
# Stories of which some article is still left alone. What is mended goes from here, and nothing may join it.
STILL_APART = {
    "data-breach/clinic",
    "exam-leak/leak",
    "mine-closure/ruddle",
    "rent-cap/miete",
    "vaccine-trial/trial",
}
NOTICE = (
    "Clara Venn covers the coast for the Northmere Post from Port Aske. She wrote a life of Admiral Josiah "
    "Harrow and won the Kessel Prize in 2021. Call Martha Dunne at our news desk on 555-0143."
)


class Told(NamedTuple):
    """An article and the story it belongs to."""

    story: str
    article: Article


def read_cases(path: Path) -> list[Told]:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Told(f"{path.stem}/{given['story']}", read_article(given, f"{path.stem}-{number}"))
        for number, given in enumerate(case["article"], start=1)
    ]


def read_article(given: dict[str, object], source: str) -> Article:
    moment = given["published"]
    assert isinstance(moment, datetime)
    told = published(moment)
    article = from_text(str(given["text"]).strip(), source=source, title=str(given["title"]))
    fields = {"outlet": given["outlet"], "byline": given.get("byline"), "published": told}
    article = article.model_copy(update=fields)
    return article.model_copy(update={"dates": resolve_dates(article)})


def published(moment: datetime) -> Published:
    return Published(moment=moment, has_time=True, zone_known=True, origin=DateOrigin.META, words="")


def grouped(articles: Sequence[Article]) -> set[frozenset[str]]:
    """The stories as sets of the sources of their articles."""
    return {frozenset(source.article.source for source in story.sources) for story in outline(articles)}


def joined(told: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Every two articles that became one story."""
    groups = grouped([one.article for one in told])
    place = {source: group for group in groups for source in group}
    return [pair for pair in combinations(told, 2) if pair[1].article.source in place[pair[0].article.source]]


def wrong(told: Sequence[Told]) -> list[tuple[str, str]]:
    return [
        (one.article.source, other.article.source) for one, other in joined(told) if one.story != other.story
    ]


def apart(told: Sequence[Told]) -> set[str]:
    """Stories of which two articles are not joined."""
    found = {(one.article.source, other.article.source) for one, other in joined(told)}
    return {
        one.story
        for one, other in combinations(told, 2)
        if one.story == other.story and (one.article.source, other.article.source) not in found
    }


@pytest.fixture(scope="module")
def seeds() -> list[Told]:
    """The articles of all golden cases; each case is one story."""
    return [
        Told(case.name, article.model_copy(update={"source": f"{case.name}-{number}"}))
        for case in load_cases(ROOT)
        for number, article in enumerate(
            read_sources([str(path) for path in case.articles]).articles, start=1
        )
    ]


# --- the invented events -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_two_events_are_one_story(path: Path) -> None:
    assert wrong(read_cases(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_event_told_from_several_sides_is_one_story(path: Path) -> None:
    told = read_cases(path)
    assert apart(told) == {one.story for one in told} & STILL_APART


def test_the_events_of_all_cases_on_one_day_are_kept_apart(seeds: list[Told]) -> None:
    told = [*seeds, *(one for path in FILES for one in read_cases(path))]
    assert wrong(told) == []
    assert apart(told) & {one.story for one in seeds} == set()


def test_every_golden_case_is_one_story(seeds: list[Told]) -> None:
    names = {one.story for one in seeds}
    found = {
        name: len(grouped([one.article for one in seeds if one.story == name])) for name in sorted(names)
    }
    assert found == dict.fromkeys(sorted(names), 1)


def test_the_stories_are_the_same_in_whatever_order_the_articles_come() -> None:
    articles = [one.article for path in FILES for one in read_cases(path)]
    expected = grouped(articles)
    assert grouped(articles[::-1]) == expected
    assert grouped([*articles[1::2], *articles[::2]]) == expected


# --- by what -------------------------------------------------------------------------------------------


def told(name: str) -> list[Told]:
    return read_cases(ROOT / "tests" / "cases" / "stories" / f"{name}.toml")


def test_a_story_tells_by_what_its_articles_are_one(caplog: pytest.LogCaptureFixture) -> None:
    fish = [one.article for one in told("trade-talks") if one.story.endswith("fish")]
    with caplog.at_level(logging.INFO, logger="briefing"):
        (story,) = outline(fish)
    assert len(story.reasons) == len(fish) - 1
    assert list(story.reasons) == [record.getMessage() for record in caplog.records]
    assert any("Ebba Krog" in reason and "14500" in reason for reason in story.reasons)
    assert all("trawlers" in reason for reason in story.reasons)


@pytest.mark.parametrize("number", [40, 60, 200])
def test_however_many_report_on_one_event_it_is_one_story(number: int) -> None:
    reports = [_bridge(place) for place in range(number)]
    (bridge, *others) = grouped([*reports, *(one.article for one in told("two-fires"))])
    assert {report.source for report in reports} in (bridge, *others)


def _bridge(number: int) -> Article:
    title, _, text = bridge_article(number).partition("\n\n")
    return from_text(text, source=f"bridge-{number}", title=title)


def test_the_same_report_without_its_names_or_without_its_matter_is_no_tie() -> None:
    """Who alone and what alone join nothing: each side is taken out of one of two reports of one fire."""
    first, second = (one.article for one in told("two-fires")[:2])
    assert len(grouped([first, second])) == 1
    elsewhere = _rewrite(second, {"Holmstead": "Brisley", "Rivergate": "Bluegate"})
    assert len(grouped([first, elsewhere])) == 2
    matter = {"mill": "choir", "fire": "tour", "burned": "sang", "flats": "songs", "paper": "girls’"}
    assert len(grouped([first, _rewrite(second, matter)])) == 2


def _rewrite(article: Article, words: dict[str, str]) -> Article:
    text, title = article.text, article.title or ""
    for old, new in words.items():
        text, title = text.replace(old, new), title.replace(old, new)
    again = from_text(text, source=article.source, title=title)
    kept = {"outlet": article.outlet, "published": article.published}
    again = again.model_copy(update=kept)
    return again.model_copy(update={"dates": resolve_dates(again)})


@pytest.mark.parametrize("outlet", ["Northmere Post", None])
def test_a_notice_with_names_ties_no_articles_of_a_house_named_or_not(outlet: str | None) -> None:
    texts = [
        "The harbour council put off its vote on a ferry pier. Ada Lindqvist wants to read a study first.",
        "A gull stole the hat of the judge at the flower market. It was seen on the customs house.",
        "Rain closed the school in Tarn for a day. Pupils cheered and went to look at the flooded weir.",
    ]
    articles = [
        from_text(f"{text}\n\n{NOTICE}", source=str(number)).model_copy(update={"outlet": outlet})
        for number, text in enumerate(texts)
    ]
    assert len(grouped(articles)) == 3


def test_a_second_event_of_the_same_place_and_kind_is_apart_by_its_day() -> None:
    mill, _, school = (one.article for one in told("two-fires"))
    same_matter = {"gymnasium": "paper mill", "school": "paper mill"}
    second = _rewrite(school, same_matter)
    assert len(grouped([mill, second])) == 2
    monday = _rewrite(second, {"Tuesday": "Sunday"})
    assert len(grouped([mill, monday])) == 1


def test_a_story_of_two_days_begins_with_the_latest() -> None:
    bakers = [one.article for one in told("bakery-strike") if one.story.endswith("bread")]
    (story,) = outline(bakers)
    assert story.headline == "Court lets bakers’ strike go on"
    days = [article.published.day for article in story.origins if article.published]
    assert days == sorted(days, reverse=True)


def test_two_languages_are_never_one_story() -> None:
    first, second = (one.article for one in told("kita") if one.story.endswith("kita"))
    assert len(grouped([first, second])) == 1
    assert len(grouped([first, second.model_copy(update={"language": "en"})])) == 2


def test_in_a_language_without_a_list_small_words_tie_nothing() -> None:
    texts = (
        "Le maire de Vernoux, Paul Astier, a dit mardi que la piscine serait fermée. Les gens sont en rage",
        "Le maire de Vernoux, Paul Astier, a ouvert mardi le marché. Les marchands sont en joie, mais la",
    )
    articles = [from_text(text, source=str(number), language="und") for number, text in enumerate(texts)]
    assert len(grouped(articles)) == 2
