"""Sources -> the archive. Each is asked for what is new; one that fails stops no other."""

import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from briefing.archive import Archive, Gathering, SourceState, article_key
from briefing.articles.extract import finish
from briefing.articles.fetch import Fetcher, Validators
from briefing.articles.online import Visit, complete_teaser, is_teaser, visit_feed, visit_page
from briefing.articles.reading import extract_input
from briefing.articles.sources import Input, find_inputs, load
from briefing.daily.days import Calendar
from briefing.exchange import fingerprint
from briefing.schema import Article, Finding, FindingCode
from briefing.settings import SourceTable
from briefing.workers import as_done

__all__ = ["Desk", "Report", "gather", "read_from"]

_AT_A_TIME = 50  # files that are stored together
_FAILING = frozenset(
    {FindingCode.UNREADABLE, FindingCode.UNSUPPORTED, FindingCode.BINARY, FindingCode.TOO_LARGE}
)
_NOTHING_KNOWN = Validators()


class Report(NamedTuple):
    """What came of one source.

    `failing` says since when and why it could not be read. `findings` are about its parts: a file that is no
    article, a page that could not be had. `moved` is the address it has moved to for good.
    """

    source: SourceTable
    new: int = 0
    failing: SourceState | None = None
    findings: tuple[Finding, ...] = ()
    moved: str | None = None


@dataclass(frozen=True)
class Desk:
    """What gathering works with.

    Relative paths count from `folder`; files below `briefs` are our own and no source. Pages behind teasers
    are read for articles of the day `since` or later, `pages` of them from each source at most.
    """

    archive: Archive
    fetcher: Fetcher
    calendar: Calendar
    now: datetime
    since: date
    folder: Path
    briefs: Path
    pages: int


def gather(
    sources: Sequence[SourceTable],
    desk: Desk,
    *,
    workers: int,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Report, ...]:
    """Ask every source, up to `workers` at a time, and store what is new; reports in the sources' order.

    Raises ArchiveError if what was read cannot be stored.
    """
    reports: dict[int, Report] = {}
    for index, report in as_done(sources, lambda source: _ask(source, desk), workers=workers):
        if isinstance(report, BaseException):
            raise report
        reports[index] = report
        progress(f"source {len(reports)} of {len(sources)}: {report.source.address}")
    return tuple(reports[index] for index in sorted(reports))


def _ask(source: SourceTable, desk: Desk) -> Report:
    match source.kind:
        case "feed":
            return _ask_feed(source, desk)
        case "page":
            return _ask_page(source, desk)
        case "files":
            return _read_files(source, desk)


# --- addresses -------------------------------------------------------------------------------------------


def _ask_feed(source: SourceTable, desk: Desk) -> Report:
    known = desk.archive.sources.find(source.address).validators
    visit = visit_feed(source.address, desk.fetcher, known=known)
    report = _report_empty(source, visit, desk)
    if report is not None:
        return report
    new, lost, waiting = 0, [], []
    pages = desk.pages
    for article in _fresh(source, visit, desk):
        entry = article_key(article)
        if not (source.full_text and is_teaser(article) and _is_recent(article, desk)):
            waiting.append(Gathering(entry, article))
            continue
        found = complete_teaser(article, desk.fetcher) if pages > 0 else _beyond(article)
        pages -= 1
        if isinstance(found, Finding):
            lost.append(found)
            waiting.append(Gathering(_unfinished(entry), article))
            continue
        # A page costs a request: it is stored before the next one is asked for.
        whole = Gathering(entry, found, replaces=_unfinished(entry))
        new += desk.archive.gathered.store(source.address, [whole], now=desk.now)
    # With a page outstanding the feed is wanted again as a whole, for the entry that leads there.
    validators = visit.validators if not lost else _NOTHING_KNOWN
    new += desk.archive.sources.succeeded(
        source.address, gathered=waiting, validators=validators, now=desk.now
    )
    return Report(source, new, findings=(*_beyond_articles(visit), *lost), moved=visit.moved)


def _ask_page(source: SourceTable, desk: Desk) -> Report:
    known = desk.archive.sources.find(source.address).validators
    visit = visit_page(source.address, desk.fetcher, known=known)
    report = _report_empty(source, visit, desk)
    if report is not None:
        return report
    gathered = [Gathering(article_key(article), article) for article in _fresh(source, visit, desk)]
    new = desk.archive.sources.succeeded(
        source.address, gathered=gathered, validators=visit.validators, now=desk.now
    )
    return Report(source, new, findings=_beyond_articles(visit), moved=visit.moved)


def _report_empty(source: SourceTable, visit: Visit, desk: Desk) -> Report | None:
    """The report of a visit that brought nothing: what lay there still does, or it failed."""
    if visit.is_unchanged:
        desk.archive.sources.unchanged(source.address, validators=visit.validators, now=desk.now)
        return Report(source)
    if visit.reading.articles:
        return None
    reasons = [
        finding.detail
        for finding in visit.reading.findings
        if finding.code in _FAILING or source.kind == "page"
    ]
    return _fail(source, reasons[0], desk, visit.moved) if reasons else None


