"""Packed bytes as they arrive -> the body, a piece at a time, so that a small answer can not swell unseen."""

import zlib
from collections.abc import Iterable, Iterator

from briefing.articles.fetch_results import FetchFault, FetchRefusedError

__all__ = ["unpack"]

_PIECE = 1024 * 1024
_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}
_GZIP_BITS, _ZLIB_BITS, _RAW_BITS = 31, 15, -15


def unpack(chunks: Iterable[bytes], *, coding: str) -> Iterator[bytes]:
    """Yield the body in pieces of a megabyte at most.

    Raises FetchRefusedError for a coding that was not asked for, and for bytes that are damaged or cut off.

    >>> b"".join(unpack([zlib.compress(b"words")], coding="deflate"))
    b'words'
    """
    name = coding.strip().lower()
    if name in _PLAIN:
        yield from chunks
        return
    if name not in _GZIP | {"deflate"}:
        raise FetchRefusedError(FetchFault.BROKEN, f"it is packed as {name[:20]!r}, unasked")
    try:
        yield from _inflate(chunks, is_gzip=name in _GZIP)
    except zlib.error as error:
        raise FetchRefusedError(FetchFault.BROKEN, "what is packed in it is damaged") from error


def _inflate(chunks: Iterable[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    packer = None
    for chunk in chunks:
        packer = packer or zlib.decompressobj(_GZIP_BITS if is_gzip else _bits(chunk))
        piece = packer.decompress(chunk, _PIECE)
        while piece:  # not: while input is left; it may all be taken in before the output is out
            yield piece
            piece = packer.decompress(packer.unconsumed_tail, _PIECE)
    if packer is not None and not packer.eof:
        raise FetchRefusedError(FetchFault.BROKEN, "what is packed in it is cut off")


def _bits(start: bytes) -> int:
    """*Deflate* means zlib's form of it, but some servers leave its two bytes at the head away."""
    is_zlib = start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:2]) % 31 == 0
    return _ZLIB_BITS if is_zlib else _RAW_BITS
