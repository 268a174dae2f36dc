import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import chain, count
from xml.etree.ElementTree import Element

import html5lib

from briefing.render import render
from briefing.render.sheet import lay_out
from briefing.render.slack import render_slack
from briefing.render.visible import plain, web_address
from briefing.schema import Briefing

CUT = 60  # texts that a list of omissions may cut short are longer
CLIPBOARD_RE = re.compile(r'</?(?:b|ul|li)>|<br>|<a href="https?://[^"<>]*">|</a>')
Fill = Callable[[Iterator[str], int], Briefing]


def test_no_hostile_text_changes_the_page(hostile: list[str], fill: Fill) -> None:
    _check_all(hostile, fill, stories=8)


def test_no_text_of_our_own_changes_a_page_of_one_story(own_hostile: list[str], fill: Fill) -> None:
    _check_all([text for text in own_hostile if plain(text)], fill, stories=1)


def _check_all(hostile: list[str], fill: Fill, *, stories: int) -> None:
    """Whatever the texts are, the page has the same elements and attributes, and each can be read on it."""
    benign = (f"word {number}" for number in count())
    expected = _structure(_parse(render(fill(benign, stories), "html")))
    strings = chain(hostile, benign)
    used: list[str] = []
    recorded = (used.append(text) or text for text in strings)
    while len(used) < len(hostile):
        given = len(used)
        page = _parse(render(fill(recorded, stories), "html"))
        assert _structure(page) == expected
        copied = CLIPBOARD_RE.sub("", json.loads(_by_id(page, "slack").text or "")["html"])
        assert re.findall(r"[<>`]|@\w", copied) == []
        shown = _visible_text(page)
        texts = [plain(text) for text in used[given:] if len(text) <= CUT]
        assert [text for text in texts if text not in shown] == []


def test_the_policy_allows_exactly_the_page_s_own_style_and_script(brief: Briefing) -> None:
    page = _parse(render(brief, "html"))
    (policy,) = [
        meta.get("content", "")
        for meta in page.iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    (style,) = page.iter("style")
    (script,) = [script for script in page.iter("script") if script.get("type") is None]
    assert policy == (
        f"default-src 'none'; style-src '{_hash(style.text)}'; script-src '{_hash(script.text)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    names = [element.tag for element in page.iter() if isinstance(element.tag, str)]
    assert names.index("meta") < names.index("style") < names.index("script")


def test_nothing_is_loaded_and_nothing_runs_but_the_script(brief: Briefing) -> None:
    page = _parse(render(brief, "html"))
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on")]
    assert attributes.isdisjoint({"src", "srcset", "style", "action", "formaction", "data", "poster"})
    assert {element.tag for element in page.iter()}.isdisjoint(
        {"img", "link", "iframe", "object", "form", "svg"}
    )


def test_every_link_is_a_source_s_address_or_a_place_on_the_page(brief: Briefing) -> None:
    page = _parse(render(brief, "html"))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [anchor for anchor in page.iter("a") if anchor.get("href", "").startswith("http")]
    addresses = {web_address(article.url) for story in brief.stories for article in story.articles} - {None}
    assert {link.get("href") for link in links} == addresses
    assert {link.get("rel") for link in links} == {"noopener noreferrer nofollow"}
    inner = {anchor.get("href") for anchor in page.iter("a")} - addresses
    assert inner <= {f"#{name}" for name in ids}


def test_hostile_addresses_are_no_links(hostile: list[str], brief: Briefing) -> None:
    story = brief.stories[1]
    sources = [
        story.articles[0].model_copy(update={"id": f"u{at}", "url": url}) for at, url in enumerate(hostile)
    ]
    update = {"articles": (*story.articles, *sources)}
    page = _parse(render(brief.model_copy(update={"stories": (story.model_copy(update=update),)}), "html"))
    schemes = {re.split("[:/?]", anchor.get("href", ""))[0] for anchor in page.iter("a")}
    assert {scheme for scheme in schemes if not scheme.startswith("#")} == {"http", "https"}


def test_each_quotation_shows_its_verdict_in_words_and_its_place(brief: Briefing) -> None:
    page = _parse(render(brief, "html"))
    proofs = ["".join(details.itertext()) for details in page.iter("details")]
    quotations = [
        quotation
        for story in brief.stories
        for position in story.positions
        for quotation in position.quotations
        if quotation.verdict == "verbatim"
    ]
    for quotation in quotations:
        place = f"Sentence {quotation.sentence}, characters {quotation.start}–{quotation.end} of source"
        (proof,) = [proof for proof in proofs if place in proof]
        assert "words verbatim, speaker confirmed" in proof


def test_the_page_is_built_for_readers_of_every_kind(brief: Briefing) -> None:
    page = _parse(render(brief, "html"))
    (document,) = page.iter("html")
    assert document.get("lang") == "en"
    assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
    assert [nav.get("aria-label") for nav in page.iter("nav")] == ["Stories"]
    assert all(cell.get("scope") in {"col", "row"} for cell in page.iter("th"))
    first = next(anchor for anchor in page.iter("a"))
    assert (first.get("class"), first.get("href")) == ("skip", "#brief")


def test_the_button_is_not_there_without_a_script(brief: Briefing) -> None:
    assert _by_id(_parse(render(brief, "html")), "copy").get("hidden") is not None


def test_the_page_carries_the_slack_text_for_its_button(brief: Briefing) -> None:
    copied = json.loads(_by_id(_parse(render(brief, "html")), "slack").text or "")
    assert copied["plain"] == render_slack(lay_out(brief))
    rich = _parse(copied["html"])
    assert {anchor.get("href") for anchor in rich.iter("a")} == {
        source.url for source in lay_out(brief).sources if source.url
    }
    shown = "".join(rich.itertext())
    assert "“I want to see the books. Then we talk.” (Li) [2]" in shown
    assert not [item for item in rich.iter("li") if list(item.iter("ul"))]


def _parse(page: str) -> Element:
    return html5lib.parse(page, namespaceHTMLElements=False)


def _structure(page: Element) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes; the page's own words are not part of it."""
    return [(str(element.tag), tuple(sorted(element.attrib.items()))) for element in page.iter()]


def _visible_text(page: Element) -> str:
    body = page.find("body")
    assert body is not None
    for script in list(body.iter("script")):
        script.text = ""
    return "".join(body.itertext())


def _by_id(page: Element, name: str) -> Element:
    (element,) = [element for element in page.iter() if element.get("id") == name]
    return element


def _hash(text: str | None) -> str:
    return f"sha256-{b64encode(sha256((text or '').encode()).digest()).decode()}"
