"""Stories that do not fit: what is asked, what becomes of it, and what a failure costs."""

import re
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from longstories import answer, answer_story, article, is_merge, long_article

from briefing.articles import from_text
from briefing.drafts import DividingEngine, PromptedEngine, Window
from briefing.drafts.asking import Limits
from briefing.drafts.draft_reply import read_draft
from briefing.drafts.merging import join, restrict, settle
from briefing.drafts.window import count_tokens
from briefing.errors import (
    BudgetError,
    ContextWindowError,
    ModelError,
    ModelRefusalError,
    PromptError,
    TransportError,
    TruncatedError,
    UnansweredError,
)
from briefing.exchange import Mode, Reply, Request
from briefing.prompts import PromptTemplate, derive_marker, load_prompt
from briefing.schema import Draft, FindingCode, Source, Story
from briefing.speech import attribute_story
from briefing.verify import verify

EXAMPLE = Path(__file__).parents[1] / "cases" / "drafts" / "merge"
MERGE = load_prompt("merge")


def story_of(*texts: str) -> Story:
    articles = [from_text(text, id=f"a{number}") for number, text in enumerate(texts, 1)]
    speech = attribute_story(articles)
    sources = tuple(Source(article=one) for one in articles)
    return Story(
        id="s1", headline="The bridge", sources=sources, utterances=speech.utterances, actors=speech.actors
    )


FIVE = story_of(*(article(number) for number in range(5)))
LONG = story_of(long_article(30_000))


class Model:
    """Answers by rule; `fails` gives an error, or a whole reply, for a prompt's second message instead."""

    def __init__(self, fails: Callable[[str], ModelError | Reply | None] = lambda _: None) -> None:
        self.users: list[str] = []
        self._fails = fails
        self._lock = threading.Lock()

    def complete(self, request: Request) -> Reply:
        user = request.messages[1].content
        with self._lock:
            self.users.append(user)
        result = self._fails(user)
        if isinstance(result, ModelError):
            raise result
        return result or Reply(content=answer(user))

    @property
    def merges(self) -> list[str]:
        return [user for user in self.users if is_merge(user)]

    @property
    def sections(self) -> list[str]:
        return [user for user in self.users if not is_merge(user)]


def engine(
    model: Model, *, tokens: int | None = None, pinned: bool = False, workers: int = 1, growth: int = 1
) -> DividingEngine:
    prompted = PromptedEngine(
        model,
        load_prompt("story"),
        model="tiny",
        limits=Limits(growth=growth),
        marker=lambda material: derive_marker("case", material),
    )
    return DividingEngine(prompted, window=Window(tokens, pinned=pinned), workers=workers)


def articles_in(user: str) -> list[str]:
    return re.findall(r"^Article (a\d+)", user, re.MULTILINE)


def failed(draft: Draft) -> list[tuple[str, str]]:
    return [(f.subject, f.detail) for f in draft.findings if f.code is FindingCode.MODEL_FAILED]


# --- what is asked -------------------------------------------------------------------------------------


@pytest.mark.parametrize("tokens", [None, 100_000])
def test_a_story_that_fits_is_one_question(tokens: int | None) -> None:
    model = Model()
    made = engine(model, tokens=tokens)
    draft = made.draft(FIVE)
    assert [articles_in(user) for user in model.users] == [["a1", "a2", "a3", "a4", "a5"]]
    assert draft.positions
    assert made.prompt == load_prompt("story").label


def test_a_story_that_does_not_fit_is_asked_about_article_by_article_and_merged() -> None:
    model = Model()
    made = engine(model, tokens=4_500)
    draft = made.draft(FIVE)
    assert [articles_in(user) for user in model.sections] == [["a1"], ["a2"], ["a3"], ["a4"], ["a5"]]
    assert len(model.merges) == 1
    assert is_merge(model.users[-1])
    assert made.prompt == f"{load_prompt('story').label}, {MERGE.label}"
    cited = {number.partition(".")[0] for position in draft.positions for number in position.evidence}
    assert cited == {"a1", "a2", "a3", "a4", "a5"}


def test_the_merge_prompt_holds_no_sentence_of_an_article() -> None:
    model = Model()
    engine(model, tokens=4_500).draft(FIVE)
    narration = [
        s.span.of(a.text) for a in FIVE.origins for s in a.sentences if " took " in s.span.of(a.text)
    ]
    assert narration
    assert not [sentence for sentence in narration if sentence in model.merges[0]]


