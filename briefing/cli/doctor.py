"""`briefing doctor`: what is set and by whom, how the model answers, whether this machine fits."""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from briefing.cli.config import SettingRow, address_without_secrets, row_lines, setting_rows
from briefing.cli.console import Console
from briefing.cli.engine import connect
from briefing.cli.options import verbosity_options
from briefing.doctor import Asked, Check, Level, check_endpoint, check_machine, status_of, this_machine
from briefing.errors import ExitStatus, SettingsError
from briefing.settings import Settings, load_settings, user_file

__all__ = ["command"]

_LONGEST = 120.0  # seconds a question of the doctor may take


@click.command("doctor")
@click.option("--model", metavar="NAME", help="Language model to ask; that of the settings by default.")
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
@verbosity_options
@click.pass_obj
def command(console: Console, *, model: str | None, as_json: bool) -> ExitStatus:
    """Check settings, endpoint and machine.

    Asks the endpoint of the settings a few short questions, and says what to set. Ends with 4 if the endpoint
    or model fails, with 2 if this machine or the settings do.
    """
    loaded = load_settings(flags={"model": model}, environ=os.environ, folder=Path.cwd(), user=user_file())
    asked = _ask(loaded.settings)
    warned = (Check(name="settings", level=Level.WARN, detail=words) for words in loaded.warnings)
    checks = (*warned, *asked.checks, *check_machine(this_machine(Path.cwd())))
    report = _Report(tuple(setting_rows(loaded)), checks, _snippet(loaded.settings, asked))
    console.data(_as_json(report) if as_json else "\n".join(_lines(report)))
    return status_of(checks)


class _Report(NamedTuple):
    settings: Sequence[SettingRow]
    checks: Sequence[Check]
    snippet: str


def _ask(settings: Settings) -> Asked:
    if settings.base_url is None and settings.model is None:
        words = "none is set: the built-in engine writes, offline"
        return Asked((Check(name="endpoint", level=Level.OK, detail=words),))
    once = settings.model_copy(update={"retries": 0, "timeout": min(settings.timeout, _LONGEST)})
    try:
        with connect(once, model=settings.model or "") as client:
            return check_endpoint(client, once, draw=lambda: f"w{secrets.token_hex(4)}")
    except SettingsError as error:
        return Asked((Check(name="endpoint", level=Level.FAIL, detail=str(error)),))


def _snippet(settings: Settings, asked: Asked) -> str:
    """What to put into briefing.toml; empty where no model answered."""
    if asked.model is None or asked.mode is None:
        return ""
    address = address_without_secrets(settings.base_url or "")
    values = {"base_url": address, "model": asked.model, "mode": asked.mode}
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


def _lines(report: _Report) -> Iterator[str]:
    yield "Settings"
    yield from (f"  {line}" for line in row_lines(list(report.settings)))
    yield ""
    yield "Checks"
    for check in report.checks:
        yield f"  {check.level:<4}  {check.name}: {check.detail}"
        if check.remedy:
            yield f"        → {check.remedy}"
    if report.snippet:
        yield ""
        yield "# briefing.toml"
        yield report.snippet.rstrip()


def _as_json(report: _Report) -> str:
    value = {
        "schema_version": 1,
        "status": status_of(report.checks).value,
        "settings": [row._asdict() for row in report.settings],
        "checks": [check.model_dump(mode="json") for check in report.checks],
        "briefing.toml": report.snippet,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)
