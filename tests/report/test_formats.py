"""One comparison in five formats: they agree, fit their limits, and nothing hostile acts in any of them."""

import html
import json
import re
from base64 import b64encode
from hashlib import sha256
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from suitebuilder import commit, edit, make_suite, record, reply

from briefing.compare import Comparison, Verdict, compare_sides
from briefing.compare.results import CaseComparison, PairComparison, Trouble
from briefing.errors import UsageError
from briefing.report import REPORT_FORMATS, format_of, render_report
from briefing.report.markdown import LENGTH
from briefing.report.neutral import fence, neutralise

HOSTILE = (
    "```` </details> <script>alert(1)</script> ::error file=x::y ##[error]z @everyone \x1b[2J\u202e"
    "\n::set-output name=a::b\n````\n| a | b |\n# Heading\n[link](https://evil.example) ]]> <img src=x>"
)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A regression of a changed prompt: six cases, two samples, one case critical, one added."""
    root = make_suite(tmp_path_factory.mktemp("suite"), cases=6, critical=(2,))
    record(root, samples=2)
    commit(root)
    edit(root / "prompts/story/system.j2", "You ", "You now ")
    record(root, lambda n, _: ["no", reply(n, without=("second",) if n else ())], samples=2)
    return compare_sides(root, (), alias="small")


@pytest.fixture(scope="module")
def hostile(comparison: Comparison) -> Comparison:
    """The same with every free text replaced by one that would like to act."""
    return replace_texts(comparison, HOSTILE)


def replace_texts(comparison: Comparison, text: str) -> Comparison:
    (pair,) = comparison.pairs
    update = {
        "reason": text,
        "cases": tuple(_hostile_case(case, text) for case in pair.cases),
        "excluded": (Trouble(case=text, reason=text, diff=text),),
        "stale": (Trouble(case=text, reason=text, diff=f"+{text}"),),
        "orphans": (text,),
        "blocks": tuple(block.model_copy(update={"reason": text}) for block in pair.blocks),
        "inputs": pair.inputs.model_copy(update={"template_diff": text, "rendered_diff": text}),
        "provenance": tuple(fact.model_copy(update={"base": text}) for fact in pair.provenance),
    }
    notes = (text,)
    return comparison.model_copy(update={"pairs": (pair.model_copy(update=update),), "notes": notes})


def _hostile_case(case: CaseComparison, text: str) -> CaseComparison:
    told = {"subject": text, "base": (text,), "head": (text,), "evidence": (text,)}
    changes = tuple(change.model_copy(update=told) for change in case.changes)
    return case.model_copy(update={"changes": changes})


def pair_of(comparison: Comparison) -> PairComparison:
    (pair,) = comparison.pairs
    return pair


# --- all of them -----------------------------------------------------------------------------------------


def test_the_formats_tell_the_same_verdict_reason_and_losses(comparison: Comparison) -> None:
    assert comparison.verdict is Verdict.REGRESSED
    for name in REPORT_FORMATS:
        text = html.unescape(render_report(comparison, name))
        assert re.search("regressed", text, re.IGNORECASE), name
        assert "blocked by critical failure" in text, name
        assert "case-02" in text, name
        assert "seed 20251122" in text or name == "junit"


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "json"])
def test_what_was_lost_stands_there_with_its_evidence(comparison: Comparison, name: str) -> None:
    text = html.unescape(render_report(comparison, name))
    assert "“It can stand by spring” (Paul Marsden) [a1.5]" not in text  # case-00 lost nothing
    assert "“It can stand by spring” (Paul Orton) [a1.5]" in text
    assert "2/2" in text
    assert "0/2" in text


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_commands_to_reproduce_and_accept_stand_there(comparison: Comparison, name: str) -> None:
    text = render_report(comparison, name)
    assert "briefing compare HEAD worktree --model small" in text
    assert "briefing accept case-01 case-02 case-03 case-04 case-05 --model small" in text


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_every_format_ends_with_one_newline_and_is_the_same_every_time(
    comparison: Comparison, name: str
) -> None:
    text = render_report(comparison, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert render_report(comparison, name) == text


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_hostile_text_gives_no_log_a_command_and_calls_nobody(hostile: Comparison, name: str) -> None:
    text = render_report(hostile, name)
    lines = [line.strip() for line in text.splitlines()]
    assert not [line for line in lines if line.startswith(("::", "##["))]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202e]", text)
    if name != "json":
        assert "@everyone" not in text
        assert "::error" not in text


def test_a_format_that_does_not_exist_is_refused(comparison: Comparison) -> None:
    with pytest.raises(UsageError, match="choose one of terminal, markdown"):
        render_report(comparison, "pdf")


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_a_format_is_found_by_the_end_of_a_name(name: str) -> None:
    assert format_of(f"Report{REPORT_FORMATS[name].suffix.upper()}") == name


# --- markdown --------------------------------------------------------------------------------------------


def test_hostile_text_stays_inside_its_fence_and_makes_no_markup(hostile: Comparison) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(render_report(hostile, "markdown"))
    markup = "".join(token.content for token in tokens if token.type == "html_block")
    markup += "".join(
        child.content for token in tokens for child in token.children or () if child.type == "html_inline"
    )
    assert "script" not in markup
    assert "img" not in markup
    assert not [child for token in tokens for child in token.children or () if child.type == "link_open"]
    assert [token.content for token in tokens if token.type == "inline" and token.content == "Heading"] == []


@pytest.mark.parametrize("text", ["plain", "a ``` b", "`````", "``", HOSTILE])
def test_a_fence_is_longer_than_any_run_inside(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(fence(text))
    assert [token.type for token in tokens] == ["fence"]
    assert tokens[0].content.removesuffix("\n") == neutralise(text).removesuffix("\n")


def test_a_report_that_is_too_long_drops_whole_sections_and_says_so(comparison: Comparison) -> None:
    (pair,) = comparison.pairs
    cases = tuple(_hostile_case(case, "many words " * 400) for case in pair.cases) * 40
    long = comparison.model_copy(update={"pairs": (pair.model_copy(update={"cases": cases}),)})
    text = render_report(long, "markdown")
    assert len(text) <= LENGTH
    assert text.startswith("<!-- briefing compare -->\n\n## Regressed")
    assert re.search(r"_\d+ more in the artifact: ", text)
    assert "| **expected actors found** |" in text
    assert "briefing compare HEAD worktree" in text
    assert text.count("<details>") == text.count("</details>") > 0
    assert [token.type for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]


def test_even_texts_without_end_stay_below_the_limit(comparison: Comparison) -> None:
    assert len(render_report(replace_texts(comparison, "x " * 300_000), "markdown")) <= LENGTH


# --- html ------------------------------------------------------------------------------------------------


def test_the_page_loads_nothing_and_allows_only_its_own_style(comparison: Comparison) -> None:
    page = render_report(comparison, "html")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert html.unescape(policy) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"<script|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import|https?://", page)


def test_the_page_is_well_formed_and_hostile_text_is_text_in_it(hostile: Comparison) -> None:
    import html5lib

    page = render_report(hostile, "html")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))


def test_every_judged_share_has_a_plot_and_every_sample_a_square(comparison: Comparison) -> None:
    page = render_report(comparison, "html")
    shares = [row for row in pair_of(comparison).metrics if row.unit == "share" and row.verdict]
    assert page.count('<svg class="interval"') == len(shares)
    assert page.count('class="count"') == 6 * (2 + 2)
    assert "case-02, head, sample 1: 2/3 of what is expected" in page
    assert "case-02 !" in page


# --- json and junit --------------------------------------------------------------------------------------


def test_the_json_holds_every_value_and_the_status(comparison: Comparison) -> None:
    value = json.loads(render_report(comparison, "json"))
    assert (value["schema_version"], value["exit_status"], value["verdict"]) == (1, 1, "regressed")
    row = value["pairs"][0]["metrics"][0]
    assert (row["name"], row["base"], row["head"]) == ("actors", 1.0, pytest.approx(7 / 12))


@pytest.mark.parametrize("fixture", ["comparison", "hostile"])
def test_the_junit_counts_are_those_of_its_cases(fixture: str, request: pytest.FixtureRequest) -> None:
    suites = ET.fromstring(render_report(request.getfixturevalue(fixture), "junit"))  # noqa: S314 - our own output
    (suite,) = suites
    cases = suite.findall("testcase")
    assert suite.get("tests") == str(len(cases))
    for kind in ("failure", "error", "skipped"):
        name = {"failure": "failures", "error": "errors"}.get(kind, kind)
        assert suite.get(name) == str(sum(case.find(kind) is not None for case in cases)), kind


def test_the_junit_fails_the_blocked_case_and_the_means(comparison: Comparison) -> None:
    suites = ET.fromstring(render_report(comparison, "junit"))  # noqa: S314 - our own output
    failed = {case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None}
    assert failed == {"all cases", "case-02"}
    properties = {p.get("name"): p.get("value") for p in suites.iter("property")}
    assert properties["input_tokens"] == "2000"
