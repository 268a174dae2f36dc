"""What an actor held over time and how a story went, out of the briefs of several days."""

import json
import re
from collections.abc import Sequence

import pytest
from briefbuilder import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, brief, position, story

from briefing.changes import mark_changes
from briefing.histories import (
    ActorHistory,
    Candidates,
    StoryHistory,
    actor_history,
    render_history_json,
    render_history_markdown,
    story_history,
)
from briefing.schema import Briefing, PositionState, Stance, StoryState

AGAINST = position(Stance.AGAINST, "The pier stays open", summary="Wants the pier kept.")
FOR = position(Stance.FOR, "The pier has to close", actor="Kallow", summary="Wants the pier closed.")
FERRY = story(
    position(Stance.CONDITIONAL, "We sail if the wind lets us"),
    headline="Ferry to Ostmark sails again",
    issue="Should the ferry sail in winter?",
    address="https://ledger.example/ferry",
    name="s2",
)
QUESTION = "Who will pay for the repair of the pier?"


def days(*briefs: Briefing) -> list[Briefing]:
    """The briefs of several days, each marked with what changed since those before."""
    marked: list[Briefing] = []
    for one in briefs:
        marked.append(mark_changes(one, marked))
    return marked


def week() -> list[Briefing]:
    moved = story(
        FOR,
        position(Stance.UNCLEAR, "The city pays the repair of the pier", actor="Ole Brandt"),
        headline="Kallow gives in: pier to close",
        address="https://ledger.example/2",
    )
    first = story(AGAINST, questions=(QUESTION,), facts=("The council of Fennwick met.",))
    return days(
        brief(MONDAY, first, FERRY),
        brief(TUESDAY, first),
        brief(WEDNESDAY, moved.model_copy(update={"issue": first.issue})),
        brief(FRIDAY, FERRY),
    )


def actor(name: str, briefs: Sequence[Briefing]) -> ActorHistory:
    found = actor_history(name, briefs)
    assert isinstance(found, ActorHistory)
    return found


def story_of(name: str, briefs: Sequence[Briefing]) -> StoryHistory:
    found = story_history(name, briefs)
    assert isinstance(found, StoryHistory)
    return found


def test_an_actor_has_a_history_under_every_form_of_the_name() -> None:
    found = actor("kallow", week())
    assert (found.name, found.names) == ("Ines Kallow", ("Ines Kallow", "Kallow"))
    assert [(s.headline, s.first, s.last) for s in found.stories] == [
        ("Ferry to Ostmark sails again", MONDAY, FRIDAY),
        ("Kallow gives in: pier to close", MONDAY, WEDNESDAY),
    ]


def test_every_position_stands_with_its_day_words_source_and_move() -> None:
    pier = actor("Ines Kallow", week()).stories[1]
    assert [(held.day, held.position.stance) for held in pier.held] == [
        (MONDAY, Stance.AGAINST),
        (TUESDAY, Stance.AGAINST),
        (WEDNESDAY, Stance.FOR),
    ]
    first, _, last = pier.held
    assert (first.change, first.sources[0].url) == (None, "https://courier.example/1")
    assert last.change is not None
    assert (last.change.state, last.change.earlier and last.change.earlier.day) == (
        PositionState.MOVED,
        TUESDAY,
    )


def test_the_markdown_tells_what_was_new_and_on_which_days_nothing_was() -> None:
    text = render_history_markdown(actor("Kallow", week()))
    assert text.startswith("# Ines Kallow\n\nAlso printed as Kallow. 3 positions in 2 stories.\n")
    assert (
        "- **2 March 2026** · Against (Shall the pier in Fennwick be closed?): Wants the pier kept." in text
    )
    assert "- **4 March 2026** · **MOVED from Against (3 March 2026)** · For" in text
    assert "“The pier has to close” (Kallow) [3]" in text
    assert "- Without anything new: 3 March 2026" in text
    assert "- [3] ledger\\.example, no date: Pier · <https://ledger.example/2>" in text


