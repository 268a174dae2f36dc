"""`briefing prompt`: the way to a language model for those who have a chat window and no endpoint."""

from collections.abc import Sequence
from pathlib import Path

import click

from briefing.articles import read_sources
from briefing.cli.brief import Order, brief_options, carry_out
from briefing.cli.console import Console, stdin_bytes
from briefing.cli.options import verbosity_options
from briefing.drafts.asking import Limits
from briefing.drafts.prompted import PromptedEngine
from briefing.errors import ArticleError, ExitStatus, NothingToBriefError
from briefing.models import ScriptedClient
from briefing.prompts import draw_marker, load_prompt
from briefing.stories import group

__all__ = ["command"]

PROMPT = "story"


@click.group("prompt")
def command() -> None:
    """Show the exact prompt, or bring in a reply."""


@command.command("show")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text.")
@click.option(
    "--parts", type=click.IntRange(1, 99), default=1, help="Cut it in so many, for a window with a limit."
)
@verbosity_options
@click.pass_obj
def show(console: Console, *, sources: Sequence[str], clean: bool, parts: int) -> ExitStatus:
    """Show the exact prompt, ready to be pasted into a chat window.

    Several stories are several prompts, one after the other; each wants a reply of its own.
    """
    reading = read_sources(sources, stdin=stdin_bytes() if "-" in sources else None, clean=clean)
    if not reading.articles:
        raise NothingToBriefError("There is nothing to ask about: the sources hold no article.")
    template = load_prompt(PROMPT)
    for story in group(reading.articles):
        console.note(f"The prompt for: {story.headline}")
        texts = template.render(story, marker=draw_marker(story)).parts(parts)
        for number, text in enumerate(texts, 1):
            if len(texts) > 1:
                console.note(f"Part {number} of {len(texts)}:")
            console.data(text)
    return ExitStatus.OK


@command.command("import")
@click.option(
    "--reply",
    "replies",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A model's reply to the prompt; repeated, one for each story in turn.",
)
@click.option("--model", metavar="NAME", default="a chat window", help="What the brief calls the model.")
@verbosity_options
@click.pass_obj
@brief_options
def bring_in(console: Console, *, order: Order, replies: Sequence[Path], model: str) -> ExitStatus:
    """Write a brief from replies that came another way.

    The sources are those the prompt was made of. The reply is checked as one to a question of ours.
    """
    client = ScriptedClient(_read(path) for path in replies)
    # Nobody can be asked again: a reply that cannot be used is told at once.
    engine = PromptedEngine(client, load_prompt(PROMPT), model=model, limits=Limits(reasks=0, growth=1))
    return carry_out(order, engine, console)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ArticleError(f"The reply {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"The reply {path} is not UTF-8 text; save it as UTF-8 and try again.") from error
