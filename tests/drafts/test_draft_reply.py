import json

import pytest
from pydantic import JsonValue

from briefing.drafts.draft_reply import read_draft
from briefing.errors import InvalidReplyError
from briefing.schema import Draft, FindingCode, Stance

LIMITS = {"positions": 3, "open_questions": 2, "bottom_line": 1}


def line(text: str = "Words.", *evidence: str) -> dict[str, JsonValue]:
    return {"evidence": list(evidence or ("a1.1",)), "text": text}


def position(actor: str = "Ada", **change: JsonValue) -> dict[str, JsonValue]:
    return {"actor": actor, "evidence": ["a1.2"], "stance": "for", "summary": "She wants it.", **change}


def question(text: str = "Who pays?", **change: JsonValue) -> dict[str, JsonValue]:
    return {"evidence": ["a1.3"], "question": text, "why_open": "Nobody said.", **change}


def reply(**change: JsonValue) -> str:
    whole: dict[str, JsonValue] = {
        "bottom_line": [line("It closes.")],
        "headline": line("Bridge closes"),
        "issue": line("Should it close?"),
        "positions": [position()],
        "open_questions": [question()],
        **change,
    }
    return json.dumps(whole)


def read(**change: JsonValue) -> Draft:
    return read_draft(reply(**change), limits=LIMITS)


def test_a_reply_becomes_a_draft() -> None:
    draft = read()
    assert (draft.headline.text, draft.issue.text, draft.bottom_line[0].text) == (
        "Bridge closes",
        "Should it close?",
        "It closes.",
    )
    (first,) = draft.positions
    assert (first.actor, first.issue, first.stance, first.evidence) == (
        "Ada",
        "Should it close?",
        Stance.FOR,
        ("a1.2",),
    )
    assert draft.questions[0].why_open == "Nobody said."
    assert draft.findings == ()


def test_white_space_is_folded_and_numbers_stand_once() -> None:
    draft = read(headline=line(" Bridge\n closes ", "a1.1", " a1.1 ", "a1.9"))
    assert (draft.headline.text, draft.headline.evidence) == ("Bridge closes", ("a1.1", "a1.9"))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Lund was ready 'any day, any hour.'", "Lund was ready “any day, any hour.”"),
        ("'It holds,' she said, 'or it isn't ours.'", "“It holds,” she said, “or it isn't ours.”"),
        ("It isn't the workers' bridge, nor Ek's.", "It isn't the workers' bridge, nor Ek's."),
        ("O'Brien said it's the 1990s' bridge.", "O'Brien said it's the 1990s' bridge."),
        ("She said “no”.", "She said “no”."),
    ],
)
def test_words_between_apostrophes_are_a_quotation_for_the_verifier(written: str, read_as: str) -> None:
    assert read(positions=[position(summary=written)]).positions[0].summary == read_as


def test_a_number_that_does_not_exist_goes_on_as_it_is() -> None:
    assert read(positions=[position(evidence=["sentence 4"])]).positions[0].evidence == ("sentence 4",)


def test_one_bad_item_is_left_out_and_named() -> None:
    draft = read(
        positions=[position("Ada"), position("Bo", stance="maybe", note=""), position("Cy", summary="No.")]
    )
    assert [item.actor for item in draft.positions] == ["Ada", "Cy"]
    (finding,) = draft.findings
    assert (finding.code, finding.subject) == (FindingCode.INVALID_ITEM, "Bo")
    assert "$.positions[1].stance" in finding.detail
    assert "$.positions[1].note" in finding.detail


def test_bad_items_of_every_list_are_left_out() -> None:
    draft = read(
        positions=[7, position()], open_questions=[question(), {"question": 3}], bottom_line=["words", line()]
    )
    assert (len(draft.positions), len(draft.questions), len(draft.bottom_line)) == (1, 1, 1)
    assert sorted(finding.subject for finding in draft.findings) == ["an item", "an item", "an item"]


def test_a_reply_that_loses_all_its_positions_is_invalid() -> None:
    with pytest.raises(InvalidReplyError) as caught:
        read(positions=[position(stance="maybe")])
    assert caught.value.problems[0].place == "$.positions[0].stance"


def test_a_reply_without_positions_is_a_reply() -> None:
    assert read(positions=[]).positions == ()
    draft = read(positions=[], open_questions=[{"question": 3}])
    assert [finding.code for finding in draft.findings] == [FindingCode.INVALID_ITEM]


@pytest.mark.parametrize(
    "change", [{"headline": None}, {"positions": "none"}, {"issue": {"text": "t"}}, {"more": 1}]
)
def test_a_fault_outside_the_items_is_the_whole_replys(change: dict[str, JsonValue]) -> None:
    with pytest.raises(InvalidReplyError):
        read(**change)


def test_items_past_the_limit_are_left_out_and_named() -> None:
    draft = read(
        positions=[position(name, summary=f"{name} wants it.") for name in ("A", "B", "C", "D", "E")],
        bottom_line=[line("One."), line("Two.")],
    )
    assert [item.actor for item in draft.positions] == ["A", "B", "C"]
    assert [(f.code, f.subject) for f in draft.findings] == [
        (FindingCode.OVER_LIMIT, "bottom line"),
        (FindingCode.OVER_LIMIT, "positions"),
    ]
    assert "5 items where 3 were asked for" in draft.findings[1].detail


def test_numbers_past_the_limit_are_left_out_and_named() -> None:
    many = [f"a1.{number}" for number in range(1, 40)]
    draft = read_draft(reply(positions=[position("Ada", evidence=many)]), limits={"evidence": 3})
    assert draft.positions[0].evidence == ("a1.1", "a1.2", "a1.3")
    (finding,) = draft.findings
    assert (finding.code, finding.subject) == (FindingCode.OVER_LIMIT, "Ada")
    assert "39 sentences where 3" in finding.detail


def test_a_summary_given_to_several_actors_is_nobodys() -> None:
    tale = "said the number of cranes would stay as it was."
    draft = read(
        positions=[
            position("Ada Lund", summary=f"Lund {tale}"),
            position("The harbour board", summary=f"The board {tale}"),
            position("Bo Ek", summary="Ek said the number of cranes should fall to eight."),
        ]
    )
    assert [p.summary for p in draft.positions] == [
        "",
        "",
        "Ek said the number of cranes should fall to eight.",
    ]
    assert [(f.code, f.subject) for f in draft.findings] == [
        (FindingCode.REPEATED, "Ada Lund"),
        (FindingCode.REPEATED, "The harbour board"),
    ]


def test_two_actors_may_agree_in_a_few_words() -> None:
    both = [position(name, summary=f"{name} wants it to be closed now.") for name in ("Ada", "Bo")]
    assert all(p.summary for p in read(positions=both).positions)


def test_one_actor_may_be_summed_up_twice_alike() -> None:
    same = [position("Ada", evidence=["a1.2"]), position("Ada", evidence=["a1.5"])]
    assert [p.summary for p in read(positions=same).positions] == ["She wants it.", "She wants it."]


def test_no_limits_keep_everything() -> None:
    content = reply(positions=[position(str(number)) for number in range(50)])
    assert len(read_draft(content, limits={}).positions) == 50
