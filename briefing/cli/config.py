"""`briefing config`: what is set, and where each value comes from; no secret is in any row."""

import json
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import click

from briefing.cli.console import Console
from briefing.cli.options import load_and_warn, verbosity_options
from briefing.errors import ExitStatus
from briefing.settings import Loaded, Settings
from briefing.settings.shape import TABLES, spell

__all__ = ["SettingRow", "address_without_secrets", "command", "row_lines", "setting_rows"]

_SECRET = frozenset({"api_key", "api_key_cmd"})


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
@verbosity_options
@click.pass_obj
def command(console: Console, *, as_json: bool) -> ExitStatus:
    """Show the settings and where they come from.

    Nothing is asked and nothing is written; a key is never shown. `briefing doctor` tries the settings out.
    """
    rows = list(setting_rows(load_and_warn(console)))
    if as_json:
        value = {"schema_version": 1, "settings": [row._asdict() for row in rows]}
        console.data(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        console.data("\n".join(row_lines(rows)))
    return ExitStatus.OK


class SettingRow(NamedTuple):
    """A setting, its value as it may be shown, and where it comes from."""

    name: str
    value: str
    origin: str


def setting_rows(loaded: Loaded) -> Iterator[SettingRow]:
    """One row a setting; an entry of a list of tables is a row of its own."""
    settings = loaded.settings
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name in TABLES:
            for key in TABLES[name].model_fields:
                dotted = f"{name}.{key}"
                yield SettingRow(dotted, _shown(dotted, getattr(value, key)), loaded.origins[dotted])
        elif name in {"source", "watch"} and value:
            for number, entry in enumerate(value):
                given = entry.model_dump(exclude_unset=True)
                shown = ", ".join(f"{key} {_shown(key, below)}" for key, below in given.items())
                yield SettingRow(f"{name} {spell([name, number])}", shown, loaded.origins[name])
        else:
            yield SettingRow(name, _shown(name, value), loaded.origins[name])


def row_lines(rows: list[SettingRow]) -> Iterator[str]:
    """Put the rows under each other in three columns."""
    width = max(len(row.name) for row in rows)
    value_width = min(60, max(len(row.value) for row in rows))
    for row in rows:
        yield f"{row.name:<{width}}  {row.value:<{value_width}}  {row.origin}"


def _shown(name: str, value: object) -> str:
    """A setting's value without its secrets; an address may hold one too."""
    if value is None or value in ({}, ()):
        return "–"
    if name in _SECRET:
        return "(set, not shown)"
    if name in {"base_url", "feed", "page"}:
        return address_without_secrets(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, dict | tuple) else str(value)


def address_without_secrets(address: str) -> str:
    """An address without the name, password, query and fragment that may stand in it.

    >>> address_without_secrets("https://me:secret@models.example/v1?key=secret")
    'https://models.example/v1'
    """
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
