"""Bytes -> text, by byte order mark, UTF-8, a declared encoding, Western European, a guess, in this order."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
)
# Labels mean what browsers take them for: the larger sets that servers really send under them.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# Those of Python's codecs that are no character sets, and one that hides markup in plain letters.
_NO_CHARACTER_SETS = frozenset(
    (
        "unicode-escape",
        "raw-unicode-escape",
        "unicode_escape",
        "raw_unicode_escape",
        "idna",
        "punycode",
        "utf-7",
    )
)
_SEVEN_BITS = "iso2022"  # such a text passes for ASCII
_CONTAINERS = (
    *(b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\x1f\x8b"),
    *(b"\xd0\xcf\x11\xe0", b"RIFF", b"OggS", b"ID3", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ"),
)
_CONTROL_RE = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_WESTERN_RE = re.compile(r"[\x00-\x7fÀ-ÖØ-öø-ÿŠšŽžŒœŸ€£§©®°±²³·½«»‹›“”„‘’‚–—…•´\u00a0\u00ad™]*+\Z")
_MULTIBYTE_RE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 65_536
_CONTROL_SHARE = 0.01
_ZERO_SHARE = 0.2
_STRAY_ZEROS = 0.05  # a few characters of other scripts have one in the other place
_VALID_PER_BROKEN = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in. `is_guessed` where neither the bytes nor a label settled it."""

    text: str
    encoding: str
    is_guessed: bool = False


def decode(data: bytes, *, declared: Sequence[str] = ()) -> Decoded | None:
    r"""Decode `data`; None where it is not text. Of the `declared` encodings the first that fits counts.

    >>> decode("Gruß".encode()).encoding
    'utf-8'
    >>> decode("Gruß".encode("cp1252"))
    Decoded(text='Gruß', encoding='cp1252', is_guessed=True)
    >>> decode(b"\x89PNG\r\n\x1a\n\x00") is None
    True
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _marked(data, marked)
    if data.startswith(_CONTAINERS):
        return None
    if data.count(0, 0, _SAMPLE) > _CONTROL_SHARE * len(data[:_SAMPLE]):
        return _without_mark(data)
    if _is_binary(data[:_SAMPLE]):
        return None
    known = [name for label in declared if (name := _character_set(label))]
    seven_bits = [name for name in known if name.startswith(_SEVEN_BITS)]
    told = (_strict(data, encoding) for encoding in (*seven_bits, "utf-8", *known))
    return next(filter(None, told), None) or _guess(data)


def _character_set(label: str) -> str | None:
    """The name of the encoding that a label means; None for one that is none or unknown."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):  # ValueError: what no name can hold
        return None
    return None if name in _NO_CHARACTER_SETS else _LARGER.get(name, name)


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Decoded(text, encoding, is_guessed="\ufffd" in text)


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 of an alphabet has a zero in every other place; other data with zeros is no text."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = _ZERO_SHARE * len(sample)
    if odd > enough and even < odd * _STRAY_ZEROS:
        return _strict(data, "utf-16-le")
    if even > enough and odd < even * _STRAY_ZEROS:
        return _strict(data, "utf-16-be")
    return None


def _is_binary(sample: bytes) -> bool:
    return len(_CONTROL_RE.findall(sample)) > _CONTROL_SHARE * len(sample)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):  # a codec of bytes, such as base64, counts as unknown
        return None
    return Decoded(text, codecs.lookup(encoding).name)


def _guess(data: bytes) -> Decoded | None:
    """Damaged UTF-8 stays UTF-8; Western letters speak for Windows-1252; the rest is left to statistics."""
    broken = data.decode("utf-8", errors="replace")
    if len(_MULTIBYTE_RE.findall(data)) >= _VALID_PER_BROKEN * max(1, broken.count("\ufffd")):
        return Decoded(broken, "utf-8", is_guessed=True)
    western = _strict(data, "cp1252")
    if western and _WESTERN_RE.match(western.text):
        return Decoded(western.text, "cp1252", is_guessed=True)
    from charset_normalizer import from_bytes

    best = from_bytes(data[: _SAMPLE * 4]).best()
    guessed = _strict(data, best.encoding) if best else None
    return Decoded(
        *(guessed.text, guessed.encoding) if guessed else (data.decode("latin-1"), "latin-1"), is_guessed=True
    )
