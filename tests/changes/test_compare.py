"""What changed since the last brief: every state, what it rests on, and what must not be called a change."""

import pytest
from briefbuilder import FRIDAY, ISSUE, MONDAY, TUESDAY, WEDNESDAY, brief, position, quotation, record, story

from briefing.changes import Denial, Rules, compare_briefings, mark_changes
from briefing.schema import (
    Briefing,
    Changes,
    Citation,
    Position,
    PositionState,
    QuestionState,
    Stance,
    StoryBriefing,
    StoryChange,
    StoryState,
    WordsVerdict,
)


def compare(now: Briefing, before: list[Briefing], rules: Rules | None = None) -> Changes:
    changes = compare_briefings(now, before, rules=rules or Rules())
    assert changes is not None
    return changes


def change(now: StoryBriefing, then: StoryBriefing, rules: Rules | None = None) -> StoryChange:
    """What became of one story from Monday to Tuesday."""
    changes = compare(brief(TUESDAY, now), [brief(MONDAY, then)], rules)
    assert changes.since == MONDAY
    return changes.stories[0]


def states(changes: Changes) -> list[tuple[str, str]]:
    return [(str(story.state), story.headline) for story in changes.stories]


# --- stories --------------------------------------------------------------------------------------------

AGAINST_CLOSING = position(Stance.AGAINST, "The pier must not close")
PIER = story(position(Stance.FOR, "The pier must close"))
FERRY = story(
    headline="Ferry to Ostmark sails again",
    issue="Should the ferry sail in winter?",
    address="https://ledger.example/ferry",
    name="s2",
)


def test_without_an_earlier_brief_there_is_nothing_to_tell() -> None:
    now = brief(TUESDAY, PIER, FERRY)
    assert compare_briefings(now, [now, brief(WEDNESDAY, PIER)]) is None
    assert mark_changes(now, []) == now


def test_a_brief_is_marked_with_what_changed_and_nothing_else() -> None:
    now, before = brief(TUESDAY, PIER, FERRY), [brief(MONDAY, PIER)]
    marked = mark_changes(now, before)
    assert marked.changes == compare(now, before)
    assert marked.model_copy(update={"changes": None}) == now


def test_stories_are_new_unchanged_or_gone_quiet() -> None:
    changes = compare(
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
    assert found.last_briefed == MONDAY
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
    changes = compare(brief(FRIDAY, PIER), [brief(MONDAY, PIER), brief(TUESDAY, other), brief(FRIDAY, other)])
    assert changes.since == TUESDAY
    assert [(c.state, c.last_briefed) for c in changes.stories] == [
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


SPLIT = story(
    position(Stance.FOR, "Divers of the Harbour Board found cracks", actor="Lena Ostrow"),
    headline="Cracks under the boards",
    issue="Is anybody safe?",
    address="https://ledger.example/cracks",
    facts=("Divers of the Harbour Board found nine cracks in the piles of Fennwick pier.",),
)


def test_a_story_is_the_same_by_its_names_and_words_whatever_its_headline() -> None:
    other = story(
        position(Stance.FOR, "Nine cracks were found by my divers", actor="Lena Ostrow"),
        headline="Nobody told the mayor",
        issue="Who knew?",
        address="https://courier.example/knew",
        facts=("The Harbour Board knew of nine cracks in the piles of Fennwick pier for a year.",),
    )
    found = change(other, SPLIT)
    assert found.last_briefed == MONDAY
    assert "Ostrow" in found.why


def test_another_event_of_the_same_people_and_place_is_another_story() -> None:
    other = story(
        position(Stance.FOR, "The school stays open all summer", actor="Lena Ostrow"),
        headline="Fennwick school wins the regional choir prize",
        issue="What next for the choir?",
        address="https://courier.example/choir",
        facts=("The choir of Fennwick school sang in front of the Harbour Board.",),
    )
    assert change(other, SPLIT).state is StoryState.NEW


def test_a_story_goes_quiet_once_and_comes_back() -> None:
    first = mark_changes(brief(TUESDAY, PIER, FERRY), [brief(MONDAY, PIER, FERRY)])
    second = mark_changes(brief(WEDNESDAY, FERRY), [brief(MONDAY, PIER, FERRY), first])
    assert [(c.state, c.headline, c.last_news) for c in second.changes.stories if c.story is None] == [
        (StoryState.QUIET, PIER.headline, MONDAY)
    ]
    again = PIER.model_copy(update={"positions": (position(Stance.AGAINST, "It stays"),)})
    third = compare(brief(FRIDAY, again), [brief(MONDAY, PIER, FERRY), first, second])
    assert [(c.state, c.last_briefed) for c in third.stories] == [
        (StoryState.DEVELOPING, TUESDAY),
        (StoryState.QUIET, WEDNESDAY),
    ]


def test_two_stories_that_become_one_have_not_gone_quiet() -> None:
    left = story(AGAINST_CLOSING, address="https://courier.example/a", name="s1")
    right = story(address="https://courier.example/b", name="s2", headline="Pier", issue="Why?")
    both = story(AGAINST_CLOSING).model_copy(update={"articles": (*left.articles, *right.articles)})
    assert states(compare(brief(TUESDAY, both), [brief(MONDAY, left, right)])) == [
        ("unchanged", both.headline)
    ]


def test_lines_that_are_new_are_named() -> None:
    old = story(facts=("The council meets on Friday.",))
    now = story(
        facts=("On Friday the council meets.", "Divers found cracks in two piles."),
        address="https://ledger.example/pier",
    )
    assert change(now, old).new_lines == (1,)
    known = Rules(
        known={"https://courier.example/1": ["It rained. Divers found cracks in two  piles. It rained."]}
    )
    assert change(now, old, known).new_lines == ()


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
    assert moved.earlier is not None
    assert (moved.state, moved.position, moved.earlier.position, moved.earlier.day) == (
        PositionState.MOVED,
        0,
        then,
        MONDAY,
    )
    assert moved.earlier.sources == (record("https://courier.example/1"),)
    assert moved.why == "against → for, quoted both times"


SAME = "The pier has to close"


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        (position(Stance.FOR, SAME), position(Stance.FOR, SAME), PositionState.UNCHANGED),
        (position(Stance.FOR, SAME), position(Stance.FOR, "Close it now"), PositionState.RESTATED),
        (position(Stance.FOR, SAME), position(Stance.AGAINST), PositionState.UNCHANGED),
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
    known = {
        "https://courier.example/1": ["“Nobody is  safe on it,” said Ms Kallow. “The pier has to close.”"]
    }
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


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        ("Kallow", "Ines Kallow", PositionState.MOVED),
        ("Mayor Ines Kallow", "Kallow", PositionState.MOVED),
        ("the Kremlin", "Russia", PositionState.MOVED),
        ("Peter Kallow", "Ines Kallow", PositionState.NEW),
        ("A ministry official", "A ministry official", PositionState.NEW),
        ("residents", "residents", PositionState.NEW),
    ],
)
def test_only_who_has_a_name_can_move_under_any_form_of_it(then: str, now: str, state: PositionState) -> None:
    before, after = position(Stance.FOR, SAME, actor=then), position(Stance.AGAINST, "No", actor=now)
    assert position_states(story(after), story(before)) == [state]


