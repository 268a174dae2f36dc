"""Verified stories -> Briefing, with its counts."""

from collections.abc import Sequence
from datetime import date, datetime

from briefing.schema import Briefing, Counts, Finding, Meta, StoryBriefing


def assemble(
    stories: Sequence[StoryBriefing],
    *,
    title: str,
    day: date,
    created: datetime,
    engine: str,
    model: str | None,
    prompt: str | None,
    left_out: Sequence[Finding] = (),
) -> Briefing:
    """Put verified stories under one title; `left_out` are the findings that belong to no story."""
    counts = Counts(
        articles=sum(len(story.articles) for story in stories),
        stories=len(stories),
        positions=sum(len(story.positions) for story in stories),
        quotations=sum(len(p.quotations) for story in stories for p in story.positions),
        open_questions=sum(len(story.open_questions) for story in stories),
        left_out=len(left_out) + sum(len(story.left_out) for story in stories),
    )
    meta = Meta(
        engine=engine,
        model=model,
        prompt=prompt,
        created=created.isoformat(timespec="seconds"),
        counts=counts,
    )
    return Briefing(title=title, date=day, stories=tuple(stories), left_out=tuple(left_out), meta=meta)
