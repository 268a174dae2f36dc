"""`briefing prune`: remove what lies in golden/ and belongs to nothing."""

from collections.abc import Sequence
from pathlib import Path

import click

from briefing.cli.console import Console
from briefing.cli.options import golden_selection, verbosity_options
from briefing.errors import ExitStatus
from briefing.golden import check_cases, find_orphans, remove_orphans, select

__all__ = ["command"]


@click.command("prune")
@golden_selection(required=False)
@click.option("--yes", is_flag=True, help="Remove them; without it they are only named.")
@verbosity_options
@click.pass_obj
def command(console: Console, *, names: Sequence[str], alias: str | None, yes: bool) -> ExitStatus:
    """Remove recordings and folders that belong to nothing.

    Those are recordings that no question of their CASE asks for any more and, where neither a CASE nor a
    model is named, folders of golden/ that belong to no case or model. Stale recordings stay: `briefing
    record` replaces them. Without --yes nothing is removed.
    """
    root, selection = select(Path.cwd(), names, alias)
    orphans = [path for result in check_cases(root, selection) for path in result.orphans]
    orphans += [] if names or alias else find_orphans(root)
    if not orphans:
        console.note("There is nothing to prune.")
    elif not yes:
        for path in orphans:
            console.data(f"would remove {path.relative_to(root).as_posix()}")
        console.note("Nothing was removed; add --yes to remove this.")
    else:
        for path in remove_orphans(orphans):
            console.data(f"removed {path.relative_to(root).as_posix()}")
    return ExitStatus.OK
