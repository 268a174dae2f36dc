"""`briefing compare`: what a change of prompt or model does to real briefs."""

from collections.abc import Sequence
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import verbosity_options
from briefing.compare import Comparison, Verdict, compare_sides
from briefing.errors import ExitStatus, UsageError
from briefing.files import write_atomically
from briefing.golden import find_root
from briefing.report import REPORT_FORMATS, format_of, render_report

__all__ = ["command"]

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("compare")
@click.argument("sides", nargs=-1, metavar="[BASE] [HEAD]")
@click.option("--case", "names", multiple=True, metavar="CASE", help="One case; repeatable, all by default.")
@click.option("--model", "alias", metavar="ALIAS", help="One model; all with recordings by default.")
@click.option(
    "-o",
    "--output",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file, in the format of its suffix; repeatable.",
)
@click.option(
    "--format", "chosen", type=click.Choice(list(REPORT_FORMATS)), help="Format; without -o to stdout."
)
@click.option("--strict-inconclusive", is_flag=True, help="Exit with 1 if nothing could be decided.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    *,
    sides: Sequence[str],
    names: Sequence[str],
    alias: str | None,
    paths: Sequence[Path],
    chosen: str | None,
    strict_inconclusive: bool,
) -> ExitStatus:
    """Compare two versions of prompts or models.

    BASE and HEAD are git revisions (HEAD and worktree by default, BASE..HEAD in one word too), two models of
    golden/models.toml, or sets of samples such as small#1-3. Needs no key and no network.
    """
    if len(sides) > 2:  # noqa: PLR2004 - base and head
        raise UsageError("briefing compare takes two sides at most, a base and a head.")
    formats = [chosen or _format_of(path) for path in paths]
    with console.progress() as progress:
        comparison = compare_sides(find_root(Path.cwd()), sides, names=names, alias=alias, progress=progress)
    for path, name in zip(paths, formats, strict=True):
        write_atomically(path, render_report(comparison, name))
        console.note(f"wrote {path}")
    if not paths:
        _show(console, comparison, chosen or "terminal")
    return _status(console, comparison, strict=strict_inconclusive)


def _format_of(path: Path) -> str:
    name = format_of(path.name)
    if name is None:
        known = ", ".join(form.suffix for form in REPORT_FORMATS.values())
        raise UsageError(f"{path} tells no format; end it with one of {known}, or choose with --format.")
    return name


def _show(console: Console, comparison: Comparison, name: str) -> None:
    text = render_report(comparison, name)
    if name == "terminal":
        lines = (click.style(line, fg=_COLORS.get(line.strip()[:1])) for line in text.splitlines())
        text = "".join(f"{line}\n" for line in lines)
    console.data(text)


def _status(console: Console, comparison: Comparison, *, strict: bool) -> ExitStatus:
    """Say the verdict where it matters, and end with the status that belongs to it."""
    for pair in comparison.pairs:
        if pair.verdict is not Verdict.NO_CHANGE:
            console.warn(f"{pair.base} → {pair.head}: {pair.verdict}: {pair.reason}")
    statuses = [comparison.exit_status]
    if strict and any(pair.verdict is Verdict.INCONCLUSIVE for pair in comparison.pairs):
        statuses.append(ExitStatus.FINDINGS)
    return ExitStatus.first(statuses)
