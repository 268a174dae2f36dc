"""However large a feed is and whatever it holds, reading it takes bounded time and memory."""

import subprocess
import sys
import time
from collections.abc import Callable

import feedsizes
import pytest
from feedforms import feed_of
from feedsizes import HARD, seconds

from briefing.articles.feeds import SIZE_LIMIT, read_feed
from briefing.schema import FindingCode

GROWTH = 3.5  # the most that twice the bytes may take of time; quadratic would be four times, with noise
MOMENT = 0.25  # seconds; of less, the machine's noise is too large a part
SLOWEST, LARGEST = 40, 900  # seconds of CPU and megabytes for ten megabytes of the worst kind


@pytest.mark.parametrize("build", HARD.values(), ids=HARD.keys())
def test_a_feed_that_is_hard_to_read_takes_a_moment_all_the_same(build: Callable[[int], str]) -> None:
    assert seconds(build(60_000).encode()) < 2


@pytest.mark.long
@pytest.mark.parametrize("build", HARD.values(), ids=HARD.keys())
def test_the_time_for_a_feed_does_not_grow_faster_than_its_size(build: Callable[[int], str]) -> None:
    seconds(build(1000).encode())
    size, before = 64_000, MOMENT
    while size <= 1_024_000:
        took = min(seconds(build(size).encode()) for _ in range(2))
        assert took <= max(MOMENT, before * GROWTH), (
            f"{size:,} bytes: {took:.2f} s, half of it: {before:.2f} s"
        )
        size, before = 2 * size, max(took, MOMENT / 2)


@pytest.mark.long
@pytest.mark.parametrize("build", HARD.values(), ids=HARD.keys())
def test_a_feed_of_ten_megabytes_takes_bounded_time_and_memory(build: Callable[[int], str]) -> None:
    data = build(SIZE_LIMIT - 10_000).encode()[:SIZE_LIMIT]  # with room for the frame
    found = subprocess.run(
        [sys.executable, feedsizes.__file__], input=data, capture_output=True, check=False, timeout=600
    )
    assert found.returncode == 0, found.stderr.decode()[-2000:]
    took, memory = (float(word) for word in found.stdout.split())
    assert took < SLOWEST
    assert memory < LARGEST


def test_what_is_larger_than_any_feed_is_refused_at_once() -> None:
    began = time.process_time()
    reading = read_feed(feed_of(" " * SIZE_LIMIT).encode(), address="https://news.example/feed")
    assert [finding.code for finding in reading.findings] == [FindingCode.TOO_LARGE]
    assert time.process_time() - began < 1
