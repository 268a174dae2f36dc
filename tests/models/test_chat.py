import json
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from faultserver import NOW, OK, SCRIPTS, FakeTime, FaultServer, Play, completion, error, http
from pydantic import SecretStr

from briefing.errors import (
    ContextWindowError,
    EndpointError,
    ModeError,
    ModelError,
    RequestError,
    SettingsError,
    TransportError,
)
from briefing.exchange import Message, Mode, Params, Request, ResponseFormat, Role, Usage
from briefing.models import ChatClient, Endpoint

KEY = "sk-canary-0815-do-not-print"
REQUEST = Request(
    model="tiny",
    messages=(Message(role=Role.SYSTEM, content="Be brief."), Message(role=Role.USER, content="Wer? Grüße")),
    params=Params(temperature=0, max_tokens=50, seed=7),
    response_format=ResponseFormat(mode=Mode.JSON_SCHEMA, name="n", schema_text='{"type":"object"}'),
)


def client_of(
    server: FaultServer,
    time: FakeTime | None = None,
    *,
    key: str = KEY,
    retries: int = 2,
    timeout: float = 60,
    read_timeout: float = 20,
) -> ChatClient:
    time = time or FakeTime()
    endpoint = Endpoint(
        server.url, api_key=SecretStr(key), retries=retries, timeout=timeout, read_timeout=read_timeout
    )
    return ChatClient(endpoint, sleep=time.sleep, clock=time.clock, now=lambda: NOW)


def test_a_reply_holds_what_the_endpoint_said() -> None:
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 30,
        "completion_tokens_details": {"reasoning_tokens": 20},
        "prompt_tokens_details": {"cached_tokens": 64},
    }
    body = json.loads(completion("{}")) | {"usage": usage, "system_fingerprint": "fp_1"}
    with FaultServer([Play((http(500),)), Play((http(200, json.dumps(body).encode()),))]) as server:
        reply = client_of(server).complete(REQUEST)
    assert reply.content == "{}"
    assert reply.usage == Usage(input=100, output=30, reasoning=20, cached=64)
    assert (reply.finish_reason, reply.refusal, reply.http_retries) == ("stop", None, 1)
    assert (reply.response_model, reply.system_fingerprint) == ("tiny-1", "fp_1")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("/home/ada/models/tiny.gguf", "tiny.gguf"),
        ("C:\\models\\tiny.gguf", "tiny.gguf"),
        ("./tiny.gguf", "tiny.gguf"),
        ("maker/tiny-1", "maker/tiny-1"),
        ("tiny-1", "tiny-1"),
    ],
)
def test_a_models_place_on_the_servers_disk_is_not_kept(told: str, kept: str) -> None:
    body = json.loads(completion("{}")) | {"model": told}
    with FaultServer([Play((http(200, json.dumps(body).encode()),))]) as server:
        assert client_of(server).complete(REQUEST).response_model == kept


def test_the_body_on_the_wire_is_the_request_and_nothing_else() -> None:
    with FaultServer([OK]) as server:
        client_of(server).complete(REQUEST)
        sent = json.loads(server.requests[0])
    wire = REQUEST.wire()
    expected = {
        "model": "tiny",
        "messages": wire["messages"],
        "response_format": wire["response_format"],
        "temperature": 0.0,
        "max_tokens": 50,
        "seed": 7,
    }
    assert sent == expected


def test_what_is_unset_is_not_sent() -> None:
    bare = Request(model="tiny", messages=REQUEST.messages)
    with FaultServer([OK]) as server:
        client_of(server).complete(bare)
        assert sorted(json.loads(server.requests[0])) == ["messages", "model"]


def test_a_server_without_keys_is_asked_without_one() -> None:
    with FaultServer([OK]) as server:
        assert client_of(server, key="").complete(REQUEST).content


@pytest.mark.parametrize(
    ("script", "least", "most"),
    [
        ("429_ra1_then_ok", 1.0, 1.5),
        ("429_ra_ms_then_ok", 1.5, 2.0),
        ("429_ra_date_then_ok", 27.0, 27.5),
        ("429_ra_garbage_then_ok", 0.5, 1.0),
        ("429_ra_negative_then_ok", 0.5, 1.0),
        ("500_then_ok", 0.5, 1.0),
    ],
)
def test_the_wait_is_the_servers_wish_or_our_own_backoff(script: str, least: float, most: float) -> None:
    time = FakeTime()
    with FaultServer(SCRIPTS[script]) as server:
        client_of(server, time).complete(REQUEST)
    assert least <= sum(time.naps) <= most


def test_a_wish_of_zero_seconds_does_not_hammer() -> None:
    time = FakeTime()
    with FaultServer([Play((http(429, headers={"Retry-After": "0"}),)), OK]) as server:
        client_of(server, time).complete(REQUEST)
    assert sum(time.naps) >= 0.5


