import re
from collections.abc import Callable, Iterator
from itertools import chain, count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.render import render
from briefing.render.mrkdwn import escape_mrkdwn, mrkdwn_messages, write_link
from briefing.render.sheet import lay_out
from briefing.render.slack import MESSAGE_LENGTH
from briefing.render.visible import plain, web_address
from briefing.schema import Briefing

GUARD = "\u200b"
LINK_RE = re.compile(r"<https?://[^|<>\s]+\|[^<>]*>")
BOLD_RE = re.compile(r"\*[A-Za-z0-9](?:[^*\n]*[A-Za-z0-9])?\*(?!\w)")
LIVE_RE = re.compile(
    r"[<>]|@\w|#[^\W\d_]|:(?!\d+:)[\w+'-]+:|://|`"
    r"|(?:^|[^\w*])\*[^\s*\u200b](?:[^*\n]*[^\s*\u200b])?\*(?!\w)"
    r"|(?:^|[^\w])_[^\s_\u200b](?:[^_\n]*[^\s_\u200b])?_(?!\w)"
    r"|(?:^|[^\w~])~[^\s~\u200b](?:[^~\n]*[^\s~\u200b])?~(?!\w)",
    re.MULTILINE,
)
Fill = Callable[[Iterator[str], int], Briefing]


def test_nothing_hostile_is_live(hostile: list[str], fill: Fill) -> None:
    strings = chain(hostile, (f"word {number}" for number in count()))
    for _ in range(len(hostile) // 20):
        text = render(fill(strings, 1), "slack-mrkdwn")
        assert LIVE_RE.search(BOLD_RE.sub("", LINK_RE.sub("", text))) is None
        assert len(LINK_RE.findall(text)) == 3


@given(st.text(st.characters() | st.sampled_from("&<>;lt*_")))
def test_no_text_writes_a_bracket_and_its_words_can_be_recovered(text: str) -> None:
    escaped = escape_mrkdwn(text)
    assert not set("<>") & set(escaped)
    assert _decode(escaped) == plain(text).replace("`", "'")


def test_hostile_words_can_be_recovered(hostile: list[str]) -> None:
    for text in hostile:
        assert _decode(escape_mrkdwn(text)) == plain(text).replace("`", "'")


@given(st.text(), st.text())
def test_a_link_is_one_token_whatever_its_parts_hold(host: str, label: str) -> None:
    link = write_link(web_address(f"https://news.example/{host}"), label)
    assert LINK_RE.fullmatch(link) or not set("<>") & set(link)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://news.example/a?b=1&c=2", "<https://news.example/a?b=1&amp;c=2|News>"),
        ("https://a.example|hack><!channel>", "News"),
        ("https://evil.example/?x=y|bank.example", "<https://evil.example/?x=y%7Cbank.example|News>"),
        ("https://evil.example/<!channel> x", "<https://evil.example/%3C!channel%3E%20x|News>"),
        ("javascript:alert(1)", "News"),
        ("https://bank.example@evil.example/", "News"),
        ("https://news.example/?" + "&" * 1_000, "News"),
        ("https://news.example/" + "a" * 2_000, "News"),
        (None, "News"),
    ],
)
def test_an_address_can_not_leave_its_link(url: str | None, link: str) -> None:
    assert write_link(web_address(url), "News") == link


def test_bold_is_left_out_where_slack_would_not_close_it(brief: Briefing) -> None:
    text = render(brief, "slack-mrkdwn")
    assert "• *Ada Brandt*, chair" in text
    assert "• Saltway Inc., owner" in text
    assert "• 李伟, 财政部长" in text


@pytest.mark.parametrize("times", [1, 40])
def test_messages_keep_below_the_split_after_escaping(brief: Briefing, times: int) -> None:
    loud = brief.stories[0].model_copy(update={"headline": "Smith & Sons < Jones & Sons"})
    messages = mrkdwn_messages(lay_out(brief.model_copy(update={"stories": (loud,) * times})))
    assert max(map(len, messages)) <= MESSAGE_LENGTH
    assert all(message.count("<") == message.count(">") for message in messages)


def _decode(text: str) -> str:
    """What Slack shows: the three entities decoded, once."""
    shown = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
    return re.sub("&(?:amp|lt|gt);", lambda found: shown[found[0]], text.replace(GUARD, ""))
