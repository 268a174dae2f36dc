"""What changed since the last brief: every state, what it rests on, and what must not be called a change."""

from datetime import date

import pytest

from briefing.changes import (
    Changes,
    PositionState,
    QuestionState,
    Rules,
    StoryChange,
    StoryState,
    compare_briefings,
)
from briefing.schema import (
    ArticleKind,
    Briefing,
    Citation,
    Counts,
    Meta,
    OpenQuestion,
    Position,
    Quotation,
    Relation,
    SourceRecord,
    SpeakerVerdict,
    Stance,
    Statement,
    StoryBriefing,
    WordsVerdict,
)

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))
ISSUE = "Shall the pier in Fennwick be closed?"


def quotation(words: str, speaker: str = "Ines Kallow", article: str = "a1") -> Quotation:
    return Quotation(
        text=words,
        speaker=speaker,
        article_id=article,
        sentence=f"{article}.1",
        start=0,
        end=len(words),
        verdict=WordsVerdict.VERBATIM,
        speaker_verdict=SpeakerVerdict.CONFIRMED,
    )


def position(
    stance: Stance, *words: str, actor: str = "Ines Kallow", issue: str = ISSUE, summary: str = ""
) -> Position:
    quotations = tuple(quotation(piece, actor) for piece in words)
    return Position(
        actor=actor,
        role=None,
        issue=issue,
        stance=stance,
        summary=summary,
        quotations=quotations,
        reported=(),
    )


def question(words: str) -> OpenQuestion:
    return OpenQuestion(question=words, why_open="nobody said", evidence=())


def record(address: str | None, *, name: str = "a1", title: str | None = "Pier") -> SourceRecord:
    return SourceRecord(
        id=name,
        source=address or "-",
        outlet=None,
        title=title,
        byline=None,
        url=address,
        published=None,
        published_origin=None,
        kind=ArticleKind.FULL,
        relation=Relation.ORIGIN,
        twin=None,
    )


def story(
    *positions: Position,
    headline: str = "Fennwick council argues over the pier",
    issue: str = ISSUE,
    address: str | None = "https://courier.example/1",
    questions: tuple[str, ...] = (),
    facts: tuple[str, ...] = (),
    name: str = "s1",
) -> StoryBriefing:
    evidence = (Citation(article_id="a1", sentence="a1.1", start=0, end=1),)
    return StoryBriefing(
        id=name,
        headline=headline,
        issue=issue,
        bottom_line=tuple(Statement(text=fact, evidence=evidence) for fact in facts),
        articles=(record(address),),
        positions=positions,
        differences=(),
        open_questions=tuple(question(words) for words in questions),
        left_out=(),
    )


def brief(day: date, *stories: StoryBriefing) -> Briefing:
    counts = Counts(articles=0, stories=0, positions=0, quotations=0, open_questions=0, left_out=0)
    meta = Meta(engine="builtin", model=None, prompt=None, created=day.isoformat(), counts=counts)
    return Briefing(title="Brief", date=day, stories=stories, left_out=(), meta=meta)


def change(now: StoryBriefing, then: StoryBriefing, rules: Rules | None = None) -> StoryChange:
    """What became of one story from Monday to Tuesday."""
    changes = compare_briefings(brief(TUESDAY, now), [brief(MONDAY, then)], rules=rules or Rules())
    assert changes.since == MONDAY
    return changes.stories[0]


def states(changes: Changes) -> list[tuple[str, str]]:
    return [(str(story.state), story.story.headline) for story in changes.stories]


# --- stories --------------------------------------------------------------------------------------------

PIER = story(position(Stance.FOR, "The pier must close"))
FERRY = story(
    headline="Ferry to Ostmark sails again",
    issue="Should the ferry sail in winter?",
    address="https://ledger.example/ferry",
    name="s2",
)


def test_without_an_earlier_brief_everything_is_new() -> None:
    changes = compare_briefings(brief(TUESDAY, PIER, FERRY), [])
    assert changes.since is None
    assert [change.state for change in changes.stories] == [StoryState.NEW, StoryState.NEW]


def test_stories_are_new_unchanged_or_gone_quiet() -> None:
    changes = compare_briefings(
        brief(TUESDAY, FERRY, PIER),
        [brief(MONDAY, PIER, story(headline="Bakers strike", issue="More pay?", address=None, name="s9"))],
    )
    assert states(changes) == [
        ("new", FERRY.headline),
        ("unchanged", PIER.headline),
        ("gone quiet", "Bakers strike"),
    ]


def test_a_story_is_the_same_by_a_shared_article_whatever_its_headline() -> None:
    found = change(
        PIER.model_copy(update={"headline": "Divers find cracks", "issue": "Who is to blame?"}), PIER
    )
    assert found.then_day == MONDAY
    assert "1 of its articles" in found.why


