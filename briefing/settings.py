"""Settings, and where each one came from.

From the strongest to the weakest: command-line flag, `BRIEFING_*`, `OPENAI_*`, the project's file
(`briefing.toml`, or `[tool.briefing]` in `pyproject.toml`, the nearest one upward), the user's file, the
default. A key is read from the environment or from a command named in the user's file, never from a file.
"""

import difflib
import shlex
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from briefing.errors import SettingsError

__all__ = ["Loaded", "Settings", "TokenPrice", "load_settings", "read_key", "user_file"]

SIZE_LIMIT = 256 * 1024
_PREFIX = "BRIEFING_"
_ENVIRONMENT_ONLY = "api_key"
_USER_FILE_ONLY = "api_key_cmd"
_FILES_ONLY = frozenset({_USER_FILE_ONLY, "prices"})
_BORROWED = {"base_url": "OPENAI_BASE_URL", "api_key": "OPENAI_API_KEY"}
_KEY_COMMAND_SECONDS = 30


class TokenPrice(BaseModel):
    """Money for a million tokens sent and received, in whatever currency `max_cost` is told in."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class Settings(BaseModel):
    """Everything that can be set, with its default; the description of a field is its documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model: str | None = Field(None, description="name of the language model; unset: the built-in engine")
    base_url: str | None = Field(
        None, description="endpoint that speaks the OpenAI Chat Completions protocol, with its /v1"
    )
    api_key: SecretStr | None = Field(None, description="key of the endpoint; may be empty; environment only")
    api_key_cmd: str | None = Field(None, description="command that prints the key; user's file only")
    mode: Literal["json_schema", "json_object", "prompted"] = Field(
        "json_schema", description="how the endpoint is asked for the shape of its reply"
    )
    temperature: float | None = Field(None, ge=0, le=2, description="sampling temperature; unset: not sent")
    max_tokens: int | None = Field(None, ge=1, description="longest reply, in tokens; unset: not sent")
    timeout: float = Field(300, gt=0, description="seconds a call may take from request to last byte")
    retries: int = Field(2, ge=0, description="how often a call that failed on the way is sent again")
    workers: int = Field(4, ge=1, le=256, description="how many calls may wait on the endpoint at a time")
    max_requests: int | None = Field(None, ge=0, description="stop before more requests than this")
    max_cost: float | None = Field(None, ge=0, description="stop before more than this is spent")
    prices: Mapping[str, TokenPrice] = Field(
        {}, description="money for a million tokens, input and output, by model; files only"
    )


class Loaded(NamedTuple):
    """The settings, the origin of each value by key, and what the user ought to hear about them."""

    settings: Settings
    origins: dict[str, str]
    warnings: tuple[str, ...]


class _Layer(NamedTuple):
    """The values one place sets; `names` tells how a key is called there, if not by its own name."""

    origin: str
    values: Mapping[str, object]
    names: Mapping[str, str] = {}
    project: bool = False

    def name(self, key: str) -> str:
        return self.names.get(key, f"{self.origin}: {key}")


def load_settings(
    *, flags: Mapping[str, object], environ: Mapping[str, str], folder: Path, user: Path | None
) -> Loaded:
    """Put the layers together. A flag that is None was not given.

    `folder` is where the search for a project file begins. Raises SettingsError for a file that cannot be
    read or parsed, an unknown key, a value of the wrong kind, and a key where none may stand.
    """
    layers = [
        _Layer("flag", {k: v for k, v in flags.items() if v is not None}, {k: _flag(k) for k in flags}),
        _environment_layer(environ),
        *_project_layer(folder),
        *_user_layer(user),
    ]
    chosen = {key: layer for layer in reversed(layers) for key in layer.values}
    settings = _validate({key: layer.values[key] for key, layer in chosen.items()}, chosen)
    origins = {key: chosen[key].name(key) if key in chosen else "default" for key in Settings.model_fields}
    return Loaded(settings, origins, (*_environment_warnings(environ), *_key_warnings(chosen)))


def user_file() -> Path:
    """Where the user's own settings file lies on this system."""
    import platformdirs

    return platformdirs.user_config_path("briefing") / "config.toml"


