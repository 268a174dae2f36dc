"""What is new since the last brief, in every format that people read."""

import json
import re
from html import unescape

import pytest

from briefing.render import FORMATS, render
from briefing.render.blocks import slack_payloads
from briefing.render.sheet import lay_out
from briefing.schema import Briefing, StoryState

READ = ["markdown", "slack", "slack-mrkdwn", "slack-json", "html"]
NEWS_RE = re.compile(r"New since the last brief \(24 September 2025\)")


def plainly(brief: Briefing, name: str) -> str:
    """A rendering without the marks of its format."""
    text = render(brief, name)
    if name == "html":
        text = unescape(re.sub(r"<script.*?</script>|<(?!http)[^>]*>", "", text, flags=re.DOTALL))
    if name == "slack-json":
        blocks = [block for payload in json.loads(text) for block in payload["blocks"]]
        text = "\n".join(block["text"]["text"] for block in blocks if "text" in block)
    text = re.sub(r"<https?:[^|>]*\|([^>]*)>", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"[*\\\u200b]", "", text))


@pytest.mark.parametrize("name", READ)
def test_the_news_come_first_and_hold_every_kind_of_change(changed: Briefing, name: str) -> None:
    text = plainly(changed, name)
    news = text[NEWS_RE.search(text).start() : text.index("What it is about")]
    for said in (
        "Ada Brandt: Against → On condition.",
        "22 September 2025: Held that the line has to stay. “The line stays open, whatever it costs” (Ada B",
        "→ 24 September 2025: Would close the line only once a traffic study shows",
        "“We need the traffic study before anyone signs anything” (Ada Brandt) [1]",
        "Withdrawn: 21 September 2025:",
        "Denied: 24 September 2025: “We have not spoken with the owner and we will not” (Rosa Tamm)",
        "denied having said that the union had not spoken with the owner.",
        "New position: Dockers' Union Local 7",
        "Restated: Jo Li, council member — “I want to see the books. Then we talk.” (Li) [2]",
        "Answered after 1 day: How many passengers ride the ferry?",
        "New question: Will Saltway sail after 1 November without a vote?",
        "Still open: 1 question, for 6 days.",
        "Gone quiet: Bakers of Northmere strike (last news 24 September 2025)",
    ):
        assert said in news, said


@pytest.mark.parametrize("name", READ)
def test_what_is_new_bears_its_mark_in_its_place(changed: Briefing, name: str) -> None:
    text = plainly(changed, name)
    body = text[text.index("What it is about") - 500 :]
    for mark in (
        "MOVED from Against (24 September 2025)",
        "RESTATED",
        "open for 6 days",
        "NEW · Maker of the Pico" if name != "html" else "NEW Maker of the Pico",
    ):
        assert mark in body, mark


@pytest.mark.parametrize("name", READ)
def test_an_unchanged_story_is_one_line_with_its_sources(changed: Briefing, name: str) -> None:
    text = plainly(changed, name)
    (line,) = re.findall(r"Unchanged: Veldania.*?\]", text)
    assert "(last news 24 September 2025) [6, 7, 8]" in line
    assert "Patience is a decision" not in text
    assert "[8] صحيفة الميناء" in text


@pytest.mark.parametrize("name", READ)
def test_earlier_words_have_their_source_in_the_list(changed: Briefing, name: str) -> None:
    text = plainly(changed, name)
    (number,) = re.findall(r"whatever it costs” \(Ada Brandt\) \[(\d+)\]", text)
    assert f"[{number}] The Northmere Courier, 22 September 2025 (as in the brief of 24 S" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_brief_without_an_earlier_one_says_nothing_of_changes(brief: Briefing, name: str) -> None:
    text = render(brief, name)
    assert "since the last brief" not in text
    assert '"changes"' not in text


@pytest.mark.parametrize("name", READ)
def test_a_brief_in_which_nothing_is_new_says_so(changed: Briefing, name: str) -> None:
    assert changed.changes is not None
    kept = [story for story in changed.changes.stories if story.state is StoryState.UNCHANGED]
    changes = changed.changes.model_copy(update={"stories": tuple(kept)})
    stories = tuple(story for story in changed.stories if story.id == kept[0].story)
    text = plainly(changed.model_copy(update={"stories": stories, "changes": changes}), name)
    assert "Nothing is new since the brief of 24 September 2025." in text
    assert "Unchanged: Veldania" in text
    assert "There is nothing to brief" not in text


def test_only_proved_words_are_news(changed: Briefing) -> None:
    altered = changed.model_dump(mode="json")
    (first, *_) = altered["changes"]["stories"][0]["positions"]
    first["earlier"]["position"]["quotations"][0]["verdict"] = "altered"
    text = render(Briefing.model_validate_json(json.dumps(altered)), "markdown")
    assert "whatever it costs" in render(changed, "markdown")
    assert "whatever it costs" not in text


def test_the_json_comes_back_as_the_same_brief(changed: Briefing) -> None:
    document = json.loads(render(changed, "json"))
    del document["schema_version"]
    assert Briefing.model_validate_json(json.dumps(document)) == changed


def test_messages_stay_within_slack_s_limits(changed: Briefing) -> None:
    assert changed.changes is not None
    story, change = changed.stories[0], changed.changes.stories[0]
    many = [story.model_copy(update={"id": f"m{number}"}) for number in range(30)]
    changes = [change.model_copy(update={"story": other.id}) for other in many]
    update = {
        "stories": tuple(many),
        "changes": changed.changes.model_copy(update={"stories": tuple(changes)}),
    }
    sheet = lay_out(changed.model_copy(update=update))
    for payload in slack_payloads(sheet):
        assert sum(len(block["text"]["text"]) for block in payload["blocks"] if "text" in block) <= 10_000
