import json
from collections.abc import Callable, Iterable

import pytest

from briefing.drafts.asking import Limits, ModeLadder, ask, judge
from briefing.drafts.reply_text import read_value
from briefing.errors import (
    InvalidReplyError,
    ModeError,
    ModelRefusalError,
    Problem,
    RequestError,
    TransportError,
    TruncatedError,
)
from briefing.exchange import Message, Mode, Params, Reply, Request, ResponseFormat, Role, Usage
from briefing.models import Judgement, ScriptedClient
from briefing.models.scripted import Answer

GOOD = '{"a": 1}'


def compose(mode: Mode) -> Request:
    return Request(
        model="tiny",
        messages=(Message(role=Role.SYSTEM, content="s"), Message(role=Role.USER, content=f"in {mode}")),
        params=Params(max_tokens=100),
        response_format=ResponseFormat(mode=mode, name="n", schema_text="{}"),
    )


def ask_in(client: ScriptedClient, mode: Mode = Mode.PROMPTED, **limits: int) -> object:
    return ask(client, compose, read_value, ladder=ModeLadder(mode), limits=Limits(**limits))


def cut(content: str = '{"a"') -> Reply:
    return Reply(content=content, finish_reason="length")


def test_a_good_reply_is_one_request() -> None:
    client = ScriptedClient([GOOD])
    assert ask_in(client) == {"a": 1}
    assert [request.attempt for request in client.requests] == [1]


def test_a_re_ask_sends_the_first_messages_the_bad_reply_and_its_problems() -> None:
    client = ScriptedClient(['{"a": NaN}', GOOD])
    ask_in(client)
    told = client.requests[1].messages
    assert told[:2] == compose(Mode.PROMPTED).messages
    assert told[2] == Message(role=Role.ASSISTANT, content='{"a": NaN}')
    assert told[3].role is Role.USER
    assert told[3].content.startswith("1 validation error:\n")
    listed = json.loads(told[3].content.splitlines()[1])
    assert listed == [{"loc": "$.a", "type": "not_finite", "msg": "NaN is not a finite number"}]


def test_a_second_re_ask_forgets_the_first() -> None:
    client = ScriptedClient(["one", "two", GOOD])
    ask_in(client)
    assert [message.content for message in client.requests[2].messages][2] == "two"
    assert [len(request.messages) for request in client.requests] == [2, 4, 4]
    assert [request.attempt for request in client.requests] == [1, 2, 3]


def test_three_bad_replies_are_the_end() -> None:
    client = ScriptedClient(["one", "two", "three"])
    with pytest.raises(InvalidReplyError, match="in 3 tries") as caught:
        ask_in(client)
    assert (caught.value.fault, len(client.requests)) == ("invalid_json", 3)


def test_no_re_asks_means_one_request() -> None:
    client = ScriptedClient(["bad"])
    with pytest.raises(InvalidReplyError):
        ask_in(client, reasks=0)
    assert len(client.requests) == 1


@pytest.mark.parametrize(
    ("bad", "shown"),
    [("", "(no content)"), ("x" * 20_000, "x" * 8_000), ('{"a": "\ud800"}', '{"a": "?"}')],
    ids=["empty", "endless", "no utf-8"],
)
def test_whatever_the_bad_reply_was_the_next_request_can_be_sent(bad: str, shown: str) -> None:
    client = ScriptedClient([Reply(content=bad), GOOD])
    ask_in(client)
    assert client.requests[1].messages[2].content == shown
    assert client.requests[1].key


def test_at_most_ten_problems_are_told() -> None:
    def refuse(_: str) -> object:
        problems = tuple(Problem(f"$.a[{number}]", "missing", "Field required") for number in range(30))
        raise InvalidReplyError("no", problems=problems)

    client = ScriptedClient(["{}", "{}"])
    with pytest.raises(InvalidReplyError):
        ask(client, compose, refuse, ladder=ModeLadder(Mode.PROMPTED), limits=Limits(reasks=1))
    text = client.requests[1].messages[3].content
    assert text.startswith("30 validation errors:")
    assert len(json.loads(text.splitlines()[1])) == 10


