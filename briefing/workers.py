"""Work that waits on the network, done by a bounded number of threads.

The threads are daemons: a run that is interrupted ends at once, whatever a server still owes it.
"""

from collections.abc import Callable, Generator, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

__all__ = ["as_done"]


def as_done(
    tasks: Sequence[Task], work: Callable[[Task], Result], *, workers: int
) -> Generator[tuple[int, Result | BaseException], None, None]:
    """Do the tasks, at most `workers` at a time; yield each one's index with what came of it, as it comes.

    What a task raises is yielded, not raised, be it the end of the program. Tasks are begun in order; after
    the iterator is closed no further one is begun. With one worker everything happens in the calling thread.

    >>> sorted(as_done([1, 2, 3], lambda n: n * n, workers=2))
    [(0, 1), (1, 4), (2, 9)]
    """
    if workers <= 1 or len(tasks) <= 1:
        yield from _one_by_one(tasks, work)
        return
    waiting: SimpleQueue[tuple[int, Task] | None] = SimpleQueue()
    done: SimpleQueue[tuple[int, Result | BaseException]] = SimpleQueue()
    stop = Event()
    for item in enumerate(tasks):
        waiting.put(item)
    for _ in range(min(workers, len(tasks))):
        waiting.put(None)
        Thread(target=_serve, args=(waiting, done, work, stop), daemon=True).start()
    try:
        for _ in tasks:
            yield done.get()
    finally:
        stop.set()


def _one_by_one(
    tasks: Sequence[Task], work: Callable[[Task], Result]
) -> Generator[tuple[int, Result | BaseException], None, None]:
    for index, task in enumerate(tasks):
        yield index, _try(work, task)


def _serve(
    waiting: "SimpleQueue[tuple[int, Task] | None]",
    done: "SimpleQueue[tuple[int, Result | BaseException]]",
    work: Callable[[Task], Result],
    stop: Event,
) -> None:
    while (item := waiting.get()) is not None and not stop.is_set():
        index, task = item
        done.put((index, _try(work, task)))


def _try(work: Callable[[Task], Result], task: Task) -> Result | BaseException:
    try:
        return work(task)
    except BaseException as error:  # noqa: BLE001 -- handed on whole; the caller raises what is not its own
        return error
