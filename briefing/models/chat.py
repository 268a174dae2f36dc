"""The chat client: the only module that knows the openai SDK, which it imports when it first asks.

Whatever happens on the way leaves here as a Reply or as a ModelError; nothing of the SDK, of its HTTP library
or of JSON surfaces, and no error carries one of them along, for their texts may hold the key.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from briefing.errors import BudgetError, ModelError, RequestError, TransportError
from briefing.exchange import Fault, Reply, Request
from briefing.models.budget import Budget
from briefing.models.endpoint import Endpoint
from briefing.models.envelope import read_envelope, read_model_list
from briefing.models.pace import Pace, wait_before_retry
from briefing.models.refusals import Answer, excerpt, is_retryable, status_error

if TYPE_CHECKING:
    import httpx2
    import openai
    from openai.types.chat import ChatCompletionMessageParam
    from tenacity import RetryCallState

__all__ = ["ChatClient"]

# The SDK does not start without a key; a server that needs none does not look at it.
_NO_KEY = "none"
_CONNECT_TIMEOUT = 10.0


class ChatClient:
    """Asks an endpoint over the OpenAI Chat Completions protocol. Threads may share one client.

    A request that failed on the way is sent again as often as the endpoint's `retries` says; everything
    else is for the caller. Every request and reply is counted in `budget`, whose limits are kept. `sleep`,
    `clock` and `now` are arguments for tests.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        budget: Budget | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._endpoint = endpoint
        self._budget = budget or Budget()
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._pace = Pace(clock=clock, sleep=sleep)
        self._lock = threading.Lock()
        self._sdk: openai.OpenAI | None = None

    def complete(self, request: Request) -> Reply:
        """Ask; raises TransportError when no try came through, other ModelErrors as the endpoint answers."""
        import tenacity

        self._pace.check()
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(1 + self._endpoint.retries),
            retry=tenacity.retry_if_exception(is_retryable),
            wait=wait_before_retry,
            after=self._hold_back,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            reply = retrying(self._ask, request)
        except TransportError as error:
            self._pace.failed(error)
            raise
        except BudgetError:
            raise
        except ModelError:
            self._pace.answered()
            raise
        self._pace.answered()
        return reply.model_copy(update={"http_retries": retrying.statistics["attempt_number"] - 1})

    def list_models(self) -> tuple[str, ...]:
        """The names of the models the endpoint offers; asked once, and no part of any budget.

        Raises ModelErrors as `complete` does; EndpointError with Fault.NOT_FOUND where there is no list.
        """
        response = self._send(self._list, "")
        content_type = response.headers.get("content-type", "")
        body = self._endpoint.redact_answer(response.content)
        return read_model_list(body, content_type=content_type, endpoint=self._endpoint)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._sdk is not None:
                self._sdk.close()
                self._sdk = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _hold_back(self, state: "RetryCallState") -> None:
        """Make every thread wait where the server asked this one to slow down."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransportError) and error.fault == Fault.RATE:
            self._pace.hold_back(wait_before_retry(state))

    def _ask(self, request: Request) -> Reply:
        self._pace.wait_turn()
        self._budget.spend(request)
        began = self._clock()
        try:
            response = self._send(partial(self._post, request), request.model)
            content_type = response.headers.get("content-type", "")
            body = self._endpoint.redact_answer(response.content)
            reply = read_envelope(body, content_type=content_type, endpoint=self._endpoint)
        except ModelError as error:
            self._budget.fail(request, error)
            raise
        self._budget.count(request, reply)
        return reply.model_copy(update={"latency_ms": round((self._clock() - began) * 1000)})

    def _send(self, post: "Callable[[], httpx2.Response]", model: str) -> "httpx2.Response":
        """One request over the wire. The error is raised outside the handlers, so that it carries nothing."""
        import httpx2
        import openai

        failure: ModelError
        try:
            return post()
        except openai.APIStatusError as error:
            failure = self._status_error(error.response, model)
        except openai.APITimeoutError:
            failure = self._timeout_error()
        except openai.APIConnectionError as error:
            failure = self._connection_error(error.__cause__)
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError) as error:
            kind = type(error).__name__
            failure = RequestError(f"The request could not be made ({kind}).", fault=Fault.REJECTED)
        raise failure

    def _post(self, request: Request) -> "httpx2.Response":
        messages = [{"role": m.role.value, "content": m.content} for m in request.messages]
        params = request.params.wire()
        if "max_tokens" in params:
            params[self._endpoint.max_tokens_name] = params.pop("max_tokens")
        shape = request.response_format.wire()
        raw = self._connect().chat.completions.with_raw_response.create(
            model=request.model,
            messages=cast("list[ChatCompletionMessageParam]", messages),
            extra_body=params if shape is None else {**params, "response_format": shape},
        )
        return raw.http_response

    def _list(self) -> "httpx2.Response":
        return self._connect().models.with_raw_response.list().http_response

    def _connect(self) -> "openai.OpenAI":
        import httpx2
        import openai

        from briefing.models.transport import GuardedTransport

        with self._lock:
            if self._sdk is None:
                wait = httpx2.Timeout(self._endpoint.silence, connect=_CONNECT_TIMEOUT, pool=None)
                transport = GuardedTransport(deadline=self._endpoint.timeout)
                self._sdk = openai.OpenAI(
                    api_key=self._endpoint.api_key.get_secret_value() or _NO_KEY,
                    base_url=self._endpoint.base_url,
                    max_retries=0,
                    timeout=wait,
                    http_client=httpx2.Client(
                        transport=transport, timeout=wait, follow_redirects=False, trust_env=False
                    ),
                )
            return self._sdk

    def _status_error(self, response: "httpx2.Response", model: str) -> ModelError:
        answer = Answer(response.status_code, dict(response.headers), response.content)
        return status_error(answer, endpoint=self._endpoint, model=model, now=self._now())

    def _timeout_error(self) -> TransportError:
        return TransportError(
            f"{self._endpoint.host} did not finish its reply in time (within {self._endpoint.timeout:g} s, "
            f"{self._endpoint.silence:g} s of silence at most); set a longer timeout for a slow model.",
            fault=Fault.TIMEOUT,
        )

    def _connection_error(self, cause: BaseException | None) -> ModelError:
        from briefing.models.transport import EncodedError, OversizeError

        match cause:
            case OversizeError():
                fault = Fault.RESPONSE_TOO_LARGE
            case EncodedError():
                fault = Fault.BAD_ENCODING
            case _:
                fault = Fault.CONNECTION
        reason = excerpt(self._endpoint.redact(str(cause or ""))) or "the connection broke"
        return TransportError(f"No answer from {self._endpoint.base_url}: {reason}.", fault=fault)
