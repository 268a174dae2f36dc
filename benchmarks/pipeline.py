"""Articles a second without a model: from cleaned text over attribution and verification to Markdown.

    python benchmarks/pipeline.py DOCS.jsonl

DOCS.jsonl holds one JSON object a line with the article in `text`. One process, one core; the figures of
the stages come from the same run, so that their ratios hold on a noisy machine.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from briefing.articles import from_text
from briefing.drafts.extractive import BuiltinEngine
from briefing.render import render
from briefing.schema import Article, Source, Story
from briefing.speech import attribute_story
from briefing.verify import assemble, verify

T = TypeVar("T")
DAY = date(2025, 9, 24)


def main(path: str) -> None:
    """Print articles a second, and the share of each stage."""
    texts = [json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    brief_one(texts[0], defaultdict(float))  # the lexicons and templates are loaded once a run
    spent: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        brief_one(text, spent)
    total = sum(spent.values())
    print(f"{len(texts)} articles, {total:.2f} s of CPU: {len(texts) / total:.0f} articles a second")
    for stage, seconds in spent.items():
        print(f"  {stage:10} {seconds / total:5.0%}  {1000 * seconds / len(texts):6.2f} ms an article")


def brief_one(text: str, spent: defaultdict[str, float]) -> str:
    """Take one article the whole way; add the CPU time of each stage to `spent`."""

    def timed(stage: str, step: Callable[[], T]) -> T:
        start = time.process_time()
        result = step()
        spent[stage] += time.process_time() - start
        return result

    article = timed("articles", lambda: from_text(text, published=DAY))
    story = timed("speech", lambda: _story(article))
    draft = timed("draft", lambda: BuiltinEngine().draft(story))
    brief = timed("verify", lambda: verify(story, draft))
    now = datetime(2025, 9, 24, 12, tzinfo=UTC)
    briefing = assemble(
        [brief], title="Briefing", day=DAY, created=now, engine="built-in", model=None, prompt=None
    )
    return timed("render", lambda: render(briefing, "markdown"))


def _story(article: Article) -> Story:
    speech = attribute_story([article])
    headline = article.text.partition("\n")[0]
    return Story(
        id="s1",
        headline=headline,
        sources=(Source(article=article),),
        utterances=speech.utterances,
        actors=speech.actors,
    )


if __name__ == "__main__":
    main(sys.argv[1])
