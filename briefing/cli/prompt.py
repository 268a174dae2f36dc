"""`briefing prompt`: the way to a language model for those who have a chat window and no endpoint."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from briefing import __version__
from briefing.cli.brief import Order, carry_out, order_options
from briefing.cli.console import Console
from briefing.cli.options import read_settings, verbosity_options
from briefing.cli.sources import read_articles
from briefing.drafts import DividingEngine, PromptedEngine, Window
from briefing.drafts.asking import Limits
from briefing.drafts.dividing import MERGE
from briefing.errors import ArticleError, ExitStatus, UnansweredError, UsageError
from briefing.models import ScriptedClient
from briefing.pasting import paste_text, split_text
from briefing.prompts import load_prompt
from briefing.stories import group, name_section

if TYPE_CHECKING:
    from briefing.golden import CarriedClient
    from briefing.settings import Settings

__all__ = ["command"]

PROMPT = "story"
_CASE_HELP = "A golden case instead of sources; needs --model with an alias of golden/models.toml."


class _Variadic(click.Command):
    """A command whose `--for` takes every word up to the next option: a shell's pattern gives many."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `--for` before each word it stands for."""
        return super().parse_args(ctx, list(_repeat_option("--for", args)))


def _repeat_option(option: str, args: Sequence[str]) -> Iterator[str]:
    """Repeat an option before each word that follows it.

    >>> list(_repeat_option("--for", ["r.json", "--for", "a.txt", "b.txt", "-o", "x.md"]))
    ['r.json', '--for', 'a.txt', '--for', 'b.txt', '-o', 'x.md']
    """
    is_inside = False
    for index, word in enumerate(args):
        if word.startswith("-") and word != "-":
            is_inside = word.partition("=")[0] == option
        elif is_inside and args[index - 1] != option:
            yield option
        yield word


@click.group("prompt")
def command() -> None:
    """Show the exact prompt, or bring in a reply."""


@command.command("show")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--case", "case", metavar="NAME", help=_CASE_HELP)
@click.option("--model", "alias", metavar="ALIAS", help="The model alias whose prompt of the case is meant.")
@click.option("--clean/--no-clean", default=True, help="Whether navigation is cut out of plain text.")
@click.option(
    "--copy-parts",
    "parts",
    type=click.IntRange(1, 99),
    default=1,
    metavar="N",
    help="Cut it in so many, for a window with a limit.",
)
@verbosity_options
@click.pass_obj
def show(
    console: Console, *, sources: Sequence[str], case: str | None, alias: str | None, clean: bool, parts: int
) -> ExitStatus:
    """Show the exact prompt, ready to be pasted into a chat window.

    Several stories are several prompts, one after the other; each wants a reply of its own. A story that is
    longer than context_tokens in the settings is several prompts, too; `import` then shows the last one,
    which merges the replies.
    """
    _check_subject(sources, case, alias)
    settings = read_settings(console)
    prompts = (
        _case_prompts(case, alias) if case and alias else _source_prompts(sources, settings, clean=clean)
    )
    for prompt in prompts:
        console.note(f"The prompt for: {prompt.subject}")
        texts = split_text(prompt.text, parts)
        for number, text in enumerate(texts, 1):
            if len(texts) > 1:
                console.note(f"Part {number} of {len(texts)}:")
            console.data(text)
    return ExitStatus.OK


