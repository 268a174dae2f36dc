"""`briefing config`: what is set, and where each value comes from."""

import json

import click

from briefing.cli.console import Console
from briefing.cli.options import load_and_warn, verbosity_options
from briefing.cli.setting_rows import row_lines, setting_rows
from briefing.errors import ExitStatus

__all__ = ["command"]


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
