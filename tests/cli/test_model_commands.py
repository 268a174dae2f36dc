"""Commands that ask a language model, against a server on this machine; and the way without a server."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from commandrun import Run

ROOT = Path(__file__).parents[2]
REPLY = json.dumps(
    {
        "headline": {"text": "Harbour board undecided about night flights", "evidence": ["a1.1"]},
        "bottom_line": [
            {"text": "The harbour board decided nothing about night flights.", "evidence": ["a1.1"]}
        ],
        "issue": {"text": "Should there be night flights?", "evidence": ["a1.1"]},
        "positions": [
            {
                "actor": "Mira Tolland",
                "stance": "against",
                "summary": "The chairwoman will not sign the paper.",
                "evidence": ["a1.2", "a1.3"],
            },
            {
                "actor": "Paul Brandt",
                "stance": "against",
                "summary": "Brandt says that the town sleeps badly.",
                "evidence": ["a1.3"],
            },
        ],
        "open_questions": [],
    }
)


class Server(ThreadingHTTPServer):
    """Speaks just enough of the Chat Completions protocol; keeps what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Callable[[object], str] = lambda _: REPLY
        self.status = 200
        self.bodies: list[dict[str, object]] = []
        self.keys: list[str | None] = []

    def handle_error(self, *_arguments: object) -> None:
        """A client that was killed has hung up; nobody wants to read of it."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        size = int(self.headers["content-length"])
        self.server.bodies.append(json.loads(self.rfile.read(size)))
        self.server.keys.append(self.headers.get("authorization"))
        message = {"role": "assistant", "content": self.server.answer(self.server.bodies[-1])}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        if self.server.status != 200:
            body = {"error": {"message": "no such luck"}}
        data = json.dumps(body).encode()
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing on stderr."""


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    assert folder
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("BRIEFING_RETRIES", "0")
        yield server
        server.shutdown()
        thread.join()


def test_a_model_is_asked_and_what_it_got_wrong_is_left_out(run: Run, server: Server) -> None:
    done = run("write", "harbour.txt", "--model", "small-model")
    assert done.status == 0
    assert "small-model" in done.out
    printed, _, left_out = done.out.partition("Left out")
    assert "“The town sleeps badly enough.”" in printed
    assert "Brandt" not in printed
    assert "wrong-speaker" in left_out
    assert [body["model"] for body in server.bodies] == ["small-model"]


def test_the_settings_say_how_the_model_is_asked(run: Run, server: Server, folder: Path) -> None:
    (folder / "briefing.toml").write_text(
        'model = "m"\ntemperature = 0.7\nmax_tokens = 99\nmode = "prompted"\n'
    )
    run("write", "harbour.txt")
    (body,) = server.bodies
    assert (body["temperature"], body["max_tokens"], "response_format" in body) == (0.7, 99, False)


