"""`briefing daily`: the day's brief from the sources of the settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from briefing.archive import Archive, ArchivedReplies, open_archive
from briefing.articles.fetch import Fetcher, FetchLimits
from briefing.cli.console import Console
from briefing.cli.desk import archive_path, folder_of_briefs, read_clock, usual_outputs
from briefing.cli.engine import choose_engine
from briefing.cli.options import budget_options, load_and_warn, verbosity_options
from briefing.cli.outputs import Output, deliver, keep_sources, plan_outputs
from briefing.daily import Calendar, DailyBrief, Order, Report, gather, make_brief, plan_brief
from briefing.daily.days import first_day
from briefing.daily.gather import Desk, read_from
from briefing.errors import ExitStatus, SettingsError, UsageError
from briefing.render import FORMATS
from briefing.settings import Loaded

__all__ = ["command"]

_TOLD = 10  # so many findings of the sources are named on stderr


@click.command("daily")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the brief; a past one from what is stored.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Compare with the brief of this day, not with the last.",
)
@click.option(
    "-o",
    "--output",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write here, not where the settings say; repeatable.",
)
@click.option("--format", "chosen", type=click.Choice(list(FORMATS)), help="Format; without -o to stdout.")
@click.option("--model", metavar="NAME", help="Language model to ask, in place of that of the settings.")
@budget_options
@click.option("--no-fetch", is_flag=True, help="Ask no source; brief what is stored.")
@click.option(
    "--fresh", "--no-cache", "fresh", is_flag=True, help="Ask the model again what it has answered before."
)
@click.option("--dry-run", is_flag=True, help="Show what would be read, asked and paid; do none of it.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything was left out.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    /,
    *,
    day: datetime | None,
    since: datetime | None,
    paths: Sequence[Path],
    chosen: str | None,
    no_fetch: bool,
    fresh: bool,
    dry_run: bool,
    strict: bool,
    **flags: object,
) -> ExitStatus:
    """Make the day's brief from the sources of the settings.

    Every source is asked for what is new; one that fails is named in the brief and stops no other. What was
    read, asked and briefed is kept in an archive: a run that was stopped goes on where it was, and a second
    run pays for nothing twice. `briefing init` writes a briefing.toml to begin with.
    """
    loaded = load_and_warn(console, **flags)
    _check_sources(loaded)
    now = read_clock()
    calendar = Calendar.of(loaded.settings.time_zone)
    order = _order(calendar.day(now), day and day.date(), since and since.date(), fresh=fresh)
    if dry_run:
        from briefing.cli.daily_plan import show_daily_plan

        return show_daily_plan(loaded, calendar, order, console)
    run = _Run(
        loaded=loaded,
        calendar=calendar,
        now=calendar.local(now),
        order=order,
        outputs=_outputs(loaded, order.day, paths, chosen),
        asks=order.day == calendar.day(now) and not no_fetch,
        strict=strict,
    )
    with open_archive(archive_path(loaded), now=run.now) as archive:
        return _carry_out(run, archive, console)


@dataclass(frozen=True)
class _Run:
    """One run: the settings, the clock, what is wanted, and whether sources are asked."""

    loaded: Loaded
    calendar: Calendar
    now: datetime
    order: Order
    outputs: Sequence[Output]
    asks: bool
    strict: bool


def _check_sources(loaded: Loaded) -> None:
    if not loaded.settings.source:
        raise SettingsError(
            "The settings name no source to make a daily brief from: add a [[source]] to briefing.toml "
            "(`briefing init` writes one to begin with)."
        )


def _order(today: date, day: date | None, since: date | None, *, fresh: bool) -> Order:
    chosen = day or today
    if chosen > today:
        raise UsageError(f"--date {chosen} lies in the future; today is {today}.")
    if since is not None and since >= chosen:
        raise UsageError(f"--since {since} is not before the day of the brief, {chosen}.")
    return Order(chosen, since, fresh)


def _outputs(loaded: Loaded, day: date, paths: Sequence[Path], chosen: str | None) -> Sequence[Output]:
    """Where the brief goes, decided before any work is done; what is read is never written over."""
    outputs = plan_outputs(paths, chosen) if paths or chosen else usual_outputs(loaded, day)
    folder = loaded.place("source")
    keep_sources([read_from(source, folder) for source in loaded.settings.source if source.files], outputs)
    return outputs


def _carry_out(run: _Run, archive: Archive, console: Console) -> ExitStatus:
    settings = run.loaded.settings
    with console.progress() as progress:
        reports = _ask_sources(run, archive, progress) if run.asks else ()
        _tell_reports(reports, console)
        plan = plan_brief(archive, settings, run.calendar, run.order, reports)
        with choose_engine(settings, console, replies=_memory(run, archive)) as engine:
            made = make_brief(
                plan,
                archive,
                settings,
                run.order,
                engine=engine,
                now=run.now,
                workers=settings.workers if settings.model else 1,
                progress=progress,
            )
    deliver(made.briefing, run.outputs, console)
    for error in made.failures:
        console.error(f"{error} The next run tries again what failed.")
    if made.interrupted:
        console.error("interrupted; the brief holds the stories that were finished.")
    return _status(made, strict=run.strict)


def _ask_sources(run: _Run, archive: Archive, progress: Callable[[str], None]) -> Sequence[Report]:
    settings = run.loaded.settings
    fetch = settings.fetch
    desk = Desk(
        archive=archive,
        fetcher=Fetcher(
            limits=FetchLimits(seconds=fetch.timeout, pause=fetch.pause), allow_private=fetch.allow_private
        ),
        calendar=run.calendar,
        now=run.now,
        since=first_day(run.order.day, age_days=settings.limits.age_days),
        folder=run.loaded.place("source"),
        briefs=folder_of_briefs(run.loaded).resolve(),
        pages=settings.limits.articles_per_outlet,
    )
    return gather(settings.source, desk, workers=fetch.workers, progress=progress)


def _memory(run: _Run, archive: Archive) -> ArchivedReplies:
    """What was answered once is not asked again."""
    return ArchivedReplies(archive.replies, clock=lambda: run.now, fresh=run.order.fresh)


def _tell_reports(reports: Sequence[Report], console: Console) -> None:
    for report in reports:
        if report.failing is not None:
            console.warn(f"{report.source.address}: {report.failing.reason}")
        if report.moved is not None:
            console.warn(
                f"{report.source.address} has moved for good to {report.moved}; put that into the settings."
            )
    findings = [finding for report in reports for finding in report.findings]
    for finding in findings[:_TOLD]:
        console.warn(f"{finding.subject}: {finding.detail}")
    if len(findings) > _TOLD:
        console.warn(f"{len(findings) - _TOLD} more such things about the sources.")
    console.detail(f"{sum(report.new for report in reports)} new articles from {len(reports)} sources.")


def _status(made: DailyBrief, *, strict: bool) -> ExitStatus:
    statuses = [error.exit_status for error in made.failures]
    if made.interrupted:
        statuses.append(ExitStatus.INTERRUPTED)
    if strict and made.briefing.meta.counts.left_out:
        statuses.append(ExitStatus.FINDINGS)
    return ExitStatus.first(statuses)
