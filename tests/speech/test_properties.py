"""What holds for every article, whatever it says."""

import re
from collections.abc import Sequence
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.articles import from_text
from briefing.schema import Article, Span, Utterance
from briefing.speech import attribute

NAMES = ("Ann Lee", "Maria Okafor", "Tom Hale", "Ruth Abara")
SHAPES = (
    "“{words},” {name} said.",
    "“{words},” said {name}. “{more}.”",
    "{name} said: “{words}.”",
    "{name} said that {words}.",
    "{name} called it “{words},” adding that {more}.",
    "According to {name}, {words}.",
    "“{words},” {name} told reporters on Tuesday, “{more}.”",
    "{name}: “{words}.”",
    "{name} denied that {words}.",
)
WORDS = (
    "the bridge is safe",
    "nobody asked us",
    "we have no money left",
    "it will never be built in our time",
)
NARRATION = "The session lasted until midnight. Rain fell on the town.\n\n"

sentences = st.builds(
    lambda shape, name, words, more: shape.format(name=name, words=words, more=more),
    st.sampled_from(SHAPES),
    st.sampled_from(NAMES),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
)
articles = st.lists(sentences, min_size=1, max_size=5).map("\n\n".join)


def read(text: str, language: str = "en") -> Article:
    return from_text(text, language=language)


def spans_of(utterance: Utterance) -> list[Span]:
    single = [span for span in (utterance.speaker, utterance.cue) if span is not None]
    return [*utterance.content, *utterance.marked, *single]


def describe(text: str, utterances: Sequence[Utterance]) -> list[tuple[object, ...]]:
    return [
        (
            utterance.kind,
            utterance.polarity,
            utterance.outer,
            tuple(span.of(text) for span in spans_of(utterance)),
        )
        for utterance in utterances
    ]


@given(st.text(alphabet=st.sampled_from("abA said,.:;“”‘’\"'„«»—-\n()–…?!’s"), max_size=300))
@settings(deadline=None, max_examples=40)
def test_offsets_index_the_article(text: str) -> None:
    for language in ("en", "de"):
        for utterance in attribute(read(text, language)):
            assert utterance.content
            for span in spans_of(utterance):
                assert 0 <= span.start < span.end <= len(text)


@given(articles)
@settings(deadline=None, max_examples=40)
def test_marked_runs_lie_in_the_content_and_outer_utterances_exist(text: str) -> None:
    utterances = attribute(read(text))
    for index, utterance in enumerate(utterances):
        for run in utterance.marked:
            assert any(piece.contains(run) for piece in utterance.content)
        assert utterance.outer is None or (
            0 <= utterance.outer < len(utterances) and utterance.outer != index
        )


@given(articles)
@settings(deadline=None, max_examples=40)
def test_a_marked_run_has_one_outermost_speaker(text: str) -> None:
    outermost = [utterance for utterance in attribute(read(text)) if utterance.outer is None]
    runs = [run for utterance in outermost for run in utterance.marked]
    assert len(runs) == len(set(runs))


@given(articles)
@settings(deadline=None, max_examples=40)
def test_a_paragraph_of_narration_elsewhere_changes_nothing(text: str) -> None:
    alone = describe(text, attribute(read(text)))
    longer = NARRATION + text
    shifted = describe(longer, attribute(read(longer)))
    behind = text + "\n\n" + NARRATION.strip()
    assert shifted == alone
    assert describe(behind, attribute(read(behind))) == alone


@given(articles)
@settings(deadline=None, max_examples=40)
def test_swapping_two_names_swaps_the_attributions(text: str) -> None:
    swap = {"Ann Lee": "Tom Hale", "Tom Hale": "Ann Lee"}
    swapped = re.sub("Ann Lee|Tom Hale", lambda match: swap[match.group()], text)
    before = [name_speaker(text, utterance) for utterance in attribute(read(text))]
    after = [name_speaker(swapped, utterance) for utterance in attribute(read(swapped))]
    assert [swap.get(name or "", name) for name in before] == after


def name_speaker(text: str, utterance: Utterance) -> str | None:
    return None if utterance.speaker is None else utterance.speaker.of(text)


@given(articles)
@settings(deadline=None, max_examples=40)
def test_straight_marks_change_nothing(text: str) -> None:
    straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
    curly = [[spans_of(u), u.kind, u.polarity] for u in attribute(read(text))]
    assert [[spans_of(u), u.kind, u.polarity] for u in attribute(read(straight))] == curly


def seconds(text: str) -> float:
    article = Article(id="a1", source="test", text=text, sentences=())
    begin = process_time()
    attribute(article)
    return process_time() - begin


def test_time_grows_with_the_text_and_no_faster() -> None:
    hard = {
        "marks": '" ' * 5_000,
        "single marks": "‘a ’ " * 2_000,
        "open marks": "“a " * 2_000,
        "nested marks": '“a "b" c” ' * 1_000,
        "no full stop": "Lee said Park said the bridge and " * 300,
        "commas": "Lee, the mayor, who, " * 800,
        "one paragraph": "“Yes,” Lee said. " * 500,
        "dashes": "Lee — “a” — " * 800,
        "brackets": "(" * 10_000,
        "one word": "a" * 100_000,
    }
    for name, text in hard.items():
        seconds(text)
        small, large = seconds(text), seconds(text * 4)
        assert large < 9 * small + 0.3, f"{name}: {small:.3f} s, four times as long {large:.3f} s"
