"""An HTML page -> the tree of what its reader sees.

Text that no reader sees is a way to speak to a model behind the editor's back; it is taken out before
anything looks for the article.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from briefing.articles.words import word_set

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Hidden", "depth_of", "drop_unseen", "parse_page", "seen_text"]

# What a browser shows nothing of, or nothing that is the article's.
_UNSEEN = word_set("""
    script style template noscript iframe noframes object audio video canvas svg math textarea select datalist
""")
_VOID = word_set("area base br col embed hr img input link meta source track wbr")
_BLOCKS = word_set("""
    address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table td th tr ul
""")
_HIDING_RE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:;|!|\Z)"
    r"|(?:left|top|text-indent|margin-left|right)\s*:\s*-\d{3,}|clip(?:-path)?\s*:\s*(?:rect\(0|inset\((?:50|100)%)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|!|\Z)|transform\s*:\s*scale\(0",
    re.IGNORECASE,
)
_COLOUR_RE = re.compile(
    r"(?:^|;)\s*(?P<what>color|background(?:-color)?)\s*:\s*(?P<value>#[0-9a-f]{3,8}|[a-z]+|rgba?\([^)]{1,40}\))",
    re.IGNORECASE,
)
_CONTROL_RE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CLEAR = frozenset(("transparent", "rgba(0,0,0,0)"))


@dataclass(frozen=True, slots=True)
class Hidden:
    """How much text was hidden: elements and their characters."""

    elements: int = 0
    characters: int = 0


def parse_page(text: str) -> "HtmlElement | None":
    """Parse a page; None where there is nothing to parse."""
    from lxml import etree
    from lxml.html import HTMLParser as Parser
    from lxml.html import document_fromstring

    try:
        page: HtmlElement = document_fromstring(
            text.encode("utf-8", "replace"),
            parser=Parser(encoding="utf-8", remove_comments=True, remove_pis=True),
        )
    except (etree.LxmlError, ValueError):
        return None
    _drop_controls(page)
    return page


def _drop_controls(page: "HtmlElement") -> None:
    """Drop the characters that the parser lets in but no tree may hold: moving them about would fail."""
    for element in page.iter():
        if element.text and _CONTROL_RE.search(element.text):
            element.text = _CONTROL_RE.sub("", element.text)
        if element.tail and _CONTROL_RE.search(element.tail):
            element.tail = _CONTROL_RE.sub("", element.tail)


def depth_of(page: "HtmlElement") -> int:
    """How many elements lie inside one another at most."""
    deepest, level = 0, [page]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def drop_unseen(page: "HtmlElement") -> Hidden:
    """Take out of the page all that a reader does not see; tell how much of it was text hidden on purpose."""
    elements = characters = 0
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or not _is_unseen(element):
            continue
        if element.tag not in _UNSEEN and (text := element.text_content().strip()):
            elements += 1
            characters += len(text)
        element.drop_tree()
    return Hidden(elements, characters)


def _is_unseen(element: "HtmlElement") -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.tag == "title" and element.getparent().tag != "head":
        return True
    style = element.get("style")
    return style is not None and (_HIDING_RE.search(style) is not None or _is_camouflaged(style))


def _is_camouflaged(style: str) -> bool:
    """Whether the text has the colour of its background."""
    found = {match["what"].lower()[:5]: _plain_colour(match["value"]) for match in _COLOUR_RE.finditer(style)}
    return found.get("color") in _CLEAR or ("color" in found and found["color"] == found.get("backg"))


_NAMED = {"white": "#ffffff", "black": "#000000"}


def _plain_colour(value: str) -> str:
    value = "".join(value.lower().split())
    if value.startswith("#") and len(value) == len("#fff"):
        return "#" + "".join(2 * digit for digit in value[1:])
    return _NAMED.get(value, value)


# --- pages nested deeper than the parser goes ----------------------------------------------------------


def seen_text(text: str) -> str:
    """The words of a page by a parser without a limit of depth; blocks become lines.

    >>> seen_text("<p>One</p><script>x()</script><p>T<b>wo</b></p>").split()
    ['One', 'Two']
    >>> seen_text("One <![>two")
    'One two'
    """
    collector = _Collector()
    collector.feed(text)
    collector.close()
    return "".join(collector.pieces)


class _Collector(HTMLParser):
    """Collects the text outside of unseen elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")
        if tag == "body":
            self._unseen.clear()  # a head that was never closed
        if tag not in _VOID and (self._unseen or _is_unseen_tag(tag, dict(attrs))):
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 -- the parser's own
        """Skip `<![…>`, as browsers do; the parser itself raises AssertionError on most of them."""
        del report
        return self.parse_bogus_comment(i)


def _is_unseen_tag(tag: str, attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style") or ""
    return (
        tag in _UNSEEN
        or tag in {"head", "title"}
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _HIDING_RE.search(style) is not None
        or _is_camouflaged(style)
    )
