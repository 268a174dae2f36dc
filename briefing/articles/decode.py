"""Bytes -> text, by byte order mark, UTF-8, a declared encoding, Western European, a guess, in this order."""

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
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
_VALID_PER_BROKEN = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in. `is_guessed` where neither the bytes nor a label settled it."""

    text: str
    encoding: str
    is_guessed: bool = False


def decode(data: bytes, *, declared: str | None = None) -> Decoded | None:
    r"""Decode `data`; None where it is not text.

    >>> decode("Gruß".encode()).encoding
    'utf-8'
    >>> decode("Gruß".encode("cp1252"))
    Decoded(text='Gruß', encoding='cp1252', is_guessed=True)
    >>> decode(b"\x89PNG\r\n\x1a\n\x00") is None
    True
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    if data.startswith(_CONTAINERS):
        return None
    if data.count(0, 0, _SAMPLE) > _CONTROL_SHARE * len(data[:_SAMPLE]):
        return _without_mark(data)
    if _is_binary(data[:_SAMPLE]):
        return None
    return _strict(data, "utf-8") or _strict(data, declared) or _guess(data)


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return Decoded(text, encoding, is_guessed="\ufffd" in text)


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 of an alphabet has a zero in every other place; other data with zeros is no text."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = _ZERO_SHARE * len(sample)
    if odd > enough and even == 0:
        return _strict(data, "utf-16-le")
    if even > enough and odd == 0:
        return _strict(data, "utf-16-be")
    return None


def _is_binary(sample: bytes) -> bool:
    return len(_CONTROL_RE.findall(sample)) > _CONTROL_SHARE * len(sample)


def _strict(data: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
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
