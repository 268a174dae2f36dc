"""Settings, and where each one came from.

From the strongest to the weakest: command-line flag, `BRIEFING_*`, `OPENAI_*`, the project's file
(`briefing.toml`, or `[tool.briefing]` in `pyproject.toml`, the nearest one upward), the user's file, the
default. A key is read from the environment or from a command named in the user's file, never from a file.

values     everything that can be set; tables: the tables of the daily brief
layers     the places settings come from -> the settings that hold
files      the two files settings stand in
listing    every setting with its default and meaning, and a file that shows them all
keys       the key of the endpoint
"""

from briefing.settings.files import SIZE_LIMIT, user_file
from briefing.settings.keys import read_key
from briefing.settings.layers import NOW_VARIABLE, Loaded, load_settings
from briefing.settings.listing import Setting, all_settings, sample_file
from briefing.settings.tables import (
    ChangesTable,
    FetchTable,
    LimitsTable,
    OutputTable,
    SlackTable,
    SourceTable,
    WatchTable,
)
from briefing.settings.values import Settings, TokenPrice

__all__ = [
    "NOW_VARIABLE",
    "SIZE_LIMIT",
    "ChangesTable",
    "FetchTable",
    "LimitsTable",
    "Loaded",
    "OutputTable",
    "Setting",
    "Settings",
    "SlackTable",
    "SourceTable",
    "TokenPrice",
    "WatchTable",
    "all_settings",
    "load_settings",
    "read_key",
    "sample_file",
    "user_file",
]
