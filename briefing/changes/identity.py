"""Two names from two briefs -> whether they are one actor's.

A brief keeps the name a position was printed under, so the people table's rules of names decide: *Kallow* can
be *Ines Kallow*, *Warsaw* is *Poland*. Nobody without a name is anybody's other self.
"""

from functools import lru_cache

from briefing.schema import Actor, ActorKind
from briefing.speech import is_named, kind_of_name
from briefing.text import folded

__all__ = ["has_name", "same_actor", "same_name"]


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and white space.

    >>> same_name("Ines  Kallow", "ines kallow")
    True
    """
    return folded(one).casefold().strip() == folded(other).casefold().strip()


def same_actor(one: str, other: str) -> bool:
    """Whether two names can be one actor's; two who have no name never are.

    >>> same_actor("Mayor Ines Kallow", "Kallow"), same_actor("the Kremlin", "Russia")
    (True, True)
    >>> same_actor("Ines Kallow", "Peter Kallow"), same_actor("A ministry official", "A ministry official")
    (False, False)
    """
    left, right = _actor(one), _actor(other)
    if left is None or right is None:
        return False
    return same_name(one, other) or is_named(one, right) or is_named(other, left)


def has_name(actor: str) -> bool:
    """Whether an actor goes by a name, and not by a description that fits somebody else tomorrow.

    >>> has_name("Kallow"), has_name("residents"), has_name("An official of the port")
    (True, False, False)
    """
    return _actor(actor) is not None


@lru_cache(maxsize=4096)
def _actor(name: str) -> Actor | None:
    kind = kind_of_name(name)
    return None if kind is ActorKind.ANONYMOUS else Actor(name=name, kind=kind)
