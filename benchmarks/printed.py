"""Whose name would stand over each quotation, and by which way that name was found.

    python benchmarks/printed.py SOURCE… [--list] [--brief] [--under N]

A SOURCE is a file of annotated documents, one a line, in the form of `annotated.py`, or a folder of articles
`NN.txt`, each with a key `NN.json`: a list of `quote`, `speaker` (null: nobody's) and `aliases`.

Counted is every marked run that `verify` supports under the name of its own utterance: what a brief may print
at most. With `--brief` only what the built-in way prints in the brief of each article. A name is wrong if the
key gives the words to somebody else or to nobody; words that no key holds, or whose speaker the annotators
only mark as *he* or *the senator*, cannot be judged and are counted apart. The way has two halves: how the
mention was found (*behind*, *inverted*, *before* its words; *label*; *continued* from an earlier sentence or
paragraph; *later*; *uncued*), and whom it means (a name; a description; a pronoun, with the place of the last
name). A third table counts by the number of words.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from annotated import gold_of, is_same, name_in
from attribution import read_lines

from briefing.articles import from_text
from briefing.drafts.extractive import draft_extractive
from briefing.schema import Actor, ActorKind, Article, Span, Utterance
from briefing.speech import attribute, people
from briefing.stories import group
from briefing.verify import verify, verify_quotation

_LENGTHS = (2, 5, 9)
_WORD_RE = re.compile(r"[^\W_]+")
_SMALL = frozenset("the a an of der die das ein eine and und for mr mrs ms dr".split())
_NOBODY = "nobody"
_PRONOUN_RE = re.compile(
    r"(?:he|she|his|her|him|they|them|their|it|its|who|i|we|you|er|sie|es|ihm|ihr|ihn|wir|ich|der|die)",
    re.IGNORECASE,
)
_PRONOUNS = dict.fromkeys(("it", "its", "es"), "it") | dict.fromkeys(("they", "them", "their"), "they")
_PRONOUNS |= {word: word for word in ("i", "we", "who")}
_LABELS = frozenset([":", "–", "—", "-", "--"])
_MARKS = "“”„\"‘’'«»"
_BEFORE = f"\n.!?{_MARKS}"
_NEAR = 4
_RUN_END_RE = re.compile(r"[”\"’»']\W*\Z|[^”\"’»'“]*\Z")
_ENDS_RE = re.compile(r"[.!?][”\"’']?\s+(?=[A-ZÄÖÜ“„\"‘«])|\n")


def main() -> None:
    """Judge every document and print a table by the way of finding."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", type=Path, nargs="+")
    parser.add_argument("--brief", action="store_true", help="only what the built-in way prints")
    parser.add_argument("--list", action="store_true", help="show every wrong and every lost quotation")
    parser.add_argument("--under", type=int, default=1, help="leave out ways with fewer quotations")
    options = parser.parse_args()
    figures: dict[str, dict[str, Tally]] = {}
    for document in (one for source in options.sources for one in read_documents(source)):
        for printed in print_document(document, brief=options.brief):
            for table, key in printed.ways:
                figures.setdefault(table, defaultdict(Tally))[key].add(printed.verdict)
            if options.list and printed.verdict == "wrong":
                print(f"WRONG {printed.line(document)}")
        if options.list and document.is_keyed:
            for said in lost(document, brief=options.brief):
                print(f"lost  {document.id}: {said.name}: {said.words[:90]!r}")
    for table, tallies in figures.items():
        for key, tally in sorted(tallies.items(), key=lambda item: -item[1].printed):
            if tally.printed >= options.under:
                print(f"{table:14} {key:34} {tally.line()}")


# --- documents -----------------------------------------------------------------------------------------


class Keyed(NamedTuple):
    """Words and whose they are by the key: names that are right for them, none where they are nobody's.

    `is_named` is False where the annotators only mark a mention, such as *he* or *the senator*; `mention` is
    where that stands. `span` is None in a key without places.
    """

    words: str
    names: tuple[str, ...]
    is_named: bool = True
    span: Span | None = None
    mention: Span | None = None

    @property
    def name(self) -> str:
        """The first of the names."""
        return self.names[0] if self.names else _NOBODY


@dataclass(frozen=True)
class Document:
    """An article with its key."""

    id: str
    text: str
    language: str | None
    key: tuple[Keyed, ...]
    is_keyed: bool


