"""What the engine without a model claims of a story."""

import pytest

from briefing.articles import from_text
from briefing.drafts.extractive import BuiltinEngine, issue_of
from briefing.schema import Draft, DraftPosition, Source, Stance, Story
from briefing.speech import attribute_story


def draft(text: str, headline: str = "Ferry strike in Halden") -> Draft:
    article = from_text(text)
    speech = attribute_story([article])
    source = Source(article=article)
    return BuiltinEngine().draft(
        Story(
            id="s1",
            headline=headline,
            sources=(source,),
            utterances=speech.utterances,
            actors=speech.actors,
        )
    )


def of(actor: str, found: Draft) -> list[DraftPosition]:
    return [position for position in found.positions if position.actor == actor]


def test_each_speaker_has_a_position_with_the_sentences_it_speaks_in() -> None:
    found = draft(
        "Crews struck on Monday. “We will not sail,” said Ida Moe, who leads the union.\n\n"
        "“They will,” Port Director Lev Adler said. He added that talks would go on."
    )
    assert [position.evidence for position in of("Ida Moe", found)] == [("a1.2",)]
    assert [position.evidence for position in of("Lev Adler", found)] == [("a1.3", "a1.4")]


def test_quoted_words_come_before_reported_ones() -> None:
    found = draft("Ida Moe said the crews were tired. “We will not sail,” Moe said.")
    assert of("Ida Moe", found)[0].evidence == ("a1.2", "a1.1")


def test_a_verb_that_takes_a_side_gives_a_stance_and_its_issue() -> None:
    found = draft("The port is full. Ida Moe opposed the new ferry timetable on Monday.\n\nMoe said no more.")
    sides = [(position.stance, position.issue) for position in found.positions]
    assert (Stance.AGAINST, "the new ferry timetable") in sides


@pytest.mark.parametrize(
    "sentence",
    ["Karl Vogt, unlike Ida Moe, opposed the plan.", "Aides to Mayor Ida Moe criticised the plan."],
)
def test_a_name_inside_another_subject_takes_no_side(sentence: str) -> None:
    found = draft(f"{sentence} “The plan is good,” Ida Moe said.")
    assert [position.stance for position in of("Ida Moe", found)] == [Stance.UNCLEAR]


def test_the_bottom_line_does_not_begin_or_end_inside_a_quotation() -> None:
    found = draft(
        "“I am tired. I want to sleep,” Ida Moe said. The mayor of Halden, Ida Moe, resigned on Monday."
    )
    assert [line.text for line in found.bottom_line] == ["The mayor of Halden, Ida Moe, resigned on Monday."]


def test_speech_without_a_side_stays_unclear() -> None:
    found = draft("“The ferry is blue,” Ida Moe said.")
    assert [position.stance for position in found.positions] == [Stance.UNCLEAR]


def test_a_condition_is_a_stance() -> None:
    found = draft("“We would sail if the pay were right,” Ida Moe said.")
    assert [position.stance for position in found.positions] == [Stance.CONDITIONAL]


def test_an_answer_that_was_not_given_is_a_question_and_no_position() -> None:
    found = draft("Ida Moe declined to say whether the crews would sail on Friday.")
    assert found.positions == ()
    assert [question.question for question in found.questions] == ["Would the crews sail on Friday?"]


def test_what_somebody_says_is_unclear_is_an_opinion_and_no_open_question() -> None:
    assert draft("“It is unclear who ordered this, and nobody knows,” Ida Moe said.").questions == ()


def test_the_bottom_line_is_the_lead_without_its_dateline() -> None:
    found = draft("HALDEN (Reuter) — Ferry crews in Halden voted on Monday to strike for a week over pay.")
    assert found.bottom_line[0].text.startswith("Ferry crews")


def test_an_article_in_which_nobody_speaks_has_no_position() -> None:
    assert draft("The ferry is blue. It sails at noon from the old pier.").positions == ()


def test_the_issue_is_the_question_in_the_headline() -> None:
    assert issue_of("Crews split over whether to strike again") == "Whether to strike again?"
    assert issue_of("Crews strike") == "Crews strike"
