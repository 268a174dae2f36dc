"""`briefing send`: a brief of the archive to the place the settings name."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.archive import open_archive, read_archive
from briefing.cli.console import Console
from briefing.cli.desk import archive_path, read_clock
from briefing.cli.options import load_and_warn, verbosity_options
from briefing.errors import ArchiveError, ExitStatus, NothingToBriefError, SettingsError
from briefing.render.json_ import dump_json

if TYPE_CHECKING:
    from briefing.schema import Briefing
    from briefing.sending import Sent, Webhook
    from briefing.settings import Loaded

__all__ = ["command"]


@click.group("send")
@verbosity_options
def command() -> None:
    """Post a brief of the archive."""


@command.command("slack")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the brief to send; today by default."
)
@click.option(
    "--webhook-env",
    "variable",
    metavar="NAME",
    help="Environment variable that holds the webhook's address, if not that of the settings.",
)
@click.option("--dry-run", is_flag=True, help="Print the messages as JSON; send and note nothing.")
@click.option("--again", is_flag=True, help="Send it though another brief of this day was sent.")
@click.option(
    "--assume",
    type=click.Choice(["arrived", "lost"]),
    help="What became of messages that were sent off without an answer.",
)
@click.option(
    "--allow-loopback",
    is_flag=True,
    help="Let the webhook be an http address of this machine.",
)
@click.option(
    "--archive",
    "chosen",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The archive, if not that of the settings.",
)
@verbosity_options
@click.pass_obj
def slack_command(
    console: Console,
    /,
    *,
    day: datetime | None,
    variable: str | None,
    dry_run: bool,
    again: bool,
    assume: str | None,
    allow_loopback: bool,
    chosen: Path | None,
) -> ExitStatus:
    """Post a brief to a Slack channel, through a webhook.

    The address of the webhook is read from the environment variable that the setting slack.webhook_env names.
    A long brief is several messages, one a second. What was posted is noted in the archive, so a brief is
    never posted twice: run this as often as you like.
    """
    loaded = load_and_warn(console)
    path = archive_path(loaded, chosen)
    if not path.exists():
        raise ArchiveError(f"There is no archive {path} yet; `briefing daily` makes one.")
    wanted = day.date() if day else _today(loaded)
    if dry_run:
        return _rehearse(_brief_of(path, wanted), console)
    name = variable or loaded.settings.slack.webhook_env
    with (
        _connect(name, allow_loopback=allow_loopback) as webhook,
        open_archive(path, now=read_clock()) as archive,
    ):
        from briefing.sending import Assume, send_brief

        briefing = archive.briefings.of_day(wanted)
        sent = send_brief(
            _present(briefing, wanted),
            webhook,
            archive.sends,
            target=f"slack {name}",
            now=read_clock,
            again=again,
            assume=Assume(assume) if assume else None,
        )
    return _tell(sent, wanted, console)


def _today(loaded: "Loaded") -> date:
    from briefing.daily import Calendar

    return Calendar.of(loaded.settings.time_zone).day(read_clock())


def _connect(variable: str | None, *, allow_loopback: bool) -> "Webhook":
    from briefing.sending import Webhook, parse_webhook

    if variable is None:
        raise SettingsError(
            "No webhook is named: set slack.webhook_env in briefing.toml to the name of the environment "
            "variable that holds its address, or give --webhook-env."
        )
    address = os.environ.get(variable, "")
    if not address:
        raise SettingsError(
            f"The environment variable {variable} is not set; it holds the webhook's address."
        )
    return Webhook(parse_webhook(address, variable=variable, allow_loopback=allow_loopback))


def _brief_of(path: Path, day: date) -> "Briefing":
    with read_archive(path) as archive:
        return _present(archive.briefings.of_day(day), day)


def _present(briefing: "Briefing | None", day: date) -> "Briefing":
    if briefing is None:
        raise NothingToBriefError(
            f"The archive holds no brief of {day}; `briefing daily` makes one, and `briefing archive list` "
            f"shows what there is."
        )
    return briefing


def _rehearse(briefing: "Briefing", console: Console) -> ExitStatus:
    from briefing.sending import payloads_of

    payloads = payloads_of(briefing)
    console.data(dump_json(payloads))
    console.note(f"{_messages(len(payloads))}; nothing was sent.")
    return ExitStatus.OK


def _tell(sent: "Sent", day: date, console: Console) -> ExitStatus:
    if sent.is_superseded:
        console.warn(
            f"Another brief of {day} was sent before; this one has changed since. `--again` sends it too."
        )
    elif sent.posted:
        console.note(f"Sent the brief of {day}: {_messages(sent.posted)}.")
    else:
        console.note(f"The brief of {day} was sent before; nothing was sent now.")
    return ExitStatus.OK


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
