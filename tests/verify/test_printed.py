"""Invented articles in many styles: the one name that each quotation would be printed under.

In tests/cases/printed a marked run is followed by its speaker: `{Name}` is printed under that name, `{~Name}`
may be left out but stands under no other, `{-}` is nobody's.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.articles import from_text
from briefing.schema import Article, Span, Utterance
from briefing.speech import PeopleTable, attribute, people
from briefing.verify import verify_quotation

CASES = Path(__file__).parents[1] / "cases" / "printed"
NOTE_RE = re.compile(r"\{([^{}]*)\}")
MARK_AND_STOP = 3  # from behind a run back into its words


class Noted(NamedTuple):
    place: int
    expected: str


def read_articles() -> list[object]:
    return [
        pytest.param(path.stem, part.partition("\n")[2], id=f"{path.stem}: {part.partition(chr(10))[0]}")
        for path in sorted(CASES.glob("*.txt"))
        for part in re.split(r"(?m)^### ", path.read_text(encoding="utf-8"))[1:]
    ]


def read_notes(text: str) -> tuple[str, list[Noted]]:
    plain, notes, last = "", [], 0
    for match in NOTE_RE.finditer(text):
        plain += text[last : match.start()]
        notes.append(Noted(len(plain), match[1]))
        last = match.end()
    return (plain + text[last:]).rstrip("\n"), notes


def find_run(place: int, utterances: tuple[Utterance, ...]) -> Span | None:
    """The shortest marked run of any utterance that ends at a place."""
    inside = place - MARK_AND_STOP
    runs = [run for said in utterances for run in said.marked if run.start <= inside <= run.end]
    return min(runs, key=lambda run: run.end - run.start, default=None)


def printed_under(
    article: Article, run: Span, utterances: tuple[Utterance, ...], table: PeopleTable
) -> set[str]:
    """Every speaker of the article whom its words support."""
    words = run.of(article.text)
    return {
        name
        for name in {said.actor.name for said in utterances if said.actor}
        if verify_quotation(article, name, words, utterances=utterances, people=table).supported
    }


@pytest.mark.parametrize(("language", "text"), read_articles())
def test_a_quotation_is_printed_under_its_speaker_and_under_nobody_else(language: str, text: str) -> None:
    plain, notes = read_notes(text)
    article = from_text(plain, language=language)
    assert article.text == plain
    utterances, table = attribute(article), people(article)
    for note in notes:
        run = find_run(note.place, utterances)
        words = plain[max(0, note.place - 40) : note.place]
        printed = printed_under(article, run, utterances, table) if run else set()
        name = note.expected.removeprefix("~")
        if note.expected == "-":
            assert printed == set(), words
        elif note.expected.startswith("~"):
            assert printed <= {name}, words
        else:
            assert printed == {name}, words
