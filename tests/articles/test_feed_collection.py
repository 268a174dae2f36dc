"""A collection of thousands of feeds, odd in every way that feeds are: each is read or refused with a reason.

The specimens stand in feedcollection.py and feeddamage.py, the hardest for their size in feedsizes.py.
What is asked of every one of them stands in `faults`.
"""

import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from feedcollection import contents, fields, namespaces, others, reaching, unseen
from feeddamage import defects, encodings, mutants
from feedforms import FORMS, SECOND, UNSEEN, Specimen, feed_of
from loopback import Page, serving
from openwatch import OpenWatch

from briefing.articles.feeds import read_feed
from briefing.articles.reading import Reading
from briefing.schema import Article
from briefing.text import is_invisible

CASES = Path(__file__).parents[1] / "cases/feeds"
STAMPS = tomllib.loads((CASES / "stamps.toml").read_text("utf-8"))
LINKS = tomllib.loads((CASES / "links.toml").read_text("utf-8"))
ADDRESS = "https://news.example/feeds/rss.xml"
SLOWEST = 20  # seconds for one of them, on a machine that does much else; it takes some milliseconds


FAMILIES: dict[str, Callable[[], Iterator[Specimen]]] = {
    "fields": fields,
    "namespaces": namespaces,
    "unseen": unseen,
    "contents": contents,
    "encodings": encodings,
    "defects": defects,
    "others": others,
    "mutants": lambda: mutants(300),
}


def read(feed: str | bytes, content_type: str | None = None) -> Reading:
    data = feed.encode() if isinstance(feed, str) else feed
    return read_feed(data, address=ADDRESS, content_type=content_type)


@pytest.fixture(scope="module")
def watch() -> OpenWatch:
    for name in ("utf-8", "windows-1252"):  # so that every import is done
        read(feed_of(f"<item><description>é {SECOND}</description></item>").encode(name))
    read("<html>")
    for encoding in ("shift_jis", "iso2022_jp", "gb18030", "koi8_r"):
        read(feed_of("").encode(encoding), f"text/xml; charset={encoding}")
    return OpenWatch()


def faults(specimen: Specimen, watch: OpenWatch) -> Iterator[str]:
    """What is wrong with the reading of one feed."""
    began = time.monotonic()
    watch.start()
    try:
        reading = read(specimen.data, specimen.content_type)
    finally:
        opened = [event for event in watch.stop() if not event.endswith((".py", ".pyc"))]
    if (took := time.monotonic() - began) > SLOWEST:
        yield f"{specimen.name}: took {took:.1f} s"
    if opened:
        yield f"{specimen.name}: opened {opened}"
    if not reading.articles and not reading.findings:
        yield f"{specimen.name}: neither articles nor a reason"
    texts = "\n".join(article.text for article in reading.articles)
    yield from (f"{specimen.name}: not read: {words}" for words in specimen.says if words not in texts)
    if len({article.id for article in reading.articles}) != len(reading.articles):
        yield f"{specimen.name}: two articles under one id"
    for article in reading.articles:
        yield from (f"{specimen.name}: {fault}" for fault in _faults(article))
    for finding in reading.findings:
        if not _is_sound(f"{finding.subject} {finding.detail}"):
            yield f"{specimen.name}: unsound finding {finding!r}"


def _faults(article: Article) -> Iterator[str]:
    told = {"title": article.title, "byline": article.byline, "outlet": article.outlet, "url": article.url}
    for name, value in {**told, "text": article.text}.items():
        if value is not None and not _is_sound(value):
            yield f"unsound {name} {value[:80]!r}"
        if value is not None and UNSEEN in value:
            yield f"{name} holds what nobody sees: {value[:80]!r}"
    yield from (f"{name} of several lines" for name, value in told.items() if value and "\n" in value)
    if not article.text.strip():
        yield "no text"
    if article.url is not None and not (_is_web(article.url) and article.url.isprintable()):
        yield f"a link to {article.url!r}"
    if article.published is not None and not 1800 <= article.published.moment.year < 2200:
        yield f"published {article.published.moment}"
    if any(
        not article.text[sentence.span.start : sentence.span.end].strip() for sentence in article.sentences
    ):
        yield "a sentence without words"
    if Article.model_validate_json(article.model_dump_json()) != article:
        yield "cannot be stored"


def _is_sound(text: str) -> bool:
    """Whether text can be written anywhere: no half characters, no controls, nothing that shows nothing."""
    return not any(
        (unicodedata.category(char) in {"Cs", "Cc"} and char not in "\n\t")
        or is_invisible(char)
        or char in "\ufffe\uffff"
        for char in set(text)
    )


