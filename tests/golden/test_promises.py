"""Promises are judged anew: a brief that breaks one is found, whoever let it through."""

from pathlib import Path

import pytest
from suitebuilder import make_suite, record

from briefing.golden import load_aliases, load_cases, replay_case
from briefing.golden.expectations import load_expectations
from briefing.golden.promises import find_broken
from briefing.golden.replay import Replayed
from briefing.schema import Briefing, Quotation, SpeakerVerdict


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Replayed]:
    root = make_suite(tmp_path_factory.mktemp("suite") / "desk", cases=1)
    record(root)
    return root, replay_case(root, load_cases(root)[0], load_aliases(root, "small")[0])


def broken(replayed: tuple[Path, Replayed], **changes: object) -> tuple[str, ...]:
    """What is broken once the first printed quotation has been changed."""
    root, result = replayed
    briefing = result.briefing
    assert briefing is not None
    return find_broken(
        with_quotation(briefing, **changes) if changes else briefing,
        result.drafted,
        load_expectations(load_cases(root)[0]),
    )


def with_quotation(briefing: Briefing, **changes: object) -> Briefing:
    story = briefing.stories[0]
    index = next(i for i, position in enumerate(story.positions) if position.quotations)
    position = story.positions[index]
    quotation: Quotation = position.quotations[0].model_copy(update=changes)
    changed = position.model_copy(update={"quotations": (quotation, *position.quotations[1:])})
    positions = (*story.positions[:index], changed, *story.positions[index + 1 :])
    stories = (story.model_copy(update={"positions": positions}), *briefing.stories[1:])
    return briefing.model_copy(update={"stories": stories})


def test_a_good_brief_breaks_nothing(replayed: tuple[Path, Replayed]) -> None:
    assert broken(replayed) == ()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"text": "We will gladly pay for it"}, "is not what stands at a1.2"),
        ({"start": 0, "end": 20}, "is not what stands at a1.2"),
        ({"end": 99_999}, "cites a1.2, and there is no such place"),
        ({"sentence": "a1.99"}, "cites a1.99, and there is no such place"),
        ({"article_id": "a7"}, "there is no such place"),
        ({"speaker_verdict": SpeakerVerdict.UNATTRIBUTED}, "unproved (verbatim, unattributed)"),
    ],
)
def test_words_that_are_not_proved_break_a_promise(
    replayed: tuple[Path, Replayed], changes: dict[str, object], named: str
) -> None:
    assert named in "\n".join(broken(replayed, **changes))
