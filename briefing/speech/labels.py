"""A sentence -> attributions without a verb: a name and a colon, a dash and a name, NAME: in a transcript."""

import re

from briefing.schema import Span
from briefing.speech.claims import Claim
from briefing.speech.clause import Clause
from briefing.speech.lexicon import DASHES, Cue, Frame, Lexicon, Word
from briefing.speech.marks import Run
from briefing.speech.phrases import Phrase
from briefing.speech.tokens import SENTENCE_ENDS, Sentence
from briefing.speech.verbs import is_verb

__all__ = ["LABELLING", "find_label", "split_label"]

LABELLING = Word.COLON | Word.DASH
_COLON = Cue(":", Frame.SAY, frozenset(), None)
_DASH = Cue("—", Frame.SAY, frozenset(), None)
_LONGEST_LABEL = 14
_LONGEST_TURN = 5  # words of a label in capital letters
_NAME = range(2, 5)  # words of a name that may label unmarked words
_LABEL_RE = re.compile(r"\s*([A-ZÄÖÜ][A-ZÄÖÜ.'’\-]+(?: [A-ZÄÖÜ.'’\-]+){0,4}):\s+")
_VERBAL = Word.BE | Word.HAVE | Word.MODAL
_BARRED = Word.SUBORDINATOR | Word.WEEKDAY | Word.MONTH


def find_label(tokens: Sentence, lexicon: Lexicon) -> Claim | None:
    """Read a sentence that is a label and what it labels: `Mayor Ann Lee: “No.”`, `“No.” — Ann Lee`."""
    return _read_signature(tokens) or _read_colon(tokens, lexicon) or _read_dash(tokens, lexicon)


def split_label(text: str, run: Run) -> tuple[Span | None, Span]:
    """Divide a run that is a turn of a transcript (`"LEE: No."`) into the label and the words.

    >>> from briefing.speech.marks import find_paragraphs
    >>> label, words = split_label('"LEE: No."', find_paragraphs('"LEE: No."')[0].runs[0])
    >>> label.of('"LEE: No."'), words.of('"LEE: No."')
    ('LEE', 'No.')
    """
    match = _LABEL_RE.match(text, run.inner.start, run.inner.end)
    if match is None:
        return None, run.inner
    return Span(*match.span(1)), Span(match.end(), run.inner.end)


def _read_signature(tokens: Sentence) -> Claim | None:
    """`“…” — Ann Lee, mayor`: marked words, a dash, and a name to the sentence's end."""
    if tokens[0].run is None or not 1 < len(tokens) < _LONGEST_LABEL or tokens[1].text not in DASHES:
        return None
    name = list(tokens[2:])
    while name and name[-1].text in SENTENCE_ENDS:
        name.pop()
    if not any(token.is_capital for token in name):
        return None
    if any(token.run is not None or token.classes & _VERBAL for token in name):
        return None
    end = 2 + len(name)
    return Claim(Clause(_DASH, 1, 2, 1, end, Phrase(2, end), own=True), 0, 1)


def _read_colon(tokens: Sentence, lexicon: Lexicon) -> Claim | None:
    """`Ann Lee: “…”`: a noun phrase without a verb, a colon, and words; unmarked ones only behind a name."""
    texts = [token.text for token in tokens[:_LONGEST_LABEL]]
    colon = texts.index(":") if ":" in texts else 0
    if not colon or colon + 1 >= len(tokens):
        return None
    label = tokens[:colon]
    if any(token.classes & _BARRED for token in label) or not _is_phrase(label, lexicon):
        return None
    if not _is_label(texts[:colon], marked=tokens[colon + 1].run is not None):
        return None
    end = len(tokens) - (tokens[-1].text in SENTENCE_ENDS)
    clause = Clause(_COLON, colon, colon + 1, 0, colon + 1, Phrase(0, colon), own=True)
    return Claim(clause, colon + 1, end) if end > colon + 1 else None


def _is_label(words: list[str], *, marked: bool) -> bool:
    letters = [word for word in words if word[0].isalpha()]
    if not letters:
        return False
    if marked:
        return letters[0][0].isupper()
    if len(letters) <= _LONGEST_TURN and all(word.isupper() and len(word) > 1 for word in letters):
        return True
    return len(letters) in _NAME and all(word[0].isupper() for word in letters)


def _read_dash(tokens: Sentence, lexicon: Lexicon) -> Claim | None:
    """`Ann Lee — “No.”`: a name, a dash, and marked words."""
    for at in range(1, len(tokens) - 1):
        if tokens[at + 1].run is None or tokens[at].text not in DASHES:
            continue
        start = _find_name(tokens, at, lexicon)
        if start is None:
            return None
        return Claim(Clause(_DASH, at, at + 1, start, at + 1, Phrase(start, at), own=True), at + 1, at + 2)
    return None


def _find_name(tokens: Sentence, dash: int, lexicon: Lexicon) -> int | None:
    """Where the name before a dash begins: at the sentence’s start, or else at its capitals."""
    whole = tokens[:dash]
    ends = all(not token.text[:1].isalnum() for token in tokens[dash + 1 :])
    if ends and dash <= _LONGEST_LABEL and whole[0].is_capital and _is_phrase(whole, lexicon):
        return 0
    start = dash
    while start > 0 and tokens[start - 1].is_capital and not tokens[start - 1].classes:
        start -= 1
    return start if start < dash else None


def _is_phrase(tokens: Sentence, lexicon: Lexicon) -> bool:
    return all(token.run is None and not is_verb(tokens, at, lexicon) for at, token in enumerate(tokens))
