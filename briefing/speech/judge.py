"""A claim without marked words -> whether it is reported speech at all.

"Smith said the road was closed" reports, "Smith raised the flag" does not, and between the two lie
hundreds of verbs. Each clause is weighed by a linear model over linguistic classes: the verb and its
frame, how the stretch begins, what kind of speaker there is, what stands before the verb. The weights are
a data file of the language, made by benchmarks/train_attribution.py; the features are documented in
docs/explanation/attribution.md. A language without weights keeps the frames that always report.
"""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from math import exp
from typing import NamedTuple

from briefing.speech.claims import Claim
from briefing.speech.lexicon import Frame, Word
from briefing.speech.phrases import Phrase
from briefing.speech.tokens import Sentence, Token

_REPORTING = frozenset([Frame.SAY, Frame.TELL, Frame.ASK])
_CLASSES = (
    ("complementizer", Word.COMPLEMENTIZER),
    ("to", Word.TO),
    ("question", Word.QUESTION),
    ("subject", Word.SUBJECT_PRONOUN),
    ("object", Word.OBJECT_PRONOUN),
    ("article", Word.ARTICLE),
    ("determiner", Word.DETERMINER | Word.POSSESSIVE),
    ("coordinator", Word.COORDINATOR),
    ("subordinator", Word.SUBORDINATOR | Word.RELATIVE),
    ("auxiliary", Word.BE | Word.HAVE | Word.DO | Word.MODAL),
    ("time", Word.WEEKDAY | Word.MONTH | Word.MOMENT),
    ("adverb", Word.ADVERB | Word.NEGATION),
    ("run", Word.RUN),
)
_NO_PREPOSITION = Word.TO | Word.COMPLEMENTIZER
_LENGTHS = (1, 2, 4, 8, 15)


Feature = tuple[str, ...]


class Weights(NamedTuple):
    """A linear model: the weight of each feature, and the score from which a claim is kept."""

    weights: Mapping[Feature, float]
    threshold: float


@cache
def load_weights(language: str) -> Weights | None:
    """Load the weights of a language; None where it has none.

    >>> load_weights("xx") is None
    True
    """
    file = files("briefing.speech") / "languages" / language / "reports.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return Weights(
        {tuple(name.split("|")): weight for name, weight in data["weights"].items()}, data["threshold"]
    )


def is_report(tokens: Sentence, claim: Claim, language: str) -> bool:
    """Whether a claim without marked words reports what somebody said, wrote, thinks or wants."""
    model = load_weights(language)
    if model is None:
        return claim.clause.cue.frame in _REPORTING
    return score_claim(tokens, claim, model) >= model.threshold


def score_claim(tokens: Sentence, claim: Claim, model: Weights) -> float:
    """The probability the model gives to a claim."""
    total = sum(map(model.weights.get, list_features(tokens, claim), repeat(0.0)))
    return 1 / (1 + exp(-total))


def list_features(tokens: Sentence, claim: Claim) -> tuple[Feature, ...]:
    """List what the model weighs: classes and cues, never names."""
    clause = claim.clause
    cue = clause.cue
    verb = cue.lemma if cue.particle is None else f"{cue.lemma} {cue.particle}"
    frame = cue.frame.value
    left = claim.end <= clause.cue_start
    side = "left" if left else "right"
    first = _name_class(tokens[claim.start])
    gap = "" if left or claim.start == clause.stop else "gap"
    form, auxiliary = _name_form(tokens, clause.cue_start)
    length = _name_length(claim)
    return (
        ("always",),
        ("frame", frame, side),
        ("verb", verb),
        ("verb", verb, side, first),
        ("frame", frame, side, first, gap),
        ("form", frame, form, auxiliary),
        ("form of verb", verb, form, auxiliary),
        ("speaker", frame, _name_speaker(tokens, clause.speaker), "own" if clause.own else "shared"),
        ("length", side, length),
        ("length of frame", frame, length),
        ("before", frame, _name_before(tokens, clause.start)),
        ("polarity", frame, clause.polarity.value),
        ("ends", side, "end" if claim.end >= len(tokens) - 1 else "amid"),
    )


def _name_class(token: Token) -> str:
    return _name_word(token.text, token.low, token.classes)


@lru_cache(maxsize=4096)
def _name_word(text: str, low: str, classes: int) -> str:
    if classes & Word.PREPOSITION and not classes & _NO_PREPOSITION:
        return low
    name = next((name for name, bits in _CLASSES if classes & bits), None)
    if name is not None:
        return name
    if text[0].isupper():
        return "name"
    if text.endswith("ing"):
        return "participle"
    return "number" if text[0].isdigit() else "word"


def _name_form(tokens: Sentence, cue: int) -> tuple[str, str]:
    """The ending of a verb and the class of the word before it, if it matters."""
    text = tokens[cue].text
    ending = "bare"
    if text.endswith("s"):
        ending = "s"
    elif text.endswith(("ing", "ed")):
        ending = text[-2:]
    before = _name_class(tokens[cue - 1]) if cue else "start"
    return ending, before if before in _AUXILIARIES else "plain"


_AUXILIARIES = frozenset(
    ["to", "auxiliary", "adverb", "coordinator", "subordinator", "article", "determiner", "start"]
)


def _name_speaker(tokens: Sentence, speaker: Phrase | None) -> str:
    if speaker is None:
        return "none"
    first, last = tokens[speaker.start], tokens[speaker.end - 1]
    if first.classes & (Word.SUBJECT_PRONOUN | Word.RELATIVE) and speaker.end == speaker.start + 1:
        return "pronoun"
    if last.is_capital:
        return "name"
    return "plural" if last.low.endswith("s") else "noun"


def _name_before(tokens: Sentence, start: int) -> str:
    if not start:
        return "start"
    token = tokens[start - 1]
    return token.text if token.text in (",", ":", ";", "(") else _name_class(token)


def _name_length(claim: Claim) -> str:
    length = claim.end - claim.start
    for limit in _LENGTHS:
        if length <= limit:
            return str(limit)
    return "more"
