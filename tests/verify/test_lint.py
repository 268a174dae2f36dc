import json
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefing.articles import from_text
from briefing.errors import ArticleError
from briefing.schema import Article, SpeakerVerdict, WordsVerdict
from briefing.verify.lint import BriefKind, lint
from briefing.verify.lint_formats import LINT_FORMATS
from briefing.verify.lint_report import QuotationCode, Report

DATA = tomllib.loads((Path(__file__).parents[1] / "cases/verify/briefs.toml").read_text("utf-8"))


def articles() -> list[Article]:
    return [from_text(text.strip(), source=name) for name, text in DATA["articles"].items()]


def judged(brief: str, kind: str = "markdown") -> Report:
    return lint(brief, articles(), kind=BriefKind(kind))


WRONG = "# Monday\r\n\r\nOmar Kellner said: “Forty jobs depend on it.”\r\n"


@pytest.mark.parametrize("case", DATA["brief"], ids=lambda case: case["name"])
def test_a_brief_has_these_findings_and_no_others(case: dict[str, Any]) -> None:
    report = judged(case["text"], case.get("kind", "markdown"))
    found = [f"{finding.line}:{finding.column}: {finding.code}" for finding in report.findings]
    assert sorted(found) == case["findings"], [finding.message for finding in report.findings]


@pytest.mark.parametrize("case", DATA["brief"], ids=lambda case: case["name"])
def test_a_finding_points_at_the_words_in_the_file(case: dict[str, Any]) -> None:
    for finding in judged(case["text"], case.get("kind", "markdown")).findings:
        lines = case["text"].split("\n")
        assert lines[finding.line - 1][finding.column - 1] == case["text"][finding.start]
        assert case["text"][finding.start].casefold() == finding.quote[0].casefold()


def test_a_note_does_not_fail_a_brief() -> None:
    report = judged("Liv Moen said: “Nobody asked the island.”")
    assert report.findings
    assert not report.failed
    assert report.supported == report.quotations == 1


def test_one_source_may_name_in_full_whom_another_names_in_part() -> None:
    one = from_text("Moen spoke on Tuesday. “The boat is our road,” Moen said.", source="one")
    two = from_text("The teacher Liv Moen lives on the island.", source="two")
    brief = "Liv Moen said: “The boat is our road.”"
    assert not lint(brief, [one, two]).failed
    assert lint("Liv Holt said: “The boat is our road.”", [one, two]).failed


def test_a_pronoun_is_the_only_one_named_in_its_paragraph() -> None:
    source = from_text("“The boat is our road,” Mayor Ina Falk said.\n\n“I doubt it,” said Karl Vogt.")
    brief = (
        "Mayor Falk says the boat stays. “{}” she said.\n\n"
        "Karl Vogt spoke after Ina Falk. “I doubt it,” he said."
    )
    assert not lint(brief.format("The boat is our road,"), [source]).failed
    wrong = lint(brief.format("I doubt it,"), [source])
    assert [finding.code for finding in wrong.findings] == [QuotationCode.WRONG_SPEAKER]


def test_a_brief_that_is_not_json_cannot_be_read_as_json() -> None:
    with pytest.raises(ArticleError, match="not valid JSON"):
        judged("{", "json")


@pytest.mark.parametrize(
    "brief", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, "9" * 10_000], ids=["open", "closed", "number"]
)
def test_json_that_python_can_not_hold_is_an_error_not_a_crash(brief: str) -> None:
    with pytest.raises(ArticleError):
        judged(brief, "json")


def test_a_lone_json_string_is_read_as_prose() -> None:
    assert [f.code for f in judged(json.dumps(WRONG), "json").findings] == [QuotationCode.WRONG_SPEAKER]


def test_text_findings_are_one_line_each() -> None:
    assert LINT_FORMATS["text"](judged(WRONG), "monday.md") == (
        "monday.md:3:21: wrong-speaker “Forty jobs depend on it.” is given to Omar Kellner: "
        "said by Ada Brandt, not Omar Kellner (a1.3, ferry.txt)\n"
    )


def test_github_annotations_can_not_be_forged() -> None:
    text = LINT_FORMATS["github"](judged("Omar Kellner said: “a\n::error::b% of\x1b[0m all,c”"), "a,b:c.md")
    assert text.startswith("::error file=a%2Cb%3Ac.md,line=1,endLine=2,col=21,endColumn=")
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert "25 of" in text


def test_json_holds_the_verdict() -> None:
    document = json.loads(LINT_FORMATS["json"](judged(WRONG), "monday.md"))
    finding = document["findings"][0]
    assert document["schema_version"] == 1
    assert (document["brief"], document["quotations"], document["supported"]) == ("monday.md", 1, 0)
    assert finding["verdict"]["said_by"] == "Ada Brandt"
    assert finding["source"] == "ferry.txt"


def test_sarif_names_rule_and_region() -> None:
    run = json.loads(LINT_FORMATS["sarif"](judged(WRONG), "monday.md"))["runs"][0]
    result = run["results"][0]
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 45}


@pytest.mark.parametrize("name", LINT_FORMATS)
def test_a_clean_brief_is_written_in_every_format(name: str) -> None:
    text = LINT_FORMATS[name](judged("Ada Brandt said: “Forty jobs depend on it.”"), "monday.md")
    assert "wrong-speaker" not in text.replace('"id": "wrong-speaker"', "")


def test_the_reference_holds_every_code_and_verdict() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/verdicts.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([a-z -]+)` \|", page, re.MULTILINE))
    assert told == {*QuotationCode, *WordsVerdict, *SpeakerVerdict}


@pytest.mark.parametrize("kind", BriefKind)
@pytest.mark.parametrize(
    "text",
    ["“a b c d” " * 500, "| “a | b” " * 500, "**[“" * 5_000, "<&[(\\" * 5_000, "• A, “b c d”.\n" * 500],
    ids=["marks", "cells", "unclosed", "openings", "bullets"],
)
def test_hostile_briefs_take_linear_time(text: str, kind: BriefKind) -> None:
    brief = json.dumps([text]) if kind is BriefKind.JSON else text
    start = time.perf_counter()
    judged(brief, kind)
    assert time.perf_counter() - start < 30
