"""A brief in JSON -> its quotations and who they are given to, with their places in the file.

An object that holds words and a speaker is a quotation; every other string is read as prose.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.errors import ArticleError
from briefing.schema import Span
from briefing.verify.claims import Claim, Place, find_claims
from briefing.verify.visible import Row, Visible

__all__ = ["read_json_claims"]

_TOKEN_RE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],]|[^\s{}\[\],":]++')
_COLON_RE = re.compile(r"\s*+:")
_ESCAPE_RE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_WORDS_KEYS = ("quote", "quotation", "words", "text")
_SPEAKER_KEYS = ("speaker", "said_by")
_HOLDER_KEYS = ("actor", "who")
_MOST_DIGITS = 12
# What a brief of ours says of itself, its sources and earlier briefs, or refused to print.
_ASIDE_KEYS = frozenset(("left_out", "articles", "meta", "evidence", "reported", "changes"))


@dataclass
class _Object:
    """An object or list while it is read: what stands under its keys, and the one it stands in.

    `sources` are those of the `articles` listed in it, by their ids.
    """

    parent: "_Object | None" = None
    key: str | None = None
    aside: bool = False
    strings: dict[str, list[Visible]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def first(self, keys: tuple[str, ...]) -> Visible | None:
        return next((self.strings[key][0] for key in keys if key in self.strings), None)

    def holder(self) -> str | None:
        """Whom the nearest object around is about."""
        node: _Object | None = self
        while node:
            if found := node.first(_HOLDER_KEYS):
                return found.text
            node = node.parent
        return None

    def place(self) -> Place | None:
        """Where the object says that its words stand."""
        if "start" not in self.numbers or "end" not in self.numbers:
            return None
        node: _Object | None = self
        while node and not node.sources:
            node = node.parent
        article = self.first(("article_id",))
        source = node.sources.get(article.text, "") if node and article else None
        return Place(self.numbers["start"], self.numbers["end"], source)

    def list_source(self) -> None:
        """Tell the story whose list of articles this object stands in."""
        about, source = self.first(("id",)), self.first(("source",))
        is_listed = self.parent is not None and self.parent.key == "articles"
        if is_listed and about and source and (story := self.parent and self.parent.parent):
            story.sources[about.text] = source.text


def read_json_claims(text: str, *, language: str | None = None) -> tuple[Claim, ...]:
    r"""Find the quotations of a JSON brief in the order their objects end.

    Raises ArticleError if the text is not JSON.

    >>> read_json_claims('[{"text": "Forty \\u006aobs", "speaker": "Ada Brandt"}]')[0].quote
    'Forty jobs'
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise ArticleError(
            f"The brief is not valid JSON: {error}. Mend it, or give another --brief-format."
        ) from None
    return tuple(claim for node in _read_objects(text) for claim in _claims_of(node, language))


def _read_objects(text: str) -> Iterator[_Object]:
    """Read objects and lists without recursion; a list's strings stand under the list's own key."""
    node = _Object()
    for token in _TOKEN_RE.finditer(text):
        match token.group()[0]:
            case "{" | "[":
                key = node.key
                node = _Object(node, None if token.group() == "{" else key, node.aside or key in _ASIDE_KEYS)
            case "}" | "]":
                node.list_source()
                yield node
                assert node.parent is not None  # json.loads has seen that brackets pair
                node = node.parent
            case '"' if _COLON_RE.match(text, token.end()):
                node.key = json.loads(token.group(), strict=False)
            case '"':
                node.strings.setdefault(node.key or "", []).append(_decode(token))
            case _ if token.group().isdecimal() and len(token.group()) <= _MOST_DIGITS:
                node.numbers.setdefault(node.key or "", int(token.group()))
            case _:  # another number, a comma, a word of JSON
                pass
    yield node


def _decode(token: re.Match[str]) -> Visible:
    """The text of a string literal, each character with its place in the file."""
    chars: list[str] = []
    offsets: list[int] = []
    start, end = token.start() + 1, token.end() - 1
    for escape in _ESCAPE_RE.finditer(token.string, start, end):
        chars += token.string[start : escape.start()]
        offsets += range(start, escape.start())
        decoded = json.loads(f'"{escape.group()}"')
        chars += decoded
        offsets += [escape.start()] * len(decoded)
        start = escape.end()
    return Visible("".join([*chars, token.string[start:end]]), (*offsets, *range(start, end)))


def _claims_of(node: _Object, language: str | None) -> Iterator[Claim]:
    words, speaker = node.first(_WORDS_KEYS), node.first(_SPEAKER_KEYS)
    if node.aside:
        return
    if words and speaker and words.text.strip():
        yield Claim(
            words.original(Span(0, len(words.text))), words.text, speaker.text, "", place=node.place()
        )
        return
    holder = node.holder()
    for strings in node.strings.values():
        for seen in strings:
            rows = (Row(holder, Span(0, len(seen.text))),) if holder else ()
            yield from find_claims(Visible(seen.text, seen.offsets, rows), language=language)
