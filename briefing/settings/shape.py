"""The shape of a settings file, read off the models: which keys there are, in which tables.

A key of a plain table is written `limits.stories`; a list of tables (`[[source]]`) is one key.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from briefing.errors import SettingsError
from briefing.settings.tables import Table, suggestion
from briefing.settings.values import Settings, TokenPrice

__all__ = ["LISTS", "TABLES", "flatten", "nest", "refuse_unknown", "scalar_keys", "spell"]


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Table)


# Plain tables, and lists of tables, by name.
TABLES: dict[str, type[Table]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Table)
}
LISTS: dict[str, type[Table]] = {
    name: kinds[0]
    for name, field in Settings.model_fields.items()
    if (kinds := get_args(field.annotation)) and _is_table(kinds[0])
}
_NEVER_IN_FILES = frozenset({"api_key"})


@cache
def scalar_keys() -> frozenset[str]:
    """Every key that one value stands for."""
    plain = {name for name in Settings.model_fields if name not in TABLES}
    return frozenset(
        plain | {f"{name}.{key}" for name, table in TABLES.items() for key in table.model_fields}
    )


def refuse_unknown(values: Mapping[str, object], path: Path) -> None:
    """Raise SettingsError for the first key that does not exist, in whatever table."""
    known = [name for name in Settings.model_fields if name not in _NEVER_IN_FILES]
    _refuse(values, known, f"{path}: there is no setting `{{key}}`.")
    for name, value in values.items():
        for where, kind, table in _tables_in(name, value):
            _refuse(table, list(kind.model_fields), f"{path}: there is no setting `{{key}}` in {where}.")


def _refuse(values: Mapping[str, object], known: Sequence[str], sentence: str) -> None:
    for key in values:
        if key not in known:
            raise SettingsError(sentence.format(key=key) + suggestion(key, known))


def _tables_in(name: str, value: object) -> list[tuple[str, type[Table], Mapping[str, object]]]:
    """The tables below a key, each with how it is written; what is no table is told when it is validated."""
    if name in TABLES and isinstance(value, dict):
        return [(f"[{name}]", TABLES[name], value)]
    if name in LISTS and isinstance(value, list):
        return [(f"[[{name}]]", LISTS[name], table) for table in value if isinstance(table, dict)]
    if name == "prices" and isinstance(value, dict):
        found = [(model, table) for model, table in value.items() if isinstance(table, dict)]
        return [(f'[prices."{model}"]', TokenPrice, table) for model, table in found]
    return []


def flatten(values: Mapping[str, object], path: Path) -> dict[str, object]:
    """Take plain tables apart: `{"limits": {"stories": 3}}` -> `{"limits.stories": 3}`."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if name not in TABLES:
            flat[name] = value
        elif isinstance(value, dict):
            flat.update({f"{name}.{key}": below for key, below in value.items()})
        else:
            raise SettingsError(f"{path}: {name} is a table; write [{name}] and its settings below it.")
    return flat


def nest(values: Mapping[str, object]) -> dict[str, object]:
    """Put plain tables together again.

    >>> nest({"model": "m", "limits.stories": 3})
    {'model': 'm', 'limits': {'stories': 3}}
    """
    nested: dict[str, object] = {}
    for key, value in values.items():
        table, dot, below = key.partition(".")
        if not dot:
            nested[key] = value
            continue
        inner = nested.setdefault(table, {})
        assert isinstance(inner, dict), "a key and a table never share a name"
        inner[below] = value
    return nested


def spell(place: Sequence[str | int]) -> str:
    """Where within a list of tables something stands, for people.

    >>> spell(["source", 0, "feed"]), spell(["source", 1]), spell(["prices", "m", "input"])
    ('number 1 (feed)', 'number 2', 'm (input)')
    """
    number, *below = place[1:]
    first = f"number {number + 1}" if isinstance(number, int) else number
    return f"{first} ({'.'.join(map(str, below))})" if below else first
