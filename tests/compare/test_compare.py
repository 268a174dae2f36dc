"""What `compare` says of changes whose effect is known, because the replies are scripted."""

from pathlib import Path

import pytest
from suitebuilder import add_case, case_name, commit, counted, edit, git, people, record, reply

from briefing.compare import Comparison, PairComparison, Verdict, compare_sides
from briefing.compare.replays import replay_samples
from briefing.compare.results import ChangeKind
from briefing.errors import ExitStatus, RecordingError
from briefing.golden import load_aliases, load_cases

SYSTEM = "prompts/story/system.j2"


def compare(root: Path, *words: str) -> PairComparison:
    return whole(root, *words).pairs[0]


def whole(root: Path, *words: str) -> Comparison:
    return compare_sides(root, words, alias=None if words else "small")


def change_prompt(root: Path) -> None:
    edit(root / SYSTEM, "You ", "You now ")


def metric(pair: PairComparison, name: str) -> tuple[float | None, float | None]:
    row = next(row for row in pair.metrics if row.name == name)
    return row.base, row.head


# --- the same on both sides ------------------------------------------------------------------------------


@pytest.mark.parametrize("sides", [(), ("HEAD", "HEAD"), ("main..worktree",), ("HEAD",)])
def test_a_revision_against_itself_is_no_change(root: Path, sides: tuple[str, ...]) -> None:
    comparison = whole(root, *sides)
    assert comparison.verdict is Verdict.NO_CHANGE
    assert comparison.exit_status is ExitStatus.OK
    (pair,) = comparison.pairs
    assert len(pair.cases) == 6
    assert not any(case.changes for case in pair.cases)
    assert not pair.stale
    assert not pair.inputs.prompt_changed


def test_a_comment_in_a_template_is_shown_and_changes_nothing(root: Path) -> None:
    edit(root / SYSTEM, "You ", "{# why #}You ")
    pair = compare(root)
    assert pair.verdict is Verdict.NO_CHANGE
    assert "{# why #}" in pair.inputs.template_diff
    assert pair.inputs.rendered_diff == ""
    assert pair.stale == ()


def test_what_both_sides_got_wrong_alike_blocks_nothing(root: Path) -> None:
    bad = "never JSON"
    record(root, lambda n, _: [bad] * 3 if n == 2 else [reply(n)])
    commit(root)
    pair = compare(root)
    assert pair.verdict is Verdict.NO_CHANGE
    assert metric(pair, "usable") == (5 / 6, 5 / 6)


# --- harm ------------------------------------------------------------------------------------------------


def test_one_character_in_a_template_makes_every_recording_stale(root: Path) -> None:
    edit(root / SYSTEM, "numbered", "numberd")
    comparison = whole(root)
    assert comparison.exit_status is ExitStatus.RECORDING
    assert comparison.verdict is Verdict.NOT_COMPARED
    (pair,) = comparison.pairs
    assert [trouble.case for trouble in pair.stale] == [case_name(n) for n in range(6)]
    assert "the prompt template changed" in pair.stale[0].reason
    assert "numberd" in pair.stale[0].diff
    assert f"briefing record {' '.join(t.case for t in pair.stale)} --model small" in comparison.commands


def test_a_prompt_that_loses_positions_everywhere_is_a_regression(root: Path) -> None:
    edit(root / "seeds/case-02/case.toml", "critical = true", "critical = false")
    commit(root)
    change_prompt(root)
    record(root, lambda n, _: [reply(n, without=("second",))])
    pair = compare(root)
    assert pair.verdict is Verdict.REGRESSED
    assert pair.blocks == ()
    assert "expected actors found 100% → 50% (p = 0.031)" in pair.reason
    assert pair.inputs.headline == "What changed: prompt."
    assert "+You now brief" in pair.inputs.template_diff
    assert "+You now brief" in pair.inputs.rendered_diff
    (change,) = pair.cases[0].changes
    assert (change.kind, change.base_count, change.head_count) == (ChangeKind.LOST, "1/1", "0/1")
    assert change.subject == str(people(0)[1])
    assert change.evidence == (f"“It can stand by spring” ({people(0)[1]}) [a1.5]",)


def test_a_change_that_restores_them_is_an_improvement(root: Path) -> None:
    record(root, lambda n, _: [reply(n, without=("second",))])
    commit(root)
    change_prompt(root)
    record(root)
    pair = compare(root)
    assert pair.verdict is Verdict.IMPROVED
    assert pair.cases[0].changes[0].kind is ChangeKind.WON


def test_a_loss_in_few_cases_is_inconclusive_and_says_what_could_have_been_seen(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: [reply(n, without=("second",) if n in {0, 1} else ())])
    pair = compare(root)
    assert pair.verdict is Verdict.INCONCLUSIVE
    assert pair.verdict.exit_status is ExitStatus.OK
    assert "could not be decided; the smallest even drop it could have seen is" in pair.reason