def test_a_long_article_is_asked_about_by_runs_of_paragraphs_that_each_fit() -> None:
    model = Model()
    made = engine(model, tokens=5_000)
    made.draft(LONG)
    numbers = [re.findall(r"^(a1\.\d+) ", user, re.MULTILINE) for user in model.sections]
    assert [n for found in numbers for n in found] == [
        LONG.origins[0].sentence_id(sentence) for sentence in LONG.origins[0].sentences
    ]
    assert 3 <= len(model.sections) <= 9
    for section in made.sections(LONG):
        assert count_tokens(made.render(section)) + 1_500 <= 5_000


def test_the_plan_is_what_is_asked() -> None:
    model = Model()
    made = engine(model, tokens=4_500)
    plan = made.plan(FIVE, Mode.JSON_SCHEMA)
    assert model.users == []
    made.draft(FIVE)
    assert [request.messages[1].content for request in plan.requests] == model.sections
    assert (plan.merge_output, plan.merge_input > 1_000) == (2_000, True)
    assert plan.merge_input + plan.merge_output <= 4_500
    assert count_tokens_of(model.merges[0]) < plan.merge_input
    whole = engine(model).plan(FIVE, Mode.JSON_SCHEMA)
    assert (len(whole.requests), whole.merge_input, whole.merge_output) == (1, 0, 0)


def count_tokens_of(user: str) -> int:
    return len(user) // 3


def test_a_window_that_the_prompt_fills_by_itself_is_one_sentence_and_no_request() -> None:
    model = Model()
    with pytest.raises(ContextWindowError, match=r"window of 2,000 tokens has no room.*context_tokens"):
        engine(model, tokens=2_000).draft(FIVE)
    assert model.users == []


@pytest.mark.parametrize("workers", [1, 4])
def test_the_draft_does_not_depend_on_the_number_of_workers(workers: int) -> None:
    assert engine(Model(), tokens=4_500, workers=workers).draft(FIVE) == engine(Model(), tokens=4_500).draft(
        FIVE
    )


