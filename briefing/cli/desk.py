"""What `daily` and `archive` share: the clock, and where the settings put the archive and the briefs."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from briefing.cli.outputs import Output, check_place
from briefing.errors import SettingsError
from briefing.render import FORMATS
from briefing.settings import NOW_VARIABLE, Loaded
from briefing.settings.tables import suggestion

__all__ = ["archive_path", "folder_of_briefs", "read_clock", "usual_outputs"]


def read_clock(environ: Mapping[str, str] = os.environ) -> datetime:
    """The moment the command runs, or the one that `BRIEFING_NOW` tells it to take for now."""
    words = environ.get(NOW_VARIABLE)
    if not words:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SettingsError(
            f"{NOW_VARIABLE} is no moment with a time zone; write it as 2026-03-02T06:30:00+01:00."
        )
    return moment


def archive_path(loaded: Loaded, chosen: Path | None = None) -> Path:
    """Where the archive lies: as chosen, or where the settings put it."""
    return chosen or _from(loaded, "archive", loaded.settings.archive)


def folder_of_briefs(loaded: Loaded) -> Path:
    """The folder that the settings write briefs to."""
    return _from(loaded, "output.folder", loaded.settings.output.folder)


def usual_outputs(loaded: Loaded, day: date) -> Sequence[Output]:
    """The files that the settings ask for; raises SettingsError for a format that does not exist."""
    output = loaded.settings.output
    for name in output.formats:
        if name not in FORMATS:
            raise SettingsError(
                f"{loaded.origins['output.formats']}: there is no format `{name}`."
                f"{suggestion(name, FORMATS) or _all_formats()}"
            )
    path = folder_of_briefs(loaded) / output.path(day)
    return [
        Output(check_place(path.with_name(path.name + FORMATS[name].suffix)), name) for name in output.formats
    ]


def _from(loaded: Loaded, key: str, value: str) -> Path:
    """A path of the settings, without the way to the working folder where it begins there."""
    place = loaded.place(key)
    return (Path() if place == Path.cwd() else place) / Path(value).expanduser()


def _all_formats() -> str:
    return f" Choose of {', '.join(FORMATS)}."
