"""Verification cases -> predictions: for each, did ACTOR say QUOTE, according to the document?

A case holds `id`, `doc_id`, `quote` and `actor`, a document `id` and `text`, a prediction `id`, `supported`
and `label` with the verdict in words. Every document is analysed once.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from briefing.articles import from_text
from briefing.schema import SpeakerVerdict, WordsVerdict
from briefing.speech import attribute, people
from briefing.verify.quotations import Verdict, verify_quotation

Json = dict[str, Any]


def verify_all(cases: Iterable[Json], documents: Iterable[Json]) -> Iterator[Json]:
    """Judge every case, document by document."""
    texts = {row["id"]: row["text"] for row in documents}
    by_document = itemgetter("doc_id")
    for document, asked in groupby(sorted(cases, key=by_document), by_document):
        article = from_text(texts[document])
        utterances, table = attribute(article), people(article)
        for case in asked:
            verdict = verify_quotation(
                article, case["actor"], case["quote"], utterances=utterances, people=table
            )
            yield {"id": case["id"], **prediction(verdict)}


def prediction(verdict: Verdict) -> Json:
    """A verdict as the scorer reads it, and in words for whoever reads the errors."""
    return {
        "supported": verdict.supported,
        "label": label(verdict),
        "words": verdict.words,
        "speaker": verdict.speaker,
        "reason": verdict.reason,
    }


def label(verdict: Verdict) -> str:
    """The scorer's word for a verdict."""
    match verdict.words:
        case WordsVerdict.ABSENT:
            return "absent"
        case WordsVerdict.ALTERED | WordsVerdict.STITCHED:
            return "altered"
        case WordsVerdict.VERBATIM | WordsVerdict.TRUNCATED:
            if not verdict.has_words:
                return "altered"
            return "supported" if verdict.speaker is SpeakerVerdict.CONFIRMED else "wrong_speaker"
