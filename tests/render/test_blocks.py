import json
from collections.abc import Callable, Iterator
from itertools import chain, count

import pytest
from slack_sdk.models.blocks import Block, HeaderBlock, SectionBlock

from briefing.render import render
from briefing.render.blocks import PAYLOAD_BLOCKS, PAYLOAD_LENGTH, slack_payloads
from briefing.render.sheet import lay_out
from briefing.schema import Briefing

Fill = Callable[[Iterator[str], int], Briefing]


def test_the_json_is_the_list_of_payloads(brief: Briefing) -> None:
    assert json.loads(render(brief, "slack-json")) == slack_payloads(lay_out(brief))


@pytest.mark.parametrize("times", [1, 3, 30])
def test_every_payload_is_within_slack_s_limits(brief: Briefing, times: int) -> None:
    payloads = slack_payloads(lay_out(brief.model_copy(update={"stories": brief.stories * times})))
    for payload in payloads:
        blocks = Block.parse_all(payload["blocks"])
        for block in blocks:
            block.validate_json()
        assert len(blocks) <= PAYLOAD_BLOCKS
        assert _length(payload["blocks"]) <= PAYLOAD_LENGTH
        assert len(payload["text"]) <= 4_000
        assert (payload["unfurl_links"], payload["unfurl_media"]) == (False, False)
    headings = [payload["blocks"][0]["text"]["text"] for payload in payloads]
    assert len(set(headings)) == len(payloads)


def test_many_short_stories_are_not_too_many_blocks(brief: Briefing) -> None:
    payloads = slack_payloads(lay_out(brief.model_copy(update={"stories": brief.stories[2:] * 60})))
    assert max(len(payload["blocks"]) for payload in payloads) in range(
        PAYLOAD_BLOCKS - 3, PAYLOAD_BLOCKS + 1
    )


def test_slack_s_models_refuse_what_is_too_long() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}
    with pytest.raises(Exception, match="3000"):
        SectionBlock(**section).validate_json()


def test_a_headline_never_ends_a_message(brief: Briefing) -> None:
    payloads = slack_payloads(lay_out(brief.model_copy(update={"stories": brief.stories * 30})))
    assert len(payloads) > 10
    assert {payload["blocks"][-1]["type"] for payload in payloads} == {"section"}


@pytest.mark.parametrize("length", [4_041, 12_000, 40_001])
def test_a_long_line_is_cut_to_size_and_no_word_is_lost(brief: Briefing, length: int) -> None:
    story = brief.stories[0].model_copy(update={"headline": "headline " * (length // 9)})
    payloads = slack_payloads(lay_out(brief.model_copy(update={"stories": (story,)})))
    texts = [text for payload in payloads for text in _texts(payload["blocks"])]
    assert max(map(len, texts)) <= 2_900
    assert sum(text.count("headline") for text in texts) >= length // 9
    for payload in payloads:
        assert _length(payload["blocks"]) <= PAYLOAD_LENGTH
        for block in Block.parse_all(payload["blocks"]):
            block.validate_json()


def test_headers_are_plain_text_without_pictures(hostile: list[str], fill: Fill) -> None:
    strings = chain(hostile, (f"word {number}" for number in count()))
    for _ in range(len(hostile) // 20):
        for payload in slack_payloads(lay_out(fill(strings, 1))):
            blocks = Block.parse_all(payload["blocks"])
            headers = [block for block in blocks if isinstance(block, HeaderBlock)]
            assert all(header.text.emoji is False and "<" not in header.text.text for header in headers)
            assert all(block.text.verbatim for block in blocks if isinstance(block, SectionBlock))
            assert "<" not in payload["text"]


def _texts(blocks: list[dict[str, dict[str, str]]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if "text" in block]


def _length(blocks: list[dict[str, dict[str, str]]]) -> int:
    return sum(map(len, _texts(blocks)))
