"""Two sides, the same cases, one scorer: what a change does to real briefs."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shlex import join
from typing import NamedTuple

from briefing.compare.changes import find_changes
from briefing.compare.inference import METHOD
from briefing.compare.inputs import compare_inputs, provenance
from briefing.compare.judging import ADVISORY_BELOW, find_blocks, judge_metrics, sum_up
from briefing.compare.metrics import score_case
from briefing.compare.replays import CaseReplay, is_recorded, replay_samples
from briefing.compare.results import CaseComparison, Comparison, PairComparison, Reasked, Trouble
from briefing.compare.revisions import has_changes
from briefing.compare.sides import WORKTREE, Pair, Side, SideName, open_pairs, read_names
from briefing.errors import PromptError, RecordingError
from briefing.golden import Case, find_orphans, load_aliases, load_cases
from briefing.golden.expectations import Expectations, load_expectations
from briefing.golden.replay import gather_case
from briefing.pipeline import Gathered

__all__ = ["compare_pair", "compare_sides"]


def compare_sides(
    root: Path,
    words: Sequence[str],
    *,
    names: Sequence[str] = (),
    alias: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Compare what `words` name (see `read_names`) over all cases below `root`, or those of `names`.

    One pair for each model, or for the one of `alias`. Raises UsageError for a side that is none, and
    NothingToBriefError for a case or model that does not exist.
    """
    sides = read_names(words, [known.name for known in load_aliases(root)])
    with open_pairs(root, sides, alias=alias) as pairs:
        compared = tuple(compare_pair(pair, names=names, progress=progress) for pair in pairs)
        notes = tuple(_notes(root, pairs))
    return Comparison(
        title=f"{sides[0].shown} against {sides[1].shown}",
        method=METHOD,
        pairs=compared,
        notes=notes,
        commands=tuple(_commands(sides, compared, names, alias)),
    )


def _notes(root: Path, pairs: Sequence[Pair]) -> Iterator[str]:
    if any(pair.head.commit for pair in pairs) and has_changes(root):
        yield f"The working tree holds changes that are not compared; name `{WORKTREE}` to compare them."


def _commands(
    sides: tuple[SideName, SideName],
    pairs: Sequence[PairComparison],
    names: Sequence[str],
    alias: str | None,
) -> Iterator[str]:
    """How to see this again, to record what is stale, and to approve what changed."""
    chosen = [word for name in names for word in ("--case", name)] + (["--model", alias] if alias else [])
    yield join(["briefing", "compare", *(side.shown for side in sides), *chosen])
    for pair in pairs:
        stale = [trouble.case for trouble in pair.stale]
        changed = [case.case for case in pair.cases if case.has_changed]
        if stale:
            yield join(["briefing", "record", *stale, "--model", pair.alias])
        if changed:
            yield join(["briefing", "accept", *changed, "--model", pair.alias])


def compare_pair(
    pair: Pair, *, names: Sequence[str] = (), progress: Callable[[str], None] = lambda _: None
) -> PairComparison:
    """Compare one pair over the cases of the head, or those named.

    Writes nothing and asks nobody. Cases that one side lacks or whose articles changed are listed and left
    out; so are those the base can not replay. Recordings of the head that are stale make it `not compared`.
    Raises PromptError, with the name of the side, for a template that does not render.
    """
    run = _replay_cases(pair, names, progress)
    compared = tuple(_compare_case(pair, *replays) for replays in run.replays)
    rows = judge_metrics(compared)
    blocks = find_blocks(compared)
    judged = sum_up(rows, blocks, compared, stale=len(run.stale))
    return PairComparison(
        base=pair.base.label,
        head=pair.head.label,
        alias=pair.head.alias.name,
        verdict=judged.verdict,
        reason=judged.reason,
        is_advisory=len(compared) < ADVISORY_BELOW,
        blocks=blocks,
        inputs=compare_inputs(pair, run.replays),
        metrics=rows,
        cases=compared,
        excluded=run.excluded,
        stale=run.stale,
        orphans=tuple(_orphans(pair.head, run.replays)),
        reasked=tuple(_reasked(run.replays)),
        provenance=tuple(provenance(pair, run.replays)),
    )


class _Run(NamedTuple):
    """What could be replayed on both sides, and what could not."""

    replays: tuple[tuple[CaseReplay, CaseReplay], ...]
    excluded: tuple[Trouble, ...]
    stale: tuple[Trouble, ...]


