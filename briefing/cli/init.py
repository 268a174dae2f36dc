"""`briefing init`: a settings file to begin with."""

from pathlib import Path

import click

from briefing.cli.console import Console, show_controls
from briefing.cli.options import verbosity_options
from briefing.errors import ExitStatus, OutputError, UsageError
from briefing.settings import sample_file

__all__ = ["command"]


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path), metavar="[FOLDER]")
@verbosity_options
@click.pass_obj
def command(console: Console, *, folder: Path) -> ExitStatus:
    """Write a settings file to begin with.

    The file briefing.toml holds every setting, commented out with its default or an example. FOLDER is the
    current one by default. A file that is there already is left as it is.
    """
    path = folder / "briefing.toml"
    _write_new(path, sample_file())
    console.note(f"Wrote {show_controls(str(path))}; name a source in it, then run `briefing daily`.")
    return ExitStatus.OK


def _write_new(path: Path, content: str) -> None:
    """Write a file that is not there yet; `x` lets nobody come between looking and writing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("x", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already and was left as it is; edit it, or name another folder."
        ) from error
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}); name another folder.") from error
    try:
        with file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written ({error.strerror}); make room and run again.") from error
