"""Verification cases -> predictions: for each, did ACTOR say QUOTE, according to the document?

A case holds `id`, `doc_id`, `quote`, `actor`; a document `id` and `text`; a prediction `id`, `supported` and
`label`. Every document is analysed once.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.articles import from_text
from briefing.schema import SpeakerVerdict, WordsVerdict
from briefing.speech import attribute, people
from briefing.verify.quotations import Verdict, verify_quotation


def verify_file(cases: Path, documents: Path, predictions: Path) -> int:
    """Judge every case and write the predictions; return their number."""
    texts = {row["id"]: row["text"] for row in _read(documents)}
    rows = sorted(_read(cases), key=lambda row: row["doc_id"])
    lines = [json.dumps(prediction, ensure_ascii=False) for prediction in predict(rows, texts)]
    predictions.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def predict(cases: Iterable[dict[str, str]], texts: dict[str, str]) -> Iterator[dict[str, object]]:
    """Judge cases that are sorted by document."""
    known = None
    for case in cases:
        if case["doc_id"] != known:
            known = case["doc_id"]
            article = from_text(texts[known])
            utterances, table = attribute(article), people(article)
        verdict = verify_quotation(article, case["actor"], case["quote"], utterances=utterances, people=table)
        yield {
            "id": case["id"],
            "supported": verdict.supported,
            "label": label(verdict),
            "verdict": f"{verdict.words} · {verdict.speaker}",
            "reason": verdict.reason,
            "right": verdict.right,
        }


def label(verdict: Verdict) -> str:
    """The scorer's word for a verdict."""
    match verdict.words:
        case WordsVerdict.ABSENT:
            return "absent"
        case WordsVerdict.ALTERED | WordsVerdict.STITCHED:
            return "altered"
        case WordsVerdict.VERBATIM | WordsVerdict.TRUNCATED:
            if verdict.turned_by:
                return "altered"
            return "supported" if verdict.speaker is SpeakerVerdict.CONFIRMED else "wrong_speaker"


def _read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
