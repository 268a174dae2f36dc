"""`briefing actor`: everything somebody held, with quotations, sources and moves."""

from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.remembered import deliver_history, history_options, read_briefs
from briefing.errors import ExitStatus
from briefing.histories import actor_history

__all__ = ["command"]


@click.command("actor")
@history_options
def command(
    console: Console, /, *, name: str, chosen: str | None, path: Path | None, archive: Path | None
) -> ExitStatus:
    """Show what somebody held over time.

    NAME is a person's or a body's, in full or in part: Kallow finds Ines Kallow where nobody else is called
    so. Every position in the archive is shown story by story, with the words that prove it, where they stand,
    and where the actor moved. Nobody found: exit status 5. Several who could be meant: they are listed, 2.
    """
    found = actor_history(name, read_briefs(console, archive))
    return deliver_history(found, console, noun="a position of", chosen=chosen, path=path)
