"""The given side: golden cases in `seeds/`, model aliases in `golden/models.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from briefing.errors import NothingToBriefError, SettingsError, UsageError
from briefing.exchange import Mode, Params
from briefing.models import Price
from briefing.schema import Value

__all__ = ["Alias", "Case", "find_root", "load_aliases", "load_cases", "select"]

CASE_FILE = "case.toml"


class Case(BaseModel):
    """A folder of articles with a title and a clock. Its file also says what a good brief of it holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    folder: Path
    title: str
    now: AwareDatetime

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def articles(self) -> tuple[Path, ...]:
        """Its articles in the order of their names."""
        files = (path for path in self.folder.iterdir() if path.is_file())
        return tuple(sorted(p for p in files if p.name != CASE_FILE and not p.name.startswith(".")))


class ListPrice(Price):
    """What the model's tokens cost on a day; prices change, and recordings stay."""

    as_of: date


class Alias(Value):
    """A way to write the brief: a model and how it is asked, or, without a model, the built-in engine.

    `params` replace the prompt's own as a whole; with a seed, sample n is asked with seed + n - 1.
    `context_tokens` is the model's window; a story that does not fit is asked about section by section.
    `price` is None where nobody knows it. `provenance` says what exactly the model is and where it ran; it is
    for people. A model that is asked `by_hand`, through a chat window, sees the shape of the reply in words
    alone, and `record` leaves it out.
    """

    name: str
    model: str | None = None
    prompt: str = "story"
    mode: Mode = Mode.JSON_SCHEMA
    params: Params | None = None
    context_tokens: int | None = Field(default=None, ge=1)
    price: ListPrice | None = None
    provenance: str = ""
    by_hand: bool = False

    @model_validator(mode="before")
    @classmethod
    def _ask_in_words(cls, values: Mapping[str, object]) -> Mapping[str, object]:
        return {"mode": Mode.PROMPTED, **values} if values.get("by_hand") else values

    @field_validator("by_hand")
    @classmethod
    def _has_no_schema(cls, value: bool, known: ValidationInfo) -> bool:  # noqa: FBT001 -- pydantic's way
        if value and known.data.get("mode") is not Mode.PROMPTED:
            raise ValueError("a chat window has no place for a mode; leave it out")
        return value


def select(
    folder: Path, names: Sequence[str], alias: str | None
) -> tuple[Path, tuple[tuple[Case, Alias], ...]]:
    """The root above `folder`, and every pair of a case named and an alias; no name means all.

    Raises NothingToBriefError if a name stands for nothing: an empty selection is no success.
    """
    root = find_root(folder)
    aliases = load_aliases(root, alias)
    return root, tuple((case, model) for case in load_cases(root, names) for model in aliases)


def find_root(folder: Path) -> Path:
    """The nearest folder upward that holds golden cases."""
    for place in (folder, *folder.parents):
        if (place / "golden" / "models.toml").is_file() and (place / "seeds").is_dir():
            return place
    raise UsageError(
        f"There is no seeds/ with a golden/models.toml in {folder} or above it; go where they are."
    )


def load_cases(root: Path, names: Sequence[str] = ()) -> tuple[Case, ...]:
    """The cases of `seeds/`, or those named; raises NothingToBriefError for a name without a case."""
    folders = sorted(path.parent for path in (root / "seeds").glob(f"*/{CASE_FILE}"))
    _check_names("case", names, [folder.name for folder in folders])
    return tuple(_load_case(folder) for folder in folders if not names or folder.name in names)


def load_aliases(root: Path, name: str | None = None) -> tuple[Alias, ...]:
    """The aliases of `golden/models.toml`, or the one named."""
    path = root / "golden" / "models.toml"
    tables = _read(path)
    _check_names("model", [name] if name else [], list(tables))
    try:
        return tuple(
            Alias.model_validate({**_table(path, key, value), "name": key})
            for key, value in tables.items()
            if name is None or key == name
        )
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first(error)}.") from None


def _check_names(kind: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise NothingToBriefError(f"There is no {kind} {name}; there are {', '.join(known) or 'none'}.")
    if not known:
        raise NothingToBriefError(f"There is no {kind} at all.")


def _load_case(folder: Path) -> Case:
    path = folder / CASE_FILE
    try:
        case = Case.model_validate({**_read(path), "folder": folder})
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first(error)}.") from None
    if not case.articles:
        raise SettingsError(f"{folder} holds no article; a case has at least one file beside {CASE_FILE}.")
    return case


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from error


def _table(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise SettingsError(f"{path}: {key} stands outside of a table; each model is a table of its own.")
    return value


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg'].lower()}"
