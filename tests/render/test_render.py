"""The formats next to each other: made from one brief, they can not disagree."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import html5lib
import pytest
from markdown_it import MarkdownIt

from briefing.errors import UsageError
from briefing.render import FORMATS, format_of, render
from briefing.render.visible import long_day, plain, quoted, web_address
from briefing.schema import Briefing, Quotation, StoryBriefing
from briefing.text import fold

LINK_RE = re.compile(r"<[^|<>]+\|([^<>]*)>")
BOLD_RE = re.compile(r"\*([A-Za-z0-9][^*\n]*)\*")
CASES = Path(__file__).parents[1] / "cases" / "render"
OWN_WORDS = frozenset(
    """
    about against also articles as bottom brief briefed built by cited copy created date differ engine every
    for from have how in is issue item items it its json language left line made method model more no not
    nobody of on open others out person position positions printed prompt proved question questions quotation
    quotations quoted read reported said says sentence sources source stands still stories stub the their them
    there these they things this to true unclear utc verified was what whether where who whose without word
    words model on condition condition speaker altered unattributed could be be input standard july other and
    checked s say clear stance skip slack characters
    """.split()
)


def _markdown_text(source: str) -> str:
    tokens = MarkdownIt("gfm-like").parse(source)
    return "\n".join(
        "".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"
    )


def _mrkdwn_text(text: str) -> str:
    return unescape(LINK_RE.sub(r"\1", BOLD_RE.sub(r"\1", text)).replace("\u200b", ""))


def _html_text(page: str) -> str:
    """The words of a page, a line for each block; what the button copies is not on the page."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    for script in list(body.iter("script")):
        script.text = ""
    for block in body.iter():
        if block.tag in BLOCKS:
            block.tail = "\n" + (block.tail or "").lstrip("\n")
    return re.sub(r"\n\s*", "\n", "".join(body.itertext()))