def _fail(source: SourceTable, reason: str, desk: Desk, moved: str | None = None) -> Report:
    state = desk.archive.sources.failed(source.address, reason=reason, now=desk.now)
    return Report(source, failing=state, moved=moved)


def _fresh(source: SourceTable, visit: Visit, desk: Desk) -> Iterator[Article]:
    """The articles of a visit that were not there before, as their source calls its outlet."""
    for article in visit.reading.articles:
        named = _under_outlet(article, source)
        if not desk.archive.gathered.knows(source.address, article_key(named)):
            yield named


def _beyond_articles(visit: Visit) -> tuple[Finding, ...]:
    """What there is to say about the source; notes on an article go with the article."""
    notes = {note for article in visit.reading.articles for note in article.notes}
    return tuple(finding for finding in visit.reading.findings if finding not in notes)


def _under_outlet(article: Article, source: SourceTable) -> Article:
    return article if source.outlet is None else article.model_copy(update={"outlet": source.outlet})


def _is_recent(article: Article, desk: Desk) -> bool:
    """Whether an article is new enough to ask for its page."""
    return article.published is None or desk.calendar.day(article.published.moment) >= desk.since


def _unfinished(entry: str) -> str:
    """The key of an entry whose page is still to be read: it is not known yet, so it is tried again."""
    return fingerprint("unfinished", entry)


def _beyond(article: Article) -> Finding:
    detail = (
        "its page waits for the next run: the source has more new entries than limits.articles_per_outlet"
    )
    return Finding(code=FindingCode.OVER_LIMIT, subject=article.url or article.source, detail=detail)


# --- files -----------------------------------------------------------------------------------------------


def _read_files(source: SourceTable, desk: Desk) -> Report:
    new = 0
    findings: list[Finding] = []
    batch: list[Gathering] = []
    for found in find_inputs([read_from(source, desk.folder)]):
        read = (
            _from_here(found, source, desk.folder)
            if isinstance(found, Finding)
            else _read(found, source, desk)
        )
        if isinstance(read, Finding):
            findings.append(read)
        elif read is not None:
            batch.append(read)
        if len(batch) == _AT_A_TIME:
            new += desk.archive.gathered.store(source.address, batch, now=desk.now)
            batch.clear()
    lost = next((f for f in findings if f.subject == source.address and f.code in _FAILING), None)
    if lost is not None:
        return _fail(source, lost.detail, desk)
    new += desk.archive.sources.succeeded(
        source.address, gathered=batch, validators=_NOTHING_KNOWN, now=desk.now
    )
    return Report(source, new, findings=tuple(findings))


def read_from(source: SourceTable, folder: Path) -> str:
    """The files of a source, relative ones from `folder`, in whose own name nothing is a pattern."""
    files = os.path.expanduser(source.address)  # noqa: PTH111 -- a pattern, not a path
    if os.path.isabs(files):  # noqa: PTH117 -- the same
        return files
    whole = os.path.join(folder, files)  # noqa: PTH118 -- keeps ./ and // as they are
    if os.path.lexists(whole) or not glob.has_magic(files):
        return whole
    return os.path.join(glob.escape(str(folder)), files)  # noqa: PTH118 -- the same


def _read(found: Input, source: SourceTable, desk: Desk) -> Gathering | Finding | None:
    """One file as an article; None if it was read before, or is a brief of ours."""
    assert found.path is not None, "a pattern of files never means standard input"
    if found.path.resolve().is_relative_to(desk.briefs):
        return None
    data = load(found, None)
    if isinstance(data, Finding):
        return _from_here(data, source, desk.folder)
    name = _name(found.name, desk.folder)
    entry = fingerprint(name, hashlib.sha256(data).hexdigest())
    if desk.archive.gathered.knows(source.address, entry):
        return None
    extract = extract_input(found, data, clean=True)
    if isinstance(extract, Finding):
        return _from_here(extract, source, desk.folder)
    return Gathering(entry, _under_outlet(finish(extract, id="a1", source=name), source))


def _name(name: str, folder: Path) -> str:
    """What a file is called from the folder of the settings, whatever the working folder is."""
    return name.removeprefix(f"{folder}{os.sep}")


def _from_here(finding: Finding, source: SourceTable, folder: Path) -> Finding:
    """A finding under the name the settings use; a pattern that fits no file today is empty, not broken."""
    is_source = finding.subject == read_from(source, folder)
    subject = source.address if is_source else _name(finding.subject, folder)
    is_pattern = is_source and finding.detail == "no file matches this pattern"
    code = FindingCode.EMPTY if is_pattern else finding.code
    return finding.model_copy(update={"subject": subject, "code": code})
