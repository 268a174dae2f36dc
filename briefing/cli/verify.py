"""`briefing verify`: lint anybody's brief against its sources."""

from collections.abc import Sequence
from pathlib import Path

import click

from briefing.articles import read_sources
from briefing.cli.console import Console, stdin_bytes
from briefing.cli.options import verbosity_options
from briefing.errors import ArticleError, ExitStatus, NothingToBriefError, UsageError
from briefing.pipeline import UNREADABLE
from briefing.schema import Article
from briefing.verify.lint import BriefKind, Report, lint
from briefing.verify.lint_formats import LINT_FORMATS

__all__ = ["command"]

_KINDS = {
    ".md": BriefKind.MARKDOWN,
    ".markdown": BriefKind.MARKDOWN,
    ".json": BriefKind.JSON,
    ".txt": BriefKind.TEXT,
    ".text": BriefKind.TEXT,
}


@click.command("verify")
@click.argument("brief", metavar="BRIEF")
@click.option(
    "--against",
    "sources",
    multiple=True,
    metavar="SOURCE...",
    help="What the brief is made of: files, folders, patterns, - for stdin.",
)
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--format", "chosen", type=click.Choice(list(LINT_FORMATS)), default="text", help="Of the findings."
)
@click.option(
    "--brief-format",
    "kind",
    type=click.Choice(list(BriefKind)),
    help="How the brief is written; by its suffix where it is not given.",
)
@click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    *,
    brief: str,
    sources: Sequence[str],
    more: Sequence[str],
    chosen: str,
    kind: BriefKind | None,
    clean: bool,
) -> ExitStatus:
    """Check a brief's quotations against its sources.

    BRIEF is Markdown, plain text or JSON, written by anybody; - reads it from stdin. Each quotation that its
    sources do not bear out is a finding, and the status is 1.
    """
    text = _read_brief(brief, sources)
    articles = _read_articles([*sources, *more], clean=clean)
    report = lint(text, articles, kind=kind or _kind_of(brief))
    if not report.quotations:
        raise NothingToBriefError(f"{brief} holds no quotation that could be checked.")
    console.data(LINT_FORMATS[chosen](report, brief))
    console.note(_summary(report, len(articles)))
    return ExitStatus.FINDINGS if report.failed else ExitStatus.OK


def _read_brief(name: str, sources: Sequence[str]) -> str:
    if name == "-" and "-" in sources:
        raise UsageError("Brief and sources cannot both come from stdin; name a file for one of them.")
    try:
        content = stdin_bytes().read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise ArticleError(f"The brief {name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"The brief {name} is not UTF-8 text; save it as UTF-8 and try again.") from error


def _read_articles(sources: Sequence[str], *, clean: bool) -> tuple[Article, ...]:
    """Read the sources, all or none: a brief must not fail because a source of it is missing."""
    if not sources:
        raise UsageError("There is nothing to check against; name the brief's sources after --against.")
    reading = read_sources(sources, stdin=stdin_bytes() if "-" in sources else None, clean=clean)
    lost = [finding for finding in reading.findings if finding.code in UNREADABLE]
    if lost:
        raise ArticleError(f"{lost[0].subject} cannot be used as a source: {lost[0].detail}.")
    if not reading.articles:
        raise NothingToBriefError("The sources hold no article to check against.")
    return reading.articles


def _kind_of(name: str) -> BriefKind:
    if name == "-":
        return BriefKind.MARKDOWN
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None:
        known = ", ".join(_KINDS)
        raise UsageError(f"{name}: no format goes with this suffix; use one of {known}, or --brief-format.")
    return kind


def _summary(report: Report, sources: int) -> str:
    return (
        f"{report.quotations} quotations, {report.supported} borne out by {sources} "
        f"{'source' if sources == 1 else 'sources'}, {len(report.findings)} findings."
    )
