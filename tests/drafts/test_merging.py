"""Drafts of sections made into one: who is who, what stands beside what, and what is named as lost."""

import pytest

from briefing.drafts.merging import join, restrict, settle, show
from briefing.schema import (
    Actor,
    ActorKind,
    Draft,
    DraftPosition,
    DraftQuestion,
    Finding,
    FindingCode,
    Line,
    Stance,
)

FOR, AGAINST, UNCLEAR, CONDITIONAL = Stance.FOR, Stance.AGAINST, Stance.UNCLEAR, Stance.CONDITIONAL
LUND = Actor(name="Ada Lund", kind=ActorKind.PERSON, role="Mayor", aliases=("Lund",))
EK = Actor(name="Bo Ek", kind=ActorKind.PERSON, aliases=("Ek",))
ACTORS = (LUND, EK)
ISSUE = "Should the bridge close?"
LIMITS = {"positions": 4, "open_questions": 2, "bottom_line": 1, "evidence": 3}


def holds(
    actor: str, stance: Stance, *evidence: str, issue: str = ISSUE, summary: str = "It was said."
) -> DraftPosition:
    return DraftPosition(actor=actor, issue=issue, stance=stance, summary=summary, evidence=evidence)


def asks(question: str, *evidence: str) -> DraftQuestion:
    return DraftQuestion(question=question, why_open="Nobody says.", evidence=evidence)


def draft(
    *positions: DraftPosition,
    questions: tuple[DraftQuestion, ...] = (),
    issue: str = ISSUE,
    findings: tuple[Finding, ...] = (),
) -> Draft:
    return Draft(
        headline=Line(text="The bridge", evidence=("a1.1",)),
        bottom_line=(Line(text="It may close.", evidence=("a1.1",)),),
        issue=Line(text=issue, evidence=("a1.1",)),
        positions=positions,
        questions=questions,
        findings=findings,
    )


def settled(merged: Draft, *sections: Draft) -> Draft:
    return settle(merged, join(sections, ACTORS), LIMITS)


def told(made: Draft) -> list[tuple[str, Stance, tuple[str, ...]]]:
    return [(p.actor, p.stance, p.evidence) for p in made.positions]


def codes(made: Draft) -> list[tuple[FindingCode, str]]:
    return [(finding.code, finding.subject) for finding in made.findings]


# --- joining the lists ---------------------------------------------------------------------------------


def test_an_actor_under_two_names_is_one() -> None:
    joined = join([draft(holds("Ada Lund", FOR, "a1.2")), draft(holds("Mayor Lund", FOR, "a2.2"))], ACTORS)
    assert [claim.actor for claim in joined.claims] == ["Ada Lund", "Ada Lund"]


def test_a_name_that_is_no_actors_stays_as_it_is() -> None:
    joined = join([draft(holds("Somebody Else", FOR, "a1.2"))], ACTORS)
    assert [claim.actor for claim in joined.claims] == ["Somebody Else"]


def test_whoever_has_most_evidence_comes_first() -> None:
    one = draft(holds("Bo Ek", FOR, "a1.2"), holds("Ada Lund", FOR, "a1.3"))
    joined = join([one, draft(holds("Lund", FOR, "a2.2"))], ACTORS)
    assert [claim.actor for claim in joined.claims] == ["Ada Lund", "Ada Lund", "Bo Ek"]


def test_a_question_is_listed_once_with_all_its_evidence() -> None:
    asked = asks("Who would pay for it?", "a1.4")
    again = asks("Who would pay for it?", "a2.4")
    joined = join([draft(questions=(asked,)), draft(questions=(again, asks("When?", "a2.5")))], ACTORS)
    assert [(q.question, q.evidence) for q in joined.questions] == [
        ("Who would pay for it?", ("a1.4", "a2.4")),
        ("When?", ("a2.5",)),
    ]


def test_the_prompt_sees_each_actor_once_and_no_list_longer_than_asked() -> None:
    sections = [draft(holds("Lund", FOR, f"a{n}.2"), holds("Ek", FOR, f"a{n}.3")) for n in range(1, 9)]
    view = show(join(sections, ACTORS), size=3)
    assert [actor["name"] for actor in view["actors"]] == ["Ada Lund", "Bo Ek"]
    assert len(view["sections"]) == 3
    narrow = show(join(sections, ACTORS), size=1)
    assert len(narrow["actors"]) == len(narrow["sections"]) == 1


