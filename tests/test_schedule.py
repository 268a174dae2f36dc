"""The scheduling recipes: what they start is our command, and the files mean what the page says."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from briefing.cli.commands import COMMANDS, load_command

HOW_TO = Path(__file__).parents[1] / "docs" / "how-to"
PAGE = (HOW_TO / "schedule-the-brief.md").read_text(encoding="utf-8")
CRON_RE = re.compile(r"^(\S+) (\S+) (\S+) (\S+) (\S+) (.+)$")


class _Lists(dict[str, object]):
    """Keeps every value of a key that is given more than once, as systemd does."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = [*self[key], *value]
        super().__setitem__(key, value)


def unit(name: str) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, dict_type=_Lists, empty_lines_in_values=False)
    parser.optionxform = str
    parser.read(HOW_TO / "systemd" / name, encoding="utf-8")
    return parser


def check_command(words: list[str]) -> None:
    """A command line of ours: every command and option exists."""
    assert Path(words[0]).name == "briefing"
    assert words[1] in COMMANDS
    command = load_command(words[1])
    for word in words[2:]:
        known = {option for parameter in command.params for option in parameter.opts}
        if word.startswith("-"):
            assert word in known, word
        else:
            command = command.commands[word]


def test_the_cron_line_runs_what_it_says_only_while_all_goes_well(tmp_path: Path) -> None:
    block = re.search(r"```crontab\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    zone, line = block[1].splitlines()
    assert zone == "CRON_TZ=Europe/Berlin"
    found = CRON_RE.match(line)
    assert found is not None
    minute, hour, *others = found.groups()[:5]
    assert (0 <= int(minute) < 60, 4 <= int(hour) < 24, others) == (True, True, ["*", "*", "1-5"])
    for part in found[6].split(" && ")[2:]:
        check_command(shlex.split(part))
    (tmp_path / "desk").mkdir()
    (tmp_path / ".config" / "briefing").mkdir(parents=True)
    (tmp_path / ".config" / "briefing" / "secrets.env").write_text("export SLACK_WEBHOOK_URL=x\n")
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "briefing"
    for status, expected in (("0", ["daily -q x", "send slack -q x"]), ("5", ["daily -q x"])):
        fake.write_text(f'#!/bin/sh\necho "$* $SLACK_WEBHOOK_URL" >> "$HOME/ran"\nexit {status}\n')
        fake.chmod(0o755)
        environment = {"HOME": str(tmp_path), "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
        subprocess.run(["/bin/sh", "-c", found[6]], env=environment, check=False)
        assert (tmp_path / "ran").read_text().splitlines() == expected
        (tmp_path / "ran").unlink()


def test_the_service_runs_our_commands_and_the_timer_makes_up_for_missed_mornings() -> None:
    service, timer = unit("briefing.service"), unit("briefing.timer")
    text = (HOW_TO / "systemd" / "briefing.service").read_text(encoding="utf-8")
    starts = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    assert len(starts) == 2
    for start in starts:
        check_command(shlex.split(start))
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["Persistent"] == "true"
    assert re.fullmatch(r"Mon\.\.Fri 0[4-9]:\d\d \w+/\w+", timer["Timer"]["OnCalendar"])
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_files(tmp_path: Path) -> None:
    for name in ("briefing.service", "briefing.timer"):
        text = (HOW_TO / "systemd" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"%h/.local/bin/briefing", "/bin/true", text), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(tmp_path / "briefing.timer")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    if "initialize manager" in done.stderr:
        pytest.skip("systemd-analyze finds no manager to ask on this machine")
    assert done.returncode == 0, done.stderr


def test_the_action_sends_on_both_sides_of_the_change_of_clocks() -> None:
    cron = re.search(r'cron: "30 (\d+),(\d+) \* \* 1-5"', PAGE)
    assert cron is not None
    summer, winter = int(cron[1]) + 2, int(cron[2]) + 1
    assert (summer, winter) == (6, 6)
    assert "SLACK_WEBHOOK_URL: ${{ secrets.SLACK_WEBHOOK_URL }}" in PAGE