def test_a_story_is_the_same_by_its_headline_whatever_its_articles() -> None:
    other = story(
        *PIER.positions,
        address="https://ledger.example/pier",
        headline="Council of Fennwick argues over pier",
    )
    found = change(other, PIER)
    assert found.state is StoryState.UNCHANGED
    assert "headline" in found.why


@pytest.mark.parametrize("title", [None, "Another title"])
def test_pasted_articles_do_not_make_stories_one_by_being_pasted(title: str | None) -> None:
    pasted = FERRY.model_copy(update={"articles": (record(None, title=title),)})
    then = PIER.model_copy(update={"articles": (record(None, title=None if title is None else "A title"),)})
    assert change(pasted, then).state is StoryState.NEW


def test_a_story_that_comes_back_is_no_news_story() -> None:
    other = FERRY.model_copy(update={"id": PIER.id})
    changes = compare_briefings(
        brief(FRIDAY, PIER), [brief(MONDAY, PIER), brief(TUESDAY, other), brief(FRIDAY, other)]
    )
    assert changes.since == TUESDAY
    assert [(c.state, c.then_day) for c in changes.stories] == [
        (StoryState.UNCHANGED, MONDAY),
        (StoryState.QUIET, TUESDAY),
    ]


def test_a_new_article_with_a_new_line_develops_a_story_and_one_without_does_not() -> None:
    old = story(facts=("The council meets on Friday.",))
    address = "https://ledger.example/pier"
    again = story(facts=("On Friday the council meets.",), address=address)
    more = story(facts=("Divers found cracks in two piles.",), address=address)
    assert change(again, old).state is StoryState.UNCHANGED
    assert change(more, old).state is StoryState.DEVELOPING


def test_a_line_that_an_article_known_before_supports_is_only_worded_anew() -> None:
    old, now = story(facts=("The council meets on Friday.",)), story(facts=("Divers found cracks.",))
    assert change(now, old).state is StoryState.UNCHANGED


# --- positions ------------------------------------------------------------------------------------------


def position_states(
    now: StoryBriefing, then: StoryBriefing, rules: Rules | None = None
) -> list[PositionState]:
    return [found.state for found in change(now, then, rules).positions]


def test_a_position_moved_with_both_quotations_and_the_day_of_the_first() -> None:
    then, now = position(Stance.AGAINST, "The pier stays open"), position(Stance.FOR, "The pier has to close")
    found = change(story(now), story(then))
    assert found.state is StoryState.DEVELOPING
    (moved,) = found.positions
    assert (moved.state, moved.then, moved.now, moved.then_day) == (PositionState.MOVED, then, now, MONDAY)
    assert moved.why == "against → for, quoted both times"


SAME = "The pier has to close"


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        (position(Stance.FOR, SAME), position(Stance.FOR, SAME), PositionState.UNCHANGED),
        (position(Stance.FOR, SAME), position(Stance.FOR, "Close it now"), PositionState.RESTATED),
        (position(Stance.FOR, SAME), position(Stance.AGAINST), PositionState.NEW),
        (position(Stance.FOR), position(Stance.AGAINST, SAME), PositionState.NEW),
        (position(Stance.UNCLEAR, "Who knows"), position(Stance.AGAINST, SAME), PositionState.NEW),
        (position(Stance.FOR, SAME), position(Stance.AGAINST, SAME), PositionState.UNCHANGED),
        (position(Stance.FOR, SAME), position(Stance.AGAINST, "No", actor="Ole Brandt"), PositionState.NEW),
        (position(Stance.FOR, SAME), position(Stance.AGAINST, "No", issue="More pay?"), PositionState.NEW),
        (position(Stance.FOR, summary="For."), position(Stance.FOR, summary="For."), PositionState.UNCHANGED),
        (
            position(Stance.FOR, summary="For."),
            position(Stance.FOR, summary="For it."),
            PositionState.UNCHANGED,
        ),
        (position(Stance.FOR, summary="For."), position(Stance.FOR, SAME), PositionState.RESTATED),
    ],
)
def test_only_words_quoted_then_and_now_make_a_move(
    then: Position, now: Position, state: PositionState
) -> None:
    assert position_states(story(now), story(then)) == [state]


@pytest.mark.parametrize("stance", [Stance.FOR, Stance.AGAINST])
def test_words_of_an_article_that_was_known_are_no_news(stance: Stance) -> None:
    then, now = story(position(Stance.FOR, SAME)), story(position(stance, "Nobody is safe on it"))
    known = ("“Nobody is  safe on it,” said Ms Kallow. “The pier has to close.”",)
    assert position_states(now, then, Rules(known=known)) == [PositionState.UNCHANGED]
    assert change(now, then, Rules(known=known)).state is StoryState.UNCHANGED
    assert change(now, then).state is StoryState.DEVELOPING


def test_of_several_positions_each_meets_the_one_it_says_again() -> None:
    first, second = position(Stance.FOR, "Close it"), position(Stance.FOR, "The ferry is to blame")
    assert position_states(story(second, first), story(first, second)) == 2 * [PositionState.UNCHANGED]


