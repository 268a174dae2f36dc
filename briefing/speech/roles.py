"""What stands around a name -> Role: what the person is, for whom, and how old.

Titles before the name, a role in lower case before it, and the apposition behind it: *Polish Prime Minister
X*, *party spokesman X*, *X, 52, a spokesman for the Kremlin,*.
"""

import re
from typing import NamedTuple

from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind, read_run

__all__ = ["Role", "heads_of", "read_role"]

_BEFORE = 80
_BEHIND = 170
_WORDS_BEFORE = 8
_COMPOUND = 3
_KIN_WORDS = 3
_LONGEST_COUNTRY = 3
_BEHIND_RE = re.compile(
    r"(?:[ \u00a0]\((?P<bracket>[^()\n]{1,40})\))?"
    r"(?:,? (?P<age>\d{1,3})(?=[,.;)]))?"
    r"(?:, (?P<role>[^;:()“”\"„«»\n]{3,140}))?"
)
_END_OF_ROLE_RE = re.compile(r",(?! [A-Z])|(?<![A-Z])[.!?](?=\s|$)|[—–]")
_ROLE_WORD_RE = re.compile(r"(?:\w\.)+|\w+(?:[’'&-]\w+)*")
# An office with its complement, right before a comma and a name.
_OFFICE_RE = re.compile(
    r"(?:^|[.!?;:,]\s|\b(?:and|but)\s)"
    r"(?P<role>(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:[\w’'-]+ ){1,4}"
    r"(?:of|for|at|on|in) [^,.;:!?“”\"()]{2,50}), $"
)
_CLOSES_OFFICE = frozenset(",.;")
_WORD_RE = re.compile(r"[\w’'-]+(?:\.\w\.?)*")


class Role(NamedTuple):
    """A reading of what stands around one mention; empty where nothing does."""

    text: str = ""
    heads: tuple[str, ...] = ()
    gender: str = ""
    ties: tuple[str, ...] = ()
    age: str = ""
    is_kin: bool = False


def read_role(text: str, name: Name, gazetteer: Gazetteer) -> Role:
    """Read title, role before and apposition behind a name."""
    before = _role_before(text, name, gazetteer)
    behind, age = _role_behind(text, name.end, gazetteer)
    phrases = [phrase for phrase in (f"{before} {name.reading.title}".strip(), behind) if phrase]
    if not phrases:
        return Role(gender=name.reading.gender, age=age)
    heads = [heads_of(phrase, gazetteer) for phrase in phrases]
    every = tuple(dict.fromkeys(head for found in heads for head in found))
    return Role(
        text=next((phrase for phrase, found in zip(phrases, heads, strict=True) if found), ""),
        heads=every,
        gender=name.reading.gender or _gender_of(every, phrases, gazetteer),
        ties=tuple(dict.fromkeys(tie for phrase in phrases for tie in _ties_of(phrase, gazetteer))),
        age=age,
        is_kin=_ends_in_kin(before, gazetteer) or _begins_with_kin(behind, gazetteer),
    )


def _gender_of(heads: tuple[str, ...], phrases: list[str], gazetteer: Gazetteer) -> str:
    """The gender a role tells by its own words: a *chair* goes for a *chairman* and is no man for that."""
    written = {fold_name(word) for phrase in phrases for word in _WORD_RE.findall(phrase)}
    marks = (gazetteer.role_of(head) for head in heads if head in written)
    return next(filter(None, marks), "")


