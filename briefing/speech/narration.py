"""What stands outside quotation marks -> Narration: who is the subject of a sentence, and of which gender.

Read lazily around the places that are asked for, so that an article costs no more than its pronouns.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from itertools import pairwise

from briefing.speech.gazetteer import fold_name
from briefing.speech.marks import find_paragraphs
from briefing.speech.person import Person
from briefing.speech.roster import OpenName, Roster

__all__ = ["Narration"]

_APPOSED_RE = re.compile(r"(?: \([^()\n]{1,40}\))?(?:, [^.;:!?\n“”\"]{1,160}?,(?= ))?")
# Ann Lee of Pike County, and the comma behind a name that is itself an apposition.
_PLACE_RE = re.compile(r" (?:of|from) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}")
_CLOSED_RE = re.compile(r",[ \u00a0]([a-zà-ÿ]+)\b")
_NEXT_WORD_RE = re.compile(r"[ \u00a0]([a-zà-ÿ]+)\b")
_ENDS = frozenset('.!?:;,”"“\n—–•')
_DATELINE_RE = re.compile(r"\s[–—-]\s")
_APPOSITION_RE = re.compile(r"(?P<first>\w+) [^,.;:!?“”\"\n]{2,60}, (?:[^\W\dA-Z]+(?:-\w+)? ){0,5}")
_NEARBY = 60
_FIRST = 4
_SENTENCE = 400
_DASHES = frozenset({"— ", "- ", "– "})
_LOOK_BACK = 80
_PAST = ("te", "ten")
_LOOK_AHEAD = 220
_TOKEN_RE = re.compile(r"[^\s]+|\n")
_SENTENCE_END_RE = re.compile(r"\b(?P<word>\w++)\.[”\"’']?\s|[?!][”\"’']?\s|\n")
_FULL_STOP_RE = re.compile(r"[.!?]\s+|\n+")
_WORD_RE = re.compile(r"\w+")


class _Clause(Enum):
    """Where a subject stands: in a main clause, or in one with *when* or *although*."""

    MAIN = "main"
    MINOR = "minor"


class Narration:
    """The narration of one article, with its roster."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._clauses: dict[int, _Clause | None] = {}
        self._genders: dict[Person, str] = {}
        self._sentences: dict[int, int] = {}

    @cached_property
    def _marked(self) -> tuple[list[int], list[int]]:
        spans = [run.span for one in find_paragraphs(self.roster.page.text) for run in one.runs]
        return [span.start for span in spans], [span.end for span in spans]

    def is_marked(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        starts, ends = self._marked
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < ends[index]

    def told_between(self, start: int, end: int) -> list[str]:
        """The whole sentences that stand outside of marks between two places."""
        text, (starts, ends) = self.roster.page.text, self._marked
        parts, at = [], start
        for index in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
            parts.append(text[at : max(at, starts[index])])
            at = max(at, ends[index])
        parts.append(text[at:end])
        return _FULL_STOP_RE.split(" ".join(parts))[1:-1]

    def author_after(self, at: int) -> Person | None:
        """Who signs below a place: in a paragraph of a name alone, or of who the author is."""
        index = bisect_left(self._signatures, at, key=lambda place: place[0])
        return self._signatures[index][2] if index < len(self._signatures) else None

    @cached_property
    def _signatures(self) -> list[tuple[int, int, Person]]:
        text = self.roster.page.text
        last = text.rstrip().rfind("\n")
        return [place for place in self.roster.places if place[2].given and _is_signature(text, place, last)]

    def named_right_before(self, at: int) -> Person | None:
        """Whoever is named last within a few words before a place, as before *who*."""
        named = self.roster.named_between(max(0, at - _NEARBY), at)
        return named[-1][2] if named else None

    def subjects_between(self, start: int, end: int) -> Iterator[Person]:
        """The people who are subjects of the narration in a stretch of text, the last first.

        The subject of a minor clause counts in the last sentence alone.
        """
        places = self.roster.places
        for index in range(bisect_left(places, (end,)) - 1, bisect_left(places, (start,)) - 1, -1):
            at, _, person = places[index]
            clause = self._clause_of(index)
            if clause is None or (clause is _Clause.MINOR and at < self.sentence_start(end)):
                continue
            if person.is_sure or self.gender_of(person):
                yield person

    def open_between(self, gender: str, start: int, end: int) -> Iterator[OpenName]:
        """The bare names that nobody bears for certain and that are subjects in a stretch of text.

        A word that nobody bears in full counts where a pronoun of another gender follows in its sentence.
        """
        text = self.roster.page.text
        for name in self.roster.open:
            if not start <= name.start < end or self._find_clause(name.start, name.end) is None:
                continue
            kind, at = self._first_pronoun(text, name.end, min(name.end + _LOOK_AHEAD, end))
            if name.bearers or (kind not in {"", gender} and self.is_one_sentence(name.end, at)):
                yield name

    def is_subject(self, person: Person) -> bool:
        """Whether a sentence of the narration has a name for its subject, early in the text."""
        places = self.roster.places
        return any(self._clause_of(bisect_left(places, (start,))) for start in person.starts[:_FIRST])

    def is_one_sentence(self, left: int, right: int) -> bool:
        """Whether two places are of one sentence."""
        return self.sentence_start(max(left, right)) <= min(left, right)

    def named_in_sentence(self, at: int, gender: str) -> Iterator[Person]:
        """The people of a gender whom the sentence around a place names before it, the last first."""
        for _, _, person in reversed(self.roster.named_between(self.sentence_start(at), at)):
            if person.is_sure and self.gender_of(person) == gender:
                yield person

    def topic_of_sentence(self, at: int) -> Person | None:
        """The only person whom the sentence around a place names before it, if it opens with her or him.

        In *Ann Lee’s fate is unclear, but she said* Ann Lee is no subject and yet meant.
        """
        start = self.sentence_start(at)
        named = self.roster.named_between(start, at)
        if len({person for _, _, person in named}) != 1 or self.is_marked(named[0][0]):
            return None
        lead = self.roster.page.text[start : named[0][0]].strip()
        return named[0][2] if not lead else None

    def sentence_start(self, at: int) -> int:
        """Behind the last full stop that ends no abbreviation, or the last other end of a sentence."""
        if at not in self._sentences:
            text = self.roster.page.text
            first = max(0, at - _SENTENCE)
            matches = [*_SENTENCE_END_RE.finditer(text, first, at)]
            ends = (match.end() for match in reversed(matches) if self._is_end(match))
            self._sentences[at] = next(ends, first)
        return self._sentences[at]

    def _is_end(self, match: re.Match[str]) -> bool:
        word = match["word"]
        if word is None:
            return True
        return len(word) > 1 and fold_name(word) not in self.roster.page.gazetteer.abbreviations

    def gender_of(self, person: Person) -> str:
        """The gender that titles, roles or the name tell, else the pronouns behind it; "" if nothing does."""
        if person.gender:
            return person.gender
        if person not in self._genders:
            self._genders[person] = person.told_gender or self._followed_by(person)
        return self._genders[person]

    def gender_before(self, person: Person, at: int) -> str:
        """The gender the text tells by a place, so that a pronoun there is no evidence for itself."""
        told = person.gender or person.told_gender
        return told or (self._followed_by(person, at) if self.gender_of(person) else "")

    def joined_with(self, person: Person, start: int, end: int) -> Person | None:
        """Who stands beside a person at the last name in a stretch: *Lee and Park shook hands*."""
        text, gazetteer = self.roster.page
        named = [place for place in self.roster.named_between(start, end) if not self.is_marked(place[0])]
        for (_, stop, left), (begin, _, right) in reversed([*pairwise(named)]):
            if person in {left, right}:
                is_joined = left is not right and text[stop:begin].strip() in gazetteer.joins
                return (left if person is right else right) if is_joined else None
        return None

    def is_doubtful(self, person: Person) -> bool:
        """Whether a person's gender is known only from pronouns in the sentences of the names.

        In *Holm was asked whether she was ready* and *Holm thanked her*, she may be somebody else.
        """
        told = person.gender or person.told_gender
        return not told and bool(self.gender_of(person)) and not self._followed_by(person, is_sure=True)

    def _clause_of(self, index: int) -> "_Clause | None":
        """The clause whose subject stands at one of the roster's places; None where no subject stands."""
        if index not in self._clauses:
            start, end, _ = self.roster.places[index]
            self._clauses[index] = self._find_clause(start, end)
        return self._clauses[index]

    def _find_clause(self, start: int, end: int) -> "_Clause | None":
        """The clause whose subject a name is; None for a name that is no subject."""
        clause = self._clause_begun(start)
        is_subject = clause is not None and self._has_verb(start, end)
        if not is_subject and (
            self._is_behind_verb(start) or self._is_apposed(start, end) or self._is_predicate(start)
        ):
            clause, is_subject = _Clause.MAIN, True
        return clause if is_subject and not self.is_marked(start) else None

    def _clause_begun(self, start: int) -> "_Clause | None":
        """The clause that begins right before a name, a role between them passed over."""
        text, gazetteer = self.roster.page
        words = _TOKEN_RE.findall(text, max(0, start - _LOOK_BACK), start)
        while words and self._may_precede(words[-1]):
            words.pop()
        if not words:
            return _Clause.MAIN if start < _LOOK_BACK else None
        if fold_name(words[-1]) in gazetteer.before_minor:
            return _Clause.MINOR
        is_main = words[-1][-1] in _ENDS or fold_name(words[-1]) in gazetteer.before_subjects
        return _Clause.MAIN if is_main else None

    def _is_behind_verb(self, start: int) -> bool:
        """Whether a name is the subject of an inverted clause: „Nach dem Brand hat Ministerin Lang …“."""
        text, gazetteer = self.roster.page
        if not gazetteer.finite:
            return False
        words = _DATELINE_RE.split(text[self.sentence_start(start) : start])[-1].split()
        while words and self._may_precede(words[-1]):
            words.pop()
        if len(words) <= 1 or not words[-1].islower():
            return False
        first, verb = fold_name(words[0]), fold_name(words[-1])
        is_fronted = first in gazetteer.fronted or gazetteer.preposition_re.fullmatch(first) is not None
        is_open = verb not in gazetteer.not_verbs and verb not in gazetteer.pronouns
        return is_fronted and is_open and (verb in gazetteer.finite or verb.endswith(_PAST))

    def _is_apposed(self, start: int, end: int) -> bool:
        """Whether a name explains what a sentence opens with: *A trustee, the collector Ann Lee, said*."""
        text, gazetteer = self.roster.page
        lead = _APPOSITION_RE.match(text, self.sentence_start(start), start)
        if lead is None or lead.end() != start:
            return False
        first = fold_name(lead["first"])
        opens = first in gazetteer.definite or first in gazetteer.indefinite or first in gazetteer.possessives
        following = _CLOSED_RE.match(text, end)
        return opens and following is not None and self._may_be_verb(fold_name(following[1]))

    def _is_predicate(self, start: int) -> bool:
        """Whether a name says who the subject is: *The woman with the folder was Councillor Ann Lee*."""
        text, gazetteer = self.roster.page
        words = text[self.sentence_start(start) : start].split()
        while words and self._may_precede(words[-1]):
            words.pop()
        if len(words) <= 1 or words[-1] not in gazetteer.copulas:
            return False
        return fold_name(words[0]) in gazetteer.definite

    def _may_precede(self, word: str) -> bool:
        gazetteer = self.roster.page.gazetteer
        folded = fold_name(word)
        is_noun = gazetteer.capitalises_nouns and word[0].isupper() and word.isalpha()
        return (
            gazetteer.role_of(folded) is not None
            or folded in gazetteer.modifiers
            or folded in gazetteer.definite
            or (is_noun and folded not in gazetteer.starts and folded not in gazetteer.before_subjects)
        )

    def _has_verb(self, start: int, end: int) -> bool:
        """Whether a word that can be a verb follows a name, its place and an apposition passed over."""
        text = self.roster.page.text
        place = _PLACE_RE.match(text, end)
        end = place.end() if place else end
        apposed = _APPOSED_RE.match(text, end)
        following = _NEXT_WORD_RE.match(text, apposed.end() if apposed else end)
        if following is None and text.startswith(", ", start - 2):
            following = _CLOSED_RE.match(text, end)
        return following is not None and self._may_be_verb(fold_name(following[1]))

    def _may_be_verb(self, word: str) -> bool:
        gazetteer = self.roster.page.gazetteer
        return not (
            word in gazetteer.not_verbs
            or word in gazetteer.pronouns
            or gazetteer.is_body(word)
            or word in gazetteer.groups
            or word in gazetteer.roles
            or word.removesuffix("s") in gazetteer.roles
        )

    def _followed_by(self, person: Person, until: int | None = None, *, is_sure: bool = False) -> str:
        """The gender of the first personal pronouns behind the person's mentions, nobody else between.

        With `is_sure` those of a later sentence alone count.
        """
        last = len(self.roster.page.text) if until is None else until
        counts = {"m": 0, "f": 0}
        text = self.roster.page.text
        mentions = [name.end for name in person.full[:4]] + [
            start + len(person.family) for start in person.bare[:4]
        ]
        for end in mentions:
            others = self.roster.named_between(end, end + _LOOK_AHEAD)
            limit = next((start for start, _, other in others if other is not person), end + _LOOK_AHEAD)
            kind, at = self._first_pronoun(text, end, min(limit, last))
            if kind and not (is_sure and self.is_one_sentence(end, at)):
                counts[kind] += 1
        if counts["m"] == counts["f"]:
            return ""
        return "m" if counts["m"] > counts["f"] else "f"

    def _first_pronoun(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The gender of the first pronoun in a stretch, "" where there is none, and its place."""
        pronouns = self.roster.page.gazetteer.pronouns
        for match in _WORD_RE.finditer(text, start, end):
            kind = pronouns.get(match.group().lower(), "")
            if kind in {"m", "f"} and not self.is_marked(match.start()):
                return kind, match.start()
        return "", end


def _is_signature(text: str, place: tuple[int, int, Person], last: int) -> bool:
    """Whether a name is a paragraph of its own, or begins the last one (at `last`) with who the author is."""
    start, end, _ = place
    if not (start == 0 or text[start - 1] == "\n" or text[max(0, start - 2) : start] in _DASHES):
        return False
    is_alone = text[end : end + 2].strip(". ") in {"", "\n"}
    return is_alone or (start > last and text.startswith((" is ", ", "), end))
