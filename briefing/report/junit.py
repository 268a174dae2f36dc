"""Comparison -> JUnit XML: a suite for each model, a test case for each golden case."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from briefing.compare import CaseComparison, Comparison, PairComparison, Verdict
from briefing.report.neutral import neutralise

__all__ = ["render_junit"]

_ENTITIES = {"\t": "&#9;", "\n": "&#10;"}


def render_junit(comparison: Comparison) -> str:
    """Write the suites; a failure is a regression or broken promise, an error what was not compared."""
    suites = "".join(line for pair in comparison.pairs for line in _suite(pair))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{suites}</testsuites>\n'


def _suite(pair: PairComparison) -> Iterator[str]:
    tests = [*_means(pair), *(_case(pair, case) for case in pair.cases), *_stale(pair), *_skipped(pair)]
    counts = {name: sum(f"<{name} " in test for test in tests) for name in ("failure", "error", "skipped")}
    told = f'failures="{counts["failure"]}" errors="{counts["error"]}" skipped="{counts["skipped"]}"'
    yield f'  <testsuite name={_attribute(f"{pair.base} → {pair.head}")} tests="{len(tests)}" {told}>\n'
    yield "    <properties>\n"
    for row in pair.metrics:
        value = "unknown" if row.head is None else f"{row.head:.6g}"
        yield f"      <property name={_attribute(row.name)} value={_attribute(value)}/>\n"
    yield "    </properties>\n"
    yield from tests
    yield "  </testsuite>\n"


def _means(pair: PairComparison) -> Iterator[str]:
    """The verdict on the means is a test case of its own: it belongs to no single case."""
    if pair.verdict is Verdict.NOT_COMPARED and pair.stale:
        return
    is_bad = pair.verdict.exit_status != 0
    body = _told("failure", pair.verdict.value, pair.reason) if is_bad else ""
    yield _test("all cases", pair, body)


def _case(pair: PairComparison, case: CaseComparison) -> str:
    reasons = [f"{block.kind}: {block.reason}" for block in pair.blocks if block.case == case.case]
    return _test(case.case, pair, _told("failure", "blocked", "\n".join(reasons)) if reasons else "")


def _stale(pair: PairComparison) -> Iterator[str]:
    for trouble in pair.stale:
        yield _test(trouble.case, pair, _told("error", trouble.reason, trouble.diff))


def _skipped(pair: PairComparison) -> Iterator[str]:
    for trouble in pair.excluded:
        yield _test(trouble.case, pair, f"      <skipped message={_attribute(trouble.reason)}/>\n")


def _test(name: str, pair: PairComparison, body: str) -> str:
    head = f"    <testcase classname={_attribute(pair.alias)} name={_attribute(name)}"
    return f"{head}>\n{body}    </testcase>\n" if body else f"{head}/>\n"


def _told(kind: str, message: str, text: str) -> str:
    return f"      <{kind} message={_attribute(message)}>{escape(_legal(text))}</{kind}>\n"


def _attribute(text: str) -> str:
    return quoteattr(_legal(text), _ENTITIES)


def _legal(text: str) -> str:
    """Neutral text of the characters that XML 1.0 can hold."""
    shown = neutralise(text)
    return "".join(char for char in shown if not ("\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"))
