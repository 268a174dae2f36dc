"""What a real language model makes of articles whose quotations people have annotated.

    python benchmarks/model.py DOCS.jsonl --base-url http://127.0.0.1:8080/v1 --model NAME --replies FOLDER

DOCS.jsonl holds one article a line, in the form of `annotated.py`. Those with enough direct quotations by
enough named speakers are asked about, one story each, by the engine that `briefing write` uses. The
replies are kept in FOLDER as recordings, so that a second run asks nothing and only judges anew.

A model offers positions, each an actor with the numbers of sentences. Where such a sentence holds a direct
quotation of the annotators, *wrong offered* says that it is somebody else's than the actor's; *wrong printed*
says the same of the quotations in the brief. Actors that are no persons may be quoted through people, so of
them only what is printed is judged. Speakers to whom the annotators give no name cannot be judged; they are
counted apart, and so are printed words that they did not annotate.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from annotated import Said, direct_names, gold_of, is_same
from attribution import read_lines

from briefing.articles import from_text
from briefing.drafts.prompted import PromptedEngine
from briefing.errors import ModelError, RecordingError
from briefing.models import (
    ChatClient,
    Client,
    Endpoint,
    RecordedWith,
    Recording,
    RecordingClient,
    ReplayClient,
    make_recording,
    parse_recording,
    recording_text,
)
from briefing.prompts import derive_marker, load_prompt
from briefing.schema import ActorKind, Draft, Span, Story, StoryBriefing
from briefing.speech import match_actor
from briefing.stories import group
from briefing.verify import verify

Json = Mapping[str, Any]


def main() -> None:
    """Ask, judge, and print a line an article and the sum."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--prompt", default="story")
    parser.add_argument("--replies", type=Path, required=True, help="folder in which recordings are kept")
    parser.add_argument("--quotations", type=int, default=5, help="fewest direct quotations of an article")
    parser.add_argument("--speakers", type=int, default=3, help="fewest named speakers of these")
    parser.add_argument("--characters", type=int, nargs=2, default=(2_500, 6_000))
    parser.add_argument("--most", type=int, help="ask about so many articles")
    parser.add_argument("--list", action="store_true", help="name every wrong, unjudged and missing speaker")
    options = parser.parse_args()
    chosen = [row for row in read_lines(options.docs) if _is_chosen(row, options)][: options.most]
    print(f"{len(chosen)} articles")
    with ChatClient(Endpoint(options.base_url, timeout=1_800)) as client:
        asker = _Asker(client, options.replies, model=options.model, prompt=options.prompt)
        total = Figures()
        for row in chosen:
            asked = asker.ask(row)
            figures = judge(row, asked)
            print(f"{row['id'].rpartition('/')[-1][:40]:40} {figures.line()}", flush=True)
            for remark in remarks(row, asked) if options.list else ():
                print(f"    {remark}")
            total += figures
    print(f"{'sum':40} {total.line()}")
    print("\n".join(total.shares()))


def _is_chosen(row: Json, options: argparse.Namespace) -> bool:
    fewest, most = options.characters
    direct = [quote for quote in row["quotes"] if quote["type"] == "direct"]
    is_fit = fewest <= len(row["text"]) <= most
    return (
        is_fit
        and len(direct) >= options.quotations
        and len(direct_names(row, resolved=False)) >= options.speakers
    )


# --- asking --------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """An article's story, what came of it (None: no usable reply), and the recording of the question."""

    story: Story
    draft: Draft | None
    brief: StoryBriefing | None
    recording: Recording | None


