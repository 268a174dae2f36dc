"""What goes to the terminal: data to stdout, everything else to stderr, and how much of it."""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import BinaryIO

import click

from briefing.errors import ArticleError, OutputError
from briefing.text import strip_controls

__all__ = [
    "Console",
    "LogHandler",
    "check_stdout",
    "color_for",
    "hear_log",
    "make_streams_utf8",
    "show_controls",
    "stdin_bytes",
]

_CONTROL_RE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
QUIET, NORMAL, VERBOSE, DEBUG = -1, 0, 1, 2


class Console:
    """The two streams and how much is said on them.

    `verbosity` runs from QUIET to DEBUG; `color` is True, False or, to leave it to the terminal, None.
    Whatever is said on stderr may hold words of an article or a server, or names of files: no control
    character gets through. In an error or a warning it is shown as its escape, so that each stays one line.
    """

    def __init__(self, *, environ: Mapping[str, str] = os.environ) -> None:
        self.verbosity = NORMAL
        self.color = _color_wish(environ)
        self._is_dumb = environ.get("TERM") == "dumb"

    def data(self, text: str) -> None:
        """Write to stdout; raises OutputError if it is closed or takes no more, on a full disk for example.

        A reader that has gone away is no error: what it did not want is thrown away.
        """
        check_stdout()
        try:
            click.echo(text, nl=not text.endswith("\n"), color=self.color)
        except OSError as error:
            # What is still buffered must not fail once more when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                raise OutputError(f"stdout cannot be written ({error.strerror}).") from error

    def error(self, sentence: str, *, more: str = "") -> None:
        """Say what went wrong, with `more` on lines below it; heard even under --quiet."""
        below = f"\n{strip_controls(more)}" if more else ""
        self._say(f"{click.style('briefing:', fg='red')} {show_controls(sentence)}{below}")

    def warn(self, sentence: str) -> None:
        """Say what the user ought to know."""
        if self.verbosity > QUIET:
            self._say(f"{click.style('briefing:', fg='yellow')} {show_controls(sentence)}")

    def note(self, sentence: str) -> None:
        """Say what was done."""
        if self.verbosity > QUIET:
            self._say(strip_controls(sentence))

    def detail(self, sentence: str) -> None:
        """Say what only --verbose wants to hear."""
        if self.verbosity >= VERBOSE:
            self._say(strip_controls(sentence))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """A place to tell what is being done: a live line on a terminal, plain lines under --verbose."""
        if self.verbosity == NORMAL and not self._is_dumb and sys.stderr.isatty():
            with _live_line() as tell:
                yield tell
        else:
            yield self.detail

    def _say(self, text: str) -> None:
        # Whoever closed stderr does not want to hear; the brief must not fail for that.
        with suppress(OSError):
            click.echo(text, err=True, color=self.color)


class LogHandler(logging.Handler):
    """Tells the library's log records on a console: warnings always, the rest to --verbose."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one record, by its level."""
        if record.levelno >= logging.WARNING:
            self._console.warn(record.getMessage())
        elif record.levelno >= logging.INFO or self._console.verbosity >= DEBUG:
            self._console.detail(record.getMessage())


@contextmanager
def hear_log(console: Console) -> Iterator[None]:
    """Tell what the library logs while the context lasts."""
    logger, handler = logging.getLogger("briefing"), LogHandler(console)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def make_streams_utf8() -> None:
    """Speak UTF-8 with LF whatever the system's habit, and escape what no encoding holds."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def stdin_bytes() -> BinaryIO:
    """The bytes of stdin; raises ArticleError where the command was started without one."""
    if sys.stdin is None:
        raise ArticleError("stdin is closed, so - cannot be read; name a file, or pipe an article in.")
    return sys.stdin.buffer


def check_stdout() -> None:
    """Raise OutputError where the command was started without a stdout."""
    if sys.stdout is None:
        raise OutputError("stdout is closed, so nothing can be written to it; name a file with -o.")


def show_controls(text: str) -> str:
    r"""Put the escape for every control character, line ends among them.

    >>> show_controls("bad\n\x1b[31mname.txt")
    'bad\\n\\x1b[31mname.txt'
    """
    return _CONTROL_RE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def color_for(wish: str, environ: Mapping[str, str]) -> bool | None:
    """What `--color WISH` means: always, never, or what environment and terminal say."""
    return {"always": True, "never": False}.get(wish, _color_wish(environ))


def _color_wish(environ: Mapping[str, str]) -> bool | None:
    """NO_COLOR and FORCE_COLOR count when they are not empty; no-color.org puts NO_COLOR first."""
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    return True if environ.get("FORCE_COLOR") else None


@contextmanager
def _live_line() -> Iterator[Callable[[str], None]]:
    from rich.console import Console as RichConsole
    from rich.text import Text

    terminal = RichConsole(stderr=True, markup=False)
    with terminal.status(Text("reading")) as status:
        yield lambda text: status.update(Text(strip_controls(text)))