def test_what_was_taken_back_stands_in_the_history() -> None:
    briefs = week()[:2]
    assert briefs[1].changes is not None
    change, _ = briefs[1].changes.stories
    (same,) = change.positions
    gone = same.model_copy(
        update={"state": PositionState.WITHDRAWN, "position": None, "why": "the article lost the words"}
    )
    pier = briefs[1].stories[0].model_copy(update={"positions": ()})
    told = change.model_copy(update={"state": StoryState.DEVELOPING, "positions": (gone,)})
    changes = briefs[1].changes.model_copy(update={"stories": (told,)})
    later = briefs[1].model_copy(update={"stories": (pier,), "changes": changes})
    found = actor("Kallow", [briefs[0], later])
    assert [held.change for held in found.stories[0].held] == [None, gone]
    assert "**WITHDRAWN** · “The pier stays open”" in render_history_markdown(found)
    text = render_history_markdown(story_of("pier", [briefs[0], later]))
    assert (
        "**Ines Kallow** · **WITHDRAWN** · “The pier stays open” (Ines Kallow) [1] — the article lost" in text
    )


@pytest.mark.parametrize("name", ["Brand", "Ole Brant", "Ulla Brandt"])
def test_who_is_not_there_is_told_with_who_is_spelled_alike(name: str) -> None:
    found = actor_history(name, week())
    assert isinstance(found, Candidates)
    assert (found.meant, found.alike) == ((), ("Ole Brandt",))


def test_a_name_that_two_bear_lists_both_and_a_full_one_is_clear() -> None:
    peter = position(Stance.FOR, "I never met her", actor="Peter Kallow")
    briefs = days(brief(MONDAY, story(AGAINST, peter)), brief(TUESDAY, story(FOR)))
    found = actor_history("Kallow", briefs)
    assert isinstance(found, Candidates)
    assert found.meant == ("Ines Kallow", "Peter Kallow")
    assert actor("Peter Kallow", briefs).names == ("Peter Kallow",)


@pytest.mark.parametrize(
    "name", ["pier", "Pier to close", "kallow gives in: pier to close", "council argues"]
)
def test_a_story_is_found_by_any_headline_it_had_or_words_of_one(name: str) -> None:
    found = story_of(name, week())
    assert found.headline == "Kallow gives in: pier to close"
    assert [(chapter.day, chapter.state) for chapter in found.chapters] == [
        (MONDAY, None),
        (TUESDAY, StoryState.UNCHANGED),
        (WEDNESDAY, StoryState.DEVELOPING),
    ]


def test_a_story_tells_in_each_brief_what_was_new_and_how_questions_ended() -> None:
    text = render_history_markdown(story_of("pier", week()))
    first, second, third = (text.index(f"## {day} March 2026") for day in (2, 3, 4))
    assert "The council of Fennwick met." in text[first:second]
    assert "“The pier stays open” (Ines Kallow) [1]" in text[first:second]
    assert "Nothing new." in text[second:third]
    assert "**Kallow** · **MOVED from Against" in text[third:]
    assert (
        f"**Answered after 2 days** · {QUESTION} “The city pays the repair of the pier” (Ole Brandt) ["
        in text
    )


def test_words_that_several_stories_have_list_their_headlines() -> None:
    found = story_history("in", days(brief(MONDAY, story(AGAINST), FERRY)))
    assert isinstance(found, Candidates)
    assert found.meant == () or len(found.meant) > 1
    both = story_history("sail", days(brief(MONDAY, story(headline="Pier: sail past it"), FERRY)))
    assert isinstance(both, Candidates)
    assert set(both.meant) == {"Pier: sail past it", FERRY.headline}


def test_a_story_nobody_knows_is_told_with_headlines_spelled_alike() -> None:
    found = story_history("Ferri to Ostmark", days(brief(MONDAY, FERRY)))
    assert isinstance(found, StoryHistory | Candidates)
    missing = story_history("Election in Norland", week())
    assert isinstance(missing, Candidates)
    assert missing.meant == ()


@pytest.mark.parametrize("kind", [ActorHistory, StoryHistory])
def test_the_json_holds_the_whole_history(kind: type[ActorHistory] | type[StoryHistory]) -> None:
    history = actor("Kallow", week()) if kind is ActorHistory else story_of("pier", week())
    document = json.loads(render_history_json(history))
    assert document.pop("schema_version") == 1
    assert kind.model_validate_json(json.dumps(document)) == history


def test_hostile_text_in_a_history_stays_text() -> None:
    hostile = "![x](https://evil.example) **bold** <script>"
    briefs = days(
        brief(MONDAY, story(position(Stance.FOR, hostile, summary=hostile), headline=f"Pier {hostile}"))
    )
    for history in (actor("Kallow", briefs), story_of("pier", briefs)):
        text = render_history_markdown(history)
        assert re.search(r"(?<!\\)\]\(", text) is None
        assert "<script>" not in text
        assert "**bold**" not in text
