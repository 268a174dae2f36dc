"""A paragraph -> sentences of tokens, in which every marked run is one token.

What stands inside quotation marks is never cut here: a sentence is what the author of the article wrote
around the marked words, and each run is a single token of it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from briefing.speech.lexicon import Frame, Lexicon, Word
from briefing.speech.marks import Paragraph, Run

SENTENCE_ENDS = frozenset([".", "!", "?", "…", "..."])
_STOPPING = frozenset([*".!?…", ""])  # the last character of what may end a sentence; a run has none
_REOPENING = frozenset(["(", "[", "—", "–", "--", "―"])
_FINAL = frozenset(".!?…’'")
_BEGINNING = Word.DETERMINER | Word.SUBJECT_PRONOUN | Word.POSSESSIVE | Word.PREPOSITION | Word.SUBORDINATOR
_LONGEST = 401  # a sentence without end is cut, so that no text takes more than linear time
_LONGEST_TAG = 18
_LONGEST_WORD = 24  # a longer token is a run, and no nickname
_TAG_FRAMES = frozenset([Frame.SAY, Frame.ASK, Frame.TELL])
_AFTER_TAG = Word.PREPOSITION | Word.WEEKDAY | Word.MOMENT


class Token(NamedTuple):
    """A word, a punctuation mark or a whole marked run, which has no text.

    `low` is in lower case with a straight apostrophe, `classes` are the `Word` bits.
    """

    start: int
    end: int
    text: str
    low: str
    classes: int
    is_capital: bool
    run: Run | None


Sentence = Sequence[Token]


def cut_sentences(text: str, paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph; the final stop belongs to its sentence."""
    tokens = _tokenise(text, paragraph, lexicon)
    stops = [at for at, token in enumerate(tokens) if token.text[-1:] in _STOPPING]
    ends = [at + 1 for at in stops if _ends_sentence(text, tokens, at, lexicon)]
    for begin, end in pairwise([0, *ends, len(tokens)]):
        for at in range(begin, end, _LONGEST):
            yield tokens[at : min(at + _LONGEST, end)]


def _tokenise(text: str, paragraph: Paragraph, lexicon: Lexicon) -> list[Token]:
    entries, find, new = lexicon.entries, lexicon.token_re.findall, tuple.__new__
    tokens: list[Token] = []
    place = paragraph.span.start
    for run in (*paragraph.runs, None):
        end = paragraph.span.end if run is None else run.span.start
        # findall and index are faster than match objects, tuple.__new__ than Token(…): here the time goes
        for word in find(text, place, end):
            begin = text.index(word, place)
            place = begin + len(word)
            low, classes, is_capital = entries[word]
            tokens.append(new(Token, (begin, place, word, low, classes, is_capital, None)))
        if run is not None:
            tokens.append(Token(run.span.start, run.span.end, "", "", Word.RUN, is_capital=False, run=run))
            place = run.span.end
    return tokens


def _ends_sentence(text: str, tokens: Sentence, index: int, lexicon: Lexicon) -> bool:
    if index + 1 == len(tokens):
        return True
    token, following = tokens[index], tokens[index + 1]
    if token.run is not None:
        return _run_ends_sentence(tokens, index, lexicon)
    if token.text not in SENTENCE_ENDS:
        return _abbreviation_ends_sentence(text, following)
    return (
        following.run is not None
        or following.is_capital
        or following.text[0].isdigit()
        or following.text in _REOPENING
    )


def _abbreviation_ends_sentence(text: str, following: Token) -> bool:
    """Whether a sentence ends with an abbreviation: a run or a closed-class word begins the next one."""
    if following.run is not None:
        return text[following.run.inner.start].isupper()
    return following.is_capital and bool(following.classes & _BEGINNING)


def _run_ends_sentence(tokens: Sentence, index: int, lexicon: Lexicon) -> bool:
    """Whether the words in marks end a sentence: `“A.” He left.` does, `“A?” he asked.` does not."""
    token, following = tokens[index], tokens[index + 1]
    assert token.run is not None
    final = token.run.final
    if final not in _FINAL:
        return following.run is not None and final not in ",;:"
    if following.run is not None:
        return True
    return following.is_capital and not _is_tag(tokens, index + 1, lexicon, final)


def _is_tag(tokens: Sentence, begin: int, lexicon: Lexicon, final: str) -> bool:
    """Whether `Smith asked.` begins here, which belongs to the words before it."""
    for index in range(begin, min(begin + _LONGEST_TAG, len(tokens) - 1)):
        token = tokens[index]
        if token.text in SENTENCE_ENDS or token.end - token.start > _LONGEST_WORD:
            return False
        if index == begin or not token.classes & Word.CUE:
            continue
        if any(cue.frame in _TAG_FRAMES for cue in lexicon.cues[token.low]):
            after = tokens[index + 1]
            if after.text in SENTENCE_ENDS:
                return True
            ends = after.text == "," and tokens[min(index + 2, len(tokens) - 1)].run is None
            return final != "." and (ends or bool(after.classes & _AFTER_TAG))
    return False
