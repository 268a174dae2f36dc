"""A speaker's noun phrase -> Mention: what it names or describes, not yet whom.

*Reed’s campaign manager, Ana Dorn* names Ana Dorn; *the Reed campaign* is a body; *two officials*
are a group; *the minister* describes somebody to be found elsewhere in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice, pairwise
from typing import NamedTuple

from briefing.schema import Span
from briefing.speech.gazetteer import Gazetteer, fold_name
from briefing.speech.names import Name, NameKind, Reading, read_run

__all__ = ["Mention", "MentionKind", "read_mention"]


class MentionKind(StrEnum):
    """What sort of noun phrase it is."""

    PRONOUN = "pronoun"
    NAME = "name"  # somebody by name
    JOINT = "joint"  # two or more names
    BODY = "body"  # a body or document
    GROUP = "group"  # several people without names
    DEFINITE = "definite"  # the minister: known from elsewhere
    INDEFINITE = "indefinite"  # a diplomat: known to the reporter alone
    NOBODY = "nobody"  # the back and forth: nothing that speaks


class Mention(NamedTuple):
    """A noun phrase taken apart; `words` is its text without apposition, `noun` its folded head noun."""

    kind: MentionKind
    words: str
    span: Span
    noun: str = ""
    names: tuple[Name, ...] = ()
    has_article: bool = False


# One class of characters leads, for the engine leaps from one of them to the next.
_END_RE = re.compile(r"[,(—–;:\s](?:(?<=\S)|-{1,2}\s|(?:who|whom|whose|which|that)\s)")
_UNREAD_RE = re.compile(r",\s[A-ZÀ-Þ][\w’'.-]*(?:\s[A-ZÀ-Þ][\w’'.-]*)*(?:,|$)")
_POSSESSIVES = ("’s", "'s")
_AGE_RE = re.compile(r"\d{1,3}-(?:year-old|jahrige)")
# The Germans, the French, the Chinese are many; the German is one.
_PEOPLES = ("s", "ch", "sh", "se")
_WORDS_TO_CONDUIT = 3
# The comma, and a word or two of a role: ", state Sen. Ann Lee".
_WORDS_TO_APPOSED = 3
_WORD_RE = re.compile(r"[\w’'.-]*\w")


def read_mention(text: str, span: Span, names: Sequence[Name], gazetteer: Gazetteer) -> Mention:
    """Take apart the noun phrase at `span`; `names` are those of the whole text, in order."""
    span = _trimmed(text, span)
    words = span.of(text)
    pronoun = gazetteer.pronouns.get(words.lower())
    if pronoun is not None:
        return Mention(MentionKind.PRONOUN, words, span, pronoun)
    span = _behind_conduit(text, span, gazetteer)
    inside = _names_in(text, names, span, gazetteer) or _ordinary_name(text, span, gazetteer)
    end = _END_RE.search(text, span.start, span.end)
    head = _trimmed(text, Span(span.start, end.start() if end and end.start() > span.start else span.end))
    named = _named(text, head, inside, gazetteer)
    if named is not None and not (named.has_article and gazetteer.capitalises_nouns):
        return named
    if named is not None:
        # „Seine Nachbarin, die Architektin Ina Lenz“: the noun has a capital and names nobody.
        other = _apposed(text, head, inside, gazetteer)
        return named if other is None else Mention(MentionKind.NAME, words, span, "", (other,))
    described = _described(text, head, span, gazetteer)
    is_one = described.kind not in {MentionKind.GROUP, MentionKind.BODY}
    apposed = _apposed(text, head, inside, gazetteer) if is_one else None
    if apposed is not None:
        return Mention(MentionKind.NAME, words, span, "", (apposed,))
    # Whoever a name says it is that can not be read, it is nobody else.
    is_unread = is_one and _UNREAD_RE.match(text, head.end, span.end) is not None
    return described._replace(kind=MentionKind.NOBODY) if is_unread else described


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not (text[start].isalnum()):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return Span(start, end - 2 if text.endswith(_POSSESSIVES, start, end) else end)


def _behind_conduit(text: str, span: Span, gazetteer: Gazetteer) -> Span:
    """The span of who speaks behind a noun for the words alone: *Angaben der Polizei* are the police's."""
    if not gazetteer.conduits:
        return span
    words = list(islice(_WORD_RE.finditer(text, span.start, span.end), _WORDS_TO_CONDUIT))
    for noun, small in pairwise(words):
        is_conduit = fold_name(noun.group()) in gazetteer.conduits
        if is_conduit and gazetteer.preposition_re.fullmatch(small.group()):
            return Span(min(small.end() + 1, span.end), span.end)
    return span