def test_a_cut_reply_grows_the_limit_once_and_is_never_re_asked() -> None:
    client = ScriptedClient([cut(), GOOD])
    ask_in(client)
    assert [request.params.max_tokens for request in client.requests] == [100, 200]
    assert client.requests[1].messages == client.requests[0].messages
    client = ScriptedClient([cut(), cut(GOOD)])
    with pytest.raises(TruncatedError):
        ask_in(client)
    assert len(client.requests) == 2


def test_the_grown_limit_holds_for_the_re_asks() -> None:
    client = ScriptedClient([cut(), "bad", GOOD])
    ask_in(client)
    assert [request.params.max_tokens for request in client.requests] == [100, 200, 200]


def test_a_reply_without_a_limit_cannot_grow() -> None:
    def boundless(mode: Mode) -> Request:
        return compose(mode).model_copy(update={"params": Params()})

    with pytest.raises(TruncatedError):
        ask(ScriptedClient([cut()]), boundless, read_value, ladder=ModeLadder(Mode.PROMPTED))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(content="", refusal="No."),
        Reply(content=GOOD, refusal="No."),
        Reply(content=GOOD, finish_reason="content_filter"),
    ],
    ids=["refusal", "refusal and content", "filter"],
)
def test_a_refusal_is_never_asked_again(reply: Reply) -> None:
    client = ScriptedClient([reply])
    with pytest.raises(ModelRefusalError):
        ask_in(client)
    assert len(client.requests) == 1


@pytest.mark.parametrize("finish", [None, "stop", "eos_token"])
def test_an_unknown_end_is_no_fault_of_a_good_reply(finish: str | None) -> None:
    assert ask_in(ScriptedClient([Reply(content=GOOD, finish_reason=finish)])) == {"a": 1}


def test_the_ladder_goes_down_and_stays_down() -> None:
    ladder = ModeLadder(Mode.JSON_SCHEMA)
    client = ScriptedClient([ModeError("no"), ModeError("no"), GOOD, GOOD])
    for _ in range(2):
        ask(client, compose, read_value, ladder=ladder)
    modes = [request.response_format.mode for request in client.requests]
    assert modes == [Mode.JSON_SCHEMA, Mode.JSON_OBJECT, Mode.PROMPTED, Mode.PROMPTED]
    assert [request.attempt for request in client.requests] == [1, 2, 3, 1]
    assert client.requests[2].messages == compose(Mode.PROMPTED).messages


def test_an_endpoint_that_takes_no_limits_of_lists_is_asked_with_the_same_schema_without_them() -> None:
    ladder = ModeLadder(Mode.JSON_SCHEMA)
    client = ScriptedClient([ModeError("no maxItems", is_of_limit=True), GOOD, GOOD])
    for _ in range(2):
        ask(client, compose, read_value, ladder=ladder)
    modes = [request.response_format.mode for request in client.requests]
    assert modes == [Mode.JSON_SCHEMA, Mode.JSON_SCHEMA_UNLIMITED, Mode.JSON_SCHEMA_UNLIMITED]
    shaped = ResponseFormat(
        mode=Mode.JSON_SCHEMA_UNLIMITED,
        name="n",
        schema_text='{"properties":{"a":{"items":{"type":"string"},"maxItems":2,"type":"array"}}}',
    )
    assert "maxItems" not in str(shaped.wire())
    assert "maxItems" in str(shaped.model_copy(update={"mode": Mode.JSON_SCHEMA}).wire())


def test_a_pinned_mode_is_the_only_one() -> None:
    client = ScriptedClient([ModeError("no"), GOOD])
    with pytest.raises(ModeError):
        ask(client, compose, read_value, ladder=ModeLadder(Mode.JSON_SCHEMA, pinned=True))
    assert len(client.requests) == 1


def test_below_the_last_mode_there_is_none() -> None:
    with pytest.raises(ModeError):
        ask_in(ScriptedClient([ModeError("no")]))


