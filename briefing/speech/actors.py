"""A name as somebody else writes it -> the actor of a story it means.

Drafts and readers write *Defence Minister Stahl*, *President Lund*, *the Kremlin*, *Warsaw*. These
functions need the actors alone, not the articles they come from; what could mean two actors means none.
"""

from collections.abc import Callable, Iterator, Sequence

from briefing.schema import Actor, ActorKind
from briefing.speech.gazetteer import Gazetteer, fold_name, load_gazetteer
from briefing.speech.likeness import is_same_name
from briefing.speech.names import NameKind, Reading, read_name
from briefing.speech.roles import heads_of

__all__ = ["is_named", "is_tied", "kind_of_name", "match_actor", "same_place"]

_LANGUAGES = ("en", "de")
_PLACES = frozenset({ActorKind.GOVERNMENT, ActorKind.ORGANISATION})
_DEFINITE = frozenset("the der die das".split())
_INDEFINITE = frozenset(
    "a an one two three some several many ein eine zwei drei einige mehrere viele".split()
)


def match_actor(name: str, actors: Sequence[Actor]) -> Actor | None:
    """Find the one actor a name means: as written, without its title, as a place, or by the role alone.

    >>> wilk = Actor(name="Hanna Wilk", kind=ActorKind.PERSON, role="Polish Prime Minister", ties=("Poland",))
    >>> match_actor("Prime Minister Wilk", [wilk]) is wilk, match_actor("Reed", [wilk])
    (True, None)
    """
    tests: tuple[Callable[[Actor], bool], ...] = (
        lambda actor: _is_written(name, actor),
        lambda actor: actor.kind in _PLACES and same_place(name, actor.name),
        lambda actor: actor.kind is ActorKind.ORGANISATION and _is_shortened(name, actor),
        lambda actor: actor.kind is ActorKind.PERSON and _is_named(name, actor),
        lambda actor: actor.kind is ActorKind.PERSON and _is_described(name, actor),
    )
    for test in tests:
        found = [actor for actor in actors if test(actor)]
        if found:
            return found[0] if len(found) == 1 else _by_role(name, found)
    return None


def is_named(name: str, actor: Actor) -> bool:
    """Whether a name can mean an actor: as written, as a place, as a shorter form or without its title."""
    return (
        _is_written(name, actor)
        or (actor.kind in _PLACES and same_place(name, actor.name))
        or (actor.kind is ActorKind.ORGANISATION and _is_shortened(name, actor))
        or (actor.kind is ActorKind.PERSON and _is_named(name, actor))
    )


def kind_of_name(name: str) -> ActorKind:
    """What sort of voice goes by a name, where the name is all that is known.

    A description that fits somebody else tomorrow (*an official*, *residents*) is anonymous.

    >>> [kind_of_name(name).value for name in ("Ana Dorn", "the Kremlin", "Port of Ostmark", "An official")]
    ['person', 'government', 'organisation', 'anonymous']
    """
    first = fold_name(name.split(maxsplit=1)[0]) if name.split() else ""
    if first in _INDEFINITE:
        return ActorKind.ANONYMOUS
    if any(load_gazetteer(language).country_of(_bare(name)) for language in _LANGUAGES):
        return ActorKind.GOVERNMENT
    reading = read_name(name, load_gazetteer(_LANGUAGES[0]))
    if reading is None:
        return ActorKind.ORGANISATION if first in _DEFINITE else ActorKind.ANONYMOUS
    is_body = reading.kind in {NameKind.BODY, NameKind.PLACE} or reading.written.isupper()
    is_part = not _bare(name).startswith(fold_name(f"{reading.title} {reading.written}".strip()))
    return ActorKind.ORGANISATION if is_body or is_part else ActorKind.PERSON


def is_tied(person: Actor, body: Actor) -> bool:
    """Whether the articles tie a person to a government or body, so that one speaks for the other."""
    names = (body.name, *body.aliases, *body.ties)
    return any(_bare(tie) == _bare(name) or same_place(tie, name) for tie in person.ties for name in names)


def same_place(a: str, b: str) -> bool:
    """Whether two words stand for one country: its name, adjective, capital or seat of government.

    >>> same_place("Polish", "Warsaw"), same_place("the Kremlin", "Russia"), same_place("Kyiv", "Minsk")
    (True, True, False)
    """
    for language in _LANGUAGES:
        gazetteer = load_gazetteer(language)
        left = gazetteer.country_of(_bare(a))
        if left is not None and left == gazetteer.country_of(_bare(b)):
            return True
    return False


def _bare(words: str) -> str:
    """Folded, without article and possessive."""
    folded = fold_name(words.strip()).removesuffix("'s").removesuffix("'")
    for article in ("the ", "die ", "der ", "das "):
        folded = folded.removeprefix(article)
    return folded


def _is_written(name: str, actor: Actor) -> bool:
    return _bare(name) in {_bare(form) for form in (actor.name, *actor.aliases)}


def _is_shortened(name: str, body: Actor) -> bool:
    """Whether a name is a body's initials or at least the last two words of its name."""
    asked, words = _bare(name), _bare(body.name).split()
    initials = "".join(word[0] for word in words if word not in _SMALL)
    return (len(asked) > 1 and asked.replace(".", "") == initials) or (
        " " in asked and words[-len(asked.split()) :] == asked.split()
    )


def _is_named(name: str, actor: Actor) -> bool:
    """Whether the name without its title is the actor's, in full or by the family name alone."""
    return any(_names_agree(asked, known, gazetteer) for asked, known, gazetteer in _readings(name, actor))


def _readings(name: str, actor: Actor) -> Iterator[tuple[Reading, Reading, Gazetteer]]:
    for language in _LANGUAGES:
        gazetteer = load_gazetteer(language)
        asked = read_name(name, gazetteer)
        for form in (actor.name, *actor.aliases):
            known = read_name(form, gazetteer)
            if asked is not None and known is not None:
                yield asked, known, gazetteer


def _names_agree(asked: Reading, known: Reading, gazetteer: Gazetteer) -> bool:
    if len(asked.folded) > 1 and len(known.folded) > 1:
        return is_same_name(asked, known, gazetteer) or is_same_name(known, asked, gazetteer)
    if len(asked.folded) > 1:
        return False
    return asked.folded[0] == known.folded[-1] or _is_family_first(asked, known, gazetteer)


def _is_family_first(asked: Reading, known: Reading, gazetteer: Gazetteer) -> bool:
    return asked.folded[0] == known.folded[0] and known.folded[0] not in gazetteer.given


def _is_described(name: str, actor: Actor) -> bool:
    """Whether a role and a country, *the Polish prime minister*, are the actor's."""
    gazetteer = load_gazetteer(_LANGUAGES[0])
    heads = heads_of(name, gazetteer)
    if not heads or actor.role is None:
        return False
    words = [_bare(word) for word in name.split()]
    roles = {_bare(word) for word in actor.role.split()}
    return all(
        word in roles or word in _SMALL or any(same_place(word, tie) for tie in actor.ties) for word in words
    )


_SMALL = frozenset({"the", "of", "a", "an", "der", "die", "das", "von"})


def _by_role(name: str, actors: Sequence[Actor]) -> Actor | None:
    """The one of several bearers of a name whose role has the title it is written with."""
    heads = set(heads_of(name, load_gazetteer(_LANGUAGES[0])))
    found = [
        actor for actor in actors if heads & set(heads_of(actor.role or "", load_gazetteer(_LANGUAGES[0])))
    ]
    return found[0] if len(found) == 1 else None
