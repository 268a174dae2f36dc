"""What a case's own file says a good brief of it holds, and how much of that a brief holds."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefing.golden.matching import match_best
from briefing.errors import SettingsError
from briefing.golden.cases import Case
from briefing.schema import Citation, OpenQuestion, Position, Quotation, Stance, Story, Value
from briefing.speech import match_actor
from briefing.text import folded

__all__ = ["Expectations", "Item", "Met", "find_forbidden", "load_expectations", "meet"]

_OPPOSITE = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}
_ACTOR, _STANCE, _EVIDENCE = 4, 2, 1  # the actor decides; stance, then words tell two of his positions apart


class _Table(BaseModel):
    """A table of `case.toml`; what is there for people alone is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ExpectedPosition(_Table):
    """A position that a good brief holds."""

    actor: str
    stance: Stance
    issue: str
    evidence_contains: str


class ExpectedNoSide(_Table):
    """An actor who only informs: a good brief holds no position of this actor, or one that takes no side."""

    actor: str


class ExpectedQuestion(_Table):
    """A question that a good brief leaves open; `words` are beginnings of words."""

    words: tuple[str, ...]
    evidence_contains: str


class Forbidden(_Table):
    """Words that are not this actor's."""

    actor: str
    quotation: str


class _Expected(_Table):
    abstain: bool = False
    position: tuple[ExpectedPosition, ...] = ()
    no_side: tuple[ExpectedNoSide, ...] = ()
    question: tuple[ExpectedQuestion, ...] = ()


class Expectations(_Table):
    """What `case.toml` expects; all of it may be absent."""

    critical: bool = False
    expect: _Expected = Field(default_factory=_Expected)
    must_not: tuple[Forbidden, ...] = ()


class Item(Value):
    """One thing expected, in words, and whether a brief meets it; `half`: the actor with another stance."""

    label: str
    is_met: bool
    half: bool = False

    @property
    def is_found(self) -> bool:
        """Met, or at least the actor is there."""
        return self.is_met or self.half


class Met(NamedTuple):
    """How a brief stands to what is expected of it; `printed` counts the positions it holds."""

    positions: tuple[Item, ...]
    no_sides: tuple[Item, ...]
    questions: tuple[Item, ...]
    abstains: Item | None
    forbidden: tuple[str, ...]
    printed: int

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything expected, in the order of the file."""
        abstains = (self.abstains,) if self.abstains else ()
        return (*abstains, *self.positions, *self.no_sides, *self.questions)


def load_expectations(case: Case) -> Expectations:
    """Read what a case expects; raises SettingsError that names file and key."""
    path = case.folder / "case.toml"
    try:
        return Expectations.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {place}: {first['msg'].lower()}.") from None


def meet(expectations: Expectations, printed: Sequence[tuple[Story, Position]], asked: "Asked") -> Met:
    """Hold the positions and questions of a brief against what is expected.

    Positions are matched one to one, by actor; between two of one actor the stance decides, then the words.
    Which way round a brief puts the question is its own choice, and turns *for* into *against*: all sides on
    an issue are taken for turned if more of them are right that way.
    """
    wanted = expectations.expect
    weights = [[_weight(expected, *held) for held in printed] for expected in wanted.position]
    pairs = dict(match_best(weights))
    found = [
        _Found(expected, *printed[pairs[index]]) if index in pairs else None
        for index, expected in enumerate(wanted.position)
    ]
    turned = _turned_issues([one for one in found if one])
    return Met(
        positions=tuple(
            _position_item(expected, one, turned) for expected, one in zip(wanted.position, found, strict=True)
        ),
        no_sides=tuple(_no_side_item(expected, printed) for expected in wanted.no_side),
        questions=tuple(_meet_questions(wanted.question, asked)),
        abstains=Item(label="no position at all", is_met=not printed) if wanted.abstain else None,
        forbidden=tuple(find_forbidden(expectations, printed)),
        printed=len(printed),
    )


Asked = Sequence[tuple[Story, OpenQuestion]]


def _weight(expected: ExpectedPosition, story: Story, position: Position) -> int:
    if not _is_actor(expected.actor, story, position.actor):
        return 0
    has_words = folded(expected.evidence_contains) in _evidence_text(story, _places(position))
    return _ACTOR + _STANCE * (position.stance is expected.stance) + _EVIDENCE * has_words


def _is_actor(name: str, story: Story, actor: str) -> bool:
    if folded(name) == folded(actor):
        return True
    meant = match_actor(name, story.actors)
    return meant is not None and meant.name == actor


def _places(position: Position) -> tuple[Quotation | Citation, ...]:
    return (*position.quotations, *position.reported)


def _evidence_text(story: Story, places: Sequence[Quotation | Citation]) -> str:
    """The sentences that hold the evidence, whole, in one folded line."""
    return " ".join(folded(sentence) for place in places for sentence in _sentences(story, place))


def _sentences(story: Story, place: Quotation | Citation) -> Iterator[str]:
    article = story.articles[place.article_id]
    for sentence in article.sentences:
        if sentence.span.start < place.end and place.start < sentence.span.end:
            yield sentence.span.of(article.text)


class _Found(NamedTuple):
    """An expected position with the printed one that is its actor's."""

    expected: ExpectedPosition
    story: Story
    position: Position

    @property
    def issues(self) -> tuple[str, str, str]:
        """The issue as the case puts it, and as the brief does."""
        return self.expected.issue, self.story.id, self.position.issue


