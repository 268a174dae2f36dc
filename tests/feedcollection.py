"""A collection of feeds: every format with every field odd, and everything that is hidden or reaches out.

Each family sets something between two sound entries. A specimen `says` what must be read from it all the
same; `UNSEEN` must be read from none.
"""

# ruff: noqa: E501 -- markup is read as one line

import base64
import gzip
import zlib
from collections.abc import Iterator

from feedforms import ALL, BOTH, FIRST, FORMS, SECOND, UNSEEN, Form, Specimen, feed_of, specimen, wire

__all__ = ["contents", "fields", "namespaces", "others", "reaching", "unseen"]

_LONG = 20_000


# --- fields and formats ---------------------------------------------------------------------------------

_VALUES = {
    "empty": "",
    "blank": " \n\t ",
    "a section": "<![CDATA[The ferry & the <b>pier</b> sail on.]]>",
    "an empty section": "<![CDATA[]]>",
    "nested markup": "<b><i>The ferry</i></b> sails",
    "escaped markup": "&lt;b&gt;The ferry&lt;/b&gt; sails",
    "doubly escaped markup": "&amp;lt;b&amp;gt;The ferry&amp;lt;/b&amp;gt; sails",
    "an open tag, escaped": "&lt;p&gt;The ferry &lt;a href=&quot;x",
    "a comment": f"<!-- {UNSEEN} -->The ferry sails",
    "an instruction": f"<?{UNSEEN} {UNSEEN}?>The ferry sails",
    "a number": "0",
    "none": "null",
    "JSON": '{"a": [1, 2, {"b": null}]}',
    "invisible": "\u200b\u202e\ufeff\u00ad\U000e0041",
    "combining": "e\u0301" * 50 + "\u0300" * 500,
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "beyond the basic plane": "\U0001f6a2 \U0001d518",
    "no characters": "&#xFFFE;&#xFFFF;\ufffd",
    "controls of C1": "a\x80\x85\x9fb",
    "line ends": "a\r\nb\rc\u2028d\u2029e",
    "a template": "{{ 7*7 }} {% for x in y %} ${x} #{x}",
    "terminal escapes": "&#x9b;31mred&#x9d;0;title&#x9c;",
    "one long word": "x" * _LONG,
    "many words": "word " * (_LONG // 5),
    "many references": "&amp;" * (_LONG // 10),
    "many open signs": "&lt;" * (_LONG // 20),
    "many lines": "\n" * _LONG,
}


def fields() -> Iterator[Specimen]:
    """Each field of each format missing, doubled, moved, and with each odd value."""
    for form in FORMS.values():
        usual = form.values("2", SECOND)
        for field in form.fields:
            less = {name: value for name, value in usual.items() if name != field}
            yield specimen(form, f"without {field}", form.item(less))
            for name, value in _VALUES.items():
                if '="{}"' in form.fields[field] and "<" in value:
                    continue
                yield specimen(form, f"{field} is {name}", form.item({**usual, field: value}))
            twice = form.fields[field].format(usual[field]) * 2
            yield specimen(form, f"{field} three times", form.item(usual, more=twice), ALL)
            yield specimen(form, f"{field} alone", form.item({field: usual[field]}))
            bare = form.fields[field].format("").replace(">", "/>", 1).split("</")[0]
            yield specimen(form, f"{field} closed at once", form.item(less, more=bare))
        yield specimen(form, "fields in the other order", form.item(dict(reversed(usual.items()))), ALL)
        yield specimen(form, "an entry in an entry", form.item(usual, more=form.item(usual)))
        yield specimen(form, "an empty entry", f"<{form.entry}/>")
        yield specimen(form, "the same entry ten times", form.item(usual) * 10, ALL)
        yield Specimen(f"{form.name}: no entries", f"{form.opening}{form.closing}".encode())
        yield Specimen(f"{form.name}: in capitals", _loud(form).encode())


def _loud(form: Form) -> str:
    text = form.feed(form.item(form.values("2", SECOND)))
    return "".join(part.upper() if index % 2 else part for index, part in enumerate(_split_tags(text)))


def _split_tags(text: str) -> Iterator[str]:
    """Text and tags in turn."""
    for piece in text.split("<"):
        tag, _, words = piece.partition(">")
        if _:
            yield f"<{tag}>"
        yield words if _ else tag


def namespaces() -> Iterator[Specimen]:
    """Names without a namespace, with a strange one, with many."""
    text = f"<p>{SECOND}</p>"
    odd = {
        "an undeclared prefix": f"<item><media:title>x</media:title><description>{SECOND}</description></item>",
        "content without its namespace": f"<item><content:encoded><![CDATA[{text}]]></content:encoded></item>",
        "a prefix of its own": f'<item xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        f"<c:encoded><![CDATA[{text}]]></c:encoded></item>",
        "a prefix bound to nothing": f'<item><x:y xmlns:x=""/><description>{SECOND}</description></item>',
        "another format's entry": f'<entry xmlns="http://www.w3.org/2005/Atom"><summary>{SECOND}</summary></entry>',
        "every prefix": "<item "
        + " ".join(f'xmlns:p{number}="urn:{number}"' for number in range(500))
        + f"><p7:x/><description>{SECOND}</description></item>",
        "names that the parser uses itself": "<item><keys>1</keys><items>2</items><get>3</get><update a='b'/>"
        f"<entries/><feed/><version>9</version><description>{SECOND}</description></item>",
        "media, podcasts and places": '<item xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:georss="http://www.georss.org/georss" '
        'xmlns:gml="http://www.opengis.net/gml" xmlns:psc="http://podlove.org/simple-chapters">'
        '<media:group><media:content url="x" fileSize="no"/><media:thumbnail/></media:group><itunes:duration>9:9:9:9'
        "</itunes:duration><itunes:explicit>?</itunes:explicit><itunes:image/><georss:point>1</georss:point>"
        "<georss:polygon>a b c</georss:polygon><gml:Point srsDimension='x'><gml:pos>1 2 3</gml:pos></gml:Point>"
        f"<psc:chapters><psc:chapter start='25:61:61'/></psc:chapters><description>{SECOND}</description></item>",
        "creator and licence": '<item xmlns:dc="urn:dc" xmlns:cc="http://web.resource.org/cc/"><cc:license/>'
        f"<dc:creator>A</dc:creator><dc:date>x</dc:date><description>{SECOND}</description></item>",
    }
    for name, middle in odd.items():
        yield wire(name, middle)
    for opening, closing in (("<rss>", "</rss>"), ("<channel>", "</channel>"), ("", ""), ("<rss/>", "")):
        items = f"<item><title>1</title><description>{FIRST}</description></item>"
        yield Specimen(f"a frame {opening}{closing}", f"{opening}{items}{closing}".encode())


# --- what is not seen -----------------------------------------------------------------------------------

_HIDDEN = (
    '<p style="display:none">{}</p>',
    "<p style='DISPLAY : NONE'>{}</p>",
    '<p style="visibility:hidden">{}</p>',
    '<p style="font-size:0px">{}</p>',
    '<p style="opacity:0">{}</p>',
    '<p style="position:absolute;left:-9999px">{}</p>',
    '<p style="color:#fff;background:#ffffff">{}</p>',
    '<p style="color:white;background-color:white">{}</p>',
    '<p style="max-height:0;overflow:hidden">{}</p>',
    "<p hidden>{}</p>",
    '<div hidden=""><p><b>{}</b></p></div>',
    '<p aria-hidden="true">{}</p>',
    "<!-- {} -->",
    "<!-- <p>{}</p> -->",
    "<script>{}</script>",
    "<style>{}</style>",
    "<template><p>{}</p></template>",
    "<noscript><p>{}</p></noscript>",
    "<textarea>{}</textarea>",
    "<select><option>{}</option></select>",
    "<svg><text>{}</text></svg>",
    "<math><mtext>{}</mtext></math>",
    '<iframe src="https://x.example/">{}</iframe>',
    "<object data='x'>{}</object>",
    '<img src="x" alt="{0}" title="{0}">',
    '<a href="https://x.example/{0}" title="{0}">a link</a>',
    '<meta name="description" content="{}">',
)


def unseen() -> Iterator[Specimen]:
    """Words that are there for machines alone, in the text and title of each format that holds markup."""
    for markup in _HIDDEN:
        page = f"<p>{SECOND}</p>{markup.format(UNSEEN)}"
        ways = {
            "escaped": _escape(page),
            "a section": f"<![CDATA[{page}]]>",
            "by number": "".join(f"&#{ord(char)};" for char in page),
        }
        for way, text in ways.items():
            for name in ("rss 2.0", "rss 0.91", "atom 0.3", "atom 1.0"):
                form = FORMS[name]
                field = "full" if "full" in form.fields else "text"
                values = {"title": "Story 2", field: text}
                yield specimen(form, f"{markup} {way}", form.item(values), ALL)
        title = {"title": f"<![CDATA[Story {markup.format(UNSEEN)}]]>", "text": SECOND}
        yield wire(f"{markup} in the title", FORMS["rss 2.0"].item(title), ALL)
    for content in _INLINE:
        for markup in _INLINE_HIDDEN:
            page = f"<p>{SECOND}</p>{markup.format(UNSEEN)}"
            yield wire(f"{markup} in {content}", f"<entry>{content.format(page)}</entry>", ALL, "atom 1.0")


_INLINE = (
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>',
    '<content type="XHTML"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>',
    '<content type="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html></content>',
    '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></summary>',
    '<content type="text/html"><div>{}</div></content>',
    '<content type="text/xml"><div>{}</div></content>',
    '<content type="application/xml"><story>{}</story></content>',
    "<content><div>{}</div></content>",
    '<content type="text"><div>{}</div></content>',
    '<xhtml:body xmlns:xhtml="http://www.w3.org/1999/xhtml">{}</xhtml:body>',
)
_INLINE_HIDDEN = tuple(
    markup
    for markup in _HIDDEN
    if "<p hidden>" not in markup and "<img" not in markup and "<meta" not in markup
)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


# --- content --------------------------------------------------------------------------------------------


def contents() -> Iterator[Specimen]:
    """Text of each kind, in the feed and out of it."""
    coded = base64.b64encode(f"<p>{SECOND}</p>".encode()).decode()
    entries = {
        f'<content type="text/html" mode="base64">{coded}</content>': ALL,
        f'<content type="application/octet-stream" mode="base64">{coded}</content>': BOTH,
        '<content mode="base64">%%% this is no base64 %%%</content>': BOTH,
        '<content type="image/png">iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ</content>': BOTH,
        '<content type="video/mp4" src="https://wire.example/film"/>': BOTH,
        f'<content type="text/html" src="https://wire.example/2"/><summary>{SECOND}</summary>': ALL,
        f'<summary>{SECOND}</summary><content type="html"/>': ALL,
        f'<content type="html"></content><content type="html">{SECOND}</content>': ALL,
        f'<content type="image/png">iVBORw0KGgo</content><content type="html">{SECOND}</content>': ALL,
        f'<content type="">{SECOND}</content>': ALL,
        f'<content type="TEXT/HTML; charset=utf-8">&lt;p&gt;{SECOND}&lt;/p&gt;</content>': ALL,
        f'<content type="text/x-markdown">{SECOND}</content>': ALL,
        f'<content type="multipart/alternative"><content type="text/html">{SECOND}</content></content>': BOTH,
        f'<content type="html">&lt;html&gt;&lt;head&gt;&lt;title&gt;{UNSEEN}&lt;/title&gt;&lt;/head&gt;'
        f"&lt;body&gt;{SECOND}&lt;/body&gt;&lt;/html&gt;</content>": ALL,
        f'<content type="html">&lt;!doctype html&gt;{SECOND}</content>': ALL,
        f'<content type="html">&lt;![CDATA[ &lt;p&gt;{SECOND}&lt;/p&gt; ]]&gt;</content>': BOTH,
        f'<content type="html">{"&lt;div&gt;" * 3000}{SECOND}</content>': ALL,
        f'<content type="html">{"&lt;b&gt;&lt;/i&gt;" * 3000}{SECOND}</content>': ALL,
        f'<content type="html">{"&lt;table&gt;&lt;tr&gt;&lt;td&gt;" * 500}{SECOND}</content>': ALL,
        f'<content type="html">&lt;/article&gt;&lt;/body&gt;&lt;/html&gt;{SECOND}</content>': ALL,
        f'<content type="html">{SECOND}&lt;/article&gt;&lt;/body&gt;&lt;title&gt;{UNSEEN}&lt;/title&gt;</content>': BOTH,
        f'<content type="html">{SECOND}&lt;p&gt;&lt;a href="x&lt;/p&gt;</content>': BOTH,
    }
    for entry, says in entries.items():
        yield wire(entry[:90], f"<entry><title>2</title>{entry}</entry>", says, "atom 1.0")
    yield wire(
        "two descriptions",
        f"<item><description>Short.</description><description>{SECOND}</description></item>",
    )
    yield wire("a full item", f"<item><fullitem>{SECOND}</fullitem></item>", ALL)
    yield wire(
        "a source in an entry",
        f'<item><source url="x">S</source><description>{SECOND}</description></item>',
        ALL,
    )


# --- reaching out and blowing up ------------------------------------------------------------------------


def _multiplied(number: int, times: int) -> str:
    """Entities, each made of many of the one before."""
    rest = (f'<!ENTITY e{at} "{f"&e{at - 1};" * times}">' for at in range(1, number))
    return f'<!DOCTYPE rss [<!ENTITY e0 "{"ha" * 10}">{"".join(rest)}]>'


_HEADS = {
    "a billion laughs": (_multiplied(10, 10), "&e9;"),
    "quadratic growth": (f'<!DOCTYPE rss [<!ENTITY e0 "{"a" * 50_000}">]>', "&e0;" * 50_000),
    "entities in a circle": ('<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
    "parameter entities": ("<!DOCTYPE rss [<!ENTITY % a \"<!ENTITY b 'x'>\">%a;]>", "&b;"),
    "a file as an entity": ('<!DOCTYPE rss [<!ENTITY a SYSTEM "{file}">]>', "&a;"),
    "a public entity": ('<!DOCTYPE rss [<!ENTITY a PUBLIC "x" "{address}">]>', "&a;"),
    "an address as an entity": ('<!DOCTYPE rss [<!ENTITY a SYSTEM "{address}">]>', "&a;"),
    "an address as a parameter": ('<!DOCTYPE rss [<!ENTITY % a SYSTEM "{address}">%a;]>', ""),
    "an unparsed entity": (
        '<!DOCTYPE rss [<!NOTATION n SYSTEM "{file}"><!ENTITY a SYSTEM "{file}" NDATA n>]>',
        "&a;",
    ),
    "a document type elsewhere": ('<!DOCTYPE rss SYSTEM "{address}">', ""),
    "a public document type": ('<!DOCTYPE rss PUBLIC "-//x//y" "{address}">', ""),
    "a style sheet": ('<?xml-stylesheet type="text/xsl" href="{address}"?>', ""),
    "a style sheet of CSS": ('<?xml-stylesheet type="text/css" href="{file}"?>', ""),
    "default attributes": ('<!DOCTYPE rss [<!ATTLIST item a CDATA "x" b ENTITY #IMPLIED>]>', ""),
    "elements and notations": ('<!DOCTYPE rss [<!ELEMENT rss ANY><!NOTATION n SYSTEM "{address}">]>', ""),
}
_REACHES = {
    "an inclusion": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>',
    "an inclusion from elsewhere": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}"/>',
    "a schema": '<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {address}"/>',
    "a link of XLink": '<x xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{file}" xlink:show="embed"/>',
    "content elsewhere": '<content src="{file}" type="text/plain"/>',
    "an enclosure": '<enclosure url="{file}" length="9" type="text/plain"/>',
    "a picture": "<image><url>{file}</url></image>",
    "a comment feed": '<wfw:commentRss xmlns:wfw="http://wellformedweb.org/commentAPI/">{address}</wfw:commentRss>',
    "a new location": "<newLocation>{address}</newLocation>",
    "a base": '<title xml:base="{file}">x</title>',
    "frames": "<title>x</title><summary>&lt;iframe src='{file}'&gt;&lt;/iframe&gt;&lt;link href='{address}'&gt;</summary>",
}


def reaching(file: str, address: str) -> Iterator[Specimen]:
    """Feeds that would have a file opened or an address asked, and entities that grow; none says more."""
    for form in ("rss 2.0", "atom 1.0"):
        kind = FORMS[form]
        for name, (pattern, use) in _HEADS.items():
            head = pattern.replace("{file}", file).replace("{address}", address)
            item = kind.item({"title": use, "text": f"{use} {SECOND}"})
            yield Specimen(f"{name} in {form}", kind.feed(item, head=f"<?xml version='1.0'?>{head}").encode())
            late = kind.feed(head + item, head="").encode()
            yield Specimen(f"{name}, late, in {form}", late)
            wide = kind.feed(item, head=f"<?xml version='1.0' encoding='utf-16'?>{head}").encode("utf-16")
            yield Specimen(f"{name}, wide, in {form}", wide)
        for name, pattern in _REACHES.items():
            markup = pattern.replace("{file}", file).replace("{address}", address)
            yield wire(name, kind.item({"title": "2", "text": SECOND}, more=markup), BOTH, form)
    for data in (file, address, "feed:" + address, file.removeprefix("file://"), f"\n{file}\n"):
        yield Specimen(f"the words {data!r}", data.encode())


# --- other things in the place of a feed ----------------------------------------------------------------


def others() -> Iterator[Specimen]:
    """What servers give when there is no feed."""
    feed = feed_of(f"<item><description>{SECOND}</description></item>").encode()
    page = f"<!doctype html><html><head><title>Sign in</title></head><body><p>{SECOND}</p></body></html>"
    json = '{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [{"id": "1", "content_text": "x"}]}'
    things = {
        "a page": page.encode(),
        "a page of XHTML": f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{page[15:]}".encode(),
        "a page that names its feed": page.replace(
            "<head>", '<head><link rel="alternate" href="/feed">'
        ).encode(),
        "a JSON feed": json.encode(),
        "JSON that is broken": json[:50].encode(),
        "many brackets": b"[" * 100_000,
        "a list of feeds": b"<opml version='2.0'><head/><body><outline xmlUrl='x' text='y'/></body></opml>",
        "a map of the site": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>x</loc></url></urlset>",
        "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20,
        "a picture of SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title><script>y()</script></svg>",
        "gzip": gzip.compress(feed, mtime=0),
        "gzip of much": gzip.compress(b"\0" * 1_000_000, mtime=0),
        "zlib": zlib.compress(feed),
        "an archive": b"PK\x03\x04" + bytes(500),
        "a document": b"%PDF-1.7\n" + bytes(range(256)) * 4,
        "zeros": bytes(10_000),
        "one byte": b"<",
        "white space": b" \n\t" * 1000,
        "a mark alone": b"\xef\xbb\xbf",
        "a wide mark alone": b"\xff\xfe",
        "a wide mark and a byte": b"\xff\xfe<",
        "a declaration alone": b'<?xml version="1.0"?>',
        "a root alone": b"<rss/>",
        "an error of PHP": b"<br />\n<b>Warning</b>: mysql_connect() in <b>/var/www/x.php</b>",
        "words": b"The server is down for maintenance.",
        "a program": b"#!/bin/sh\nrm -rf x\n",
        "a mail": b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n\nHello.",
    }
    for name, data in things.items():
        for content_type in (None, "application/rss+xml", "text/html; charset=utf-8", "application/json"):
            yield Specimen(f"{name} as {content_type}", data, (), content_type)
    odd = (
        "",
        ";",
        "text/xml; charset=",
        "text/xml; charset=\0",
        "x" * 9000,
        "text/xml;;;=;charset",
        "text/xml; charset=é",
    )
    for content_type in (
        *odd,
        "application/atom+xml; charset=utf-7",
        "image/png",
        "text/plain",
        "multipart/x; boundary=",
    ):
        yield Specimen(f"a feed as {content_type[:40]!r}", feed, (), content_type)