def test_two_positions_of_today_are_not_both_the_one_of_yesterday() -> None:
    then = position(Stance.FOR, SAME)
    now = story(then, position(Stance.FOR, "Nobody is safe on it"))
    assert position_states(now, story(then)) == [PositionState.UNCHANGED, PositionState.NEW]


def test_a_position_that_was_never_quoted_is_not_withdrawn() -> None:
    texts = {"https://courier.example/1": "Other words."}
    assert position_states(story(), story(position(Stance.FOR, summary="For.")), Rules(texts=texts)) == []


def test_who_is_one_actor_is_for_the_rules_to_say() -> None:
    then, now = position(Stance.FOR, SAME, actor="Kallow"), position(Stance.AGAINST, "No")
    rules = Rules(is_same=lambda one, other: one.split()[-1] == other.split()[-1])
    assert position_states(story(now), story(then)) == [PositionState.NEW]
    assert position_states(story(now), story(then), rules) == [PositionState.MOVED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Correction: an earlier version quoted Ms Kallow wrongly.", [PositionState.WITHDRAWN]),
        ("“The pier  has to close,” she said.", []),
        (None, []),
    ],
)
def test_a_position_is_withdrawn_where_its_article_came_out_anew_without_the_words(
    text: str | None, expected: list[PositionState]
) -> None:
    texts = {} if text is None else {"https://courier.example/1": text}
    found = change(story(), story(position(Stance.FOR, SAME)), Rules(texts=texts))
    assert [position.state for position in found.positions] == expected
    assert found.state is (StoryState.DEVELOPING if expected else StoryState.UNCHANGED)


# --- questions ------------------------------------------------------------------------------------------

WHO_PAYS = "Who will pay for the repair of the pier?"


def test_a_question_is_new_and_then_open_for_so_many_days() -> None:
    asked, silent = story(questions=(WHO_PAYS,)), story()
    before = [brief(MONDAY, silent), brief(TUESDAY, asked), brief(WEDNESDAY, asked)]
    changes = compare_briefings(brief(FRIDAY, story(questions=("Who pays for the pier's repair?",))), before)
    (still,) = changes.stories[0].questions
    assert (still.state, still.days) == (QuestionState.STILL_OPEN, 3)
    assert changes.stories[0].state is StoryState.UNCHANGED
    (new,) = change(asked, silent).questions
    assert (new.state, new.days) == (QuestionState.NEW, 0)


def test_the_days_count_from_when_it_was_last_asked_anew() -> None:
    asked, silent = story(questions=(WHO_PAYS,)), story()
    before = [brief(MONDAY, asked), brief(TUESDAY, silent), brief(WEDNESDAY, asked)]
    (still,) = compare_briefings(brief(FRIDAY, asked), before).stories[0].questions
    assert still.days == 2


def test_a_question_of_one_telling_word_is_too_little_to_call_answered() -> None:
    (dropped,) = change(story(position(Stance.FOR, "He pays")), story(questions=("Who pays?",))).questions
    assert dropped.state is QuestionState.DROPPED


def test_a_question_is_answered_by_new_verified_words_and_says_whose() -> None:
    words = "The city pays the whole repair of the pier"
    found = change(story(position(Stance.FOR, words)), story(questions=(WHO_PAYS,)))
    (answered,) = found.questions
    assert answered.state is QuestionState.ANSWERED
    assert answered.answer is not None
    assert (answered.answer.text, answered.answer.speaker) == (words, "Ines Kallow")
    assert answered.days == 1


@pytest.mark.parametrize("words", ["The ferry sails again", "The pier is beautiful"])
def test_a_question_that_no_words_answer_is_dropped_and_not_answered(words: str) -> None:
    (dropped,) = change(story(position(Stance.FOR, words)), story(questions=(WHO_PAYS,))).questions
    assert (dropped.state, dropped.answer) == (QuestionState.DROPPED, None)


def test_words_that_were_there_when_it_was_asked_answer_nothing() -> None:
    said = position(Stance.FOR, "The city pays the whole repair of the pier")
    (dropped,) = change(story(said), story(said, questions=(WHO_PAYS,))).questions
    assert dropped.state is QuestionState.DROPPED


def test_words_of_an_article_that_was_known_answer_nothing() -> None:
    words = "The city pays the whole repair of the pier"
    now, then = story(position(Stance.FOR, words)), story(questions=(WHO_PAYS,))
    (dropped,) = change(now, then, Rules(known=(f"“{words},” she said.",))).questions
    assert dropped.state is QuestionState.DROPPED


def test_a_question_that_is_asked_again_is_not_answered() -> None:
    said = position(Stance.FOR, "The city pays the whole repair of the pier")
    (still,) = change(story(said, questions=(WHO_PAYS,)), story(questions=(WHO_PAYS,))).questions
    assert still.state is QuestionState.STILL_OPEN