class _Asker:
    """Asks about one article at a time, and keeps the recording of each; a kept one is replayed."""

    def __init__(self, client: Client, folder: Path, *, model: str, prompt: str) -> None:
        self._client = client
        self._folder = folder
        self._model = model
        self._template = load_prompt(prompt)

    def ask(self, row: Json) -> Asked:
        """Draft and verify the article's story."""
        path = self._folder / f"{row['id'].replace('/', '-')}.json"
        (story,) = group([from_text(row["text"], source=path.stem)])
        if path.is_file():
            kept = parse_recording(path.read_bytes(), source=path.name)
            replay = ReplayClient({path.name: kept}, case=path.stem, model=self._model)
            try:
                return self._draft(story, replay)._replace(recording=kept)
            except RecordingError as error:
                print(f"asking again: {error}")
        asked = self._draft(story, self._client)
        if asked.recording:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(recording_text(asked.recording))
        return asked

    def _draft(self, story: Story, client: Client) -> Asked:
        recording = RecordingClient(client)
        engine = PromptedEngine(
            recording,
            self._template,
            model=self._model,
            pinned=True,
            marker=lambda story: derive_marker("benchmark", story),
        )
        try:
            draft = engine.draft(story)
        except ModelError as error:
            if error.stops_run:
                raise SystemExit(str(error)) from error
            print(error)
            draft = None
        made = None
        if recording.exchanges:
            made = make_recording(
                recording.exchanges,
                judge=engine.judge,
                recorded_at=datetime.now(UTC),
                recorded_with=RecordedWith(tool="benchmarks/model.py"),
            )
        return Asked(story, draft, None if draft is None else verify(story, draft), made)


# --- judging -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Counts that add up over articles; `first` counts replies that were valid at the first try."""

    articles: int = 0
    first: int = 0
    failed: int = 0
    reasks: int = 0
    offered: int = 0
    cited: int = 0
    wrong_offered: int = 0
    printed: int = 0
    quotations: int = 0
    judged: int = 0
    wrong_printed: int = 0
    speakers: int = 0
    speakers_quoted: int = 0
    speakers_printed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def line(self) -> str:
        """The counts of one article, or of several, in a line."""
        printed = f"printed {self.printed:3}, quotations {self.quotations:3}, judged {self.judged:3}"
        speakers = f"speakers {self.speakers:2}, quoted {self.speakers_quoted:2}"
        return " | ".join(
            [
                f"offered {self.offered:3}, cited {self.cited:3}, wrong {self.wrong_offered:2}",
                f"{printed}, wrong {self.wrong_printed:2}",
                f"{speakers}, printed {self.speakers_printed:2}",
                f"first {self.first}, again {self.reasks}, failed {self.failed}",
                f"{self.tokens_in:6,} in {self.tokens_out:6,} out {self.seconds:5.0f} s",
            ]
        )

    def shares(self) -> Iterator[str]:
        """What the sum says, as shares."""
        yield f"wrong speakers offered: {_share(self.wrong_offered, self.cited)} of the citations judged"
        yield f"wrong speakers printed: {_share(self.wrong_printed, self.judged)} of the quotations judged"
        yield f"speakers with a direct quotation, quoted: {_share(self.speakers_quoted, self.speakers)}"
        yield f"speakers with a direct quotation, printed: {_share(self.speakers_printed, self.speakers)}"
        yield f"valid at first try: {_share(self.first, self.articles)}"
        if many := self.articles:
            yield f"positions an article: {self.printed / many:.1f}"
            yield f"tokens an article: {self.tokens_in / many:,.0f} in, {self.tokens_out / many:,.0f} out"
            yield f"seconds an article: {self.seconds / many:.0f}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none to judge"


class _Claim(NamedTuple):
    """A name with the words it is given, and what the annotators say of these."""

    name: str
    text: str
    said: tuple[Said, ...]

    @property
    def is_judged(self) -> bool:
        return any(said.name for said in self.said)

    @property
    def is_wrong(self) -> bool:
        return all(said.name and not is_same(said.name, self.name) for said in self.said) and bool(self.said)

    @property
    def mentions(self) -> str:
        return ", ".join(dict.fromkeys(said.mention or "nobody" for said in self.said)) or "not annotated"


