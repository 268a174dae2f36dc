"""The snapshots of one run: a text for each stage, numbered along the way of the data.

The first two show what was read and who said what; they are the case's, whatever the model. The others are
the model alias's own.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from briefing.errors import ModelError
from briefing.render import render
from briefing.schema import Actor, Article, Briefing, Draft, Source, Story, Utterance

__all__ = ["Drafted", "show_stages"]


class Drafted(NamedTuple):
    """A story and what an engine said of it; None where the model gave no usable reply."""

    story: Story
    draft: Draft | None


def show_stages(
    drafted: Sequence[Drafted], result: Briefing | ModelError, *, alias: str, root: str
) -> dict[str, str]:
    """File name below the case's golden folder -> text, in the order of the way.

    `result` is the brief, or what the run failed with. `root` is cut off the names of files, so that a
    snapshot is the same wherever the cases lie.
    """
    stages = {
        "1-articles.txt": "\n".join(_lines_of(story, _article_lines) for story, _ in drafted),
        "2-speech.txt": "\n".join(_lines_of(story, _speech_lines) for story, _ in drafted),
    }
    drafts = [draft for _, draft in drafted if draft is not None]
    if drafts:
        stages[f"{alias}/3-draft.json"] = "".join(d.model_dump_json(indent=2) + "\n" for d in drafts)
    if isinstance(result, ModelError):
        stages[f"{alias}/4-failure.txt"] = f"{result}\n"
        return {name: text.replace(root, "") for name, text in stages.items()}
    briefing = _below(root, result)
    return {name: text.replace(root, "") for name, text in stages.items()} | {
        f"{alias}/4-briefing.json": render(briefing, "json"),
        f"{alias}/5-briefing.md": render(briefing, "markdown"),
        f"{alias}/6-slack.txt": render(briefing, "slack"),
    }


def _below(root: str, briefing: Briefing) -> Briefing:
    """The briefing with `root` cut off wherever it names a file; renderers escape, so it is done before."""
    quoted = json.dumps(root, ensure_ascii=False)[1:-1]
    return Briefing.model_validate_json(briefing.model_dump_json().replace(quoted, ""))


def _lines_of(story: Story, show: Callable[[Story], Iterator[str]]) -> str:
    return "".join(f"{line}\n" for line in show(story))


def _article_lines(story: Story) -> Iterator[str]:
    yield f"story {story.id}: {story.headline}"
    for source in story.sources:
        yield ""
        yield from _source_lines(source)
        yield from _sentence_lines(source.article)


def _source_lines(source: Source) -> Iterator[str]:
    article = source.article
    twin = f" of {source.twin}" if source.twin else ""
    yield f"{article.id}: {article.source} ({source.relation}{twin}, {article.kind}, {article.language})"
    for name in ("title", "byline", "outlet", "url"):
        if value := getattr(article, name):
            yield f"  {name}: {value}"
    for name, published in (("published", article.published), ("updated", article.updated)):
        if published:
            shown = published.moment.isoformat() if published.has_time else published.day.isoformat()
            yield f"  {name}: {shown} ({published.origin}: {published.words})"
    for removed in article.removed:
        yield f"  removed: {removed.reason}: {_one_line(removed.text)}"
    if article.removed_invisible:
        yield f"  removed: {article.removed_invisible} invisible characters"
    for note in article.notes:
        yield f"  note: {note.code}: {note.detail}"


def _sentence_lines(article: Article) -> Iterator[str]:
    for sentence in article.sentences:
        yield f"{article.sentence_id(sentence)} {_one_line(sentence.span.of(article.text))}"
        for date in article.dates:
            if sentence.span.contains(date.span):
                days = date.start.isoformat() if date.start == date.end else f"{date.start} to {date.end}"
                yield f"  {date.span.of(article.text)} = {days} ({date.rule})"


def _speech_lines(story: Story) -> Iterator[str]:
    yield f"story {story.id}"
    for actor in story.actors:
        yield _actor_line(actor)
    for utterance in story.utterances:
        yield from _utterance_lines(utterance, story)


def _actor_line(actor: Actor) -> str:
    parts = [actor.kind.value, actor.role or "", f"also {', '.join(actor.aliases)}" if actor.aliases else ""]
    ties = f"tied to {', '.join(actor.ties)}" if actor.ties else ""
    return f"actor {actor.name} ({'; '.join(part for part in [*parts, ties] if part)})"


def _utterance_lines(utterance: Utterance, story: Story) -> Iterator[str]:
    text = story.articles[utterance.article_id].text
    mention = f", as “{utterance.speaker.of(text)}”" if utterance.speaker else ""
    cue = f", by “{utterance.cue.of(text)}”" if utterance.cue else ""
    # The outer one is told by its speaker: its number would change with every utterance before it.
    outer = None if utterance.outer is None else story.utterances[utterance.outer]
    inside = f", inside of what {_voice(outer)} says" if outer else ""
    yield ""
    yield f"{_place(utterance, story)} {_voice(utterance)}{mention}{cue}{inside}"
    for piece in utterance.content:
        yield f"  {_one_line(piece.of(text))}"


def _place(utterance: Utterance, story: Story) -> str:
    article = story.articles[utterance.article_id]
    first = article.sentences_of(utterance.extent)[0]
    return f"{article.sentence_id(first)} {utterance.kind}, {utterance.polarity}:"


def _voice(utterance: Utterance) -> str:
    return utterance.actor.name if utterance.actor else "nobody for certain"


def _one_line(text: str) -> str:
    return " ".join(text.split())