def _names_in(text: str, names: Sequence[Name], span: Span, gazetteer: Gazetteer) -> list[Name]:
    """The names inside a span; one that runs over its borders is read again within them."""
    low = bisect_left(names, (span.start,))
    high = bisect_left(names, (span.end,))
    if low and names[low - 1].end > span.start:
        low -= 1
    inside = (_within(text, name, span, gazetteer) for name in names[low:high])
    return [name for name in inside if name is not None]


def _ordinary_name(text: str, span: Span, gazetteer: Gazetteer) -> list[Name]:
    """The one word of a mention as a family name where it is an ordinary word too: Prior, March."""
    word = span.of(text)
    folded = fold_name(word)
    if folded not in gazetteer.starts_also_names or not word[0].isupper():
        return []
    return [Name(*span, Reading((word,), (folded,), "", "", "", NameKind.SINGLE))]


def _within(text: str, name: Name, span: Span, gazetteer: Gazetteer) -> Name | None:
    start, end = max(name.start, span.start), min(name.end, span.end)
    if (start, end) == (name.start, name.end):
        return name
    reading = read_run(text[start:end], gazetteer)
    return Name(start + reading.skip, start + reading.stop, reading) if reading else None


def _named(text: str, head: Span, inside: list[Name], gazetteer: Gazetteer) -> Mention | None:
    """The head as a name or names, where it ends in one that no preposition governs, or begins with one."""
    here = [name for name in inside if name.start < head.end]
    if not here:
        return None
    last, first = here[-1], here[0]
    is_last = all(fold_name(word) in gazetteer.times for word in _WORD_RE.findall(text, last.end, head.end))
    if is_last and not gazetteer.preposition_re.search(text, head.start + 1, last.start):
        return _named_by(text, head, here, gazetteer)
    lead = text[head.start : first.start].strip().lower()
    rest = text[first.end : head.end].split()
    if (lead and lead not in gazetteer.definite and not _is_role(lead, first, gazetteer)) or not rest:
        return None
    if first.reading.kind is NameKind.BODY and gazetteer.preposition_re.fullmatch(rest[0]):
        return Mention(MentionKind.BODY, Span(first.start, head.end).of(text), head, "", (), bool(lead))
    word = first.reading.folded[0]
    is_noun = word in gazetteer.groups or gazetteer.role_of(word) is not None
    if (gazetteer.preposition_re.fullmatch(rest[0]) or rest[0] in gazetteer.afterthoughts) and not is_noun:
        return Mention(
            MentionKind.NAME,
            Span(head.start, first.end).of(text),
            head,
            "",
            (first,),
            lead in gazetteer.definite,
        )
    return None


