"""What README and docs show is what happens: every block of code is run, or checked by its kind."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from briefing.cli.commands import COMMANDS, load_command
from briefing.errors import ExitStatus
from briefing.schema import FindingCode
from briefing.settings import Setting, Settings, all_settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
BLOCK_RE = re.compile(
    r"(?:^<!-- (?P<note>.+?) -->\n+)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK_RE = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?://|#)([^)#\s]+)")
VARIABLE_RE = re.compile(r"^(?:\w+=\S* )+")
SEPARATOR = "\x1e"


class Block(NamedTuple):
    """A fenced block; `note` is the HTML comment before it: `not run: why`, or `from FILE`."""

    page: Path
    line: int
    kind: str
    text: str
    note: str


def blocks(*kinds: str) -> list[Block]:
    return [block for page in PAGES for block in _blocks_of(page) if block.kind in kinds]


def _blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in BLOCK_RE.finditer(text):
        line = text.count("\n", 0, match.start("kind")) + 1
        yield Block(page, line, match["kind"], match["text"], match["note"] or "")


def name_of(value: object) -> str:
    match value:
        case Block():
            return f"{value.page.relative_to(ROOT)}:{value.line}"
        case Path():
            return str(value.relative_to(ROOT))
        case _:
            return str(value)


# --- console blocks are run ----------------------------------------------------------------------------


class Step(NamedTuple):
    command: str
    shown: list[str]


def steps(block: Block) -> list[Step]:
    r"""The commands of a console block, each with the output shown; a line that ends in \ goes on."""
    found: list[Step] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Step(line.removeprefix("$ "), []))
        elif found and (found[-1].command.endswith("\\") and not found[-1].shown):
            found[-1] = Step(f"{found[-1].command}\n{line}", [])
        else:
            found[-1].shown.append(line)
    return found


def pages_with_console_blocks() -> list[Path]:
    return sorted({block.page for block in blocks("console")})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a reader has before them, to run commands in."""
    for folder in ("seeds", "golden", "prompts"):
        shutil.copytree(ROOT / folder, tmp_path / "briefing" / folder)
    shutil.copy(ROOT / "Makefile", tmp_path / "briefing")
    return tmp_path / "briefing"


@pytest.mark.parametrize("page", pages_with_console_blocks(), ids=name_of)
def test_what_a_page_shows_on_the_console_is_what_comes_out(page: Path, copy: Path) -> None:
    for block in _blocks_of(page):
        if block.kind == "console" and not block.note.startswith("not run: "):
            run_block(block, copy)


def run_block(block: Block, folder: Path) -> None:
    for step, (output, status) in zip(steps(block), outputs_of(block, folder), strict=True):
        where = f"{name_of(block)}: $ {step.command}\n{output}"
        assert status == 0, where
        if step.shown:
            assert shows(output.splitlines(), step.shown), where


def outputs_of(block: Block, folder: Path) -> list[tuple[str, int]]:
    """What each command of a block prints, on either stream, and its status; one shell runs them all."""
    script = "".join(f"{step.command}\nprintf '{SEPARATOR}%s{SEPARATOR}' $?\n" for step in steps(block))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEFING_", "OPENAI_", "CI"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {**kept, "PATH": path, "HOME": str(folder.parent), "NO_COLOR": "1"}
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
        timeout=120,
        encoding="utf-8",
    )
    parts = done.stdout.split(SEPARATOR)
    return list(zip(parts[0::2], map(int, parts[1::2]), strict=False))


def shows(output: list[str], shown: list[str]) -> bool:
    """Whether the lines shown are those of the output; a line of three dots stands for any lines."""
    if not shown:
        return not output
    if shown[0].strip() in {"...", "…"}:
        return any(shows(output[index:], shown[1:]) for index in range(len(output) + 1))
    return bool(output) and output[0].rstrip() == shown[0].rstrip() and shows(output[1:], shown[1:])


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        (["a", "b", "c"], True),
        (["a", "...", "c"], True),
        (["...", "c", "..."], True),
        (["a", "b"], False),
        (["a", "...", "b"], False),
        (["b", "..."], False),
        (["..."], True),
    ],
)
def test_three_dots_stand_for_lines_and_nothing_else_is_let_pass(shown: list[str], *, fits: bool) -> None:
    assert shows(["a", "b", "c"], shown) is fits