def heads_of(phrase: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The role nouns of a phrase up to its first preposition, folded, each with what it means.

    >>> from briefing.speech.gazetteer import load_gazetteer
    >>> heads_of("the former foreign minister of Poland", load_gazetteer("en"))
    ('minister',)
    """
    heads: list[str] = []
    for word in map(fold_name, _WORD_RE.findall(phrase)):
        if heads and word in gazetteer.role_stops:
            break
        if word in gazetteer.addresses:
            continue
        if gazetteer.role_of(word) is not None or gazetteer.title_of(word) is not None:
            if heads and heads[-1] in gazetteer.modifiers:
                heads.pop()  # a chief executive is no chief
            heads.append(word)
            heads.extend(_meanings(word, gazetteer))
    return tuple(heads)


def _meanings(word: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    meaning = gazetteer.means.get(word)
    return (meaning,) if meaning else ()


def _role_before(text: str, name: Name, gazetteer: Gazetteer) -> str:
    """The words of a role that run up to the name: `Reed campaign spokesman`, `his wife,`."""
    line = text[max(0, name.start - _BEFORE) : name.start].rpartition("\n")[2]
    words = line.split()[-_WORDS_BEFORE:]
    if not words or not line[-1].isspace():
        return ""
    office = _OFFICE_RE.search(line)
    if office and _is_office(text, office["role"], name, gazetteer):
        return office["role"][0].lower() + office["role"][1:]
    has_comma = words[-1].endswith(",")
    words[-1] = words[-1].removesuffix(",")
    last, has_title = fold_name(words[-1]), bool(name.reading.title)
    if has_comma and has_title and last not in gazetteer.kin:
        return ""
    is_role = gazetteer.role_of(last) is not None or _ends_in_compound(words, gazetteer)
    if not is_role and (has_comma or not has_title):
        return ""
    begin = len(words) - (_COMPOUND if _ends_in_compound(words, gazetteer) else 0)
    while begin and _belongs_to_role(words[begin - 1], gazetteer):
        begin -= 1
    return " ".join(words[begin:])


def _is_office(text: str, role: str, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether a noun with its complement is the office of who follows: *the head of the port, Ann Lee,*."""
    closes = name.end >= len(text) or text[name.end] in _CLOSES_OFFICE
    return closes and not name.reading.title and bool(heads_of(role, gazetteer))


def _ends_in_compound(words: list[str], gazetteer: Gazetteer) -> bool:
    """Whether the last words are a role with a small word inside, such as secretary of state."""
    return fold_name(" ".join(words[-_COMPOUND:])) in gazetteer.compounds


def _belongs_to_role(word: str, gazetteer: Gazetteer) -> bool:
    folded = fold_name(word)
    is_whole = _ROLE_WORD_RE.fullmatch(word) or (word.endswith(".") and folded in gazetteer.abbreviations)
    if not is_whole:
        return False
    if word[0].isupper():
        return folded not in gazetteer.starts
    return (
        gazetteer.role_of(folded) is not None
        or folded in gazetteer.modifiers
        or gazetteer.is_body(folded)
        or gazetteer.country_of_adjective(folded) is not None
    )


def _role_behind(text: str, end: int, gazetteer: Gazetteer) -> tuple[str, str]:
    match = _BEHIND_RE.match(text, end, end + _BEHIND)
    if match is None:
        return "", ""
    role = _END_OF_ROLE_RE.split(match["role"] or "", maxsplit=1)[0]
    words = role.split()
    if words and (fold_name(words[0]) in gazetteer.joins or _is_next_person(role, gazetteer)):
        return "", match["age"] or ""
    verb = next((place for place, word in enumerate(words) if word in gazetteer.role_verbs), len(words))
    role = " ".join(words[:verb])
    return (role if heads_of(role, gazetteer) else ""), match["age"] or ""


def _is_next_person(role: str, gazetteer: Gazetteer) -> bool:
    """Whether what follows is the next of a list, with a title: `Ann Lee, Senator Bo Dale`."""
    run = gazetteer.run_re.match(role)
    reading = read_run(run.group(), gazetteer) if run else None
    return reading is not None and bool(reading.title) and reading.kind is NameKind.PERSON


def _ends_in_kin(before: str, gazetteer: Gazetteer) -> bool:
    return bool(before) and fold_name(before.rsplit(maxsplit=1)[-1]) in gazetteer.kin


def _begins_with_kin(behind: str, gazetteer: Gazetteer) -> bool:
    return any(word in gazetteer.kin for word in map(fold_name, behind.split()[:_KIN_WORDS]))


def _ties_of(phrase: str, gazetteer: Gazetteer) -> list[str]:
    """Countries by any of their names, and bodies, that a role names."""
    ties, parts = [], phrase
    if gazetteer.capitalises_nouns:
        adjectives = (gazetteer.country_of_adjective(fold_name(word)) for word in phrase.split())
        ties, parts = [found for found in adjectives if found], phrase.replace("-", " ")
    for match in gazetteer.run_re.finditer(parts):
        words = match.group().split()
        country = next((found for word in _spans_of(words) if (found := gazetteer.country_of(word))), None)
        tie = country or _body_in(words, gazetteer)
        if tie:
            ties.append(tie)
    return ties


def _spans_of(words: list[str]) -> list[str]:
    """Every stretch of up to three words, the longer ones first."""
    sizes = range(min(len(words), _LONGEST_COUNTRY), 0, -1)
    return [" ".join(words[at : at + size]) for size in sizes for at in range(len(words) - size + 1)]


def _body_in(words: list[str], gazetteer: Gazetteer) -> str:
    """The body at the head of a run: NATO of *NATO Secretary General*, or up to the last noun for a body."""
    last = max((place for place, word in enumerate(words) if gazetteer.is_body(fold_name(word))), default=-1)
    if last > 0:
        return " ".join(words[: last + 1])
    return next((word for word in words if len(word) > 1 and word.isupper()), "")
