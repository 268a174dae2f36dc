"""Positions -> where they differ: actors against each other, one body or one person against itself."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from briefing.schema import Actor, Difference, DifferenceKind, Position, Stance, Story

SAME_ISSUE = 80  # token-set ratio from which two wordings of an issue are taken for one


def find_differences(story: Story, positions: Sequence[Position]) -> tuple[Difference, ...]:
    """Name every pair of sides that do not go together; stances alone decide, never the wording."""
    actors = {actor.name: actor for actor in story.actors}
    found: list[Difference] = []
    for issue, members in _by_issue(positions):
        found += _selves(positions, members, issue)
        found += _governments(positions, members, issue, actors)
        found += _opposed(positions, members, issue)
    return (*found, *_aimed(positions))


def _by_issue(positions: Sequence[Position]) -> Iterable[tuple[str, list[int]]]:
    groups: list[tuple[str, list[int]]] = []
    for index, position in enumerate(positions):
        group = next((g for g in groups if _same_issue(g[0], position.issue)), None)
        if group is None:
            groups.append((position.issue, [index]))
        else:
            group[1].append(index)
    return groups


def _same_issue(left: str, right: str) -> bool:
    return fuzz.token_set_ratio(left.lower(), right.lower()) >= SAME_ISSUE


def _clash(left: Position, right: Position) -> bool:
    """For against against; whoever sets a condition stands on neither side."""
    return {left.stance, right.stance} == {Stance.FOR, Stance.AGAINST}


def _selves(positions: Sequence[Position], members: list[int], issue: str) -> Iterable[Difference]:
    for one, two in combinations(members, 2):
        left, right = positions[one], positions[two]
        if left.actor == right.actor and _clash(left, right):
            text = f"{_about(issue)}{left.actor} stands on both sides, {left.stance} and {right.stance}"
            yield Difference(kind=DifferenceKind.SELF, left=(one,), right=(two,), text=text)


def _governments(
    positions: Sequence[Position], members: list[int], issue: str, actors: dict[str, Actor]
) -> Iterable[Difference]:
    for one, two in combinations(members, 2):
        left, right = positions[one], positions[two]
        shared = _bodies(left, actors) & _bodies(right, actors)
        if left.actor != right.actor and shared and _clash(left, right):
            body = min(shared)
            sides = f"{left.actor} ({left.stance}), {right.actor} ({right.stance})"
            text = f"{_about(issue)}two voices of {body}, {sides}"
            yield Difference(kind=DifferenceKind.GOVERNMENT, left=(one,), right=(two,), text=text)


def _bodies(position: Position, actors: dict[str, Actor]) -> set[str]:
    actor = actors.get(position.actor)
    return {position.actor, *actor.ties} if actor else {position.actor}


def _opposed(positions: Sequence[Position], members: list[int], issue: str) -> Iterable[Difference]:
    sides = {stance: tuple(i for i in members if positions[i].stance is stance) for stance in Stance}
    left, right = sides[Stance.FOR], sides[Stance.AGAINST]
    if not left or not right or {positions[i].actor for i in left} == {positions[i].actor for i in right}:
        return
    text = f"{_about(issue)}{_listed(positions, left)} for, {_listed(positions, right)} against"
    if middle := sides[Stance.CONDITIONAL]:
        text += f", {_listed(positions, middle)} on conditions"
    yield Difference(kind=DifferenceKind.OPPOSED, left=left, right=right, text=text)


def _aimed(positions: Sequence[Position]) -> Iterable[Difference]:
    """Somebody against what another actor of the story holds: *rejected Holm's offer*."""
    for index, position in enumerate(positions):
        if position.stance is not Stance.AGAINST or position.issue.endswith("?"):
            continue
        for name in dict.fromkeys(other.actor for other in positions):
            if name != position.actor and _names(position.issue, name):
                right = tuple(i for i, other in enumerate(positions) if other.actor == name)
                text = f"{position.actor} is against {position.issue.rstrip('?. ')}"
                yield Difference(kind=DifferenceKind.OPPOSED, left=(index,), right=right, text=text)


def _names(issue: str, actor: str) -> bool:
    words = re.findall(r"[\w-]+", issue.replace("’s", "").replace("'s", ""))
    return actor.rsplit(maxsplit=1)[-1] in words and actor.rsplit(maxsplit=1)[-1][0].isupper()


def _listed(positions: Sequence[Position], indexes: tuple[int, ...]) -> str:
    names = list(dict.fromkeys(positions[index].actor for index in indexes))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _about(issue: str) -> str:
    """The issue as the head of a line: a question as it stands, anything else behind "On"."""
    return f"{issue} " if issue.endswith("?") else f"On {_topic(issue)}: "


def _topic(issue: str) -> str:
    """The issue as part of a sentence: no question mark, no capital but a name's."""
    topic = issue.rstrip("?. ")
    first, _, rest = topic.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in _OPENERS else topic


_OPENERS = frozenset("how what whether who when where why should the a an".split())
