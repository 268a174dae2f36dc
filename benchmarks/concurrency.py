"""Many calls at a time: how close to the endpoint's own time, and what a call costs beside the bare SDK.

    python benchmarks/concurrency.py [--stories 200] [--workers 32] [--latency 1.0]

A loopback endpoint in a process of its own answers every request after `latency` seconds. The time runs
from the first request's arrival to the last reply's leaving, as the endpoint sees it; ideal is as many
rounds of `latency` as the stories need. Stories are briefed the whole way, each verified while others wait.

CPU time a call is taken of the bare SDK, of our client with the same requests, and of the whole draft
(prompt, client, reading of the reply), in turns within one run, since the machine may be busy; the least of
the rounds counts.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx2
import openai

from briefing.articles import read_sources
from briefing.drafts.prompted import PromptedEngine
from briefing.exchange import Mode, Request
from briefing.models import ChatClient, Endpoint
from briefing.pipeline import write_briefing
from briefing.prompts import load_prompt
from briefing.stories import group

T = TypeVar("T")

CPU_LATENCY = 0.05
ROUNDS = 5
NOW = datetime(2025, 3, 4, 6, tzinfo=UTC)
ARTICLE = """{town} quarrels over the {thing}

The council of {town} met on Monday and decided nothing about the {thing}, which has {number} friends.

“We will not pay for it,” said the mayor of {town}, {first}. “The town has no money left.”

The architect {second} said that the {thing} could be built. “It can stand by spring,” {last} said.

It remained unclear on Monday evening who would pay for the {thing} of {town}.
"""
REPLY = {
    "bottom_line": [{"evidence": ["a1.1"], "text": "The council decided nothing."}],
    "headline": {"evidence": ["a1.1"], "text": "Council undecided"},
    "issue": {"evidence": ["a1.4"], "text": "Should it be built?"},
    "open_questions": [
        {"evidence": ["a1.6"], "question": "Who would pay?", "why_open": "It remained unclear."}
    ],
    "positions": [
        {
            "actor": "the mayor",
            "evidence": ["a1.2", "a1.3"],
            "stance": "against",
            "summary": "The mayor said that the town has no money left.",
        }
    ],
}


def main() -> None:
    """Print the times and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--workers", type=int, default=32)
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(serve(options.serve))
        return
    with tempfile.TemporaryDirectory() as name:
        sources = list(write_articles(Path(name), options.stories))
        measure_time(sources, options.workers, options.latency)
        measure_cpu(sources, options.workers)


def measure_time(sources: Sequence[str], workers: int, latency: float) -> None:
    """Brief every story, and compare with the time the endpoint itself needs, and with the bare SDK's."""
    with endpoint(latency) as base_url, ChatClient(Endpoint(base_url)) as client:
        engine = engine_of(client)
        stories = stories_of(sources)
        engine.draft(stories[0])  # the SDK is imported and set up once a run
        requests = [engine.request(engine.render(story), Mode.JSON_SCHEMA) for story in stories]
        bare = openai.OpenAI(api_key="none", base_url=base_url, max_retries=0)
        httpx2.post(f"{base_url}/reset")
        spread(lambda request: ask_bare(bare, request), requests, workers)
        bare_seen = httpx2.get(f"{base_url}/seen").json()
        httpx2.post(f"{base_url}/reset")
        outcome = write_briefing(sources, engine=engine, now=NOW, workers=workers)
        seen = httpx2.get(f"{base_url}/seen").json()
    count = len(outcome.briefing.stories)
    ideal = -(-count // workers) * latency
    print(f"{count} stories, {workers} at a time (most seen: {seen['most']}), {latency:g} s each")
    print(f"from first request to last reply; ideal is {ideal:.1f} s")
    for name, took in (("bare SDK", bare_seen["seconds"]), ("briefing", seen["seconds"])):
        print(f"{name:12} {took:6.2f} s, {took / ideal:.3f} of the ideal")


def measure_cpu(sources: Sequence[str], workers: int) -> None:
    """Compare the CPU time of a call with that of the bare SDK."""
    stories = stories_of(sources)
    with endpoint(CPU_LATENCY) as base_url, ChatClient(Endpoint(base_url)) as client:
        engine = engine_of(client)
        requests = [engine.request(engine.render(story), Mode.JSON_SCHEMA) for story in stories]
        bare = openai.OpenAI(api_key="none", base_url=base_url, max_retries=0)
        ways: dict[str, Callable[[], object]] = {
            "bare SDK": lambda: spread(lambda request: ask_bare(bare, request), requests, workers),
            "our client": lambda: spread(client.complete, requests, workers),
            "whole draft": lambda: spread(engine.draft, stories, workers),
        }
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(ROUNDS + 1):
            for name, way in ways.items():
                begin = time.process_time()
                way()
                if number:  # the first round warms up
                    spent[name].append(time.process_time() - begin)
    least = {name: min(times) for name, times in spent.items()}
    for name, seconds in least.items():
        ratio = seconds / least["bare SDK"]
        print(
            f"{name:12} {1_000 * seconds / len(sources):6.2f} ms of CPU a call, {ratio:.2f} of the bare SDK's"
        )


def spread(work: Callable[[T], object], tasks: Sequence[T], workers: int) -> None:
    """Do the tasks, `workers` at a time."""
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, tasks):
            pass


