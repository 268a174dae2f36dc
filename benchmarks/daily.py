"""Time, memory and archive of a daily run over many articles, and how they grow. Nothing is asked of anybody.

    python benchmarks/daily.py [--limited] [NUMBER...]

Invented articles in 40 folders are briefed by `briefing daily` with the built-in engine, once for each NUMBER
(1000, 3000 and 10000 by default), with limits that leave no article out: the first run reads everything, the
second finds it all known. Time is the CPU time of the process, memory its largest resident size. The ratios
in one run hold on a noisy machine. `--limited` keeps the limits as they are set by default.
"""

import itertools
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDERS = 40
NOW = "2026-03-02T06:30:00+00:00"
SYLLABLES = "bar den fel gor hal kim lun mor nes pol rav sil tor ven wex yar dro plim sku thal".split()
VERBS = "opened closed sold rebuilt flooded praised refused measured painted lost".split()
SENTENCES = (
    "The {thing} of {town} was {verb} on Monday after {count} weeks of argument over the {other}.",
    "“We will not give up the {thing} before the {other} is paid for,” said {who}, the mayor of {town}.",
    "{who} said that {count} families in {town} depend on the {other}.",
    "It is not clear who would pay for the {other} once the {thing} has been {verb}.",
    "In {town} the {other} has stood beside the {thing} since the year {year}, behind the {third}.",
    "A report of {count} pages names the {third} as the reason why the {thing} was {verb} so late.",
)


class Event(NamedTuple):
    """What several articles tell of."""

    town: str
    who: str
    things: tuple[str, ...]


class Cost(NamedTuple):
    """What a run took: CPU seconds, largest resident size in MB."""

    seconds: float
    memory: float


def main(numbers: Sequence[int], *, limited: bool) -> None:
    """Print a line a run, and the growth from each number to the next."""
    runs = []
    for number in numbers:
        first, second, size = measure(number, limited=limited)
        runs.append((number, first, second, size))
        print(
            f"{number:>7,} articles: {first.seconds:7.1f} s, {first.memory:5.0f} MB, archive {size:6.1f} MB; "
            f"second run {second.seconds:6.1f} s, {second.memory:5.0f} MB",
            flush=True,
        )
    for (few, one, again, small), (many, other, later, large) in itertools.pairwise(runs):
        print(
            f"{many / few:.1f} times the articles: {other.seconds / one.seconds:.1f} times the time, "
            f"{other.memory / one.memory:.2f} times the memory, {large / small:.1f} times the archive; "
            f"second run {later.seconds / again.seconds:.1f} times the time"
        )


def measure(number: int, *, limited: bool) -> tuple[Cost, Cost, float]:
    """The cost of a first and a second run over so many articles, and the archive's size in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder, number)
        sources = "".join(f'[[source]]\nfiles = "{place:02}/"\n' for place in range(FOLDERS))
        limits = "" if limited else f"[limits]\narticles = {number}\narticles_per_outlet = {number}\n"
        (folder / "briefing.toml").write_text(f'time_zone = "UTC"\n{limits}{sources}', encoding="utf-8")
        first, second = run(folder), run(folder)
        return first, second, (folder / "briefing.db").stat().st_size / 1e6


def write_articles(folder: Path, number: int) -> None:
    """Put the articles into the folders, a file each."""
    chance = random.Random(number)  # noqa: S311 - no secret
    for place in range(FOLDERS):
        (folder / f"{place:02}").mkdir()
    for index, text in enumerate(articles(number, chance)):
        path = folder / f"{index % FOLDERS:02}" / f"{index}.txt"
        path.write_text(text, encoding="utf-8")


def articles(number: int, chance: random.Random) -> Iterator[str]:
    """Articles of one to five reports on an event; one in ten is a copy of the one before."""
    made, text = 0, ""
    while made < number:
        event = Event(
            _name(chance), f"{_name(chance)} {_name(chance)}", tuple(_word(chance) for _ in range(9))
        )
        for _ in range(min(chance.randint(1, 5), number - made)):
            if not text or chance.random() >= 1 / 10:
                text = report(event, chance)
            yield text
            made += 1


def report(event: Event, chance: random.Random) -> str:
    """One article of some 250 words."""
    title = f"{event.town} argues over {event.things[0]} and {event.things[1]}"
    lines = [
        chance.choice(SENTENCES).format(
            town=event.town,
            who=event.who,
            thing=event.things[0],
            other=chance.choice(event.things),
            third=_word(chance),
            verb=chance.choice(VERBS),
            count=chance.randint(2, 90),
            year=chance.randint(1700, 1999),
        )
        for _ in range(14)
    ]
    return f"{title}\n\nOutlet {_name(chance)}, 2 March 2026\n\n" + "\n\n".join(lines) + "\n"


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3))


def _name(chance: random.Random) -> str:
    return _word(chance).capitalize()


def run(folder: Path) -> Cost:
    """Run the command in a process of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BRIEFING_", "OPENAI_"))}
    environ = {**kept, "BRIEFING_NOW": NOW, "HOME": str(folder)}
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "briefing", "daily", "-q"], environ)  # noqa: S606 - our own command
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"the run ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:] if word != "--limited"]
    main(counts or [1000, 3000, 10_000], limited="--limited" in sys.argv)
