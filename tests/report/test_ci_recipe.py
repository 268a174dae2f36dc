"""The shell parts of the CI recipe do what the page says: our commands, and a `gh` that only notes."""

import json
import os
import re
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from suitebuilder import PLACES, commit, edit, git, make_suite, record, reply

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "check-prompts-in-ci.md"
WORKFLOW_RE = re.compile(
    r"^```yaml\n# \.github/workflows/(?P<name>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
STEP_RE = re.compile(
    r"^( +)- name: (?P<name>.+)\n(?:\1  .*\n|\n)*?\1  run: \|\n(?P<run>(?:\1    .*\n|\n)+)", re.MULTILINE
)
# Answers each call of ours with the next line of the file `answers`, and notes what it was called with.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> "$NOTES/calls"
case "$1" in run) mkdir -p report && cp "$NOTES/compare.md" report/ ;; esac
case "$*" in *--jq*) head -n 1 "$NOTES/answers"; sed -i 1d "$NOTES/answers" ;; esac
"""


class Done(NamedTuple):
    status: int
    output: str


def workflows() -> dict[str, str]:
    return {match["name"]: match["text"] for match in WORKFLOW_RE.finditer(PAGE.read_text(encoding="utf-8"))}


def script(workflow: str, step: str) -> str:
    found = {match["name"]: match["run"] for match in STEP_RE.finditer(workflows()[workflow])}
    return textwrap.dedent(found[step])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A committed suite with approved briefs, a note pad, and programs on the path."""
    root = make_suite(tmp_path / "suite", cases=6)
    edit(root / "golden/models.toml", MODEL_LARGE, "")
    record(root)
    (tmp_path / "notes").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "bin" / "gh").chmod(0o755)
    entry = f'#!/bin/sh\nexec {sys.executable} -m briefing "$@"\n'
    (tmp_path / "bin" / "briefing").write_text(entry, encoding="utf-8")
    (tmp_path / "bin" / "briefing").chmod(0o755)
    run(tmp_path, "briefing accept case-00 case-01 case-02 case-03 case-04 case-05")
    commit(root)
    return tmp_path


MODEL_LARGE = '\n[large]\nmodel = "large-model"\n'