def ask_bare(sdk: openai.OpenAI, request: Request) -> object:
    """Ask as anybody would with the SDK alone."""
    create: Any = sdk.chat.completions.create
    wire = request.wire()
    return create(
        model=wire["model"],
        messages=wire["messages"],
        response_format=wire["response_format"],
        **request.params.wire(),
    )


def engine_of(client: ChatClient) -> PromptedEngine:
    """The engine that `briefing write` uses."""
    return PromptedEngine(client, load_prompt("story"), model="any")


def stories_of(sources: Sequence[str]) -> Sequence[Any]:
    """The stories of the sources."""
    return group(read_sources(sources).articles)


def write_articles(folder: Path, count: int) -> Iterator[str]:
    """Write articles that have nothing to do with each other; give their paths."""
    random = Random(7)  # noqa: S311 -- names, no secrets
    for number in range(count):
        words = [_name(random) for _ in range(5)]
        text = ARTICLE.format(
            town=words[0],
            thing=words[1].lower(),
            number=number + 3,
            first=f"Mira {words[2]}",
            second=f"Paul {words[3]}",
            last=words[3],
        )
        path = folder / f"{number:04}.txt"
        path.write_text(text, encoding="utf-8")
        yield str(path)


def _name(random: Random) -> str:
    syllables = [random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(4)]
    return "".join(syllables).capitalize()


# --- the endpoint --------------------------------------------------------------------------------------


@contextmanager
def endpoint(latency: float) -> Iterator[str]:
    """An endpoint in a process of its own; gives its address."""
    command = [sys.executable, __file__, "--serve", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        finally:
            process.terminate()


class Seen:
    """When requests came and replies left."""

    def __init__(self) -> None:
        self.first = self.last = 0.0
        self.open = self.most = 0

    def begin(self) -> None:
        """A request has come."""
        self.first = self.first or time.perf_counter()
        self.open += 1
        self.most = max(self.most, self.open)

    def end(self) -> None:
        """A reply has left."""
        self.open -= 1
        self.last = time.perf_counter()


async def serve(latency: float) -> None:
    """Answer every request after `latency` seconds; `/reset` begins anew, `/seen` tells what was seen."""
    message = {"role": "assistant", "content": json.dumps(REPLY)}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 2_000, "completion_tokens": 200, "total_tokens": 2_200}
    reply = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }
    body = json.dumps(reply).encode()
    seen = Seen()

    async def answer(path: str) -> bytes:
        nonlocal seen
        if path.endswith("/reset"):
            seen = Seen()
            return b"{}"
        if path.endswith("/seen"):
            return json.dumps({"seconds": seen.last - seen.first, "most": seen.most}).encode()
        seen.begin()
        await asyncio.sleep(latency)
        seen.end()
        return body

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").lower().split("\r\n")
                size = next((int(line[15:]) for line in lines if line.startswith("content-length:")), 0)
                await reader.readexactly(size)
                data = await answer(lines[0].split()[1])
                start = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                writer.write(f"{start}{len(data)}\r\n\r\n".encode() + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    main()