BLOCKS = {"p", "li", "h1", "h2", "h3", "th", "td", "summary", "div", "span"}
READ: dict[str, Callable[[str], str]] = {
    "markdown": _markdown_text,
    "slack": lambda text: text.replace("\u200b", ""),
    "slack-mrkdwn": _mrkdwn_text,
    "html": _html_text,
}
FULL = sorted(READ)
TALLY_RE = re.compile(r"^\W*(?:Sources left|Left) out: (.+)$", re.MULTILINE)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_as_approved(brief: Briefing, name: str) -> None:
    approved = CASES / f"approved{FORMATS[name].suffix}"
    assert render(brief, name) == approved.read_text(encoding="utf-8"), (
        "run `python tests/render/accept.py` and read the diff"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_shows_changes_as_approved(changed: Briefing, name: str) -> None:
    approved = CASES / f"approved-changed{FORMATS[name].suffix}"
    assert render(changed, name) == approved.read_text(encoding="utf-8"), (
        "run `python tests/render/accept.py` and read the diff"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_ends_with_one_newline(brief: Briefing, name: str) -> None:
    text = render(brief, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_brief_can_be_written(brief: Briefing, name: str) -> None:
    assert "Morning brief" in render(brief.model_copy(update={"stories": (), "left_out": ()}), name)


@pytest.mark.parametrize("name", FULL)
def test_nothing_is_printed_that_is_not_in_the_json(brief: Briefing, name: str) -> None:
    assert _foreign_words(READ[name](render(brief, name)), render(brief, "json")) == set()


@pytest.mark.parametrize("name", FULL)
def test_the_comparison_with_the_json_sees_a_foreign_line(brief: Briefing, name: str) -> None:
    without = render(brief.model_copy(update={"stories": brief.stories[:1]}), "json")
    assert {"Veldania", "heater"} <= _foreign_words(READ[name](render(brief, name)), without)


@pytest.mark.parametrize("name", FULL)
def test_every_line_of_the_brief_is_printed(brief: Briefing, name: str) -> None:
    text = READ[name](render(brief, name))
    assert [line for story in brief.stories for line in _lines(story) if plain(line) not in text] == []


@pytest.mark.parametrize("name", FULL)
def test_every_quotation_is_printed_with_its_speaker_and_source(brief: Briefing, name: str) -> None:
    text = READ[name](render(brief, name))
    numbers = _number_sources(brief)
    for story, quotation in _quotations(brief):
        is_proved = (quotation.verdict, quotation.speaker_verdict) == ("verbatim", "confirmed")
        printed = (
            f"{quoted(quotation.text)} ({quotation.speaker}) [{numbers[story.id, quotation.article_id]}]"
        )
        assert (printed in text) is is_proved, printed
        assert (fold(quotation.text)[0] in fold(text.replace(_omissions(text), ""))[0]) is is_proved


@pytest.mark.parametrize("name", FULL)
def test_the_formats_agree_on_what_was_left_out(brief: Briefing, name: str) -> None:
    tallies = TALLY_RE.findall(READ[name](render(brief, name)))
    codes = [{finding.code.value for finding in part.left_out} for part in (*brief.stories, brief)]
    counted = [dict(reversed(entry.split(" ")) for entry in tally.split(", ")) for tally in tallies]
    assert [set(tally) for tally in counted] == codes
    total = sum(int(number) for tally in counted for number in tally.values())
    assert total == brief.meta.counts.left_out
    assert f"{total} items left out" in render(brief, name)


@pytest.mark.parametrize("name", FULL)
def test_the_stance_is_said_where_it_is_clear_or_nothing_else_is(brief: Briefing, name: str) -> None:
    text = READ[name](render(brief, name))
    assert re.search(r"Against\s*:\s+Says 60 jobs", text)
    assert re.search(
        r"No clear stance\s+\(Should the council pay Saltway to keep sailing\?\)\s*:\s+Asked", text
    )
    assert text.count("No clear stance") == 1
    assert "The head of the chamber" in text


def test_an_unknown_format_is_a_usage_error_that_names_the_known_ones(brief: Briefing) -> None:
    with pytest.raises(UsageError, match="markdown, slack"):
        render(brief, "docx")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_name_asks_for_its_format(name: str) -> None:
    assert format_of(f"Monday{FORMATS[name].suffix.upper()}") == name


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_explained(name: str) -> None:
    page = (CASES.parents[2] / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    assert f"| `{name}` | `{FORMATS[name].suffix}` |" in page


def _foreign_words(text: str, document: str) -> set[str]:
    """The words of a text that are neither in the JSON nor our own labels."""
    for known in sorted(set(_strings(json.loads(document))), key=len, reverse=True):
        text = text.replace(known, " ")
    return {word for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in OWN_WORDS}


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from (known for known in (plain(value), *_readable(value)) if len(known) > 1)
        case dict():
            yield from (text for item in value.values() for text in _strings(item))
        case list():
            yield from (text for item in value for text in _strings(item))


def _readable(value: str) -> Iterator[str]:
    """How a date or an address of the JSON is written for people."""
    if re.match(r"\d{4}-\d\d-\d\d", value):
        yield long_day(date.fromisoformat(value[:10]))
    if address := web_address(value):
        yield from (address, address.split("/")[2])


def _lines(story: StoryBriefing) -> Iterator[str]:
    yield from (story.headline, story.issue)
    yield from (line.text for line in story.bottom_line)
    for position in story.positions:
        yield from (position.actor, position.role or "", position.summary)
    yield from (difference.text for difference in story.differences)
    for question in story.open_questions:
        yield from (question.question, question.why_open)
    for article in story.articles:
        yield from (article.outlet or "", article.title or "")


def _quotations(brief: Briefing) -> Iterator[tuple[StoryBriefing, Quotation]]:
    for story in brief.stories:
        for position in story.positions:
            yield from ((story, quotation) for quotation in position.quotations)


def _number_sources(brief: Briefing) -> dict[tuple[str, str], int]:
    keys = [(story.id, article.id) for story in brief.stories for article in story.articles]
    return {key: number for number, key in enumerate(keys, start=1)}


def _omissions(text: str) -> str:
    """The one line of the list of omissions that repeats words nobody is known to have said."""
    found = re.search(r"^altered: .*$", text, re.MULTILINE)
    return found[0] if found else "\0"
