"""What the verifier keeps of a draft, and what it says of the rest."""

import pytest
from storybuilder import Said, build_story

from briefing.schema import (
    Actor,
    ActorKind,
    DifferenceKind,
    Draft,
    DraftPosition,
    DraftQuestion,
    FindingCode,
    Line,
    Polarity,
    QuotationKind,
    Stance,
    Story,
    StoryBriefing,
)
from briefing.verify import verify

TEXT = (
    "The harbour board met on Monday. “The crane is safe,” Ada Holm said. "
    "“It must be closed for 40 days,” said Ben Ruiz. Holm said the board would pay. "
    "Ruiz denied that “the books are cooked.” “Nobody asked us,” one sign read. "
    "The town of Varn opposes the closure."
)
HOLM, RUIZ = "Ada Holm", "Ben Ruiz"
SAID = (
    Said("The crane is safe,", HOLM),
    Said("It must be closed for 40 days,", RUIZ),
    Said("the board would pay", HOLM, QuotationKind.INDIRECT),
    Said("the books are cooked.", RUIZ, QuotationKind.MIXED, Polarity.DENIED),
    Said("Nobody asked us,", None),
)
NO_LINE = Line(text="", evidence=())


def position(
    actor: str, *evidence: str, summary: str = "", stance: Stance = Stance.UNCLEAR, issue: str = ""
) -> DraftPosition:
    return DraftPosition(actor=actor, issue=issue, stance=stance, summary=summary, evidence=evidence)


def draft(
    *positions: DraftPosition, questions: tuple[DraftQuestion, ...] = (), bottom: tuple[Line, ...] = ()
) -> Draft:
    return Draft(
        headline=NO_LINE, bottom_line=bottom, issue=NO_LINE, positions=positions, questions=questions
    )


def judge(*positions: DraftPosition, story: Story | None = None, **rest: tuple) -> StoryBriefing:  # type: ignore[type-arg]  # questions or lines
    return verify(story or build_story(TEXT, SAID), draft(*positions, **rest))


def codes(brief: StoryBriefing) -> list[FindingCode]:
    return [finding.code for finding in brief.left_out]


def test_words_of_the_named_speaker_are_printed_with_the_name() -> None:
    brief = judge(position(HOLM, "a1.2"))
    (quotation,) = brief.positions[0].quotations
    assert (quotation.text, quotation.speaker) == ("The crane is safe", HOLM)
    assert TEXT[quotation.start : quotation.end] == quotation.text
    assert not brief.left_out


SILENT = (
    "The town of Varn opposes the closure. Nobody was hurt. Some buyers came too late. Trains stood still. "
    "All Varn Lines will sue. Two trains were sold. It was cold."
)


@pytest.mark.parametrize(
    ("actor", "sentence", "is_printed"),
    [
        ("Varn", "a1.1", True),
        ("All Varn Lines", "a1.5", True),
        ("Nobody", "a1.2", False),
        ("Some buyers", "a1.3", False),
        ("Trains", "a1.4", False),
        ("It", "a1.7", False),
    ],
)
def test_who_never_speaks_holds_a_position_only_under_a_name(
    actor: str, sentence: str, *, is_printed: bool
) -> None:
    brief = judge(position(actor, sentence), story=build_story(SILENT, ()))
    assert [p.actor for p in brief.positions] == ([actor] if is_printed else [])
    assert (FindingCode.UNKNOWN_ACTOR in codes(brief)) is not is_printed


def test_words_of_somebody_else_are_never_printed() -> None:
    brief = judge(position(HOLM, "a1.3"))
    assert brief.positions == ()
    assert codes(brief) == [FindingCode.WRONG_SPEAKER, FindingCode.NO_EVIDENCE]
    assert "Ben Ruiz, not Ada Holm" in brief.left_out[0].detail


def test_one_wrong_sentence_does_not_cost_the_right_one() -> None:
    brief = judge(position(HOLM, "a1.2", "a1.3"))
    assert [q.text for q in brief.positions[0].quotations] == ["The crane is safe"]
    assert codes(brief) == [FindingCode.WRONG_SPEAKER]


def test_a_last_name_is_printed_in_full() -> None:
    assert judge(position("Holm", "a1.2")).positions[0].actor == HOLM


def test_reported_speech_is_evidence_but_no_quotation() -> None:
    (kept,) = judge(position(HOLM, "a1.4")).positions
    assert kept.quotations == ()
    assert [citation.sentence for citation in kept.reported] == ["a1.4"]