def _replay_cases(pair: Pair, names: Sequence[str], progress: Callable[[str], None]) -> _Run:
    replays: list[tuple[CaseReplay, CaseReplay]] = []
    excluded: list[Trouble] = []
    stale: list[Trouble] = []
    known = {case.name: case for case in load_cases(pair.base.root)}
    heads = load_cases(pair.head.root, names)
    for case in heads:
        progress(f"{pair.head.alias.name}: {case.name}")
        if not _is_meant(pair, case):
            excluded.append(Trouble(case=case.name, reason="not recorded: there is nothing to compare"))
            continue
        gathered = gather_case(case)
        head = _replay(pair.head, case, gathered)
        if isinstance(head, Trouble):
            stale.append(head)
            continue
        base = _replay_base(pair, case, known.get(case.name), gathered)
        if isinstance(base, Trouble):
            excluded.append(base)
        else:
            replays.append((base, head))
    removed = sorted(known.keys() - {case.name for case in heads}) if not names else []
    excluded += [Trouble(case=name, reason="removed: the head has no such case") for name in removed]
    return _Run(tuple(replays), tuple(excluded), tuple(stale))


def _is_meant(pair: Pair, case: Case) -> bool:
    """Whether a missing recording would be the change's fault: not if there was none before either."""
    head, base = (
        is_recorded(side.root, case, side.alias, samples=side.samples) for side in (pair.head, pair.base)
    )
    return head or (base and not pair.head.samples)


def _replay_base(pair: Pair, case: Case, base: Case | None, gathered: Gathered) -> CaseReplay | Trouble:
    """Replay what the base holds of a case; its articles are the head's, and are not read again."""
    if base is None:
        return Trouble(case=case.name, reason="added: the base has no such case")
    if _articles(base) != _articles(case):
        return Trouble(case=case.name, reason="its articles changed: it is not the same case any more")
    replay = _replay(pair.base, base, gathered, carry=pair.is_of_revisions)
    if isinstance(replay, Trouble):
        return replay.model_copy(update={"reason": f"the base cannot be replayed: {replay.reason}"})
    return replay


def _articles(case: Case) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in case.articles]


def _replay(side: Side, case: Case, gathered: Gathered, *, carry: bool = False) -> CaseReplay | Trouble:
    try:
        return replay_samples(
            side.root, case, side.alias, samples=side.samples, carry=carry, gathered=gathered
        )
    except RecordingError as error:
        return Trouble(case=case.name, reason=_without(str(error), side.root), diff=error.diff)
    except PromptError as error:
        raise PromptError(f"{side.label}: {_without(str(error), side.root)}") from error


def _without(text: str, root: Path) -> str:
    """A message without the folder a side happens to lie in."""
    return text.replace(f"{root}/", "")


def _compare_case(pair: Pair, base: CaseReplay, head: CaseReplay) -> CaseComparison:
    """Score both sides by what the head expects."""
    expectations: Expectations = load_expectations(head.case)
    changes = find_changes(base.samples, head.samples)
    return CaseComparison(
        case=head.case.name,
        is_critical=expectations.critical,
        base=score_case(base, pair.base.alias, expectations),
        head=score_case(head, pair.head.alias, expectations),
        changes=changes.changes,
        same=changes.same,
        is_carried=base.is_carried,
    )


def _orphans(head: Side, replays: Sequence[tuple[CaseReplay, CaseReplay]]) -> Iterator[str]:
    """Recordings of the head that nothing asks for, and folders that belong to no case or alias."""
    for _, replay in replays:
        yield from replay.orphans
    yield from (path.relative_to(head.root).as_posix() for path in find_orphans(head.root))


def _reasked(replays: Sequence[tuple[CaseReplay, CaseReplay]]) -> Iterator[Reasked]:
    """How many replies of each kind of fault either side got."""
    base = Counter(outcome for replay, _ in replays for outcome in _faults(replay))
    head = Counter(outcome for _, replay in replays for outcome in _faults(replay))
    for fault in sorted({*base, *head}):
        yield Reasked(fault=fault, base=base[fault], head=head[fault])


def _faults(replay: CaseReplay) -> Iterator[str]:
    for sample in replay.samples:
        yield from (outcome for outcome in sample.outcomes if outcome != "ok")
