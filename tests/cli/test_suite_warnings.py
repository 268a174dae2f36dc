"""What `briefing check` warns of though every brief is what was approved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commandrun import Run
from suitebuilder import make_suite, reply

from briefing.exchange import Reply
from briefing.golden import Planned, accept_case, load_aliases, load_cases, record_case
from briefing.models import RecordedWith, ScriptedClient


@pytest.fixture
def root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_suite(folder / "desk", cases=2))
    return folder / "desk"


def record(root: Path, *, sample: int = 1, days_ago: int = 1, model: str = "m-1", said: str = "") -> None:
    """Record both cases with the small model, and approve what came of it."""
    (alias,) = load_aliases(root, "small")
    for number, case in enumerate(load_cases(root)):
        answers = [Reply(content=said or reply(number), response_model=model)] * 3
        record_case(
            root,
            Planned(case, alias, sample, ""),
            ScriptedClient(answers),
            now=lambda: datetime.now(UTC) - timedelta(days=days_ago),
            recorded_with=RecordedWith(tool="t"),
        )
        accept_case(root, case, alias)


def test_recordings_of_one_model_and_a_young_age_are_nothing_to_warn_of(root: Path, run: Run) -> None:
    record(root)
    done = run("check", "--model", "small", "--max-age", "30")
    assert (done.status, done.err) == (0, "")


def test_old_recordings_are_named_where_that_is_asked_for(root: Path, run: Run) -> None:
    record(root, days_ago=100)
    assert run("check", "--model", "small").err == ""
    done = run("check", "--model", "small", "--max-age", "30")
    assert done.status == 0
    day = (datetime.now(UTC) - timedelta(days=100)).date().isoformat()
    assert f"Recordings of small are older than 30 days: case-00 of {day}, case-01 of {day}." in done.err


def test_replies_of_different_models_under_one_name_are_told(root: Path, run: Run) -> None:
    record(root)
    record(root, sample=2, model="m-2")
    done = run("check", "--model", "small")
    assert done.status == 0
    assert "The replies of small come from different models: m-1 (2), m-2 (2)." in done.err


def test_a_sample_without_a_usable_reply_is_told(root: Path, run: Run) -> None:
    record(root)
    record(root, sample=2, said="no JSON")
    done = run("check", "--model", "small")
    assert done.status == 0
    assert "case-00 · small: the model gave no usable reply in sample 2." in done.err
    assert "same      case-00 · small · 2 samples" in done.out
