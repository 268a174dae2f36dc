"""What a brief holds against what its case expects, as data in tests/cases/compare."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from suitebuilder import edit, make_suite

from briefing.articles import from_text
from briefing.golden.expectations import Expectations, Met, load_expectations, meet
from briefing.errors import SettingsError
from briefing.golden import load_cases
from briefing.schema import Draft, DraftPosition, DraftQuestion, Line, Stance
from briefing.stories import group
from briefing.verify import verify

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "tests/cases/compare/expectations.toml").read_text(encoding="utf-8"))
(STORY,) = group([from_text(TABLE["article"].strip())])


def hold(case: dict[str, Any]) -> Met:
    told = verify(STORY, draft(case.get("positions", []), case.get("questions", [])))
    return meet(
        expectations(case),
        [(STORY, position) for position in told.positions],
        [(STORY, question) for question in told.open_questions],
    )


def draft(positions: Sequence[str], questions: Sequence[str]) -> Draft:
    line = Line(text="The council decided nothing about the bridge.", evidence=("a1.1",))
    return Draft(
        headline=line,
        bottom_line=(),
        issue=line,
        positions=tuple(drafted_position(*parts(text)) for text in positions),
        questions=tuple(drafted_question(*parts(text)) for text in questions),
    )


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


def drafted_position(actor: str, stance: str, evidence: str) -> DraftPosition:
    return DraftPosition(
        actor=actor, issue="The bridge", stance=Stance(stance), summary="", evidence=tuple(evidence.split())
    )


def drafted_question(question: str, evidence: str) -> DraftQuestion:
    return DraftQuestion(question=question, why_open="", evidence=tuple(evidence.split()))


def expectations(case: dict[str, Any]) -> Expectations:
    wanted = {
        "abstain": case.get("abstain", False),
        "position": [
            {"actor": actor, "stance": stance, "issue": "the bridge", "evidence_contains": words}
            for actor, stance, words in case.get("expect", [])
        ],
        "no_side": [{"actor": actor} for actor in case.get("no_side", [])],
        "question": [
            {"words": starts, "evidence_contains": words}
            for starts, words in case.get("questions_expected", [])
        ],
    }
    forbidden = [{"actor": actor, "quotation": words} for actor, words in case.get("must_not", [])]
    return Expectations.model_validate({"expect": wanted, "must_not": forbidden})


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["name"])
def test_a_brief_meets_what_it_holds(case: dict[str, Any]) -> None:
    met = hold(case)
    assert [item.is_met for item in met.items] == case["met"]
    if "half" in case:
        assert [item.half for item in met.items] == case["half"]
    assert len(met.forbidden) == case.get("forbidden", 0)


def test_every_case_of_the_project_can_be_read() -> None:
    for case in load_cases(ROOT):
        wanted = load_expectations(case).expect
        assert wanted.abstain or wanted.position, case.name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('stance = "against"', 'stance = "opposed"', "expect.position.0.stance"),
        ('actor = "Mira', 'speaker = "Mira', "expect.position.0.actor"),
        ("critical = false", 'critical = "perhaps"', "critical"),
    ],
)
def test_an_expectation_that_can_not_be_read_names_file_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    make_suite(tmp_path, cases=1)
    edit(tmp_path / "seeds/case-00/case.toml", old, new)
    (case,) = load_cases(tmp_path)
    with pytest.raises(SettingsError, match=rf"case\.toml: {said}: "):
        load_expectations(case)


def test_a_case_that_expects_nothing_is_read_as_such(tmp_path: Path) -> None:
    make_suite(tmp_path, cases=1)
    (tmp_path / "seeds/case-00/case.toml").write_text('title = "x"\nnow = 2025-03-04T06:00:00Z\n')
    (case,) = load_cases(tmp_path)
    assert load_expectations(case) == Expectations()