def run(folder: Path, text: str, **environ: str) -> Done:
    """Run a script as Actions does: `bash -e`, in the repository."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEFING_", "OPENAI_", "GH_", "CI"))}
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    own = {"PATH": path, "NOTES": str(folder / "notes"), "GITHUB_STEP_SUMMARY": str(folder / "notes/summary")}
    done = subprocess.run(
        ["bash", "-e", "-c", text],
        cwd=folder / "suite",
        env={**kept, **own, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout)


def note(folder: Path, name: str) -> str:
    return (folder / "notes" / name).read_text(encoding="utf-8")


# --- check and compare ---------------------------------------------------------------------------------


def check_and_compare(folder: Path) -> Done:
    base = git(folder / "suite", "rev-parse", "HEAD")
    commit(folder / "suite")
    return run(folder, script("prompts.yml", "Check and compare"), BASE=base)


def test_a_change_of_nothing_passes_and_leaves_a_report(folder: Path) -> None:
    done = check_and_compare(folder)
    assert done.status == 0, done.output
    assert "## No change" in note(folder, "summary")
    names = {path.name for path in (folder / "suite/report").iterdir()}
    assert names == {"check.txt", "compare.md", "compare.html", "compare.xml"}


def test_a_prompt_that_was_not_recorded_again_fails_with_3(folder: Path) -> None:
    edit(folder / "suite/prompts/story/system.j2", "numbered", "numberd")
    done = check_and_compare(folder)
    assert done.status == 3, done.output
    assert "## Not compared" in note(folder, "summary")
    assert "briefing record case-00" in note(folder, "summary")


def test_a_brief_that_changed_and_was_not_approved_fails_with_1(folder: Path) -> None:
    edit(folder / "suite/prompts/story/system.j2", "You ", "You now ")
    record(folder / "suite", lambda n, _: [reply(n, without=("second",) if n == 0 else ())])
    done = check_and_compare(folder)
    assert done.status == 1, done.output
    assert "## Inconclusive" in note(folder, "summary")


# --- the comment -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "call"),
    [
        ("7\n\n", "--method POST repos/o/r/issues/7/comments -F body=@comment.md"),
        ("7\n4711\n", "--method PATCH repos/o/r/issues/comments/4711 -F body=@comment.md"),
    ],
)
def test_the_first_report_is_posted_and_later_ones_replace_it(folder: Path, answers: str, call: str) -> None:
    (folder / "notes/answers").write_text(answers, encoding="utf-8")
    (folder / "notes/compare.md").write_text(f"<!-- briefing compare -->\n{'x' * 70_000}", encoding="utf-8")
    text = script("prompts-comment.yml", "Comment")
    done = run(folder, text, REPOSITORY="o/r", RUN="99", HEAD="someone:a $(touch pwned) branch")
    assert done.status == 0, done.output
    assert note(folder, "calls").splitlines()[-1] == f"api {call}"
    assert (folder / "suite/comment.md").stat().st_size == 65_000
    assert not (folder / "suite/pwned").exists()


def test_a_run_of_no_open_pull_request_posts_nothing(folder: Path) -> None:
    (folder / "notes/answers").write_text("\n", encoding="utf-8")
    (folder / "notes/compare.md").write_text("<!-- briefing compare -->\n", encoding="utf-8")
    done = run(folder, script("prompts-comment.yml", "Comment"), REPOSITORY="o/r", RUN="99", HEAD="a:b")
    assert done.status == 0, done.output
    assert "comments" not in note(folder, "calls")


def test_the_workflow_that_may_write_checks_nothing_out_and_puts_no_expression_into_a_script() -> None:
    text = workflows()["prompts-comment.yml"]
    assert "checkout" not in text
    for name in workflows():
        for match in STEP_RE.finditer(workflows()[name]):
            assert "${{" not in match["run"], name


def test_the_workflow_for_strangers_has_no_secret_and_may_write_nothing() -> None:
    text = workflows()["prompts.yml"]
    assert "secrets." not in text
    assert "write" not in text
    assert "pull_request_target" not in text


# --- the schedule ----------------------------------------------------------------------------------------


def test_the_weekly_run_stops_before_it_asks_where_the_price_is_unknown(folder: Path) -> None:
    edit(folder / "suite/golden/models.toml", "price = ", "# price = ")
    text = script("prompts-drift.yml", "Record and compare")
    done = run(folder, text, MODEL="small", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert done.status == 2
    assert "--max-cost needs the price of small" in done.output
    assert not (folder / "notes/calls").exists()


class Endpoint(BaseHTTPRequestHandler):
    """A model that has got worse: it finds the case by its town, and forgets the second speaker."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        number = next(n for n, place in enumerate(PLACES) if f"mayor of {place}" in asked)
        message = {"role": "assistant", "content": reply(number, without=("second",))}
        usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = json.dumps({"object": "chat.completion", "model": "m", "choices": [choice], "usage": usage})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()
        thread.join(5)


def test_the_weekly_run_records_anew_and_proposes_what_drifted(folder: Path, endpoint: str) -> None:
    git(folder / "suite", "init", "--quiet", "--bare", str(folder / "origin"))
    git(folder / "suite", "remote", "add", "origin", str(folder / "origin"))
    text = script("prompts-drift.yml", "Record and compare")
    done = run(folder, text, MODEL="small", OPENAI_BASE_URL=endpoint, OPENAI_API_KEY="none", HOME=str(folder))
    assert done.status == 0, done.output
    assert "compare ended with 1" in done.output
    assert "pr create --title Recordings of small" in note(folder, "calls")
    report = (folder / "suite/drift.md").read_text(encoding="utf-8")
    assert "lost position, 1/1 → 0/3: Paul Marsden" in report
    files = git(folder / "origin", "show", "--name-only", "--format=%s", "--all").splitlines()
    assert files[0] == "Record small again"
    assert "golden/case-04/small/recording-3.json" in files
    assert not [name for name in files[1:] if name and not name.startswith("golden/")]
