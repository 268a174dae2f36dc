"""Every setting with its default and meaning, and a settings file that shows them all."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic.fields import FieldInfo

from briefing.settings.shape import LISTS, TABLES
from briefing.settings.tables import Table
from briefing.settings.values import Settings, TokenPrice

__all__ = ["Setting", "all_settings", "sample_file"]

_NOT_IN_PROJECTS = ("api_key", "api_key_cmd")
_HEAD = """\
# Settings of briefing. Everything here is a default or an example: take the # away from a line to set it.
# `briefing config` shows what holds and where it comes from; a key or webhook never stands in this file.
"""


class Setting(NamedTuple):
    """A setting by its key; `table` is how its table is written, empty where it stands at the top.

    `default` is None where it is unset, `example` something to show in its place.
    """

    key: str
    table: str
    default: object
    example: object
    meaning: str

    @property
    def name(self) -> str:
        """The key within its table."""
        return self.key.rpartition(".")[2]


def all_settings() -> tuple[Setting, ...]:
    """Every setting: those without a table first, then table by table."""
    lone = [name for name in Settings.model_fields if name not in {*TABLES, *LISTS, "prices"}]
    fields: Mapping[str, FieldInfo] = Settings.model_fields
    top = [_setting(name, "", fields[name]) for name in lone]
    lists = [setting for name, table in LISTS.items() for setting in _of(name, f"[[{name}]]", table)]
    tables = [setting for name, table in TABLES.items() for setting in _of(name, f"[{name}]", table)]
    prices = _of("prices", '[prices."qwen2.5-7b-instruct"]', TokenPrice)
    return (*top, *lists, *tables, *prices)


def _of(name: str, written: str, table: type[Table]) -> Iterator[Setting]:
    for key, field in table.model_fields.items():
        yield _setting(f"{name}.{key}", written, field)


def _setting(key: str, table: str, field: FieldInfo) -> Setting:
    default = None if field.is_required() else field.get_default()
    return Setting(key, table, default, (field.examples or [None])[0], field.description or "")


def sample_file() -> str:
    """A project's settings file with every setting in it, all of them commented out."""
    lines = [_HEAD]
    table = ""
    for setting in all_settings():
        if setting.key in _NOT_IN_PROJECTS:
            continue
        if setting.table != table:
            table = setting.table
            lines.append(f"\n#{table}")
        lines.append(f"# {setting.meaning[0].upper()}{setting.meaning[1:]}.")
        lines.append(f"#{setting.name} = {_written(setting)}")
    return "\n".join(lines) + "\n"


def _written(setting: Setting) -> str:
    """The default as TOML, or the example where there is none; the two agree with JSON in these kinds."""
    value = setting.default if setting.default not in (None, ()) else setting.example
    value = value if value is not None else []
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
