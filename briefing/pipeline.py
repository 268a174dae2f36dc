"""The whole way in one function: sources in, a verified briefing out."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO, NamedTuple

from briefing.articles import Reading, read_sources
from briefing.drafts import Engine
from briefing.errors import ArticleError, BriefingError, ModelError, NothingToBriefError
from briefing.schema import Briefing, Finding, FindingCode, Story, StoryBriefing
from briefing.stories import group
from briefing.verify import assemble, verify

DEFAULT_TITLE = "Briefing"
# Sources that were asked for and could not be read, as opposed to read and found wanting.
UNREADABLE = frozenset(
    {FindingCode.UNREADABLE, FindingCode.UNSUPPORTED, FindingCode.BINARY, FindingCode.TOO_LARGE}
)
_NAMED_SOURCES = 3  # an error names so many; the rest are counted


class Outcome(NamedTuple):
    """A briefing, the sources that could not be used, and the stories a model failed on."""

    briefing: Briefing
    findings: tuple[Finding, ...]
    failures: tuple[ModelError, ...]


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
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Brief the sources.

    A story the model fails on is left out and named; the others are briefed. `now` is the clock; `day`
    (default: that of `now`) is the date of the brief.

    Raises:
        ArticleError: no source held an article, and some could not be read.
        NothingToBriefError: no source held an article.
        ModelError: the model failed on every story.
    """
    progress("reading")
    reading = read_sources(sources, stdin=stdin, published=published, clean=clean)
    if not reading.articles:
        raise _nothing(reading.findings)
    stories = group(reading.articles)
    briefed, failures = _brief_stories(stories, engine, progress)
    if failures and not briefed:
        raise failures[0][1]
    briefing = assemble(
        briefed,
        title=title or DEFAULT_TITLE,
        day=day or now.date(),
        created=now,
        engine=engine.name,
        model=engine.model,
        prompt=engine.prompt,
        left_out=(*_beyond_stories(reading), *(_failed(story, error) for story, error in failures)),
    )
    return Outcome(briefing, reading.findings, tuple(error for _, error in failures))


def _beyond_stories(reading: Reading) -> tuple[Finding, ...]:
    """The findings about sources that became no article; notes on an article stand with its story."""
    notes = {note for article in reading.articles for note in article.notes}
    return tuple(finding for finding in reading.findings if finding not in notes)


def _brief_stories(
    stories: Sequence[Story], engine: Engine, progress: Callable[[str], None]
) -> tuple[list[StoryBriefing], list[tuple[Story, ModelError]]]:
    briefed: list[StoryBriefing] = []
    failures: list[tuple[Story, ModelError]] = []
    for number, story in enumerate(stories, 1):
        progress(f"story {number} of {len(stories)}: {story.headline}")
        try:
            briefed.append(verify(story, engine.draft(story)))
        except ModelError as error:
            failures.append((story, error))
            if error.stops_run:
                failures += [(other, error) for other in stories[number:]]
                break
    return briefed, failures


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
