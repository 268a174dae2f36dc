"""The text of a reply -> a JSON value, whole or not at all.

One wrapping fence or one leading think-block is taken off. An object is never picked out of prose and nothing
is repaired: whichever object is picked, one that an article quotes can become the answer.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from pydantic import JsonValue

from briefing.errors import InvalidReplyError, Problem
from briefing.exchange import Fault
from briefing.text import strip_controls

__all__ = ["MAX_DEPTH", "ParsePath", "Unwrapped", "parse_json", "read_value", "unwrap"]

MAX_DEPTH = 200
_WHITE = " \t\r\n\ufeff"
_THINK, _THOUGHT = "<think>", "</think>"
_FENCE_RE = re.compile(r"(`{3,})[ \t]*([A-Za-z]*)[ \t]*\r?\n")
# A string may hold brackets; what never closes is one token to the end.
_BRACKET_OR_STRING_RE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_DEPTH_OF = {"[": 1, "{": 1, "]": -1, "}": -1}


class ParsePath(StrEnum):
    """What had to be taken off a reply."""

    WHOLE = "whole"
    THINK = "think"
    FENCE = "fence"
    THINK_AND_FENCE = "think+fence"


class Unwrapped(NamedTuple):
    """The text inside, and what was around it."""

    text: str
    path: ParsePath


class _Doubled(dict[str, JsonValue]):
    """An object that has one key twice."""

    key = ""


class _NotFinite(float):
    """A number that JSON does not know, with its spelling."""

    spelling = ""


def read_value(content: str) -> JsonValue:
    r"""Read a reply's content: unwrap, parse, refuse characters that no text of ours may hold.

    Raises InvalidReplyError with the exact place.

    >>> read_value('```json\n{"a": 1}\n```')
    {'a': 1}
    """
    value = parse_json(unwrap(content).text)
    _refuse(_unprintable(value, "$"))
    return value


def unwrap(content: str) -> Unwrapped:
    """Take off one leading think-block and one fence around all the rest.

    >>> unwrap('<think>hm</think> {}')
    Unwrapped(text='{}', path=<ParsePath.THINK: 'think'>)
    """
    thought = _without_thought(content.strip(_WHITE))
    bare = _without_fence(thought)
    match thought != content.strip(_WHITE), bare != thought:
        case False, False:
            return Unwrapped(bare, ParsePath.WHOLE)
        case True, False:
            return Unwrapped(bare, ParsePath.THINK)
        case False, True:
            return Unwrapped(bare, ParsePath.FENCE)
        case _:
            return Unwrapped(bare, ParsePath.THINK_AND_FENCE)


def _without_thought(text: str) -> str:
    if not text.startswith(_THINK):
        return text
    end = text.rfind(_THOUGHT)
    if end < 0:
        raise _invalid(Fault.THINK_UNCLOSED, "$", "the <think> block is not closed")
    return text[end + len(_THOUGHT) :].strip(_WHITE)


def _without_fence(text: str) -> str:
    if not text.startswith("```"):
        return text
    opening = _FENCE_RE.match(text)
    body = text[opening.end() :] if opening else ""
    if not opening or opening[2].lower() not in {"", "json"} or not body.endswith("\n" + opening[1]):
        raise _invalid(Fault.FENCE_MALFORMED, "$", "the code fence does not wrap the whole reply")
    return body[: -len(opening[1])].strip(_WHITE)


def parse_json(data: str | bytes) -> JsonValue:
    """Parse strict JSON: one value, no key twice, no NaN or infinity, at most 200 levels deep.

    Raises InvalidReplyError and nothing else.

    >>> parse_json('[1, {"a": "b"}]')
    [1, {'a': 'b'}]
    """
    text = _decoded(data)
    _refuse_depth(text)
    try:
        value: JsonValue = json.loads(
            text, object_pairs_hook=_object, parse_constant=_odd, parse_float=_float
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise _invalid(Fault.INVALID_JSON, place, error.msg) from None
    except ValueError:
        raise _invalid(Fault.INVALID_JSON, "$", "a number has too many digits") from None
    _refuse(_oddities(value, "$"))
    return value


def _decoded(data: str | bytes) -> str:
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        text.encode("utf-8")
    except UnicodeError as error:
        offset = getattr(error, "start", 0)
        raise _invalid(Fault.INVALID_JSON, f"character {offset + 1}", "the text is not UTF-8") from None
    return text


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _BRACKET_OR_STRING_RE.finditer(text):
        depth += _DEPTH_OF.get(token[0], 0)
        if depth > MAX_DEPTH:
            place = f"character {token.start() + 1}"
            raise _invalid(Fault.TOO_DEEP, place, f"more than {MAX_DEPTH} levels of brackets")


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    doubled = _Doubled(pairs)
    doubled.key = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return doubled


def _odd(spelling: str) -> float:
    number = _NotFinite("nan")
    number.spelling = spelling
    return number


def _float(spelling: str) -> float:
    value = float(spelling)
    return _odd(spelling) if value in {float("inf"), float("-inf")} else value


def _oddities(value: JsonValue, place: str) -> Iterator[tuple[Fault, Problem]]:
    if isinstance(value, _Doubled):
        words = f"the key {value.key!r} is given twice"
        yield Fault.DUPLICATE_KEY, Problem(place, Fault.DUPLICATE_KEY, words)
    if isinstance(value, _NotFinite):
        yield Fault.SCHEMA, Problem(place, "not_finite", f"{value.spelling} is not a finite number")
    for inner, where in _children(value, place):
        yield from _oddities(inner, where)


def _unprintable(value: JsonValue, place: str) -> Iterator[tuple[Fault, Problem]]:
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
    for text in texts:
        if strip_controls(text) != text:
            yield Fault.CONTROL_CHARS, Problem(place, Fault.CONTROL_CHARS, "holds a control character")
        if any("\ud800" <= char <= "\udfff" for char in text):
            yield Fault.SCHEMA, Problem(place, "lone_surrogate", "holds half of a surrogate pair")
    for inner, where in _children(value, place):
        yield from _unprintable(inner, where)


def _children(value: JsonValue, place: str) -> Iterator[tuple[JsonValue, str]]:
    if isinstance(value, dict):
        yield from ((inner, f"{place}.{name}") for name, inner in value.items())
    if isinstance(value, list):
        yield from ((inner, f"{place}[{index}]") for index, inner in enumerate(value))


def _refuse(problems: Iterator[tuple[Fault, Problem]]) -> None:
    found = list(problems)
    if found:
        fault, first = found[0]
        message = f"The reply is not usable: {first.place}: {first.words}."
        raise InvalidReplyError(message, fault=fault, problems=tuple(problem for _, problem in found))


def _invalid(fault: Fault, place: str, words: str) -> InvalidReplyError:
    problem = Problem(place, fault, words)
    return InvalidReplyError(f"The reply is not usable: {place}: {words}.", fault=fault, problems=(problem,))
