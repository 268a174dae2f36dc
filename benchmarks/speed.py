"""Documents a second of attribution, on one core; against another checkout, as a ratio of the same run.

    python benchmarks/speed.py DOCS.jsonl [--against CHECKOUT] [--rounds N]

DOCS.jsonl holds one JSON object a line with the article in `text` and its language in `lang` (`en` without
it). Each round reads every document once in each checkout, document by document in turn, and of all rounds
the least CPU time of a document counts, so that the ratio holds on a busy machine. `first` is what the
first document costs beyond that, the lists of its language being read.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the figures of this checkout, and of the other one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.docs)
        return
    trees = [HERE, options.against.resolve()] if options.against else [HERE]
    totals = []
    for tree, (first, seconds) in zip(trees, compare(options.docs, trees, options.rounds), strict=True):
        total = sum(seconds)
        totals.append(total)
        print(
            f"{len(seconds) / total:6.0f} docs/s  {1000 * total / len(seconds):6.3f} ms a document"
            f"  first {1000 * first:4.0f} ms  {tree.name}"
        )
    if options.against:
        print(f"{totals[1] / totals[0]:6.2f} times as fast")


def compare(docs: Path, trees: list[Path], rounds: int) -> list[tuple[float, list[float]]]:
    """Measure every checkout: what the first document costs more, and the least seconds of each document."""
    with ExitStack() as stack:
        workers = [stack.enter_context(start(tree, docs)) for tree in trees]
        runs = [[list(ask(worker)) for worker in workers] for _ in range(rounds + 1)]
    best = [
        [min(times) for times in zip(*(run[at] for run in runs[1:]), strict=True)] for at in range(len(trees))
    ]
    return [(runs[0][at][0] - least[0], least) for at, least in enumerate(best)]


def start(tree: Path, docs: Path) -> "subprocess.Popen[str]":
    """Start a process that measures one checkout."""
    command = [sys.executable, str(Path(__file__).resolve()), str(docs), "--serve"]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ask(worker: "subprocess.Popen[str]") -> Iterator[float]:
    """Let a process read all documents once."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    print(file=worker.stdin, flush=True)
    yield from json.loads(worker.stdout.readline())


def serve(docs: Path) -> None:
    """Read all documents for every line of standard input, and answer with the CPU seconds of each."""
    from briefing.articles import from_text
    from briefing.speech import attribute

    rows = [json.loads(line) for line in docs.read_text(encoding="utf-8").splitlines()]
    articles = [from_text(row["text"], language=row.get("lang", "en")) for row in rows]
    for _ in sys.stdin:
        seconds = []
        for article in articles:
            begin = process_time()
            attribute(article)
            seconds.append(process_time() - begin)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