def test_a_name_that_two_could_bear_moves_nobody() -> None:
    ines, peter = (
        position(Stance.FOR, f"{name} says so", actor=f"{name} Kallow") for name in ("Ines", "Peter")
    )
    bare = position(Stance.AGAINST, "No", actor="Kallow")
    assert position_states(story(bare), story(ines, peter)) == [PositionState.NEW]
    assert position_states(story(bare), story(ines)) == [PositionState.MOVED]


def test_who_is_one_actor_can_be_said_by_the_rules() -> None:
    then, now = position(Stance.FOR, SAME, actor="Peter Kallow"), position(Stance.AGAINST, "No")
    rules = Rules(is_same=lambda one, other: one.split()[-1] == other.split()[-1])
    assert position_states(story(now), story(then)) == [PositionState.NEW]
    assert position_states(story(now), story(then), rules) == [PositionState.MOVED]


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        (ISSUE, "The closing of the pier", PositionState.MOVED),
        ("A closing of Fennwick pier", ISSUE, PositionState.MOVED),
        ("the closing of the pier", "the pier's closing", PositionState.MOVED),
        ("the closing of the pier", "the repair of the ferry", PositionState.NEW),
        (ISSUE, "the repair of the ferry", PositionState.NEW),
    ],
)
def test_an_issue_is_the_same_if_it_is_worded_alike_or_named_in_the_story_s_own(
    then: str, now: str, state: PositionState
) -> None:
    before, after = position(Stance.FOR, SAME, issue=then), position(Stance.AGAINST, "No", issue=now)
    assert position_states(story(after), story(before)) == [state]


def test_a_story_whose_headline_and_issue_changed_keeps_its_own_issue() -> None:
    headline = "Pier of Fennwick: Kallow gives way"
    now = story(position(Stance.AGAINST, "No", issue=headline), headline=headline, issue=headline)
    assert position_states(now, story(position(Stance.FOR, SAME))) == [PositionState.MOVED]


def on_friday(now: StoryBriefing, *before: StoryBriefing, rules: Rules | None = None) -> StoryChange:
    """What became of one story, given briefs of Monday, Tuesday and Wednesday in this order."""
    days = (MONDAY, TUESDAY, WEDNESDAY)
    earlier: list[Briefing] = []
    for day, then in zip(days, before, strict=False):
        earlier.append(mark_changes(brief(day, then), earlier, rules=rules or Rules()))
    return compare(brief(FRIDAY, now), earlier, rules).stories[0]


