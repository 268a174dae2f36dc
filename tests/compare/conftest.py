"""Suites to compare: made and committed once, copied for each test that changes one."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from suitebuilder import commit, make_suite, record

from briefing.cli.entry import run as run_command


class Done(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six cases, one of them critical, one good sample each, all committed; never changed."""
    root = make_suite(tmp_path_factory.mktemp("suite"), cases=6, critical=(2,))
    record(root)
    commit(root)
    return root


@pytest.fixture
def root(committed: Path, tmp_path: Path) -> Path:
    """A copy of that suite, to be changed."""
    return shutil.copytree(committed, tmp_path / "suite")


@pytest.fixture
def run(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Run a command in that suite."""
    monkeypatch.chdir(root)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        status = run_command([str(argument) for argument in arguments])
        return Done(status, *capsys.readouterr())

    return call
