"""A client that answers from a script, for tests of whatever asks a model."""

from collections import deque
from collections.abc import Callable, Iterable

from briefing.errors import ModelError, RequestError
from briefing.exchange import Reply, Request

__all__ = ["Answer", "ScriptedClient"]

Answer = Reply | str | ModelError | Callable[[Request], Reply]


class ScriptedClient:
    """Answers each request with the next of `answers` and keeps every request in `requests`.

    A `str` is the content of an otherwise perfect reply, an error is raised, a function is called with the
    request. Asking past the end raises RequestError.

    >>> client = ScriptedClient(["{}"])
    >>> client.complete(Request(model="any", messages=())).content
    '{}'
    >>> len(client.requests)
    1
    """

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self.requests: list[Request] = []
        self._answers = deque(answers)

    def enqueue(self, *answers: Answer) -> None:
        """Add answers at the end."""
        self._answers.extend(answers)

    def complete(self, request: Request) -> Reply:
        """Give the next answer."""
        self.requests.append(request)
        if not self._answers:
            raise RequestError(f"No answer is left for request {len(self.requests)}; enqueue one more.")
        answer = self._answers.popleft()
        if isinstance(answer, str):
            return Reply(content=answer)
        if isinstance(answer, ModelError):
            raise answer
        return answer if isinstance(answer, Reply) else answer(request)