FOR, AGAINST = position(Stance.FOR, SAME), position(Stance.AGAINST, "The pier stays open")
SILENT = story(position(Stance.FOR, "We help", actor="Ole Brandt"))


def test_who_was_not_quoted_yesterday_has_moved_from_the_day_before() -> None:
    (moved, *_) = on_friday(story(FOR), story(AGAINST), SILENT).positions
    assert moved.state is PositionState.MOVED
    assert moved.earlier is not None
    assert (moved.earlier.day, moved.earlier.position) == (MONDAY, AGAINST)


def test_words_of_the_day_before_yesterday_are_no_news() -> None:
    found = on_friday(story(AGAINST), story(AGAINST), SILENT)
    assert [change.state for change in found.positions] == [PositionState.UNCHANGED]
    assert found.state is StoryState.UNCHANGED
    assert found.last_news == TUESDAY


def test_an_unclear_word_in_between_does_not_hide_a_move() -> None:
    unclear = position(Stance.UNCLEAR, "I shall look at it")
    (moved,) = on_friday(story(FOR), story(AGAINST), story(unclear)).positions
    assert moved.state is PositionState.MOVED
    assert moved.why == "against → for, quoted both times"


def test_who_moved_yesterday_only_says_it_again_today() -> None:
    (again,) = on_friday(story(position(Stance.FOR, "It closes")), story(AGAINST), story(FOR)).positions
    assert again.state is PositionState.RESTATED


def test_a_part_of_words_that_were_quoted_before_is_not_new() -> None:
    then = position(Stance.UNCLEAR, "We saw “two cracks” in the pier, and more below")
    now = position(Stance.UNCLEAR, "two cracks” in the pier")
    (same,) = change(story(now), story(then)).positions
    assert (same.state, same.new_quotations) == (PositionState.UNCHANGED, ())


def test_new_words_without_a_stance_are_new_and_say_which_they_are() -> None:
    then = position(Stance.UNCLEAR, "We saw two cracks")
    now = position(Stance.UNCLEAR, "We saw two cracks", "A diver found nine more")
    (new,) = change(story(now), story(then)).positions
    assert (new.state, new.new_quotations) == (PositionState.NEW, (1,))
    assert new.earlier is not None


def test_words_that_were_not_proved_move_nobody() -> None:
    altered = quotation("No").model_copy(update={"verdict": WordsVerdict.ALTERED})
    now = position(Stance.AGAINST).model_copy(update={"quotations": (altered,)})
    assert position_states(story(now), story(FOR)) == [PositionState.UNCHANGED]
    then = FOR.model_copy(update={"quotations": (altered,)})
    assert position_states(story(AGAINST), story(then)) == [PositionState.NEW]


@pytest.mark.parametrize(
    ("address", "state"),
    [("https://ledger.example/2", PositionState.NEW), ("https://courier.example/1", PositionState.UNCHANGED)],
)
def test_what_is_only_reported_is_news_if_its_article_is(address: str, state: PositionState) -> None:
    place = Citation(article_id="a1", sentence="a1.2", start=0, end=5)
    now = position(Stance.AGAINST, summary="Wants the pier kept.").model_copy(update={"reported": (place,)})
    (found,) = change(story(now, address=address), story(FOR)).positions
    assert found.state is state


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


def test_words_that_are_gone_are_told_once_and_beside_those_that_took_their_place() -> None:
    then, now = (
        story(position(Stance.UNCLEAR, "Eighteen piles")),
        story(position(Stance.UNCLEAR, "Eighty piles")),
    )
    rules = Rules(texts={"https://courier.example/1": "“Eighty piles,” she said."})
    found = change(now, then, rules).positions
    assert [position.state for position in found] == [PositionState.NEW, PositionState.WITHDRAWN]
    (again,) = on_friday(now, then, now, rules=rules).positions
    assert again.state is PositionState.UNCHANGED


def denial(words: str, actor: str = "Ines Kallow") -> Rules:
    place = Citation(article_id="a1", sentence="a1.7", start=3, end=9)
    return Rules(denials={"s1": (Denial(actor, words, f"{actor} denied that {words}.", place),)})


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (denial("she had said that the pier has to close"), [PositionState.DENIED]),
        (denial("the ferry is late"), []),
        (denial("the pier has to close", actor="Ole Brandt"), []),
    ],
)
def test_words_are_denied_by_who_said_them_and_nobody_else(
    rules: Rules, expected: list[PositionState]
) -> None:
    found = change(story(), story(position(Stance.FOR, SAME)), rules)
    assert [position.state for position in found.positions] == expected
    if expected:
        (denied,) = found.positions
        assert denied.evidence[0].sentence == "a1.7"
        assert denied.why == "Ines Kallow denied that she had said that the pier has to close."
        assert on_friday(story(), story(position(Stance.FOR, SAME)), story(), rules=rules).positions == ()