def test_sentences_of_one_speech_are_one_quotation() -> None:
    text = "“The crane is safe. It was tested twice,” Ada Holm said. “Ask the town,” she said."
    said = (Said("The crane is safe. It was tested twice,", HOLM), Said("Ask the town,", HOLM))
    story = build_story(text, said)
    both = judge(position(HOLM, "a1.2", "a1.1"), story=story)
    one = judge(position(HOLM, "a1.1"), story=story)
    assert [q.text for q in both.positions[0].quotations] == ["The crane is safe. It was tested twice"]
    assert [q.text for q in one.positions[0].quotations] == ["The crane is safe."]


def test_a_quotation_is_not_cut_before_the_sentence_that_limits_it() -> None:
    text = "“We will sign. But only once the cranes are sold. Ask the town,” Ada Holm said."
    said = (Said("We will sign. But only once the cranes are sold. Ask the town,", HOLM),)
    (kept,) = judge(position(HOLM, "a1.1"), story=build_story(text, said)).positions
    assert [q.text for q in kept.quotations] == ["We will sign. But only once the cranes are sold."]


def test_a_condition_behind_the_name_is_quoted_with_what_it_limits() -> None:
    text = "“We will sign,” Ada Holm said. “But only if they pay. It is late.” “We will,” Ben Ruiz said."
    said = (
        Said("We will sign,", HOLM),
        Said("But only if they pay. It is late.", HOLM),
        Said("We will,", RUIZ),
    )
    (kept,) = judge(position(HOLM, "a1.1"), story=build_story(text, said)).positions
    assert [q.text for q in kept.quotations] == ["We will sign", "But only if they pay."]


def test_an_inner_quotation_keeps_its_closing_mark() -> None:
    text = "“He rang and said, ‘Don’t wait up,’” Ada Holm said."
    story = build_story(text, (Said("He rang and said, ‘Don’t wait up,’", HOLM),))
    (kept,) = judge(position(HOLM, "a1.1"), story=story).positions
    assert [q.text for q in kept.quotations] == ["He rang and said, ‘Don’t wait up,’"]


def test_second_hand_words_of_somebody_unknown_are_nobodys_quotation() -> None:
    text = "Ada Holm said that the warden had called it “a trap for all of us.”"
    said = (
        Said("that the warden had called it “a trap for all of us.”", HOLM, QuotationKind.MIXED),
        Said("a trap for all of us.", None, outer=0),
    )
    (kept,) = judge(position(HOLM, "a1.1"), story=build_story(text, said)).positions
    assert kept.quotations == ()
    assert kept.reported


def test_speech_that_nobody_can_be_named_for_is_listed() -> None:
    text = "Holm left. “Nobody asked any of us about the crane,” one of the men said."
    brief = judge(story=build_story(text, (Said("Nobody asked any of us about the crane,", None),)))
    assert codes(brief) == [FindingCode.UNATTRIBUTED]
    assert brief.left_out[0].subject == "“Nobody asked any of us about the crane,”"


def test_denied_words_are_never_a_quotation() -> None:
    (kept,) = judge(position(RUIZ, "a1.5")).positions
    assert kept.quotations == ()
    assert kept.reported


def test_words_of_nobody_known_are_left_out() -> None:
    assert codes(judge(position(RUIZ, "a1.6"))) == [FindingCode.UNATTRIBUTED, FindingCode.NO_EVIDENCE]


def test_hearsay_inside_another_speech_is_no_quotation() -> None:
    text = "Ada Holm said that Ben Ruiz had called it “a trap for all of us.”"
    said = (
        Said("that Ben Ruiz had called it “a trap for all of us.”", HOLM, QuotationKind.INDIRECT),
        Said("a trap for all of us.", RUIZ, outer=0),
    )
    (kept,) = judge(position(RUIZ, "a1.1"), story=build_story(text, said)).positions
    assert kept.quotations == ()


def test_words_that_could_be_two_peoples_are_neithers_quotation() -> None:
    text = "Holm, who called it “a trap,” said Ruiz had built it."
    said = (
        Said("a trap,", HOLM),
        Said("it “a trap,” said Ruiz", RUIZ, QuotationKind.MIXED),
    )
    brief = judge(position(HOLM, "a1.1"), position(RUIZ, "a1.1"), story=build_story(text, said))
    assert [kept.quotations for kept in brief.positions] == [(), ()]


def test_narration_that_names_the_actor_is_reported() -> None:
    (kept,) = judge(position("Varn", "a1.7", stance=Stance.AGAINST)).positions
    assert kept.reported[0].sentence == "a1.7"


def test_narration_that_does_not_name_the_actor_is_nothing() -> None:
    assert FindingCode.NOT_SPEECH in codes(judge(position(HOLM, "a1.7")))


