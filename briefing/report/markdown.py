"""Sheet -> Markdown for a comment on a pull request, within what GitHub takes.

Whatever a model, an article or a template said stands inside a fence, or is escaped, and can call nobody.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefing.compare import Fact, Trouble
from briefing.render.markdown import escape_cell
from briefing.render.visible import clip
from briefing.report.neutral import fence, neutralise
from briefing.report.sheet import CaseSheet, PairSheet, Sheet
from briefing.report.terminal import tell_change

__all__ = ["LENGTH", "MARKER", "render_markdown"]

LENGTH = 60_000  # a comment holds 65,536 characters, and counts some of them twice
MARKER = "<!-- briefing compare -->"  # by which a workflow finds its own comment again
_SENTENCE = 600
_ROOM = 400  # for the sentence about what was left out


class _Section(NamedTuple):
    """A piece that stays or goes as a whole; the highest rank goes first."""

    rank: int
    name: str
    text: str


def render_markdown(sheet: Sheet) -> str:
    """Write the report; ends with one newline. Whole sections go if it is too long, and are counted."""
    sections = list(_sections(sheet))
    dropped = _drop(sections)
    if dropped:
        left = ", ".join(dict.fromkeys(section.name for section in dropped))
        sections.append(_Section(0, "", f"_{len(dropped)} more in the artifact: {clip(left, 300)}._"))
    return "\n\n".join(section.text for section in sections) + "\n"


def _drop(sections: list[_Section]) -> list[_Section]:
    """Take sections out, least important and last first, until the rest fits; gives those."""
    dropped: list[_Section] = []
    length = sum(len(section.text) + 2 for section in sections)
    while length > LENGTH - _ROOM and any(section.rank for section in sections):
        at = max(range(len(sections)), key=lambda index: (sections[index].rank, index))
        dropped.append(sections.pop(at))
        length -= len(dropped[-1].text) + 2
    return dropped[::-1]


def _sections(sheet: Sheet) -> Iterator[_Section]:
    yield _Section(0, "verdict", "\n\n".join(_head(sheet)))
    for pair in sheet.pairs:
        yield from _pair_sections(pair)
    commands = fence("".join(f"{clip(command, 1000)}\n" for command in sheet.commands), "sh")
    yield _Section(0, "method", f"_{_inline(sheet.method)}_")
    yield _Section(0, "commands", f"**To see this again, and to go on**\n\n{commands}")


def _head(sheet: Sheet) -> Iterator[str]:
    yield MARKER
    yield f"## {sheet.verdict.capitalize()}: {_inline(sheet.title)}"
    yield from (_inline(note) for note in sheet.notes)


def _pair_sections(pair: PairSheet) -> Iterator[_Section]:
    yield _Section(1, "verdicts", "\n\n".join(_verdict(pair)))
    yield _Section(2, "metrics", "\n".join(_metrics(pair)))
    if pair.stale:
        yield _Section(3, "stale recordings", _list("Stale or missing", [_trouble(t) for t in pair.stale]))
    for case in pair.changed_cases:
        yield _Section(5, f"case {_inline(case.name)}", _case(case))
    yield from _small_sections(pair)
    yield from _diffs(pair)


def _verdict(pair: PairSheet) -> Iterator[str]:
    yield f"### {pair.verdict.capitalize()}: {_inline(pair.heading)}"
    yield f"**{_inline(pair.sentence)}**"
    yield from (_inline(advice) for advice in pair.advice)
    if pair.blocks:
        yield "\n".join(f"- blocked: {_inline(block)}" for block in pair.blocks[:10])
    yield pair.changed
    changed = [fact for fact in pair.facts if fact.base != fact.head]
    if changed:
        yield "\n".join(f"- {line}" for line in _facts(changed))


def _metrics(pair: PairSheet) -> Iterator[str]:
    yield "| metric | base | head | difference [95 %] | verdict | sees a drop of |"
    yield "|---|---|---|---|---|---|"
    for line in pair.metrics:
        label = f"**{line.label}**" if line.is_primary else line.label
        verdict = f"**{line.verdict}**" if line.tone else line.verdict
        cells = (label, line.base, line.head, line.difference, verdict, line.detectable)
        yield f"| {' | '.join(cells)} |"
    yield "\nBold metrics were declared beforehand; they alone decide, with what blocks."


def _case(case: CaseSheet) -> str:
    critical = " (critical)" if case.is_critical else ""
    told = "\n".join(line for change in case.changes for line in tell_change(change))
    summary = f"<summary>{_inline(case.name)}{critical}: {case.tally}</summary>"
    return f"<details>{summary}\n\n{fence(told)}\n\n</details>"


def _small_sections(pair: PairSheet) -> Iterator[_Section]:
    if pair.unchanged:
        yield _Section(4, "unchanged cases", pair.unchanged)
    if pair.reasked:
        yield _Section(4, "re-asks", _list("Asked again", list(_facts(pair.reasked))))
    if pair.excluded:
        told = [f"{_inline(t.case)}: {_inline(t.reason)}" for t in pair.excluded]
        yield _Section(4, "cases not compared", _list("Not compared", told))
    if pair.orphans:
        orphans = [_inline(name) for name in pair.orphans]
        yield _Section(6, "orphans", _list("Nobody asks for", orphans))
    yield _Section(6, "provenance", _list("Provenance", list(_facts(pair.provenance))))


def _diffs(pair: PairSheet) -> Iterator[_Section]:
    for title, diff in (
        ("The template", pair.template_diff),
        (f"What {_inline(pair.rendered_case)} is asked", pair.rendered_diff),
    ):
        if diff:
            body = fence(diff, "diff")
            text = f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"
            yield _Section(7, "diffs", text)


def _list(title: str, items: Sequence[str]) -> str:
    return "\n".join([f"**{title}**\n", *(f"- {item}" for item in items)])


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        shown = (
            _inline(fact.base) if fact.base == fact.head else f"{_inline(fact.base)} → {_inline(fact.head)}"
        )
        yield f"{_inline(fact.name)}: {shown}"


def _trouble(trouble: Trouble) -> str:
    return f"{_inline(trouble.case)}: {_inline(trouble.reason)}"


def _inline(text: str) -> str:
    """Text inside a line: escaped, cut, and calling nobody; pipes too, for it may stand in a table."""
    return neutralise(escape_cell(clip(text, _SENTENCE)))
