"""`briefing verify`: lint anybody's brief against its sources."""

from collections.abc import Sequence
from pathlib import Path

import click

from briefing.cli.console import Console, stdin_bytes
from briefing.cli.options import verbosity_options
from briefing.cli.sources import read_articles
from briefing.errors import ArticleError, ExitStatus, NothingToBriefError, UsageError
from briefing.verify.lint import BriefKind, lint
from briefing.verify.lint_formats import LINT_FORMATS
from briefing.verify.lint_report import Report

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
    type=click.Choice([str(kind) for kind in BriefKind]),
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
    kind: str | None,
    clean: bool,
) -> ExitStatus:
    """Check a brief's quotations against its sources.

    BRIEF is Markdown, plain text or JSON, written by anybody; - reads it from stdin. Each quotation that its
    sources do not bear out is a finding, and the status is 1.
    """
    if not sources:
        raise UsageError("There is nothing to check against; name the brief's sources after --against.")
    text = _read_brief(brief, [*sources, *more])
    articles = read_articles([*sources, *more], clean=clean)
    report = lint(text, articles, kind=BriefKind(kind) if kind else _kind_of(brief))
    if not report.quotations:
        raise NothingToBriefError(f"{brief} holds no quotation that could be checked.")
    if findings := LINT_FORMATS[chosen](report, brief):
        console.data(findings)
    console.note(_summary(report, len(articles)))
    return ExitStatus.FINDINGS if report.failed else ExitStatus.OK


def _read_brief(name: str, sources: Sequence[str]) -> str:
    if name == "-" and "-" in sources:
        raise UsageError("Brief and sources cannot both come from stdin; name a file for one of them.")
    try:
        content = stdin_bytes().read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(f"The brief {name} is not UTF-8 text; save it as UTF-8 and try again.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise ArticleError(f"The brief {name!r} cannot be read: {reason}.") from error


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
        f"{_counted(report.quotations, 'quotation')}, {report.supported} borne out by "
        f"{_counted(sources, 'source')}, {_counted(len(report.findings), 'finding')}."
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
