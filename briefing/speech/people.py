"""Article -> PeopleTable: who is who, and whom a speaker mention means.

The table holds every person an article names in full, with roles and ties; bodies, governments, groups and
unnamed people join it as they speak. `resolve` answers for one mention; None means that the text does not
say for certain.
"""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Article, Span
from briefing.speech.antecedents import Heard, find_described, find_pronoun
from briefing.speech.gazetteer import Gazetteer, fold_name, load_gazetteer
from briefing.speech.mentions import Mention, MentionKind, read_mention
from briefing.speech.names import Name, NameKind, find_names, read_run
from briefing.speech.roster import Person, Roster, enrol

__all__ = ["PeopleTable", "Spoken", "build", "build_story"]

_REACH = 20


class Spoken(NamedTuple):
    """One earlier attribution of the same article, in text order."""

    speaker: Span
    actor: Actor | None
    content: Span
    direct: bool


def build(article: Article) -> "PeopleTable":
    """Build the table of one article."""
    return PeopleTable((article,))


def build_story(articles: Sequence[Article]) -> "PeopleTable":
    """Build one table across the articles of a story."""
    return PeopleTable(articles)


class PeopleTable:
    """The actors of one article or story; the same person is always the same `Actor` object."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._sheets = {article.id: _Sheet(article) for article in articles}
        self._actors: dict[Person | str, Actor] = {}
        self._voices: dict[int, Person | Actor] = {}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody named in full or heard so far, in order of first mention."""
        named = [
            person for sheet in self._sheets.values() for person in sheet.roster.people if person.is_sure
        ]
        everybody = [*map(self._actor_of, named), *self._actors.values()]
        return tuple({id(actor): actor for actor in everybody}.values())

    def resolve(self, article: Article, speaker: Span, earlier: Sequence[Spoken]) -> Actor | None:
        """Say whom the speaker mention at `speaker` means, given who spoke before it in the article."""
        sheet = self._sheets[article.id]
        mention = read_mention(article.text, speaker, sheet.names, sheet.gazetteer)
        match mention.kind:
            case MentionKind.PRONOUN:
                voice = find_pronoun(sheet.roster, mention.noun, mention.span.start, self._heard(earlier))
            case MentionKind.NAME:
                voice = self._named(sheet, mention.names[0], has_article=mention.has_article)
            case MentionKind.JOINT:
                voice = self._joint(sheet, mention)
            case MentionKind.DEFINITE:
                voice = find_described(sheet.roster, mention.noun, self._heard(earlier))
                voice = voice or self._unnamed(mention, ActorKind.ANONYMOUS)
            case MentionKind.BODY:
                voice = self._unnamed(mention, ActorKind.ORGANISATION)
            case MentionKind.GROUP:
                voice = self._unnamed(mention, ActorKind.GROUP)
            case MentionKind.INDEFINITE:
                voice = self._unnamed(mention, ActorKind.ANONYMOUS)
        return self._actor_of(voice) if voice is not None else None

    def find(self, name: str) -> Actor | None:
        """The one actor a name means, titles allowed; None where unknown or ambiguous."""
        found = {id(actor): actor for sheet in self._sheets.values() for actor in self._find_in(sheet, name)}
        return next(iter(found.values())) if len(found) == 1 else None

    def is_same(self, a: str, b: str) -> bool:
        """Whether two names mean the same actor, known and unambiguous."""
        left = self.find(a)
        return left is not None and left is self.find(b)

    def _find_in(self, sheet: "_Sheet", name: str) -> list[Actor]:
        reading = read_run(name, sheet.gazetteer)
        person = sheet.roster.find(reading) if reading else None
        if person is not None:
            return [self._actor_of(person)]
        folded = fold_name(name.removeprefix("the ").removeprefix("The "))
        return [actor for key, actor in self._actors.items() if key == folded]

    def _heard(self, earlier: Sequence[Spoken]) -> list[Heard]:
        return [
            Heard(spoken.speaker, spoken.content, self._voices.get(id(spoken.actor), spoken.actor))
            for spoken in earlier[-_REACH:]
            if spoken.actor is not None
        ]

    def _named(self, sheet: "_Sheet", name: Name, *, has_article: bool) -> Person | Actor | None:
        reading = name.reading
        if not has_article or reading.title:
            person = sheet.roster.find(reading, at=name.start)
            if person is not None:
                return person
        country = sheet.gazetteer.country_of(reading.written)
        if country is not None:
            return self._voice(reading.written, ActorKind.GOVERNMENT, (country,))
        if _is_body(reading.kind, reading.written, has_article=has_article):
            return self._voice(reading.written, ActorKind.ORGANISATION)
        return None if sheet.roster.candidates(reading) else sheet.roster.add(name)

    def _joint(self, sheet: "_Sheet", mention: Mention) -> Actor:
        voices = [self._named(sheet, name, has_article=False) for name in mention.names]
        aliases = tuple(self._actor_of(voice).name for voice in voices if voice is not None)
        key = fold_name(mention.words)
        if key not in self._actors:
            self._actors[key] = Actor(name=mention.words, kind=ActorKind.GROUP, aliases=aliases)
        return self._actors[key]

    def _unnamed(self, mention: Mention, kind: ActorKind) -> Actor:
        return self._voice(mention.words, kind)

    def _voice(self, words: str, kind: ActorKind, ties: tuple[str, ...] = ()) -> Actor:
        key = fold_name(words.removeprefix("the ").removeprefix("The "))
        if key not in self._actors:
            self._actors[key] = Actor(name=words, kind=kind, ties=ties)
        return self._actors[key]

    def _actor_of(self, voice: Person | Actor) -> Actor:
        if isinstance(voice, Actor):
            return voice
        if voice not in self._actors:
            actor = _make_actor(voice, self._sheet_of(voice))
            self._actors[voice] = actor
            self._voices[id(actor)] = voice
        return self._actors[voice]

    def _sheet_of(self, person: Person) -> "_Sheet":
        return next(sheet for sheet in self._sheets.values() if person in sheet.roster.people)


class _Sheet:
    """What is known of one article."""

    def __init__(self, article: Article) -> None:
        self.gazetteer: Gazetteer = load_gazetteer(article.language)
        self.names: list[Name] = find_names(article.text, self.gazetteer)
        self.roster: Roster = enrol(article.text, self.names, self.gazetteer)


def _is_body(kind: NameKind, words: str, *, has_article: bool) -> bool:
    inner = words[1:]
    return has_article or kind in {NameKind.BODY, NameKind.PLACE} or (words.isupper() and len(inner) > 0)


def _make_actor(person: Person, sheet: _Sheet) -> Actor:
    roles = sheet.roster.roles_of(person)
    ties = dict.fromkeys(tie for role in roles for tie in role.ties)
    name = person.reading.written
    return Actor(
        name=name,
        kind=ActorKind.PERSON,
        role=next((role.text for role in roles if role.text), None),
        aliases=tuple(form for form in person.forms if form != name),
        ties=tuple(ties),
    )
