"""The golden cases themselves, and the comparing and accepting of them."""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.articles import read_sources
from briefing.errors import NothingToBriefError, SettingsError, UsageError
from briefing.golden import (
    Alias,
    Case,
    ChangeKind,
    State,
    accept_case,
    check_case,
    find_orphans,
    find_root,
    load_aliases,
    load_cases,
    replay_case,
    select,
)

Said = dict[str, Any]  # a case.toml as it is parsed
ROOT = Path(__file__).parents[1]
# What the built-in engine still prints under a wrong name. Nothing may join it; what is mended goes.
STILL_WRONG: dict[str, list[tuple[str, str]]] = {}
PAIRS = select(ROOT, (), None)[1]
CASES = load_cases(ROOT)

CASE = """title = "Night flights"
now = 2025-03-04T06:00:00Z
"""
ARTICLE = """Harbour board split over night flights

The harbour board met for six hours on Monday and decided nothing about night flights.

“We will not sign this paper,” said the board's chairwoman, Mira Tolland. “The town sleeps badly enough.”
"""


@pytest.mark.parametrize(("case", "alias"), PAIRS, ids=lambda value: value.name)
def test_every_case_gives_what_was_approved(case: Case, alias: Alias) -> None:
    result = check_case(ROOT, case, alias)
    assert (result.reason, result.changes) == ("", ()), f"{result.reason}\n{result.diff}"


@pytest.mark.parametrize(("case", "alias"), PAIRS, ids=lambda value: value.name)
def test_no_approved_brief_prints_words_under_a_wrong_name(case: Case, alias: Alias) -> None:
    """Approving is done by people, who overlook things: the case's own file says whose the words are."""
    folder = ROOT / "golden" / case.name / alias.name
    said = tomllib.loads((case.folder / "case.toml").read_text(encoding="utf-8"))
    wrong = [(text, speaker) for text, speaker in printed_quotations(folder) if is_wrong(text, speaker, said)]
    assert wrong == (STILL_WRONG.get(case.name, []) if alias.model is None else [])


def is_wrong(text: str, speaker: str, said: Said) -> bool:
    """Whether the case's file gives words of this text to others alone, or forbids them to this speaker."""
    for words, names in owners(said):
        if (words in text or text in words) and not any(is_name_of(name, speaker) for name in names):
            return True
    return any(text in f["quotation"] and is_name_of(f["actor"], speaker) for f in said.get("must_not", []))


def printed_quotations(folder: Path) -> Iterator[tuple[str, str]]:
    """The words and the name of every quotation of a brief; a model that failed prints none."""
    if (folder / "4-failure.txt").exists():
        return
    brief = json.loads((folder / "4-briefing.json").read_text(encoding="utf-8"))
    for story in brief["stories"]:
        for position in story["positions"]:
            for quotation in position["quotations"]:
                yield quotation["text"].rstrip(".,"), quotation["speaker"]


def owners(said: Said) -> Iterator[tuple[str, list[str]]]:
    """Words that the case's file knows the speaker of, with the names of the speaker."""
    expected = said.get("expect", {})
    for position in [*expected.get("position", []), *expected.get("no_side", [])]:
        if not position.get("reported"):
            speaker = position.get("speaker", position["actor"])
            yield position["evidence_contains"].rstrip(".,"), names_of(speaker)
    for forbidden in said.get("must_not", []):
        if "speaker" in forbidden:
            yield forbidden["quotation"].rstrip(".,"), names_of(forbidden["speaker"])


def names_of(speaker: str | list[str]) -> list[str]:
    return [speaker] if isinstance(speaker, str) else speaker


def is_name_of(owner: str, printed: str) -> bool:
    """Whether one name holds the other: *Lindroos* for *Eero Lindroos*, *the insurer* for *insurer*.

    Two people of one last name are two.
    """
    one, other = set(owner.split()), set(printed.split())
    return one <= other or other <= one


