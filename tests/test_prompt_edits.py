"""The deliberate edits of `benchmarks/prompt_edits.py` fit the prompt as it is, and do what they say."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from storybuilder import Said, build_story

from briefing.exchange import Mode
from briefing.prompts import Prompt, load_prompt

ROOT = Path(__file__).parents[1]
PATCHES = ROOT / "benchmarks" / "prompt_edits"
EDITS = tomllib.loads((PATCHES / "edits.toml").read_text(encoding="utf-8"))


def rendered(root: Path) -> Prompt:
    text = "“We will not pay,” said the mayor, Ada Lund. It is unclear who would."
    told = build_story(text, [Said("We will not pay", "Ada Lund")])
    return load_prompt("story", folder=root / "prompts").render(told, marker="m" * 32)


def apply(root: Path, name: str) -> None:
    subprocess.run(["git", "apply", str(PATCHES / f"{name}.patch")], cwd=root, check=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    return tmp_path


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_fits_and_only_that_of_a_comment_asks_the_same(root: Path, name: str) -> None:
    if before := EDITS[name].get("before"):
        apply(root, before)
    base = rendered(root)
    apply(root, name)
    edited = rendered(root)
    assert edited.fingerprints.template_closure != base.fingerprints.template_closure
    is_same = edited.messages_for(Mode.JSON_SCHEMA) == base.messages_for(Mode.JSON_SCHEMA)
    assert is_same is (name == "mend-comment")


def test_every_patch_belongs_to_an_edit() -> None:
    named = {name for edit, fields in EDITS.items() for name in (edit, fields.get("before")) if name}
    assert {path.stem for path in PATCHES.glob("*.patch")} == named
