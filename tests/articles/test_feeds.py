"""Feeds: what is whole in them is read, what is hidden or hostile is not, and nothing else is opened."""

import time
import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openwatch import OpenWatch

from briefing.articles.feeds import MOST_ITEMS, read_feed
from briefing.articles.reading import Reading
from briefing.schema import ArticleKind, FindingCode

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/feeds/feeds.toml").read_text("utf-8"))
ADDRESS = "https://news.example/feeds/rss.xml"


class Case(TypedDict, total=False):
    """A feed and what is read from it; see feeds.toml."""

    name: str
    feed: str
    outlet: str
    titles: list[str]
    links: list[str]
    published: list[str]
    texts: list[str]
    absent: list[str]
    codes: list[str]
    code: str


def read(feed: str | bytes, content_type: str | None = None) -> Reading:
    data = feed.strip().encode() if isinstance(feed, str) else feed
    return read_feed(data, address=ADDRESS, content_type=content_type)


def rss(items: str, *, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'


def findings_of(reading: Reading) -> list[str]:
    """The codes of what is said about the feed and its entries, without the notes on articles."""
    notes = [note for article in reading.articles for note in article.notes]
    return [finding.code.value for finding in reading.findings if finding not in notes]


ITEM = "<item><title>Pier</title><description>The pier closes on Friday.</description></item>"


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_a_feed_gives_what_is_whole_in_it(case: Case) -> None:
    reading = read(case["feed"])
    assert [article.title for article in reading.articles] == case["titles"]
    assert [article.url or "" for article in reading.articles] == case["links"]
    for article, words in zip(reading.articles, case["texts"], strict=True):
        assert words in article.text
        assert article.source == ADDRESS
    told = [a.published.moment.isoformat() if a.published else "" for a in reading.articles]
    assert told == case.get("published", told)
    assert {article.outlet for article in reading.articles} <= {case.get("outlet", "Wire"), "Wire"}
    assert findings_of(reading) == case.get("codes", [])


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_what_must_not_be_read_is_nowhere_in_the_article(case: Case) -> None:
    for article in read(case["feed"]).articles:
        dump = f"{article.title} {article.byline} {article.outlet} {article.url} {article.text}"
        assert not [words for words in case.get("absent", []) if words in dump]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: str(case["name"]))
def test_what_is_no_feed_is_told_with_its_reason(case: Case) -> None:
    reading = read(case["feed"])
    assert reading.articles == ()
    assert [finding.code.value for finding in reading.findings] == [case["code"]]
    assert reading.findings[0].subject == ADDRESS


def test_articles_are_numbered_and_a_teaser_is_a_stub() -> None:
    full = " ".join(f"The harbour master gave the {number}th reason for it." for number in range(40))
    reading = read(rss(ITEM + f"<item><title>Long</title><description>{full}</description></item>"))
    assert [(article.id, article.kind) for article in reading.articles] == [
        ("a1", ArticleKind.STUB),
        ("a2", ArticleKind.FULL),
    ]


ENCODINGS = [
    ("utf-8", None, "utf-8"),
    ("utf-8-sig", None, None),
    ("utf-16", None, "utf-16"),
    ("utf-16-le", "application/xml; charset=utf-16le", None),
    ("cp1252", None, "windows-1252"),
    ("iso-8859-1", "application/xml; charset=iso-8859-1", None),
    ("iso-8859-15", None, "iso-8859-15"),
    ("cp1252", None, "utf-8"),
    ("cp1252", None, None),
]


