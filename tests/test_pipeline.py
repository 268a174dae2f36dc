"""The whole way in one function: what is briefed, what is named, and what a failing model costs."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefing.drafts.extractive import BuiltinEngine
from briefing.errors import (
    ArticleError,
    EndpointError,
    InterruptedRunError,
    InvalidReplyError,
    ModelError,
    NothingToBriefError,
)
from briefing.golden import Case, load_cases
from briefing.golden.expectations import load_expectations
from briefing.pipeline import Outcome, write_briefing
from briefing.schema import Draft, FindingCode, Relation, SpeakerVerdict, Story, WordsVerdict

NOW = datetime(2025, 9, 24, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
CASES = load_cases(ROOT)
FERRY = "Ferry crews in Halden voted to strike. “We will not sail,” said Ida Moe, who leads the union. " * 3
BAKERY = "The Orsk bakery burned down on Friday. “Nobody was hurt,” Fire Chief Lev Adler said. " * 3


class FailingEngine:
    """An engine that fails on stories whose headline holds a word."""

    name, model, prompt, failures = "scripted", "m", "story/1", ()

    def __init__(self, word: str, error: ModelError) -> None:
        self.word, self.error = word, error
        self.asked: list[str] = []

    def draft(self, story: Story) -> Draft:
        self.asked.append(story.headline)
        if self.word in story.headline:
            raise self.error
        return BuiltinEngine().draft(story)


class InterruptedEngine(FailingEngine):
    """An engine during which somebody presses Ctrl-C, after so many stories."""

    def __init__(self, *, after: int) -> None:
        super().__init__("\0", InvalidReplyError(""))
        self.after = after

    def draft(self, story: Story) -> Draft:
        if len(self.asked) >= self.after:
            raise KeyboardInterrupt
        return super().draft(story)


def brief(*sources: Path, engine: FailingEngine | None = None) -> Outcome:
    return write_briefing([str(source) for source in sources], engine=engine or BuiltinEngine(), now=NOW)


@pytest.fixture
def two_stories(tmp_path: Path) -> Path:
    (tmp_path / "bakery.txt").write_text(BAKERY, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return tmp_path


def test_an_agency_article_and_its_paywalled_twin_are_one_story() -> None:
    briefing = brief(SEEDS / "nato-airspace").briefing
    (story,) = briefing.stories
    assert [record.relation for record in story.articles] == [Relation.ORIGIN, Relation.STUB]
    assert story.articles[0].published == story.articles[1].published


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_printed_quotation_of_a_case_is_verbatim_and_confirmed(case: Case) -> None:
    stories = brief(case.folder).briefing.stories
    quotations = [q for story in stories for position in story.positions for q in position.quotations]
    assert bool(quotations) is not load_expectations(case).expect.abstain
    assert {q.verdict for q in quotations} <= {WordsVerdict.VERBATIM}
    assert {q.speaker_verdict for q in quotations} <= {SpeakerVerdict.CONFIRMED}


def test_the_same_input_gives_the_same_brief() -> None:
    assert brief(SEEDS / "port-strike").briefing == brief(SEEDS / "port-strike").briefing


def test_two_events_are_two_stories(two_stories: Path) -> None:
    assert len(brief(two_stories).briefing.stories) == 2


def test_a_story_the_model_fails_on_is_named_and_the_other_is_briefed(two_stories: Path) -> None:
    engine = FailingEngine("bakery", InvalidReplyError("no valid reply"))
    outcome = brief(two_stories, engine=engine)
    assert len(outcome.briefing.stories) == 1
    assert [finding.code for finding in outcome.briefing.left_out][-1] is FindingCode.MODEL_FAILED
    assert len(outcome.failures) == 1


def test_an_error_that_stops_the_run_asks_for_no_further_story(two_stories: Path) -> None:
    engine = FailingEngine("", EndpointError("the key was refused"))
    with pytest.raises(EndpointError):
        brief(two_stories, engine=engine)
    assert len(engine.asked) == 1


@pytest.mark.parametrize("workers", [1, 8])
def test_the_brief_does_not_depend_on_the_number_of_workers(two_stories: Path, workers: int) -> None:
    engine = FailingEngine("bakery", InvalidReplyError("no valid reply"))
    outcome = write_briefing([str(two_stories)], engine=engine, now=NOW, workers=workers)
    alone = brief(two_stories, engine=FailingEngine("bakery", InvalidReplyError("no valid reply")))
    assert outcome.briefing == alone.briefing


def test_what_was_finished_is_kept_when_somebody_stops_the_run(two_stories: Path) -> None:
    outcome = brief(two_stories, engine=InterruptedEngine(after=1))
    assert outcome.interrupted
    assert len(outcome.briefing.stories) == 1


def test_a_run_that_is_stopped_at_once_has_nothing_to_keep(two_stories: Path) -> None:
    with pytest.raises(InterruptedRunError):
        brief(two_stories, engine=InterruptedEngine(after=0))


def test_a_missing_file_is_named_and_the_rest_is_briefed(two_stories: Path) -> None:
    outcome = brief(two_stories / "ferry.txt", two_stories / "nowhere.txt")
    assert len(outcome.briefing.stories) == 1
    assert any("nowhere.txt" in finding.subject for finding in outcome.findings)
    assert any("nowhere.txt" in finding.subject for finding in outcome.briefing.left_out)


def test_nothing_readable_is_an_error_that_names_the_reason(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere\.txt"):
        brief(tmp_path / "nowhere.txt")


def test_an_empty_source_is_nothing_to_brief(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    with pytest.raises(NothingToBriefError, match=r"empty\.txt"):
        brief(tmp_path / "empty.txt")


def test_the_day_of_the_brief_is_the_clocks_unless_it_is_told(two_stories: Path) -> None:
    assert brief(two_stories).briefing.date == date(2025, 9, 24)
    told = write_briefing([str(two_stories)], engine=BuiltinEngine(), now=NOW, day=date(2025, 9, 1))
    assert told.briefing.date == date(2025, 9, 1)
