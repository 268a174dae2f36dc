"""`briefing record`: ask the real model what the golden cases ask, and keep what it says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from briefing import __version__
from briefing.cli.console import Console
from briefing.cli.engine import connect
from briefing.cli.options import golden_selection, read_settings, verbosity_options
from briefing.cli.receipt import cost_words, counted
from briefing.errors import ExitStatus, ModelError, NothingToBriefError, SettingsError, UsageError
from briefing.exchange import Usage
from briefing.golden import Alias, Planned, plan_recordings, questions_of, record_case, select
from briefing.models import Budget, RecordedWith
from briefing.models.budget import estimate_tokens
from briefing.workers import as_done

__all__ = ["command"]


@click.command("record")
@golden_selection(required=False)
@click.option("--samples", type=click.IntRange(1, 20), default=1, help="Replies to a question; 1 by default.")
@click.option(
    "--max-cost", type=click.FloatRange(min=0), metavar="X", help="Stop before this is spent; needs a price."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help="Ask for so many at a time; 1 by default. As many as a local server has slots.",
)
@click.option(
    "--keep-failed",
    is_flag=True,
    help="Leave recordings without a usable reply as they are.",
)
@click.option("--dry-run", is_flag=True, help="Show the plan and ask nothing.")
@verbosity_options
@click.pass_obj
def command(
    console: Console,
    *,
    names: Sequence[str],
    alias: str | None,
    samples: int,
    max_cost: float | None,
    workers: int,
    keep_failed: bool,
    dry_run: bool,
) -> ExitStatus:
    """Record a language model's replies.

    Asks what the golden cases ask wherever a recording is missing, stale or failed, and writes each as it
    arrives: stopped and started again, it goes on where it was. The endpoint is that of the settings.
    """
    root, selection = select(Path.cwd(), names, alias)
    if not any(model.model and not model.by_hand for _, model in selection):
        raise NothingToBriefError(
            "There is nothing to record: none of these has a model in golden/models.toml that is asked over "
            "the wire."
        )
    plan = plan_recordings(root, selection, samples=samples, keep_failed=keep_failed)
    for planned in plan:
        console.data(f"{_name(planned)}: {planned.reason}")
    for line in _estimates(root, plan):
        console.data(line)
    console.data(f"{len(plan)} to record.")
    budget = _budget({planned.alias.name: planned.alias for planned in plan}, max_cost)
    return ExitStatus.OK if dry_run or not plan else _record(console, root, plan, budget, workers=workers)


def _estimates(root: Path, plan: Sequence[Planned]) -> Iterator[str]:
    """What the plan takes at most, for each model; what is asked again comes on top."""
    for alias in dict.fromkeys(planned.alias for planned in plan):
        stories = [story for one in plan if one.alias == alias for story in questions_of(root, one)]
        requests = [request for story in stories for request in story.requests]
        merges = [story for story in stories if story.merge_output]
        tokens = sum(map(estimate_tokens, requests)) + sum(story.merge_input for story in merges)
        limits = [request.params.max_tokens for request in requests if request.params.max_tokens]
        is_bounded = len(limits) == len(requests)
        limits += [story.merge_output for story in merges]
        out = f"at most {sum(limits):,}" if is_bounded else "no limit on those"
        usage = Usage(input=tokens, output=sum(limits))
        cost = alias.price.of(usage) if alias.price and is_bounded else None
        asked = counted(len(requests) + len(merges), "request")
        yield (
            f"{alias.name}: {asked}, about {tokens:,} tokens in (estimated: a "
            f"quarter of the characters), {out} out, cost {cost_words(cost)}"
        )


def _budget(aliases: Mapping[str, Alias], max_cost: float | None) -> Budget:
    """What may be spent; a limit needs one model, whose price it is counted in."""
    if max_cost is None or not aliases:
        return Budget()
    if len(aliases) > 1:
        raise UsageError("--max-cost needs one model, whose price counts; name it with --model.")
    (alias,) = aliases.values()
    if alias.price is None:
        raise SettingsError(
            f"--max-cost needs the price of {alias.name}: give it in golden/models.toml, for example as "
            "price = { input = 0.15, output = 0.6, as_of = 2025-09-01 }."
        )
    return Budget(max_cost=max_cost, price=alias.price)


def _record(
    console: Console, root: Path, plan: Sequence[Planned], budget: Budget, *, workers: int
) -> ExitStatus:
    settings = read_settings(console)
    model = plan[0].alias.model or ""
    made_with = RecordedWith(tool=f"briefing {__version__}", sdk=f"openai {version('openai')}")
    with connect(settings, model=model, budget=budget) as client, console.progress() as progress:

        def ask(planned: Planned) -> Sequence[Path]:
            progress(_name(planned))
            return record_case(root, planned, client, now=lambda: datetime.now(UTC), recorded_with=made_with)

        failed = []
        recorded = as_done(plan, ask, workers=workers)
        for index, paths in recorded:
            if isinstance(paths, ModelError):
                console.error(f"{_name(plan[index])}: {paths}")
                failed.append(paths.exit_status)
                if paths.stops_run:
                    recorded.close()
            elif isinstance(paths, BaseException):
                raise paths
            else:
                for path in paths:
                    console.data(f"wrote {path.relative_to(root).as_posix()}")
    return ExitStatus.first(failed)


def _name(planned: Planned) -> str:
    return f"{planned.case.name} · {planned.alias.name} · sample {planned.sample}"
