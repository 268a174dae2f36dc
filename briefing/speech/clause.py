"""The value a reporting clause is."""

from typing import NamedTuple

from briefing.schema import Polarity
from briefing.speech.lexicon import Cue
from briefing.speech.phrases import Phrase


class Clause(NamedTuple):
    """One reporting clause; all numbers are token indexes into its sentence.

    `[start, stop)` is the clause without the reported words, `[cue_start, cue_end)` the cue. `own` says
    that the clause names its own speaker; otherwise it shares the one of another clause.
    """

    cue: Cue
    cue_start: int
    cue_end: int
    start: int
    stop: int
    speaker: Phrase | None
    own: bool
    polarity: Polarity = Polarity.ASSERTED


class Speaker(NamedTuple):
    """The speaker's phrase of a clause: whether it stands `behind` the cue and is the clause's `own`."""

    phrase: Phrase | None
    behind: bool
    own: bool
