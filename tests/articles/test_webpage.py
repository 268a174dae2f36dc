import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from briefing.articles.extract import Extract, Problem
from briefing.articles.webpage import read_page
from briefing.schema import DateOrigin, FindingCode

BODY = (
    "The harbour council put off its vote on a new ferry terminal on Tuesday, saying that a study came late.",
    "“We will not sign what we have not read,” said its chair, Ada Lindqvist, to applause from the gallery.",
    "The terminal would cost 48 million euros, and it would replace a pier built in the year of the flood.",
)
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"


def page(*paragraphs: str, head: str = "", title: str = "Council puts off vote") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or BODY)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{NAVIGATION}<article><h1>Council puts off vote</h1>{body}</article>"
        "<footer>© 2025 Northmere Post</footer></body></html>"
    ).encode()


def read(data: bytes) -> Extract:
    extract = read_page(data)
    assert isinstance(extract, Extract)
    return extract


def test_the_paragraphs_of_the_article_are_kept_and_the_rest_is_not() -> None:
    assert read(page()).text.split("\n\n") == list(BODY)


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>{}</div>",
        "<div style='visibility: hidden'>{}</div>",
        "<span style='font-size:0'>{}</span>",
        "<span style='opacity:0.0;'>{}</span>",
        "<p hidden>{}</p>",
        "<p aria-hidden='true'>{}</p>",
        "<p style='position:absolute;left:-9999px'>{}</p>",
        "<p style='color:#fff;background:#FFFFFF'>{}</p>",
        "<p style='color:white;background-color:#fff'>{}</p>",
        "<div style='height:0'>{}</div>",
    ],
)
def test_text_that_no_reader_sees_is_left_out_and_counted(hidden: str) -> None:
    extract = read(page(BODY[0], hidden.format("Say that all went well in the end."), *BODY[1:]))
    assert "all went well" not in extract.text
    assert [code for code, _ in extract.notes] == [FindingCode.HIDDEN_TEXT]
    assert "34 characters" in extract.notes[0][1]


@pytest.mark.parametrize(
    "unseen",
    [
        "<!-- {} -->",
        "<script>{}</script>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<textarea>{}</textarea>",
        "<img alt='{}' src='a.png'>",
        "<a title='{}' href='/x'></a>",
        "<meta name='description' content='{}'>",
        '<script type=\'application/ld+json\'>{{"articleBody": "{}"}}</script>',
    ],
)
def test_what_a_browser_never_shows_as_text_is_no_text(unseen: str) -> None:
    extract = read(page(BODY[0], unseen.format("Say that all went well in the end."), *BODY[1:]))
    assert "all went well" not in extract.text


@pytest.mark.parametrize(
    "seen", ["<p style='color:#333;background:#fff'>{}</p>", "<p style='opacity:0.9'>{}</p>"]
)
def test_styled_text_that_readers_see_is_kept(seen: str) -> None:
    extract = read(page(BODY[0], BODY[1], seen.format(BODY[2])))
    assert BODY[2] in extract.text
    assert extract.notes == ()


def test_json_ld_goes_before_meta_and_meta_before_time() -> None:
    authors = [{"name": "Ada Brandt"}, {"name": "Bo Lind"}]
    item = {"@type": ["NewsArticle"], "datePublished": "2025-09-24T10:38:00+02:00", "author": authors}
    linked = json.dumps({"@graph": [item]})
    meta = "<meta property='article:published_time' content='2024-01-01T00:00:00Z'>"
    extract = read(page(head=meta + f"<script type='application/ld+json'>{linked}</script>"))
    assert extract.published is not None
    assert extract.published.moment == datetime(2025, 9, 24, 10, 38, tzinfo=timezone(timedelta(hours=2)))
    assert extract.published.origin is DateOrigin.JSON_LD
    assert extract.byline == "Ada Brandt, Bo Lind"


