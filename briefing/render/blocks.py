"""Sheet -> Block Kit payloads for `chat.postMessage` and webhooks.

Slack refuses a payload that is too long, and does not say where its limits lie; the caps here keep well below
those that are known. Lengths are counted after escaping.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NotRequired, TypedDict

from briefing.render.json_ import dump_json
from briefing.render.mrkdwn import DIALECT, escape_mrkdwn
from briefing.render.sheet import Sheet, StorySheet
from briefing.render.slack import defuse, pack, write_closing, write_news, write_story
from briefing.render.visible import clip

__all__ = ["Block", "Payload", "TextObject", "render_blocks", "slack_payloads"]

SECTION_LENGTH = 2900
HEADER_LENGTH = 150
PAYLOAD_LENGTH = 10_000
PAYLOAD_BLOCKS = 45
TITLE_LENGTH = 100  # leaves room for the day and the number
FALLBACK_LENGTH = 300


class TextObject(TypedDict):
    """A text of a block; `verbatim` keeps Slack from looking for addresses and channels in it."""

    type: Literal["plain_text", "mrkdwn"]
    text: str
    emoji: NotRequired[bool]
    verbatim: NotRequired[bool]


class Block(TypedDict):
    """A header, a section or a divider."""

    type: Literal["header", "section", "divider"]
    text: NotRequired[TextObject]


class Payload(TypedDict):
    """One message; `text` is what notifications show and screen readers say."""

    text: str
    blocks: list[Block]
    unfurl_links: bool
    unfurl_media: bool


def render_blocks(sheet: Sheet) -> str:
    """Write the payloads as a JSON list; ends with one newline."""
    return dump_json(slack_payloads(sheet))


def slack_payloads(sheet: Sheet) -> list[Payload]:
    """Make the messages to post, in order, each within every limit of Slack's."""
    messages = list(_fill_messages(_write_parts(sheet)))
    headings = _number_headings(f"{clip(sheet.title, TITLE_LENGTH)} — {sheet.day}", len(messages))
    headlines = "; ".join(story.headline for story in sheet.stories) or sheet.nothing
    return [
        _make_payload(heading, blocks, fallback=f"{heading}: {headlines}")
        for heading, blocks in zip(headings, messages, strict=True)
    ]


def _write_parts(sheet: Sheet) -> Iterator[list[Block]]:
    """Write runs of blocks that stay together: a headline never stands alone at the end of a message."""
    if sheet.news:
        news = pack(write_news(sheet.news, DIALECT, nothing=sheet.nothing), SECTION_LENGTH)
        yield from ([_section(text)] for text in news)
    for story in sheet.stories:
        heading, *sections = _write_story_blocks(story)
        yield [{"type": "divider"}, heading, *sections[:1]]
        yield from ([section] for section in sections[1:])
    if not (sheet.stories or sheet.news):
        yield [_section(sheet.nothing)]
    closing = [_section(text) for text in pack(write_closing(sheet, DIALECT), SECTION_LENGTH)]
    yield [{"type": "divider"}, *closing[:1]]
    yield from ([section] for section in closing[1:])


def _write_story_blocks(story: StorySheet) -> list[Block]:
    """Write the headline as a header, and whole in the first section where a header can not hold it."""
    headline, *items = write_story(story, DIALECT)
    heading = defuse(f"{story.news} · {story.headline}" if story.news else story.headline)
    lines = headline.lstrip("\n").split("\n", 1)
    first = "\n".join(lines) if len(heading) > HEADER_LENGTH else "".join(lines[1:])
    return [_header(heading), *(_section(text) for text in pack([first, *items], SECTION_LENGTH))]


def _fill_messages(parts: Iterable[Sequence[Block]]) -> Iterator[list[Block]]:
    message: list[Block] = []
    room = PAYLOAD_LENGTH - HEADER_LENGTH
    for part in parts:
        if message and (_length([*message, *part]) > room or len(message) + len(part) >= PAYLOAD_BLOCKS):
            yield message
            message = []
        message = [*message, *part]
    yield message


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(block["text"]["text"]) for block in blocks if "text" in block)


def _number_headings(heading: str, count: int) -> list[str]:
    if count == 1:
        return [heading]
    return [f"{heading} ({number}/{count})" for number in range(1, count + 1)]


def _make_payload(heading: str, blocks: list[Block], *, fallback: str) -> Payload:
    return {
        "text": escape_mrkdwn(clip(fallback, FALLBACK_LENGTH)),
        "blocks": [_header(defuse(heading)), *blocks],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _header(text: str) -> Block:
    return {
        "type": "header",
        "text": {"type": "plain_text", "text": clip(text, HEADER_LENGTH), "emoji": False},
    }


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