def read_key(
    settings: Settings, *, run: Callable[..., "subprocess.CompletedProcess[str]"] = subprocess.run
) -> str:
    """The key of the endpoint: from the environment, else from `api_key_cmd`, else empty (local servers)."""
    if settings.api_key is not None:
        return settings.api_key.get_secret_value()
    if settings.api_key_cmd is None:
        return ""
    try:
        words = shlex.split(settings.api_key_cmd)
        done = run(words, capture_output=True, text=True, timeout=_KEY_COMMAND_SECONDS, check=True)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        # The command's own output stays untold: it may hold the key.
        raise SettingsError(
            f"api_key_cmd gave no key ({type(error).__name__}); try the command by hand."
        ) from error
    return done.stdout.strip()


def _flag(key: str) -> str:
    return "--" + key.replace("_", "-")


def _environment_layer(environ: Mapping[str, str]) -> _Layer:
    """`BRIEFING_*` before `OPENAI_*`. Set but empty means unset, except for a key, which may be empty."""
    names: dict[str, str] = {}
    for key in Settings.model_fields.keys() - _FILES_ONLY:
        for name in (_PREFIX + key.upper(), _BORROWED.get(key, "")):
            if environ.get(name) or (key == _ENVIRONMENT_ONLY and name in environ):
                names.setdefault(key, name)
    return _Layer("environment", {key: environ[name] for key, name in names.items()}, names)


def _environment_warnings(environ: Mapping[str, str]) -> Iterable[str]:
    if "OPENAI_API_BASE" in environ:
        yield "OPENAI_API_BASE is no longer read by anything; the name is OPENAI_BASE_URL."
    known = [_PREFIX + key.upper() for key in Settings.model_fields if key not in _FILES_ONLY]
    for name in sorted(environ):
        if name.startswith(_PREFIX) and name not in known:
            yield f"{name} is not a setting and is ignored.{_suggestion(name, known)}"


def _key_warnings(chosen: Mapping[str, _Layer]) -> Iterable[str]:
    """A project file may come from a stranger: say so before the user's key goes where it points."""
    address = chosen.get("base_url")
    name = next((name for name in (_ENVIRONMENT_ONLY, _USER_FILE_ONLY) if name in chosen), None)
    if address and address.project and name and chosen[name].values[name]:
        host = urlsplit(str(address.values["base_url"])).hostname
        yield f"The key of {chosen[name].name(name)} is sent to {host}, as {address.origin} says."


def _project_layer(folder: Path) -> Iterable[_Layer]:
    for place in (folder, *folder.parents):
        for path in (place / "briefing.toml", place / "pyproject.toml"):
            values = _read_file(path) if path.is_file() else None
            if values is not None:
                return [_checked_layer(path, values, own=False)]
    return []


def _user_layer(path: Path | None) -> Iterable[_Layer]:
    if path is None or not path.is_file():
        return []
    return [_checked_layer(path, _read_file(path) or {}, own=True)]


def _read_file(path: Path) -> dict[str, object] | None:
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


def _checked_layer(path: Path, values: Mapping[str, object], *, own: bool) -> _Layer:
    known = [key for key in Settings.model_fields if key != _ENVIRONMENT_ONLY]
    for key in values:
        if key == _ENVIRONMENT_ONLY:
            raise SettingsError(
                f"{path}: a key does not belong into a file; set BRIEFING_API_KEY, or name a command that "
                f"prints it as `api_key_cmd` in your own settings file."
            )
        if key == _USER_FILE_ONLY and not own:
            raise SettingsError(
                f"{path}: `{key}` runs a command and may stand only in your own settings file."
            )
        if key not in known:
            raise SettingsError(f"{path}: there is no setting `{key}`.{_suggestion(key, known)}")
    return _Layer(str(path), values, project=not own)


def _suggestion(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean `{close[0]}`?" if close else ""


def _validate(values: Mapping[str, object], chosen: Mapping[str, _Layer]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{chosen[key].name(key)} cannot be used: {reason[0].lower()}{reason[1:]}."
        ) from None
