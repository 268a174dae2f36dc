"""How a command ends: one sentence and a status, whatever happened."""

import contextlib
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from briefing import errors
from briefing.cli.entry import run
from briefing.cli.options import verbosity_options
from briefing.errors import BriefingError, ExitStatus


def ending(error: BaseException) -> click.Command:
    @click.command()
    @verbosity_options
    def command() -> None:
        raise error

    return command


def kinds(root: type[BriefingError] = BriefingError) -> Iterator[type[BriefingError]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_error_of_ours_is_its_sentence_and_its_status(
    kind: type[BriefingError], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([], ending(kind("The tide is out."))) == kind.exit_status
    assert capsys.readouterr() == ("", "briefing: The tide is out.\n")


def test_every_status_belongs_to_an_error_or_a_verdict() -> None:
    told = {kind.exit_status for kind in kinds()}
    assert told | {ExitStatus.OK, ExitStatus.FINDINGS} == set(ExitStatus)


def test_a_fault_of_ours_is_a_sentence_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], ending(ZeroDivisionError("by\nnought"))) == 2
    told = capsys.readouterr().err
    assert "ZeroDivisionError: by nought" in told
    assert "report" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("error", [ZeroDivisionError("by nought"), errors.PromptError("No template.")])
def test_a_traceback_is_for_those_who_ask_twice(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    run(["-v"], ending(error))
    assert "Traceback" not in capsys.readouterr().err
    run(["-vv"], ending(error))
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_told_and_gives_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], ending(KeyboardInterrupt())) == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["wriet"], "No such command 'wriet'. Did you mean 'write'? `briefing --help` lists what there is."),
        (["--colour"], "No such option '--colour'. Did you mean '--color'? `briefing --help` lists"),
        (["--color", "red"], "'red' is not one of 'auto', 'always', 'never'."),
    ],
)
def test_a_wrong_word_on_the_command_line_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert told.err.count("\n") == 1


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("briefing: a command is missing.\nUsage: briefing")
    assert "\nCommands:\n" in told.err


def test_control_characters_of_a_message_reach_the_terminal_as_their_escapes_on_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run([], ending(errors.ArticleError("a\x1b[2Jb\x07\n\u202e\x85 cannot be read")))
    assert capsys.readouterr().err == "briefing: a\\x1b[2Jb\\x07\\n\\u202e\\x85 cannot be read\n"


@pytest.mark.parametrize(
    ("environ", "arguments", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colour_is_worn_when_it_is_wished_for(
    environ: dict[str, str],
    arguments: list[str],
    *,
    colored: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    run(arguments, ending(errors.UsageError("No.")))
    assert ("\x1b[31m" in capsys.readouterr().err) is colored


@pytest.mark.parametrize(
    ("argument", "told"), [("-q", []), ("--color=never", ["w"]), ("-v", ["w", "i"]), ("-vv", ["w", "i", "d"])]
)
def test_what_the_library_logs_is_told_by_how_much_one_wants_to_hear(
    argument: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    @verbosity_options
    def command() -> None:
        log = logging.getLogger("briefing.somewhere")
        log.warning("w")
        log.info("i")
        log.debug("d")

    run([argument], command)
    assert [line.removeprefix("briefing: ") for line in capsys.readouterr().err.splitlines()] == told


SLEEPER = """
import signal, sys, time, click
from briefing.cli.entry import catch_signals, run
@click.command()
def command():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        for _ in range({stubborn}):
            try:
                print("unwinding", flush=True)
                time.sleep({seconds})
            except KeyboardInterrupt:
                pass
catch_signals()
sys.exit(run([], command))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_unwinds_the_run_and_gives_130(number: signal.Signals) -> None:
    process = sleeping(stubborn=1, seconds=0)
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert out == b"unwinding\n"
    assert err.strip() == b"briefing: interrupted; what was finished is kept."


def test_a_second_signal_leaves_at_once() -> None:
    process = sleeping(stubborn=99, seconds=60)
    process.send_signal(signal.SIGTERM)
    assert process.stdout is not None
    assert process.stdout.readline() == b"unwinding\n"
    for _ in range(20):  # one that comes just before a system call is seen only when that returns
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
            break
    process.kill()
    process.communicate()
    assert process.returncode == 130


def sleeping(*, stubborn: int, seconds: int) -> "subprocess.Popen[bytes]":
    code = SLEEPER.replace("{stubborn}", str(stubborn)).replace("{seconds}", str(seconds))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process
