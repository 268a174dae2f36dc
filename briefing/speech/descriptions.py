"""A description such as *the Polish foreign minister* -> whether it fits what is said of a person."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.mentions import Mention
from briefing.speech.roles import Role

__all__ = ["Description"]

_POSSESSIVE_RE = re.compile(r"[’']s?$")
_COMPOUND = 3
_AGE_RE = re.compile(r"\b(\d{1,3})-")


class Description(NamedTuple):
    """The noun of a description, its words, and what they demand: an age, a country, a party or rank."""

    noun: str
    words: frozenset[str]
    capitals: frozenset[str]
    age: str
    country: str | None
    owner: str
    compound: str
    gazetteer: Gazetteer

    @classmethod
    def of(cls, mention: Mention, gazetteer: Gazetteer) -> Self:
        """Read the description out of a mention."""
        words = mention.words.split()
        age = _AGE_RE.search(mention.words)
        bare = [_POSSESSIVE_RE.sub("", word) for word in words]
        named = (word for word in bare[1:] if word[0].isupper() and fold_name(word) != mention.noun)
        capitals = frozenset(map(fold_name, named)) - gazetteer.exclusive - gazetteer.titles.keys()
        return cls(
            noun=mention.noun,
            words=frozenset(map(fold_name, words)),
            capitals=capitals,
            age=age[1] if age else "",
            country=gazetteer.demonyms.get(mention.noun),
            owner=next((fold_name(one) for one, word in zip(bare, words, strict=True) if one != word), ""),
            compound=_compound_in(mention.words, gazetteer),
            gazetteer=gazetteer,
        )

    @property
    def is_plain(self) -> bool:
        """Whether it says nothing new about somebody already spoken of."""
        return bool(self.age) or self.noun in self.gazetteer.plain_nouns

    def fits(self, roles: Sequence[Role]) -> bool:
        """Whether one role has the noun and the party or rank, and no role has another place."""
        if self.country is not None:
            return any(self.country in role.ties for role in roles)
        held = [role for role in roles if self._has_noun(role) and self._has_rank(role)]
        return any(self._fits_place(role) and self._fits_owner(role) for role in held)

    def contradicts(self, roles: Sequence[Role]) -> bool:
        """Whether the text gives a person another age, party or rank."""
        ages = {role.age for role in roles if role.age}
        if self.age and ages and self.age not in ages:
            return True
        told = [found for role in roles if (found := self._exclusive_of(role))]
        exclusive = self._exclusive(self.words)
        return bool(exclusive and told) and not any(exclusive & found for found in told)

    def _has_noun(self, role: Role) -> bool:
        """Whether a role has the noun, or ends in it where a language writes such words in one."""
        if self.compound and self.compound not in fold_name(role.text):
            return False
        noun = self.gazetteer.means.get(self.noun, self.noun)
        is_joined = self.gazetteer.capitalises_nouns
        return any(head == noun or (is_joined and head.endswith(noun)) for head in role.heads)

    def _has_rank(self, role: Role) -> bool:
        """Whether a role has the party or rank of the description and is no lower one: a vice president."""
        words = frozenset(map(fold_name, role.text.split()))
        more = words - self.words
        return self._exclusive(self.words) <= words and not (more & self.gazetteer.lesser)

    def _fits_place(self, role: Role) -> bool:
        if not self.capitals:
            return True
        if any(self.gazetteer.country_of(word) in role.ties for word in self.capitals):
            return True
        named = (fold_name(word) for word in role.text.split() if word[0].isupper())
        places = frozenset(named) - self.gazetteer.exclusive - self.gazetteer.titles.keys()
        return not places or bool(places & self.capitals)

    def _fits_owner(self, role: Role) -> bool:
        """Whether a role is of the same person: the governor's spokesman is not the mayor's."""
        if self.gazetteer.role_of(self.owner) is None:
            return True
        return self.owner in {_POSSESSIVE_RE.sub("", word) for word in fold_name(role.text).split()}

    def _exclusive(self, words: frozenset[str]) -> frozenset[str]:
        return words & self.gazetteer.exclusive

    def _exclusive_of(self, role: Role) -> frozenset[str]:
        return self._exclusive(frozenset(map(fold_name, role.text.split())))


def _compound_in(words: str, gazetteer: Gazetteer) -> str:
    """The role with a small word inside that a description ends in, such as chief of staff."""
    last = fold_name(" ".join(words.split()[-_COMPOUND:]))
    return last if last in gazetteer.compounds else ""