@command.command("import", cls=_Variadic)
@click.argument("replies", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPLY...")
@click.option(
    "--for",
    "sources",
    multiple=True,
    metavar="SOURCE...",
    help="What the prompt was made of; every word up to the next option.",
)
@click.option("--case", "case", metavar="NAME", help=f"{_CASE_HELP} The replies are recorded.")
@click.option(
    "--correction",
    "corrections",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --case, what the model answered when told that a reply could not be used; repeatable.",
)
@click.option(
    "--merged",
    "merged",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The reply to the prompt that merges a long story's replies; repeatable, one for each such story.",
)
@click.option("--model", metavar="NAME", help="What the brief calls the model; with --case, an alias.")
@verbosity_options
@click.pass_obj
@order_options
def bring_in(
    console: Console,
    *,
    order: Order,
    replies: Sequence[Path],
    corrections: Sequence[Path],
    merged: Sequence[Path],
    case: str | None,
    model: str | None,
) -> ExitStatus:
    """Write a brief from replies that came another way, or record them for a golden case.

    REPLY is a file with a model's reply to a prompt, in the order in which `show` prints them. It is checked
    as one to a question of ours would be.
    """
    from briefing.golden import CarriedClient

    _check_subject(order.sources, case, model, sources_name="--for SOURCE")
    if corrections and not case:
        raise UsageError("--correction belongs to --case; without it, bring in the corrected reply alone.")
    client = CarriedClient(
        [_read(path) for path in replies],
        [_read(path) for path in corrections],
        merged=[_read(path) for path in merged],
        merge_closure=load_prompt(MERGE).closure,
    )
    if case and model:
        return _record(console, case, model, client)
    return _write(console, order, client, model or "a chat window")


def _write(console: Console, order: Order, client: "CarriedClient", model: str) -> ExitStatus:
    # Nobody can be asked again: a reply that cannot be used is told at once.
    prompted = PromptedEngine(client, load_prompt(PROMPT), model=model, limits=Limits(reasks=0, growth=1))
    engine = DividingEngine(prompted, window=Window(read_settings(console).context_tokens, pinned=True))
    try:
        status = carry_out(order, engine, console)
    except UnansweredError as error:
        _ask_for_more(console, client, "SOURCE...", done="written")
        return error.exit_status
    if client.left:
        console.warn(f"{client.left} more replies were given than there are questions; they were not read.")
    return status


class _Shown(NamedTuple):
    """A prompt as one text, and what it is about."""

    subject: str
    text: str


def _check_subject(
    sources: Sequence[str], case: str | None, alias: str | None, *, sources_name: str = "SOURCE"
) -> None:
    if bool(sources) == bool(case):
        raise UsageError(f"Name either {sources_name} or --case NAME.")
    if case and not alias:
        raise UsageError("--case needs --model with an alias of golden/models.toml.")


def _source_prompts(sources: Sequence[str], settings: "Settings", *, clean: bool) -> Iterator[_Shown]:
    prompted = PromptedEngine(ScriptedClient(()), load_prompt(PROMPT), model="")
    engine = DividingEngine(prompted, window=Window(settings.context_tokens))
    for story in group(read_articles(sources, clean=clean)):
        sections = engine.sections(story)
        for number, section in enumerate(sections, 1):
            place = f" (section {number} of {len(sections)}: {name_section(section)})"
            subject = f"{story.headline}{place if len(sections) > 1 else ''}"
            yield _Shown(subject, engine.render(section).text)


def _case_prompts(name: str, alias_name: str) -> Iterator[_Shown]:
    from briefing.golden import questions_by_hand, select

    root, ((case, alias),) = select(Path.cwd(), (name,), alias_name)
    for number, request in enumerate(questions_by_hand(root, case, alias), 1):
        yield _Shown(f"{case.name} · {alias.name} · {number}", paste_text(request.messages))


def _record(console: Console, name: str, alias_name: str, client: "CarriedClient") -> ExitStatus:
    from briefing.golden import carry_case, select

    root, ((case, alias),) = select(Path.cwd(), (name,), alias_name)
    try:
        paths = carry_case(
            root, case, alias, client, now=lambda: datetime.now(UTC), tool=f"briefing {__version__}"
        )
    except UnansweredError as error:
        _ask_for_more(console, client, f"--case {case.name} --model {alias.name}", done="recorded")
        return error.exit_status
    for path in paths:
        console.data(f"wrote {path.relative_to(root).as_posix()}")
    return ExitStatus.OK


def _ask_for_more(console: Console, client: "CarriedClient", options: str, *, done: str) -> None:
    """Say what is wanted next; nothing was written or recorded."""
    question = client.unanswered
    if question is not None and question.attempt > 1:
        console.error(
            f"A reply cannot be used; nothing was {done}. Send the model what stands on stdout, save its "
            "answer, and repeat this command with --correction and that file at its end."
        )
        console.data(question.messages[-1].content)
    elif question is not None and client.merges(question):
        console.error(
            f"The replies about a long story are still to be merged; nothing was {done}. Send the model what "
            "stands on stdout, save its answer, and repeat this command with --merged and that file at its "
            "end."
        )
        console.data(paste_text(question.messages))
    else:
        raise UsageError(
            f"There are more questions than replies; nothing was {done}. "
            f"`briefing prompt show {options}` shows them all."
        )


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ArticleError(f"The reply {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"The reply {path} is not UTF-8 text; save it as UTF-8 and try again.") from error
