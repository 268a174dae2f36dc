"""An article -> who is taken to say what in it, by which cue and where, for a person or a program to read."""

from collections.abc import Iterator, Sequence

from briefing.schema import Article, Polarity, QuotationKind, Span, Utterance, Value
from briefing.speech import attribute
from briefing.text import strip_controls

__all__ = [
    "Explanation",
    "Part",
    "Said",
    "explain",
    "paragraphs",
    "write_explanation",
    "write_heading",
    "write_said",
]


class Part(Value):
    """Characters of the article and where they stand."""

    start: int
    end: int
    text: str


class Said(Value):
    """One utterance spelled out. `number` begins at 1; `inside` numbers the one it is reported in."""

    number: int
    actor: str | None
    role: str | None
    speaker: Part | None
    cue: Part | None
    kind: QuotationKind
    polarity: Polarity
    content: tuple[Part, ...]
    marked: tuple[Part, ...]
    sentences: tuple[str, ...]
    inside: int | None


class Explanation(Value):
    """An article with everything that is taken to be said in it."""

    article_id: str
    source: str
    title: str | None
    language: str
    text: str
    said: tuple[Said, ...]


def explain(article: Article) -> Explanation:
    """Spell out the utterances of an article, in the order of their words."""
    utterances = attribute(article)
    order = sorted(range(len(utterances)), key=lambda index: utterances[index].extent)
    numbers = {index: number for number, index in enumerate(order, start=1)}
    return Explanation(
        article_id=article.id,
        source=article.source,
        title=article.title,
        language=article.language,
        text=article.text,
        said=tuple(_spell_out(article, utterances[index], numbers, index) for index in order),
    )


def write_explanation(explanation: Explanation) -> str:
    """Write an explanation as plain text: each paragraph, and under it what begins in it.

    Ranges are character offsets into the article's text, the end exclusive.
    """
    lines = [write_heading(explanation)]
    for _, paragraph, said in paragraphs(explanation):
        lines += ["", _clean(paragraph), *(f"  {write_said(one)}" for one in said)]
    return "\n".join(lines) + "\n"


def write_heading(explanation: Explanation) -> str:
    """Write which article it is, in what language, and how much is said in it."""
    number = len(explanation.said)
    said = f"{number} {'utterance' if number == 1 else 'utterances'}" if number else "nobody says anything"
    return _clean(f"{explanation.article_id} · {explanation.source} · {explanation.language} · {said}")


def paragraphs(explanation: Explanation) -> Iterator[tuple[int, str, Sequence[Said]]]:
    """The paragraphs with the offsets they begin at, each with what begins to be said in it."""
    start = done = 0
    for line in explanation.text.split("\n"):
        end = start + len(line)
        following = done
        while following < len(explanation.said) and explanation.said[following].content[0].start < end:
            following += 1
        if line.strip():
            yield start, line, explanation.said[done:following]
        start, done = end + 1, following


def write_said(said: Said) -> str:
    """Write one utterance on one line."""
    who = said.actor or (f"unresolved “{said.speaker.text}”" if said.speaker else "nobody named")
    parts = [
        f"{said.number}. {who}",
        str(said.kind) if said.polarity is Polarity.ASSERTED else f"{said.kind}, {said.polarity}",
        f"words {_ranges(said.content)}",
    ]
    if said.speaker:
        parts.append(f"speaker “{said.speaker.text}” {_ranges((said.speaker,))}")
    if said.cue:
        parts.append(f"cue “{said.cue.text}” {_ranges((said.cue,))}")
    if said.inside:
        parts.append(f"inside {said.inside}")
    return _clean(" · ".join(parts))


def _spell_out(article: Article, utterance: Utterance, numbers: dict[int, int], index: int) -> Said:
    sentences = {s.number: s for span in utterance.content for s in article.sentences_of(span)}
    return Said(
        number=numbers[index],
        actor=utterance.actor.name if utterance.actor else None,
        role=utterance.actor.role if utterance.actor else None,
        speaker=_part(article.text, utterance.speaker),
        cue=_part(article.text, utterance.cue),
        kind=utterance.kind,
        polarity=utterance.polarity,
        content=_parts(article.text, utterance.content),
        marked=_parts(article.text, utterance.marked),
        sentences=tuple(article.sentence_id(sentence) for sentence in sentences.values()),
        inside=None if utterance.outer is None else numbers[utterance.outer],
    )


def _part(text: str, span: Span | None) -> Part | None:
    return None if span is None else Part(start=span.start, end=span.end, text=span.of(text))


def _parts(text: str, spans: Sequence[Span]) -> tuple[Part, ...]:
    return tuple(Part(start=span.start, end=span.end, text=span.of(text)) for span in spans)


def _ranges(parts: Sequence[Part]) -> str:
    return ", ".join(f"[{part.start}:{part.end}]" for part in parts)


def _clean(text: str) -> str:
    return " ".join(strip_controls(text).split())
