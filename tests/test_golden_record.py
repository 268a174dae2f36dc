"""Recording a model's replies for golden cases, and what makes a recording stale."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.errors import CorruptRecordingError, TransportError
from briefing.exchange import Reply
from briefing.golden import (
    Alias,
    Case,
    Planned,
    State,
    accept_case,
    check_case,
    plan_recordings,
    record_case,
    select,
)
from briefing.models import RecordedWith, ScriptedClient

ROOT = Path(__file__).parents[1]
ARTICLE = """Harbour board split over night flights

The harbour board met for six hours on Monday and decided nothing about night flights.

“We will not sign this paper,” said the board's chairwoman, Mira Tolland. “The town sleeps badly enough.”

It remained unclear on Monday evening who would pay for quieter runways.
"""
REPLY = json.dumps(
    {
        "headline": {"text": "Harbour board undecided about night flights", "evidence": ["a1.1"]},
        "bottom_line": [
            {"text": "The harbour board decided nothing about night flights.", "evidence": ["a1.1"]}
        ],
        "issue": {"text": "Should there be night flights?", "evidence": ["a1.1"]},
        "positions": [
            {
                "actor": "Mira Tolland",
                "stance": "against",
                "summary": "The chairwoman will not sign the paper.",
                "evidence": ["a1.2", "a1.3"],
            }
        ],
        "open_questions": [
            {
                "question": "Who would pay for quieter runways?",
                "why_open": "It remained unclear.",
                "evidence": ["a1.4"],
            }
        ],
    }
)
MODELS = """[small]
model = "small-model"
params = { temperature = 0.0 }
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A suite of one case for one model, with a copy of the prompts beside it."""
    case = tmp_path / "seeds" / "night-flights"
    case.mkdir(parents=True)
    (case / "case.toml").write_text('title = "Night flights"\nnow = 2025-03-04T06:00:00Z\n', encoding="utf-8")
    (case / "board.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "models.toml").write_text(MODELS, encoding="utf-8")
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    return tmp_path


def plan(root: Path, *, samples: int = 1) -> tuple[Planned, ...]:
    return plan_recordings(root, select(root, (), None)[1], samples=samples)


def record(root: Path, answers: Sequence[Reply | str | TransportError], *, sample: int = 1) -> list[Path]:
    wanted = plan(root, samples=sample)[-1]
    return list(
        record_case(
            root,
            wanted,
            ScriptedClient(answers),
            now=lambda: datetime(2025, 3, 5, tzinfo=UTC),
            recorded_with=RecordedWith(tool="briefing test", sdk="none 1.0"),
        )
    )


def one(root: Path) -> tuple[Path, Case, Alias]:
    ((case, alias),) = select(root, (), None)[1]
    return root, case, alias


def state(root: Path) -> State:
    return check_case(*one(root)).state


def accept(root: Path) -> None:
    accept_case(*one(root))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_reply_is_recorded_replayed_and_accepted(root: Path) -> None:
    assert state(root) is State.MISSING
    (path,) = record(root, [REPLY])
    assert path == root / "golden" / "night-flights" / "small" / "recording-1.json"
    assert plan(root) == ()
    accept(root)
    assert state(root) is State.SAME
    brief = (path.parent / "5-briefing.md").read_text(encoding="utf-8")
    assert "“The town sleeps badly enough.”" in brief
    assert "small-model" in brief


def test_a_recording_is_a_file_to_read_and_holds_neither_key_nor_host(root: Path) -> None:
    (path,) = record(root, [REPLY])
    value = json.loads(path.read_text(encoding="utf-8"))
    assert value["attempts"][0]["content"] == REPLY
    assert value["final_outcome"] == "ok"
    assert value["recorded_at"] == "2025-03-05T00:00:00Z"
    assert not {"headers", "base_url", "api_key"} & set(path.read_text(encoding="utf-8").split('"'))


def test_what_was_asked_again_is_recorded_with_it(root: Path) -> None:
    (path,) = record(root, ["not JSON", REPLY])
    value = json.loads(path.read_text(encoding="utf-8"))
    assert [attempt["outcome"] for attempt in value["attempts"]] == ["invalid_json", "ok"]
    assert plan(root) == ()


def test_a_model_that_fails_is_recorded_shown_and_asked_again_next_time(root: Path) -> None:
    record(root, ["not JSON", "no", "never"])
    assert len(plan(root)) == 1
    accept(root)
    failure = root / "golden" / "night-flights" / "small" / "4-failure.txt"
    assert "No usable reply in 3 tries" in failure.read_text(encoding="utf-8")
    assert state(root) is State.SAME
    record(root, [REPLY])
    accept(root)
    assert not failure.exists()


def test_a_failed_sample_can_be_kept(root: Path) -> None:
    record(root, ["not JSON", "no", "never"])
    selection = select(root, (), None)[1]
    assert plan_recordings(root, selection, samples=1, keep_failed=True) == ()
    assert [one.sample for one in plan_recordings(root, selection, samples=2, keep_failed=True)] == [2]


@pytest.mark.parametrize("answers", [[], ["not JSON"]])
def test_an_endpoint_that_fails_is_never_recorded(root: Path, answers: list[str]) -> None:
    with pytest.raises(TransportError):
        record(root, [*answers, TransportError("The endpoint went away.")])
    assert not (root / "golden" / "night-flights").exists()


def test_each_sample_is_a_file_of_its_own(root: Path) -> None:
    record(root, [REPLY])
    (path,) = record(root, [REPLY.replace("will not", "does not")], sample=2)
    assert path.name == "recording-2.json"
    assert plan(root, samples=2) == ()
    assert [planned.sample for planned in plan(root, samples=3)] == [3]


def test_samples_of_a_model_with_a_seed_are_asked_with_seeds_of_their_own(root: Path) -> None:
    edit(root / "golden" / "models.toml", "temperature = 0.0", "temperature = 0.3, seed = 7")
    paths = [path for sample in (1, 2, 3) for path in record(root, [REPLY], sample=sample)]
    requests = [json.loads(path.read_text(encoding="utf-8"))["request"] for path in paths]
    assert [(request["sample"], request["params"]["seed"]) for request in requests] == [
        (1, 7),
        (2, 8),
        (3, 9),
    ]
    assert plan(root, samples=3) == ()


def test_every_sample_is_replayed_and_the_first_makes_the_snapshots(root: Path) -> None:
    record(root, [REPLY])
    record(root, [REPLY.replace("Who would pay", "Who will pay")], sample=2)
    accept(root)
    result = check_case(*one(root))
    assert (result.state, result.samples) == (State.SAME, (1, 2))
    folder = root / "golden" / "night-flights" / "small"
    assert "Who would pay" in (folder / "5-briefing.md").read_text(encoding="utf-8")
    edit(folder / "recording-2.json", "six hours", "ten hours")
    assert check_case(*one(root)).state is State.CORRUPT


def test_a_stale_second_sample_is_never_a_pass(root: Path) -> None:
    record(root, [REPLY])
    accept(root)
    folder = root / "golden" / "night-flights" / "small"
    edit(root / "prompts" / "story" / "system.j2", "numbered sentences", "numbered sentence")
    record(root, [REPLY], sample=2)
    edit(root / "prompts" / "story" / "system.j2", "numbered sentence", "numbered sentences")
    result = check_case(*one(root))
    assert result.state is State.STALE
    assert "briefing record night-flights --model small --samples 2" in result.reason
    assert (folder / "recording-2.json").exists()


def test_a_damaged_sample_is_asked_again_and_the_others_are_left_alone(root: Path) -> None:
    record(root, [REPLY])
    (path,) = record(root, [REPLY], sample=2)
    path.write_text("{", encoding="utf-8")
    assert [planned.sample for planned in plan(root, samples=2)] == [2]


def test_a_recording_of_a_newer_program_is_not_written_over(root: Path) -> None:
    (path,) = record(root, [REPLY])
    edit(path, '"format": 1', '"format": 2')
    with pytest.raises(CorruptRecordingError, match="newer version"):
        plan(root)


def test_a_recording_nobody_asks_for_is_named_and_is_no_failure(root: Path) -> None:
    (path,) = record(root, [REPLY])
    accept(root)
    before = path.read_bytes()
    edit(root / "prompts" / "story" / "system.j2", "numbered sentences", "numbered sentence")
    record(root, [REPLY])
    other = path.with_name("recording-1-2.json")
    other.write_bytes(before)
    result = check_case(*one(root))
    assert (result.state, result.orphans) == (State.SAME, (other,))


def test_words_that_the_case_forbids_are_a_broken_promise_that_no_approval_mends(root: Path) -> None:
    record(root, [REPLY])
    forbidden = '\n[[must_not]]\nactor = "Mira Tolland"\nquotation = "We will not sign this paper"\n'
    path = root / "seeds" / "night-flights" / "case.toml"
    path.write_text(path.read_text(encoding="utf-8") + forbidden, encoding="utf-8")
    accept(root)
    result = check_case(*one(root))
    assert (result.state, result.changes) == (State.BROKEN, ())
    assert result.broken == ("“We will not sign this paper” is printed as Mira Tolland’s",)


# --- stale ---------------------------------------------------------------------------------------------

STALE = {
    "one character of a template": ("prompts/story/system.j2", "numbered sentences", "numbered sentence"),
    "one character of an example": ("prompts/story/example_article.txt", "e", "é"),
    "one character of an article": ("seeds/night-flights/board.txt", "six hours", "six hour"),
    "a parameter": ("golden/models.toml", "temperature = 0.0", "temperature = 0.1"),
    "the model": ("golden/models.toml", '"small-model"', '"small-models"'),
    "the schema": ("prompts/story/schema.json", '"conditional"', '"it depends"'),
}
HARMLESS = {
    "a comment in a template": ("prompts/story/system.j2", "\n", "\n{# why #}\n"),
    "the purpose of the prompt": ("prompts/story/prompt.toml", 'purpose = "', 'purpose = "To '),
    "what the case is about": ("seeds/night-flights/case.toml", "title", 'about = "noise"\ntitle'),
    "where the model ran": ("golden/models.toml", "[small]", '[small]\nprovenance = "this machine"'),
}


@pytest.mark.parametrize("name", STALE)
def test_a_change_of_what_is_asked_makes_the_recording_stale(root: Path, name: str) -> None:
    record(root, [REPLY])
    accept(root)
    file, old, new = STALE[name]
    edit(root / file, old, new)
    assert state(root) is State.STALE
    assert len(plan(root)) == 1


@pytest.mark.parametrize("name", HARMLESS)
def test_a_change_that_asks_the_same_needs_no_recording(root: Path, name: str) -> None:
    record(root, [REPLY])
    accept(root)
    file, old, new = HARMLESS[name]
    edit(root / file, old, new)
    assert state(root) is State.SAME
    assert plan(root) == ()


def test_a_stale_recording_says_what_changed_and_how_to_record_again(root: Path) -> None:
    record(root, [REPLY])
    edit(root / "prompts" / "story" / "system.j2", "numbered sentences", "numbered sentence")
    result = check_case(*one(root))
    assert "the prompt template changed" in result.reason
    assert "briefing record night-flights --model small" in result.reason
    assert "numbered sentence and" in result.diff


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-40],
        lambda _: "",
        lambda text: text.replace("six hours", "ten hours"),
        lambda text: text.replace("undecided about", "of one mind about"),
        lambda text: text.replace('"outcome": "ok"', '"outcome": "none"'),
        lambda text: text.replace('"format": 1', '"format": 2'),
    ],
)
def test_a_recording_that_was_damaged_or_edited_is_never_a_pass(
    root: Path, damage: Callable[[str], str]
) -> None:
    (path,) = record(root, [REPLY])
    accept(root)
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    result = check_case(*one(root))
    assert result.state is State.CORRUPT
    assert "golden/night-flights/small/recording-1.json" in result.reason
