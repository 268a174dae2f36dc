"""`briefing write`: sources in, one brief out."""

import click

from briefing.cli.brief import Order, brief_options, carry_out
from briefing.cli.console import Console
from briefing.cli.engine import choose_engine, open_cache
from briefing.cli.options import budget_options, load_and_warn, verbosity_options
from briefing.errors import ExitStatus

__all__ = ["command"]


@click.command("write")
@click.option(
    "--model", metavar="NAME", help="Language model to ask; without one the built-in engine writes."
)
@budget_options
@click.option(
    "--cache/--no-cache", default=None, help="Whether replies are kept, and kept ones not asked for again."
)
@click.option("--dry-run", is_flag=True, help="Show what would be asked and what it costs; ask nothing.")
@verbosity_options
@click.pass_obj
@brief_options
def command(console: Console, *, order: Order, dry_run: bool, **flags: object) -> ExitStatus:
    """Write a brief of articles.

    SOURCE is a file (.txt .md .html .eml .pdf), a folder, a pattern such as 'news/*.txt', or - for stdin.
    The brief goes to stdout, or to the files named with -o; everything else goes to stderr.
    """
    loaded = load_and_warn(console, **flags)
    if dry_run:
        from briefing.cli.dry_run import show_plan

        return show_plan(order.sources, loaded, console, clean=order.clean)
    settings, replies = loaded.settings, open_cache(loaded)
    with choose_engine(settings, console, replies=replies) as engine:
        status = carry_out(order, engine, console, workers=settings.workers if settings.model else 1)
    if replies:
        replies.prune()
    return status