# --- questions ------------------------------------------------------------------------------------------

WHO_PAYS = "Who will pay for the repair of the pier?"


def test_a_question_is_new_and_then_open_for_so_many_days() -> None:
    asked, silent = story(questions=(WHO_PAYS,)), story()
    before = [brief(MONDAY, silent), brief(TUESDAY, asked), brief(WEDNESDAY, asked)]
    changes = compare(brief(FRIDAY, story(questions=("Who pays for the pier's repair?",))), before)
    (still,) = changes.stories[0].questions
    assert (still.state, still.days) == (QuestionState.STILL_OPEN, 3)
    assert changes.stories[0].state is StoryState.UNCHANGED
    (new,) = change(asked, silent).questions
    assert (new.state, new.days) == (QuestionState.NEW, 0)


ANSWER = story(position(Stance.FOR, "The city pays the whole repair of the pier"))


def test_a_question_stays_open_where_a_brief_in_between_did_not_ask_it() -> None:
    asked = story(questions=(WHO_PAYS,))
    (still,) = on_friday(asked, asked, SILENT, asked).questions
    assert (still.state, still.days, still.first_asked) == (QuestionState.STILL_OPEN, 4, MONDAY)


def test_a_question_is_answered_days_after_it_was_last_asked() -> None:
    asked = story(questions=(WHO_PAYS,))
    (answered,) = on_friday(ANSWER, asked, SILENT, SILENT).questions
    assert (answered.state, answered.days, answered.place) == (QuestionState.ANSWERED, 4, None)


def test_an_answered_question_is_not_answered_again_and_is_new_if_it_is_asked_anew() -> None:
    asked = story(questions=(WHO_PAYS,))
    other = story(position(Stance.FOR, "The city pays for the repair of the pier, I repeat"))
    assert on_friday(other, asked, ANSWER).questions == ()
    (new,) = on_friday(asked, asked, ANSWER).questions
    assert (new.state, new.days) == (QuestionState.NEW, 0)


def test_that_a_question_is_not_asked_any_more_is_told_once() -> None:
    asked = story(questions=(WHO_PAYS,))
    assert [c.state for c in on_friday(SILENT, asked).questions] == [QuestionState.DROPPED]
    assert on_friday(SILENT, asked, SILENT).questions == ()


@pytest.mark.parametrize(
    ("question", "words", "state"),
    [
        ("When will the pier reopen?", "The pier will reopen in May", QuestionState.ANSWERED),
        ("When will the pier reopen?", "The pier will reopen, I promise", QuestionState.DROPPED),
        ("How many piles are cracked?", "Nine piles are cracked", QuestionState.ANSWERED),
        ("How many piles are cracked?", "The piles are cracked", QuestionState.DROPPED),
        ("Wann öffnet die Seebrücke wieder?", "Die Seebrücke öffnet im Mai", QuestionState.ANSWERED),
        ("Wann öffnet die Seebrücke wieder?", "Die Seebrücke öffnet", QuestionState.DROPPED),
        ("Who will pay for the repair of the pier?", "The pier needs repair", QuestionState.DROPPED),
    ],
)
def test_an_answer_holds_the_kind_of_thing_that_is_asked_for(
    question: str, words: str, state: QuestionState
) -> None:
    (found,) = change(story(position(Stance.UNCLEAR, words)), story(questions=(question,))).questions
    assert found.state is state


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("We will decide about the pier on 26 March", QuestionState.ANSWERED),
        ("They will decide about the pier on 26 March", QuestionState.DROPPED),
        ("We will decide about the pier in public", QuestionState.DROPPED),
        ("We meet on 26 March", QuestionState.DROPPED),
    ],
)
def test_who_says_we_answers_for_what_the_brief_says_they_are(words: str, state: QuestionState) -> None:
    asked = story(questions=("When would the county decide about the pier?",))
    said = position(Stance.UNCLEAR, words, summary="The county council will decide about the pier.")
    (found,) = change(story(said), asked).questions
    assert found.state is state


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
    (dropped,) = change(
        now, then, Rules(known={"https://courier.example/1": [f"“{words},” she said."]})
    ).questions
    assert dropped.state is QuestionState.DROPPED


def test_a_question_that_is_asked_again_is_not_answered() -> None:
    said = position(Stance.FOR, "The city pays the whole repair of the pier")
    (still,) = change(story(said, questions=(WHO_PAYS,)), story(questions=(WHO_PAYS,))).questions
    assert still.state is QuestionState.STILL_OPEN
