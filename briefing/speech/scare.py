"""Marked runs that are no speech: titles, nicknames, so-called names."""

import re

from briefing.speech.lexicon import Word
from briefing.speech.marks import Run
from briefing.speech.tokens import Sentence

_WORD_RE = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL = frozenset("a an the of in on at to and or for by with from is vs de la der die das und".split())
_LONGEST_TITLE = 8


def is_name_like(text: str, tokens: Sentence, run: Run) -> bool:
    """Whether a run is a title, a nickname or a name that goes by "so-called"."""
    words = _WORD_RE.findall(run.inner.of(text)[:120])
    if not words:
        return True
    if len(words) > _LONGEST_TITLE:
        return False
    index = next(at for at, token in enumerate(tokens) if token.run is run)
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if text[run.span.start - 1 : run.span.start] == "=":
        return True
    if before is not None and before.classes & Word.NAMING:
        return before.low in ("so-called", "titled", "entitled", "nicknamed", "known", "headlined") or (before.low == "as" and index > 1 and tokens[index - 2].low == "known")
    if before is not None and before.low == "as" and index > 1 and tokens[index - 2].low == "known":
        return True
    if len(words) <= 2 and before is not None and after is not None and before.run is None and after.run is None and before.is_capital and after.is_capital and index > 1 and not before.classes and not after.classes:
        return True
    return _is_title(words) and not _is_headline(tokens)


def _is_title(words: list[str]) -> bool:
    if len(words) < 2:
        return False
    if not words[0][0].isupper() or all(word.isupper() for word in words):
        return False
    return all(word[0].isupper() or word in _SMALL for word in words) and sum(word[0].isupper() for word in words) > 1


def _is_headline(tokens: Sentence) -> bool:
    words = [token for token in tokens if token.run is None and token.text[0].isalpha() and len(token.text) > 3]
    return not words or sum(token.is_capital for token in words) >= 0.8 * len(words)
