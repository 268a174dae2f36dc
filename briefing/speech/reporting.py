"""An utterance's cue -> whether it tells words and intentions, or only what somebody thinks or shows."""

from briefing.schema import Article, Utterance
from briefing.speech.lexicon import Frame, load_lexicon

_TOLD = frozenset({Frame.SAY, Frame.TELL, Frame.ASK, Frame.OPEN, Frame.CALL, Frame.JUDGE, Frame.WANT})


def is_reporting(utterance: Utterance, article: Article) -> bool:
    """Whether the cue is one of saying, asking, judging or announcing.

    Cues of thought ("feels", "believes") and of documents ("shows") are not: nobody need have said anything.
    A cue without a verb (a colon, "according to") is.
    """
    lexicon = load_lexicon(article.language)
    if utterance.cue is None or lexicon is None:
        return False
    words = utterance.cue.of(article.text).lower().split()
    frames = {cue.frame for word in words for cue in lexicon.cues.get(word, ())}
    return not frames or bool(frames & _TOLD)
