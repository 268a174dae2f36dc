"""Text -> language code, by the share of its commonest small words."""

import re

from briefing.articles.words import word_set

__all__ = ["detect_language", "is_small_word", "share_of_small_words"]

_WORD_RE = re.compile(r"[^\W\d_]+")
# those that tell one language from its neighbours
_TELLING = {
    "en": word_set("""
        the of and to in that is was for it with his be at by had he from are this have or an they which
        not were but has been their said will would who more about after she her its we you
    """),
    "de": word_set("""
        der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus
        er hat dass sie nach wird bei einer um am sind noch wie einem über einen zum haben nur oder aber
        vor zur bis mehr durch wurde
    """),
}
_SMALL = {
    "en": _TELLING["en"]
    | word_set("""
        a on as i if so can could also than into over up out all when what there them him me my no do did
        before against how us because just these those other now then may any while where our your some
        most only such between during under until
    """),
    "de": _TELLING["de"]
    | word_set("""
        in an ich ihr ihre ihren seine seinen seiner war waren hatte hatten kann keine kein was wenn so da
        dann doch schon will soll sollen diese dieser dieses gegen unter zwischen seit vom beim ins sei
        habe man wir
    """),
}
_ALL_SMALL = _SMALL["en"] | _SMALL["de"]
# Among few words every small one counts that the other language lacks, and the plainest verbs of speaking.
# What languages that are unknown here have too counts against.
_FEW = {
    "en": _SMALL["en"] - _SMALL["de"] | word_set("told says called asked added"),
    "de": _SMALL["de"] - _SMALL["en"] | word_set("sagte sagt nannte erklärte"),
    "und": word_set("""
        a on le la les des est une et du au aux que qui dans pour el los las y con por del il di che un una
        per het een van voor niet zijn och att det som på og av ikke
    """),
}
_NOT_ENGLISH_RE = re.compile(r"(?P<de>[äöüß])|[^\x00-\x7f]")
_FEW_WORDS = 60
_CERTAIN = 3
_ENOUGH = 0.12
_READ_AT_MOST = 4_000


def detect_language(text: str) -> str:
    """Name the language of `text`: `en`, `de`, or `und` where too few small words tell.

    >>> detect_language("The minister said that he was not in a hurry to sign.")
    'en'
    >>> detect_language("Der Minister sagte, dass er es mit der Unterschrift nicht eilig habe.")
    'de'
    >>> detect_language("La ministre a signé hier soir.")
    'und'
    """
    words = _WORD_RE.findall(text[:_READ_AT_MOST])
    counts = {code: sum(word.lower() in telling for word in words) for code, telling in _TELLING.items()}
    best = max(counts, key=counts.__getitem__)
    language = best if counts[best] >= max(1, _ENOUGH * len(words)) else "und"
    if len(words) < _FEW_WORDS and counts[best] < _CERTAIN:
        return _guess_of_few(words) or language
    return language


def _guess_of_few(words: list[str]) -> str | None:
    """The language that most signs speak for, `und` for one unknown here; capitalised words may be names."""
    counts = {code: sum(word.lower() in telling for word in words) for code, telling in _FEW.items()}
    for word in words:
        found = _NOT_ENGLISH_RE.search(word) if word.islower() else None
        if found:
            counts["de" if found["de"] else "und"] += 1
    best, second = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    return best if counts[best] > counts[second] else None


def share_of_small_words(words: list[str], *, language: str) -> float:
    """Tell how many of the words are small ones, as running prose has and menus have not.

    In a language whose small words are unknown here everything passes for prose.

    >>> share_of_small_words(["Sign", "in", "to", "read"], language="en")
    0.5
    """
    small = _SMALL.get(language)
    if small is None:
        return 1.0
    return sum(word.lower() in small for word in words) / max(1, len(words))


def is_small_word(word: str) -> bool:
    """Whether a word in lower case is a small one in any language known here.

    >>> is_small_word("the"), is_small_word("treaty")
    (True, False)
    """
    return word in _ALL_SMALL