def test_no_retries_means_none() -> None:
    with FaultServer(SCRIPTS["500_always"]) as server:
        with pytest.raises(TransportError):
            client_of(server, retries=0).complete(REQUEST)
        assert len(server.requests) == 1


def test_a_server_that_says_do_not_retry_is_believed() -> None:
    with FaultServer([Play((http(500, headers={"x-should-retry": "false"}),))]) as server:
        with pytest.raises(RequestError):
            client_of(server).complete(REQUEST)
        assert len(server.requests) == 1


def test_after_a_rate_limit_every_thread_waits() -> None:
    time = FakeTime()
    limited = Play((http(429, headers={"Retry-After": "20"}),))
    with FaultServer([limited, OK]) as server:
        client = client_of(server, time, retries=0)
        with pytest.raises(TransportError):
            client.complete(REQUEST)
        client.complete(REQUEST)
    assert 20 <= sum(time.naps) <= 20.5
    with FaultServer([limited, OK, OK]) as server:
        client = client_of(server, time)
        client.complete(REQUEST)
        time.now -= 5  # another thread, five seconds before the time is up
        client.complete(REQUEST)
    assert 4.5 <= time.naps[-1] <= 5.5


def test_five_failed_calls_in_a_row_stop_the_run() -> None:
    with FaultServer(SCRIPTS["close_before"]) as server:
        client = client_of(server, retries=0)
        for _ in range(4):
            with pytest.raises(TransportError):
                client.complete(REQUEST)
        with pytest.raises(EndpointError, match="5 calls in a row") as caught:
            client.complete(REQUEST)
        assert caught.value.stops_run
        with pytest.raises(EndpointError):
            client.complete(REQUEST)
        assert len(server.requests) == 5


def test_an_answer_of_any_kind_ends_the_row_of_failures() -> None:
    gone, refused = Play(), Play((http(400, error("no")),))
    with FaultServer([gone] * 4 + [refused] + [gone] * 4 + [OK]) as server:
        client = client_of(server, retries=0)
        for _ in range(9):
            with pytest.raises(ModelError):
                client.complete(REQUEST)
        assert client.complete(REQUEST).content


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 429, 500])
def test_a_server_that_repeats_the_key_does_not_get_it_printed(status: int) -> None:
    echo = error(f"bad key {KEY} here")
    with FaultServer([Play((http(status, echo),))]) as server, pytest.raises(ModelError) as caught:
        client_of(server).complete(REQUEST)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert KEY not in repr(caught.value)


def test_a_key_in_a_good_answers_error_is_not_printed() -> None:
    with (
        FaultServer([Play((http(200, error(f"bad key {KEY}")),))]) as server,
        pytest.raises(ModelError) as caught,
    ):
        client_of(server).complete(REQUEST)
    assert "bad key ***" in str(caught.value)


@pytest.mark.parametrize(("key", "kept"), [(KEY, "the key is ***, none other"), ("none", None)])
def test_a_reply_that_repeats_the_key_is_kept_without_it(key: str, kept: str | None) -> None:
    told = f"the key is {key}, none other"
    with FaultServer([Play((http(200, completion(told)),))]) as server:
        assert client_of(server, key=key).complete(REQUEST).content == (kept or told)


def test_a_parameter_the_model_does_not_take_is_named() -> None:
    body = error("Unsupported value: 'temperature'.", code="unsupported_value", param="temperature")
    with FaultServer([Play((http(400, body),))]) as server, pytest.raises(RequestError) as caught:
        client_of(server).complete(REQUEST)
    assert caught.value.parameter == "temperature"


@pytest.mark.parametrize(
    "body",
    [
        b"'response_format.type' must be 'json_schema' or 'text'",
        b'{"error": "response_format json_object is not supported"}',
        b'{"detail": "Structured output is not enabled"}',
        b'{"message": "cannot compile the grammar", "code": 400}',
    ],
)
def test_a_refused_format_is_known_in_whatever_shape_it_is_said(body: bytes) -> None:
    with (
        FaultServer([Play((http(400, body, content_type="text/plain"),))]) as server,
        pytest.raises(ModeError),
    ):
        client_of(server).complete(REQUEST)


def test_a_refused_limit_of_a_list_is_told_from_a_refused_format() -> None:
    body = error("Invalid schema for response_format 'story_draft': 'maxItems' is not permitted.")
    with FaultServer([Play((http(400, body),))]) as server, pytest.raises(ModeError) as caught:
        client_of(server).complete(REQUEST)
    assert caught.value.is_of_limit