def test_two_people_of_one_last_name_are_two() -> None:
    assert is_name_of("Eero Lindroos", "Lindroos")
    assert is_name_of("insurer", "the insurer")
    assert not is_name_of("Eero Lindroos", "Aino Lindroos")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_case_expects_stands_in_its_articles(case: Case) -> None:
    """Words that stand nowhere could never be met, and nobody would see why."""
    said = tomllib.loads((case.folder / "case.toml").read_text(encoding="utf-8"))
    reading = read_sources([str(path) for path in case.articles])
    text = " ".join(" ".join(article.text.split()) for article in reading.articles)
    expected = said.get("expect", {})
    places = [
        item["evidence_contains"]
        for kind in ("position", "no_side", "question")
        for item in expected.get(kind, [])
    ]
    places += [forbidden["quotation"] for forbidden in said.get("must_not", [])]
    assert [words for words in places if words not in text] == []


def test_every_case_and_alias_has_its_folder_and_nothing_else_lies_there() -> None:
    missing = [pair for pair in PAIRS if not (ROOT / "golden" / pair[0].name / pair[1].name).is_dir()]
    assert (missing, find_orphans(ROOT)) == ([], ())


def test_the_page_about_the_cases_names_each_of_them_and_no_other() -> None:
    page = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    table = page.partition("| kind | cases |")[2].partition("\n\n")[0]
    assert sorted(re.findall("`([^`]+)`", table)) == [case.name for case in CASES]
    assert f"{len(CASES)} cases" in page


