"""Train the weights that tell reported speech from other clauses.

    python benchmarks/train_attribution.py DOCS.jsonl briefing/speech/languages/en/reports.json

DOCS is an annotated set in the scorers' format. Every clause the engine proposes without marked words is an
example; it counts as speech where its words lie on an annotated stretch (intersection over union of 0.8).
The model is a logistic regression over the features of briefing.speech.judge, fitted here with AdaGrad in
plain Python. Only weights of closed-class words, reporting verbs and classes are written, no text.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp
from pathlib import Path
from typing import NamedTuple

from briefing.schema import Span
from briefing.speech.claims import find_claims
from briefing.speech.clauses import find_clauses
from briefing.speech.judge import Feature, list_features
from briefing.speech.lexicon import Lexicon, load_lexicon
from briefing.speech.marks import find_paragraphs
from briefing.speech.tokens import cut_sentences

EPOCHS = 8
RATE = 0.2
DECAY = 1e-4
RAREST = 3
OVERLAP = 0.8
TRIMMED = " \t\n\"“”„‟«»‹›‘’'`´,.;:!?…-–—"


class Example(NamedTuple):
    """The features of a clause, and whether it reports."""

    features: tuple[Feature, ...]
    reports: bool


def main() -> None:
    """Read the documents, train, and write the weights."""
    parser = argparse.ArgumentParser(description="Train the weights of reported speech.")
    parser.add_argument("docs", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--threshold", type=float, default=0.36)
    options = parser.parse_args()
    lexicon = load_lexicon(options.language)
    assert lexicon is not None
    rows = [
        json.loads(line) for line in options.docs.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    examples = [example for row in rows for example in find_examples(row, lexicon)]
    weights = train(examples)
    rounded = {"|".join(name): round(weights[name], 2) for name in sorted(weights)}
    data = {"threshold": options.threshold, "weights": rounded}
    options.weights.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    kept = [example for example in examples if score(weights, example.features) >= options.threshold]
    right = sum(example.reports for example in kept)
    print(
        f"{len(examples)} clauses, {len(weights)} weights; kept {len(kept)}, speech {right / len(kept):.1%}"
    )


def find_examples(row: Mapping[str, object], lexicon: Lexicon) -> Iterator[Example]:
    """Yield the unmarked outermost clauses of a document with their labels."""
    text = row["text"]
    quotes = row["quotes"]
    assert isinstance(text, str)
    assert isinstance(quotes, list)
    gold = [trim(text, Span(quote["start"], quote["end"])) for quote in quotes]
    for paragraph in find_paragraphs(text):
        for tokens in cut_sentences(text, paragraph, lexicon):
            for claim in find_claims(tokens, find_clauses(tokens, lexicon)):
                part = tokens[claim.start : claim.end]
                if claim.outer is not None or any(token.run is not None for token in part):
                    continue
                span = trim(text, Span(part[0].start, part[-1].end))
                reports = any(overlap(span, other) >= OVERLAP for other in gold)
                yield Example(list_features(tokens, claim), reports)


def trim(text: str, span: Span) -> Span:
    """Drop marks, white space and stops at both ends, as the scorers do."""
    start, end = span
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return Span(start, end)


def overlap(left: Span, right: Span) -> float:
    """Intersection over union, by characters."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    return shared / (max(left.end, right.end) - min(left.start, right.start)) if shared > 0 else 0.0


def train(examples: Sequence[Example]) -> dict[Feature, float]:
    """Fit a logistic regression with AdaGrad; features seen too rarely are left out."""
    counts = Counter(feature for example in examples for feature in example.features)
    known = {feature for feature, count in counts.items() if count >= RAREST}
    weights: defaultdict[Feature, float] = defaultdict(float)
    squares: defaultdict[Feature, float] = defaultdict(lambda: 1e-6)
    order = list(examples)
    chance = random.Random(7)  # noqa: S311 -- the same weights from the same documents
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for example in order:
            features = [feature for feature in example.features if feature in known]
            error = score(weights, features) - example.reports
            for feature in features:
                step = error + DECAY * weights[feature]
                squares[feature] += step * step
                weights[feature] -= RATE * step / squares[feature] ** 0.5
    return dict(weights)


def score(weights: Mapping[Feature, float], features: Sequence[Feature]) -> float:
    """The probability that a clause with these features reports."""
    return 1 / (1 + exp(-sum(weights.get(feature, 0.0) for feature in features)))


if __name__ == "__main__":
    main()
