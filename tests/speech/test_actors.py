"""Which actor of a story a name from elsewhere means."""

import pytest

from briefing.schema import Actor, ActorKind
from briefing.speech import is_tied, match_actor, same_place


def make_person(name: str, role: str | None = None, *ties: str) -> Actor:
    return Actor(name=name, kind=ActorKind.PERSON, role=role, ties=ties)


STAHL = make_person("Uwe Stahl", "German Defence Minister", "Germany")
LUND = make_person("Ivo Lund", "Finnish President", "Finland")
WILK = make_person("Hanna Wilk", "Polish Prime Minister", "Poland")
BRUNO = make_person("Bruno Calder", "Governor")
HEDDA = make_person("Hedda Calder", "Secretary of State")
GERMANY = Actor(name="Germany", kind=ActorKind.GOVERNMENT, ties=("Germany",))
KREMLIN = Actor(name="Kremlin", kind=ActorKind.GOVERNMENT, ties=("Russia",))
NATO = Actor(name="NATO", kind=ActorKind.ORGANISATION, aliases=("North Atlantic Treaty Organization",))
FUND = Actor(name="North Sea Fund", kind=ActorKind.ORGANISATION)
OFFICIALS = Actor(name="two officials", kind=ActorKind.GROUP)
ACTORS = (STAHL, LUND, WILK, BRUNO, HEDDA, GERMANY, KREMLIN, NATO, FUND, OFFICIALS)

FOUND = [
    ("Uwe Stahl", STAHL),
    ("Stahl", STAHL),
    ("Defence Minister Stahl", STAHL),
    ("the German defence minister", STAHL),
    ("U. Stahl", STAHL),
    ("President Lund", LUND),
    ("Lund’s", LUND),
    ("Secretary of State Calder", HEDDA),
    ("Hedda Calder", HEDDA),
    ("Germany", GERMANY),
    ("Berlin", GERMANY),
    ("the Kremlin", KREMLIN),
    ("Moscow", KREMLIN),
    ("NATO", NATO),
    ("the North Atlantic Treaty Organization", NATO),
    ("Two officials", OFFICIALS),
    ("NSF", FUND),
]
NOT_FOUND = [
    "Calder",
    "Otto Stahl",
    "Otto Reed",
    "Vienna",
    "the president of France",
    "Fund",
    "",
    "officials",
]


@pytest.mark.parametrize(("name", "actor"), FOUND)
def test_a_name_means_the_one_actor_it_can_mean(name: str, actor: Actor) -> None:
    assert match_actor(name, ACTORS) is actor


@pytest.mark.parametrize("name", NOT_FOUND)
def test_an_unknown_or_ambiguous_name_means_nobody(name: str) -> None:
    assert match_actor(name, ACTORS) is None


TIES = [
    (STAHL, GERMANY, True),
    (WILK, GERMANY, False),
    (make_person("Ivo Lund", "envoy", "NATO"), NATO, True),
]


@pytest.mark.parametrize(("person", "body", "expected"), TIES)
def test_a_person_is_tied_to_the_bodies_of_the_role_alone(
    person: Actor, body: Actor, *, expected: bool
) -> None:
    assert is_tied(person, body) is expected


def test_a_country_of_a_role_ties_to_the_seat_of_its_government() -> None:
    assert is_tied(make_person("Pavel Dorn", "Russian envoy", "Russia"), KREMLIN)


PLACES = [
    ("Polish", "Poland", True),
    ("Warsaw", "Poles", True),
    ("the Kremlin", "Moscow", True),
    ("U.S.", "American", True),
    ("Poland’s", "Warsaw", True),
    ("deutsch", "Berlin", True),
    ("Austria", "Australia", False),
    ("Otto", "Otto", False),
    ("", "", False),
]


@pytest.mark.parametrize(("a", "b", "expected"), PLACES)
def test_words_for_one_country_are_the_same_place(a: str, b: str, *, expected: bool) -> None:
    assert same_place(a, b) is expected
    assert same_place(b, a) is expected