def test_words_of_a_draft_reach_the_prompt_on_one_line_without_quotation_marks() -> None:
    view = show(
        join([draft(holds("Lund", FOR, "a1.2", summary="Lund said “no”\nand left."))], ACTORS), size=9
    )
    assert view["actors"][0]["claims"][0]["summary"] == "Lund said 'no' and left."


# --- evidence ------------------------------------------------------------------------------------------


def test_a_number_that_was_not_offered_is_dropped_and_named() -> None:
    made = restrict(draft(holds("Lund", FOR, "a1.2", "a9.9")), {"a1.1", "a1.2"}, why="in no section's draft")
    assert told(made) == [("Lund", FOR, ("a1.2",))]
    assert codes(made) == [(FindingCode.UNKNOWN_EVIDENCE, "Lund")]
    assert made.findings[0].detail == "a9.9 is in no section's draft"


def test_what_was_offered_stays_as_it_is() -> None:
    whole = draft(holds("Lund", FOR, "a1.2"), questions=(asks("When?", "a1.3"),))
    assert restrict(whole, {"a1.1", "a1.2", "a1.3"}, why="unknown") == whole


# --- what became of the positions ----------------------------------------------------------------------


def test_an_actor_the_merge_lost_comes_back() -> None:
    made = settled(
        draft(holds("Ada Lund", FOR, "a1.2")),
        draft(holds("Lund", FOR, "a1.2")),
        draft(holds("Ek", AGAINST, "a2.2")),
    )
    assert told(made) == [("Ada Lund", FOR, ("a1.2",)), ("Bo Ek", AGAINST, ("a2.2",))]
    assert made.findings == ()


def test_an_actor_comes_back_with_all_that_sections_say_to_one_side() -> None:
    sections = [draft(holds("Ek", AGAINST, f"a{n}.2")) for n in range(1, 6)]
    assert told(settled(draft(), *sections)) == [("Bo Ek", AGAINST, ("a1.2", "a2.2", "a3.2"))]


def test_a_position_on_another_issue_comes_back_without_a_side() -> None:
    """Whoever would keep the bridge open is not for what the story asks: whether it should close."""
    made = settled(draft(), draft(holds("Ek", FOR, "a1.2", issue="Should the bridge stay open?")))
    assert told(made) == [("Bo Ek", UNCLEAR, ("a1.2",))]
    assert {position.issue for position in made.positions} == {ISSUE}


def test_what_the_merge_made_of_several_claims_stands() -> None:
    merged = draft(holds("Lund", CONDITIONAL, "a1.2", "a2.2"))
    made = settled(
        merged, draft(holds("Lund", FOR, "a1.2")), draft(holds("Lund", CONDITIONAL, "a2.2", issue="If?"))
    )
    assert told(made) == [("Ada Lund", CONDITIONAL, ("a1.2", "a2.2"))]


def test_a_summary_the_merge_lost_comes_back_where_it_rests_on_the_same_sentences() -> None:
    sections = [draft(holds("Lund", FOR, "a1.2", "a1.3", summary="Lund said yes."))]
    lost = holds("Lund", FOR, "a1.2", "a1.3", "a2.2", summary="")
    assert settled(draft(lost), *sections).positions[0].summary == "Lund said yes."
    own = holds("Lund", FOR, "a1.2", "a1.3", summary="Lund agreed.")
    assert settled(draft(own), *sections).positions[0].summary == "Lund agreed."
    less = holds("Lund", FOR, "a1.2", summary="")
    assert settled(draft(less), *sections).positions[0].summary == ""


@pytest.mark.parametrize("given", [("a1.2", "a2.2"), ("a1.2",)])
def test_sides_that_contradict_each_other_stay_apart(given: tuple[str, ...]) -> None:
    made = settled(
        draft(holds("Lund", FOR, *given)),
        draft(holds("Lund", FOR, "a1.2")),
        draft(holds("Lund", AGAINST, "a2.2")),
    )
    assert told(made) == [("Ada Lund", FOR, ("a1.2",)), ("Ada Lund", AGAINST, ("a2.2",))]


