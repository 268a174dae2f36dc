"""Addresses -> articles: feeds, pages, and the page behind a teaser."""

import pytest
from loopback import PUBLIC, Internet, Page, public_dns, serving

from briefing.articles.fetch import Fetcher, FetchLimits, Validators
from briefing.articles.online import Visit, complete_teasers, visit_feed, visit_page
from briefing.schema import ArticleKind, FindingCode

FEED = "http://courier.example/feed"
HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = "".join(
    f"<p>The harbour master gave reason number {number} for closing the pier on Friday; nobody objected.</p>"
    for number in range(20)
)
ARTICLE = Page(
    f"<html><head><title>Pier to close</title></head><body><article>{BODY}</article></body></html>".encode(),
    headers=HTML,
)


def feed(*links: str) -> Page:
    items = "".join(
        f"<item><title>Story {link}</title><link>{link}</link><description>A teaser of it all.</description>"
        "<pubDate>Mon, 02 Mar 2026 08:15:00 +0200</pubDate></item>"
        for link in links
    )
    body = f'<rss version="2.0"><channel><title>Fennwick Courier</title>{items}</channel></rss>'
    return Page(body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": '"v1"'})


def fetcher(port: int) -> Fetcher:
    return Fetcher(limits=FetchLimits(pause=0), resolve=public_dns, network=Internet({PUBLIC: port}))


def test_a_feed_is_read_with_what_to_tell_its_server_next_time() -> None:
    with serving({"/feed": feed("/1", "/2")}) as outlet:
        visit = visit_feed(FEED, fetcher(outlet.port))
    assert [(article.source, article.url) for article in visit.reading.articles] == [
        (FEED, "http://courier.example/1"),
        (FEED, "http://courier.example/2"),
    ]
    assert visit.validators == Validators('"v1"')
    assert visit.failure is None
    assert not visit.is_unchanged


def test_a_feed_that_did_not_change_says_so() -> None:
    with serving({"/feed": Page(status=304)}) as outlet:
        visit = visit_feed(FEED, fetcher(outlet.port), known=Validators('"v1"'))
    assert visit == Visit(FEED, validators=Validators('"v1"'), is_unchanged=True)


def test_a_feed_that_moved_for_good_tells_its_new_place_and_keeps_its_name() -> None:
    pages = {"/feed": Page(status=301, headers={"Location": "/new/feed"}), "/new/feed": feed("1")}
    with serving(pages) as outlet:
        visit = visit_feed(FEED, fetcher(outlet.port))
    assert visit.moved == "http://courier.example/new/feed"
    assert [(article.source, article.url) for article in visit.reading.articles] == [
        (FEED, "http://courier.example/new/1")
    ]


def test_an_address_that_fails_keeps_what_its_server_was_told() -> None:
    known = Validators('"v1"')
    with serving({}) as outlet:
        for visit in (
            visit_feed(FEED, fetcher(outlet.port), known=known),
            visit_page(FEED, fetcher(outlet.port), known=known),
        ):
            assert visit.validators == known
            assert visit.failure is not None
            assert [finding.detail for finding in visit.reading.findings] == [
                "the server answers 404 Not Found"
            ]


def test_a_page_is_read_under_the_address_it_was_found_at() -> None:
    pages = {"/pier": Page(status=302, headers={"Location": "/2026/pier"}), "/2026/pier": ARTICLE}
    with serving(pages) as outlet:
        visit = visit_page("http://courier.example/pier", fetcher(outlet.port))
    (article,) = visit.reading.articles
    assert (article.title, article.url) == ("Pier to close", "http://courier.example/2026/pier")
    assert article.source == "http://courier.example/pier"
    assert "reason number 19" in article.text


def test_a_page_without_an_article_is_a_finding() -> None:
    with serving({"/": Page(b"<html><body><script>x()</script></body></html>", headers=HTML)}) as outlet:
        visit = visit_page("http://courier.example/", fetcher(outlet.port))
    assert [finding.code for finding in visit.reading.findings] == [FindingCode.EMPTY]
    assert visit.failure is None


def test_the_article_behind_a_teaser_takes_its_place_under_the_feeds_title_and_date() -> None:
    with serving({"/feed": feed("/1"), "/1": ARTICLE}) as outlet:
        reading = visit_feed(FEED, fetcher(outlet.port)).reading
        completed = complete_teasers(reading, fetcher(outlet.port))
    (full,) = completed.articles
    assert "reason number 19" in full.text
    assert full.kind is ArticleKind.FULL
    assert completed.findings == ()
    assert (full.title, full.outlet, full.source) == ("Story /1", "Fennwick Courier", FEED)
    assert full.published == reading.articles[0].published


PAYWALL = Page(b"<html><body><p>Subscribe.</p></body></html>", headers=HTML)


@pytest.mark.parametrize(
    ("page", "findings"),
    [
        (PAYWALL, 0),
        (Page(status=503), 1),
        (Page(b"\x89PNG\r\n\x1a\n\0", headers={"Content-Type": "image/png"}), 0),
    ],
)
def test_a_teaser_stays_where_nothing_better_is_behind_it(page: Page, findings: int) -> None:
    with serving({"/feed": feed("/1"), "/1": page}) as outlet:
        reading = visit_feed(FEED, fetcher(outlet.port)).reading
        completed = complete_teasers(reading, fetcher(outlet.port))
    assert completed.articles == reading.articles
    assert len(completed.findings) == len(reading.findings) + findings
    assert set(completed.findings) >= set(reading.findings)


def test_only_wanted_links_are_followed_and_robots_txt_is_obeyed() -> None:
    rules = Page(b"User-agent: *\nDisallow: /2")
    pages = {
        "/feed": feed("/1", "/2", "/3"),
        "/robots.txt": rules,
        "/1": ARTICLE,
        "/2": ARTICLE,
        "/3": ARTICLE,
    }
    with serving(pages) as outlet:
        reading = visit_feed(FEED, fetcher(outlet.port)).reading
        completed = complete_teasers(
            reading, fetcher(outlet.port), wants=lambda link: not link.endswith("/3")
        )
    assert [article.kind for article in completed.articles] == [
        ArticleKind.FULL,
        ArticleKind.STUB,
        ArticleKind.STUB,
    ]
    assert outlet.paths == ["/feed", "/robots.txt", "/1"]
