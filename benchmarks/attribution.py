"""Write predictions in the scorers' format, over any file of annotated documents.

    python benchmarks/attribution.py predict DOCS.jsonl OUT.jsonl
    python benchmarks/attribution.py verify CASES.jsonl DOCS.jsonl OUT.jsonl

`verify` judges cases of `id`, `doc_id`, `quote` and `actor`, and writes `id`, `supported` and `label` each.

`predict` attributes each document's text as it stands and writes one line a document: `id`, `seconds` (the
attribution alone, the text being read already) and `quotes` with `start`, `end`, `type`, `speaker`,
`speaker_start`, `speaker_end`, `speaker_resolved`, and `marked` for mixed quotations. A split quotation is
one entry a marked run. Only outermost quotations are written, as only those are annotated. Where a data
set annotates the marked runs within reported speech once more on their own, as the German one does
(`lang`), so does the prediction.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from verification import verify_all

from briefing.articles import from_text
from briefing.schema import QuotationKind, Span, Utterance
from briefing.speech import attribute

Json = dict[str, Any]

TWICE = frozenset(["de"])  # languages whose annotation repeats the marked runs of mixed quotations


def main() -> None:
    """Run the subcommand."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="find and attribute the quotations of each document")
    predict.add_argument("docs", type=Path)
    predict.add_argument("out", type=Path)
    predict.set_defaults(run=lambda options: write_lines(options.out, predict_all(options.docs)))
    verify = commands.add_parser("verify", help="judge cases: did this actor say these words?")
    for name in ("cases", "docs", "out"):
        verify.add_argument(name, type=Path)
    verify.set_defaults(
        run=lambda options: write_lines(
            options.out, verify_all(read_lines(options.cases), read_lines(options.docs))
        )
    )
    options = parser.parse_args()
    options.run(options)


def read_lines(path: Path) -> Iterator[Json]:
    """Read a file of one JSON document a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write_lines(path: Path, rows: Iterator[Json]) -> None:
    """Write one JSON document a line."""
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def predict_all(docs: Path) -> Iterator[Json]:
    """Predict the quotations of every document of a file."""
    for row in read_lines(docs):
        yield predict_document(row)


def predict_document(row: Mapping[str, Any]) -> Json:
    """Predict the quotations of one document."""
    language = row.get("lang", "en")
    article = from_text(row["text"], language=language)
    begin = perf_counter()
    utterances = attribute(article)
    seconds = perf_counter() - begin
    quotes = [
        quote
        for utterance in utterances
        if utterance.outer is None
        for quote in list_entries(utterance, article.text, twice=language in TWICE)
    ]
    return {"id": row["id"], "seconds": round(seconds, 6), "quotes": quotes}


def list_entries(utterance: Utterance, text: str, *, twice: bool) -> Iterator[Json]:
    """Yield the entries of one utterance: one a run where all is in marks, else one for the whole."""
    speaker = describe_speaker(utterance, text)
    runs = utterance.marked if twice or utterance.kind is QuotationKind.DIRECT else ()
    if utterance.kind is not QuotationKind.DIRECT:
        entry = describe_span(utterance.extent, utterance.kind) | speaker
        yield entry | ({"marked": [list(run) for run in utterance.marked]} if utterance.marked else {})
    for run in runs:
        yield describe_span(run, QuotationKind.DIRECT) | speaker


def describe_span(span: Span, kind: QuotationKind) -> Json:
    """Describe where an entry stands and of which type it is."""
    return {"start": span.start, "end": span.end, "type": kind.value}


def describe_speaker(utterance: Utterance, text: str) -> Json:
    """Describe the mention and whom it means, as far as known."""
    fields: Json = {}
    if utterance.speaker is not None:
        start, end = utterance.speaker
        fields = {"speaker": text[start:end], "speaker_start": start, "speaker_end": end}
    if utterance.actor is not None:
        fields["speaker_resolved"] = utterance.actor.name
    return fields


if __name__ == "__main__":
    main()
