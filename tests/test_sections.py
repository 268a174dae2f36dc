"""Stories cut into sections: where they are cut, and what each holds."""

from itertools import chain, pairwise

import pytest
from longstories import article, long_article
from storybuilder import Said, build_story

from briefing.articles import from_text
from briefing.schema import QuotationKind, Relation, Source, Story
from briefing.speech import attribute_story
from briefing.stories import divide, name_section, order_of, sentence_ids, without_text


def story_of(*texts: str) -> Story:
    articles = [from_text(text, id=f"a{number}") for number, text in enumerate(texts, 1)]
    speech = attribute_story(articles)
    sources = tuple(Source(article=one) for one in articles)
    return Story(
        id="s1", headline="The bridge", sources=sources, utterances=speech.utterances, actors=speech.actors
    )


LONG = story_of(long_article(20_000))
TWO = story_of(article(1), article(2))


def numbers(story: Story) -> list[str]:
    return [one.sentence_id(sentence) for one in story.origins for sentence in one.sentences]


def test_several_articles_are_a_section_each_with_their_own_numbers() -> None:
    first, second = divide(TWO)
    assert numbers(first) + numbers(second) == numbers(TWO)
    assert [one.id for section in (first, second) for one in section.origins] == ["a1", "a2"]


def test_copies_and_stubs_are_in_no_section() -> None:
    copy = Source(article=from_text("Only the copy says so.", id="a3"), relation=Relation.COPY, twin="a1")
    story = Story(**{**dict(TWO), "sources": (*TWO.sources, copy)})
    assert [one.id for section in divide(story) for one in section.origins] == ["a1", "a2"]


@pytest.mark.parametrize("pieces", [2, 3, 7])
def test_one_article_is_cut_between_paragraphs_into_pieces_of_about_one_size(pieces: int) -> None:
    sections = divide(LONG, pieces=pieces)
    text = LONG.origins[0].text
    assert len(sections) == pieces
    assert list(chain.from_iterable(map(numbers, sections))) == numbers(LONG)
    for before, after in pairwise(section.origins[0].sentences for section in sections):
        assert "\n\n" in text[before[-1].span.end : after[0].span.start]
    sizes = [one[-1].span.end - one[0].span.start for one in (s.origins[0].sentences for s in sections)]
    assert max(sizes) < 1.5 * min(sizes)


def test_one_paragraph_is_cut_between_sentences_and_one_sentence_is_not_cut() -> None:
    paragraph = build_story("It rains. It pours. It stops.", [])
    assert [numbers(section) for section in divide(paragraph)] == [["a1.1"], ["a1.2", "a1.3"]]
    sentence = build_story("It rains.", [])
    assert divide(sentence) == (sentence,)


@pytest.mark.parametrize("last", [1, 50])
def test_a_paragraph_larger_than_all_others_does_not_keep_the_rest_from_being_cut(last: int) -> None:
    lines = ["It rains.", "It pours. " * 50, "It stops. " * last]
    assert len(divide(build_story("\n\n".join(lines), []))) == 2


def test_a_section_knows_what_is_said_in_it_and_by_whom() -> None:
    text = "“One,” said Ada Lund.\n\n“Two,” said Bo Ek."
    story = build_story(text, [Said("One,", "Ada Lund"), Said("Two,", "Bo Ek")])
    first, second = divide(story)
    assert [u.actor.name for u in first.utterances if u.actor] == ["Ada Lund"]
    assert [u.actor.name for u in second.utterances if u.actor] == ["Bo Ek"]
    assert first.actors == story.actors


def test_words_that_go_on_in_the_next_paragraph_are_heard_in_both_sections() -> None:
    text = "“One. Two,\n\nthree,” said Ada Lund."
    story = build_story(text, [Said("One. Two,\n\nthree,", "Ada Lund")])
    assert [len(section.utterances) for section in divide(story)] == [1, 1]


def test_an_utterance_inside_of_another_points_to_it_in_the_section_too() -> None:
    said = [
        Said("One,", "Ada Lund"),
        Said("Bo Ek said two", "Ada Lund", QuotationKind.INDIRECT),
        Said("two", "Bo Ek", QuotationKind.INDIRECT, outer=1),
    ]
    story = build_story("“One,” said Ada Lund.\n\nAda Lund said Bo Ek said two.", said)
    second = divide(story)[1]
    assert [u.outer for u in second.utterances] == [None, 0]


def test_sections_sort_as_their_articles_stand() -> None:
    many = story_of(*(article(number) for number in range(11)))
    pieces = [piece for section in divide(many) for piece in divide(section)]
    mixed = pieces[::-1]
    mixed.sort(key=order_of)
    assert mixed == pieces
    assert [order_of(piece)[0] for piece in mixed] == [number for number in range(1, 12) for _ in "ab"]


def test_a_section_is_named_by_its_sentences_and_its_article() -> None:
    titled = from_text(long_article(2_000), title="Bridge opens")
    story = Story(id="s1", headline="h", sources=(Source(article=titled),), utterances=(), actors=())
    first = divide(story)[0]
    last = first.origins[0].sentences[-1].number
    assert name_section(first) == f"a1.1 to a1.{last}, Bridge opens"
    assert name_section(TWO) == "The bridge"


def test_the_ids_of_a_section_are_those_of_its_sentences() -> None:
    first, second = divide(LONG)
    assert sentence_ids(first) | sentence_ids(second) == sentence_ids(LONG)
    assert not sentence_ids(first) & sentence_ids(second)
    assert sentence_ids(without_text(LONG)) == frozenset()
