"""Options that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from briefing.cli.console import NORMAL, QUIET, Console, color_for

if TYPE_CHECKING:
    from briefing.settings import Loaded, Settings

__all__ = ["budget_options", "golden_selection", "load_and_warn", "read_settings", "verbosity_options"]

_Function = TypeVar("_Function", bound=Callable[..., object])


def verbosity_options(function: _Function) -> _Function:
    """Add --quiet, --verbose and --color, which set up the console and reach no command."""
    for option in reversed(_VERBOSITY):
        function = option(function)
    return function


def budget_options(function: _Function) -> _Function:
    """Add --workers, --max-requests and --max-cost, named as the settings they stand for."""
    for option in reversed(_BUDGET):
        function = option(function)
    return function


def golden_selection(*, required: bool) -> Callable[[_Function], _Function]:
    """Add the cases and the model alias that a golden command is about, as `names` and `alias`."""
    cases = click.argument(
        "names", nargs=-1, required=required, metavar="CASE..." if required else "[CASE]..."
    )
    model = click.option(
        "--model", "alias", metavar="ALIAS", help="One model of golden/models.toml; all by default."
    )
    return lambda function: cases(model(function))


def read_settings(console: Console, **flags: object) -> "Settings":
    """The settings that hold here, under the flags given; warnings are told."""
    return load_and_warn(console, **flags).settings


def load_and_warn(console: Console, **flags: object) -> "Loaded":
    """The same with the origin of each setting."""
    from briefing.settings import load_settings, user_file

    loaded = load_settings(flags=flags, environ=os.environ, folder=Path.cwd(), user=user_file())
    for warning in loaded.warnings:
        console.warn(warning)
    return loaded


def _set_quiet(ctx: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value:
        ctx.ensure_object(Console).verbosity = QUIET


def _set_verbose(ctx: click.Context, _parameter: click.Parameter, value: int) -> None:
    if value:
        ctx.ensure_object(Console).verbosity = NORMAL + value


def _set_color(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Console).color = color_for(value, os.environ)


_BUDGET = (
    click.option(
        "--workers",
        type=click.IntRange(1, 256),
        metavar="N",
        help="So many calls may wait on the model at a time.",
    ),
    click.option(
        "--max-requests", type=click.IntRange(min=0), metavar="N", help="Stop before more requests than this."
    ),
    click.option(
        "--max-cost",
        type=click.FloatRange(min=0),
        metavar="X",
        help="Stop before this is spent; needs a price.",
    ),
)
_VERBOSITY = (
    click.option(
        "-q", "--quiet", is_flag=True, callback=_set_quiet, expose_value=False, help="Say errors alone."
    ),
    click.option(
        "-v",
        "--verbose",
        count=True,
        callback=_set_verbose,
        expose_value=False,
        help="Say more; -vv for all.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        callback=_set_color,
        expose_value=False,
        help="Colour; auto heeds NO_COLOR.",
    ),
)