def _is_role(lead: str, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether words before a person's name say what the person is: lead author Dr. Ann Lee of Utopia."""
    if name.reading.kind is not NameKind.PERSON or gazetteer.preposition_re.search(lead):
        return False
    return gazetteer.role_of(fold_name(lead.rsplit(maxsplit=1)[-1])) is not None


def _named_by(text: str, head: Span, here: list[Name], gazetteer: Gazetteer) -> Mention | None:
    last = here[-1]
    words = head.of(text)
    before = text[head.start : last.start]
    joined = [name for name, other in pairwise(here) if _is_join(text[name.end : other.start], gazetteer)]
    if joined:
        return Mention(MentionKind.JOINT, words, head, "", (*joined, last))
    if _is_noun(last, before, gazetteer) or _is_indefinite_noun(last, before, gazetteer):
        return None
    if _is_people(last, gazetteer) or (before.strip() and fold_name(before.split()[0]) in gazetteer.counts):
        return Mention(MentionKind.GROUP, words, head, last.reading.folded[-1])
    if not gazetteer.joins.isdisjoint(before.split()):
        return None
    lead = before.strip().lower().rpartition(" ")[2]
    return Mention(MentionKind.NAME, words, head, "", (last,), lead in gazetteer.definite)


def _is_join(between: str, gazetteer: Gazetteer) -> bool:
    word = between.strip(" ,")
    return word == "&" or word in gazetteer.joins


def _is_noun(name: Name, before: str, gazetteer: Gazetteer) -> bool:
    """The Republican, a European: a capitalised noun or adjective behind an article."""
    reading = name.reading
    word = reading.folded[-1]
    return (
        bool(before.strip())
        and reading.kind is not NameKind.BODY
        and (gazetteer.role_of(word) is not None or (len(reading.folded) == 1 and word in gazetteer.demonyms))
    )


def _is_indefinite_noun(name: Name, before: str, gazetteer: Gazetteer) -> bool:
    """Whether one capitalised word behind *ein* is a noun, as it is where nouns have capitals."""
    if not gazetteer.capitalises_nouns or name.reading.kind is not NameKind.SINGLE:
        return False
    return bool(before.strip()) and fold_name(before.split(maxsplit=1)[0]) in gazetteer.indefinite


def _is_people(name: Name, gazetteer: Gazetteer) -> bool:
    """Republicans, Mexicans: one plural word."""
    reading = name.reading
    word = reading.folded[-1]
    singular = word.removesuffix("s")
    if len(reading.folded) > 1 or reading.kind not in {NameKind.SINGLE, NameKind.PERSON}:
        return False
    if singular == word:
        return word in gazetteer.groups
    known = (gazetteer.titles, gazetteer.demonyms, gazetteer.roles)
    return word in gazetteer.demonyms or word in gazetteer.groups or any(singular in words for words in known)


def _apposed(text: str, head: Span, inside: list[Name], gazetteer: Gazetteer) -> Name | None:
    """The name right behind a description: `his partner, state Sen. Ann Lee`."""
    following = next((name for name in inside if name.start >= head.end), None)
    if following is None or following.reading.kind not in {NameKind.PERSON, NameKind.UNSURE}:
        return None
    between = text[head.end : following.start]
    words = between.split()
    is_close = between.startswith(",") and len(words) <= _WORDS_TO_APPOSED
    # German „der“ is an article here, though it may be a genitive elsewhere.
    rest = words[2:] if len(words) > 1 and words[1] in gazetteer.definite else words
    return following if is_close and not gazetteer.preposition_re.search(" ".join(rest)) else None


def _described(text: str, head: Span, span: Span, gazetteer: Gazetteer) -> Mention:
    words = head.of(text)
    parts = [_folded(part) for part in _parts(words, gazetteer)]
    folded = next(filter(None, parts), [fold_name(words)])
    # One of hundreds of officials: the noun is the first that is no amount.
    last = next((part[-1] for part in parts if part and part[-1] not in gazetteer.amounts), folded[-1])
    noun = last.rpartition("-")[2] if gazetteer.capitalises_nouns else last
    kind = _kind_of(folded, noun, gazetteer)
    name = words if kind is not MentionKind.INDEFINITE else span.of(text).partition(",")[0]
    return Mention(kind, name, head, noun, (), folded[0] in gazetteer.definite)


def _parts(words: str, gazetteer: Gazetteer) -> list[str]:
    """The words up to the first preposition, up to the next, and so on."""
    cuts = [match.span() for match in gazetteer.preposition_re.finditer(words, 1)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(words)]
    return [words[start:end] for start, end in zip(starts, ends, strict=True)]


def _folded(words: str) -> list[str]:
    found = _WORD_RE.findall(words)
    return [fold_name(word[:-2] if word.endswith(_POSSESSIVES) else word) for word in found]


def _kind_of(folded: list[str], noun: str, gazetteer: Gazetteer) -> MentionKind:
    if gazetteer.is_body(noun) and folded[-1] in gazetteer.counts:
        return MentionKind.GROUP  # some in the party
    if noun in gazetteer.documents or gazetteer.is_body(noun):
        # His ministry is a body that only the reader of the whole text can name.
        return MentionKind.NOBODY if folded[0] in gazetteer.possessives else MentionKind.BODY
    if _is_several(folded, noun, gazetteer):
        is_people = noun in gazetteer.groups or bool(_singular(noun, gazetteer))
        is_one = folded[-1] in gazetteer.indefinite
        several = MentionKind.INDEFINITE if is_one else MentionKind.GROUP
        return several if is_people else MentionKind.NOBODY
    if noun in gazetteer.demonyms:
        return MentionKind.GROUP if noun.endswith(_PEOPLES) else MentionKind.DEFINITE
    if not (gazetteer.is_person(noun) or _AGE_RE.match(noun)):
        return MentionKind.NOBODY
    return MentionKind.INDEFINITE if folded[0] in gazetteer.indefinite else MentionKind.DEFINITE


def _is_several(folded: list[str], noun: str, gazetteer: Gazetteer) -> bool:
    """Whether a noun phrase is plural, by its noun or by a number before it."""
    if folded[0] in gazetteer.counts:
        return True
    if gazetteer.is_person(noun):
        return noun in gazetteer.groups and folded[0] not in gazetteer.singulars
    return noun in gazetteer.groups or bool(_singular(noun, gazetteer))


def _singular(noun: str, gazetteer: Gazetteer) -> str:
    """The singular of a plural noun for people, "" for any other word: officials, allies, researchers."""
    for ending, letters in gazetteer.plurals.items():
        one = noun.removesuffix(ending) + letters
        if noun.endswith(ending) and gazetteer.is_person(one):
            return one
    return ""
