"""How the command starts: quickly, with nothing heavy imported."""

import resource
import subprocess
import sys

import pytest

from briefing.cli.commands import COMMANDS, load_command

HEAVY = ("openai", "trafilatura", "feedparser", "pydantic", "rich", "jinja2", "dateparser", "rapidfuzz")
SECONDS = 0.15


def briefing(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "briefing", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_help_lists_every_command_and_goes_to_stdout() -> None:
    done = briefing("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_the_version_is_told_with_that_of_python() -> None:
    done = briefing("--version")
    assert done.stdout.startswith("briefing 0.1.0 (Python 3.")
    assert done.returncode == 0


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_asking_for_help_imports_nothing_heavy(option: str) -> None:
    code = (
        "import sys\nfrom briefing.cli.entry import run\n"
        f"assert run([{option!r}]) == 0\n"
        f"print(*({HEAVY!r} & sys.modules.keys()), file=sys.stderr, end='')"
    ).replace(repr(HEAVY), repr(set(HEAVY)))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_comes_at_once(option: str) -> None:
    """Time of the processor, not of the clock: other tests run beside this one."""

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        briefing(option)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(5)) < SECONDS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_and_the_command_say_the_same(name: str) -> None:
    command = load_command(name)
    assert command.name == name
    assert command.get_short_help_str(200) == COMMANDS[name]
