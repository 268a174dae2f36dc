"""The two files that settings stand in: the project's and the user's own."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from briefing.errors import SettingsError

__all__ = ["SIZE_LIMIT", "SettingsFile", "find_project_file", "read_user_file", "user_file"]

SIZE_LIMIT = 256 * 1024


class SettingsFile(NamedTuple):
    """A file and the settings in it, not checked yet."""

    path: Path
    values: Mapping[str, object]


def user_file() -> Path:
    """Where the user's own settings file lies on this system."""
    import platformdirs

    return platformdirs.user_config_path("briefing") / "config.toml"


def find_project_file(folder: Path) -> SettingsFile | None:
    """The nearest `briefing.toml`, or `pyproject.toml` with a table of ours, from `folder` upward."""
    for path in _candidates(folder):
        values = _read(path) if path.is_file() else None
        if values is not None:
            return SettingsFile(path, values)
    return None


def read_user_file(path: Path | None) -> SettingsFile | None:
    """The user's own file, if there is one."""
    if path is None or not path.is_file():
        return None
    return SettingsFile(path, _read(path) or {})


def _candidates(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield place / "briefing.toml"
        yield place / "pyproject.toml"


def _read(path: Path) -> dict[str, object] | None:
    """The settings a file holds; None if it is somebody's pyproject.toml that says nothing of us."""
    shared = path.name == "pyproject.toml"
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        if shared and b"briefing" not in data:
            return None
        if len(data) > SIZE_LIMIT:
            raise SettingsError(f"{path} is larger than {SIZE_LIMIT // 1024} KiB; that is no settings file.")
        table = tomllib.loads(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from error
    return _tool_table(table) if shared else table


def _tool_table(table: Mapping[str, object]) -> dict[str, object] | None:
    tool = table.get("tool")
    found = tool.get("briefing") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None
