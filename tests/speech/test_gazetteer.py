"""The lists of names, roles and countries are whole and do not contradict each other."""

from collections import Counter
from pathlib import Path

import pytest

import briefing
from briefing.speech.gazetteer import load_gazetteer

LANGUAGES = Path(briefing.__file__).parent / "speech" / "languages"


def read_rows(language: str) -> list[list[str]]:
    text = (LANGUAGES / language / "countries.txt").read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]


def test_a_given_name_stands_under_one_gender() -> None:
    text = (LANGUAGES / "any" / "given_names.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in "#["]
    names = Counter(name.casefold() for line in lines for name in line.split())
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 3000


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_word_stands_for_one_country(language: str) -> None:
    for column in range(4):
        words = Counter(
            word.strip()
            for row in read_rows(language)
            if len(row) > column
            for word in row[column].split(",")
        )
        assert [word for word, count in words.items() if word and count > 1] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_language_has_every_list(language: str) -> None:
    gazetteer = load_gazetteer(language)
    lists = [gazetteer.titles, gazetteer.roles, gazetteer.bodies, gazetteer.groups, gazetteer.pronouns]
    lists += [gazetteer.countries, gazetteer.demonyms, gazetteer.capitals, gazetteer.seats, gazetteer.starts]
    assert all(lists)


def test_a_region_of_a_language_has_its_lists() -> None:
    assert load_gazetteer("en-GB").titles == load_gazetteer("en").titles


def test_an_unknown_language_has_given_names_and_nothing_else() -> None:
    gazetteer = load_gazetteer("xx")
    assert gazetteer.given
    assert not gazetteer.pronouns
    assert not gazetteer.titles
