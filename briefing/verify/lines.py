"""A line in the brief's own words -> a finding if its evidence does not cover it.

Quotation marks in such a line are a quotation like any other: the words must stand in a cited sentence as
confirmed speech, and the speaker must be named in the line or be the actor the line is about.
"""

import re
from collections.abc import Sequence

from briefing.schema import Actor, Finding, FindingCode, Polarity, Span, Utterance
from briefing.text import folded
from briefing.verify.cuts import turning_word
from briefing.verify.evidence import Cited
from briefing.verify.grounding import borrowed, ungrounded

# Between double marks, or between single marks that are no apostrophes.
_QUOTED_RE = re.compile(r"""\"([^\"]+)\"|(?<!\w)'(?=\S)([^"]+?)(?<=\S)'(?!\w)""")
_DIGITS_RE = re.compile(r"\d[.,]$")
_DETAILS = {
    FindingCode.UNGROUNDED_NAME: "the sentences it cites do not name {}",
    FindingCode.UNGROUNDED_NUMBER: "the sentences it cites do not hold the number {}",
    FindingCode.UNGROUNDED_LINE: "it shares no word with the sentences it cites",
}


def judge_line(
    text: str,
    cited: Sequence[Cited],
    *,
    known: str,
    speaker: Actor | None = None,
    also: Sequence[str] = (),
    topical: bool = True,
) -> Finding | None:
    """Say what is wrong with a line, or None.

    `speaker` is whom the line is about, if anybody; `also` are texts it may rest on beside the sentences.
    A line that only repeats a cited sentence or a part of one, and quotes nobody without the name, is right
    by construction. `topical` demands a shared word.
    """
    plain = folded(text.strip())
    sentences = [folded(sentence.text) for sentence in cited]
    if not plain:
        return None
    is_repeat = any(_is_part(plain, sentence) for sentence in sentences)
    if finding := _judge_marks(text, cited, speaker, is_repeat=is_repeat):
        return finding
    if is_repeat:
        return None
    evidence = [*(sentence.covers for sentence in cited), *also]
    wrong = ungrounded(text, evidence, known=known)
    if wrong is None and speaker and (words := borrowed(text, evidence, known=known)):
        detail = f"it tells what stands elsewhere in the story: {', '.join(words)}"
        return Finding(code=FindingCode.UNGROUNDED_LINE, subject=_short(text), detail=detail)
    if wrong is None or (wrong[0] is FindingCode.UNGROUNDED_LINE and not topical):
        return None
    code, particular = wrong
    return Finding(code=code, subject=_short(text), detail=_DETAILS[code].format(particular))


def _judge_marks(
    text: str, cited: Sequence[Cited], speaker: Actor | None, *, is_repeat: bool
) -> Finding | None:
    """Say whose words the line holds without right; a repeated sentence may hold marks that are no speech."""
    plain = folded(text)
    if plain.count('"') % 2:
        detail = "a quotation in it is cut off: its marks are not a pair"
        return Finding(code=FindingCode.ALTERED, subject=_short(text), detail=detail)
    for words in ("".join(match) for match in _QUOTED_RE.findall(plain)):
        said = [u for sentence in cited for u in sentence.utterances if _says(u, sentence, words)]
        if not said and is_repeat:
            continue
        if not said:
            detail = f"“{words}” is not quoted in the sentences it cites"
            return Finding(code=FindingCode.ALTERED, subject=_short(text), detail=detail)
        if not any(_may_carry(utterance, text, speaker) for utterance in said):
            return _foreign(words, text, said)
    return None


def _foreign(words: str, text: str, said: Sequence[Utterance]) -> Finding:
    """Whose words they are, or why they are nobody's for certain."""
    plain = next((u for u in said if u.actor and u.outer is None and u.polarity is Polarity.ASSERTED), None)
    if plain and plain.actor:
        code, whose = FindingCode.WRONG_SPEAKER, f"is {plain.actor.name}’s, whom the line does not name"
    elif any(u.polarity is not Polarity.ASSERTED for u in said):
        code, whose = FindingCode.DENIED, "is denied or only supposed"
    else:
        code, whose = FindingCode.UNATTRIBUTED, "is nobody’s for certain"
    return Finding(code=code, subject=_short(text), detail=f"“{words}” {whose}")


def _says(utterance: Utterance, cited: Cited, words: str) -> bool:
    needle = words.rstrip(",.;:")
    return any(_is_part(needle, folded(run.of(cited.article.text))) for run in utterance.marked)


def _is_part(part: str, whole: str) -> bool:
    """Whether `part` stands in `whole`, in full words, and nothing left out turns what it says."""
    start = whole.find(part)
    while start >= 0:
        end = start + len(part)
        cuts_word = whole[start - 1 : start].isalnum() and part[0].isalnum()
        cuts_word = cuts_word or (whole[end : end + 1].isalnum() and part[-1].isalnum())
        cuts_number = bool(_DIGITS_RE.search(whole[max(start - 2, 0) : start])) and part[0].isdigit()
        if not (cuts_word or cuts_number) and turning_word(whole, Span(start, end)) is None:
            return True
        start = whole.find(part, start + 1)
    return False


def _may_carry(utterance: Utterance, text: str, speaker: Actor | None) -> bool:
    if utterance.actor is None or utterance.polarity is not Polarity.ASSERTED or utterance.outer is not None:
        return False
    if speaker is not None:
        return utterance.actor.name == speaker.name
    return utterance.actor.name.split()[-1] in text


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 (a subject is one short line)
