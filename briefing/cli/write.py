"""`briefing write`: sources in, one brief out."""

import click

from briefing.cli.brief import Order, brief_options, carry_out
from briefing.cli.console import Console
from briefing.cli.engine import choose_engine
from briefing.cli.options import read_settings, verbosity_options
from briefing.errors import ExitStatus

__all__ = ["command"]


@click.command("write")
@click.option(
    "--model", metavar="NAME", help="Language model to ask; without one the built-in engine writes."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="So many calls may wait on the model at a time.",
)
@click.option(
    "--max-requests", type=click.IntRange(min=0), metavar="N", help="Stop before more requests than this."
)
@click.option(
    "--max-cost", type=click.FloatRange(min=0), metavar="X", help="Stop before this is spent; needs a price."
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
    settings = read_settings(console, **flags)
    if dry_run:
        from briefing.cli.dry_run import show_plan

        return show_plan(order.sources, settings, console, clean=order.clean)
    with choose_engine(settings, console) as engine:
        return carry_out(order, engine, console, workers=settings.workers if settings.model else 1)
