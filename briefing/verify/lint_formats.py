"""Findings of a lint -> text, JSON, SARIF 2.1.0 or the annotations of a GitHub workflow."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from briefing import __version__
from briefing.text import strip_controls
from briefing.verify.lint_report import Level, QuotationCode, QuotationFinding, Report

__all__ = ["LINT_FORMATS", "SCHEMA_VERSION"]

SCHEMA_VERSION = 1

_RULES: Mapping[QuotationCode, str] = MappingProxyType(
    {
        QuotationCode.WRONG_SPEAKER: "The words are somebody else's.",
        QuotationCode.UNATTRIBUTED: "The source does not say for certain whose words they are.",
        QuotationCode.NOT_SPEECH: "The words are the source's own, not speech.",
        QuotationCode.DENIED: "The source says that this was not said, or only supposes it.",
        QuotationCode.SECOND_HAND: "One person reports what another said; the brief gives it to one of them.",
        QuotationCode.ALTERED: "The words are not those of the source.",
        QuotationCode.TURNED: "The words were cut so that their meaning turns.",
        QuotationCode.STITCHED: "Words from different places were joined.",
        QuotationCode.ABSENT: "The words are in none of the sources.",
        QuotationCode.MISSING_SPEAKER: "The brief does not say who speaks.",
        QuotationCode.DISPUTED: "Another source gives the same words to somebody else.",
        QuotationCode.ASSERTED: "The brief says that this was not said; the source says that it was.",
        QuotationCode.MISPLACED: "The words stand elsewhere than the brief says.",
        QuotationCode.CAPITAL: "The source begins these words with a capital.",
    }
)


def write_text(report: Report, name: str) -> str:
    """One line a finding, as compilers write them: `file:line:column: code message`."""
    return "".join(
        f"{_one_line(name)}:{finding.line}:{finding.column}: {finding.code} {_one_line(finding.message)}\n"
        for finding in report.findings
    )


def write_json(report: Report, name: str) -> str:
    """Everything, for programs."""
    document = {"schema_version": SCHEMA_VERSION, "brief": name, **report.model_dump(mode="json")}
    return _dump(document)


def write_sarif(report: Report, name: str) -> str:
    """SARIF 2.1.0, for code scanning and editors."""
    rules = [{"id": str(code), "shortDescription": {"text": text}} for code, text in _RULES.items()]
    driver = {"name": "briefing verify", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, name) for finding in report.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return _dump({"$schema": schema, "version": "2.1.0", "runs": [run]})


def write_github(report: Report, name: str) -> str:
    """Workflow commands, which GitHub shows beside the line of the brief."""
    return "".join(
        f"::{_GITHUB_LEVELS[finding.level]} file={_property(name)},line={finding.line},"
        f"endLine={finding.end_line},col={finding.column},endColumn={finding.end_column},"
        f"title={_property(finding.code)}::{_data(finding.message)}\n"
        for finding in report.findings
    )


LINT_FORMATS: Mapping[str, Callable[[Report, str], str]] = MappingProxyType(
    {"text": write_text, "json": write_json, "sarif": write_sarif, "github": write_github}
)
_GITHUB_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def _sarif_result(finding: QuotationFinding, name: str) -> dict[str, object]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    location = {"physicalLocation": {"artifactLocation": {"uri": name}, "region": region}}
    return {
        "ruleId": str(finding.code),
        "level": str(finding.level),
        "message": {"text": finding.message},
        "locations": [location],
    }


def _dump(document: object) -> str:
    """Write JSON in ASCII, so that nothing in it can act on a terminal."""
    return json.dumps(document, indent=2).replace("\x7f", "\\u007f") + "\n"


def _one_line(text: str) -> str:
    return " ".join(strip_controls(text).split())


def _data(text: str) -> str:
    """Escape what would end a workflow command."""
    return strip_controls(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what would end a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
