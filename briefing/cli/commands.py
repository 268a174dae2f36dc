"""The table of commands. A command is imported when it is called, so that `--help` stays quick."""

import sys
from importlib import import_module

import click

from briefing import __version__
from briefing.cli.options import verbosity_options

__all__ = ["COMMANDS", "briefing"]

# One line a command: its name, and what `briefing --help` says of it. The command itself is called `command`
# in the module `briefing.cli.<name>`.
COMMANDS = {
    "init": "Write a settings file to begin with.",
    "daily": "Make the day's brief from the sources of the settings.",
    "write": "Write a brief of articles.",
    "verify": "Check a brief's quotations against its sources.",
    "explain": "Show who says what in an article, or why a recording misses.",
    "check": "Replay the golden cases and compare.",
    "accept": "Make what a golden case gives now its golden state.",
    "compare": "Compare two versions of prompts or models.",
    "record": "Record a language model's replies.",
    "prune": "Remove recordings and folders that belong to nothing.",
    "prompt": "Show the exact prompt, or bring in a reply.",
    "send": "Post a brief of the archive.",
    "actor": "Show what somebody held over time.",
    "story": "Show how a story went.",
    "archive": "Back up, check, list and show what is remembered.",
    "config": "Show the settings and where they come from.",
    "doctor": "Check settings, endpoint and machine.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and help, and imports one when it is called."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command by its placeholder, then load the real one."""
        name, placeholder, rest = super().resolve_command(ctx, args)
        if name is None or placeholder is None:
            return name, placeholder, rest
        return name, load_command(name), rest


def load_command(name: str) -> click.Command:
    """Import a command of the table."""
    command = import_module(f"briefing.cli.{name}").command
    assert isinstance(command, click.Command)
    return command


@click.command(
    cls=LazyGroup,
    commands={name: click.Command(name, short_help=text) for name, text in COMMANDS.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done, 1 findings or drift, 2 usage or input, 3 recording missing or stale, "
    "4 model or endpoint, 5 nothing to do, 75 locked, 130 interrupted.",
)
@click.version_option(
    message=f"briefing {__version__} (Python {sys.version.split()[0]})", version=__version__
)
@verbosity_options
def briefing() -> None:
    """Turn articles into a brief whose every quotation is proved: the words and the speaker."""