def test_the_same_loss_in_a_critical_case_blocks(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: [reply(n, without=("second",) if n == 2 else ())])
    pair = compare(root)
    assert pair.verdict is Verdict.REGRESSED
    assert pair.blocks[0].kind == "critical"
    assert "(1/1 → 0/1)" in pair.blocks[0].reason


@pytest.mark.parametrize(("lost", "is_blocked"), [(1, False), (2, True), (3, True)])
def test_a_critical_expectation_must_hold_in_more_than_half_of_the_samples(
    root: Path, lost: int, *, is_blocked: bool
) -> None:
    record(root, samples=4)
    commit(root)
    change_prompt(root)
    record(root, lambda n, s: [reply(n, without=("question",) if n == 2 and s <= lost else ())], samples=4)
    assert bool(compare(root).blocks) is is_blocked


def test_a_stance_that_turns_is_a_position_that_moved(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: [reply(n, stance="conditional")])
    pair = compare(root)
    (change,) = pair.cases[0].changes
    assert change.kind is ChangeKind.MOVED
    assert change.base[0].startswith("for")
    assert change.head[0].startswith("conditional")
    assert metric(pair, "actors") == (1.0, 1.0)
    assert metric(pair, "stances") == (1.0, 0.5)


def test_samples_that_hold_a_position_in_two_ways_are_told_apart(root: Path) -> None:
    record(root, samples=3)
    commit(root)
    change_prompt(root)
    record(root, lambda n, s: [reply(n, stance="against" if s == 3 else "for")], samples=3)
    (change,) = compare(root).cases[0].changes
    assert change.kind is ChangeKind.MOVED
    assert change.base[0].startswith("for · ")
    assert [text.partition(" · ")[0] for text in change.head][1:] == ["against"]
    assert [text[-5:] for text in change.head] == ["(2/3)", "(1/3)"]


def test_replies_that_become_unusable_break_a_promise_and_block(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: ["no", "never", "nothing"] if n == 0 else [reply(n)])
    pair = compare(root)
    assert pair.verdict is Verdict.REGRESSED
    assert [(block.case, block.kind) for block in pair.blocks] == [("case-00", "contract")]
    assert {reasked.fault: (reasked.base, reasked.head) for reasked in pair.reasked} == {
        "invalid_json": (0, 3)
    }


def test_replies_that_had_to_be_asked_again_are_counted_and_paid(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: ["no", reply(n)])
    pair = compare(root)
    assert metric(pair, "first_try") == (1.0, 0.0)
    assert metric(pair, "reasks") == (0.0, 1.0)
    assert metric(pair, "input_tokens") == (1000.0, 2000.0)
    assert metric(pair, "cost") == (pytest.approx(0.004), pytest.approx(0.008))
    assert metric(pair, "latency") == (2000.0, 4000.0)
    assert pair.verdict is Verdict.NO_CHANGE


# --- what is unknown is unknown --------------------------------------------------------------------------


def test_a_price_nobody_knows_and_tokens_nobody_counted_are_unknown(root: Path) -> None:
    record(root, lambda n, _: [counted(reply(n)).model_copy(update={"usage": None})])
    commit(root)
    assert metric(compare(root), "cost") == (None, None)
    record(root, alias="large")
    pair = compare(root, "small", "large")
    assert metric(pair, "cost") == (None, None)
    assert metric(pair, "input_tokens") == (None, 1000.0)


# --- models and samples ----------------------------------------------------------------------------------


def test_two_models_are_compared_over_the_same_cases(root: Path) -> None:
    record(root, lambda n, _: [reply(n, without=("second",))], alias="large")
    pair = compare(root, "small", "large")
    assert (pair.base, pair.head) == ("worktree:small", "worktree:large")
    assert pair.inputs.model_changed
    assert not pair.inputs.prompt_changed
    assert pair.inputs.headline == "What changed: model, parameters."
    assert pair.verdict is Verdict.REGRESSED


def test_two_sets_of_samples_of_one_model_are_compared(root: Path) -> None:
    record(root, lambda n, _: [reply(n, without=("question",))], samples=2, first=2)
    pair = compare(root, "small#1", "small#2-3")
    assert [len(case.head.samples) for case in pair.cases] == [2] * 6
    assert metric(pair, "questions") == (1.0, 0.0)
    assert metric(pair, "stability") == (None, 1.0)


def test_samples_that_disagree_are_less_stable_and_count_with_their_share(root: Path) -> None:
    record(root, lambda n, s: [reply(n, without=("second",) if s == 1 else ())], samples=3)
    pair = compare(root)
    (change,) = pair.cases[0].changes
    assert (change.base_count, change.head_count) == ("1/1", "2/3")
    # Two of the three pairs share one of two positions, one pair shares both.
    assert metric(pair, "stability") == (None, pytest.approx(2 / 3))


# --- cases that can not be compared ----------------------------------------------------------------------


