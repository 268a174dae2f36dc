import re
from collections.abc import Callable, Iterator
from itertools import chain, count

import pytest

from briefing.render import render
from briefing.render.sheet import lay_out
from briefing.render.slack import MESSAGE_LENGTH, defuse, pack, slack_messages
from briefing.render.visible import plain
from briefing.schema import Briefing
from briefing.text import is_invisible

GUARD = "\u200b"
# What Slack acts on, written down independently of how the renderer prevents it.
LIVE = {
    "a bracketed token": re.compile("<"),
    "a mention": re.compile(r"@\w"),
    "a channel": re.compile(r"#[^\W\d_]"),
    "a picture": re.compile(r":(?!\d+:)[\w+'-]+:"),
    "an address": re.compile(r"://|\bwww\.\w"),
    "a bare address": re.compile(r"\w\.(?:com|org|example|uk|рф)\b", re.IGNORECASE),
    "bold": re.compile(r"(?:^|[^\w*])\*[^\s*\u200b](?:[^*\n]*[^\s*\u200b])?\*(?!\w)", re.MULTILINE),
    "italics": re.compile(r"(?:^|[^\w])_[^\s_\u200b](?:[^_\n]*[^\s_\u200b])?_(?!\w)", re.MULTILINE),
    "struck out": re.compile(r"(?:^|[^\w~])~[^\s~\u200b](?:[^~\n]*[^\s~\u200b])?~(?!\w)", re.MULTILINE),
    "code": re.compile("`"),
    "a quote": re.compile(r"^>", re.MULTILINE),
    "a command": re.compile(r"^/", re.MULTILINE),
    "a table": re.compile(r"^\|", re.MULTILINE),
    "a nested list": re.compile(r"^[ \t]+•", re.MULTILINE),
}
ADDRESS_RE = re.compile(r"^https?://[!-~]+$", re.MULTILINE)
Fill = Callable[[Iterator[str], int], Briefing]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. paid $5.50 for AT&T’s snake_case at 10:30:45, i.e. 5 * 3 (a/b) – [sic] #1",
        "“We act,” he said; 50% > 40%",
    ],
)
def test_ordinary_words_stay_untouched(text: str) -> None:
    assert defuse(text) == text


def test_nothing_hostile_is_live_in_pasted_text(hostile: list[str], fill: Fill) -> None:
    strings = chain(hostile, (f"word {number}" for number in count()))
    for _ in range(len(hostile) // 20):
        text = ADDRESS_RE.sub("", render(fill(strings, 1), "slack"))
        assert {name: found[0] for name, live in LIVE.items() if (found := live.search(text))} == {}
        assert {char for char in text if is_invisible(char)} <= {GUARD}


def test_what_slack_would_act_on_is_live_without_the_guard(own_hostile: list[str]) -> None:
    unguarded = "\n".join(plain(text) for text in own_hostile)
    asleep = {name for name, live in LIVE.items() if not live.search(unguarded)}
    assert asleep == {"a nested list"}


def test_the_words_can_be_recovered(hostile: list[str]) -> None:
    for text in hostile:
        assert defuse(text).replace(GUARD, "") == plain(text).replace("<", "＜").replace("`", "'")


def test_only_the_first_sources_carry_an_address_and_copies_none(brief: Briefing) -> None:
    addresses = ADDRESS_RE.findall(render(brief, "slack"))
    assert addresses == [
        "https://courier.example/2025/09/ferry-vote?id=7&view=full",
        "https://wire.example/n/81",
        "https://bank.example/press/2025-09",
        "https://zh.example/%E6%96%B0%E9%97%BB/%E5%88%A9%E7%8E%87",
        "https://ar.example/b/3",
    ]


def test_a_short_brief_is_one_message_without_a_number(brief: Briefing) -> None:
    (message,) = slack_messages(lay_out(brief.model_copy(update={"stories": brief.stories[2:]})))
    assert message.startswith("Morning brief — 25 September 2025\n\n■ ")


@pytest.mark.parametrize("times", [1, 4, 40])
def test_a_long_brief_is_split_between_items(brief: Briefing, times: int) -> None:
    sheet = lay_out(brief.model_copy(update={"stories": brief.stories * times}))
    messages = slack_messages(sheet)
    assert [message.splitlines()[0] for message in messages] == [
        f"Morning brief — 25 September 2025 ({number}/{len(messages)})"
        for number in range(1, len(messages) + 1)
    ]
    assert max(map(len, messages)) <= MESSAGE_LENGTH
    assert min(map(len, messages[:-1])) > MESSAGE_LENGTH // 2
    assert not [
        message for message in messages if message.splitlines()[-1] in {"Who says what", "Still open"}
    ]
    whole = "\n".join(message.split("\n\n", 1)[1] for message in messages)
    assert whole.count("“Above five, we act” (Marsh)") == times


@pytest.mark.parametrize("length", [4_041, 12_000, 40_001])
def test_one_endless_quotation_is_cut_at_spaces(brief: Briefing, length: int) -> None:
    story = brief.stories[0]
    words = " ".join(["words"] * (length // 6))
    position = story.positions[0]
    quotation = position.quotations[0].model_copy(update={"text": words})
    position = position.model_copy(update={"quotations": (quotation,)})
    story = story.model_copy(update={"positions": (position, *story.positions[1:])})
    messages = slack_messages(lay_out(brief.model_copy(update={"stories": (story,)})))
    assert max(map(len, messages)) <= MESSAGE_LENGTH
    assert sum(message.count("words") for message in messages) >= length // 6


def test_a_title_without_end_leaves_room_for_the_brief(brief: Briefing) -> None:
    messages = slack_messages(lay_out(brief.model_copy(update={"title": "Morning " * 1_000})))
    assert max(map(len, messages)) <= MESSAGE_LENGTH
    assert len(messages) <= 4


def test_words_without_spaces_are_cut_at_the_limit() -> None:
    assert pack(["x" * 10], 4) == ["xxxx", "xxxx", "xx"]
