"""A sentence -> attributions without a verb: a name and a colon, a dash and a name, NAME: in a transcript."""

import re

from briefing.schema import Span
from briefing.speech.clause import Clause
from briefing.speech.lexicon import DASHES, Cue, Frame, Lexicon, Word
from briefing.speech.marks import Run
from briefing.speech.phrases import Phrase
from briefing.speech.regions import Claim
from briefing.speech.tokens import SENTENCE_ENDS, Sentence
from briefing.speech.verbs import is_verb

_COLON = Cue(":", Frame.SAY, frozenset(), None)
_DASH = Cue("—", Frame.SAY, frozenset(), None)
LABELLING = Word.COLON | Word.DASH
_LONGEST_LABEL = 14
_LABEL_RE = re.compile(r"\s*([A-ZÄÖÜ][A-ZÄÖÜ.'’\-]+(?: [A-ZÄÖÜ.'’\-]+){0,4}):\s+")
_BARRED = (Word.SUBORDINATOR | Word.WEEKDAY | Word.MONTH)


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
    if len(tokens) < 3 or tokens[0].run is None or tokens[1].text not in DASHES:
        return None
    end = len(tokens)
    while tokens[end - 1].text in SENTENCE_ENDS:
        end -= 1
    if not 2 < end <= _LONGEST_LABEL or any(token.run is not None for token in tokens[1:]):
        return None
    if not any(token.is_capital for token in tokens[2 : min(end, 6)]):
        return None
    if any(token.classes & (Word.BE | Word.HAVE | Word.MODAL) for token in tokens[2:end]):
        return None
    clause = Clause(_DASH, 1, 2, 1, end, Phrase(2, end), own=True)
    return Claim(clause, 0, 1, True, None)


def _read_colon(tokens: Sentence, lexicon: Lexicon) -> Claim | None:
    colon = next((at for at in range(min(len(tokens), _LONGEST_LABEL)) if tokens[at].text == ":" or tokens[at].run is not None), 0)
    if not colon or tokens[colon].text != ":" or colon + 1 >= len(tokens):
        return None
    label = tokens[:colon]
    if any(is_verb(tokens, at, lexicon) or token.classes & _BARRED for at, token in enumerate(label)):
        return None
    if not _is_label([token.text for token in label], marked=tokens[colon + 1].run is not None):
        return None
    clause = Clause(_COLON, colon, colon + 1, 0, colon + 1, Phrase(0, colon), own=True)
    end = len(tokens)
    if tokens[end - 1].text in SENTENCE_ENDS:
        end -= 1
    return Claim(clause, colon + 1, end, True, None) if end > colon + 1 else None


def _is_label(words: list[str], *, marked: bool) -> bool:
    letters = [word for word in words if word[0].isalpha()]
    if not letters:
        return False
    if marked:
        return letters[0][0].isupper()
    if len(letters) <= 5 and all(word.isupper() and len(word) > 1 for word in letters):
        return True
    return 2 <= len(letters) <= 4 and all(word[0].isupper() for word in letters)


def _read_dash(tokens: Sentence, lexicon: Lexicon) -> Claim | None:
    """`Ann Lee — “No.”`: a name, a dash, and marked words."""
    for at in range(1, len(tokens) - 1):
        if tokens[at + 1].run is None:
            continue
        if tokens[at].text in DASHES:
            start = _find_name(tokens, at, lexicon)
            if start is None:
                return None
            clause = Clause(_DASH, at, at + 1, start, at + 1, Phrase(start, at), own=True)
            return Claim(clause, at + 1, at + 2, True, None)
    return None


def _find_name(tokens: Sentence, dash: int, lexicon: Lexicon) -> int | None:
    """Where the name before a dash begins: at the sentence's start if that is all there is, else its capitals."""
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
