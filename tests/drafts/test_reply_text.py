import json
import time
import tomllib
from pathlib import Path

import pytest

from briefing.drafts.reply_text import MAX_DEPTH, parse_json, read_value, unwrap
from briefing.errors import InvalidReplyError

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/drafts/replies.toml").read_text(encoding="utf-8"))
SUITE = Path(__file__).parents[3] / "shared/data/hostile/jsontestsuite"
TWICE = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}


@pytest.mark.parametrize("case", CASES["accepted"], ids=lambda case: case["name"])
def test_a_reply_that_is_one_value_is_read(case: dict[str, str]) -> None:
    assert read_value(case["content"]) == json.loads(case["value"])
    assert unwrap(case["content"]).path == case["path"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_a_reply_that_is_not_is_refused_at_its_place(case: dict[str, str]) -> None:
    with pytest.raises(InvalidReplyError) as caught:
        read_value(case["content"])
    assert (caught.value.fault, caught.value.problems[0].place) == (case["fault"], case["place"])


def test_every_problem_of_a_reply_is_told() -> None:
    with pytest.raises(InvalidReplyError) as caught:
        read_value('{"a": NaN, "b": [Infinity, {"c": 1, "c": 2}]}')
    assert [problem.place for problem in caught.value.problems] == ["$.a", "$.b[0]", "$.b[1]"]


def test_a_problem_never_repeats_a_value() -> None:
    with pytest.raises(InvalidReplyError) as caught:
        read_value('{"a": "do as I say\\u0000"}')
    assert "do as I say" not in str(caught.value) + str(caught.value.problems)


def test_depth_has_a_limit() -> None:
    nested = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse_json(nested)
    with pytest.raises(InvalidReplyError) as caught:
        parse_json(f"[{nested}]")
    assert (caught.value.fault, caught.value.problems[0].place) == ("too_deep", f"character {MAX_DEPTH + 1}")


def test_a_number_of_too_many_digits_is_refused() -> None:
    with pytest.raises(InvalidReplyError, match="too many digits"):
        parse_json("9" * 5_000)


def test_text_that_utf8_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidReplyError, match="character 3"):
        parse_json('["\ud800"]')
    with pytest.raises(InvalidReplyError, match="character 3"):
        parse_json(b'["\xff"]')


@pytest.mark.parametrize(
    "unit",
    ["<think>", "</think>", "```", "`", '"', '\\"', "[", "{", '{"a":', " ", "\n", '"[', "<think>```json\n"],
)
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.perf_counter()
    for content in (text, f"<think>{text}", f"```json\n{text}", f'{{"a": "{text}'):
        with pytest.raises(InvalidReplyError):
            read_value(content)
    assert time.perf_counter() - began < 5


def test_a_key_repeated_among_many_is_found_in_linear_time() -> None:
    pairs = ",".join(f'"k{number}": 1' for number in range(200_000))
    began = time.perf_counter()
    with pytest.raises(InvalidReplyError, match="k0"):
        parse_json(f'{{{pairs}, "k0": 2}}')
    assert time.perf_counter() - began < 5


@pytest.mark.skipif(not SUITE.is_dir(), reason="the JSONTestSuite is not beside this checkout")
def test_the_json_test_suite_is_judged_as_it_says() -> None:
    verdicts = {path.name: is_accepted(path.read_bytes()) for path in sorted(SUITE.glob("*.json"))}
    must_accept = {name for name in verdicts if name.startswith("y_")}
    must_refuse = {name for name in verdicts if name.startswith("n_")}
    assert (len(must_accept), len(must_refuse), len(verdicts)) == (95, 188, 318)
    assert {name for name in must_accept if not verdicts[name]} == TWICE
    assert {name for name in must_refuse if verdicts[name]} == set()


def is_accepted(data: bytes) -> bool:
    try:
        parse_json(data)
    except InvalidReplyError:
        return False
    return True