def read_documents(source: Path) -> Iterator[Document]:
    """Read a file of annotated documents, or a folder of articles with keys."""
    if source.is_file():
        for row in read_lines(source):
            key, language = tuple(_annotations(row)), row.get("lang", "en")
            yield Document(row["id"], row["text"], language, key, is_keyed=False)
        return
    for path in sorted(source.glob("*.json")):
        key = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        entries = tuple(
            Keyed(one["quote"], (one["speaker"], *one.get("aliases", ())) if one["speaker"] else ())
            for one in key
        )
        yield Document(path.stem, text, None, entries, is_keyed=True)


def _annotations(row: Mapping[str, Any]) -> Iterator[Keyed]:
    for quote in row["quotes"]:
        start = quote.get("speaker_start")
        mention = None if start is None else Span(start, quote["speaker_end"])
        for said in gold_of({"quotes": [quote]}):
            names = (said.name, said.mention) if said.name else (said.mention,) if said.mention else ()
            yield Keyed(said.span.of(row["text"]), names, bool(said.name), said.span, mention)


# --- what is printed -----------------------------------------------------------------------------------


class Printed(NamedTuple):
    """A quotation under a name: how the name was found, and what the key says."""

    words: str
    name: str
    mention: str
    link: str
    sense: str
    verdict: str
    right: str

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """The tables it is counted in, with the row of each."""
        length = len(self.words.split())
        limit = next((str(limit) for limit in _LENGTHS if length <= limit), "more")
        return (
            ("mention found", self.link),
            ("mention means", self.sense),
            ("words at most", limit),
            ("", "all"),
        )

    def line(self, document: Document) -> str:
        """What somebody who mends it has to know."""
        way = f"by {self.mention!r}; {self.link} / {self.sense}"
        return f"{document.id}: {self.name} ({way}) for {self.right}: {self.words[:110]!r}"


@dataclass
class Tally:
    """How many of the printed quotations are right, wrong, and past judging."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, verdict: str) -> None:
        """Count one."""
        self.counts[verdict] += 1

    @property
    def printed(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def line(self) -> str:
        """The counts in a line."""
        right, wrong, unjudged = (self.counts[key] for key in ("right", "wrong", "unjudged"))
        judged = right + wrong
        share = f"{100 * wrong / judged:5.1f} %" if judged else "      –"
        return f"printed {self.printed:5}  judged {judged:5}  wrong {wrong:4}  {share}  unjudged {unjudged:4}"


def print_document(document: Document, *, brief: bool) -> Iterator[Printed]:
    """Everything of a document that would stand under a name."""
    article = from_text(document.text, language=document.language)
    utterances, table = attribute(article), people(article)
    shown = _shown(article) if brief else None
    for said in utterances:
        if said.actor is None:
            continue
        for run in said.marked:
            if shown is not None and not any(
                name == said.actor.name and span.overlaps(run) for span, name in shown
            ):
                continue
            words = run.of(article.text)
            verdict = verify_quotation(article, said.actor.name, words, utterances=utterances, people=table)
            if verdict.supported and any(span.overlaps(run) for span in verdict.spans):
                yield _judge(document, article, said, said.actor, run)


def _shown(article: Article) -> list[tuple[Span, str]]:
    (story,) = group([article])
    made = verify(story, draft_extractive(story))
    return [
        (Span(quotation.start, quotation.end), quotation.speaker)
        for position in made.positions
        for quotation in position.quotations
    ]


def lost(document: Document, *, brief: bool) -> Iterator[Keyed]:
    """What the key gives to somebody and nothing printed covers."""
    printed = [_bare(one.words) for one in print_document(document, brief=brief)]
    for said in document.key:
        words = _bare(said.words)
        if said.names and not any(words in one or one in words for one in printed):
            yield said


def _judge(document: Document, article: Article, said: Utterance, actor: Actor, run: Span) -> Printed:
    words = run.of(article.text)
    keyed = _keyed(document, article, run)
    forms = (actor.name, *actor.aliases)
    if not keyed or any(_is_open(one, said) for one in keyed):
        verdict = "unjudged"
    else:
        is_right = any(_is_one(form, right) for one in keyed for right in one.names for form in forms)
        verdict = "right" if is_right else "wrong"
    mention = said.speaker.of(article.text) if said.speaker else ""
    right = ", ".join(dict.fromkeys(one.name for one in keyed))
    return Printed(
        words,
        actor.name,
        mention,
        find_link(article.text, said, run),
        find_sense(article.text, said),
        verdict,
        right,
    )


def _is_open(keyed: Keyed, said: Utterance) -> bool:
    """Whether the key cannot tell: it has the same mention, or another that no name explains."""
    if keyed.span is None or keyed.is_named or not keyed.names:
        return False
    is_same_mention = bool(keyed.mention and said.speaker and keyed.mention.overlaps(said.speaker))
    return is_same_mention or bool(_PRONOUN_RE.fullmatch(keyed.name))


def _keyed(document: Document, article: Article, run: Span) -> list[Keyed]:
    """What the key says of a run: by its place, else of the same words, else of those around or within it."""
    if any(said.span for said in document.key):
        return [said for said in document.key if said.span and _shares(said.span, run)]
    words = _bare(run.of(article.text))
    same = [said for said in document.key if _bare(said.words) == words]
    around = [said for said in document.key if words in _bare(said.words)]
    inside = [said for said in document.key if _bare(said.words) in words]
    return same or around[:1] or inside


def _shares(left: Span, right: Span) -> bool:
    shared = min(left.end, right.end) - max(left.start, right.start)
    return 2 * shared > min(left.end - left.start, right.end - right.start)


def _bare(words: str) -> str:
    return " ".join(_WORD_RE.findall(words.lower()))


def _is_one(name: str, right: str) -> bool:
    """Whether two names are one's: by the words of the names, else by those of the descriptions."""
    if is_same(name, right) or is_same(name, name_in(right)):
        return True
    left, other = (frozenset(_bare(words).split()) - _SMALL for words in (name, right))
    return bool(left and other) and (left <= other or other <= left)


