"""Articles a second through reading: cleaning, sentences, dates, grouping. Figures are of this machine.

    python benchmarks/reading.py [FILE.jsonl]

Each line of the file is an object with a `text`; without one, articles are made up here.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from briefing.articles import from_text, resolve_dates
from briefing.articles.extract import finish
from briefing.articles.pasted import clean_text
from briefing.articles.sentences import cut_sentences
from briefing.stories.events import find_events
from briefing.stories.twins import find_twins

DAY = date(2025, 9, 24)
ROUNDS = 3
MADE_UP = 200
SENTENCES = (
    "The harbour council of Northmere put off its vote on Tuesday, saying that study {n} had come too late.",
    "“We will not sign what we have not read,” said its chair, Ada Lindqvist, who asked for {n} days more.",
    "Mr. Aske, the mayor, said last week that he would pay 3.5 percent of the price by the end of the year.",
    "It was not clear on Sept. {d} who would pay for the rest, and the port authority would not say.",
)


def main(paths: Sequence[str]) -> None:
    """Print one line a step: articles a second, and what share of the whole its time is."""
    texts = _texts(paths)
    articles = [from_text(text, id=f"a{n}", published=DAY) for n, text in enumerate(texts, start=1)]
    steps: dict[str, Callable[[], object]] = {
        "clean": lambda: [clean_text(text) for text in texts],
        "sentences": lambda: [cut_sentences(text) for text in texts],
        "dates": lambda: [resolve_dates(article) for article in articles],
        "read, all in one": lambda: [
            finish(clean_text(text), id="a1", source="x", published=DAY) for text in texts
        ],
        "group": lambda: (find_twins(articles), find_events(articles, related=())),
    }
    seconds = {name: min(_seconds(step) for _ in range(ROUNDS)) for name, step in steps.items()}
    whole = seconds["read, all in one"] + seconds["group"]
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} articles of {size:,.0f} characters on average")
    for name, spent in seconds.items():
        print(f"{name:18} {len(texts) / spent:8,.0f} articles/s {spent / whole:6.0%} of reading and grouping")


def _texts(paths: Sequence[str]) -> list[str]:
    if paths:
        lines = Path(paths[0]).read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]
    return [_article(number) for number in range(MADE_UP)]


def _article(number: int) -> str:
    lines = [
        sentence.format(n=number, d=1 + (number + place) % 30)
        for place in range(12)
        for sentence in SENTENCES
    ]
    return f"Council puts off vote {number}\n\n" + "\n\n".join(lines)


def _seconds(step: Callable[[], object]) -> float:
    begin = time.process_time()
    step()
    return time.process_time() - begin


if __name__ == "__main__":
    main(sys.argv[1:])
