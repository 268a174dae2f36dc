"""What the program has to say about what it did not print."""

from enum import StrEnum

from briefing.schema.values import Value


class FindingCode(StrEnum):
    """Why something was left out, marked or could not be used. Documented in docs/reference/findings.md."""

    # sources
    UNREADABLE = "unreadable"  # missing file, no permission, broken container
    UNSUPPORTED = "unsupported"  # a suffix or content this program does not read
    EMPTY = "empty"  # nothing in it, or no text after cleaning
    BINARY = "binary"  # not text
    TOO_LARGE = "too-large"  # above the size limit
    SHORT = "short"  # too few words to be an article
    DUPLICATE = "duplicate"  # the same article again; kept as a source, not as another voice
    HIDDEN_TEXT = "hidden-text"  # text no reader of the page sees
    STUB = "stub"  # cut off or behind a paywall
    UNCLEANED = "uncleaned"  # no article stood out among the page's other text; all of it was kept
    ENCODING = "encoding"  # the characters were guessed
    FALLBACK = "fallback"  # the page's article was found by a second way only
    NO_SPEECH = "no-speech"  # nobody says anything in it
    # a draft's items
    INVALID_ITEM = "invalid-item"  # an item of a reply that does not fit the schema
    UNKNOWN_EVIDENCE = "unknown-evidence"  # a sentence number that does not exist
    NO_EVIDENCE = "no-evidence"  # nothing of what it cited stood
    UNKNOWN_ACTOR = "unknown-actor"  # the named actor is in none of the cited articles
    WRONG_SPEAKER = "wrong-speaker"  # the cited words are somebody else's
    UNATTRIBUTED = "unattributed"  # the text does not say for certain whose words they are
    NOT_SPEECH = "not-speech"  # the cited sentence is narration
    DENIED = "denied"  # the source says that this was not said, or only supposes it
    ALTERED = "altered"  # the words are not those of the source
    UNGROUNDED_NAME = "ungrounded-name"  # a name in a line is not in what the line cites
    UNGROUNDED_NUMBER = "ungrounded-number"  # a number in a line is not in what the line cites
    UNGROUNDED_LINE = "ungrounded-line"  # a line shares too little with what it cites
    REPEATED = "repeated"  # the same position or question twice
    OVER_LIMIT = "over-limit"  # more items than the brief holds
    NOT_MERGED = "not-merged"  # a section's item that the merged draft of a long story does not hold
    # the day's selection
    SOURCE_FAILED = "source-failed"  # a source of the daily brief that could not be read
    TOO_OLD = "too-old"  # articles from before the days that count
    EXCLUDED = "excluded"  # an article about something that watch excludes
    OTHER_LANGUAGE = "other-language"  # an article in a language that is not wanted
    UNWATCHED = "unwatched"  # a story that nothing under watch matches, where only such are wanted
    # stories
    MODEL_FAILED = "model-failed"  # the model gave no usable reply for this story, or a section of it


class Finding(Value):
    """One thing left out or marked: why, what it is about, and the particulars in words."""

    code: FindingCode
    subject: str
    detail: str
