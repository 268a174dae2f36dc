"""Documents a second of attribution, on one core; against another checkout, as a ratio of the same run.

    python benchmarks/speed.py DOCS.jsonl [--against CHECKOUT] [--rounds N]

DOCS.jsonl holds one JSON object a line with the article in `text` and its language in `lang` (`en` without
it). In every round each checkout in turn reads all documents twice in a new process. `once` is the first
reading, the lists of the language and every name being new; `again` the second one. Of all rounds the least
CPU time counts, so that the ratio holds on a busy machine.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the figures of this checkout, and of the other one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read_twice(options.docs)))
        return
    trees = [HERE, options.against.resolve()] if options.against else [HERE]
    rounds = [[measure(tree, options.docs) for tree in trees] for _ in range(options.rounds)]
    for at, name in enumerate(("once", "again")):
        least = [min(times[tree][at] for times in rounds) for tree in range(len(trees))]
        speeds = ", ".join(f"{1 / seconds:.0f} docs/s ({1000 * seconds:.2f} ms)" for seconds in least)
        ratio = f", {least[-1] / least[0]:.2f} times as fast" if options.against else ""
        print(f"{name:6}{speeds}{ratio}")


def measure(tree: Path, docs: Path) -> list[float]:
    """Let a new process read all documents twice; return the CPU seconds a document of both readings."""
    command = [sys.executable, str(Path(__file__).resolve()), str(docs), "--read"]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds = json.loads(done.stdout)
    assert isinstance(seconds, list)
    return seconds


def read_twice(docs: Path) -> list[float]:
    """Attribute all documents twice."""
    from briefing.articles import from_text
    from briefing.speech import attribute

    rows = [json.loads(line) for line in docs.read_text(encoding="utf-8").splitlines()]
    articles = [from_text(row["text"], language=row.get("lang", "en")) for row in rows]
    seconds = []
    for _ in range(2):
        begin = process_time()
        for article in articles:
            attribute(article)
        seconds.append((process_time() - begin) / len(articles))
    return seconds


if __name__ == "__main__":
    main()
