"""The doctor, against servers on this machine that are models of several kinds, or none at all."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from commandrun import Done, Run

Answer = tuple[int, str, bytes]  # status, content type, body
Respond = Callable[[str, dict[str, object]], Answer]  # path, body of the request


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_GET(self) -> None:
        self._send(self.server.respond(self.path, {}))

    def do_POST(self) -> None:
        self._send(
            self.server.respond(self.path, json.loads(self.rfile.read(int(self.headers["content-length"]))))
        )

    def _send(self, answer: Answer) -> None:
        status, kind, data = answer
        self.server.asked.append(self.path)
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on stderr."""


class Server(ThreadingHTTPServer):
    """Answers as told; `asked` are the paths that were asked for."""

    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.respond = respond
        self.asked: list[str] = []


@contextmanager
def serving(respond: Respond) -> Iterator[Server]:
    with Server(respond) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def examine(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run the doctor against a server that answers as told."""

    def call(respond: Respond, *options: str, path: str = "/v1") -> Done:
        with serving(respond) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}{path}")
            return run("doctor", *options)

    return call


Examine = Callable[..., Done]


def found(done: Done) -> dict[str, tuple[str, str, str]]:
    """The checks of a report in JSON: level, detail and remedy by name."""
    checks = json.loads(done.out)["checks"]
    return {check["name"]: (check["level"], check["detail"], check["remedy"]) for check in checks}


# --- servers of several kinds --------------------------------------------------------------------------


def as_json(value: object, status: int = 200) -> Answer:
    return status, "application/json", json.dumps(value).encode()


def model_that(reply: Callable[[dict[str, object]], str | Answer], *names: str) -> Respond:
    """A server with these models that replies by function of the request."""

    def respond(path: str, body: dict[str, object]) -> Answer:
        if path == "/v1/models":
            return as_json({"object": "list", "data": [{"id": name} for name in names]})
        content = reply(body)
        if not isinstance(content, str):
            return content
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        usage = {"prompt_tokens": 20, "completion_tokens": 40, "total_tokens": 60}
        return as_json({"object": "chat.completion", "model": "m", "choices": [choice], "usage": usage})

    return respond


def shape_of(body: dict[str, object]) -> dict[str, object]:
    shape = body.get("response_format", {"type": "text"})
    assert isinstance(shape, dict)
    return shape


def enforcing(body: dict[str, object]) -> str:
    match shape_of(body):
        case {"type": "json_schema", "json_schema": {"schema": {"properties": {"word": {"enum": [word]}}}}}:
            return json.dumps({"word": word})
        case {"type": "json_object"}:
            return '{"answer": 1}'
        case _:
            return "1 2 3"


def obeying(body: dict[str, object]) -> str:
    """Does what the message says, whatever shape it is asked for."""
    messages = body["messages"]
    assert isinstance(messages, list)
    told = str(messages[-1]["content"])
    return told[told.index("{") :] if "{" in told else "plain words"


def refusing(*kinds: str) -> Callable[[dict[str, object]], str | Answer]:
    def reply(body: dict[str, object]) -> str | Answer:
        if shape_of(body)["type"] in kinds:
            words = "'response_format.type' must be 'text'"
            return as_json({"error": {"message": words, "type": "invalid_request_error"}}, 400)
        return enforcing(body)

    return reply


@pytest.mark.parametrize(
    ("reply", "level", "said", "mode"),
    [
        (enforcing, "ok", "json_schema is enforced", "json_schema"),
        (refusing("json_schema"), "warn", "json_schema is rejected, json_object is enforced", "json_object"),
        (obeying, "warn", "json_schema is accepted only, json_object is accepted only", "prompted"),
        (
            refusing("json_schema", "json_object"),
            "warn",
            "json_schema is rejected, json_object is rejected",
            "prompted",
        ),
    ],
)
def test_the_canary_tells_what_is_kept_from_what_is_only_taken(
    examine: Examine, reply: Callable[[dict[str, object]], str], level: str, said: str, mode: str
) -> None:
    done = examine(model_that(reply, "tiny"), "--json")
    check = found(done)["mode"]
    assert (done.status, check[0]) == (0, level)
    assert check[1] == f"{said}; best is {mode}"
    assert json.loads(done.out)["briefing.toml"].endswith(f'model = "tiny"\nmode = "{mode}"\n')


def test_a_good_endpoint_is_shown_with_what_to_paste(examine: Examine) -> None:
    done = examine(model_that(enforcing, "tiny"))
    assert (done.status, done.err) == (0, "")
    assert "1 listed: tiny" in done.out
    assert "tokens a second" in done.out
    assert "# briefing.toml\nbase_url = " in done.out
    assert "fail" not in done.out


def test_a_model_that_is_not_listed_is_said_with_the_nearest_that_is(examine: Examine) -> None:
    done = examine(model_that(enforcing, "big", "tiny-instruct"), "--json", "--model", "tiny-instuct")
    assert found(done)["model"] == (
        "warn",
        "tiny-instuct is not in the endpoint's list",
        "did you mean tiny-instruct?",
    )


def test_of_several_models_none_is_asked_unless_one_is_set(examine: Examine) -> None:
    done = examine(model_that(enforcing, "big", "tiny"), "--json")
    assert done.status == 0
    assert found(done)["model"][2] == "choose one, for example BRIEFING_MODEL=big"
    assert "mode" not in found(done)


# --- what is no model ----------------------------------------------------------------------------------

PAGE: Answer = (200, "text/html", b"<html><body><h1>Welcome</h1></body></html>")
MISSING: Answer = (404, "text/html", b"<html><body><h1>Not here</h1></body></html>")


@pytest.mark.parametrize("options", [(), ("--model", "m")])
@pytest.mark.parametrize("answer", [PAGE, MISSING, as_json({}), as_json([]), as_json({}, 500)])
def test_a_server_that_is_no_model_gives_4_and_a_remedy(
    examine: Examine, answer: Answer, options: tuple[str, ...]
) -> None:
    done = examine(lambda _path, _body: answer, "--json", *options)
    assert done.status == 4
    level, detail, remedy = found(done).get("answer", found(done)["endpoint"])
    assert (level, bool(detail), bool(remedy)) == ("fail", True, True)
    assert "<h1>" not in done.out or answer is MISSING


def test_a_page_instead_of_a_list_is_called_so(examine: Examine) -> None:
    level, detail, _ = found(examine(lambda _path, _body: PAGE, "--json"))["endpoint"]
    assert level == "fail"
    assert "answers, but not as a language model does" in detail
    assert "text/html" in detail


def test_an_address_without_its_v1_is_told_the_whole_one(examine: Examine) -> None:
    good = model_that(enforcing, "tiny")

    def respond(path: str, body: dict[str, object]) -> Answer:
        return good(path, body) if path.startswith("/v1/") else MISSING

    done = examine(respond, "--json", path="")
    assert done.status == 4
    assert found(done)["endpoint"][2].endswith("/v1")


def test_a_missing_list_is_no_failure_where_the_model_answers(examine: Examine) -> None:
    good = model_that(enforcing)
    done = examine(
        lambda path, body: MISSING if path.endswith("/models") else good(path, body), "--json", "--model", "m"
    )
    assert (done.status, found(done)["endpoint"][0], found(done)["mode"][0]) == (0, "warn", "ok")


def test_a_refused_key_is_a_failure_and_the_key_is_told_to_nobody(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-7f3a")
    refusal = as_json({"error": {"message": "Incorrect API key canary-7f3a"}}, 401)
    for options in ([], ["--json"], ["-vv"]):
        done = examine(lambda _path, _body: refusal, *options)
        assert done.status == 4
        assert "BRIEFING_API_KEY" in done.out
        assert "(set, not shown)" in done.out
        assert "canary-7f3a" not in done.out + done.err


def test_names_of_models_cannot_speak_to_the_terminal(examine: Examine) -> None:
    done = examine(model_that(enforcing, "a\x1b[2Jb" + "x" * 500, "c"))
    assert "\x1b" not in done.out
    assert "x" * 100 not in done.out


def test_nobody_at_the_address_gives_4(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    done = run("doctor", "--json")
    assert (done.status, found(done)["endpoint"][0]) == (4, "fail")


# --- without an endpoint, and settings -----------------------------------------------------------------


def test_no_endpoint_is_fine(run: Run) -> None:
    done = run("doctor")
    assert (done.status, done.err) == (0, "")
    assert "none is set: the built-in engine writes, offline" in done.out
    assert "# briefing.toml" not in done.out


def test_a_model_without_an_endpoint_gives_2(run: Run) -> None:
    done = run("doctor", "--json", "--model", "m")
    assert (done.status, found(done)["endpoint"][0]) == (2, "fail")


def test_a_settings_file_that_is_wrong_gives_2(run: Run, folder: Path) -> None:
    (folder / "briefing.toml").write_text('modell = "m"', encoding="utf-8")
    done = run("doctor")
    assert done.status == 2
    assert "Did you mean `model`?" in done.err


def test_every_setting_is_shown_with_its_origin(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "briefing.toml").write_text(
        "retries = 1\n[prices.m]\ninput=1.0\noutput=2.0\n", encoding="utf-8"
    )
    monkeypatch.setenv("BRIEFING_WORKERS", "7")
    monkeypatch.setenv("BRIEFING_TIMEOUTS", "7")
    rows = {
        row["name"]: (row["value"], row["origin"])
        for row in json.loads(run("doctor", "--json").out)["settings"]
    }
    assert rows["workers"] == ("7", "BRIEFING_WORKERS")
    assert rows["retries"] == ("1", f"{folder / 'briefing.toml'}: retries")
    assert rows["prices"][0] == "m"
    assert rows["timeout"] == ("300", "default")
    assert "BRIEFING_TIMEOUTS is not a setting" in run("doctor").out