# --- blocks that are not run ---------------------------------------------------------------------------


def unrun_lines() -> list[str]:
    kept = [block for block in blocks("console", "sh") if block.kind == "sh" or block.note]
    return sorted({line.removeprefix("$ ") for block in kept for line in block.text.splitlines()})


@pytest.mark.parametrize("block", blocks("sh", "yaml"), ids=name_of)
def test_a_block_that_is_not_run_says_why(block: Block) -> None:
    assert re.fullmatch(r"not run: \w.+", block.note), "say why in a comment before it, or make it `console`"


@pytest.mark.parametrize(
    "line", [line for line in unrun_lines() if VARIABLE_RE.sub("", line).startswith("briefing ")]
)
def test_a_command_that_is_not_run_has_only_options_that_exist(line: str) -> None:
    words = VARIABLE_RE.sub("", line).split("#", maxsplit=1)[0].split()
    known = {"-o", "-q", "-v", "-vv", *options_of(load_command(words[1]))}
    assert {word.split("=")[0] for word in words[2:] if word.startswith("-") and word != "-"} <= known


@pytest.mark.parametrize("line", [line for line in unrun_lines() if line.startswith("make ")])
def test_a_make_target_that_is_named_exists(line: str) -> None:
    target = line.split()[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


# --- other kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks("toml", "json"), ids=name_of)
def test_a_block_of_data_parses_and_settings_in_it_exist(block: Block) -> None:
    table = json.loads(block.text) if block.kind == "json" else tomllib.loads(block.text)
    if block.text.startswith("# briefing.toml"):
        Settings.model_validate(table)


@pytest.mark.parametrize("block", blocks("python"), ids=name_of)
def test_a_python_block_runs(block: Block, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    exec(compile(ast.parse(block.text), name_of(block), "exec"), {"__name__": "__main__"})  # noqa: S102 - our own documentation, run as its readers run it


@pytest.mark.parametrize("block", blocks("markdown", "text"), ids=name_of)
def test_an_excerpt_stands_in_the_file_it_is_from(block: Block) -> None:
    if block.note.startswith("from "):
        output = (ROOT / block.note.removeprefix("from ")).read_text(encoding="utf-8").splitlines()
        assert shows(output, ["...", *block.text.splitlines(), "..."])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK_RE.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


# --- reference pages are complete ----------------------------------------------------------------------


def reference(name: str) -> str:
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_holds_every_command_and_option(name: str) -> None:
    section = reference("cli.md").partition(f"## briefing {name}\n")[2].partition("\n## ")[0]
    assert section
    assert {option for option in options_of(load_command(name)) if option not in section} <= SHARED


def options_of(command: click.Command) -> set[str]:
    """The long form of every option, those of commands below included."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    own = {max(p.opts, key=len) for p in command.params if isinstance(p, click.Option)}
    return own.union(*(options_of(other) for other in below))


SHARED = {"--quiet", "--verbose", "--color"}


def test_the_reference_holds_every_setting_with_its_default() -> None:
    page = reference("settings.md")
    for setting in all_settings():
        default = shown_default(setting)
        row = rf"^\| `{setting.key}` \| .+ \| {re.escape(f'`{default}`') if default else '–'} \| "
        assert re.search(row, page, re.MULTILINE), (setting.key, default)


def shown_default(setting: Setting) -> str:
    match setting.default:
        case None | ():
            return ""
        case bool(value):
            return str(value).lower()
        case tuple(words):
            return ", ".join(words)
        case value:
            return str(value).removesuffix(".0")


def test_the_reference_holds_every_exit_status() -> None:
    assert [int(n) for n in re.findall(r"^\| (\d+) \|", reference("exit-status.md"), re.MULTILINE)] == sorted(
        ExitStatus
    )


def test_the_reference_holds_every_finding() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", reference("findings.md"), re.MULTILINE)) == set(FindingCode)
