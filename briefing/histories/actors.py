"""Briefs -> everything one actor held, story by story, with what was taken back."""

from collections.abc import Iterator, Sequence

from briefing.changes import Thresholds, Tracer
from briefing.histories.names import find_names
from briefing.histories.values import ActorHistory, ActorStory, Candidates, Held
from briefing.schema import Briefing, Citation, Position, SourceRecord, StoryBriefing, StoryChange

__all__ = ["actor_history", "change_of", "held_in"]

_DEFAULTS = Thresholds()


def actor_history(
    name: str, briefs: Sequence[Briefing], *, thresholds: Thresholds = _DEFAULTS
) -> ActorHistory | Candidates:
    """Everything the one actor of this name held, or whom the name could mean.

    `briefs` are one a day, oldest first.
    """
    printed = {
        position.actor: None for brief in briefs for story in brief.stories for position in story.positions
    }
    names = find_names(name, list(printed))
    if isinstance(names, Candidates):
        return names
    told = [
        (brief, story) for brief in briefs for story in brief.stories if any(held_in(brief, story, names))
    ]
    threads = _join(told, thresholds)
    stories = [_tell(thread, names) for thread in threads]
    stories.sort(key=lambda story: story.last, reverse=True)
    roles = (held.position.role for story in stories for held in reversed(story.held))
    return ActorHistory(
        name=names[0], names=names, role=next(filter(None, roles), None), stories=tuple(stories)
    )


def held_in(brief: Briefing, story: StoryBriefing, names: Sequence[str] | None = None) -> Iterator[Held]:
    """The positions of a story, of these actors alone if they are named; then those taken back."""
    change = change_of(brief, story)
    by_place = {found.position: found for found in (change.positions if change else ())}
    for place, position in enumerate(story.positions):
        if names is None or position.actor in names:
            sources = _cited(position, story.articles)
            yield Held(day=brief.date, position=position, sources=sources, change=by_place.get(place))
    for found in change.positions if change else ():
        if found.position is None and found.earlier:
            position = found.earlier.position
            if names is None or position.actor in names:
                evidence = {place.article_id for place in found.evidence}
                now = tuple(record for record in story.articles if record.id in evidence)
                yield Held(day=brief.date, position=position, sources=now, change=found)


def change_of(brief: Briefing, story: StoryBriefing) -> StoryChange | None:
    """What the brief says of the story's changes; None where it was compared with nothing."""
    changes = brief.changes.stories if brief.changes else ()
    return next((change for change in changes if change.story == story.id), None)


def _cited(position: Position, records: Sequence[SourceRecord]) -> tuple[SourceRecord, ...]:
    places: list[Citation | str] = [quotation.article_id for quotation in position.quotations]
    cited = {*places, *(citation.article_id for citation in position.reported)}
    return tuple(record for record in records if record.id in cited)


_Told = tuple[Briefing, StoryBriefing]


def _join(told: Sequence[_Told], thresholds: Thresholds) -> list[list[_Told]]:
    """Put together what is one story on several days."""
    threads: list[list[_Told]] = []
    for brief, story in told:
        thread = next((t for t in reversed(threads) if _continues(brief, story, t, thresholds)), None)
        if thread is None:
            threads.append([(brief, story)])
        else:
            thread.append((brief, story))
    return threads


def _continues(
    brief: Briefing, story: StoryBriefing, thread: Sequence[_Told], thresholds: Thresholds
) -> bool:
    """Whether a story goes on with a thread; two stories of one brief never are one."""
    last, _ = thread[-1]
    if last.date == brief.date:
        return False
    lone = last.model_copy(update={"stories": (thread[-1][1],)})
    past, _ = Tracer(brief, [lone], thresholds).trace(story)
    return bool(past)


def _tell(thread: Sequence[_Told], names: Sequence[str]) -> ActorStory:
    held = tuple(item for brief, story in thread for item in held_in(brief, story, names))
    return ActorStory(
        headline=thread[-1][1].headline, first=thread[0][0].date, last=thread[-1][0].date, held=held
    )
