"""`send slack`: the day's brief to a channel, once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from archiveworker import NOW
from briefbuilder import MONDAY, brief, position, story
from commandrun import Run
from slackserver import PATH, Channel, Say, channel

from briefing.archive import open_archive
from briefing.schema import Stance

VARIABLE = "TEAM_WEBHOOK"


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which Monday was briefed, on that Monday."""
    monkeypatch.setenv("BRIEFING_NOW", "2026-03-02T06:30:00+00:00")
    (folder / "briefing.toml").write_text(f'time_zone = "UTC"\n[slack]\nwebhook_env = "{VARIABLE}"\n')
    with open_archive(folder / "briefing.db", now=NOW) as archive:
        told = brief(MONDAY, story(position(Stance.FOR, "The pier has to close")))
        archive.briefings.store(told, key="monday", now=NOW)
    return folder


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    with channel() as opened:
        monkeypatch.setenv(VARIABLE, opened.address)
        yield opened


@pytest.mark.usefixtures("desk")
def test_today_s_brief_is_sent_once(run: Run, there: Channel) -> None:
    done = run("send", "slack", "--allow-loopback")
    assert (done.status, done.out, done.err) == (0, "", "Sent the brief of 2026-03-02: 1 message.\n")
    done = run("send", "slack", "--allow-loopback")
    assert (done.status, "was sent before; nothing was sent now" in done.err) == (0, True)
    assert len(there.messages) == 1
    assert "The pier has to close" in json.dumps(there.messages[0])


@pytest.mark.usefixtures("desk")
def test_a_rehearsal_prints_the_messages_and_notes_nothing(run: Run, there: Channel) -> None:
    done = run("send", "slack", "--dry-run")
    assert (done.status, done.err) == (0, "1 message; nothing was sent.\n")
    (payload,) = json.loads(done.out)
    assert there.messages == []
    assert run("send", "slack", "--allow-loopback", "-q").err == ""
    assert there.messages == [payload]


@pytest.mark.usefixtures("desk", "there")
def test_a_day_without_a_brief_is_5_and_sends_no_other_day_s(run: Run, there: Channel) -> None:
    done = run("send", "slack", "--date", "2026-03-03", "--allow-loopback")
    assert (done.status, "no brief of 2026-03-03" in done.err) == (5, True)
    assert there.tries == []


@pytest.mark.usefixtures("desk")
def test_a_refusal_is_4_and_says_why_without_the_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with channel(Say("no_service", 404)) as there:
        monkeypatch.setenv(VARIABLE, there.address)
        done = run("send", "slack", "--allow-loopback", "-vv")
    assert done.status == 4
    assert "switched off or was removed" in done.err
    assert PATH not in done.out + done.err
    assert PATH.encode() not in Path("briefing.db").read_bytes()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("address", "arguments", "words"),
    [
        ("", (), "TEAM_WEBHOOK is not set"),
        ("http://127.0.0.1:9/secret", (), "TEAM_WEBHOOK does not hold the address"),
        ("not an address", ("--allow-loopback",), "TEAM_WEBHOOK does not hold the address"),
        ("https://hooks.example/secret", ("--webhook-env", "OTHER"), "OTHER is not set"),
    ],
)
def test_what_cannot_be_a_webhook_is_2_and_not_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    done = run("send", "slack", *arguments)
    assert (done.status, words in done.err) == (2, True)
    assert "secret" not in done.err


def test_no_webhook_named_and_no_archive_are_told(run: Run, folder: Path) -> None:
    assert "There is no archive" in run("send", "slack").err
    with open_archive(folder / "briefing.db", now=NOW):
        pass
    done = run("send", "slack")
    assert (done.status, "slack.webhook_env" in done.err) == (2, True)
