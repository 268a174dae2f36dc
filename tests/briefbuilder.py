"""Small verified briefs for tests: a story of Fennwick's pier, with whatever a test is about."""

from datetime import date

from briefing.schema import (
    ArticleKind,
    Briefing,
    Citation,
    Counts,
    Meta,
    OpenQuestion,
    Position,
    Quotation,
    Relation,
    SourceRecord,
    SpeakerVerdict,
    Stance,
    Statement,
    StoryBriefing,
    WordsVerdict,
)

__all__ = [
    "FRIDAY",
    "ISSUE",
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "brief",
    "position",
    "question",
    "quotation",
    "record",
    "story",
]

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))
ISSUE = "Shall the pier in Fennwick be closed?"


def quotation(words: str, speaker: str = "Ines Kallow", article: str = "a1") -> Quotation:
    return Quotation(
        text=words,
        speaker=speaker,
        article_id=article,
        sentence=f"{article}.1",
        start=0,
        end=len(words),
        verdict=WordsVerdict.VERBATIM,
        speaker_verdict=SpeakerVerdict.CONFIRMED,
    )


def position(
    stance: Stance, *words: str, actor: str = "Ines Kallow", issue: str = ISSUE, summary: str = ""
) -> Position:
    quotations = tuple(quotation(piece, actor) for piece in words)
    return Position(
        actor=actor,
        role=None,
        issue=issue,
        stance=stance,
        summary=summary,
        quotations=quotations,
        reported=(),
    )


def question(words: str) -> OpenQuestion:
    return OpenQuestion(question=words, why_open="nobody said", evidence=())


def record(address: str | None, *, name: str = "a1", title: str | None = "Pier") -> SourceRecord:
    return SourceRecord(
        id=name,
        source=address or "-",
        outlet=None,
        title=title,
        byline=None,
        url=address,
        published=None,
        published_origin=None,
        kind=ArticleKind.FULL,
        relation=Relation.ORIGIN,
        twin=None,
    )


def story(
    *positions: Position,
    headline: str = "Fennwick council argues over the pier",
    issue: str = ISSUE,
    address: str | None = "https://courier.example/1",
    questions: tuple[str, ...] = (),
    facts: tuple[str, ...] = (),
    name: str = "s1",
) -> StoryBriefing:
    evidence = (Citation(article_id="a1", sentence="a1.1", start=0, end=1),)
    return StoryBriefing(
        id=name,
        headline=headline,
        issue=issue,
        bottom_line=tuple(Statement(text=fact, evidence=evidence) for fact in facts),
        articles=(record(address),),
        positions=positions,
        differences=(),
        open_questions=tuple(question(words) for words in questions),
        left_out=(),
    )


def brief(day: date, *stories: StoryBriefing) -> Briefing:
    counts = Counts(articles=0, stories=0, positions=0, quotations=0, open_questions=0, left_out=0)
    meta = Meta(engine="builtin", model=None, prompt=None, created=day.isoformat(), counts=counts)
    return Briefing(title="Brief", date=day, stories=stories, left_out=(), meta=meta)
