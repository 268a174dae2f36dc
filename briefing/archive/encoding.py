"""Values -> the text and numbers of a row, and back. What is read back is checked like any other input."""

import json
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import ValidationError

from briefing.errors import ArchiveError
from briefing.schema import Value

__all__ = ["Cell", "Row", "decode", "encode", "moment", "stamp", "storable"]

Cell = str | int | None
Row = tuple[Cell, ...]
AnyValue = TypeVar("AnyValue", bound=Value)


def encode(value: Value) -> str:
    """A value as JSON that any database can hold; equal values give equal text."""
    return storable(json.dumps(value.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")))


def decode(kind: type[AnyValue], cell: Cell) -> AnyValue:
    """The value that was encoded; raises ArchiveError if the text was changed since."""
    try:
        return kind.model_validate(json.loads(str(cell)))
    except (ValidationError, ValueError, RecursionError) as error:
        reason = type(error).__name__
        raise ArchiveError(
            f"The archive holds a damaged {kind.__name__.lower()} ({reason}); restore a backup of it."
        ) from error


def storable(text: str) -> str:
    r"""Text without lone surrogates, which no file can hold; inside JSON the replacement means the same.

    >>> storable("a\ud800")
    'a\\ud800'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def stamp(at: datetime) -> str:
    """A moment as text that sorts by time; raises ValueError for one without a time zone.

    >>> stamp(datetime(2026, 3, 2, 7, 30, tzinfo=UTC))
    '2026-03-02T07:30:00.000000+00:00'
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(cell: Cell) -> datetime:
    """The moment of a stamp, in UTC."""
    return datetime.fromisoformat(str(cell))
