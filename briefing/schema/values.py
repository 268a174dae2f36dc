"""What every value is made of: frozen models, and half-open character ranges."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that knows its fields and takes no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(NamedTuple):
    """A half-open character range.

    >>> Span(1, 3).of("abcd")
    'bc'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end
