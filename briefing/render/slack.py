"""Sheet -> text that reads well when it is pasted into Slack as it is.

No markup at all, because what people paste stays literal. A message keeps below Slack's silent split and is
cut only between items. Untrusted text can neither mention, link, format nor become a picture: a zero-width
space stands wherever Slack would act, and a search in the source still finds the words.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from briefing.render.entries import Line, SourceEntry
from briefing.render.news import News, NewsItem, StoryNews
from briefing.render.sheet import NO_POSITION, Omissions, Row, Sheet, StorySheet
from briefing.render.visible import clip, plain

__all__ = [
    "MESSAGE_LENGTH",
    "Dialect",
    "defuse",
    "describe_source",
    "guard",
    "number_messages",
    "pack",
    "render_slack",
    "slack_messages",
    "write_closing",
    "write_news",
    "write_story",
]

MESSAGE_LENGTH = 3900  # Slack splits at 4,041 characters without saying so
TITLE_LENGTH = 120
LINKS = 5  # every pasted address grows into a card, so only this many
MESSAGE_BREAK = "\n\n\n"
_NUMBERING = len(" (999/999)\n\n")
_GUARD = "\u200b"
_LIVE_RE = re.compile(
    r"""
      (?<= [*_~] ) (?= \S ) (?! (?<= [^\W_] . ) [^\W_] )        # after a mark that is no part of a word
    | (?<= \S ) (?= [*_~] ) (?! (?<= [^\W_] ) . [^\W_] )        # and before it
    | (?<= : ) (?= // | (?! \d+ : ) [\w+'-]+ : )                # an address, a picture's name
    | (?<= @ ) (?= \w ) | (?<= \# ) (?= [^\W\d_] )              # a mention, a mail address, a channel
    | (?<= \S \. ) (?= [^\W\d_]{2,} (?! \w ) | xn-- )           # a bare address,
      (?! (?: txt | html? | eml | pdf ) (?! \w ) )              # but not the name of a file we read
    | (?<= [Ww]{3} \. ) (?= \S )                                # www.w3
    | ^ (?= [>/|] )                                             # a quote, a command, a table
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Dialect:
    """How one Slack output makes text inert, marks labels and writes an entry of the sources."""

    escape: Callable[[str], str]
    label: Callable[[str], str]
    source: Callable[[SourceEntry], str]


def render_slack(sheet: Sheet) -> str:
    """Write the messages of `slack_messages` one after the other; ends with one newline."""
    return MESSAGE_BREAK.join(slack_messages(sheet)) + "\n"


def slack_messages(sheet: Sheet) -> tuple[str, ...]:
    """Write the brief as messages to paste, each of at most `MESSAGE_LENGTH` characters."""
    linked = [source.number for source in sheet.sources if source.url and source.is_origin][:LINKS]
    return number_messages(sheet, Dialect(defuse, str, partial(_write_source, linked=linked)))


def guard(text: str) -> str:
    r"""Reduce text to one visible line in which Slack finds no mention, address, picture or format.

    A backtick becomes `'`, because code holds whatever stands in it; brackets are left to the caller.

    >>> guard("U.S. snake_case, @here *bold*").replace("\u200b", "^")
    'U.S. snake_case, @^here *^bold^*'
    """
    return _LIVE_RE.sub(_GUARD, plain(text)).replace("`", "'")


def defuse(text: str) -> str:
    r"""Guard text for places where Slack takes no entities; `<` is printed full-width.

    >>> defuse("5 < 6")
    '5 ＜ 6'
    """
    return guard(text).replace("<", "＜")


def write_story(story: StorySheet, dialect: Dialect) -> list[str]:
    """Write a story as items to be kept whole, each with the line breaks that stand before it."""
    headline = write_headline(story.news, story.headline, dialect)
    issue = f"What it is about: {dialect.escape(story.issue)}"
    rows = [_write_row(row, dialect) for row in story.rows]
    return [
        *_head(headline, [*_write_lines(story.bottom_line, dialect), issue]),
        *_head(dialect.label("Who says what"), _bullet(rows or [NO_POSITION])),
        *_head(dialect.label("Where they differ"), _bullet(_write_lines(story.differences, dialect))),
        *_head(dialect.label("Still open"), _bullet(_write_lines(story.questions, dialect))),
        *_write_omissions(story.left_out, dialect, label="Left out"),
    ]


def write_headline(mark: str, headline: str, dialect: Dialect) -> str:
    """Write a headline with its mark, *NEW* or *DEVELOPING*, before it."""
    told = dialect.label(dialect.escape(headline))
    return f"■ {dialect.label(dialect.escape(mark))} · {told}" if mark else f"■ {told}"


def write_news(news: News, dialect: Dialect, *, nothing: str) -> list[str]:
    """Write what is new since the last brief as items to be kept whole."""
    title = dialect.label(f"New since the last brief ({news.since})")
    stories = [item for story in news.stories for item in _write_story_news(story, dialect)]
    quiet = " · ".join(dialect.escape(line.text) for line in news.quiet)
    return [
        *([f"\n\n{title}{stories[0]}", *stories[1:]] if stories else [f"\n\n{title}\n{nothing}"]),
        *([f"\n\n{dialect.label('Gone quiet')}: {quiet}"] if quiet else []),
    ]


def _write_story_news(story: StoryNews, dialect: Dialect) -> list[str]:
    items = _bullet(_write_news_item(item, dialect) for item in story.items)
    headline = write_headline(story.mark, story.headline, dialect)
    return _head(headline, items) if items else [f"\n\n{headline}"]


def _write_news_item(item: NewsItem, dialect: Dialect) -> str:
    text = " ".join(_write_lines(item.lines, dialect))
    return f"{dialect.label(item.label)}: {text}" if item.label else text


def write_closing(sheet: Sheet, dialect: Dialect) -> list[str]:
    """Write how the brief was made and, last because they carry addresses, its sources."""
    method = [dialect.escape(sentence) for sentence in sheet.method]
    return [
        *_write_unchanged(sheet.news, dialect),
        *_write_omissions(sheet.left_out, dialect, label="Sources left out"),
        *_head(dialect.label("How this was made"), _bullet(method)),
        *_head(dialect.label("Sources"), map(dialect.source, sheet.sources)),
    ]


def _write_unchanged(news: News | None, dialect: Dialect) -> list[str]:
    stories = news.unchanged if news else ()
    told = " · ".join(dialect.escape(story.line.text) + _write_marks(story.numbers) for story in stories)
    return [f"\n\n{dialect.label('Unchanged')}: {told}"] if told else []


def number_messages(sheet: Sheet, dialect: Dialect) -> tuple[str, ...]:
    """Write the whole brief as messages under one title, numbered where there are several."""
    title = dialect.label(f"{dialect.escape(clip(sheet.title, TITLE_LENGTH))} — {sheet.day}")
    stories = [item for story in sheet.stories for item in write_story(story, dialect)]
    news = write_news(sheet.news, dialect, nothing=sheet.nothing) if sheet.news else []
    told = [*news, *stories] or [f"\n\n{sheet.nothing}"]
    items = [*told, *write_closing(sheet, dialect)]
    bodies = pack(items, MESSAGE_LENGTH - len(title) - _NUMBERING)
    if len(bodies) == 1:
        return (f"{title}\n\n{bodies[0]}",)
    return tuple(f"{title} ({number}/{len(bodies)})\n\n{body}" for number, body in enumerate(bodies, start=1))


def pack(items: Iterable[str], length: int) -> list[str]:
    r"""Fill bodies of at most `length` characters with whole items; only a longer item is cut, at a space.

    >>> pack(["a", "\nbb", "\nccc"], 4)
    ['a\nbb', 'ccc']
    """
    bodies: list[str] = []
    for part in chain.from_iterable(_cut(item, length) for item in items):
        if bodies and len(bodies[-1]) + len(part) <= length:
            bodies[-1] += part
        else:
            bodies.append(part.lstrip("\n"))
    return bodies


def describe_source(source: SourceEntry, *, name: str, escape: Callable[[str], str]) -> str:
    """Write an entry of the sources after its number: name, day, note, title."""
    note = f" ({escape(source.note)})" if source.note else ""
    title = f": {escape(source.title)}" if source.title else ""
    return f"[{source.number}] {name}, {source.day}{note}{title}"


def _write_lines(lines: Sequence[Line], dialect: Dialect) -> list[str]:
    return [
        _write_mark(line.news, dialect) + dialect.escape(line.text) + _write_marks(line.marks)
        for line in lines
    ]


def _write_mark(news: str, dialect: Dialect) -> str:
    return f"{dialect.label(dialect.escape(news))} · " if news else ""


def _write_marks(numbers: Sequence[int]) -> str:
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _write_row(row: Row, dialect: Dialect) -> str:
    """Write a position: who, stance, summary, the proved words each with its speaker."""
    escape = dialect.escape
    role = f", {escape(row.role)}" if row.role else ""
    issue = f" ({escape(row.issue)})" if row.issue else ""
    position = ": ".join(part for part in (f"{row.stance}{issue}", escape(row.summary)) if part)
    who = f"{_write_mark(row.news, dialect)}{dialect.label(escape(row.actor))}{role}"
    parts = [f"{who}. {position}{'' if row.summary else '.'}"]
    parts += [
        f"{escape(said.words)} ({escape(said.speaker)}) [{said.place.number}]" for said in row.quotations
    ]
    parts += [f"Not printed: {escape(verdict)}." for verdict in row.withheld]
    if row.reported_marks:
        also = "Also reported" if row.quotations else "Reported, not quoted"
        parts.append(f"{also}{_write_marks(row.reported_marks)}.")
    return " ".join(parts)


def _write_omissions(left_out: Omissions, dialect: Dialect, *, label: str) -> list[str]:
    return [f"\n\n{dialect.label(label)}: {dialect.escape(left_out.tally)}"] if left_out.total else []


def _write_source(source: SourceEntry, *, linked: Container[int]) -> str:
    """Write an entry; where a source is linked, its bare address follows on a line of its own."""
    entry = describe_source(source, name=defuse(source.name), escape=defuse)
    return f"{entry}\n{source.url}" if source.number in linked else entry


def _bullet(texts: Iterable[str]) -> list[str]:
    return [f"• {text}" for text in texts]


def _head(label: str, texts: Iterable[str]) -> list[str]:
    """Put a label before the first of some lines, so that no message ends with it; nothing if no lines."""
    lines = [f"\n{text}" for text in texts]
    return [f"\n\n{label}{lines[0]}", *lines[1:]] if lines else []


def _cut(item: str, length: int) -> Iterator[str]:
    """Cut an item that no message can hold into parts that fit."""
    while len(item) > length:
        part = item[: length + 1].rsplit(" ", 1)[0][:length]
        yield part
        item = item[len(part) :].lstrip(" ")
    yield item