def test_added_removed_and_rewritten_cases_are_listed_and_left_out(root: Path) -> None:
    git(root, "rm", "-rq", "seeds/case-05", "golden/case-05")
    add_case(root, 6)
    edit(root / "seeds/case-00/report.txt", "Monday", "Tuesday")
    record(root)
    pair = compare(root)
    assert {trouble.case: trouble.reason.split(":")[0] for trouble in pair.excluded} == {
        "case-00": "its articles changed",
        "case-05": "removed",
        "case-06": "added",
    }
    assert [case.case for case in pair.cases] == ["case-01", "case-02", "case-03", "case-04"]


def test_fewer_than_five_cases_prove_nothing_about_means(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, _: [reply(n, without=("second",))])
    comparison = compare_sides(root, (), names=("case-00", "case-01", "case-03", "case-04"), alias="small")
    (pair,) = comparison.pairs
    assert pair.is_advisory
    assert pair.verdict is Verdict.INCONCLUSIVE
    assert pair.reason.startswith("advisory only: 4 cases")
    assert comparison.commands[0].endswith(
        "--case case-00 --case case-01 --case case-03 --case case-04 --model small"
    )


def test_a_recording_the_base_lacks_is_the_bases_trouble(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "golden/case-01/small/recording-1.json")
    commit_without = git(root, "commit-tree", git(root, "write-tree"), "-m", "without")
    pair = compare(root, commit_without, "worktree")
    assert [trouble.case for trouble in pair.excluded] == ["case-01"]
    assert "the base cannot be replayed: Case case-01 has no recording" in pair.excluded[0].reason
    assert pair.verdict is Verdict.NO_CHANGE


def test_a_case_that_neither_side_recorded_is_left_out(root: Path) -> None:
    add_case(root, 6)
    commit(root)
    pair = compare(root)
    assert [trouble.case for trouble in pair.excluded] == ["case-06"]
    assert pair.verdict is Verdict.NO_CHANGE


def test_a_recording_that_the_change_lost_is_no_such_case(root: Path) -> None:
    (root / "golden/case-01/small/recording-1.json").unlink()
    pair = compare(root)
    assert [trouble.case for trouble in pair.stale] == ["case-01"]
    assert pair.verdict is Verdict.NOT_COMPARED


def test_cases_without_the_samples_that_were_chosen_are_left_out(root: Path) -> None:
    record(root, samples=2)
    (root / "golden/case-01/small/recording-2.json").unlink()
    pair = compare(root, "small#1", "small#2")
    assert [trouble.case for trouble in pair.excluded] == ["case-01"]
    assert pair.verdict is Verdict.NO_CHANGE


def test_a_base_that_asks_otherwise_today_is_replayed_by_place(root: Path) -> None:
    """As after a change of the program, which asks with other words than those that were recorded."""
    change_prompt(root)
    stale = commit(root)
    record(root)
    pair = compare(root, stale, "worktree")
    assert [case.is_carried for case in pair.cases] == [True] * 6
    assert pair.verdict is Verdict.NO_CHANGE


def test_by_place_each_sample_gets_its_own_reply(root: Path) -> None:
    record(root, lambda n, s: [reply(n, without=("second",) if s == 2 else ())], samples=2)
    change_prompt(root)
    stale = commit(root)
    record(root, samples=2)
    (change,) = compare(root, stale, "worktree").cases[0].changes
    assert (change.base_count, change.head_count) == ("1/2", "2/2")


def test_by_place_no_reply_stands_for_other_sentences(root: Path) -> None:
    edit(root / "seeds/case-00/report.txt", "no money", "money")
    (case, *_), (alias, *_) = load_cases(root), load_aliases(root, "small")
    with pytest.raises(RecordingError, match="the articles changed"):
        replay_samples(root, case, alias, carry=True)


def test_a_head_that_is_stale_gets_no_such_grace(root: Path) -> None:
    change_prompt(root)
    stale = commit(root)
    assert compare(root, "HEAD~1", stale).verdict is Verdict.NOT_COMPARED


def test_a_model_of_the_same_tree_gets_no_such_grace_either(root: Path) -> None:
    record(root, alias="large")
    edit(root / "golden/models.toml", "temperature = 0.0", "temperature = 0.1")
    pair = compare(root, "small", "large")
    assert len(pair.excluded) == 6
    assert "the parameters (temperature from 0.0 to 0.1) changed" in pair.excluded[0].reason
    assert (pair.verdict, pair.reason) == (Verdict.NOT_COMPARED, "no case could be compared")


def test_recordings_nobody_asks_for_are_named(root: Path) -> None:
    folder = root / "golden/case-00/small"
    (folder / "recording-1-2.json").write_bytes((root / "golden/case-01/small/recording-1.json").read_bytes())
    (root / "golden/case-99/small").mkdir(parents=True)
    assert compare(root).orphans == ("golden/case-00/small/recording-1-2.json", "golden/case-99")


def test_the_working_tree_is_left_as_it_is(root: Path) -> None:
    change_prompt(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    compare(root, "HEAD", "HEAD")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_the_same_comparison_gives_the_same_values(root: Path) -> None:
    change_prompt(root)
    record(root, lambda n, s: [reply(n, without=("second",) if (n + s) % 2 else ())], samples=2)
    assert whole(root) == whole(root)