def test_no_more_questions_are_asked_at_a_time_than_workers_however_many_stories_are_drafted() -> None:
    lock, busy, most = threading.Lock(), [0], [0]

    def slow(_: str) -> None:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        time.sleep(0.005)
        with lock:
            busy[0] -= 1

    made = engine(Model(slow), tokens=4_500, workers=3)
    threads = [threading.Thread(target=made.draft, args=(FIVE,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [3]


# --- the endpoint says that it is too long -------------------------------------------------------------


def refuse_above(tokens: int, *, told: bool) -> Callable[[str], ModelError | None]:
    """An endpoint with a window, in the same count as ours."""

    def fails(user: str) -> ModelError | None:
        if len(user) // 3 + 2_600 <= tokens:
            return None
        return ContextWindowError("too long", window=tokens if told else None)

    return fails


def test_a_window_the_endpoint_tells_is_believed_for_all_that_follows() -> None:
    model = Model(refuse_above(5_500, told=True))
    made = engine(model)
    made.draft(LONG)
    assert len(articles_in(model.users[0])) == 1
    sections = len(model.users) - 2
    assert sections >= 2
    assert not failed(made.draft(FIVE))
    assert len(model.users) == 2 + sections + 6


def test_a_window_nobody_tells_is_found_step_by_step() -> None:
    fails = refuse_above(7_500, told=False)
    model = Model(fails)
    draft = engine(model).draft(LONG)
    assert failed(draft) == []
    assert 1 <= len([user for user in model.users if fails(user)]) <= 3
    assert len([user for user in model.sections if not fails(user)]) <= 6


def test_an_endpoint_that_refuses_everything_is_asked_a_few_times_and_believed() -> None:
    model = Model(lambda _: ContextWindowError("too long"))
    with pytest.raises(ContextWindowError, match="too long"):
        engine(model).draft(LONG)
    assert len(model.users) <= 4


def test_a_short_story_that_is_refused_is_not_cut_to_nothing() -> None:
    model = Model(lambda _: ContextWindowError("too long"))
    with pytest.raises(ContextWindowError, match="too long"):
        engine(model).draft(story_of(article(1)))
    assert len(model.users) == 1


def test_a_recorded_case_depends_on_no_endpoints_window() -> None:
    model = Model(refuse_above(5_500, told=True))
    with pytest.raises(ContextWindowError):
        engine(model, pinned=True).draft(LONG)
    assert len(model.users) == 1


def test_a_merge_that_is_refused_is_asked_again_with_less() -> None:
    model = Model(lambda user: ContextWindowError("too long", window=5_000) if is_merge(user) else None)
    many = story_of(*(article(number) for number in range(14)))
    draft = engine(model, tokens=8_000).draft(many)
    assert len(model.merges) == 2
    assert len(model.merges[1]) < len(model.merges[0])
    assert failed(draft) == [("merging the sections", "too long")]
    assert draft.positions


# --- the reply is too long -----------------------------------------------------------------------------


def cut_where(condition: Callable[[str], bool]) -> Callable[[str], Reply | None]:
    return lambda user: Reply(content="{", finish_reason="length") if condition(user) else None


def test_a_reply_that_is_cut_after_growing_divides_the_story_once() -> None:
    model = Model(cut_where(lambda user: len(articles_in(user)) > 1))
    draft = engine(model, growth=2).draft(FIVE)
    assert [len(articles_in(user)) for user in model.sections] == [5, 5, 1, 1, 1, 1, 1]
    assert len(model.merges) == 1
    assert failed(draft) == []


def test_a_single_article_whose_reply_is_cut_is_halved() -> None:
    model = Model(cut_where(lambda user: "a1.1 " in user and "It is not clear" in user))
    draft = engine(model).draft(story_of(article(1)))
    assert len(model.sections) == 3
    assert failed(draft) == []


def test_replies_that_are_always_cut_end_after_one_division() -> None:
    model = Model(cut_where(lambda _: True))
    with pytest.raises(TruncatedError):
        engine(model).draft(FIVE)
    assert len(model.users) == 6


def test_a_section_whose_reply_is_cut_is_halved_once_too() -> None:
    model = Model(cut_where(lambda user: articles_in(user) == ["a2"]))
    draft = engine(model, tokens=4_500).draft(FIVE)
    assert [articles_in(user) for user in model.sections].count(["a2"]) == 3
    assert len(failed(draft)) == 2
    assert all(subject.startswith("a2.") for subject, _ in failed(draft))


def test_sections_are_merged_in_the_order_of_the_articles_whenever_they_were_done() -> None:
    model = Model(cut_where(lambda user: "\na2.1 " in user and "It is not clear" in user))
    engine(model, tokens=4_500).draft(FIVE)
    assert [articles_in(user)[0] for user in model.sections] == ["a1", "a2", "a3", "a4", "a5", "a2", "a2"]
    listed = model.merges[0].partition("Speakers:")[0]
    assert re.findall(r"^- .*?\((a\d)\.", listed, re.MULTILINE) == ["a1", "a2", "a2", "a3", "a4", "a5"]


def test_a_merge_prompt_that_cannot_be_read_is_told_before_anything_is_asked() -> None:
    def missing() -> PromptTemplate:
        raise PromptError("There is no readable prompt 'merge'.")

    model = Model()
    prompted = PromptedEngine(model, load_prompt("story"), model="tiny")
    with pytest.raises(PromptError):
        DividingEngine(prompted, window=Window(4_500), merge=missing).draft(FIVE)
    assert model.users == []


# --- parts that fail -----------------------------------------------------------------------------------


def failing_on(*ids: str, error: ModelError) -> Callable[[str], ModelError | None]:
    return lambda user: error if set(articles_in(user)) & set(ids) else None


def test_a_section_that_fails_is_left_out_and_named_and_the_others_stand() -> None:
    model = Model(failing_on("a2", error=ModelRefusalError("The model declined to answer.")))
    made = engine(model, tokens=4_500)
    draft = made.draft(FIVE)
    last = FIVE.origins[1].sentences[-1].number
    assert failed(draft) == [(f"a2.1 to a2.{last}, text", "The model declined to answer.")]
    assert [(type(error), str(error)) for error in made.failures] == [
        (ModelRefusalError, f"a2.1 to a2.{last}, text: The model declined to answer.")
    ]
    assert not [n for position in draft.positions for n in position.evidence if n.startswith("a2.")]
    assert len(model.merges) == 1


def test_one_section_alone_needs_no_merge() -> None:
    model = Model(failing_on("a1", "a2", "a4", "a5", error=TransportError("gone")))
    draft = engine(model, tokens=4_500).draft(FIVE)
    assert model.merges == []
    assert len(failed(draft)) == 4
    assert draft.positions


def test_a_story_all_of_whose_sections_fail_fails() -> None:
    model = Model(lambda _: TransportError("gone"))
    with pytest.raises(TransportError):
        engine(model, tokens=4_500).draft(FIVE)


def test_a_merge_that_fails_leaves_the_lists_as_the_program_joins_them() -> None:
    model = Model(lambda user: Reply(content="no") if is_merge(user) else None)
    made = engine(model, tokens=4_500)
    draft = made.draft(FIVE)
    assert len(model.merges) == 3
    ((subject, detail),) = failed(draft)
    assert subject == "merging the sections"
    assert "No usable reply in 3 tries" in detail
    assert draft.headline.text == FIVE.headline
    assert "Ada Lund" in {position.actor for position in draft.positions}
    assert made.prompt == load_prompt("story").label


def test_an_error_that_stops_the_run_keeps_the_sections_that_are_done_and_asks_nothing_more() -> None:
    model = Model(failing_on("a3", error=BudgetError("The limit is reached.")))
    made = engine(model, tokens=4_500)
    draft = made.draft(FIVE)
    assert [articles_in(user) for user in model.users] == [["a1"], ["a2"], ["a3"]]
    assert {number[:3] for position in draft.positions for number in position.evidence} == {"a1.", "a2."}
    assert len(failed(draft)) == 4
    with pytest.raises(BudgetError):
        made.draft(LONG)
    assert len(model.users) == 3


@pytest.mark.parametrize("unanswered", ["a3", "merge"])
def test_a_question_that_waits_for_somebodys_reply_makes_no_draft(unanswered: str) -> None:
    def fails(user: str) -> ModelError | None:
        is_meant = is_merge(user) if unanswered == "merge" else unanswered in articles_in(user)
        return UnansweredError("no reply yet") if is_meant else None

    with pytest.raises(UnansweredError):
        engine(Model(fails), tokens=4_500).draft(FIVE)


def test_an_error_that_is_none_of_the_models_is_not_swallowed() -> None:
    def fails(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine(Model(fails), tokens=4_500).draft(FIVE)


# --- what a section may cite ---------------------------------------------------------------------------


def test_a_section_that_cites_what_it_was_not_shown_is_not_believed() -> None:
    def guess(user: str) -> Reply | None:
        if articles_in(user) != ["a2"]:
            return None
        return Reply(content=answer_story(user).replace('"a2.1"', '"a4.1"'))

    draft = engine(Model(guess), tokens=4_500).draft(FIVE)
    assert [f.detail for f in draft.findings if f.code is FindingCode.UNKNOWN_EVIDENCE] == [
        "a4.1 is not in this section"
    ] * 3


def test_a_merge_that_cites_what_no_section_offered_is_not_believed() -> None:
    offered: list[str] = []

    def invent(user: str) -> Reply | None:
        if not is_merge(user):
            return None
        said = answer(user)
        offered.extend(re.findall(r'"(a\d+\.\d+)"', said))
        return Reply(content=said.replace(f'"{offered[-1]}"', '"a1.99"'))

    draft = engine(Model(invent), tokens=4_500).draft(FIVE)
    details = {f.detail for f in draft.findings if f.code is FindingCode.UNKNOWN_EVIDENCE}
    assert details == {"a1.99 is in no section's draft"}
    assert "a1.99" not in {number for p in draft.positions for number in p.evidence}


# --- the prompt that merges ----------------------------------------------------------------------------


def example() -> tuple[Story, Sequence[Draft]]:
    """The articles behind the worked example, and what was said of each."""
    texts = [(EXAMPLE / f"article-{number}.txt").read_text(encoding="utf-8") for number in (1, 2)]
    replies = [(EXAMPLE / f"reply-{number}.json").read_text(encoding="utf-8") for number in (1, 2)]
    limits = load_prompt("story").limits
    return story_of(*texts), [read_draft(reply, limits=limits) for reply in replies]


def test_the_worked_example_shows_the_drafts_as_the_program_does() -> None:
    story, drafts = example()
    shown = engine(Model()).merge_prompt(story, drafts).messages[1].content
    between = shown.split(derive_marker_of(shown))[1].strip()
    assert between == MERGE.files["example_drafts.txt"].strip()
    system = engine(Model()).merge_prompt(story, drafts).messages[0].content
    assert MERGE.files["example_drafts.txt"].strip() in system
    assert MERGE.files["example_reply.json"].strip() in system


def derive_marker_of(user: str) -> str:
    return user.splitlines()[1]


def test_the_worked_example_of_the_merge_passes_our_own_verifier() -> None:
    story, drafts = example()
    joined = join(drafts, story.actors)
    said = read_draft(MERGE.files["example_reply.json"], limits=MERGE.limits)
    reply = settle(restrict(said, joined.evidence, why="not offered"), joined, MERGE.limits)
    assert reply == said
    brief = verify(story, reply)
    assert brief.left_out == ()
    assert [(p.actor, p.stance.value) for p in brief.positions] == [
        ("Dora Quist", "for"),
        ("Dora Quist", "conditional"),
        ("Anton Reyle", "against"),
    ]
    assert [q.speaker for p in brief.positions for q in p.quotations] == [
        "Dora Quist",
        "Dora Quist",
        "Anton Reyle",
    ]


def test_the_two_prompts_ask_for_replies_of_one_shape() -> None:
    assert MERGE.files["schema.json"] == load_prompt("story").files["schema.json"]
    assert MERGE.manifest.response_schema == load_prompt("story").manifest.response_schema
