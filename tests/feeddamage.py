"""A collection of damaged feeds: encodings declared and not, broken XML, feeds cut off or changed by chance."""

# ruff: noqa: E501 -- markup is read as one line

import random
from collections.abc import Iterator

from feedforms import ALL, BOTH, FIRST, FORMS, LAST, SECOND, Specimen, feed_of, wire

__all__ = ["defects", "encodings", "mutants"]

# --- encodings ------------------------------------------------------------------------------------------

_WORDS = {
    "western": "Frau Müller schließt das Café für 20 € am Montag.",
    "russian": "Паром снова ходит с понедельника, сказал капитан.",
    "japanese": "フェリーは月曜日から再び運航すると船長は述べた。",
    "chinese": "船长说渡轮将从星期一起重新航行。",
    "korean": "선장은 월요일부터 여객선이 다시 운항한다고 말했다.",
    "greek": "Το πλοίο ταξιδεύει ξανά από τη Δευτέρα.",
}
_ENCODINGS = {
    "utf-8": "western russian japanese chinese korean greek",
    "utf-8-sig": "western japanese",
    "utf-16": "western russian chinese",
    "utf-16-le": "western chinese",
    "utf-16-be": "western chinese",
    "utf-32": "western chinese",
    "utf-32-le": "western",
    "utf-32-be": "western",
    "windows-1252": "western",
    "iso-8859-15": "western",
    "koi8-r": "russian",
    "windows-1251": "russian",
    "iso-8859-5": "russian",
    "cp866": "russian",
    "shift_jis": "japanese",
    "euc-jp": "japanese",
    "iso-2022-jp": "japanese",
    "gb2312": "chinese",
    "gbk": "chinese",
    "gb18030": "chinese",
    "big5": "",
    "euc-kr": "korean",
    "iso-8859-7": "",
    "windows-1253": "",
}


def encodings() -> Iterator[Specimen]:
    """Each encoding as it is declared in the feed, by the server, by neither, and wrongly."""
    for encoding, names in _ENCODINGS.items():
        for name in names.split():
            words = _WORDS[name]
            item = f"<item><title>2</title><description>{words}</description></item>"
            form = FORMS["rss 2.0"]
            label = encoding.removesuffix("-sig")
            declared = form.feed(item, head=f'<?xml version="1.0" encoding="{label}"?>').encode(encoding)
            silent = form.feed(item, head="").encode(encoding)
            said = (*BOTH, words)
            yield Specimen(f"{encoding} {name} declared", declared, said)
            yield Specimen(
                f"{encoding} {name} as the server says", silent, said, f"application/rss+xml; charset={label}"
            )
            yield Specimen(
                f"{encoding} {name} as the server says in quotes", silent, said, f'text/xml;charset="{label}"'
            )
            yield Specimen(f"{encoding} {name} not declared", silent)
            yield Specimen(
                f"{encoding} {name}, the server contradicts", declared, (), "text/xml; charset=us-ascii"
            )
            for wrong in (
                "utf-8",
                "utf-16",
                "windows-1252",
                "ascii",
                "x-none",
                "",
                "rot13",
                "base64",
                "idna",
                "\x7f",
            ):
                lie = form.feed(item, head=f'<?xml version="1.0" encoding="{wrong}"?>').encode(encoding)
                yield Specimen(f"{encoding} {name} declared as {wrong}", lie)
    yield from _broken_encodings()


def _broken_encodings() -> Iterator[Specimen]:
    sound = feed_of(f"<item><title>2</title><description>{SECOND}#</description></item>").encode()
    pieces = {
        "a lone surrogate": b"\xed\xa0\x80",
        "a pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
        "an overlong sign": b"\xc0\xbc",
        "a sequence cut off": b"\xf0\x9f\x98",
        "beyond the last character": b"\xf4\x90\x80\x80",
        "a zero": b"\x00",
        "many zeros": b"\x00" * 500,
        "controls": bytes(range(32)),
        "every byte": bytes(range(256)),
        "two encodings": "Müller".encode("cp1252") + "Müller".encode(),
        "a mark in the middle": b"\xef\xbb\xbf",
    }
    for name, piece in pieces.items():
        yield Specimen(f"{name} in the text", sound.replace(b"#", piece))
        yield Specimen(f"{name} before all", piece + sound)
        yield Specimen(f"{name} after all", sound + piece)
        yield Specimen(f"{name} in a tag", sound.replace(b"<title>2", b"<title" + piece + b">2"))
        yield Specimen(f"{name} in the declaration", sound.replace(b"utf-8", piece, 1))
    for number in (
        "0",
        "1",
        "8",
        "31",
        "128",
        "159",
        "55296",
        "57343",
        "65535",
        "1114111",
        "1114112",
        "9" * 30,
        "-1",
    ):
        for text in (f"&#{number};", f"&#x{number};", f"&#X{number};", f"&#{number}"):
            yield wire(
                f"the character {text}",
                f"<item><title>{text}</title><description>{SECOND}{text}</description></item>",
            )
    for number in ("xD800", "xDFFF", "xD83D;&#xDE00", "xFFFFFFFFFFFFFFFFFFFF", "xg", "x", ""):
        yield wire(
            f"the character &#{number};", f"<item><description>{SECOND} &#{number};</description></item>"
        )
        escaped = f"<item><description>{SECOND} &amp;#{number};</description></item>"
        yield wire(f"the escaped character &#{number};", escaped, ALL)
        title = f"<item><title>&amp;#{number};</title><description>{SECOND}</description></item>"
        yield wire(f"the character &#{number}; in a title", title, ALL)


# --- defects --------------------------------------------------------------------------------------------