def _is_web(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_every_feed_of_the_collection_is_read_or_refused_with_a_reason(
    family: Callable[[], Iterator[Specimen]], watch: OpenWatch
) -> None:
    specimens = list(family())
    assert len(specimens) > 10
    assert [fault for specimen in specimens for fault in faults(specimen, watch)][:20] == []


@pytest.mark.long
def test_feeds_that_chance_damaged_are_read_or_refused_with_a_reason(watch: OpenWatch) -> None:
    damaged = mutants(20_000, seed=7)
    assert [fault for specimen in damaged for fault in faults(specimen, watch)][:20] == []


@pytest.mark.long
def test_a_feed_cut_off_anywhere_gives_the_entries_that_were_whole(watch: OpenWatch) -> None:
    for form in FORMS.values():
        whole = form.feed(form.item(form.values("2", SECOND))).encode()
        second = whole.find(b"Story 3")
        for stop in range(len(whole)):
            says = (SECOND,) if stop > second else ()
            assert list(faults(Specimen(f"{form.name} cut off at {stop}", whole[:stop], says), watch)) == []


def test_the_checks_of_the_collection_find_what_is_wrong(watch: OpenWatch) -> None:
    sound = feed_of(f"<item><description>{SECOND}</description></item>").encode()
    assert list(faults(Specimen("sound", sound, (SECOND,)), watch)) == []
    assert len(list(faults(Specimen("other words", sound, ("nowhere",)), watch))) == 1
    seen = feed_of(f"<item><description>{UNSEEN}</description></item>").encode()
    assert len(list(faults(Specimen("seen", seen), watch))) == 1
    assert not _is_sound("\ud800")
    assert not _is_sound("\u202e")
    assert not _is_web("javascript:x()")


# --- nothing is opened ----------------------------------------------------------------------------------


def test_no_feed_has_a_file_read_or_an_address_asked(watch: OpenWatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(UNSEEN, encoding="utf-8")
    with serving({"/x": Page(UNSEEN.encode())}) as outside:
        specimens = list(reaching(secret.as_uri(), f"http://127.0.0.1:{outside.port}/x"))
        assert len(specimens) > 100
        assert [fault for specimen in specimens for fault in faults(specimen, watch)][:20] == []
        assert outside.paths == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
def test_a_feed_that_defines_entities_is_refused_in_any_encoding(encoding: str) -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">]>{feed_of("")}'
    assert ["entities" in finding.detail for finding in read(bomb.encode(encoding)).findings] == [True]


# --- fields ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stamp", "moment"), STAMPS["read"].items())
def test_a_moment_is_read_in_the_forms_that_feeds_use(stamp: str, moment: str) -> None:
    article = read(
        feed_of(f"<item><title>2</title><pubDate>{stamp}</pubDate><description>x</description></item>")
    )
    assert [a.published and a.published.moment.isoformat() for a in article.articles if a.title == "2"] == [
        moment
    ]


@pytest.mark.parametrize("stamp", STAMPS["none"]["stamps"])
@pytest.mark.parametrize(
    ("form", "field"), [("rss 2.0", "pubDate"), ("atom 1.0", "published"), ("atom 1.0", "updated")]
)
def test_a_stamp_that_tells_no_moment_is_none_rather_than_wrong(stamp: str, form: str, field: str) -> None:
    entry = FORMS[form].entry
    text = FORMS[form].fields["text"].format("x")
    reading = read(
        feed_of(f"<{entry}><title>2</title><{field}><![CDATA[{stamp}]]></{field}>{text}</{entry}>", form=form)
    )
    assert [article.published for article in reading.articles if article.title == "2"] == [None]


@pytest.mark.parametrize(("markup", "link"), LINKS["rss"].items())
def test_a_link_is_an_address_of_the_web_or_none(markup: str, link: str) -> None:
    reading = read(feed_of(f"<item><title>2</title>{markup}<description>x</description></item>"))
    assert [article.url or "" for article in reading.articles if article.title == "2"] == [link]


@pytest.mark.parametrize(("markup", "link"), LINKS["atom"].items())
def test_a_link_in_atom_is_the_one_to_the_article(markup: str, link: str) -> None:
    reading = read(feed_of(f"<entry><title>2</title>{markup}<summary>x</summary></entry>", form="atom 1.0"))
    assert [article.url or "" for article in reading.articles if article.title == "2"] == [link]


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("Ada Brandt", "Ada Brandt"),
        ("ada@wire.example (Ada Brandt)", "Ada Brandt"),
        ("Ada Brandt &lt;ada@wire.example&gt;", "Ada Brandt"),
        ("ada@wire.example", None),
        ("noreply@wire.example (Wire (Fennwick))", "Wire (Fennwick)"),
        ("&lt;b&gt;Ada&lt;/b&gt;\n Brandt", "Ada Brandt"),
    ],
)
def test_a_byline_is_a_name_and_no_mail_address(author: str, byline: str | None) -> None:
    reading = read(
        feed_of(f"<item><title>2</title><author>{author}</author><description>x</description></item>")
    )
    assert [article.byline for article in reading.articles if article.title == "2"] == [byline]
