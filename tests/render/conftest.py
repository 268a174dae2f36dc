"""Briefs to render: the rich one of tests/cases/render, and briefs filled with hostile strings."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from briefing.render.visible import plain
from briefing.schema import (
    ArticleKind,
    Briefing,
    Changes,
    Citation,
    Counts,
    Difference,
    DifferenceKind,
    EarlierPosition,
    Finding,
    FindingCode,
    Meta,
    OpenQuestion,
    Position,
    PositionChange,
    PositionState,
    QuestionChange,
    QuestionState,
    Quotation,
    Relation,
    SourceRecord,
    SpeakerVerdict,
    Stance,
    Statement,
    StoryBriefing,
    StoryChange,
    StoryState,
    WordsVerdict,
)

CASES = Path(__file__).parents[1] / "cases" / "render"
COLLECTIONS = Path(os.environ.get("BRIEFING_HOSTILE", Path(__file__).parents[3] / "shared/data/hostile"))
HERE = Citation(article_id="a1", sentence="a1.1", start=0, end=9)
Fill = Callable[[Iterator[str], int], Briefing]


@pytest.fixture(scope="session")
def brief() -> Briefing:
    return Briefing.model_validate_json((CASES / "briefing.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def changed() -> Briefing:
    """The rich brief of the day after, with a change of every kind."""
    return Briefing.model_validate_json((CASES / "changed.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def own_hostile() -> list[str]:
    return json.loads((CASES / "hostile.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def hostile(own_hostile: list[str]) -> list[str]:
    """Our own strings always, the public collections where they lie beside the checkout."""
    strings = own_hostile + (_read_collections() if COLLECTIONS.is_dir() else [])
    return [text for text in dict.fromkeys(strings) if plain(text)]


def _read_collections() -> list[str]:
    naughty = json.loads((COLLECTIONS / "blns.json").read_text(encoding="utf-8"))
    payloads = [
        line
        for file in sorted((COLLECTIONS / "patt").glob("*ss*/*.txt"))
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    documents = [
        json.loads(line)["content"]
        for line in (COLLECTIONS / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    paragraphs = [part for text in documents for part in text.split("\n") if "Tarn Valley" not in part]
    assert (len(naughty), len(documents)) == (515, 651), "the public collection is incomplete"
    assert len(payloads) > 2300, "the public collection is incomplete"
    return [*naughty, *payloads, *paragraphs]


@pytest.fixture(scope="session")
def fill() -> Fill:
    """A brief of `stories` stories in which every text that can come from outside is the next string."""
    return _fill


def _fill(strings: Iterator[str], stories: int) -> Briefing:
    told = tuple(_fill_story(strings, number) for number in range(stories))
    return Briefing(
        title=next(strings),
        date=date(2025, 9, 25),
        stories=told,
        changes=_fill_changes(strings, told),
        left_out=(_fill_finding(strings),),
        meta=Meta(
            engine=next(strings),
            model=next(strings),
            prompt=next(strings),
            created="2025-09-25T05:30:00+00:00",
            counts=Counts(articles=2, stories=1, positions=2, quotations=2, open_questions=1, left_out=2),
        ),
    )


def _fill_story(strings: Iterator[str], number: int) -> StoryBriefing:
    return StoryBriefing(
        id=f"s{number}",
        headline=next(strings),
        issue=next(strings),
        bottom_line=tuple(Statement(text=text, evidence=(HERE,)) for text in islice(strings, 2)),
        articles=(_fill_source(strings, "a1"), _fill_source(strings, "a2")),
        positions=(_fill_position(strings), _fill_position(strings)),
        differences=(Difference(kind=DifferenceKind.OPPOSED, left=(0,), right=(1,), text=next(strings)),),
        open_questions=(OpenQuestion(question=next(strings), why_open=next(strings), evidence=(HERE,)),),
        left_out=(_fill_finding(strings),),
    )


def _fill_source(strings: Iterator[str], article_id: str) -> SourceRecord:
    return SourceRecord(
        id=article_id,
        source="inbox/page.html",
        outlet=next(strings),
        title=next(strings),
        byline=next(strings),
        url="https://news.example/1",
        published="2025-09-24",
        published_origin=None,
        kind=ArticleKind.FULL,
        relation=Relation.ORIGIN,
        twin=None,
    )


def _fill_position(strings: Iterator[str]) -> Position:
    quotation = Quotation(
        text=next(strings),
        speaker=next(strings),
        article_id="a1",
        sentence="a1.1",
        start=0,
        end=9,
        verdict=WordsVerdict.VERBATIM,
        speaker_verdict=SpeakerVerdict.CONFIRMED,
    )
    return Position(
        actor=next(strings),
        role=next(strings),
        issue=next(strings),
        stance=Stance.FOR,
        summary=next(strings),
        quotations=(quotation,),
        reported=(HERE,),
    )


def _fill_changes(strings: Iterator[str], stories: tuple[StoryBriefing, ...]) -> Changes:
    quiet = StoryChange(
        state=StoryState.QUIET,
        story=None,
        headline=next(strings),
        last_briefed=date(2025, 9, 24),
        last_news=date(2025, 9, 24),
        new_lines=(),
        positions=(),
        questions=(),
        why="",
    )
    told = tuple(_fill_change(strings, story) for story in stories)
    return Changes(since=date(2025, 9, 24), stories=(*told, quiet))


def _fill_change(strings: Iterator[str], story: StoryBriefing) -> StoryChange:
    """A change of every kind, with texts of its own wherever one is carried along."""
    (answer,) = story.positions[0].quotations
    said = answer.model_copy(update={"text": next(strings), "speaker": next(strings)})
    source = _fill_source(strings, "a1")
    earlier = EarlierPosition(
        day=date(2025, 9, 24),
        position=story.positions[0].model_copy(update={"quotations": (said,)}),
        sources=(source.model_copy(update={"url": f"https://news.example/earlier/{story.id}"}),),
    )
    states = (PositionState.MOVED, PositionState.NEW, PositionState.WITHDRAWN, PositionState.DENIED)
    positions = tuple(
        PositionChange(
            state=state,
            position=place if place < len(story.positions) else None,
            new_quotations=(0,) if place < len(story.positions) else (),
            earlier=earlier,
            evidence=(HERE,),
            why=next(strings) if place >= len(story.positions) else "",
        )
        for place, state in enumerate(states)
    )
    (asked,) = story.open_questions
    gone = OpenQuestion(question=next(strings), why_open="", evidence=())
    questions = (
        QuestionChange(
            state=QuestionState.NEW,
            place=0,
            question=asked,
            first_asked=date(2025, 9, 25),
            days=0,
            answer=None,
            why="",
        ),
        QuestionChange(
            state=QuestionState.ANSWERED,
            place=None,
            question=gone,
            first_asked=date(2025, 9, 23),
            days=2,
            answer=answer,
            why="",
        ),
    )
    return StoryChange(
        state=StoryState.DEVELOPING,
        story=story.id,
        headline=story.headline,
        last_briefed=date(2025, 9, 24),
        last_news=date(2025, 9, 24),
        new_lines=(1,),
        positions=positions,
        questions=questions,
        why="",
    )


def _fill_finding(strings: Iterator[str]) -> Finding:
    return Finding(code=FindingCode.ALTERED, subject=next(strings)[:60], detail=next(strings)[:60])