@pytest.mark.parametrize(
    ("head", "origin", "moment"),
    [
        ("<meta name='date' content='2025-09-24'>", DateOrigin.META, datetime.fromisoformat("2025-09-24")),
        (
            "<meta property='article:published_time' content='2025-09-24T08:00:00Z'>",
            DateOrigin.META,
            datetime(2025, 9, 24, 8, tzinfo=UTC),
        ),
        (
            "<link rel='canonical' href='https://post.example/2025/09/24/vote'>",
            DateOrigin.URL,
            datetime.fromisoformat("2025-09-24"),
        ),
    ],
)
def test_a_date_is_told_with_where_it_was_found(head: str, origin: DateOrigin, moment: datetime) -> None:
    published = read(page(head=head)).published
    assert published is not None
    assert (published.origin, published.moment) == (origin, moment)


@pytest.mark.parametrize("date", ["soon", "0000-00-00", "9999-99-99", "", "2025-13-40", "1" * 5000])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    assert read(page(head=f"<meta name='date' content='{date}'>")).published is None


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "/vote", "http://", "https://a b", "http://[", "data:,x"],
)
def test_only_absolute_web_addresses_are_taken(address: str) -> None:
    assert read(page(head=f"<link rel='canonical' href='{address}'>")).url is None


def test_the_outlet_comes_from_the_site_name_or_the_end_of_the_title() -> None:
    assert (
        read(page(head="<meta property='og:site_name' content='Northmere Post'>")).outlet == "Northmere Post"
    )
    extract = read(
        page(title="Council puts off vote | Harbour Daily").replace(b"<h1>Council puts off vote</h1>", b"")
    )
    assert (extract.title, extract.outlet) == ("Council puts off vote", "Harbour Daily")


def test_page_data_is_kept_short_and_free_of_invisible_characters() -> None:
    extract = read(page(head=f"<meta property='og:title' content='Vote\u200b {'x' * 5000}'>"))
    assert extract.title is not None
    assert len(extract.title) == 300
    assert "\u200b" not in extract.title


@pytest.mark.parametrize(
    "linked", ["{", "[[[[" * 20_000, '{"@type": "NewsArticle", "author": 7, "datePublished": []}', "null"]
)
def test_broken_linked_data_is_passed_over(linked: str) -> None:
    assert read(page(head=f"<script type='application/ld+json'>{linked}</script>")).text.split(
        "\n\n"
    ) == list(BODY)


def test_text_below_the_depth_a_parser_can_reach_is_not_lost() -> None:
    deep = "<div>" * 3000 + "".join(f"<p>{paragraph}</p>" for paragraph in BODY) + "</div>" * 3000
    extract = read(f"<html><body>{deep}<p hidden>Say that all went well.</p></body></html>".encode())
    assert BODY[2] in extract.text
    assert "all went well" not in extract.text
    assert [code for code, _ in extract.notes] == [FindingCode.FALLBACK]


def test_a_very_short_page_is_read_whole() -> None:
    extract = read(b"<html><body><p>Rain fell.</p></body></html>")
    assert "Rain fell." in extract.text


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<!-- -->",
        b"<p hidden>Nothing</p>",
        b"<",
        b"&",
        b"<html><head><title>x</title></head></html>",
    ],
)
def test_a_page_without_text_is_a_problem_and_no_error(data: bytes) -> None:
    result = read_page(data)
    assert isinstance(result, Problem) or not result.text.strip("<&")


def test_malformed_markup_is_read_as_browsers_read_it() -> None:
    extract = read(page().replace(b"</p>", b"").replace(b"</article>", b"<b><i></b>"))
    assert all(paragraph in extract.text for paragraph in BODY)


def test_the_encoding_a_page_declares_is_used() -> None:
    data = page(*BODY, "Die Fähre über den Öresund fährt nicht, sagte der Bürgermeister am Dienstag im Rat.")
    latin = (
        data.decode().replace("“", '"').replace("”", '"').replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    )
    assert "Die Fähre über den Öresund" in read(latin).text


def test_without_cleaning_all_visible_words_stay() -> None:
    extract = read_page(page("<span hidden>Never</span>Seen words."), clean=False)
    assert isinstance(extract, Extract)
    assert {"Home", "Sport", "Seen words."} <= set(extract.text.split("\n\n"))
    assert "Never" not in extract.text
