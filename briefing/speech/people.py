"""Article -> PeopleTable: who is who, and whom a speaker mention means.

The table holds every person an article names in full, with roles and ties; bodies, governments, groups and
unnamed people join it as they speak. `resolve` answers for one mention; None means that the text does not
say for certain.
"""

from collections.abc import Sequence
from typing import NamedTuple

from briefing.schema import Actor, ActorKind, Article, Span
from briefing.speech.actors import is_named
from briefing.speech.antecedents import Heard, Unnamed, Voice, find_author, find_described, find_pronoun
from briefing.speech.bodies import Bodies
from briefing.speech.gazetteer import fold_name, load_gazetteer
from briefing.speech.introductions import read_introduced
from briefing.speech.mentions import Mention, MentionKind, read_mention
from briefing.speech.names import Name, NameKind, Reading, find_names, read_name
from briefing.speech.narration import Narration
from briefing.speech.person import Person
from briefing.speech.roster import enrol
from briefing.speech.story_people import unite

__all__ = ["PeopleTable", "Spoken", "build", "build_story"]

_REACH = 16
_UNNAMED = {
    MentionKind.BODY: ActorKind.ORGANISATION,
    MentionKind.GROUP: ActorKind.GROUP,
    MentionKind.DEFINITE: ActorKind.ANONYMOUS,
    MentionKind.INDEFINITE: ActorKind.ANONYMOUS,
}


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
        self._voices: dict[int, Voice] = {}
        groups = unite([sheet.roster for sheet in self._sheets.values()]) if len(self._sheets) > 1 else []
        self._groups: dict[Person, list[Person]] = {person: group for group in groups for person in group}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody named in full or heard so far, in order of first mention."""
        named = (
            person for sheet in self._sheets.values() for person in sheet.roster.people if person.is_sure
        )
        everybody = [*map(self._actor_of, named), *self._actors.values()]
        return tuple({id(actor): actor for actor in everybody}.values())

    def resolve(self, article: Article, speaker: Span, earlier: Sequence[Spoken]) -> Actor | None:
        """Say whom the speaker mention at `speaker` means, given who spoke before it in the article."""
        sheet = self._sheets[article.id]
        mention = read_mention(article.text, speaker, sheet.names, sheet.gazetteer)
        voice = self._voice_of(sheet, mention, earlier)
        return self._actor_of(voice) if voice is not None else None

    def find(self, name: str) -> Actor | None:
        """The one actor a name means, titles allowed; None where unknown or ambiguous."""
        found = {id(actor): actor for sheet in self._sheets.values() for actor in self._find_in(sheet, name)}
        spelled = [actor for actor in found.values() if _key(actor.name) == _key(name)]
        best = spelled or list(found.values())
        return best[0] if len(best) == 1 else None

    def is_same(self, a: str, b: str) -> bool:
        """Whether two names mean the same actor, known and unambiguous."""
        left = self.find(a)
        return left is not None and left is self.find(b)

    def matches(self, name: str, actor: Actor | None) -> bool | None:
        """Whether a name means the actor of an utterance; None where the text does not say for certain.

        A joint statement is each signer's. A bare name that two people bear, and an actor whom the text
        leaves unnamed, leave the question open.
        """
        if actor is None:
            return None
        signers = actor.aliases if actor.kind is ActorKind.GROUP else ()
        asked = [bearer.name for bearer in self._bearers(name)]
        if not asked:
            is_open = actor.kind is ActorKind.ANONYMOUS
            return is_named(name, actor) or (None if is_open else False)
        if len(asked) == 1:
            return asked[0] in {actor.name, *signers}
        return None if actor.name in asked else False

    def _bearers(self, name: str) -> list[Actor]:
        """Everybody of any article whom a name can mean; one alone where the article makes it certain."""
        found: dict[int, Actor] = {}
        for sheet in self._sheets.values():
            reading = read_name(name, sheet.gazetteer)
            if reading is not None:
                sure = sheet.roster.find(reading)
                people = [sure] if sure else sheet.roster.bearers(reading)
                found.update({id(actor): actor for actor in map(self._actor_of, people)})
        return list(found.values())

    def _find_in(self, sheet: "_Sheet", name: str) -> list[Actor]:
        reading = read_name(name, sheet.gazetteer)
        person = sheet.roster.find(reading) if reading else None
        if person is not None:
            return [self._actor_of(person)]
        known = self._actors.get(_key(name))
        return [known] if known else []

    def _voice_of(self, sheet: "_Sheet", mention: Mention, earlier: Sequence[Spoken]) -> Voice | None:
        match mention.kind:
            case MentionKind.NAME:
                return self._named(sheet, mention.names[0], has_article=mention.has_article)
            case MentionKind.PRONOUN:
                heard = self._heard(sheet, earlier)
                return find_pronoun(sheet.narration, mention.noun, mention.span.start, heard)
            case MentionKind.NOBODY:
                return None
            case MentionKind.JOINT:
                return self._joint(sheet, mention)
            case _:
                return self._described(sheet, mention, earlier)

    def _described(self, sheet: "_Sheet", mention: Mention, earlier: Sequence[Spoken]) -> Voice | None:
        if mention.has_article and mention.noun in sheet.gazetteer.issued:
            return find_author(sheet.narration, mention, self._heard(sheet, earlier))
        found = None
        if mention.kind is MentionKind.DEFINITE:
            found = find_described(sheet.narration, mention, self._heard(sheet, earlier))
        return found or self._unnamed(sheet, mention, _UNNAMED[mention.kind])

    def _heard(self, sheet: "_Sheet", earlier: Sequence[Spoken]) -> list[Heard]:
        return [
            Heard(spoken.speaker, self._in_article(sheet, voice) if self._groups else voice)
            for spoken in earlier[-_REACH:]
            if (voice := self._voices.get(id(spoken.actor))) is not None
        ]

    def _in_article(self, sheet: "_Sheet", voice: Voice) -> Voice:
        """The person as this article knows her or him, among those who are one across the story."""
        if isinstance(voice, Unnamed):
            return voice
        return next((one for one in self._groups.get(voice, ()) if one.page is sheet.roster.page), voice)

    def _named(self, sheet: "_Sheet", name: Name, *, has_article: bool) -> Voice | None:
        reading = name.reading
        if not has_article or reading.title:
            person = sheet.roster.find(reading, at=name.start)
            if person is not None:
                return person
        country = sheet.gazetteer.country_of(reading.written)
        if country is not None:
            forms = sheet.bodies.forms_of(reading)
            return self._voice(forms, ActorKind.GOVERNMENT, ties=(country,))
        if has_article or _is_body(reading):
            return self._voice(sheet.bodies.forms_of(reading), ActorKind.ORGANISATION)
        if sheet.roster.bearers(reading):
            return None
        begun = sheet.roster.begun_by(reading)
        if begun is not None and (begun in self._actors or sheet.narration.is_subject(begun)):
            return begun
        return self._known_elsewhere(sheet, reading) or sheet.roster.add(name)

    def _known_elsewhere(self, sheet: "_Sheet", reading: Reading) -> Person | None:
        """The one person whom the other articles of the story know by a name that this one never explains."""
        others = (other.roster.find(reading) for other in self._sheets.values() if other is not sheet)
        found = {id(self._actor_of(person)): person for person in others if person is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def _joint(self, sheet: "_Sheet", mention: Mention) -> Voice:
        voices = [self._named(sheet, name, has_article=False) for name in mention.names]
        signers = (self._actor_of(voice).name for voice in voices if voice is not None)
        return self._voice((mention.words, *signers), ActorKind.GROUP)

    def _unnamed(self, sheet: "_Sheet", mention: Mention, kind: ActorKind) -> Voice:
        gazetteer = sheet.gazetteer
        is_person = kind is ActorKind.ANONYMOUS and mention.noun not in gazetteer.askers
        gender = gazetteer.role_of(mention.noun) if is_person else None
        is_document = mention.noun in gazetteer.documents
        return self._voice((mention.words,), kind, gender=gender, is_document=is_document)

    def _voice(
        self,
        forms: Sequence[str],
        kind: ActorKind,
        *,
        gender: str | None = None,
        is_document: bool = False,
        ties: tuple[str, ...] = (),
    ) -> Voice:
        """The voice that goes by the first of `forms`, made at its first word."""
        key = _key(forms[0])
        if key not in self._actors:
            actor = Actor(name=forms[0], kind=kind, aliases=tuple(forms[1:]), ties=ties)
            self._actors[key] = actor
            self._voices[id(actor)] = Unnamed(actor, gender, is_document)
        return self._voices[id(self._actors[key])]

    def _actor_of(self, voice: Voice) -> Actor:
        if isinstance(voice, Unnamed):
            return voice.actor
        group = self._groups.get(voice) or [voice]
        if group[0] not in self._actors:
            actor = _make_actor(group)
            self._actors[group[0]] = actor
            self._voices[id(actor)] = group[0]
        return self._actors[group[0]]


class _Sheet:
    """What is known of one article."""

    def __init__(self, article: Article) -> None:
        self.gazetteer = load_gazetteer(article.language)
        found = find_names(article.text, self.gazetteer)
        self.names = read_introduced(article.text, found, self.gazetteer)
        self.roster = enrol(article.text, self.names, self.gazetteer)
        self.narration = Narration(self.roster)
        self.bodies = Bodies(self.names, self.gazetteer)


def _key(words: str) -> str:
    return fold_name(words.removeprefix("the ").removeprefix("The "))


def _is_body(reading: Reading) -> bool:
    is_acronym = reading.written.isupper() and len(reading.written) > 1
    return is_acronym or reading.kind in {NameKind.BODY, NameKind.PLACE}


def _make_actor(group: Sequence[Person]) -> Actor:
    """One actor for a person as the articles name and describe her or him; the fullest name wins."""
    roles = [role for person in group for role in person.roles]
    name = max((person.name for person in group), key=lambda form: len(form.split()))
    forms = dict.fromkeys(form for person in group for form in person.forms)
    return Actor(
        name=name,
        kind=ActorKind.PERSON,
        role=next((role.text for role in roles if role.text), None),
        aliases=tuple(form for form in forms if form != name),
        ties=tuple(dict.fromkeys(tie for role in roles for tie in role.ties)),
    )