def test_an_endpoint_that_takes_a_shape_and_ignores_it_gets_the_last_try_in_words() -> None:
    client = ScriptedClient(["Sure!", "Here it is:", GOOD, GOOD])
    ladder = ModeLadder(Mode.JSON_SCHEMA)
    for _ in range(2):
        ask(client, compose, read_value, ladder=ladder)
    modes = [request.response_format.mode for request in client.requests]
    assert modes == [Mode.JSON_SCHEMA, Mode.JSON_SCHEMA, Mode.JSON_OBJECT, Mode.JSON_SCHEMA]
    assert client.requests[2].messages[:2] == compose(Mode.JSON_OBJECT).messages


def test_a_reply_of_the_wrong_shape_is_no_reason_for_another_mode() -> None:
    client = ScriptedClient(['{"a": NaN}', '{"a": NaN}', GOOD])
    ask_in(client, Mode.JSON_SCHEMA)
    assert {request.response_format.mode for request in client.requests} == {Mode.JSON_SCHEMA}


def test_a_ladder_never_climbs_when_a_late_thread_reports_an_old_refusal() -> None:
    ladder = ModeLadder(Mode.JSON_SCHEMA)
    ladder.step_down(Mode.JSON_OBJECT)
    ladder.step_down(Mode.JSON_SCHEMA)
    assert ladder.mode is Mode.PROMPTED


def test_a_parameter_the_model_does_not_take_is_left_out_from_then_on() -> None:
    ladder = ModeLadder(Mode.PROMPTED)
    client = ScriptedClient([RequestError("no", parameter="max_completion_tokens"), GOOD, GOOD])
    for _ in range(2):
        ask(client, compose, read_value, ladder=ladder)
    assert [request.params.max_tokens for request in client.requests] == [100, None, None]


def test_two_threads_may_learn_of_a_refused_parameter_at_once() -> None:
    ladder = ModeLadder(Mode.PROMPTED)

    def late(_: Request) -> Reply:
        ladder.leave_out("max_tokens")  # what another thread does meanwhile
        raise RequestError("no", parameter="max_tokens")

    client = ScriptedClient([late, GOOD])
    assert ask(client, compose, read_value, ladder=ladder) == {"a": 1}
    assert client.requests[1].params.max_tokens is None


@pytest.mark.parametrize("parameter", [None, "messages", "model_config"])
def test_what_is_no_parameter_of_ours_cannot_be_left_out(parameter: str | None) -> None:
    client = ScriptedClient([RequestError("no", parameter=parameter), GOOD])
    with pytest.raises(RequestError):
        ask_in(client)
    assert len(client.requests) == 1


def test_a_parameter_refused_twice_is_the_end() -> None:
    client = ScriptedClient([RequestError("no", parameter="max_tokens")] * 2)
    with pytest.raises(RequestError):
        ask_in(client)
    assert len(client.requests) == 2


def test_pinned_parameters_stay() -> None:
    ladder = ModeLadder(Mode.PROMPTED, pinned=True)
    with pytest.raises(RequestError):
        ask(ScriptedClient([RequestError("no", parameter="max_tokens")]), compose, read_value, ladder=ladder)


def test_an_error_of_the_wire_is_not_ours_to_ask_again() -> None:
    client = ScriptedClient([TransportError("down")])
    with pytest.raises(TransportError):
        ask_in(client)
    assert len(client.requests) == 1


@pytest.mark.parametrize("usage", [Usage(input=300, output=100), None], ids=["counted", "estimated"])
def test_the_budget_of_a_question_counts_failed_attempts(usage: Usage | None) -> None:
    bad = Reply(content="bad" * 600, usage=usage)
    client = ScriptedClient([bad, GOOD])
    with pytest.raises(InvalidReplyError, match="within 500 tokens") as caught:
        ask_in(client, tokens=500)
    assert (caught.value.fault, len(client.requests)) == ("overspent", 1)
    assert ask_in(ScriptedClient([bad, GOOD]), tokens=5_000) == {"a": 1}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(content=GOOD), Judgement("ok", "whole")),
        (Reply(content=f"<think>x</think>{GOOD}"), Judgement("ok", "think")),
        (Reply(content="{"), ("invalid_json", None)),
        (Reply(content=""), Judgement("empty_content", None, ("$: the reply is empty",))),
        (cut(), ("truncated", None)),
        (Reply(content="", refusal="No."), ("refusal", None)),
    ],
)
def test_a_reply_is_judged_for_its_recording(reply: Reply, expected: tuple[object, ...]) -> None:
    assert judge(reply, read_value)[: len(expected)] == expected


