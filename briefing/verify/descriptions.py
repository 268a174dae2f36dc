"""A description without a name, *the opposition leader* -> the actors whom an article describes so."""

import re
from collections.abc import Sequence

from briefing.schema import Actor

__all__ = ["described"]

_OPENING_RE = re.compile(r"(?:the|a|an|der|die|das|den|dem|ein|eine)\s+", re.IGNORECASE)
_PREPOSITION_RE = re.compile(
    r"\s(?:of|for|in|at|on|from|with|to|who|and|von|vom|für|im|aus|und)\s|,", re.IGNORECASE
)
_SMALL = frozenset("of for in at on from with the a an von vom für im aus der die das des".split())
# A former mayor is no mayor: what such a word says of an actor, his description has to say too.
_LIMITING_RE = re.compile(
    r"\b(?:former|ex|deputy|vice|acting|assistant|associate|shadow|designate|elect|incoming|outgoing|late|then"
    r"|retired|aspiring|would|honorary|stellvertretende\w*|ehemalige\w*|frühere\w*|designierte\w*)\b",
    re.IGNORECASE,
)


def described(name: str, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Find the actors whose role a description without a name repeats, in full or in part.

    >>> vogt = Actor(name="Karl Vogt", kind="person", role="Opposition leader")
    >>> falk = Actor(name="Ina Falk", kind="person", role="a former mayor of Lund")
    >>> [actor.name for actor in described("The opposition leader", [vogt, falk])]
    ['Karl Vogt']
    >>> described("the mayor", [vogt, falk]), described("the leader of the farmers", [vogt, falk])
    ((), ())
    """
    return tuple(actor for actor in actors if actor.role and _repeats(_bare(name), _bare(actor.role), actor))


def _repeats(asked: str, role: str, actor: Actor) -> bool:
    if not asked or _head(asked) != _head(role):
        return False
    allowed = {*role.split(), *" ".join(actor.ties).casefold().split(), *_SMALL}
    limits = {limit.group() for limit in _LIMITING_RE.finditer(role)}
    return set(asked.replace(",", " ").split()) <= allowed and limits <= set(re.findall(r"\w+", asked))


def _bare(words: str) -> str:
    folded = " ".join(words.replace("’", "'").casefold().split())
    return _OPENING_RE.sub("", folded, count=1) if _OPENING_RE.match(folded) else folded


def _head(words: str) -> str:
    """The noun that says what somebody is: *leader* in *leader of the opposition*."""
    phrase = _PREPOSITION_RE.split(words)[0].split()
    return phrase[-1] if phrase else ""
