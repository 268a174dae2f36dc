"""`briefing story`: how a story went, brief by brief."""

from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.remembered import deliver_history, history_options, read_briefs
from briefing.errors import ExitStatus
from briefing.histories import story_history

__all__ = ["command"]


@click.command("story")
@history_options
def command(
    console: Console, /, *, name: str, chosen: str | None, path: Path | None, archive: Path | None
) -> ExitStatus:
    """Show how a story went.

    NAME is a headline the story had on any day, or words of one. Every brief of the archive that has the
    story is shown with what was new in it, under whatever headline it went then. Nothing found: exit status
    5. Several that could be meant: they are listed, 2.
    """
    found = story_history(name, read_briefs(console, archive))
    return deliver_history(found, console, noun="a story", chosen=chosen, path=path)