@pytest.mark.parametrize("number", ["a1.99", "a9.1", "a1.0", "12", "", "a1.2; DROP"])
def test_a_sentence_that_does_not_exist_is_named(number: str) -> None:
    brief = judge(position(HOLM, number, "a1.2"))
    assert codes(brief) == [FindingCode.UNKNOWN_EVIDENCE]
    assert brief.positions


def test_an_actor_nobody_names_is_left_out() -> None:
    assert FindingCode.UNKNOWN_ACTOR in codes(judge(position("Carl Egge", "a1.2")))


def test_a_summary_with_a_foreign_number_is_dropped_and_the_words_stay() -> None:
    brief = judge(position(RUIZ, "a1.3", summary="It must be closed for 14 days."))
    assert brief.positions[0].summary == ""
    assert brief.positions[0].quotations
    assert codes(brief) == [FindingCode.UNGROUNDED_NUMBER]


def test_a_summary_with_a_foreign_name_is_dropped() -> None:
    brief = judge(position(RUIZ, "a1.3", summary="Ruiz and Lena Voss want it closed."))
    assert codes(brief) == [FindingCode.UNGROUNDED_NAME]


def test_a_summary_of_what_somebody_else_said_is_dropped() -> None:
    text = "Ada Holm wants to buy the crane. Ben Ruiz wants the crane banned outright from Varn."
    story = build_story(text, ())
    stolen = judge(position("Ada Holm", "a1.1", summary="Holm wants the crane banned outright."), story=story)
    own = judge(position("Ada Holm", "a1.1", summary="Holm intends to purchase the crane."), story=story)
    assert codes(stolen)[-1] is FindingCode.UNGROUNDED_LINE
    assert own.positions[0].summary == "Holm intends to purchase the crane."


def test_a_summary_of_what_was_cited_stays() -> None:
    brief = judge(position(RUIZ, "a1.3", summary="Ben Ruiz wants it closed for forty days."))
    assert brief.positions[0].summary == "Ben Ruiz wants it closed for forty days."
    assert not brief.left_out


def test_marks_in_a_summary_hold_only_the_actors_own_words() -> None:
    stolen = judge(position(HOLM, "a1.2", "a1.4", summary="She says it “must be closed”."))
    own = judge(position(HOLM, "a1.2", summary="She calls the crane “safe”."))
    assert codes(stolen) == [FindingCode.ALTERED]
    assert own.positions[0].summary == "She calls the crane “safe”."


def test_a_bottom_line_that_quotes_must_name_the_speaker() -> None:
    nameless = judge(bottom=(Line(text="It “must be closed for 40 days”.", evidence=("a1.3",)),))
    named = judge(bottom=(Line(text="It “must be closed for 40 days”, says Ruiz.", evidence=("a1.3",)),))
    assert codes(nameless) == [FindingCode.WRONG_SPEAKER]
    assert named.bottom_line[0].evidence[0].sentence == "a1.3"


@pytest.mark.parametrize(
    "line",
    [
        "0 days, said Ben Ruiz.",  # a number cut in two
        "He called it ‘a wreck’ on Monday.",  # single marks are marks
        "Ruiz said it “must be closed.",  # half a pair
    ],
)
def test_a_line_that_cuts_or_quotes_without_right_is_dropped(line: str) -> None:
    brief = judge(bottom=(Line(text=line, evidence=("a1.3",)),))
    assert brief.bottom_line == ()


@pytest.mark.parametrize(
    ("line", "is_printed"),
    [
        ("The board will “rule out a strike”, Ada Holm said.", False),
        ("The board does “not rule out a strike”, Ada Holm said.", True),
    ],
)
def test_a_line_does_not_quote_away_the_word_that_turns_the_meaning(line: str, is_printed: bool) -> None:  # noqa: FBT001 -- a table
    text = "“We do not rule out a strike,” Ada Holm said of the board, which does what it will."
    story = build_story(text, (Said("We do not rule out a strike,", HOLM),))
    assert bool(judge(story=story, bottom=(Line(text=line, evidence=("a1.1",)),)).bottom_line) is is_printed


def test_a_sentence_repeated_whole_must_name_whom_it_quotes() -> None:
    text = "Ada Holm left early. She called the crane “safe” at noon. The “crane hall” is shut."
    said = (Said("safe", HOLM, QuotationKind.MIXED),)
    lines = (
        Line(text="She called the crane “safe” at noon.", evidence=("a1.2",)),
        Line(text="The “crane hall” is shut.", evidence=("a1.3",)),
    )
    brief = judge(story=build_story(text, said), bottom=lines)
    assert [line.text for line in brief.bottom_line] == ["The “crane hall” is shut."]
    assert codes(brief) == [FindingCode.WRONG_SPEAKER]


