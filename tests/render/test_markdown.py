import json
from collections.abc import Callable, Iterator
from itertools import chain, count
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.render import render
from briefing.render.markdown import escape_cell, escape_heading, escape_inline, escape_start
from briefing.render.templates import load_template
from briefing.render.visible import plain, web_address
from briefing.schema import Briefing

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "render" / "markdown.json").read_text(encoding="utf-8")
)
FILTERS = (
    "heading headline inline item lines news paragraph position row source sources start unchanged who words"
).split()
CUT = 60  # texts that a list of omissions may cut short are longer
READERS = {
    "commonmark with tables": MarkdownIt("commonmark").enable("table"),
    "gfm with bare links": MarkdownIt("gfm-like", {"html": True}),
    "everything on": MarkdownIt("default", {"html": True, "linkify": True}).enable("linkify"),
}
Fill = Callable[[Iterator[str], int], Briefing]


@pytest.mark.parametrize(("text", "source"), CASES["stays"] + CASES["inline"])
def test_text_is_escaped_only_where_it_would_act(text: str, source: str) -> None:
    assert escape_inline(text) == source


@pytest.mark.parametrize(("text", "source"), CASES["start"])
def test_the_start_of_a_block_is_escaped_only_there(text: str, source: str) -> None:
    assert escape_start(text) == source


@pytest.mark.parametrize(("text", "source"), CASES["cell"])
def test_a_cell_keeps_its_bars(text: str, source: str) -> None:
    assert escape_cell(text) == source


@pytest.mark.parametrize(("text", "source"), CASES["heading"])
def test_a_heading_keeps_its_last_sharps(text: str, source: str) -> None:
    assert escape_heading(text) == source


@pytest.mark.parametrize(
    ("reader", "stories"), [("commonmark with tables", 8), ("gfm with bare links", 1), ("everything on", 8)]
)
def test_no_hostile_text_becomes_markup(hostile: list[str], fill: Fill, reader: str, stories: int) -> None:
    _check_all(hostile, READERS[reader], lambda strings: fill(strings, stories))


def test_no_text_of_our_own_becomes_markup_in_any_place(own_hostile: list[str], fill: Fill) -> None:
    places = _Recorder(_benign())
    fill(places, 1)
    for shift in range(len(places.seen)):
        strings = [text for text in own_hostile[shift:] + own_hostile[:shift] if plain(text)]
        _check_all(strings, READERS["gfm with bare links"], lambda strings: fill(strings, 1))


def _check_all(hostile: list[str], reader: MarkdownIt, make: Callable[[Iterator[str]], Briefing]) -> None:
    """Whatever the texts are, the brief parses into the same tokens, and each text can be read in it."""
    expected = _structure(reader.parse(render(make(_benign()), "markdown")))
    strings = _Recorder(chain(hostile, _benign()))
    while len(strings.seen) < len(hostile):
        given = len(strings.seen)
        source = render(make(strings), "markdown")
        tokens = reader.parse(source)
        assert _structure(tokens) == expected, source
        shown = _text(tokens)
        used = [plain(text) for text in strings.seen[given:] if len(text) <= CUT]
        assert [text for text in used if text not in shown] == []


def test_hostile_addresses_link_nowhere_else(hostile: list[str], brief: Briefing) -> None:
    story = brief.stories[1]
    source = story.articles[0]
    sources = [source.model_copy(update={"id": f"u{at}", "url": url}) for at, url in enumerate(hostile)]
    update = {"articles": (*story.articles, *sources)}
    one = brief.model_copy(update={"stories": (story.model_copy(update=update),)})
    tokens = _inlines(READERS["everything on"].parse(render(one, "markdown")))
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert len(links) <= sum(web_address(text) is not None for text in hostile) + len(story.articles)


def test_every_link_is_a_source_s_address_and_there_is_no_image(brief: Briefing) -> None:
    tokens = _inlines(READERS["gfm with bare links"].parse(render(brief, "markdown")))
    links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
    assert links == {
        "https://courier.example/2025/09/ferry-vote?id=7&view=full",
        "https://wire.example/n/81",
        "https://mail.example/(ferry)",
        "https://bank.example/press/2025-09",
        "https://zh.example/%E6%96%B0%E9%97%BB/%E5%88%A9%E7%8E%87",
        "https://ar.example/b/3",
    }
    assert not [token for token in tokens if token.type == "image"]


@pytest.mark.parametrize("stories", [slice(0), slice(1), slice(2, 3), slice(3)])
def test_the_source_has_no_noise_of_blank_lines(brief: Briefing, stories: slice) -> None:
    source = render(brief.model_copy(update={"stories": brief.stories[stories]}), "markdown")
    assert "\n\n\n" not in source
    assert not [line for line in source.splitlines() if line != line.rstrip()]
    assert source.endswith(".\n")


def test_a_template_refuses_text_that_no_escaper_has_seen() -> None:
    template = load_template("brief.md.jinja", filters=dict.fromkeys(FILTERS, str))
    with pytest.raises(TypeError, match="which no escaper has seen"):
        template.render(
            sheet=SimpleNamespace(title="Morning brief", day="Monday", news=None, stories=[], sources=[])
        )


def _benign() -> Iterator[str]:
    return (f"word {number}" for number in count())


class _Recorder(Iterator[str]):
    def __init__(self, strings: Iterator[str]) -> None:
        self.strings = strings
        self.seen: list[str] = []

    def __next__(self) -> str:
        self.seen.append(next(self.strings))
        return self.seen[-1]


def _structure(tokens: list[Token]) -> list[tuple[str, str, int]]:
    """Everything but the words: which tokens there are, in which order and depth."""
    flat = chain.from_iterable([token, *(token.children or [])] for token in tokens)
    return [
        (token.type, token.tag, token.level) for token in flat if token.type not in {"text", "text_special"}
    ]


def _inlines(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or []]


def _text(tokens: list[Token]) -> str:
    return "\n".join(
        "".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"
    )