# --- the way -------------------------------------------------------------------------------------------


def find_link(text: str, said: Utterance, run: Span) -> str:
    """How a mention came to be the speaker of a run."""
    speaker, cue = said.speaker, said.cue
    if speaker is None:
        return "no mention"
    if cue is not None and cue.of(text) in _LABELS:
        return "label"
    nearest = min(said.marked, key=lambda one: abs(one.start - speaker.start))
    between = text[min(speaker.end, run.end) : max(speaker.start, run.start)]
    is_other = _ENDS_RE.search(between) and (run != nearest or cue is None)
    if "\n" in between or is_other:
        return _name_carried(text, between, run, is_before=speaker.start < run.start)
    order = "before the words" if speaker.start < run.start else "behind the words"
    if cue is None:
        return f"uncued, {order}"
    is_inverted = run.start < cue.start < speaker.start
    return f"{'nested ' if said.outer is not None else ''}{order}{', inverted' if is_inverted else ''}"


def _name_carried(text: str, between: str, run: Span, *, is_before: bool) -> str:
    place = "another paragraph" if "\n" in between else "the paragraph"
    if not _is_alone(text, run):
        place += ", amid other words"
    elif "\n" in between and not _RUN_END_RE.search(between.partition("\n")[0]):
        place += ", left open"
    return f"continued from {place}" if is_before else f"found later in {place}"


def _is_alone(text: str, run: Span) -> bool:
    """Whether nothing but marks stands around a run in its sentence."""
    before = text[max(0, run.start - _NEAR) : run.start].rstrip(_MARKS).rstrip(" ")
    after = text[run.end : run.end + _NEAR].lstrip(_MARKS).lstrip(" ")
    opens = not before or before[-1] in _BEFORE
    return opens and (not after or after[0] in f"\n{_MARKS}" or after[0].isupper())


def find_sense(text: str, said: Utterance) -> str:
    """What sort of mention it is; of a pronoun, how far back the name stands."""
    actor, speaker = said.actor, said.speaker
    if actor is None or speaker is None:
        return "nobody"
    mention = speaker.of(text).partition(",")[0].strip()
    if _PRONOUN_RE.fullmatch(mention):
        kind = _PRONOUNS.get(mention.lower(), "he/she")
        return f"{kind}, {_distance(text, actor.name, actor.aliases, speaker.start)}"
    if actor.kind is not ActorKind.PERSON:
        return actor.kind.value
    if not any(form.split()[-1] in mention for form in (actor.name, *actor.aliases)):
        return "description of a person"
    return "full name" if sum(word[0].isupper() for word in mention.split()) > 1 else "bare name"


def _distance(text: str, name: str, aliases: Sequence[str], at: int) -> str:
    """Where the last name before a pronoun stands."""
    forms = {part for form in (name, *aliases) for part in (form, form.split()[-1])}
    last = max((text.rfind(form, 0, at) for form in forms), default=-1)
    if last < 0:
        return "no name before"
    between = text[last:at]
    if "\n" in between:
        return "other paragraph" if between.count("\n\n") <= 1 else "paragraphs before"
    ends = len(_ENDS_RE.findall(between))
    return "same sentence" if not ends else "sentence before" if ends == 1 else "same paragraph"


if __name__ == "__main__":
    main()