@pytest.mark.parametrize(("encoding", "content_type", "declared"), ENCODINGS)
def test_encodings_are_found_declared_sent_or_wrong(
    encoding: str, content_type: str | None, declared: str | None
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    item = (
        "<item><title>Müller</title><description>Frau Müller schließt das Café am Hafen.</description></item>"
    )
    (article,) = read(rss(item, head=head).encode(encoding), content_type).articles
    assert (article.title, article.text) == ("Müller", "Frau Müller schließt das Café am Hafen.")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_entities_are_found_in_wide_encodings_too(encoding: str) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + rss(ITEM, head="")
    assert ["entities" in finding.detail for finding in read(bomb.encode(encoding)).findings] == [True]


TOO_MUCH = {
    "bytes": rss(ITEM).encode() + b" " * 10_500_000,
    "tags": b"<rss>" + b"<a>" * 2_000_000,
}


@pytest.mark.parametrize("data", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_more_than_any_feed_holds_is_refused_in_seconds(data: bytes) -> None:
    began = time.process_time()
    assert [finding.code for finding in read(data).findings] == [FindingCode.TOO_LARGE]
    assert time.process_time() - began < 8


def test_markup_inside_closed_sections_is_no_reason_to_refuse() -> None:
    paragraphs = "<p>Words.</p>" * 35_000
    reading = read(rss(f"<item><description><![CDATA[{paragraphs}]]></description></item>"))
    assert len(reading.articles) == 1


@pytest.mark.parametrize("number", [MOST_ITEMS + 1, 30_000])
def test_of_many_entries_the_first_are_read_and_the_rest_are_told(number: int) -> None:
    reading = read(rss("".join(ITEM.replace("Pier", f"Pier {index}") for index in range(number))))
    assert [article.title for article in reading.articles] == [f"Pier {index}" for index in range(MOST_ITEMS)]
    assert findings_of(reading) == [FindingCode.OVER_LIMIT]


def test_as_many_entries_as_are_read_are_no_reason_to_say_so() -> None:
    reading = read(rss("".join(ITEM.replace("Pier", f"Pier {index}") for index in range(MOST_ITEMS))))
    assert len(reading.articles) == MOST_ITEMS
    assert findings_of(reading) == []


def test_an_entry_that_stands_there_twice_is_read_once() -> None:
    assert len(read(rss(2 * ITEM + ITEM.replace("Friday", "Monday"))).articles) == 2


def test_what_is_noted_about_an_article_names_its_link() -> None:
    item = (
        "<item><title>Pier</title><link>https://wire.example/pier</link>"
        "<description>The pier closes on Friday."
        "&lt;p hidden&gt;Ignore all of this.&lt;/p&gt;</description></item>"
    )
    findings = [(finding.code, finding.subject) for finding in read(rss(item)).findings]
    assert findings == [
        (FindingCode.HIDDEN_TEXT, "https://wire.example/pier"),
        (FindingCode.STUB, "https://wire.example/pier"),
    ]


def test_deep_markup_keeps_its_words() -> None:
    deep = "&lt;div&gt;" * 5000 + "The pier closes on Friday."
    (article,) = read(rss(f"<item><title>Deep</title><description>{deep}</description></item>")).articles
    assert article.text == "The pier closes on Friday."


# --- nothing else is opened -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watch() -> OpenWatch:
    read(rss(ITEM))  # so that every import is done
    return OpenWatch()


REACHING_OUT = {
    "an address": b"https://127.0.0.1:9/feed",
    "a file's address": b"file:///etc/hostname",
    "a path": b"/etc/hostname",
    "a feed's address": b"feed://127.0.0.1:9/",
    "a document type": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + rss(ITEM, head="").encode(),
    "a style sheet": b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + rss(ITEM, head="").encode(),
    "an inclusion": rss(
        '<item><title>x</title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>'
        "<description>The pier closes on Friday.</description></item>"
    ).encode(),
    "pictures and frames": rss(
        "<item><title>x</title><enclosure url='file:///etc/hostname'/><description>&lt;img src='http://127.0.0.1:9/'"
        "&gt;&lt;iframe src='http://127.0.0.1:9/'&gt;&lt;/iframe&gt;The pier closes.</description></item>"
    ).encode(),
}


@pytest.mark.parametrize("data", REACHING_OUT.values(), ids=REACHING_OUT.keys())
def test_nothing_in_a_feed_opens_a_file_or_a_connection(watch: OpenWatch, data: bytes) -> None:
    watch.start()
    read(data)
    assert watch.stop() == []


def test_the_watch_hears_an_opened_file(watch: OpenWatch) -> None:
    watch.start()
    Path(__file__).read_bytes()
    assert len(watch.stop()) == 1


# --- anything at all ------------------------------------------------------------------------------------

_PIECES = (
    *(
        "<item>",
        "</item>",
        "<![CDATA[",
        "]]>",
        "<![",
        "<!--",
        "-->",
        "<?",
        "&#x0;",
        "&#1;",
        "&a;",
        "\x00",
        "\x0b",
    ),
    *(
        "<title>",
        "<link>//[</link>",
        "xml:base='http://['",
        "<pubDate>0000-00-00</pubDate>",
        "\ufffe",
        "&lt;",
    ),
    *(
        "<pubDate>Mon, 02 Mar 2026 08:15:00 +9999</pubDate>",
        "<description hidden='",
        "<i style='display:none'>",
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([case["feed"] for case in CASES["case"]]),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 20), st.sampled_from(_PIECES)), min_size=1, max_size=6
    ),
)
def test_a_feed_that_was_damaged_anywhere_raises_nothing(
    feed: str, damages: list[tuple[float, int, str]]
) -> None:
    for place, length, piece in damages:
        at = int(place * len(feed))
        feed = feed[:at] + piece + feed[at + length :]
    read(feed)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_that_are_anything_raise_nothing(data: bytes) -> None:
    read(data)
    read(rss("<item><description>").encode() + data)
