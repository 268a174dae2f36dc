"""Marked runs that are no speech: titles, nicknames, so-called names."""

import itertools
import re

from briefing.speech.lexicon import Lexicon, Word
from briefing.speech.marks import Run
from briefing.speech.tokens import Sentence

_WORD_RE = re.compile(r"[^\W\d_][\w’'-]*")
_LONGEST_TITLE = 8
_LONGEST_NICKNAME = 2
_LONGEST_OBJECT = 6
_LONGEST_OUTLET = 3
_ENDS_OBJECT = Word.COMPARISON | Word.COMPLEMENTIZER
_HEADLINE = 0.8
_LONG_WORD = 4
_STOPS = frozenset(".!?,…")
_PAUSES = frozenset(",!?")
_LONGEST_TAG = 6


def is_name_like(text: str, tokens: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Whether the run at a token is a title, a nickname, a so-called name, or no words at all."""
    run = tokens[index].run
    assert run is not None
    words = _WORD_RE.findall(text, run.inner.start, min(run.inner.end, run.inner.start + 120))
    if not words or text[run.span.start - 1 : run.span.start] == "=":
        return True
    if _is_named(tokens, index) or is_recited(tokens, index):
        return True
    if len(words) <= _LONGEST_OUTLET and words[0][0].isupper() and _is_told(tokens, index):
        return True
    if len(words) <= _LONGEST_NICKNAME and (_is_nickname(tokens, index) or _is_owned(tokens, index)):
        return True
    if len(words) > _LONGEST_TITLE:
        return False
    return _is_title(words, lexicon) and not _is_headline(tokens, run) and not _is_tagged(tokens, index)


def _is_named(tokens: Sentence, index: int) -> bool:
    """Whether the words before a run say that it is a name: "so-called", "known as"."""
    near = tokens[max(index - 2, 0) : index]
    return any(token.classes & Word.NAMING for token in near)


def is_recited(tokens: Sentence, index: int) -> bool:
    """Whether a run is what somebody else wrote: sang “…”, read the words “…”; but a sign reads “…”."""
    for at in range(index - 1, max(index - _LONGEST_OBJECT, 0), -1):
        token = tokens[at]
        if token.run is not None or not token.text[0].isalnum() or token.classes & _ENDS_OBJECT:
            return False
        if token.classes & Word.RECITING:
            return at + 1 < index or not token.classes & Word.RECEIVING
    return False


def _is_told(tokens: Sentence, index: int) -> bool:
    """Whether a run is the name of whom the words are told, in the dative: „sagte Lang dem „Boten“.“."""
    run = tokens[index].run
    if index == 0 or run is None or not run.final.isalnum():
        return False
    article = tokens[index - 1].classes
    if not article & Word.ARTICLE or not article & (Word.DATIVE | Word.OBLIQUE):
        return False
    if index > 1 and tokens[index - 2].classes & Word.PREPOSITION:
        return False
    near = tokens[max(index - _LONGEST_TAG, 0) : index + 2]
    return any(token.classes & Word.CUE for token in near)


def _is_nickname(tokens: Sentence, index: int) -> bool:
    """Whether a run stands between first and last name: Robert “Bob” Lee."""
    if not 0 < index < len(tokens) - 1:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    return before.is_capital and after.is_capital and not before.classes and not after.classes and index > 1


def _is_owned(tokens: Sentence, index: int) -> bool:
    """Whether a run is a word of somebody who is named as its owner: Lee’s “reform” was robbery."""
    if not 0 < index < len(tokens) - 1:
        return False
    owner, after = tokens[index - 1], tokens[index + 1]
    return owner.is_capital and owner.low.endswith(("'s", "s'")) and after.text[0].isalpha()


def _is_title(words: list[str], lexicon: Lexicon) -> bool:
    """Whether all but the small words begin with a capital, though not all letters are."""
    capitals = sum(word[0].isupper() for word in words)
    if capitals <= 1 or not words[0][0].isupper() or all(word.isupper() for word in words):
        return False
    return all(word[0].isupper() or lexicon.classes.get(word, 0) & Word.SMALL for word in words)


def _is_tagged(tokens: Sentence, index: int) -> bool:
    """Whether a run opens its sentence and whose words it is follows: “Oh My God,” Lee said."""
    run = tokens[index].run
    if index or run is None or run.final not in _PAUSES:
        return False
    near = itertools.takewhile(lambda token: token.run is None, tokens[1:_LONGEST_TAG])
    return any(token.classes & Word.CUE for token in near)


def _is_headline(tokens: Sentence, run: Run) -> bool:
    """Whether all words around a run have capitals too, so that its own say nothing."""
    words = [
        token
        for token in tokens
        if token.run is None and len(token.text) >= _LONG_WORD and token.text.isalpha()
    ]
    if not words:
        return run.final in _STOPS
    return sum(token.is_capital for token in words) >= _HEADLINE * len(words)
