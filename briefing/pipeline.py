"""The whole way in one function: sources in, a verified briefing out."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO, NamedTuple

from briefing.articles import Reading, read_sources
from briefing.drafts import Engine
from briefing.errors import (
    ArticleError,
    BriefingError,
    InterruptedRunError,
    ModelError,
    NothingToBriefError,
)
from briefing.schema import Briefing, Draft, Finding, FindingCode, Story, StoryBriefing
from briefing.stories import group
from briefing.verify import assemble, verify
from briefing.workers import as_done

DEFAULT_TITLE = "Briefing"
# Sources that were asked for and could not be read, as opposed to read and found wanting.
UNREADABLE = frozenset(
    {FindingCode.UNREADABLE, FindingCode.UNSUPPORTED, FindingCode.BINARY, FindingCode.TOO_LARGE}
)
_NAMED_SOURCES = 3  # an error names so many; the rest are counted


class Outcome(NamedTuple):
    """A briefing, the sources that could not be used, and the stories or parts of them a model failed on.

    `interrupted` tells that somebody stopped the run; the briefing then holds what was finished.
    """

    briefing: Briefing
    findings: tuple[Finding, ...]
    failures: tuple[ModelError, ...]
    interrupted: bool = False


class Gathered(NamedTuple):
    """Sources that were read and grouped: what every engine begins with.

    `left_out` is what a brief of the stories lists as left out on the way here.
    """

    stories: tuple[Story, ...]
    left_out: tuple[Finding, ...]
    findings: tuple[Finding, ...]


def write_briefing(
    sources: Sequence[str],
    *,
    engine: Engine,
    now: datetime,
    title: str | None = None,
    day: date | None = None,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    clean: bool = True,
    workers: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Brief the sources.

    A story the model fails on is left out and named; the others are briefed. `now` is the clock; `day`
    (default: that of `now`) is the date of the brief. Up to `workers` stories are drafted at a time; the
    brief is the same whatever their number. Ctrl-C leaves what was finished.

    Raises:
        ArticleError: no source held an article, and some could not be read.
        NothingToBriefError: no source held an article.
        ModelError: the model failed on every story.
        InterruptedRunError: the run was stopped before any story was finished.
    """
    progress("reading")
    gathered = gather(sources, stdin=stdin, published=published, clean=clean)
    outcome = brief_stories(
        gathered.stories,
        engine=engine,
        now=now,
        title=title,
        day=day,
        left_out=gathered.left_out,
        workers=workers,
        progress=progress,
    )
    return outcome._replace(findings=gathered.findings)


def gather(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    published: date | None = None,
    clean: bool = True,
) -> Gathered:
    """Read the sources and group them; raises ArticleError or NothingToBriefError as `write_briefing`."""
    reading = read_sources(sources, stdin=stdin, published=published, clean=clean)
    if not reading.articles:
        raise _nothing(reading.findings)
    return Gathered(tuple(group(reading.articles)), _beyond_stories(reading), reading.findings)


def brief_stories(
    stories: Sequence[Story],
    *,
    engine: Engine,
    now: datetime,
    title: str | None = None,
    day: date | None = None,
    left_out: Sequence[Finding] = (),
    workers: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Draft, verify and assemble stories that are there already; as `write_briefing` otherwise.

    `left_out` is what the brief lists as left out beside what its stories leave out.
    """
    before = len(engine.failures)
    work = _draft_all(stories, engine, workers, progress)
    if work.failures and not work.briefed:
        raise work.failures[min(work.failures)]
    if work.interrupted and not work.briefed:
        raise InterruptedRunError("Stopped before any story was finished; nothing was written.")
    failed = tuple(_failed(stories[index], error) for index, error in sorted(work.failures.items()))
    briefing = assemble(
        [work.briefed[index] for index in sorted(work.briefed)],
        title=title or DEFAULT_TITLE,
        day=day or now.date(),
        created=now,
        engine=engine.name,
        model=engine.model,
        prompt=engine.prompt,
        left_out=(*left_out, *failed),
    )
    errors = tuple(error for _, error in sorted(work.failures.items()))
    return Outcome(briefing, (), (*errors, *engine.failures[before:]), interrupted=work.interrupted)


class _Work(NamedTuple):
    """What came of each story, by its place."""

    briefed: dict[int, StoryBriefing]
    failures: dict[int, ModelError]
    interrupted: bool


def _draft_all(
    stories: Sequence[Story], engine: Engine, workers: int, progress: Callable[[str], None]
) -> _Work:
    briefed: dict[int, StoryBriefing] = {}
    failures: dict[int, ModelError] = {}
    drafts = as_done(stories, engine.draft, workers=workers)
    try:
        for index, draft in drafts:
            progress(f"story {len(briefed) + len(failures) + 1} of {len(stories)}: {stories[index].headline}")
            if isinstance(draft, Draft):
                briefed[index] = verify(stories[index], draft)
                continue
            if not isinstance(draft, ModelError):
                raise draft
            failures[index] = draft
            if draft.stops_run:
                drafts.close()
                unasked = (other for other in range(len(stories)) if other not in briefed)
                return _Work(briefed, {**dict.fromkeys(unasked, draft), **failures}, interrupted=False)
    except KeyboardInterrupt:
        return _Work(briefed, failures, interrupted=True)
    return _Work(briefed, failures, interrupted=False)


def _beyond_stories(reading: Reading) -> tuple[Finding, ...]:
    """The findings about sources that became no article; notes on an article stand with its story."""
    notes = {note for article in reading.articles for note in article.notes}
    return tuple(finding for finding in reading.findings if finding not in notes)


def _failed(story: Story, error: ModelError) -> Finding:
    return Finding(code=FindingCode.MODEL_FAILED, subject=story.headline, detail=str(error))


def _nothing(findings: Sequence[Finding]) -> BriefingError:
    if not findings:
        return NothingToBriefError(
            "There is nothing to brief: the sources hold no article. Name at least one file with text in it."
        )
    details = "; ".join(f"{finding.subject}: {finding.detail}" for finding in findings[:_NAMED_SOURCES])
    more = f" (and {len(findings) - _NAMED_SOURCES} more)" if len(findings) > _NAMED_SOURCES else ""
    kind = ArticleError if any(finding.code in UNREADABLE for finding in findings) else NothingToBriefError
    return kind(f"There is nothing to brief: {details}{more}.")
