"""The page in a real browser: `pip install -e '.[dev-browser]'`, and a Chromium on the PATH."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browserpage import MARKS, OVERFLOW, RULES, axe, chromium, open_page, sync_api

from briefing.render import render
from briefing.render.sheet import lay_out
from briefing.render.slack import render_slack
from briefing.schema import Briefing

pytestmark = MARKS


@pytest.fixture
def page_file(brief: Briefing, tmp_path: Path) -> Path:
    file = tmp_path / "brief.html"
    file.write_text(render(brief, "html"), encoding="utf-8")
    return file


@pytest.fixture
def browser() -> Iterator["sync_api.Browser"]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_the_page_is_accessible_and_fits(
    browser: "sync_api.Browser", page_file: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with open_page(browser, page_file, color_scheme=scheme, viewport=size) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        results = axe.Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate(OVERFLOW) == 0


def test_the_accessibility_check_sees_a_button_without_a_name(
    browser: "sync_api.Browser", page_file: Path
) -> None:
    with open_page(browser, page_file) as page:
        page.evaluate("document.querySelector('button').textContent = ''")
        assert axe.Axe().run(page, options=RULES).violations_count == 1


def test_the_button_copies_rich_text_and_plain_text(
    browser: "sync_api.Browser", page_file: Path, brief: Briefing
) -> None:
    with open_page(browser, page_file, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_role("button", name="Copy for Slack").click()
        page.get_by_role("status").get_by_text("Copied. Paste it into Slack.").wait_for()
        copied = page.evaluate(
            "async () => { const [item] = await navigator.clipboard.read(); const parts = {};"
            " for (const type of item.types) parts[type] = await (await item.getType(type)).text();"
            " return parts; }"
        )
    assert copied["text/plain"].replace("\r\n", "\n") == render_slack(lay_out(brief))
    assert "<li><b>Ada Brandt</b>" in copied["text/html"]


def test_the_page_is_whole_without_scripts(browser: "sync_api.Browser", page_file: Path) -> None:
    with open_page(browser, page_file, java_script_enabled=False) as page:
        assert not page.get_by_role("button").is_visible()
        page.get_by_text("words verbatim, speaker confirmed").first.click()
        assert page.get_by_text("Sentence a1.3, characters 201–255").is_visible()


def test_paper_shows_the_evidence_and_no_button(browser: "sync_api.Browser", page_file: Path) -> None:
    with open_page(browser, page_file) as page:
        page.emulate_media(media="print")
        assert not page.get_by_text("Copy for Slack").is_visible()
        assert page.get_by_text("Sentence a1.3, characters 201–255").is_visible()
