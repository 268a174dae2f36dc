"""A brief is posted message by message, each once, whatever the server and the network do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from briefbuilder import MONDAY, TUESDAY, brief, position, story
from pydantic import SecretStr
from slack_sdk.models.blocks import Block
from slackserver import PATH, Channel, Say, channel

from briefing.archive import Archive, SendState, open_archive
from briefing.errors import SendError, SettingsError
from briefing.schema import Briefing, Stance
from briefing.sending import Assume, Outcome, Sent, Webhook, parse_webhook, payloads_of, send_brief

NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
TARGET = "slack SLACK_WEBHOOK_URL"
LATER = Say("ratelimited", 429, {"Retry-After": "7"})


def short(day: object = MONDAY) -> Briefing:
    assert day in {MONDAY, TUESDAY}
    return brief(MONDAY if day is MONDAY else TUESDAY, story(position(Stance.FOR, "The pier has to close")))


def long() -> Briefing:
    """A brief of several messages."""
    words = "We have said it before and we shall say it again. " * 40
    stories = [
        story(position(Stance.FOR, f"{number}: {words}"), headline=f"Pier {number}", name=f"s{number}")
        for number in range(12)
    ]
    return brief(MONDAY, *stories)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", now=NOW) as opened:
        yield opened


class Send:
    """Sends briefs to a channel, and notes the waits."""

    def __init__(self, archive: Archive, there: Channel) -> None:
        self.archive = archive
        self.there = there
        self.waits: list[float] = []

    def __call__(self, briefing: Briefing, *, again: bool = False, assume: Assume | None = None) -> Sent:
        with Webhook(SecretStr(self.there.address), seconds=5) as webhook:
            return send_brief(
                briefing,
                webhook,
                self.archive.sends,
                target=TARGET,
                now=lambda: NOW,
                again=again,
                assume=assume,
                sleep=self.waits.append,
            )


def test_every_message_arrives_once_in_order_one_a_second(archive: Archive) -> None:
    with channel() as there:
        send = Send(archive, there)
        number = len(payloads_of(long()))
        assert number > 2
        assert send(long()) == Sent(number, number)
        assert there.messages == payloads_of(long())
        assert send.waits == [1.0] * (number - 1)
        assert send(long()) == Sent(number, 0)
        assert len(there.tries) == number


def test_every_message_is_within_slack_s_limits_and_has_a_text_and_no_cards(archive: Archive) -> None:
    with channel() as there:
        Send(archive, there)(long())
        for message in there.messages:
            assert message["text"]
            assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)
            blocks = Block.parse_all(message["blocks"])
            for block in blocks:
                block.validate_json()
            assert len(blocks) <= 45
            assert sum(len(block["text"]["text"]) for block in message["blocks"] if "text" in block) <= 10_000


def test_the_same_brief_made_at_another_time_is_the_same(archive: Archive) -> None:
    with channel() as there:
        send = Send(archive, there)
        later = short().model_copy(
            update={"meta": short().meta.model_copy(update={"created": "2026-03-02T09:00"})}
        )
        assert send(short()).posted == 1
        assert send(later).posted == 0
        assert send(short(TUESDAY)).posted == 1
        assert len(there.messages) == 2


def test_another_brief_of_the_same_day_is_sent_only_again(archive: Archive) -> None:
    with channel() as there:
        send = Send(archive, there)
        send(short())
        changed = short().model_copy(update={"title": "Another"})
        assert send(changed) == Sent(1, 0, is_superseded=True)
        assert send(changed, again=True) == Sent(1, 1)
        assert len(there.messages) == 2


def test_the_server_s_wish_to_wait_is_heeded(archive: Archive) -> None:
    with channel(LATER, LATER) as there:
        send = Send(archive, there)
        assert send(short()) == Sent(1, 1)
        assert send.waits == [7.0, 7.0]
        assert len(there.messages) == 1


def test_a_server_that_never_stops_to_wish_for_waits_ends_the_run_and_the_next_goes_on(
    archive: Archive,
) -> None:
    with channel(*[LATER] * 5) as there:
        send = Send(archive, there)
        with pytest.raises(SendError, match=r"tried 5 times.*too many messages.*wait 7 seconds"):
            send(short())
        assert len(there.tries) == 5
        assert send(short()) == Sent(1, 1)


def test_a_wait_of_hours_is_not_waited_for(archive: Archive) -> None:
    with channel(Say("", 429, {"Retry-After": "7200"})) as there:
        send = Send(archive, there)
        with pytest.raises(SendError, match="asks to wait 7200 seconds"):
            send(short())
        assert (send.waits, len(there.tries)) == ([], 1)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (400, "invalid_payload", "cannot read the message"),
        (400, '{"ok":false,"error":"invalid_blocks"}', "does not take the blocks"),
        (403, "action_prohibited", "administrator has forbidden"),
        (403, "channel_is_archived", "is archived"),
        (404, "no_service", "make a new one"),
        (410, "channel_is_archived", "is archived"),
        (418, "I am a teapot", "it answered “I am a teapot”"),
        (302, "", "it answered nothing"),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(
    archive: Archive, status: int, body: str, words: str
) -> None:
    headers = {"Location": "https://evil.example/"} if status == 302 else {}
    with channel(Say(body, status, headers)) as there:
        send = Send(archive, there)
        with pytest.raises(SendError, match=f"refused: .*{words}"):
            send(short())
        assert (len(there.tries), send.waits) == (1, [])
        assert send(short()) == Sent(1, 1)  # mended, it can be sent: it certainly did not arrive


@pytest.mark.parametrize(
    "say",
    [
        Say("ok", 200, hangs_up=True),
        Say("<html>Welcome to the hotel network</html>", 200, arrives=False),
        Say("server_error", 500),
        Say("", 503),
    ],
)
def test_what_may_have_arrived_is_not_sent_again_until_a_person_says_so(archive: Archive, say: Say) -> None:
    with channel(say) as there:
        send = Send(archive, there)
        for _ in range(2):
            with pytest.raises(SendError, match="--assume arrived or --assume lost"):
                send(short())
        assert len(there.tries) == 1
        assert send(short(), assume=Assume.LOST) == Sent(1, 1)


def test_a_message_that_is_said_to_have_arrived_is_not_sent_and_the_rest_is(archive: Archive) -> None:
    with channel(Say(), Say("ok", 200, hangs_up=True)) as there:
        send = Send(archive, there)
        with pytest.raises(SendError, match=r"Message 2 of \d+ was sent off"):
            send(long())
        number = len(payloads_of(long()))
        assert send(long(), assume=Assume.ARRIVED) == Sent(number, number - 2)
        assert there.messages == payloads_of(long())


def test_a_server_that_cannot_be_reached_is_tried_again_and_the_claim_given_back(archive: Archive) -> None:
    with channel() as there:
        address = there.address
    waits: list[float] = []
    with Webhook(SecretStr(address), seconds=2) as hook, pytest.raises(SendError, match="reached") as told:
        send_brief(short(), hook, archive.sends, target=TARGET, now=lambda: NOW, sleep=waits.append)
    assert waits == [2.0, 4.0, 8.0, 16.0]
    assert PATH not in str(told.value)
    assert archive.sends.begun(TARGET, prefix="") == ()


def test_a_run_that_dies_while_it_posts_leaves_a_claim(archive: Archive) -> None:
    class Dying:
        def post(self, _payload: object) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_brief(short(), Dying(), archive.sends, target=TARGET, now=lambda: NOW)
    (digest,) = archive.sends.begun(TARGET, prefix="2026-03-02 ")
    assert archive.sends.state(digest, target=TARGET) is SendState.CLAIMED


@pytest.mark.parametrize(
    "say",
    [
        Say(f"not found: http://127.0.0.1{PATH}", 404),
        Say(f"{PATH} is down", 500),
        Say(PATH, 200, arrives=False),
    ],
)
def test_the_address_is_told_to_nobody_whatever_the_server_repeats(archive: Archive, say: Say) -> None:
    with channel(say) as there, pytest.raises(SendError) as told:
        Send(archive, there)(short())
    assert "a-secret" not in str(told.value)
    assert "a-secret" not in repr(told.value.__cause__) + repr(told.value.__context__)


def test_a_huge_answer_is_not_read_to_its_end(archive: Archive) -> None:
    with channel(Say("x" * 5_000_000, 400)) as there, pytest.raises(SendError) as told:
        Send(archive, there)(short())
    assert len(str(told.value)) < 400


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.slack.com/services/T/B/x",
        "ftp://hooks.slack.com/x",
        "hooks.slack.com/services/T/B/x",
        "https:///services/T/B/x",
        "http://127.0.0.1:8080/x",
        "http://10.0.0.1/x",
        "https://[broken",
    ],
)
def test_only_an_https_address_is_a_webhook_and_the_error_does_not_repeat_it(address: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_WEBHOOK_URL does not hold") as told:
        parse_webhook(address, variable="SLACK_WEBHOOK_URL")
    assert address not in str(told.value)


def test_a_plain_address_of_this_machine_needs_the_switch() -> None:
    address = "http://127.0.0.1:8080/x"
    assert parse_webhook(address, variable="X", allow_loopback=True).get_secret_value() == address
    with pytest.raises(SettingsError):
        parse_webhook("http://192.0.2.1/x", variable="X", allow_loopback=True)
    assert (
        parse_webhook(" https://hooks.slack.com/services/x \n", variable="X")
        .get_secret_value()
        .endswith("/x")
    )


def test_a_webhook_says_what_became_of_a_payload() -> None:
    with channel(Say(), LATER) as there, Webhook(SecretStr(there.address)) as webhook:
        assert webhook.post({"text": "hello"}).outcome is Outcome.POSTED
        assert webhook.post({"text": "hello"}) == (Outcome.LATER, "there were too many messages", 7.0)
