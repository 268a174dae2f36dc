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
from briefing.schema.briefings import (
    Briefing,
    Citation,
    Counts,
    Difference,
    DifferenceKind,
    Meta,
    OpenQuestion,
    Position,
    Quotation,
    SourceRecord,
    SpeakerVerdict,
    Statement,
    StoryBriefing,
    WordsVerdict,
)
from briefing.schema.drafts import Draft, DraftPosition, DraftQuestion, Line, Stance
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
    "Citation",
    "Counts",
    "DateOrigin",
    "Difference",
    "DifferenceKind",
    "Draft",
    "DraftPosition",
    "DraftQuestion",
    "Finding",
    "FindingCode",
    "Line",
    "Meta",
    "OffsetMap",
    "OpenQuestion",
    "Polarity",
    "Position",
    "Precision",
    "Published",
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
    "Utterance",
    "Value",
    "WordsVerdict",
]