def test_a_key_is_sent_and_told_to_nobody(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary-7f3a")
    done = run("write", "-vv", "harbour.txt", "--model", "m", "-o", "brief.json")
    server.status = 401
    refused = run("write", "-vv", "harbour.txt", "--model", "m", "--no-cache")
    assert server.keys == ["Bearer canary-7f3a"] * 2
    assert refused.status == 4
    told = (
        done.out + done.err + refused.out + refused.err + (folder / "brief.json").read_text(encoding="utf-8")
    )
    assert "canary-7f3a" not in told


def test_a_reply_that_is_never_valid_gives_4_and_no_brief(run: Run, server: Server) -> None:
    server.answer = lambda _: "I would rather not."
    done = run("write", "harbour.txt", "--model", "m")
    assert (done.status, done.out) == (4, "")
    assert "No usable reply in 3 tries" in done.err
    assert len(server.bodies) == 3


def test_a_story_the_model_fails_on_gives_4_and_the_others_are_briefed(
    run: Run, server: Server, folder: Path
) -> None:
    shutil.copy(ROOT / "tests" / "cases" / "cli" / "library.txt", folder)
    server.answer = lambda body: "no" if "Wexholm" in json.dumps(body) else REPLY
    done = run("write", "harbour.txt", "library.txt", "--model", "m")
    assert done.status == 4
    assert "Tolland" in done.out
    assert "model-failed" in done.out.partition("Left out")[2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_a_call_gives_130_at_once_and_the_finished_stories(
    start: Start, server: Server, folder: Path, number: signal.Signals
) -> None:
    shutil.copy(ROOT / "tests" / "cases" / "cli" / "library.txt", folder)
    asked, hold = threading.Event(), threading.Event()

    def answer(body: object) -> str:
        if "Wexholm" in json.dumps(body):
            asked.set()
            hold.wait(30)
        return REPLY

    server.answer = answer
    process = start(
        "write", "harbour.txt", "library.txt", "--model", "m", env={**os.environ, "BRIEFING_WORKERS": "1"}
    )
    assert asked.wait(30)
    began = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    hold.set()
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert b"briefing: interrupted; the brief holds the stories that were finished.\n" in err
    assert b"2 requests" in err
    assert b"Tolland" in out


# --- what a run costs ----------------------------------------------------------------------------------

PRICED = "[prices.m]\ninput = 1000.0\noutput = 4000.0\n"
COST = r"cost (\d+\.\d{4}), \d+\.\d s\.\n"


@pytest.fixture
def two(folder: Path) -> tuple[str, str]:
    """Two articles about two stories."""
    shutil.copy(ROOT / "tests" / "cases" / "cli" / "library.txt", folder)
    return "harbour.txt", "library.txt"


@pytest.mark.usefixtures("server")
def test_a_run_ends_with_its_receipt_and_an_unknown_cost_is_unknown(run: Run, two: tuple[str, str]) -> None:
    done = run("write", *two, "--model", "m")
    assert re.search(
        r"^2 requests, [\d,]+ tokens in, \d+ out \(partly estimated\), cost unknown, ", done.err, re.MULTILINE
    )
    assert run("write", "-q", *two, "--model", "m").err == ""


def test_a_receipt_counts_what_failed_and_what_was_asked_again(
    run: Run, server: Server, folder: Path, two: tuple[str, str]
) -> None:
    (folder / "briefing.toml").write_text(PRICED, encoding="utf-8")
    server.answer = lambda body: "no" if "Wexholm" in json.dumps(body) else REPLY
    done = run("write", *two, "--model", "m")
    assert done.status == 4
    assert "4 requests (2 asked again), " in done.err
    cost = re.search(COST, done.err)
    assert cost is not None
    assert float(cost[1]) > 0


def test_the_request_over_the_limit_is_never_sent_and_what_is_finished_is_kept(
    run: Run, server: Server, two: tuple[str, str]
) -> None:
    done = run("write", *two, "--model", "m", "--max-requests", "1", "--workers", "1")
    assert done.status == 4
    assert len(server.bodies) == 1
    assert "The limit of 1 requests is reached; what is done is kept." in done.err
    assert done.out.count("\n## ") == 1
    assert "model-failed" in done.out.partition("Left out")[2]


def test_a_limit_on_the_cost_holds_and_needs_a_price(
    run: Run, server: Server, folder: Path, two: tuple[str, str]
) -> None:
    unpriced = run("write", *two, "--model", "m", "--max-cost", "1")
    assert (unpriced.status, "A limit on the cost needs the price of m" in unpriced.err) == (2, True)
    (folder / "briefing.toml").write_text(PRICED, encoding="utf-8")
    assert run("write", *two, "--model", "m", "--max-cost", "0.5").status == 4
    assert server.bodies == []
    assert run("write", *two, "--model", "m", "--max-cost", "99").status == 0
    assert len(server.bodies) == 2


def test_as_many_calls_wait_at_a_time_as_the_option_says(
    run: Run, server: Server, two: tuple[str, str]
) -> None:
    together = threading.Barrier(2, timeout=10)

    def answer(_: object) -> str:
        together.wait()
        return REPLY

    server.answer = answer
    assert run("write", *two, "--model", "m", "--workers", "2").status == 0


def test_a_dry_run_shows_requests_and_cost_and_reaches_nobody(
    run: Run, server: Server, folder: Path, two: tuple[str, str]
) -> None:
    (folder / "briefing.toml").write_text(PRICED + "", encoding="utf-8")
    done = run("write", *two, "--model", "m", "--dry-run", "-o", "brief.md")
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[:2] == ["2 documents with 2 stories", "2 requests to m, without what is asked again"]
    assert re.fullmatch(r"about [\d,]+ tokens in \(estimated: .+\), at most [\d,]+ out", lines[2])
    assert re.fullmatch(r"cost at most about \d+\.\d{4}", lines[3])
    assert server.bodies == []
    assert not (folder / "brief.md").exists()


def test_a_dry_run_needs_neither_endpoint_nor_price_nor_model(run: Run) -> None:
    asked = run("write", "harbour.txt", "--model", "m", "--dry-run", "-vv")
    assert (asked.status, asked.out.splitlines()[-1]) == (0, "cost unknown: no price is set")
    assert "The town sleeps badly enough." in asked.err
    builtin = run("write", "harbour.txt", "--dry-run")
    assert builtin.out == "1 document with 1 story\n0 requests: the built-in engine writes the brief\n"
    assert run("write", "nothing.txt", "--dry-run").status == 2


# --- kept replies --------------------------------------------------------------------------------------


def test_a_second_run_asks_nothing_and_gives_the_same_brief(
    run: Run, server: Server, two: tuple[str, str]
) -> None:
    first = run("write", *two, "--model", "m", "--date", "2025-03-04")
    second = run("write", *two, "--model", "m", "--date", "2025-03-04")
    assert len(server.bodies) == 2
    assert second.out.splitlines()[:-1] == first.out.splitlines()[:-1]  # the last line tells when it was made
    assert "0 requests, 2 kept replies, 0 tokens in, 0 out, cost 0.0000, " in second.err


def test_what_is_kept_is_checked_again(run: Run, server: Server) -> None:
    run("write", "harbour.txt", "--model", "m")
    second = run("write", "harbour.txt", "--model", "m")
    printed, _, left_out = second.out.partition("Left out")
    assert "Brandt" not in printed
    assert "wrong-speaker" in left_out
    assert len(server.bodies) == 1


def test_without_the_cache_everything_is_asked_and_nothing_kept(
    run: Run, server: Server, folder: Path
) -> None:
    for _ in range(2):
        assert "kept" not in run("write", "harbour.txt", "--model", "m", "--no-cache").err
    assert len(server.bodies) == 2
    (folder / "briefing.toml").write_text('model = "m"\ncache = false\n', encoding="utf-8")
    run("write", "harbour.txt")
    assert len(server.bodies) == 3
    assert not list((folder.parent / "home").rglob("*.json"))


def test_replies_lie_where_the_setting_says(run: Run, server: Server, folder: Path) -> None:
    (folder / "briefing.toml").write_text('model = "m"\ncache_dir = "kept"\n', encoding="utf-8")
    run("write", "harbour.txt")
    (path,) = (folder / "kept" / "replies").iterdir()
    path.write_bytes(b"{")
    again = run("write", "harbour.txt")
    assert again.status == 0
    assert "cannot be read; it is asked for again" in again.err
    assert len(server.bodies) == 2


def test_a_changed_article_is_asked_about_anew(run: Run, server: Server, folder: Path) -> None:
    run("write", "harbour.txt", "--model", "m")
    path = folder / "harbour.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("six", "nine"), encoding="utf-8")
    run("write", "harbour.txt", "--model", "m")
    assert len(server.bodies) == 2


def test_a_failure_is_asked_again_in_the_next_run(run: Run, server: Server) -> None:
    server.answer = lambda _: "no"
    assert run("write", "harbour.txt", "--model", "m").status == 4
    server.answer = lambda _: REPLY
    assert run("write", "harbour.txt", "--model", "m").status == 0
    assert len(server.bodies) == 4


def test_a_dry_run_counts_what_is_kept(run: Run, server: Server, two: tuple[str, str]) -> None:
    run("write", two[0], "--model", "m")
    lines = run("write", *two, "--model", "m", "--dry-run").out.splitlines()
    assert lines[:3] == [
        "2 documents with 2 stories",
        "1 request to m, without what is asked again",
        "1 reply kept from an earlier run, not asked for",
    ]
    assert len(server.bodies) == 1


# --- record --------------------------------------------------------------------------------------------


@pytest.fixture
def suite(folder: Path) -> Path:
    """A golden suite of one case, for the built-in engine and for a model."""
    case = folder / "seeds" / "harbour"
    case.mkdir(parents=True)
    (case / "case.toml").write_text('title = "Harbour"\nnow = 2025-03-04T06:00:00Z\n', encoding="utf-8")
    shutil.copy(folder / "harbour.txt", case / "harbour.txt")
    (folder / "golden").mkdir()
    (folder / "golden" / "models.toml").write_text(
        '[builtin]\n[small]\nmodel = "small-model"\n', encoding="utf-8"
    )
    return folder


RECORDING = "golden/harbour/small/recording-1.json"


def test_a_dry_run_shows_the_plan_and_asks_nothing(run: Run, server: Server, suite: Path) -> None:
    done = run("record", "--dry-run")
    assert done.status == 0
    assert "harbour · small · sample 1: Case harbour has no recording for model small." in done.out
    assert done.out.endswith("1 to record.\n")
    assert server.bodies == []
    assert not (suite / RECORDING).exists()


def test_what_is_missing_is_recorded_once(run: Run, server: Server, suite: Path) -> None:
    done = run("record")
    assert done.status == 0
    assert done.out.endswith(f"1 to record.\nwrote {RECORDING}\n")
    assert run("record").out == "0 to record.\n"
    assert len(server.bodies) == 1
    assert (suite / RECORDING).is_file()


def test_a_recording_is_checked_without_a_server(run: Run, server: Server, suite: Path) -> None:
    assert run("check", "--model", "small").status == 3
    run("record")
    server.status = 500
    assert run("accept", "harbour").status == 0
    assert run("check").status == 0
    assert len(server.bodies) == 1
    edited = (suite / "seeds" / "harbour" / "harbour.txt").read_text(encoding="utf-8").replace("six", "nine")
    (suite / "seeds" / "harbour" / "harbour.txt").write_text(edited, encoding="utf-8")
    done = run("check")
    assert done.status == 3
    assert f"the articles changed since {RECORDING}. Run `briefing record harbour --model small`." in done.out
    assert "1 drift, 1 stale" in done.out


def test_an_endpoint_that_fails_gives_4_and_records_nothing(run: Run, server: Server, suite: Path) -> None:
    server.status = 503
    done = run("record")
    assert done.status == 4
    assert "harbour · small · sample 1" in done.err
    assert not (suite / RECORDING).exists()


@pytest.mark.usefixtures("suite")
def test_recording_without_an_endpoint_is_one_sentence(run: Run) -> None:
    done = run("record")
    assert done.status == 2
    assert "There is no endpoint for the model small-model" in done.err


@pytest.mark.usefixtures("suite")
def test_the_builtin_engine_has_nothing_to_record(run: Run) -> None:
    assert run("record", "--model", "builtin").status == 5


# --- prompt --------------------------------------------------------------------------------------------


def test_a_prompt_goes_out_and_its_reply_comes_in_by_hand(run: Run, folder: Path) -> None:
    shown = run("prompt", "show", "harbour.txt")
    assert shown.status == 0
    assert "The town sleeps badly enough." in shown.out
    (folder / "reply.json").write_text(REPLY, encoding="utf-8")
    done = run("prompt", "import", "reply.json", "--for", "harbour.txt", "--model", "somebody's")
    assert done.status == 0
    assert "“The town sleeps badly enough.”" in done.out
    assert "somebody’s" in done.out or "somebody's" in done.out
    assert "wrong-speaker" in done.out


def test_a_prompt_can_be_had_in_parts(run: Run) -> None:
    whole, parts = (
        run("prompt", "show", "harbour.txt"),
        run("prompt", "show", "harbour.txt", "--copy-parts", "3"),
    )
    assert [line for line in parts.err.splitlines() if line.startswith("Part")] == [
        f"Part {number} of 3:" for number in (1, 2, 3)
    ]
    assert len(parts.out) > len(whole.out)


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [(b"Here you are!", 4, "usable reply"), (b"\xff\xfe", 2, "not UTF-8"), (None, 2, "cannot be read")],
)
def test_a_reply_that_cannot_be_used_is_one_sentence(
    run: Run, folder: Path, content: bytes | None, status: int, sentence: str
) -> None:
    if content is not None:
        (folder / "reply.json").write_bytes(content)
    done = run("prompt", "import", "reply.json", "--for", "harbour.txt")
    assert (done.status, done.out) == (status, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1


def test_a_prompt_is_about_sources_or_a_case(run: Run) -> None:
    for words in (
        ("show",),
        ("show", "harbour.txt", "--case", "harbour", "--model", "m"),
        ("import", "reply.json"),
    ):
        done = run("prompt", *words)
        assert (done.status, done.out) == (2, "")
        assert "--case NAME" in done.err
    assert "--case needs --model" in run("prompt", "show", "--case", "harbour").err


def test_every_word_behind_for_is_a_source(run: Run, folder: Path) -> None:
    (folder / "reply.json").write_text(REPLY, encoding="utf-8")
    done = run("prompt", "import", "reply.json", "--for", "harbour.txt", "missing.txt", "-o", "brief.md")
    assert done.status == 2
    assert "missing.txt" in done.err
    assert "“The town sleeps badly enough.”" in (folder / "brief.md").read_text(encoding="utf-8")


# --- a golden case by hand -----------------------------------------------------------------------------


@pytest.fixture
def by_hand(suite: Path) -> Path:
    """The suite with an alias for a chat window."""
    models = suite / "golden" / "models.toml"
    told = '\n[window]\nmodel = "a-window"\nby_hand = true\n'
    models.write_text(models.read_text(encoding="utf-8") + told, encoding="utf-8")
    return suite


CASE = ("--case", "harbour", "--model", "window")
BY_HAND = "golden/harbour/window/recording-1.json"


def test_the_prompt_of_a_case_is_what_a_model_would_be_asked(run: Run, server: Server, by_hand: Path) -> None:
    shown = run("prompt", "show", *CASE)
    assert shown.status == 0
    models = by_hand / "golden" / "models.toml"
    text = models.read_text(encoding="utf-8").replace("by_hand = true", 'mode = "prompted"')
    models.write_text(text, encoding="utf-8")
    run("record", "--model", "window")
    (body,) = server.bodies
    assert isinstance(body["messages"], list)
    assert shown.out == "\n\n".join(message["content"] for message in body["messages"]) + "\n"


def test_what_is_asked_by_hand_is_asked_of_no_endpoint(run: Run, server: Server, by_hand: Path) -> None:
    assert by_hand
    assert run("record", "--model", "window").status == 5
    assert "window" not in run("record").out
    assert [body["model"] for body in server.bodies] == ["small-model"]
    missing = run("check", "--model", "window")
    assert missing.status == 3
    assert "briefing prompt show --case harbour --model window" in missing.out


def test_a_reply_carried_by_hand_is_recorded_and_replayed(run: Run, by_hand: Path) -> None:
    (by_hand / "reply.json").write_text(f"```json\n{REPLY}\n```", encoding="utf-8")
    done = run("prompt", "import", "reply.json", *CASE)
    assert (done.status, done.out, done.err) == (0, f"wrote {BY_HAND}\n", "")
    value = json.loads((by_hand / BY_HAND).read_text(encoding="utf-8"))
    assert value["recorded_with"]["host"] == "carried by hand"
    assert (value["recorded_with"]["sdk"], value["attempts"][0]["usage"]) == (None, None)
    assert run("check", "--model", "window").status == 1  # there is no approved brief yet
    assert run("accept", "harbour", "--model", "window").status == 0
    assert run("check", "--model", "window").status == 0


def test_a_reply_that_cannot_be_used_gives_what_to_send_next(run: Run, by_hand: Path) -> None:
    (by_hand / "reply.json").write_text(REPLY.replace('"against"', '"opposed"'), encoding="utf-8")
    done = run("prompt", "import", "reply.json", *CASE)
    assert done.status == 4
    assert "positions[0].stance" in done.out
    assert "Fix the errors and try again." in done.out
    assert not (by_hand / BY_HAND).exists()
    (by_hand / "second.json").write_text(REPLY, encoding="utf-8")
    assert run("prompt", "import", "reply.json", "--correction", "second.json", *CASE).status == 0
    value = json.loads((by_hand / BY_HAND).read_text(encoding="utf-8"))
    assert [attempt["outcome"] for attempt in value["attempts"]] == ["schema", "ok"]
    assert run("accept", "harbour", "--model", "window").status == 0
    assert run("check", "--model", "window").status == 0


def test_replies_that_do_not_match_the_questions_are_not_recorded(run: Run, by_hand: Path) -> None:
    (by_hand / "reply.json").write_text(REPLY, encoding="utf-8")
    done = run("prompt", "import", "reply.json", "reply.json", *CASE)
    assert (done.status, done.out) == (2, "")
    assert "asks for 1 of these replies" in done.err
    (by_hand / "seeds" / "harbour" / "mole.txt").write_text(
        "Mole at Kelby delayed\n\n“The stones are late,” said the harbour master of Kelby, Ina Roth. “Nobody "
        "knows when they come.”\n\nThe mole was to stand by June. The builder gave no date.\n",
        encoding="utf-8",
    )
    done = run("prompt", "import", "reply.json", *CASE)
    assert (done.status, done.out) == (2, "")
    assert "more questions than replies" in done.err
    assert not (by_hand / BY_HAND).exists()


def test_only_an_alias_that_says_so_is_asked_by_hand(run: Run, suite: Path) -> None:
    done = run("prompt", "show", "--case", "harbour", "--model", "small")
    assert (done.status, done.out) == (2, "")
    assert "by_hand = true" in done.err
    assert run("prompt", "show", "--case", "harbour", "--model", "builtin").status == 2
    assert run("prompt", "show", "--case", "quarry", "--model", "small").status == 5
    models = suite / "golden" / "models.toml"
    models.write_text('[w]\nmodel = "w"\nby_hand = true\nmode = "json_schema"\n', encoding="utf-8")
    refused = run("prompt", "show", "--case", "harbour", "--model", "w")
    assert refused.status == 2
    assert "a chat window has no place for a mode" in refused.err


@pytest.mark.usefixtures("suite")
def test_the_plan_tells_tokens_and_cost_beforehand(run: Run, suite: Path) -> None:
    done = run("record", "--samples", "2", "--dry-run")
    (line,) = [line for line in done.out.splitlines() if line.startswith("small: ")]
    assert re.fullmatch(
        r"small: 2 requests, about 2,\d{3} tokens in \(.*\), at most 3,000 out, cost unknown", line
    )
    (suite / "golden" / "models.toml").write_text(
        '[small]\nmodel = "m"\nprice = { input = 1.0, output = 2.0, as_of = 2025-09-01 }\n', encoding="utf-8"
    )
    assert re.search(r"cost 0\.004\d$", run("record", "--dry-run").out, re.MULTILINE)


@pytest.mark.usefixtures("suite")
def test_samples_are_asked_at_the_same_time(run: Run, server: Server) -> None:
    """The server answers nobody before three have asked."""
    together = threading.Barrier(3)

    def answer(_body: object) -> str:
        together.wait(timeout=20)
        return REPLY

    server.answer = answer
    done = run("record", "--samples", "3", "--workers", "3")
    assert done.status == 0
    assert sorted(done.out.splitlines())[-3:] == [
        f"wrote golden/harbour/small/recording-{number}.json" for number in (1, 2, 3)
    ]
    assert run("record", "--samples", "3").out == "0 to record.\n"


@pytest.mark.usefixtures("server")
def test_a_full_disk_gives_2_keeps_what_was_written_and_leaves_no_half_file(run: Run, suite: Path) -> None:
    """A limit on the size of a file fails like a full disk: after some bytes."""
    assert run("record").status == 0
    before = (suite / RECORDING).read_bytes()
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
    start = "from briefing.cli import main; sys.argv = ['briefing', 'record', '--samples', '2']; main()"
    done = subprocess.run(
        [sys.executable, "-c", limit + start], cwd=suite, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "recording-2.json cannot be written (File too large)" in done.stderr
    assert (suite / RECORDING).read_bytes() == before
    assert sorted(path.name for path in (suite / RECORDING).parent.iterdir()) == ["recording-1.json"]


# --- why a recording misses ----------------------------------------------------------------------------


@pytest.mark.usefixtures("server")
def test_a_miss_is_explained_by_case_or_by_key(run: Run, suite: Path) -> None:
    run("record")
    key = json.loads((suite / RECORDING).read_text(encoding="utf-8"))["key"]
    done = run("explain", "--recording", "harbour")
    assert done.status == 0
    assert f"answered by {RECORDING} ({key})" in done.out
    models = suite / "golden" / "models.toml"
    models.write_text(
        models.read_text(encoding="utf-8").replace("small-model", "other-model"), encoding="utf-8"
    )
    done = run("explain", "--recording", key[:12])
    assert done.status == 3
    assert "stale     harbour · small · sample 1" in done.out
    assert f"nearest     {RECORDING} ({key})" in done.out
    assert "changed     the model (from small-model to other-model)" in done.out
    assert "  template   same" in done.out
    assert "Run `briefing record harbour --model small`." in done.out


@pytest.mark.usefixtures("server")
def test_the_messages_of_a_miss_are_shown_side_by_side(run: Run, suite: Path) -> None:
    run("record")
    article = suite / "seeds" / "harbour" / "harbour.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("six", "nine"), encoding="utf-8")
    done = run("explain", "--recording", "harbour", "--model", "small")
    assert re.search(r"(?m)^  input +[0-9a-f]{12} → [0-9a-f]{12}$", done.out)
    assert re.search(r"(?m)^-.*six", done.out)
    assert re.search(r"(?m)^\+.*nine", done.out)
    parts = json.loads(run("explain", "--recording", "harbour", "--json").out)["questions"][0]["parts"]
    assert [part["name"] for part in parts if part["then"] != part["now"]] == ["input", "messages"]


@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--recording", "nothing"], 5, "nothing is neither a case nor eight characters or more"),
        (["--recording", "0123456789"], 5, "a key that begins with 0123456789"),
        (["--recording", "harbour", "--model", "builtin"], 5, "No model is asked about harbour"),
        (["--recording", "harbour", "article.txt"], 2, "Name either a SOURCE or"),
        ([], 2, "Name either a SOURCE or"),
        (["article.txt", "--model", "small"], 2, "--model belongs to --recording"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(
    run: Run, arguments: list[str], status: int, said: str
) -> None:
    done = run("explain", *arguments)
    assert (done.status, done.out) == (status, "")
    assert said in done.err


# --- a prompt that cannot be meant ----------------------------------------------------------------------


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    "words", [["check"], ["record"], ["explain", "--recording", "harbour"], ["accept", "harbour"]]
)
@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("{{ nobody }}", "Prompt story: system.j2, line 1: 'nobody' is undefined."),
        ("{% if %}", "Prompt story: system.j2, line 1: "),
        ("{% set x = 'in_words.j2' %}{% include x %}", "system.j2 includes a file whose name is computed"),
    ],
)
def test_a_prompt_that_does_not_render_gives_2_and_writes_nothing(
    run: Run, suite: Path, words: list[str], added: str, said: str
) -> None:
    shutil.copytree(ROOT / "prompts", suite / "prompts")
    system = suite / "prompts" / "story" / "system.j2"
    system.write_text(added + system.read_text(encoding="utf-8"), encoding="utf-8")
    done = run(*words, "--model", "small")
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert not (suite / "golden" / "harbour").exists()
