"""The places settings come from -> the settings that hold, each with its origin."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import ValidationError

from briefing.errors import SettingsError
from briefing.settings.files import SettingsFile, find_project_file, read_user_file
from briefing.settings.shape import LISTS, TABLES, flatten, nest, refuse_unknown, scalar_keys, spell
from briefing.settings.tables import suggestion
from briefing.settings.values import Settings

__all__ = ["NOW_VARIABLE", "Loaded", "load_settings"]

_PREFIX = "BRIEFING_"
_ENVIRONMENT_ONLY = "api_key"
_USER_FILE_ONLY = "api_key_cmd"
_FILES_ONLY = frozenset({_USER_FILE_ONLY, "prices", *LISTS})
_BORROWED = {"base_url": "OPENAI_BASE_URL", "api_key": "OPENAI_API_KEY"}
# No setting: the moment that tests and rehearsals take for now.
NOW_VARIABLE = "BRIEFING_NOW"


class Loaded(NamedTuple):
    """The settings, the origin of each value by key, and what the user ought to hear about them.

    A key of a table is written with a full stop: `limits.stories`. `folders` says which folder a relative
    path counts from, by key; a key that no file sets counts from `folder`.
    """

    settings: Settings
    origins: dict[str, str]
    warnings: tuple[str, ...]
    folder: Path = Path()
    folders: Mapping[str, Path] = MappingProxyType({})

    def place(self, key: str) -> Path:
        """The folder that relative paths in the value of this key count from."""
        return self.folders.get(key, self.folder)


class _Layer(NamedTuple):
    """The values one place sets; `names` tells how a key is called there, if not by its own name."""

    origin: str
    values: Mapping[str, object]
    names: Mapping[str, str] = {}
    folder: Path | None = None
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
    project, own = find_project_file(folder), read_user_file(user)
    layers = [
        _Layer("flag", {k: v for k, v in flags.items() if v is not None}, {k: _flag(k) for k in flags}),
        _environment_layer(environ),
        *([_file_layer(project, own=False)] if project else []),
        *([_file_layer(own, own=True)] if own else []),
    ]
    chosen = {key: layer for layer in reversed(layers) for key in layer.values}
    return Loaded(
        settings=_validate({key: layer.values[key] for key, layer in chosen.items()}, chosen),
        origins={key: chosen[key].name(key) if key in chosen else "default" for key in scalar_keys()},
        warnings=(*_environment_warnings(environ), *_key_warnings(chosen)),
        folder=project.path.parent if project else folder,
        folders={key: layer.folder or folder for key, layer in chosen.items()},
    )


def _flag(key: str) -> str:
    return "--" + key.replace("_", "-")


def _variable(key: str) -> str:
    return _PREFIX + key.upper().replace(".", "_")


def _environment_layer(environ: Mapping[str, str]) -> _Layer:
    """`BRIEFING_*` before `OPENAI_*`. Set but empty means unset, except for a key, which may be empty."""
    names: dict[str, str] = {}
    for key in scalar_keys() - _FILES_ONLY:
        for name in (_variable(key), _BORROWED.get(key, "")):
            if environ.get(name) or (key == _ENVIRONMENT_ONLY and name in environ):
                names.setdefault(key, name)
    return _Layer("environment", {key: environ[name] for key, name in names.items()}, names)


def _environment_warnings(environ: Mapping[str, str]) -> Iterable[str]:
    if "OPENAI_API_BASE" in environ:
        yield "OPENAI_API_BASE is no longer read by anything; the name is OPENAI_BASE_URL."
    known = [*(_variable(key) for key in sorted(scalar_keys() - _FILES_ONLY)), NOW_VARIABLE]
    for name in sorted(environ):
        if name.startswith(_PREFIX) and name not in known:
            yield f"{name} is not a setting and is ignored.{suggestion(name, known)}"


def _key_warnings(chosen: Mapping[str, _Layer]) -> Iterable[str]:
    """A project file may come from a stranger: say so before the user's key goes where it points."""
    address = chosen.get("base_url")
    name = next((name for name in (_ENVIRONMENT_ONLY, _USER_FILE_ONLY) if name in chosen), None)
    if address and address.project and name and chosen[name].values[name]:
        host = urlsplit(str(address.values["base_url"])).hostname
        yield f"The key of {chosen[name].name(name)} is sent to {host}, as {address.origin} says."


def _file_layer(file: SettingsFile, *, own: bool) -> _Layer:
    path = file.path
    if _ENVIRONMENT_ONLY in file.values:
        raise SettingsError(
            f"{path}: a key does not belong into a file; set BRIEFING_API_KEY, or name a command that "
            f"prints it as `api_key_cmd` in your own settings file."
        )
    if _USER_FILE_ONLY in file.values and not own:
        raise SettingsError(
            f"{path}: `{_USER_FILE_ONLY}` runs a command and may stand only in your own settings file."
        )
    refuse_unknown(file.values, path)
    return _Layer(str(path), flatten(file.values, path), folder=path.parent, project=not own)


def _validate(values: Mapping[str, object], chosen: Mapping[str, _Layer]) -> Settings:
    try:
        return Settings.model_validate(nest(values))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        place = [str(part) if isinstance(part, str) else part for part in first["loc"]]
        key = ".".join(map(str, place[: 2 if place[0] in TABLES else 1]))
        where = spell(place) if len(place) > key.count(".") + 1 else ""
        raise SettingsError(
            f"{chosen[key].name(key)}{f', {where},' if where else ''} cannot be used: "
            f"{reason[0].lower()}{reason[1:].removesuffix('.')}{'' if reason.endswith('?') else '.'}"
        ) from None