def test_a_clause_of_the_sentence_may_keep_marks_that_are_no_speech() -> None:
    text = "Ada Holm said the board had walked into Ruiz’s “debt trap” by signing in haste."
    said = (
        Said(
            "the board had walked into Ruiz’s “debt trap” by signing in haste.", HOLM, QuotationKind.INDIRECT
        ),
    )
    summary = "the board had walked into Ruiz’s “debt trap” by signing in haste."
    (kept,) = judge(position(HOLM, "a1.1", summary=summary), story=build_story(text, said)).positions
    assert kept.summary == summary


def test_the_same_position_twice_is_printed_once() -> None:
    brief = judge(position(HOLM, "a1.2"), position("Holm", "a1.2"))
    assert len(brief.positions) == 1
    assert codes(brief) == [FindingCode.REPEATED]


def test_a_question_without_evidence_is_left_out() -> None:
    brief = judge(questions=(DraftQuestion(question="Who pays?", why_open="", evidence=("a1.77",)),))
    assert brief.open_questions == ()
    assert codes(brief) == [FindingCode.UNKNOWN_EVIDENCE, FindingCode.NO_EVIDENCE]


def test_a_question_with_evidence_is_kept_with_its_place() -> None:
    brief = judge(
        questions=(DraftQuestion(question="Is the crane safe?", why_open="no", evidence=("a1.2",)),)
    )
    assert brief.open_questions[0].evidence[0].sentence == "a1.2"


def test_a_body_is_quoted_through_a_person_tied_to_it_under_that_persons_name() -> None:
    text = "“We will not pay,” Finance Minister Nora Falk of Norland said. “We will,” Ben Ruiz said."
    falk = Actor(
        name="Nora Falk",
        kind=ActorKind.PERSON,
        role="Finance Minister",
        aliases=("Falk",),
        ties=("Norland",),
    )
    norland = Actor(name="Norland", kind=ActorKind.GOVERNMENT)
    said = (Said("We will not pay,", "Nora Falk"), Said("We will,", RUIZ))
    story = build_story(text, said, actors=(falk, norland))
    kept = judge(position("Norland", "a1.1"), story=story)
    stolen = judge(position("Norland", "a1.2"), story=story)
    assert [(q.text, q.speaker) for q in kept.positions[0].quotations] == [("We will not pay", "Nora Falk")]
    assert kept.positions[0].actor == "Norland"
    assert codes(stolen) == [FindingCode.WRONG_SPEAKER, FindingCode.NO_EVIDENCE]


def test_an_article_in_which_nobody_speaks_is_named() -> None:
    brief = judge(story=build_story("The crane is blue. It stands in the harbour.", ()))
    assert codes(brief) == [FindingCode.NO_SPEECH]


def test_opposed_stances_on_one_issue_are_told() -> None:
    brief = judge(
        position(HOLM, "a1.2", stance=Stance.FOR, issue="the crane"),
        position(RUIZ, "a1.3", stance=Stance.AGAINST, issue="the crane"),
    )
    (difference,) = brief.differences
    assert difference.kind is DifferenceKind.OPPOSED
    assert difference.text == "On the crane: Ada Holm for, Ben Ruiz against"


def test_a_difference_on_a_question_is_told_behind_it() -> None:
    issue = "Should the crane at Ruiz pier go?"
    text = "Ada Holm said no to the crane at Ruiz pier. Ben Ruiz said yes."
    story = build_story(text, (), headline=issue)
    brief = judge(
        position(HOLM, "a1.1", stance=Stance.AGAINST, issue=issue),
        position(RUIZ, "a1.2", stance=Stance.FOR, issue=issue),
        story=story,
    )
    (difference,) = brief.differences
    assert difference.text == f"{issue} Ben Ruiz for, Ada Holm against"


def test_stances_on_different_issues_are_no_difference() -> None:
    brief = judge(
        position(HOLM, "a1.2", stance=Stance.FOR, issue="the crane"),
        position(RUIZ, "a1.3", stance=Stance.AGAINST, issue="harbour dues"),
    )
    assert brief.differences == ()


def test_a_condition_is_not_the_other_side() -> None:
    brief = judge(
        position(HOLM, "a1.2", stance=Stance.FOR, issue="the crane"),
        position(HOLM, "a1.4", stance=Stance.CONDITIONAL, issue="the crane"),
    )
    assert brief.differences == ()


def test_an_actor_against_itself_is_told() -> None:
    brief = judge(
        position(HOLM, "a1.2", stance=Stance.FOR, issue="the crane"),
        position(HOLM, "a1.4", stance=Stance.AGAINST, issue="the crane"),
    )
    assert [difference.kind for difference in brief.differences] == [DifferenceKind.SELF]