_DEFECTS = {
    "a bare ampersand": "<item><title>Fish & chips</title><description>{}</description></item>",
    "many bare ampersands": "<item><title>" + "&" * 500 + "</title><description>{}</description></item>",
    "entities of HTML": "<item><title>caf&eacute;&nbsp;&mdash;</title><description>{}</description></item>",
    "an unknown entity": "<item><title>&nosuch; &lt</title><description>{}</description></item>",
    "a bare less-than sign": "<item><title>1 < 2</title><description>{}</description></item>",
    "a bare greater-than sign": "<item><title>2 > 1 ]]> 0</title><description>{}</description></item>",
    "crossed tags": "<item><title>a</title><b><i>x</b></i><description>{}</description></item>",
    "an end without a beginning": "<item></x></title></link><description>{}</description></item>",
    "attributes without quotes": "<item a=b c><description>{}</description></item>",
    "an attribute twice": "<item a='1' a='2'><description>{}</description></item>",
    "an open quotation mark": "<item><link href='x><description>{}</description></item>",
    "an empty tag": "<item><><description>{}</description></></item>",
    "a number for a name": "<item><1>x</1><description>{}</description></item>",
    "an open comment": "<item><description>{}</description></item><!-- ",
    "dashes in a comment": "<item><!-- a -- b ---><description>{}</description></item>",
    "an open section": "<item><title><![CDATA[x</title><description>{}</description></item>",
    "a section in a section": "<item><description><![CDATA[<![CDATA[{}]]>]]></description></item>",
    "a section cut short": "<item><title><![CDAT</title><description>{}</description></item>",
    "a marked section": "<item><![IGNORE[ x ]]><![INCLUDE[<description>{}</description>]]></item>",
    "a conditional": "<item><![if !IE]><description>{}</description><![endif]></item>",
    "a declaration again": "<?xml version='1.0'?><item><description>{}</description></item>",
    "an open instruction": "<item><? x <description>{}</description></item>",
    "an empty instruction": "<item><??><?><description>{}</description></item>",
    "a document type in the middle": "<!DOCTYPE x><item><description>{}</description></item>",
    "a document type with brackets": "<!DOCTYPE x [ ]] ]><item><description>{}</description></item>",
    "a wrong end": "</channel></rss><item><description>{}</description></item>",
    "a second feed": "</channel></rss><rss><channel><item><description>{}</description></item>",
    "an entry that is not closed": "<item><title>2</title><description>{}</description>",
    "a text that is not closed": "<item><title>2</title><description>{}</item>",
    "a page": "<html><head><title>x</title></head><body><p>{}</p></body></html>",
    "an exclamation": "<item><!><! x><description>{}</description></item>",
    "a control in a tag": "<item><ti\x01tle>x</title><description>{}</description></item>",
    "a slash at the end": "<item/><description/>{}",
    "a link in the text": "<item><description>{} <http://x.example/></description></item>",
    "an unknown format in the middle": "<json>[1]</json><item><description>{}</description></item>",
}
# After these nothing more can be told from what stands inside.
_SWALLOWS = ("an open", "a text that is not closed", "a section cut short", "an empty instruction")


def defects() -> Iterator[Specimen]:
    """XML that is none, and feeds cut off at many places."""
    for name, middle in _DEFECTS.items():
        says = (FIRST,) if name.startswith(_SWALLOWS) else BOTH
        yield wire(name, middle.format(SECOND), says)
    for before in (
        "\n\n",
        "\ufeff\ufeff",
        "x",
        "<!-- a -->",
        "<?xml version='1.0'?>",
        "HTTP/1.1 200 OK\r\n\r\n",
        "\\x3c",
        "&",
    ):
        text = before + feed_of(f"<item><description>{SECOND}</description></item>")
        yield Specimen(f"begins with {before!r}", text.encode(), BOTH)
    for after in (
        "\0\0\0",
        "<!-- cached -->",
        "<script>x()</script>",
        "<rss>",
        "garbage < & >",
        "<!--",
        "<![CDATA[",
    ):
        text = feed_of(f"<item><description>{SECOND}</description></item>") + after
        yield Specimen(f"ends with {after!r}", text.encode(), BOTH)
    for form in FORMS.values():
        whole = form.feed(form.item(form.values("2", SECOND))).encode()
        ends = whole.find(LAST.encode())
        for stop in range(0, len(whole), 23):
            yield Specimen(
                f"{form.name} cut off at {stop}", whole[:stop], (FIRST, SECOND) if stop > ends else ()
            )
        yield Specimen(f"{form.name} backwards", whole[::-1])
        yield Specimen(f"{form.name} twice", whole * 2, ALL)
        yield Specimen(f"{form.name} in a page", b"<html><body>" + whole + b"</body></html>")


# --- chance ---------------------------------------------------------------------------------------------


def mutants(number: int, *, seed: int = 6) -> Iterator[Specimen]:
    """Sound feeds in which chance, the same each time, changed bytes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    sound = [form.feed(form.item(form.values("2", SECOND))).encode() for form in FORMS.values()]
    for index in range(number):
        data = bytearray(chance.choice(sound))
        for _ in range(chance.randint(1, 8)):
            _mutate(data, chance)
        yield Specimen(f"mutant {index}", bytes(data))


def _mutate(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    match chance.randrange(5):
        case 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            del data[at : at + chance.randint(1, 40)]
        case 2:
            data[at:at] = data[at - 60 : at] * chance.randint(1, 5)
        case 3:
            data[at:at] = chance.choice(
                (b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"</", b"\0", b"&#")
            )
        case _:
            data[at:at] = chance.randbytes(chance.randint(1, 12))
