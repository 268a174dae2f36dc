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
@verbosity_options
@click.pass_obj
@brief_options
def command(console: Console, *, order: Order, model: str | None) -> ExitStatus:
    """Write a brief of articles.

    SOURCE is a file (.txt .md .html .eml .pdf), a folder, a pattern such as 'news/*.txt', or - for stdin.
    The brief goes to stdout, or to the files named with -o; everything else goes to stderr.
    """
    settings = read_settings(console, model=model)
    with choose_engine(settings, console) as engine:
        return carry_out(order, engine, console, workers=settings.workers if settings.model else 1)
