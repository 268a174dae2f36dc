"""`briefing explain`: an article with who is taken to say what; or why a recording does not answer."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from briefing.cli.console import Console, check_stdout
from briefing.cli.misses import explain_recording
from briefing.cli.options import verbosity_options
from briefing.cli.sources import read_articles
from briefing.errors import ExitStatus, UsageError
from briefing.text import strip_controls
from briefing.verify.explanation import (
    Explanation,
    Said,
    explain,
    paragraphs,
    write_explanation,
    write_heading,
    write_said,
)

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["command"]

SCHEMA_VERSION = 1
_COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "red")


@click.command("explain")
@click.argument("source", metavar="[SOURCE]", required=False)
@click.option(
    "--recording",
    metavar="CASE|KEY",
    help="Instead of a source, a golden case or the beginning of a recording's key.",
)
@click.option("--model", "alias", metavar="ALIAS", help="With --recording, one model; all by default.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON, for programs.")
@click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    *,
    source: str | None,
    recording: str | None,
    alias: str | None,
    as_json: bool,
    clean: bool,
) -> ExitStatus:
    """Show who says what in an article, or why a recording misses.

    SOURCE is a file (.txt .md .html .eml .pdf), a folder, a pattern, or - for stdin. Every utterance is shown
    with its speaker, its cue and their places in the cleaned text.

    With --recording it shows for each question of a golden case which recording answers it. Where none does,
    it shows the nearest, what changed since, the difference of the messages and the command that records it.
    """
    check_stdout()
    if (source is None) == (recording is None):
        raise UsageError("Name either a SOURCE or, with --recording, a golden case or key.")
    if recording is not None:
        return explain_recording(console, recording, alias, as_json=as_json)
    assert source is not None
    if alias is not None:
        raise UsageError("--model belongs to --recording; an article is read without a model.")
    explanations = [explain(article) for article in read_articles([source], clean=clean)]
    if as_json:
        articles = [explanation.model_dump(mode="json") for explanation in explanations]
        console.data(json.dumps({"schema_version": SCHEMA_VERSION, "articles": articles}, indent=2))
    elif console.color is not False and (console.color or sys.stdout.isatty()):
        _show(explanations)
    else:
        console.data("\n\n".join(write_explanation(explanation) for explanation in explanations))
    return ExitStatus.OK


def _show(explanations: Sequence[Explanation]) -> None:
    """Print in colour: one for each speaker, the mention in bold, the cue underlined."""
    from rich.console import Console as Terminal

    terminal = Terminal(markup=False, highlight=False, force_terminal=True)
    for explanation in explanations:
        for line in _coloured(explanation):
            terminal.print(line)


def _coloured(explanation: Explanation) -> "Iterator[Text]":
    from rich.text import Text

    yield from (Text(write_heading(explanation), style="bold"), Text())
    actors = dict.fromkeys(said.actor for said in explanation.said if said.actor)
    colours = {actor: _COLOURS[index % len(_COLOURS)] for index, actor in enumerate(actors)}
    for start, paragraph, begun in paragraphs(explanation):
        line = Text("".join(char if strip_controls(char) else " " for char in paragraph))
        below = []
        for said in begun:
            colour = colours.get(said.actor or "", "dim")
            _paint(line, start, said, colour)
            below.append(Text(f"  {write_said(said)}", style=colour))
        yield from (line, *below, Text())


def _paint(line: "Text", start: int, said: Said, colour: str) -> None:
    """Colour what stands in this line of the words, the mention and the cue."""
    styled = [(part, colour) for part in said.content]
    styled += [(part, style) for part, style in ((said.speaker, "bold"), (said.cue, "underline")) if part]
    for part, style in styled:
        if part.end > start:
            line.stylize(style, max(part.start - start, 0), part.end - start)
