"""The page in a real browser: `pip install -e '.[dev-browser]'`, and a Chromium on the PATH."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.render import render
from briefing.render.sheet import lay_out
from briefing.render.slack import render_slack
from briefing.schema import Briefing

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra dev-browser is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="dev-browser is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = os.environ.get("BRIEFING_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH; name one in BRIEFING_CHROMIUM"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]


@pytest.fixture
def page_file(brief: Briefing, tmp_path: Path) -> Path:
    file = tmp_path / "brief.html"
    file.write_text(render(brief, "html"), encoding="utf-8")
    return file


@pytest.fixture
def browser() -> Iterator["sync_api.Browser"]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"] if is_root else []
        )
        yield chromium
        chromium.close()


@contextmanager
def _open(browser: "sync_api.Browser", file: Path, **settings: object) -> Iterator["sync_api.Page"]:
    """Open the page; one request, no message on the console, or the test fails."""
    context = browser.new_context(**settings)
    page = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert requests == [file.as_uri()]
    assert messages == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1100])
def test_the_page_is_accessible_and_fits(
    browser: "sync_api.Browser", page_file: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with _open(browser, page_file, color_scheme=scheme, viewport=size) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        results = axe.Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate(OVERFLOW) == 0


def test_the_accessibility_check_sees_a_button_without_a_name(
    browser: "sync_api.Browser", page_file: Path
) -> None:
    with _open(browser, page_file) as page:
        page.evaluate("document.querySelector('button').textContent = ''")
        assert axe.Axe().run(page, options=RULES).violations_count == 1


def test_the_button_copies_rich_text_and_plain_text(
    browser: "sync_api.Browser", page_file: Path, brief: Briefing
) -> None:
    with _open(browser, page_file, permissions=["clipboard-read", "clipboard-write"]) as page:
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
    with _open(browser, page_file, java_script_enabled=False) as page:
        assert not page.get_by_role("button").is_visible()
        page.get_by_text("words verbatim, speaker confirmed").first.click()
        assert page.get_by_text("Sentence a1.3, characters 201–255").is_visible()


def test_paper_shows_the_evidence_and_no_button(browser: "sync_api.Browser", page_file: Path) -> None:
    with _open(browser, page_file) as page:
        page.emulate_media(media="print")
        assert not page.get_by_text("Copy for Slack").is_visible()
        assert page.get_by_text("Sentence a1.3, characters 201–255").is_visible()
