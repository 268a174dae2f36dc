"""The report's page in a real browser: it is accessible, fits a phone, and asks the network for nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browserpage import MARKS, OVERFLOW, RULES, axe, chromium, open_page, sync_api
from suitebuilder import commit, edit, make_suite, record, reply

from briefing.compare import compare_sides
from briefing.report import render_report

pytestmark = MARKS


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A regression: a critical case blocks, a reply was asked again, a case is stale."""
    root = make_suite(tmp_path_factory.mktemp("suite") / "desk", cases=6, critical=(2,))
    record(root, samples=3)
    commit(root)
    edit(root / "prompts/story/system.j2", "You ", "You now ")
    record(root, lambda n, _: ["no", reply(n, without=("second",) if n else ())], samples=3)
    file = root / "report.html"
    file.write_text(render_report(compare_sides(root, (), alias="small"), "html"), encoding="utf-8")
    return file


@pytest.fixture
def browser() -> Iterator["sync_api.Browser"]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_report_is_accessible_and_fits(
    browser: "sync_api.Browser", page_file: Path, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with open_page(browser, page_file, color_scheme=scheme, viewport=size) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        results = axe.Axe().run(page, options=RULES)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate(OVERFLOW) == 0


def test_every_plot_says_its_figures_in_words(browser: "sync_api.Browser", page_file: Path) -> None:
    with open_page(browser, page_file) as page:
        labels = page.locator("svg[role=img]").evaluate_all("all => all.map((one) => one.ariaLabel)")
        assert any("from" in label and "%" in label for label in labels)
        assert all(labels)