def judge(row: Json, asked: Asked) -> Figures:
    """Count one article."""
    offered, printed = list(_offered(row, asked)), list(_printed(row, asked))
    attempts = asked.recording.attempts if asked.recording else ()
    usages = [attempt.usage for attempt in attempts if attempt.usage]
    positions = asked.brief.positions if asked.brief else ()
    speakers = direct_names(row, resolved=True)
    names = [claim.name for claim in printed]
    return Figures(
        articles=1,
        first=int(bool(attempts) and attempts[0].outcome == "ok"),
        failed=int(asked.draft is None),
        reasks=max(len(attempts) - 1, 0),
        offered=len(asked.draft.positions) if asked.draft else 0,
        cited=sum(claim.is_judged for claim in offered),
        wrong_offered=sum(claim.is_wrong for claim in offered),
        printed=len(positions),
        quotations=len(printed),
        judged=sum(claim.is_judged for claim in printed),
        wrong_printed=sum(claim.is_wrong for claim in printed),
        speakers=len(speakers),
        speakers_quoted=_found(speakers, names),
        speakers_printed=_found(speakers, [*names, *(position.actor for position in positions)]),
        tokens_in=sum(usage.input for usage in usages),
        tokens_out=sum(usage.output for usage in usages),
        seconds=sum(attempt.latency_ms for attempt in attempts) / 1_000,
    )


def _found(speakers: Sequence[str], names: Sequence[str]) -> int:
    return sum(any(is_same(speaker, name) for name in names) for speaker in speakers)


def remarks(row: Json, asked: Asked) -> Iterator[str]:
    """What a person ought to look at."""
    for claim in _offered(row, asked):
        if claim.is_wrong:
            yield f"wrong offered: {claim.name} for {claim.mentions}: {claim.text[:100]!r}"
    for claim in _printed(row, asked):
        if claim.is_wrong:
            yield f"WRONG PRINTED: {claim.name} for {claim.mentions}: {claim.text!r}"
        elif not claim.is_judged:
            yield f"unjudged: {claim.name} for {claim.mentions}: {claim.text[:100]!r}"
    positions = asked.brief.positions if asked.brief else ()
    quoted = [quotation.speaker for position in positions for quotation in position.quotations]
    offered = [position.actor for position in asked.draft.positions] if asked.draft else []
    for speaker in direct_names(row, resolved=True):
        if not _found([speaker], quoted):
            yield f"not quoted: {speaker} ({'offered' if _found([speaker], offered) else 'not offered'})"
    for finding in asked.brief.left_out if asked.brief else ():
        yield f"left out: {finding.code.value}: {finding.subject}: {finding.detail}"


def _offered(row: Json, asked: Asked) -> Iterator[_Claim]:
    """Each sentence that is cited for a person and holds a direct quotation."""
    (source,) = asked.story.sources
    article = source.article
    sentences = {article.sentence_id(sentence): sentence.span for sentence in article.sentences}
    for position in asked.draft.positions if asked.draft else ():
        actor = match_actor(position.actor, asked.story.actors)
        if actor and actor.kind is not ActorKind.PERSON:
            continue
        for number in position.evidence:
            span = sentences.get(number)
            said = () if span is None else _said_in(row, span, direct=True)
            if span is not None and said:
                yield _Claim(position.actor, span.of(article.text), said)


def _printed(row: Json, asked: Asked) -> Iterator[_Claim]:
    for position in asked.brief.positions if asked.brief else ():
        for quotation in position.quotations:
            span = Span(quotation.start, quotation.end)
            yield _Claim(quotation.speaker, quotation.text, _said_in(row, span, direct=False))


def _said_in(row: Json, span: Span, *, direct: bool) -> tuple[Said, ...]:
    return tuple(said for said in gold_of(row) if said.span.overlaps(span) and (said.is_direct or not direct))


if __name__ == "__main__":
    main()
