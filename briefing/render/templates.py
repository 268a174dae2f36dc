"""The Jinja templates beside these modules, loaded so that unescaped text can not slip through them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["Escaped", "load_template"]


class Escaped(str):
    """Text that a format's own escaper has made safe to stand in its output."""

    __slots__ = ()


def load_template(
    name: str, *, filters: Mapping[str, Callable[..., object]] | None = None, package: str = "briefing.render"
) -> "Template":
    """Compile `name` of a package's templates, this one's by default; callers keep what they get.

    A name that ends in `.html.jinja` is escaped by Jinja itself. In every other template each value must
    have passed a filter that returns `Escaped`; a value that has not is a `TypeError`, never an output.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        finalize=None if name.endswith(".html.jinja") else _require_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters or {})
    return environment.get_template(name)


def _require_escaped(value: object) -> object:
    if isinstance(value, (Escaped, int)):
        return value
    raise TypeError(f"The template prints {value!r}, which no escaper has seen; give it a filter.")
