"""What a daily run would read and ask, worked out from what is stored; nothing is sent or written."""

from collections.abc import Iterator

from briefing.archive import Archive, SourceState, read_archive
from briefing.cli.console import DEBUG, Console
from briefing.cli.desk import archive_path
from briefing.cli.dry_run import make_plan, plan_lines
from briefing.cli.engine import rehearse
from briefing.daily import Calendar, Order, Plan, plan_brief
from briefing.errors import ExitStatus, NothingToBriefError
from briefing.exchange import Mode
from briefing.settings import Loaded, Settings

__all__ = ["show_daily_plan"]


def show_daily_plan(loaded: Loaded, calendar: Calendar, order: Order, console: Console) -> ExitStatus:
    """Print the sources, the stories of what is stored so far, and the requests that are not answered yet.

    Under `-vv` the exact prompts go to stderr.
    """
    path = archive_path(loaded)
    if not path.exists():
        for source in loaded.settings.source:
            console.data(f"{source.address}: never read")
        console.data(f"nothing is stored yet: the first run makes {path}")
        return ExitStatus.OK
    with read_archive(path) as archive:
        for source in loaded.settings.source:
            console.data(f"{source.address}: {_state(archive.sources.find(source.address), calendar)}")
        try:
            plan = plan_brief(archive, loaded.settings, calendar, order)
        except NothingToBriefError as nothing:
            console.data(str(nothing))
            return ExitStatus.OK
        for line in _plan_lines(plan, loaded.settings, archive, console):
            console.data(line)
    return ExitStatus.OK


def _state(state: SourceState, calendar: Calendar) -> str:
    if state.failing_since is not None:
        return f"failing since {calendar.day(state.failing_since)} ({state.reason})"
    return f"last read on {calendar.day(state.read)}" if state.read else "never read"


def _plan_lines(plan: Plan, settings: Settings, archive: Archive, console: Console) -> Iterator[str]:
    yield f"{len(plan.choices)} stories from {plan.articles} articles stored so far:"
    for number, choice in enumerate(plan.choices, start=1):
        yield f"{number:>3}. {choice.outline.headline} — weight {choice.weight:g}: {choice.reasons}"
    if settings.model is None:
        yield "0 requests: the built-in engine writes the brief"
        return
    engine = rehearse(settings, settings.model)
    mode = Mode(settings.mode)
    left = make_plan(
        plan.articles,
        [engine.plan(story, mode) for story in plan.stories()],
        is_kept=lambda request: archive.replies.find(request.key) is not None,
    )
    if console.verbosity >= DEBUG:
        for request in left.requests:
            console.detail("\n\n".join(f"[{m.role.value}]\n{m.content}" for m in request.messages))
    yield from plan_lines(left, settings)
