"""Makes golden suites in a folder: cases of one pattern, recordings of scripted replies, git commits."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from briefing.exchange import Reply, Usage
from briefing.golden import load_aliases, load_cases, record_case
from briefing.golden.record import Planned
from briefing.models import RecordedWith, ScriptedClient

ROOT = Path(__file__).parents[1]
MODELS = """[small]
model = "small-model"
params = { temperature = 0.0 }
price = { input = 2.0, output = 8.0, as_of = 2025-03-01 }

[large]
model = "large-model"
"""
_ARTICLE = """Quarrel over the {thing}

The council of {town} met on Monday and decided nothing about the {thing}.

“We will not pay for it,” said the mayor of {town}, {first}. “The town has no money left.”

The architect {second} said that the {thing} could be built. “It can stand by spring,” {last} said.

It remained unclear on Monday evening who would pay for the {thing}.
"""
_CASE = """title = "{thing}"
now = 2025-03-04T06:00:00Z
critical = {critical}

[[expect.position]]
actor = "{first}"
stance = "against"
issue = "the {thing}"
evidence_contains = "We will not pay for it"

[[expect.position]]
actor = "{second}"
stance = "for"
issue = "the {thing}"
evidence_contains = "It can stand by spring"

[[expect.question]]
words = ["pay"]
evidence_contains = "who would pay for the {thing}"

[[must_not]]
actor = "{second}"
quotation = "We will not pay for it"
"""


class Person(NamedTuple):
    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


PLACES = "Aldham Borwick Carnley Dunmere Eastow Farleigh Glenby Harwell Ickford Jarrow Kelby Lorton".split()
_THINGS = "bridge tower harbour library tunnel theatre stadium market school museum station canal".split()
_LASTS = "Tolland Brandt Ferris Lomax Quill Marsden Orton Pell Ridley Sarno Tamm Usher".split()


def people(number: int) -> tuple[Person, Person]:
    """The mayor and the architect of a case."""
    return Person("Mira", _LASTS[number]), Person("Paul", _LASTS[(number + 5) % len(_LASTS)])


def make_suite(root: Path, *, cases: int = 6, critical: Sequence[int] = ()) -> Path:
    """A folder with cases, prompts and models, and no recordings."""
    for number in range(cases):
        add_case(root, number, critical=number in critical)
    (root / "golden").mkdir()
    (root / "golden" / "models.toml").write_text(MODELS, encoding="utf-8")
    shutil.copytree(ROOT / "prompts", root / "prompts")
    return root


def add_case(root: Path, number: int, *, critical: bool = False) -> None:
    first, second = people(number)
    names = {"first": first, "second": second, "last": second.last}
    words = {**names, "town": PLACES[number], "thing": _THINGS[number], "critical": str(critical).lower()}
    folder = root / "seeds" / case_name(number)
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(_CASE.format(**words), encoding="utf-8")
    (folder / "report.txt").write_text(_ARTICLE.format(**words), encoding="utf-8")


def case_name(number: int) -> str:
    return f"case-{number:02}"


def reply(number: int, *, without: Sequence[str] = (), stance: str = "for", said: str = "") -> str:
    """A good reply for a case, but for `without`: `first`, `second`, `question`."""
    first, second = people(number)
    thing = _THINGS[number]
    told = said or f"{second.last} said it can stand by spring."
    positions = {
        "first": (first, "against", ["a1.2", "a1.3"], f"{first.last} said the town has no money left."),
        "second": (second, stance, ["a1.5"], told),
    }
    value = {
        "bottom_line": [{"text": "The council decided nothing.", "evidence": ["a1.1"]}],
        "headline": {"text": f"Council undecided about the {thing}", "evidence": ["a1.1"]},
        "issue": {"text": f"Should the {thing} be built?", "evidence": ["a1.4"]},
        "open_questions": []
        if "question" in without
        else [
            {
                "evidence": ["a1.6"],
                "question": f"Who would pay for the {thing}?",
                "why_open": "It remained unclear.",
            }
        ],
        "positions": [
            {"actor": str(actor), "evidence": evidence, "stance": way, "summary": summary}
            for key, (actor, way, evidence, summary) in positions.items()
            if key not in without
        ],
    }
    return json.dumps(value)


Answers = Callable[[int, int], Sequence[str | Reply]]


def record(
    root: Path, answers: Answers | None = None, *, samples: int = 1, alias: str = "small", first: int = 1
) -> None:
    """Record every case: `answers` gives what is said for a case and sample, by default a good reply."""
    (model,) = load_aliases(root, alias)
    for case in load_cases(root):
        number = int(case.name.removeprefix("case-"))
        for sample in range(first, first + samples):
            said = answers(number, sample) if answers else [reply(number)]
            client = ScriptedClient([counted(one) if isinstance(one, str) else one for one in said])
            made_with = RecordedWith(tool="briefing test", sdk="none 1.0", host="a laptop")
            record_case(
                root,
                Planned(case, model, sample, ""),
                client,
                now=lambda: datetime(2025, 3, 5, tzinfo=UTC),
                recorded_with=made_with,
            )


def counted(content: str) -> Reply:
    return Reply(content=content, usage=Usage(input=1000, output=250), latency_ms=2000)


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def commit(root: Path, message: str = "as it is") -> str:
    """Commit everything, in a repository that is made if there is none; gives the commit's name."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