@pytest.mark.parametrize(
    "words",
    [
        "the request exceeds the available context size",
        "This model's maximum context length is 8192 tokens",
        "Input exceeds the context window",
        "Please reduce the length of the messages",
    ],
)
def test_a_request_that_is_too_long_is_known_by_its_words(words: str) -> None:
    with (
        FaultServer([Play((http(400, error(words)),))]) as server,
        pytest.raises(ContextWindowError),
    ):
        client_of(server).complete(REQUEST)


def test_neither_endpoint_nor_client_shows_the_key() -> None:
    endpoint = Endpoint("http://localhost:1/v1", api_key=SecretStr(KEY))
    assert KEY not in repr(endpoint) + str(endpoint) + repr(ChatClient(endpoint))


def test_controls_in_a_servers_words_reach_no_terminal() -> None:
    with (
        FaultServer([Play((http(400, error("a\x1b[31mred\x07\nb" + "x" * 5000)),))]) as server,
        pytest.raises(ModelError) as caught,
    ):
        client_of(server).complete(REQUEST)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_an_error_status_counts_even_if_its_body_is_packed() -> None:
    with FaultServer([Play((http(401, b"\x1f\x8b??", headers={"Content-Encoding": "gzip"}),))]) as server:
        with pytest.raises(EndpointError):
            client_of(server).complete(REQUEST)
        assert len(server.requests) == 1


def test_headers_that_drip_end_at_the_deadline() -> None:
    began = datetime.now(UTC)
    drip = Play((b"HTTP/1.1 200 OK\r\nX: ", *(b"x" for _ in range(300))), pause=0.05)
    with FaultServer([drip]) as server, pytest.raises(TransportError, match="in time"):
        client_of(server, retries=0, timeout=0.6, read_timeout=0.4).complete(REQUEST)
    assert (datetime.now(UTC) - began).total_seconds() < 10  # the drip alone takes fifteen


def test_silence_ends_before_the_deadline() -> None:
    began = datetime.now(UTC)
    with FaultServer([Play(hold=30)]) as server, pytest.raises(TransportError, match="in time"):
        client_of(server, retries=0, timeout=30, read_timeout=0.3).complete(REQUEST)
    assert (datetime.now(UTC) - began).total_seconds() < 10


def test_nobody_listening_is_a_clear_sentence() -> None:
    with FaultServer([OK]) as server:
        url = server.url
    time = FakeTime()
    client = ChatClient(Endpoint(url), sleep=time.sleep, clock=time.clock)
    with pytest.raises(TransportError, match=r"No answer from http://127\.0\.0\.1:\d+/v1: .*refused"):
        client.complete(REQUEST)


def test_threads_share_a_client() -> None:
    with FaultServer([OK]) as server, client_of(server) as client, ThreadPoolExecutor(16) as pool:
        contents = list(pool.map(lambda _: client.complete(REQUEST).content, range(16)))
    assert len(contents) == 16


def test_a_text_that_utf8_cannot_hold_is_refused_before_it_is_sent() -> None:
    broken = REQUEST.model_copy(update={"messages": (Message(role=Role.USER, content="\ud800"),)})
    with FaultServer([OK]) as server:
        with pytest.raises(RequestError):
            client_of(server).complete(broken)
        assert server.requests == []


@pytest.mark.parametrize(
    "url", ["", "localhost:8080/v1", "ftp://host/v1", "http://", "https://user:secret@host/v1"]
)
def test_what_is_no_address_is_refused_without_repeating_secrets(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Endpoint(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-\n", "schlüssel", "a\x00b"])
def test_what_is_no_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Endpoint("http://localhost/v1", api_key=SecretStr(key))
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "max_completion_tokens"),
        ("https://eu.api.openai.com/v1", "max_completion_tokens"),
        ("https://mine.openai.azure.com/openai/v1", "max_completion_tokens"),
        ("https://notopenai.com/v1", "max_tokens"),
        ("http://localhost:8080/v1", "max_tokens"),
    ],
)
def test_the_limit_on_the_reply_goes_by_the_name_its_host_knows(url: str, name: str) -> None:
    assert Endpoint(url).max_tokens_name == name


def test_a_model_on_this_machine_may_be_silent_as_long_as_it_takes() -> None:
    assert Endpoint("http://localhost:1/v1", timeout=300).silence == 300
    assert Endpoint("https://api.example.org/v1", timeout=300).silence == 60
    assert Endpoint("https://api.example.org/v1", timeout=30).silence == 30


def test_importing_the_models_imports_no_sdk() -> None:
    code = (
        "import sys, briefing.models; briefing.models.ChatClient(briefing.models.Endpoint('http://localhost/v1'));"
        "print([m for m in ('openai', 'httpx2', 'tenacity') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
