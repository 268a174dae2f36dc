"""The frozen values that pass between stages, in the order of the way of the data.

    Article -> Utterance -> Story -> Draft -> Briefing

A type changes its name where it becomes more trustworthy. A `Draft` is what a model or the built-in engine
claims; only `briefing.verify` makes a `Briefing`; renderers take nothing else.

Offsets are half-open `[start, end)` character ranges into `Article.text`.
"""

from briefing.schema.articles import (
    Article,
    ArticleKind,
    DateOrigin,
    OffsetMap,
    Precision,
    Published,
    Removed,
    ResolvedDate,
    Sentence,
)
from briefing.schema.briefings import Briefing, Counts, Meta, StoryBriefing
from briefing.schema.changes import (
    Changes,
    EarlierPosition,
    PositionChange,
    PositionState,
    QuestionChange,
    QuestionState,
    StoryChange,
    StoryState,
)
from briefing.schema.drafts import Draft, DraftPosition, DraftQuestion, Line, Stance
from briefing.schema.evidence import (
    Citation,
    Difference,
    DifferenceKind,
    OpenQuestion,
    Position,
    Quotation,
    SourceRecord,
    SpeakerVerdict,
    Statement,
    WordsVerdict,
)
from briefing.schema.findings import Finding, FindingCode
from briefing.schema.speech import Actor, ActorKind, Polarity, QuotationKind, Utterance
from briefing.schema.stories import Relation, Source, Story
from briefing.schema.values import Span, Value

__all__ = [
    "Actor",
    "ActorKind",
    "Article",
    "ArticleKind",
    "Briefing",
    "Changes",
    "Citation",
    "Counts",
    "DateOrigin",
    "Difference",
    "DifferenceKind",
    "Draft",
    "DraftPosition",
    "DraftQuestion",
    "EarlierPosition",
    "Finding",
    "FindingCode",
    "Line",
    "Meta",
    "OffsetMap",
    "OpenQuestion",
    "Polarity",
    "Position",
    "PositionChange",
    "PositionState",
    "Precision",
    "Published",
    "QuestionChange",
    "QuestionState",
    "Quotation",
    "QuotationKind",
    "Relation",
    "Removed",
    "ResolvedDate",
    "Sentence",
    "Source",
    "SourceRecord",
    "Span",
    "SpeakerVerdict",
    "Stance",
    "Statement",
    "Story",
    "StoryBriefing",
    "StoryChange",
    "StoryState",
    "Utterance",
    "Value",
    "WordsVerdict",
]
