"""Who can speak, and what somebody is said to have said."""

from enum import StrEnum

from briefing.schema.values import Span, Value


class QuotationKind(StrEnum):
    """Words in marks, words without, or both in one."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Polarity(StrEnum):
    """Whether the text says that the words were said."""

    ASSERTED = "asserted"
    DENIED = "denied"  # never said, denied that
    HYPOTHETICAL = "hypothetical"  # asked whether, would say if


class ActorKind(StrEnum):
    """What sort of voice an actor is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    GROUP = "group"  # officials, protesters, residents
    ANONYMOUS = "anonymous"  # a person familiar with the talks


class Actor(Value):
    """Somebody who can hold a position, under the fullest name the text gives.

    `aliases` are the other forms found (last name, title and name, spelling variants, role). `ties` are the
    names of bodies or countries the text ties the person to (*German Defence Minister* -> Germany).
    """

    name: str
    kind: ActorKind
    role: str | None = None
    aliases: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


class Utterance(Value):
    """Somebody's words in one article, with the attribution.

    `content` are the pieces in text order (a split quotation has several), `marked` the runs inside
    quotation marks without the marks. For a direct quotation the two are equal. `speaker` is the mention as
    it stands (*he*, *the minister*), `actor` whom it refers to; `actor` is None where the text does not say
    for certain. `outer` is the index of the utterance this one is reported inside of.
    """

    article_id: str
    kind: QuotationKind
    content: tuple[Span, ...]
    marked: tuple[Span, ...] = ()
    speaker: Span | None = None
    actor: Actor | None = None
    cue: Span | None = None
    polarity: Polarity = Polarity.ASSERTED
    outer: int | None = None

    @property
    def extent(self) -> Span:
        """From the first character of the content to the last."""
        return Span(self.content[0].start, self.content[-1].end)
