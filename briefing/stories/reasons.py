"""A bond between two articles -> why they are one story, in words a person can check."""

import re
from collections.abc import Iterable

from briefing.schema import Article
from briefing.stories.profiles import Name
from briefing.stories.ties import Tie

__all__ = ["explain_tie"]

_SHOWN = 5
_WORD_RE = re.compile(r"[^\W\d_](?:[^\W_]|[’'-](?=[^\W_]))*")


def explain_tie(left: Article, right: Article, tie: Tie) -> str:
    """Say which two articles are one story and what they share, the weightiest first.

    Words stand as the first article writes them.
    """
    text = f"{left.title or ''}\n{left.text}"
    shared = [
        _listed("names", [*_spell_names(tie.people, text), *_spell(_single(tie), text)]),
        _listed("words", _spell(tie.words, text)),
        _listed("numbers", tie.numbers),
        _listed("quotations", [f"“{quotation}”" for quotation in tie.quotations]),
    ]
    told = "; ".join(part for part in shared if part)
    return f"One story: {_name(left)} and {_name(right)} share {told} (strength {tie.strength:.1f})."


def _single(tie: Tie) -> list[str]:
    """Names that are no part of a full name that is told already."""
    parts = {part for name in tie.people for part in name}
    return [name for name in tie.names if name not in parts]


def _listed(kind: str, words: Iterable[str]) -> str:
    shown = list(dict.fromkeys(words))[:_SHOWN]
    return f"{kind} {', '.join(shown)}" if shown else ""


def _spell(starts: Iterable[str], text: str) -> list[str]:
    words = _WORD_RE.findall(text)
    return [next((word for word in words if word.lower().startswith(start)), start) for start in starts]


def _spell_names(names: Iterable[Name], text: str) -> list[str]:
    return [_spell_name(name, text) for name in names]


def _spell_name(name: Name, text: str) -> str:
    first, last = (rf"{re.escape(part)}[\w’'-]*" for part in name)
    found = re.search(rf"\b{first}\.? {last}", text, re.IGNORECASE)
    return found.group() if found else " ".join(name)


def _name(article: Article) -> str:
    outlet = article.outlet or article.source
    return f"“{article.title}” ({outlet})" if article.title else outlet
