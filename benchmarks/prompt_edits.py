"""Deliberate edits of the story prompt -> what `briefing compare` says of each, from a real model's replies.

    python benchmarks/prompt_edits.py FOLDER --model qwen-1.5b --workers 3

The endpoint is that of the settings, as for `briefing record`. Each edit gets a folder of its own below
FOLDER: a git repository with the cases, the recordings of the base and the edited prompt. What is there
already is not asked again, so the run can be stopped and started. The edits are patches in
`benchmarks/prompt_edits/`, with the verdict that was expected beforehand.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
PATCHES = ROOT / "benchmarks" / "prompt_edits"
# Short ones, three of them critical: one reply takes a small model half a minute.
CASES = (
    "budget-stub",
    "ferry-rota",
    "keeper-transfer",
    "library-sundays",
    "lynx-hearing",
    "optics-earnings",
    "orchard-heirs",
    "quarry-fire",
)
_GIT = (
    "git",
    "-c",
    "user.name=edits",
    "-c",
    "user.email=edits@example.invalid",
    "-c",
    "commit.gpgsign=false",
)
_BRIEFING = (sys.executable, "-m", "briefing")


class Edit(NamedTuple):
    """One edit: its patches, and what was expected of it."""

    name: str
    what: str
    expected: str
    before: str | None = None


class Seen(NamedTuple):
    """What `compare` said."""

    edit: Edit
    asked: int
    pair: dict[str, Any] | None


def main() -> None:
    """Record and compare the edits, and print a table in Markdown."""
    options = _parse()
    edits = [edit for edit in read_edits() if not options.edits or edit.name in options.edits]
    base = prepare_base(options)
    seen = []
    for edit in edits:
        seen.append(try_edit(edit, base, options))
        (options.folder / "table.md").write_text(table(seen), encoding="utf-8")
    print(table(seen))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="for the repositories and reports; not in a checkout")
    parser.add_argument("--model", required=True, help="an alias of golden/models.toml")
    parser.add_argument("--edit", dest="edits", action="append", help="repeatable; all by default")
    parser.add_argument("--case", dest="cases", action="append", help="repeatable; eight by default")
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1, help="as many as the server has slots")
    return parser.parse_args()


def read_edits() -> Iterator[Edit]:
    """The edits in the order of their file."""
    tables = tomllib.loads((PATCHES / "edits.toml").read_text(encoding="utf-8"))
    return (Edit(name, **fields) for name, fields in tables.items())


def prepare_base(options: argparse.Namespace) -> Path:
    """A folder with the chosen cases, the prompt as it is, and as many samples of the base as are wanted."""
    base: Path = options.folder / "base"
    if not base.exists():
        for case in options.cases or CASES:
            shutil.copytree(ROOT / "seeds" / case, base / "seeds" / case)
            for recording in (ROOT / "golden" / case / options.model).glob("recording-*.json"):
                target = base / "golden" / case / options.model
                target.mkdir(parents=True, exist_ok=True)
                shutil.copy(recording, target)
        (base / "golden").mkdir(exist_ok=True)
        shutil.copy(ROOT / "golden" / "models.toml", base / "golden")
        shutil.copytree(ROOT / "prompts", base / "prompts")
    record(base, options)
    return base


def try_edit(edit: Edit, base: Path, options: argparse.Namespace) -> Seen:
    """Commit the base, apply the edit, record what it asks anew, and compare."""
    place = options.folder / edit.name
    if not (place / ".git").exists():
        shutil.copytree(base, place)
        run([*_GIT, "init", "--quiet", "--initial-branch", "main"], place)
        if edit.before:
            run([*_GIT, "apply", str(PATCHES / f"{edit.before}.patch")], place)
        run([*_GIT, "add", "--all"], place)
        run([*_GIT, "commit", "--quiet", "--message", "The prompt as it is"], place)
        run([*_GIT, "apply", str(PATCHES / f"{edit.name}.patch")], place)
    asked = record(place, options)
    reports = [word for name in ("json", "md", "html") for word in ("-o", f"report.{name}")]
    compare = [*_BRIEFING, "compare", "HEAD", "worktree", "--model", options.model, *reports]
    run(compare, place, may_fail=True)
    told = json.loads((place / "report.json").read_text(encoding="utf-8"))
    changed = run([*_GIT, "status", "--porcelain", "golden"], place).count("recording-")
    return Seen(edit, max(asked, changed), told["pairs"][0])


def record(place: Path, options: argparse.Namespace) -> int:
    """Ask what is not recorded yet; gives how many replies were asked for."""
    words = ["record", "--model", options.model, "--samples", str(options.samples)]
    plan = run([*_BRIEFING, *words, "--dry-run"], place).strip().splitlines()[-1]
    print(f"{place.name}: {plan}", file=sys.stderr, flush=True)
    run([*_BRIEFING, *words, "--workers", str(options.workers)], place)
    return int(plan.split()[0])


def run(words: Sequence[str], folder: Path, *, may_fail: bool = False) -> str:
    """Run a command and give its stdout; ends the program, with what it said, where it fails."""
    done = subprocess.run(
        list(words), cwd=folder, stdout=subprocess.PIPE, text=True, check=False, env=os.environ
    )
    if done.returncode and not may_fail:
        sys.exit(f"{' '.join(words[:6])} ended with {done.returncode} in {folder}")
    return done.stdout


def table(seen: Sequence[Seen]) -> str:
    """The table of verdicts, in Markdown."""
    lines = ["| edit | expected | replies asked for | verdict | why |", "|---|---|---|---|---|"]
    for edit, asked, pair in seen:
        verdict, why = (pair["verdict"], pair["reason"]) if pair else ("not compared", "")
        lines.append(f"| {edit.what} | {edit.expected} | {asked} | **{verdict}** | {why.replace('|', '/')} |")
    lines += ["", "| edit | metric | base | head | difference [95 %] |", "|---|---|---|---|---|"]
    for edit, _, pair in seen:
        lines += [_metric(edit, row) for row in (pair["metrics"] if pair else []) if row["is_primary"]]
    return "\n".join(lines) + "\n"


def _metric(edit: Edit, row: dict[str, Any]) -> str:
    if row["difference"] is None:
        return f"| {edit.name} | {row['label']} | | | |"
    shown = f"{row['difference']:+.0%} [{row['low']:+.0%}, {row['high']:+.0%}]"
    return f"| {edit.name} | {row['label']} | {row['base']:.0%} | {row['head']:.0%} | {shown} |"


if __name__ == "__main__":
    main()
