"""Replies kept on disk."""

import json
import logging
import os
import stat
import sys
from pathlib import Path

import pytest

from briefing.exchange import Message, Reply, Request, Role, Usage
from briefing.models import ReplyCache

REPLY = Reply(content='{"a": "„ä“ \ud800"}', usage=Usage(input=7, output=3), latency_ms=12)


def request(text: str = "who said what?", *, model: str = "tiny", attempt: int = 1) -> Request:
    return Request(model=model, messages=(Message(role=Role.USER, content=text),), attempt=attempt)


def cache(folder: Path, scope: str = "http://127.0.0.1:1/v1") -> ReplyCache:
    return ReplyCache(folder / "replies", scope=scope)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "replies").iterdir())


def test_a_reply_is_found_again_by_another_process_to_the_character(tmp_path: Path) -> None:
    cache(tmp_path).keep(request(), REPLY)
    again = cache(tmp_path)
    assert again.find(request()) == REPLY
    assert again.hits == 1


@pytest.mark.parametrize(
    "other",
    [request("who else?"), request(model="other"), request(attempt=2)],
    ids=["text", "model", "attempt"],
)
def test_another_request_is_a_miss(tmp_path: Path, other: Request) -> None:
    cache(tmp_path).keep(request(), REPLY)
    kept = cache(tmp_path)
    assert kept.find(other) is None
    assert kept.hits == 0


def test_another_endpoint_is_a_miss_for_servers_call_their_models_alike(tmp_path: Path) -> None:
    cache(tmp_path).keep(request(), REPLY)
    assert cache(tmp_path, "http://127.0.0.1:2/v1").find(request()) is None


def test_a_file_holds_no_prompt(tmp_path: Path) -> None:
    cache(tmp_path).keep(request("the article nobody else may read"), REPLY)
    (path,) = files(tmp_path)
    assert "nobody else" not in path.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's own folders private by itself")
def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    cache(tmp_path).keep(request(), REPLY)
    assert stat.S_IMODE((tmp_path / "replies").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda text: text[: len(text) // 2],
        lambda _: b"[" * 100_000,
        lambda _: b"\xff\xfe",
        lambda text: text.replace(b'"format": 1', b'"format": 2'),
        lambda text: text.replace(b'"content"', b'"contents"'),
    ],
    ids=["empty", "cut", "deep", "no text", "newer", "other field"],
)
def test_a_damaged_file_is_a_miss_that_is_told_and_mended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: "object"
) -> None:
    kept = cache(tmp_path)
    kept.keep(request(), REPLY)
    (path,) = files(tmp_path)
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    assert kept.find(request()) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "asked for again" in caplog.text
    kept.keep(request(), REPLY)
    assert kept.find(request()) == REPLY


def test_a_file_under_a_wrong_name_is_a_miss(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    kept.keep(request(), REPLY)
    (one,) = files(tmp_path)
    kept.keep(request("who else?"), Reply(content="other"))
    (two,) = set(files(tmp_path)) - {one}
    two.replace(one)
    assert kept.find(request()) is None


def test_what_cannot_be_written_is_told_once_and_nothing_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "replies").write_text("a file where the folder should be", encoding="utf-8")
    kept = cache(tmp_path)
    for number in range(3):
        kept.keep(request(f"question {number}"), REPLY)
    assert kept.find(request("question 0")) is None
    (record,) = caplog.records
    assert "Replies are not kept" in record.getMessage()
    assert "cache_dir" in record.getMessage()
    kept.prune()


def test_what_cannot_be_sent_is_not_kept(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    kept.keep(request("\ud800"), REPLY)
    assert kept.find(request("\ud800")) is None
    kept.drop([request("\ud800")])
    assert not (tmp_path / "replies").exists()


def test_a_dropped_reply_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    for text in "abc":
        kept.keep(request(text), Reply(content=text))
    kept.drop([request("a"), request("nobody asked this")])
    assert [kept.find(request(text)) is None for text in "abc"] == [True, False, False]


def test_the_longest_unused_replies_go_first(tmp_path: Path) -> None:
    kept = cache(tmp_path)
    for number, text in enumerate("abcd"):
        kept.keep(request(text), Reply(content=text))
        (path,) = [p for p in files(tmp_path) if json.loads(p.read_text())["reply"]["content"] == text]
        os.utime(path, (number, number))
    assert kept.find(request("a")) is not None  # used just now
    kept.prune(most=2)
    assert [kept.find(request(text)) is None for text in "abcd"] == [False, True, True, False]
