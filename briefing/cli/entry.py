"""`main`: runs a command and turns whatever ends it into one sentence and an exit status."""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from briefing.cli.commands import briefing
from briefing.cli.console import DEBUG, Console, hear_log, make_streams_utf8
from briefing.errors import BriefingError, ExitStatus

__all__ = ["catch_signals", "main", "run"]


def main() -> NoReturn:
    """Run the command line of this process and end the process."""
    make_streams_utf8()
    catch_signals()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], command: click.Command = briefing) -> int:
    """Run one command; every way it can end comes out as an exit status, none as a traceback."""
    console = Console()
    try:
        with hear_log(console):
            return int(command.main(list(arguments), "briefing", standalone_mode=False, obj=console) or 0)
    except (click.Abort, KeyboardInterrupt):
        console.error("interrupted; what was finished is kept.")
        return ExitStatus.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        console.error("a command is missing.", more=error.format_message())
        return ExitStatus.USAGE
    except click.ClickException as error:
        console.error(_usage_sentence(error))
        return ExitStatus.USAGE
    except BriefingError as error:
        _trace(console)
        console.error(str(error))
        return error.exit_status
    except Exception as error:  # noqa: BLE001 - the one edge: a fault of ours, told as a sentence
        _trace(console)
        console.error(_fault_sentence(error))
        return ExitStatus.USAGE


def catch_signals() -> None:
    """Let Ctrl-C and SIGTERM unwind the run, so that finished work is kept; a second one leaves at once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _unwind)


def _unwind(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    raise KeyboardInterrupt


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    os._exit(ExitStatus.INTERRUPTED)


def _usage_sentence(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    help_command = f"{context.command_path if context else 'briefing'} --help"
    return f"{' '.join(error.format_message().split())} `{help_command}` lists what there is."


def _fault_sentence(error: Exception) -> str:
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"a fault of the program, not yours ({what}); the README says how to report it."


def _trace(console: Console) -> None:
    if console.verbosity >= DEBUG:
        console.detail(traceback.format_exc())