def test_sides_that_contradict_each_other_stay_apart_on_an_issue_in_other_words_too() -> None:
    made = settled(
        draft(holds("Lund", FOR, "a1.2", "a2.2", issue="Is it time?"), issue="Is it time?"),
        draft(holds("Lund", AGAINST, "a1.2")),
        draft(holds("Lund", FOR, "a2.2")),
    )
    assert told(made) == [("Ada Lund", FOR, ("a1.2",)), ("Ada Lund", AGAINST, ("a2.2",))]
    assert {position.issue for position in made.positions} == {"Is it time?"}


def test_two_positions_the_merge_keeps_apart_stand() -> None:
    both = (holds("Lund", FOR, "a1.2"), holds("Lund", AGAINST, "a2.2"))
    made = settled(draft(*both), draft(both[0]), draft(both[1]))
    assert told(made) == [("Ada Lund", FOR, ("a1.2",)), ("Ada Lund", AGAINST, ("a2.2",))]


def test_evidence_for_the_other_side_alone_proves_nothing() -> None:
    made = settled(draft(holds("Lund", FOR, "a2.2")), draft(holds("Lund", AGAINST, "a2.2")))
    assert told(made) == [("Ada Lund", FOR, ()), ("Ada Lund", AGAINST, ("a2.2",))]


def test_past_the_limit_a_lost_actor_is_named() -> None:
    names = [f"Speaker N{chr(97 + n)}" for n in range(6)]
    made = settled(draft(), draft(*(holds(name, FOR, f"a1.{n}") for n, name in enumerate(names, 2))))
    assert [actor for actor, _, _ in told(made)] == names[:4]
    assert codes(made) == [(FindingCode.NOT_MERGED, name) for name in names[4:]]


def test_every_actor_comes_before_an_actors_second_issue() -> None:
    sections = [draft(holds("Lund", FOR, f"a{n}.2", issue=f"Issue {n}?")) for n in range(1, 6)]
    made = settled(draft(), *sections, draft(holds("Ek", FOR, "a9.2")))
    assert [actor for actor, _, _ in told(made)] == ["Ada Lund", "Bo Ek"]


# --- questions and findings ----------------------------------------------------------------------------


def test_a_question_the_merge_lost_is_named_and_one_it_joined_is_not() -> None:
    section = draft(
        questions=(asks("When?", "a1.4"), asks("Who would pay?", "a1.5"), asks("Why now?", "a1.6"))
    )
    made = settled(draft(questions=(asks("Who pays, and when?", "a1.4", "a1.5"),)), section)
    assert [question.question for question in made.questions] == ["Who pays, and when?"]
    assert codes(made) == [(FindingCode.NOT_MERGED, "Why now?")]


def test_what_the_sections_left_out_is_told_with_the_story() -> None:
    note = Finding(code=FindingCode.INVALID_ITEM, subject="an item", detail="it does not fit")
    made = settled(draft(findings=(note,)), draft(findings=(note, note)))
    assert made.findings == (note, note, note)


# --- without a model -----------------------------------------------------------------------------------


def test_without_a_model_the_lists_are_joined_and_nothing_is_lost_silently() -> None:
    sections = [
        draft(holds("Lund", FOR, "a1.2"), questions=(asks("When?", "a1.4"), asks("Where?", "a1.5"))),
        draft(
            holds("Mayor Lund", AGAINST, "a2.2"), holds("Ek", FOR, "a2.3"), questions=(asks("Why?", "a2.4"),)
        ),
    ]
    made = join(sections, ACTORS).draft("The story", LIMITS)
    assert made.headline.text == "The story"
    assert made.issue.text == ISSUE
    assert told(made) == [
        ("Ada Lund", FOR, ("a1.2",)),
        ("Bo Ek", FOR, ("a2.3",)),
        ("Ada Lund", AGAINST, ("a2.2",)),
    ]
    assert len(made.questions) == 2
    assert codes(made) == [(FindingCode.NOT_MERGED, "Why?")]