# --- a small suite of its own --------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A suite of one case for the built-in engine, with nothing approved yet."""
    case = tmp_path / "suite" / "seeds" / "night-flights"
    case.mkdir(parents=True)
    (case / "case.toml").write_text(CASE, encoding="utf-8")
    (case / "harbour_board.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "suite" / "golden").mkdir()
    (tmp_path / "suite" / "golden" / "models.toml").write_text("[builtin]\n", encoding="utf-8")
    return tmp_path / "suite"


def one(root: Path) -> tuple[Path, Case, Alias]:
    ((case, alias),) = select(root, (), None)[1]
    return root, case, alias


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


STAGES = [
    "1-articles.txt",
    "2-speech.txt",
    "builtin/3-draft.json",
    "builtin/4-briefing.json",
    "builtin/5-briefing.md",
    "builtin/6-slack.txt",
]


def test_accepting_writes_every_stage_and_then_nothing_drifts(root: Path) -> None:
    accepted = accept_case(*one(root))
    assert [str(c.path.relative_to(root / "golden" / "night-flights")) for c in accepted.changes] == STAGES
    assert {change.kind for change in accepted.changes} == {ChangeKind.CREATE}
    assert check_case(*one(root)).state is State.SAME
    assert accept_case(*one(root)).changes == ()


def test_checking_never_writes(root: Path) -> None:
    before = tree(root)
    assert check_case(*one(root)).state is State.DRIFT
    assert tree(root) == before


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_is_not_what_was_approved_is_drift_and_shown(root: Path, stage: str) -> None:
    accept_case(*one(root))
    path = root / "golden" / "night-flights" / stage
    path.write_text(path.read_text(encoding="utf-8") + "one more line\n", encoding="utf-8")
    result = check_case(*one(root))
    assert (result.state, [change.path for change in result.changes]) == (State.DRIFT, [path])
    assert result.changes[0].kind is ChangeKind.FIX
    assert "-one more line\n" in result.diff
    assert f"golden/night-flights/{stage} (approved)" in result.diff


def test_the_first_stage_that_drifted_is_the_one_that_is_shown(root: Path) -> None:
    accept_case(*one(root))
    article = root / "seeds" / "night-flights" / "harbour_board.txt"
    article.write_text(ARTICLE.replace("Tolland", "Holland"), encoding="utf-8")
    result = check_case(*one(root))
    assert [change.path.name[0] for change in result.changes] == ["1", "2", "3", "4", "5", "6"]
    assert "1-articles.txt" in result.diff
    assert "Holland" in result.diff


def test_a_carriage_return_is_drift(root: Path) -> None:
    accept_case(*one(root))
    path = root / "golden" / "night-flights" / "builtin" / "5-briefing.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_case(*one(root)).state is State.DRIFT


def test_a_missing_snapshot_and_one_of_no_stage_are_drift(root: Path) -> None:
    accept_case(*one(root))
    folder = root / "golden" / "night-flights" / "builtin"
    (folder / "6-slack.txt").rename(folder / "7-telegram.txt")
    result = check_case(*one(root))
    assert [(c.path.name, c.kind) for c in result.changes] == [
        ("6-slack.txt", "create"),
        ("7-telegram.txt", "trim"),
    ]
    accept_case(*one(root))
    assert [path.name for path in sorted(folder.iterdir())][-1] == "6-slack.txt"


def test_accepting_one_case_leaves_the_others_alone(root: Path) -> None:
    shutil.copytree(root / "seeds" / "night-flights", root / "seeds" / "other-case")
    case, other = load_cases(root)
    accept_case(root, case, load_aliases(root)[0])
    assert not (root / "golden" / other.name).exists()


def test_what_belongs_to_no_case_or_alias_is_found(root: Path) -> None:
    accept_case(*one(root))
    assert find_orphans(root) == ()
    golden = root / "golden"
    (golden / "gone-case" / "builtin").mkdir(parents=True)
    (golden / "night-flights" / "gone-model").mkdir()
    assert find_orphans(root) == (golden / "gone-case", golden / "night-flights" / "gone-model")


def test_snapshots_are_the_same_wherever_the_cases_lie(root: Path, tmp_path: Path) -> None:
    accept_case(*one(root))
    moved = tmp_path / "an_other*place"
    shutil.copytree(root, moved)
    assert check_case(*one(moved)).state is State.SAME
    assert all(str(tmp_path).encode() not in content for content in tree(root / "golden").values())


def test_the_clock_and_the_title_are_the_cases_own(root: Path) -> None:
    brief = replay_case(*one(root)).stages["builtin/5-briefing.md"]
    assert "Night flights" in brief.splitlines()[0]
    assert "2025" in brief.splitlines()[0]


# --- which cases are meant -----------------------------------------------------------------------------


def test_the_suite_is_found_from_anywhere_inside_it(root: Path) -> None:
    assert find_root(root / "seeds" / "night-flights") == root
    with pytest.raises(UsageError, match=r"golden/models\.toml"):
        find_root(root.parent)


@pytest.mark.parametrize(
    ("names", "alias"), [(("no-case",), None), ((), "no-model"), (("night-flights", "x"), None)]
)
def test_a_name_that_stands_for_nothing_is_never_a_success(
    root: Path, names: tuple[str, ...], alias: str | None
) -> None:
    with pytest.raises(NothingToBriefError, match=r"there are (night-flights|builtin)"):
        select(root, names, alias)


def test_a_suite_without_cases_is_never_a_success(root: Path) -> None:
    shutil.rmtree(root / "seeds" / "night-flights")
    with pytest.raises(NothingToBriefError, match="no case at all"):
        select(root, (), None)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("seeds/night-flights/case.toml", "title = ", r"case\.toml cannot be read as TOML"),
        ("seeds/night-flights/case.toml", 'title = "x"', r"case\.toml: now: field required"),
        ("seeds/night-flights/case.toml", 'title = "x"\nnow = 2025-03-04T06:00:00', r"now: .*timezone"),
        ("golden/models.toml", "[builtin]\ntemprature = 1", r"models\.toml: temprature: extra"),
        ("golden/models.toml", "builtin = 1", r"models\.toml: builtin"),
    ],
)
def test_a_file_of_the_suite_that_cannot_be_meant_is_named(
    root: Path, file: str, text: str, message: str
) -> None:
    (root / file).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        select(root, (), None)


def test_a_case_without_an_article_is_named(root: Path) -> None:
    (root / "seeds" / "night-flights" / "harbour_board.txt").unlink()
    with pytest.raises(SettingsError, match="night-flights holds no article"):
        select(root, (), None)
