"""This brief and those before it -> what changed, story by story, each with the reason."""

from collections.abc import Iterable, Sequence

from briefing.changes.likeness import bare, likeness
from briefing.changes.positions import compare_positions
from briefing.changes.questions import compare_questions
from briefing.changes.rules import Rules, mark_of
from briefing.changes.trace import Past, Tracer
from briefing.schema import (
    Briefing,
    Changes,
    PositionChange,
    PositionState,
    QuestionChange,
    QuestionState,
    Relation,
    StoryBriefing,
    StoryChange,
    StoryState,
)

__all__ = ["compare_briefings", "mark_changes"]

_DEFAULTS = Rules()


def mark_changes(now: Briefing, before: Iterable[Briefing], *, rules: Rules = _DEFAULTS) -> Briefing:
    """The brief with its `changes`, so that every format shows what is new in it.

    `before` are the briefs of earlier days, each with its own changes, in any order; the more of them, the
    longer the memory. Without one the brief comes back as it is.
    """
    changes = compare_briefings(now, before, rules=rules)
    return now if changes is None else now.model_copy(update={"changes": changes})


def compare_briefings(
    now: Briefing, before: Iterable[Briefing], *, rules: Rules = _DEFAULTS
) -> Changes | None:
    """What changed since the last brief of an earlier day; None where there is none.

    Briefs of the same day or later are none of its past and are passed over.
    """
    earlier = sorted((b for b in before if b.date < now.date), key=lambda b: b.date, reverse=True)
    if not earlier:
        return None
    last = earlier[0]
    tracer = Tracer(now, earlier, rules.thresholds, texts=_texts(rules))
    traced = [(story, *tracer.trace(story)) for story in now.stories]
    changes = [_change(story, past, why, now, rules) for story, past, why in traced]
    seen = {id(one.story) for _, past, _ in traced for one in past}
    before_last = Tracer(last, earlier[1:], rules.thresholds, texts=_texts(rules))
    quiet = [
        _quiet(story, last)
        for story in last.stories
        if id(story) not in seen and not any(id(one.story) in seen for one in before_last.trace(story)[0])
    ]
    return Changes(since=last.date, stories=(*changes, *quiet))


def _texts(rules: Rules) -> dict[str, list[str]]:
    """The known texts and those of today by their marks, the last version last."""
    texts = {mark: list(known) for mark, known in rules.known.items()}
    for mark, text in rules.texts.items():
        texts.setdefault(mark, []).append(text)
    return texts


def _change(story: StoryBriefing, past: Sequence[Past], why: str, now: Briefing, rules: Rules) -> StoryChange:
    if not past:
        return _new(story, now, why)
    positions = compare_positions(story, past, rules=rules)
    questions = compare_questions(story, past, day=now.date, rules=rules)
    lines = _new_lines(story, past, rules)
    is_told = any(change.is_news for change in positions) or any(change.is_news for change in questions)
    return _story_change(
        StoryState.DEVELOPING if lines or is_told else StoryState.UNCHANGED,
        story,
        past=past,
        lines=lines,
        positions=positions,
        questions=questions,
        why=why,
    )


def _new(story: StoryBriefing, now: Briefing, why: str) -> StoryChange:
    """A new story, in which everything is new."""
    positions = tuple(
        PositionChange(
            state=PositionState.NEW,
            position=place,
            new_quotations=tuple(at for at, said in enumerate(position.quotations) if said.is_proved),
            earlier=None,
            evidence=(),
            why=why,
        )
        for place, position in enumerate(story.positions)
    )
    questions = tuple(
        QuestionChange(
            state=QuestionState.NEW,
            place=place,
            question=question,
            first_asked=now.date,
            days=0,
            answer=None,
            why=why,
        )
        for place, question in enumerate(story.open_questions)
    )
    return _story_change(
        StoryState.NEW,
        story,
        lines=tuple(range(len(story.bottom_line))),
        positions=positions,
        questions=questions,
        why=why,
    )


def _story_change(
    state: StoryState,
    story: StoryBriefing,
    *,
    why: str,
    past: Sequence[Past] = (),
    lines: tuple[int, ...] = (),
    positions: tuple[PositionChange, ...] = (),
    questions: tuple[QuestionChange, ...] = (),
) -> StoryChange:
    return StoryChange(
        state=state,
        story=story.id,
        headline=story.headline,
        last_briefed=past[0].day if past else None,
        last_news=next((one.day for one in past if _was_news(one.change)), None),
        new_lines=lines,
        positions=positions,
        questions=questions,
        why=why,
    )


def _was_news(change: StoryChange | None) -> bool:
    """A brief that was compared with nothing had nothing but news."""
    return change is None or change.state is not StoryState.UNCHANGED


def _quiet(story: StoryBriefing, last: Briefing) -> StoryChange:
    then = next((c for c in (last.changes.stories if last.changes else ()) if c.story == story.id), None)
    return StoryChange(
        state=StoryState.QUIET,
        story=None,
        headline=story.headline,
        last_briefed=last.date,
        last_news=last.date if then is None or _was_news(then) else then.last_news,
        new_lines=(),
        positions=(),
        questions=(),
        why="no article of today is about it",
    )


def _new_lines(story: StoryBriefing, past: Sequence[Past], rules: Rules) -> tuple[int, ...]:
    """The bottom lines that an article brought which is new, and that tell what no earlier brief did."""
    marks = {mark for one in past for record in one.story.articles if (mark := mark_of(record))}
    new = {r.id for r in story.articles if r.relation is Relation.ORIGIN and mark_of(r) not in marks}
    texts = [bare(text) for mark in marks for text in rules.known.get(mark, ())]
    told = [line.text for one in past for line in one.story.bottom_line]
    return tuple(
        place
        for place, line in enumerate(story.bottom_line)
        if any(citation.article_id in new for citation in line.evidence)
        and all(likeness(line.text, other) < rules.thresholds.fact for other in told)
        and not any(bare(line.text) in text for text in texts)
    )