def _turned_issues(found: Sequence[_Found]) -> frozenset[tuple[str, str, str]]:
    """The issues on which more sides are right if the brief puts the question the other way round."""
    turns: Counter[tuple[str, str, str]] = Counter()
    for one in found:
        wanted = one.expected.stance
        turns[one.issues] += (one.position.stance is _OPPOSITE.get(wanted)) - (
            wanted in _OPPOSITE and one.position.stance is wanted
        )
    return frozenset(issues for issues, balance in turns.items() if balance > 0)


def _position_item(
    expected: ExpectedPosition, found: _Found | None, turned: AbstractSet[tuple[str, str, str]]
) -> Item:
    label = f"{expected.actor}: {expected.stance} {expected.issue}"
    if found is None:
        return Item(label=label, is_met=False)
    is_turned = found.issues in turned
    wanted = _OPPOSITE.get(expected.stance, expected.stance) if is_turned else expected.stance
    is_met = found.position.stance is wanted
    return Item(label=label, is_met=is_met, half=not is_met)


def _no_side_item(expected: ExpectedNoSide, printed: Sequence[tuple[Story, Position]]) -> Item:
    held = (position for story, position in printed if _is_actor(expected.actor, story, position.actor))
    is_met = all(position.stance is Stance.UNCLEAR for position in held)
    return Item(label=f"{expected.actor}: takes no side", is_met=is_met)


def _meet_questions(expected: Sequence[ExpectedQuestion], asked: Asked) -> Iterator[Item]:
    weights = [[int(_is_question(wanted, *question)) for question in asked] for wanted in expected]
    met = {index for index, _ in match_best(weights)}
    for index, wanted in enumerate(expected):
        yield Item(label=f"question: {wanted.evidence_contains}", is_met=index in met)


def _is_question(expected: ExpectedQuestion, story: Story, question: OpenQuestion) -> bool:
    words = folded(f"{question.question} {question.why_open}").casefold().split()
    uses = any(
        word.strip("“”\"'(").startswith(start.casefold()) for word in words for start in expected.words
    )
    return uses and folded(expected.evidence_contains) in _evidence_text(story, question.evidence)


def find_forbidden(
    expectations: Expectations, printed: Sequence[tuple[Story, Position]]
) -> Iterator[str]:
    """Words that the case forbids under a name and that are printed under it, each in a sentence."""
    for rule in expectations.must_not:
        for story, position in printed:
            names = [position.actor, *(quotation.speaker for quotation in position.quotations)]
            texts = [folded(quotation.text) for quotation in position.quotations]
            if any(_is_actor(rule.actor, story, name) for name in names) and any(
                folded(rule.quotation) in text for text in texts
            ):
                yield f"“{rule.quotation}” is printed as {rule.actor}’s"
