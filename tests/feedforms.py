"""Feed formats, each with its way to write an entry: what the collection of feeds is made from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = [
    "ALL",
    "BOTH",
    "FIRST",
    "FORMS",
    "LAST",
    "SECOND",
    "UNSEEN",
    "Form",
    "Specimen",
    "feed_of",
    "specimen",
    "wire",
]

FIRST = "The pier closes on Friday after the storm."
SECOND = "The ferry sails again from Monday on."
LAST = "The fish market opens an hour late."
ALL, BOTH = (FIRST, SECOND, LAST), (FIRST, LAST)
UNSEEN = "xunseenx"  # marks words that no reader of a feed would see
_LINK = "https://wire.example/{}"
_DATE = {"rfc": "Mon, 02 Mar 2026 08:15:00 +0200", "w3c": "2026-03-02T08:15:00+02:00"}


class Form(NamedTuple):
    """A format: its frame, what an entry is called, and each field with a place for its value.

    The order of the fields is that in which entries write them.
    """

    name: str
    opening: str
    closing: str
    entry: str
    fields: Mapping[str, str]
    dates: str = "rfc"

    def item(self, values: Mapping[str, str], *, more: str = "") -> str:
        """An entry with these fields and something `more`, all of it markup."""
        inside = "".join(self.fields[name].format(value) for name, value in values.items())
        return f"<{self.entry}>{inside}{more}</{self.entry.split()[0]}>"

    def values(self, name: str, text: str) -> dict[str, str]:
        """A value for each field, the last the text of the entry."""
        told = {
            "title": f"Story {name}",
            "link": _LINK.format(name),
            "id": _LINK.format(name),
            "author": "Ines Kallow",
            "date": _DATE[self.dates],
            "text": text,
            "full": text,
        }
        return {field: told[field] for field in self.fields}

    def feed(self, middle: str, *, head: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> str:
        """A feed of two sound entries and what stands between them."""
        first, last = (self.item(self.values(name, text)) for name, text in (("1", FIRST), ("3", LAST)))
        return f"{head}{self.opening}{first}\n{middle}\n{last}{self.closing}"


_RSS = {
    "title": "<title>{}</title>",
    "link": "<link>{}</link>",
    "text": "<description>{}</description>",
}
_RSS_2 = {
    **_RSS,
    "id": "<guid>{}</guid>",
    "author": "<author>{}</author>",
    "date": "<pubDate>{}</pubDate>",
    "full": "<content:encoded>{}</content:encoded>",
}
_DUBLIN = {**_RSS, "author": "<dc:creator>{}</dc:creator>", "date": "<dc:date>{}</dc:date>"}
_ATOM = {
    "title": "<title>{}</title>",
    "link": '<link rel="alternate" type="text/html" href="{}"/>',
    "id": "<id>{}</id>",
    "author": "<author><name>{}</name></author>",
}
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
_ATOM_3 = {
    **_ATOM,
    "date": "<issued>{}</issued>",
    "text": "<summary>{}</summary>",
    "full": '<content type="text/html" mode="escaped">{}</content>',
}
_ATOM_1 = {
    **_ATOM,
    "date": "<published>{}</published>",
    "text": "<summary>{}</summary>",
    "full": '<content type="html">{}</content>',
}

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            Form(
                "rss 0.90",
                f'<rdf:RDF {_RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Wire</title></channel>',
                "</rdf:RDF>",
                "item",
                _RSS,
            ),
            Form(
                "rss 0.91",
                '<rss version="0.91"><channel><title>Wire</title><link>https://wire.example/</link>',
                "</channel></rss>",
                "item",
                _RSS,
            ),
            Form(
                "rss 0.92",
                '<rss version="0.92"><channel><title>Wire</title>',
                "</channel></rss>",
                "item",
                {**_RSS, "date": "<pubDate>{}</pubDate>"},
            ),
            Form(
                "rss 1.0",
                f'<rdf:RDF {_RDF} {_DC} xmlns="http://purl.org/rss/1.0/"><channel><title>Wire</title></channel>',
                "</rdf:RDF>",
                'item rdf:about="urn:x"',
                _DUBLIN,
                "w3c",
            ),
            Form(
                "rss 2.0",
                f'<rss version="2.0" {_CONTENT} {_DC}><channel><title>Wire</title><language>en</language>',
                "</channel></rss>",
                "item",
                _RSS_2,
            ),
            Form(
                "atom 0.3",
                '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title>',
                "</feed>",
                "entry",
                _ATOM_3,
                "w3c",
            ),
            Form(
                "atom 1.0",
                '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>urn:feed</id>',
                "</feed>",
                "entry",
                _ATOM_1,
                "w3c",
            ),
            Form(
                "cdf",
                '<CHANNEL HREF="https://wire.example/"><TITLE>Wire</TITLE>',
                "</CHANNEL>",
                "ITEM",
                {
                    "title": "<TITLE>{}</TITLE>",
                    "link": '<LINK HREF="{}"/>',
                    "text": "<ABSTRACT>{}</ABSTRACT>",
                },
            ),
        )
    }
)


def feed_of(middle: str, *, form: str = "rss 2.0") -> str:
    """A feed of two sound entries and what stands between them."""
    return FORMS[form].feed(middle)


class Specimen(NamedTuple):
    """A feed as it comes over the wire, and words that must be read from it."""

    name: str
    data: bytes
    says: tuple[str, ...] = ()
    content_type: str | None = None


def specimen(form: Form, name: str, middle: str, says: tuple[str, ...] = BOTH) -> Specimen:
    """A feed in which something stands between two sound entries."""
    return Specimen(f"{form.name}: {name}", form.feed(middle).encode(), says)


def wire(name: str, middle: str, says: tuple[str, ...] = BOTH, form: str = "rss 2.0") -> Specimen:
    """The same in the format of that name."""
    return Specimen(f"{name}, in {form}", feed_of(middle, form=form).encode(), says)
