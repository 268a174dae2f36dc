"""Pages in a real browser: `pip install -e '.[dev-browser]'`, and a Chromium on the PATH."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra dev-browser is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="dev-browser is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = os.environ.get("BRIEFING_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

MARKS = [
    pytest.mark.long,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH; name one in BRIEFING_CHROMIUM"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]


@contextmanager
def chromium() -> Iterator["sync_api.Browser"]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox"] if is_root else []
        )
        yield running
        running.close()


@contextmanager
def open_page(browser: "sync_api.Browser", file: Path, **settings: object) -> Iterator["sync_api.Page"]:
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
