"""Threads that wait on the network: how many, in what order, and what an error or an early end does."""

from threading import Barrier, Event, Lock

import pytest

from briefing.workers import as_done


def test_every_task_is_done_once_and_told_with_its_place() -> None:
    assert dict(as_done("abc", str.upper, workers=2)) == {0: "A", 1: "B", 2: "C"}


@pytest.mark.parametrize("workers", [1, 3])
def test_an_error_of_one_task_is_handed_on_and_costs_no_other(workers: int) -> None:
    results = dict(as_done([1, 0, 2], lambda n: 2 / n, workers=workers))
    assert isinstance(results[1], ZeroDivisionError)
    assert (results[0], results[2]) == (2.0, 1.0)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_end_of_the_program_in_a_task_is_handed_on_too(workers: int) -> None:
    def leave(number: int) -> None:
        raise SystemExit(number)

    results = dict(as_done([3, 4], leave, workers=workers))
    assert all(isinstance(result, SystemExit) for result in results.values())


def test_as_many_tasks_run_at_a_time_as_there_are_workers() -> None:
    meeting = Barrier(4, timeout=10)
    assert len(list(as_done(range(4), lambda _: meeting.wait(), workers=4))) == 4


def test_no_more_tasks_run_at_a_time_than_there_are_workers() -> None:
    lock, at_work, most = Lock(), 0, 0
    first_pair = Barrier(2, timeout=10)

    def work(number: int) -> None:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        if number < 2:
            first_pair.wait()
        with lock:
            at_work -= 1

    list(as_done(range(20), work, workers=2))
    assert most == 2


def test_nothing_further_is_begun_after_the_end() -> None:
    begun: list[int] = []
    go_on = Event()

    def work(number: int) -> None:
        begun.append(number)
        if number:
            go_on.wait(10)

    results = as_done(range(50), work, workers=2)
    next(results)
    results.close()
    go_on.set()
    assert len(begun) < 50


def test_one_worker_is_the_calling_thread_and_begins_a_task_when_asked() -> None:
    begun: list[int] = []
    results = as_done(range(3), begun.append, workers=1)
    next(results)
    assert begun == [0]