def test_what_reads_decides() -> None:
    read: Callable[[str], str] = str.upper
    assert ask(ScriptedClient(["word"]), compose, read, ladder=ModeLadder(Mode.PROMPTED)) == "WORD"


# --- kept replies --------------------------------------------------------------------------------------


class Kept:
    """Replies in memory, by request; `kept` counts how often one was stored."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}

    def find(self, request: Request) -> Reply | None:
        return self.replies.get(request.key)

    def keep(self, request: Request, reply: Reply) -> None:
        self.replies[request.key] = reply

    def drop(self, requests: Iterable[Request]) -> None:
        for request in requests:
            self.replies.pop(request.key, None)


def ask_keeping(
    kept: Kept,
    *answers: Answer,
    mode: Mode = Mode.PROMPTED,
    read: Callable[[str], object] = read_value,
    reasks: int = 2,
) -> tuple[object, ScriptedClient]:
    client = ScriptedClient(answers)
    limits = Limits(reasks=reasks)
    value = ask(client, compose, read, ladder=ModeLadder(mode), limits=limits, replies=kept)
    return value, client


def test_what_was_answered_once_is_not_asked_again() -> None:
    kept = Kept()
    ask_keeping(kept, GOOD)
    value, client = ask_keeping(kept)
    assert (value, client.requests) == ({"a": 1}, [])


def test_a_question_that_took_several_tries_is_not_asked_again_and_keeps_one_reply() -> None:
    kept = Kept()
    ask_keeping(kept, "no", cut(), GOOD)
    assert list(kept.replies.values()) == [Reply(content=GOOD)]
    assert ask_keeping(kept)[1].requests == []


def test_an_endpoint_without_the_mode_is_not_asked_again_either() -> None:
    kept = Kept()
    ask_keeping(kept, ModeError("no"), ModeError("no"), GOOD, mode=Mode.JSON_SCHEMA)
    assert ask_keeping(kept, mode=Mode.JSON_SCHEMA)[1].requests == []


@pytest.mark.parametrize(
    "answers",
    [["no", "no", "no"], [Reply(content="", refusal="I will not")], [cut(), cut()]],
    ids=["invalid", "refused", "cut"],
)
def test_of_a_question_that_failed_nothing_is_kept(answers: list[Answer]) -> None:
    kept = Kept()
    with pytest.raises((InvalidReplyError, ModelRefusalError, TruncatedError)):
        ask_keeping(kept, *answers)
    assert kept.replies == {}
    assert ask_keeping(kept, GOOD)[0] == {"a": 1}


def test_a_run_that_broke_off_goes_on_with_what_it_had() -> None:
    kept = Kept()
    with pytest.raises(TransportError):
        ask_keeping(kept, "no", TransportError("the line is dead"))
    value, client = ask_keeping(kept, GOOD)
    assert value == {"a": 1}
    assert [request.attempt for request in client.requests] == [2]


def test_a_kept_reply_is_read_again_and_mended_if_it_no_longer_does() -> None:
    kept = Kept()
    ask_keeping(kept, '{"a": 2}')

    def stricter(content: str) -> object:
        value = read_value(content)
        if value != {"a": 1}:
            problem = Problem("$.a", "value", "must be 1")
            raise InvalidReplyError("The reply is not usable.", fault="schema", problems=(problem,))
        return value

    value, client = ask_keeping(kept, GOOD, read=stricter)
    assert value == {"a": 1}
    assert "must be 1" in client.requests[0].messages[-1].content
    assert ask_keeping(kept, read=stricter)[1].requests == []
