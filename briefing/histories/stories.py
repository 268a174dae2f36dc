"""Briefs -> one story from its first brief to its last."""

from collections.abc import Sequence

from briefing.changes import Thresholds, Tracer, likeness, same_name, share_of_words
from briefing.histories.actors import change_of, held_in
from briefing.histories.names import find_alike
from briefing.histories.values import Candidates, Chapter, StoryHistory
from briefing.schema import Briefing, PositionState, StoryBriefing

__all__ = ["story_history"]

_DEFAULTS = Thresholds()
_WHOLE = 100
_Told = tuple[Briefing, StoryBriefing]


def story_history(
    name: str, briefs: Sequence[Briefing], *, thresholds: Thresholds = _DEFAULTS
) -> StoryHistory | Candidates:
    """The one story that goes by this name, a headline or words of one, or which stories it could mean.

    `briefs` are one a day, oldest first.
    """
    told = [(brief, story) for brief in briefs for story in brief.stories]
    found = _matching(name, told, thresholds)
    threads: list[list[_Told]] = []
    while found:
        thread = _follow(*found[-1], briefs, thresholds)
        threads.append(thread)
        members = {id(story) for _, story in thread}
        found = [pair for pair in found if id(pair[1]) not in members]
    if len(threads) == 1:
        return _tell(threads[0])
    meant = tuple(dict.fromkeys(thread[-1][1].headline for thread in threads))
    alike = () if threads else find_alike(name, (story.headline for _, story in told))
    return Candidates(name=name, meant=meant, alike=alike)


def _matching(name: str, told: Sequence[_Told], thresholds: Thresholds) -> list[_Told]:
    """The stories of exactly this headline, else those whose headline or issue has all the words of it."""
    exact = [pair for pair in told if same_name(pair[1].headline, name)]
    return exact or [pair for pair in told if _is_named(name, pair[1], thresholds)]


def _is_named(name: str, story: StoryBriefing, thresholds: Thresholds) -> bool:
    words = f"{story.headline} {story.issue}"
    # One word alone is sought beside itself, since a share of one word says nothing.
    sought = name if len(name.split()) > 1 else f"{name} {story.headline}"
    if share_of_words(sought, words) >= _WHOLE:
        return True
    return likeness(name, story.headline) >= thresholds.headline


def _follow(
    brief: Briefing, story: StoryBriefing, briefs: Sequence[Briefing], thresholds: Thresholds
) -> list[_Told]:
    """The story in all briefs, oldest first."""
    by_day = {other.date: other for other in briefs}
    earlier = [other for other in reversed(briefs) if other.date < brief.date]
    later = [other for other in briefs if other.date > brief.date]
    back, _ = Tracer(brief, earlier, thresholds).trace(story)
    onward, _ = Tracer(brief, later, thresholds).trace(story)
    return [
        *((by_day[past.day], past.story) for past in reversed(back)),
        (brief, story),
        *((by_day[past.day], past.story) for past in onward),
    ]


def _tell(thread: Sequence[_Told]) -> StoryHistory:
    last_day, last = thread[-1]
    return StoryHistory(
        headline=last.headline,
        first=thread[0][0].date,
        last=last_day.date,
        chapters=tuple(_chapter(brief, story) for brief, story in thread),
        open_questions=last.open_questions,
    )


def _chapter(brief: Briefing, story: StoryBriefing) -> Chapter:
    """What a brief had of the story that was new; without a comparison, everything."""
    change = change_of(brief, story)
    is_all = change is None or change.last_briefed is None
    lines = range(len(story.bottom_line)) if change is None else change.new_lines
    held = (
        item
        for item in held_in(brief, story)
        if is_all or item.change is None or item.change.state is not PositionState.UNCHANGED
    )
    return Chapter(
        day=brief.date,
        state=change.state if change else None,
        headline=story.headline,
        bottom_line=tuple(story.bottom_line[place] for place in lines),
        sources=story.articles,
        held=tuple(held),
        questions=change.questions if change else (),
    )
