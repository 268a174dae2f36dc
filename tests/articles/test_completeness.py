import tomllib
from pathlib import Path

import pytest

from briefing.articles import read_sources
from briefing.articles.feeds import read_feed
from briefing.schema import ArticleKind, FindingCode

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/articles/completeness.toml").read_text(encoding="utf-8"))["case"]
SHORT = "The pier closes on Friday. Nobody has said when it opens again."
LONG = " ".join(f"The harbour master gave the {number}th reason for it." for number in range(40))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_short_article_is_a_stub_only_where_something_shows_that_it_is_cut_off(
    case: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / f"article{case.get('suffix', '.txt')}"
    path.write_text(case["page"], encoding="utf-8")
    reading = read_sources([str(path)])
    told = [finding.detail for finding in reading.findings if finding.code is FindingCode.STUB]
    assert [article.kind for article in reading.articles] == [
        ArticleKind.STUB if "sign" in case else ArticleKind.FULL
    ]
    assert len(told) == ("sign" in case)
    assert case.get("sign", "") in "".join(told)


def test_the_pasted_page_of_the_seeds_is_a_stub_and_its_agency_twin_is_none() -> None:
    reading = read_sources([str(ROOT / "seeds/nato-airspace")])
    assert [article.kind for article in reading.articles] == [ArticleKind.FULL, ArticleKind.STUB]


def test_a_long_text_on_a_page_that_sells_subscriptions_is_no_stub(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"Home\nSubscribe\nSign in\n{LONG}\nAbout us", encoding="utf-8")
    assert [article.kind for article in read_sources([str(path)]).articles] == [ArticleKind.FULL]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (f"<description>{SHORT}</description>", ArticleKind.STUB),
        (f"<description>{LONG}</description>", ArticleKind.FULL),
        (f"<description>Pier.</description><c:encoded>{SHORT}</c:encoded>", ArticleKind.FULL),
    ],
)
def test_the_short_summary_of_a_feed_is_a_stub_and_its_short_content_is_none(
    entry: str, kind: ArticleKind
) -> None:
    feed = (
        '<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>Wire</title>'
        f"<item><title>Pier</title>{entry}</item></channel></rss>"
    )
    (article,) = read_feed(feed.encode(), address="https://wire.example/feed").articles
    assert article.kind is kind
