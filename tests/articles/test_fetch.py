"""Fetching: which addresses are spoken to, what may be spent on one, and that every failure is a value."""

import gzip
import itertools
import json
import socket
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import PUBLIC, Asked, Internet, Page, public_dns, serving

from briefing.articles.fetch import (
    Fetched,
    Fetcher,
    FetchFailure,
    FetchFault,
    FetchLimits,
    NotModified,
    Validators,
)
from briefing.articles.fetch_addresses import ask_system, is_public
from briefing.articles.fetch_manners import parse_robots
from briefing.articles.fetch_unpack import unpack
from briefing.schema import FindingCode

CASES = json.loads((Path(__file__).parents[1] / "cases/fetch/addresses.json").read_text("utf-8"))
PAGE = Page(b"<p>words</p>", headers={"Content-Type": "text/html; charset=utf-8"})
NO_PAUSE = FetchLimits(pause=0)


def resolve_here(host: str) -> tuple[str, ...]:
    """Resolve as the system does, numbers in all their spellings included, but ask no name server."""
    if host == "localhost":
        return ask_system(host)
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return tuple(str(entry[4][0]) for entry in found)


def fetcher(internet: Internet, *, limits: FetchLimits = NO_PAUSE) -> Fetcher:
    return Fetcher(limits=limits, resolve=public_dns, network=internet)


def failure(result: object) -> FetchFailure:
    assert isinstance(result, FetchFailure), result
    return result


def to(place: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": place})


# --- which addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", CASES["refused"])
def test_no_spelling_of_a_private_address_is_connected_to(host: str) -> None:
    internet = Internet()
    result = Fetcher(limits=NO_PAUSE, resolve=resolve_here, network=internet).fetch(f"http://{host}/")
    assert internet.connects == []
    assert failure(result).fault in {FetchFault.PRIVATE, FetchFault.ADDRESS, FetchFault.UNKNOWN_HOST}


@pytest.mark.parametrize("host", CASES["allowed"])
def test_public_addresses_are_connected_to(host: str) -> None:
    internet = Internet()
    result = Fetcher(limits=NO_PAUSE, resolve=resolve_here, network=internet).fetch(
        f"http://{host}/", obey_robots=False
    )
    assert [is_public(address) for address, _ in internet.connects] == [True]
    assert failure(result).fault is FetchFault.UNREACHABLE


@pytest.mark.parametrize("address", CASES["no_addresses"])
def test_what_is_no_web_address_is_refused_before_anything_is_connected(address: str) -> None:
    internet = Internet()
    assert failure(fetcher(internet).fetch(address)).fault is FetchFault.ADDRESS
    assert internet.connects == []


def test_a_name_that_changes_its_address_between_check_and_connection_gains_nothing() -> None:
    answers = itertools.chain([(PUBLIC,)], itertools.repeat(("127.0.0.1",)))
    with serving({"/": PAGE}) as outlet:
        internet = Internet({PUBLIC: outlet.port, "127.0.0.1": outlet.port})
        rebound = Fetcher(limits=NO_PAUSE, resolve=lambda _: next(answers), network=internet)
        first = rebound.fetch("http://rebind.example/", obey_robots=False)
        second = rebound.fetch("http://rebind.example/", obey_robots=False)
    assert isinstance(first, Fetched)
    assert failure(second).fault is FetchFault.PRIVATE
    assert internet.connects == [(PUBLIC, 80)]


def test_of_a_host_with_public_and_private_addresses_only_the_public_are_tried() -> None:
    internet = Internet()
    mixed = Fetcher(
        limits=NO_PAUSE, resolve=lambda _: ("10.0.0.1", PUBLIC, "::1", "8.8.8.8"), network=internet
    )
    assert failure(mixed.fetch("http://mixed.example/", obey_robots=False)).fault is FetchFault.UNREACHABLE
    assert internet.connects == [(PUBLIC, 80), ("8.8.8.8", 80)]


REDIRECTS = {
    "metadata": ["http://169.254.169.254/latest/meta-data/"],
    "a name for this machine": ["http://localhost/"],
    "wrapped": ["http://[::ffff:127.0.0.1]/"],
    "a number": ["http://2130706433/"],
    "in the end": ["/1", "http://other.example/2", "http://10.0.0.1/"],
    "a file": ["file:///etc/passwd"],
    "another port": ["http://news.example:8080/"],
    "a password": ["http://reader:word@news.example/"],
    "nowhere": [""],
    "no address": ["http://[::1"],
}


@pytest.mark.parametrize("places", REDIRECTS.values(), ids=REDIRECTS.keys())
def test_a_redirect_to_where_we_may_not_go_is_not_followed(places: list[str]) -> None:
    def resolve(host: str) -> tuple[str, ...]:
        return (PUBLIC,) if host.endswith(".example") else resolve_here(host)

    hops = iter(places)
    with serving(lambda _: to(next(hops))) as outlet:
        internet = Internet({PUBLIC: outlet.port, "127.0.0.1": outlet.port})
        result = Fetcher(limits=NO_PAUSE, resolve=resolve, network=internet).fetch(
            "http://news.example/", obey_robots=False
        )
    assert failure(result).fault in {FetchFault.PRIVATE, FetchFault.ADDRESS, FetchFault.REDIRECTS}
    assert set(internet.connects) == {(PUBLIC, 80)}


def test_private_addresses_are_read_where_the_user_allows_it() -> None:
    with serving({"/": PAGE}) as outlet:
        allowed = Fetcher(limits=NO_PAUSE, allow_private=True).fetch(f"http://127.0.0.1:{outlet.port}/")
        refused = Fetcher(limits=NO_PAUSE).fetch(f"http://127.0.0.1:{outlet.port}/")
    assert isinstance(allowed, Fetched)
    assert isinstance(refused, FetchFailure)


def test_an_unknown_host_is_named() -> None:
    def nobody(host: str) -> tuple[str, ...]:
        raise OSError(host)

    result = failure(
        Fetcher(limits=NO_PAUSE, resolve=nobody, network=Internet()).fetch("http://gone.example/")
    )
    assert (result.fault, result.detail) == (FetchFault.UNKNOWN_HOST, "there is no host named gone.example")


def test_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/": PAGE}) as outlet, serving({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert isinstance(result, Fetched)
    assert proxy.asked == []


# --- redirects ------------------------------------------------------------------------------------------


def test_five_redirects_are_followed_and_the_sixth_is_not() -> None:
    chain = {f"/{n}": to(f"{n + 1}") for n in range(6)} | {"/6": PAGE}
    with serving(chain) as outlet:
        five = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/1", obey_robots=False)
        six = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/0", obey_robots=False)
    assert isinstance(five, Fetched)
    assert five.final == "http://news.example/6"
    assert failure(six).fault is FetchFault.REDIRECTS


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301, 308), True), ((302,), False), ((301, 302), False), ((302, 301), False), ((303,), False)],
)
def test_a_new_address_is_told_only_where_every_redirect_is_for_good(
    statuses: tuple[int, ...], *, moved: bool
) -> None:
    chain = {f"/{n}": to(f"/{n + 1}", status) for n, status in enumerate(statuses)}
    with serving(chain | {f"/{len(statuses)}": PAGE}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/0", obey_robots=False)
    assert isinstance(result, Fetched)
    assert (result.moved is not None) is moved


# --- sizes and times ------------------------------------------------------------------------------------


def _packed(data: bytes, coding: str) -> Page:
    raw = zlib.compressobj(wbits=-15)
    bodies = {
        "gzip": lambda: gzip.compress(data),
        "x-gzip": lambda: gzip.compress(data),
        "deflate": lambda: zlib.compress(data),
        "deflate without its head": lambda: raw.compress(data) + raw.flush(),
    }
    return Page(bodies[coding](), headers={"Content-Encoding": coding.split(maxsplit=1)[0]})


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "deflate without its head"])
def test_packed_pages_are_unpacked(coding: str) -> None:
    with serving({"/": _packed(b"words " * 100, coding)}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert isinstance(result, Fetched)
    assert result.body == b"words " * 100


def _endless() -> Iterator[bytes]:
    yield from itertools.repeat(b"x" * 65536)


TOO_LARGE = {
    "gzip": _packed(b"\0" * 60_000_000, "gzip"),
    "deflate": _packed(b"\0" * 60_000_000, "deflate"),
    "announced": Page(b"", headers={"Content-Length": "10485761"}),
    "endless": Page(chunks=_endless()),
}


@pytest.mark.parametrize("page", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_body_is_read_up_to_the_limit_and_no_further(page: Page) -> None:
    with serving({"/": page}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert failure(result).fault is FetchFault.TOO_LARGE
    assert failure(result).finding.code is FindingCode.TOO_LARGE


def test_a_body_of_exactly_the_limit_is_read() -> None:
    limits = FetchLimits(size=1000, pause=0)
    with serving({"/": Page(b"x" * 1000), "/more": Page(b"x" * 1001)}) as outlet:
        internet = Internet({PUBLIC: outlet.port})
        fits = fetcher(internet, limits=limits).fetch("http://news.example/", obey_robots=False)
        more = fetcher(internet, limits=limits).fetch("http://news.example/more", obey_robots=False)
    assert isinstance(fits, Fetched)
    assert failure(more).fault is FetchFault.TOO_LARGE


BROKEN = {
    "not packed as it says": Page(b"plain", headers={"Content-Encoding": "gzip"}),
    "packed twice": Page(gzip.compress(gzip.compress(b"words")), headers={"Content-Encoding": "gzip, gzip"}),
    "damaged in the middle": Page(
        gzip.compress(b"words")[:-9] + b"x" * 9, headers={"Content-Encoding": "gzip"}
    ),
    "cut off inside": Page(gzip.compress(b"words" * 900)[:-9], headers={"Content-Encoding": "gzip"}),
    "packed as nobody asked": Page(b"plain", headers={"Content-Encoding": "br"}),
    "cut off": Page(b"words", headers={"Content-Length": "99", "Connection": "close"}),
}


@pytest.mark.parametrize("page", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_is_a_failure_and_not_half_a_page(page: Page) -> None:
    with serving({"/": page}) as outlet:
        internet = Internet({PUBLIC: outlet.port})
        result = fetcher(internet, limits=FetchLimits(seconds=2, pause=0)).fetch(
            "http://news.example/", obey_robots=False
        )
    assert failure(result).fault in {FetchFault.BROKEN, FetchFault.TIMEOUT}


def _drip() -> Iterator[bytes]:
    for _ in range(200):
        time.sleep(0.02)
        yield b"x"


def test_a_server_that_sends_byte_by_byte_is_left_at_the_deadline() -> None:
    began = time.monotonic()
    with serving({"/": Page(chunks=_drip())}) as outlet:
        internet = Internet({PUBLIC: outlet.port})
        result = fetcher(internet, limits=FetchLimits(seconds=0.3, pause=0)).fetch(
            "http://news.example/", obey_robots=False
        )
        assert time.monotonic() - began < 1.3
    assert failure(result).fault is FetchFault.TIMEOUT


def test_a_resolver_that_does_not_answer_is_left_at_the_deadline() -> None:
    def asleep(host: str) -> tuple[str, ...]:
        time.sleep(2)
        return (host,)

    began = time.monotonic()
    slow = Fetcher(limits=FetchLimits(seconds=0.2, pause=0), resolve=asleep, network=Internet())
    assert failure(slow.fetch("http://news.example/")).fault is FetchFault.TIMEOUT
    assert time.monotonic() - began < 1.2


@pytest.mark.parametrize("length", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20 + 7])
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_what_was_packed_comes_out_whole_whatever_the_steps_it_arrives_in(length: int, step: int) -> None:
    body = bytes(length)
    packed = gzip.compress(body)
    chunks = [packed[at : at + step] for at in range(0, len(packed), step)]
    pieces = list(unpack(chunks, coding="gzip"))
    assert b"".join(pieces) == body
    assert max(map(len, pieces), default=0) <= 2**20


# --- what is sent, what comes back ----------------------------------------------------------------------


def test_a_request_says_who_asks_and_carries_no_cookie() -> None:
    sets_cookie = Page(b"words", headers={"Set-Cookie": "id=1; Path=/"})
    with serving({"/": sets_cookie}) as outlet:
        asking = fetcher(Internet({PUBLIC: outlet.port}))
        part = asking.fetch("http://news.example/#part", obey_robots=False)
        asking.fetch("http://news.example/", obey_robots=False)
    assert isinstance(part, Fetched)
    assert part.final == "http://news.example/"
    assert [asked.path for asked in outlet.asked] == ["/", "/"]
    for asked in outlet.asked:
        assert asked.headers["user-agent"].startswith("briefing-desk/")
        assert asked.headers["host"] == "news.example"
        assert "cookie" not in asked.headers
        assert "authorization" not in asked.headers


def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    def answers(asked: Asked) -> Page:
        headers = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
        known = asked.headers.get("if-none-match") == '"v1"' and "if-modified-since" in asked.headers
        return Page(status=304, headers=headers) if known else Page(b"words", headers=headers)

    with serving(answers) as outlet:
        asking = fetcher(Internet({PUBLIC: outlet.port}))
        first = asking.fetch("http://news.example/feed", obey_robots=False)
        assert isinstance(first, Fetched)
        second = asking.fetch("http://news.example/feed", known=first.validators, obey_robots=False)
    assert first.validators == Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    assert second == NotModified("http://news.example/feed", first.validators)


def test_a_server_that_answers_unchanged_unasked_has_failed() -> None:
    with serving({"/": Page(status=304)}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert failure(result).status == 304


@pytest.mark.parametrize("etag", ["x" * 2000, "\x80\x81"])
def test_a_validator_that_cannot_be_sent_back_is_forgotten(etag: str) -> None:
    with serving({"/": Page(b"words", headers={"ETag": etag})}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert isinstance(result, Fetched)
    assert result.validators == Validators()


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503, 799])
def test_a_refusal_is_told_with_its_number(status: int) -> None:
    with serving({"/": Page(b"<p>sorry</p>", status=status)}) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/", obey_robots=False)
    assert (failure(result).fault, failure(result).status) == (FetchFault.STATUS, status)
    assert str(status) in failure(result).finding.detail


def test_one_source_that_fails_leaves_the_others_alone() -> None:
    with serving({"/good": PAGE}) as outlet:
        asking = fetcher(Internet({PUBLIC: outlet.port}))
        results = [asking.fetch(f"http://news.example/{name}") for name in ("bad", "good", "bad")]
    assert [type(result) for result in results] == [FetchFailure, Fetched, FetchFailure]


# --- manners --------------------------------------------------------------------------------------------


def test_pages_that_robots_txt_forbids_are_not_read() -> None:
    rules = b"User-agent: briefing-desk\nDisallow: /members/\n\nUser-agent: *\nDisallow:\n"
    with serving({"/robots.txt": Page(rules), "/members/1": PAGE, "/1": PAGE}) as outlet:
        asking = fetcher(Internet({PUBLIC: outlet.port}))
        forbidden = asking.fetch("http://news.example/members/1")
        allowed = asking.fetch("http://news.example/1")
    assert failure(forbidden).fault is FetchFault.ROBOTS
    assert isinstance(allowed, Fetched)
    assert outlet.paths == ["/robots.txt", "/1"]


def test_a_redirect_into_a_forbidden_page_is_not_read() -> None:
    pages = {"/robots.txt": Page(b"User-agent: *\nDisallow: /m"), "/1": to("/members"), "/members": PAGE}
    with serving(pages) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/1")
    assert failure(result).fault is FetchFault.ROBOTS


def test_feeds_are_fetched_without_asking_robots_txt() -> None:
    pages = {"/robots.txt": Page(b"User-agent: *\nDisallow: /"), "/feed": PAGE}
    with serving(pages) as outlet:
        result = fetcher(Internet({PUBLIC: outlet.port})).fetch("http://news.example/feed", obey_robots=False)
    assert isinstance(result, Fetched)
    assert outlet.paths == ["/feed"]


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (429, False), (500, False), (503, False)]
)
def test_a_site_without_robots_txt_allows_all_and_one_that_cannot_say_nothing(
    status: int, *, allowed: bool
) -> None:
    with serving({"/robots.txt": Page(status=status), "/1": PAGE, "/2": PAGE}) as outlet:
        asking = fetcher(Internet({PUBLIC: outlet.port}))
        results = [asking.fetch(f"http://news.example/{name}") for name in ("1", "2")]
    assert [isinstance(result, Fetched) for result in results] == [allowed, allowed]
    assert outlet.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(
    "rules", [b"\xff\xfe\x00", b"Crawl-delay: \xc2\xb2", b"Disallow: //[x\n", b"Crawl-delay: " + b"9" * 5000]
)
def test_rules_that_cannot_be_read_forbid_nothing(rules: bytes) -> None:
    assert parse_robots(b"User-agent: *\n" + rules).allows("http://news.example/1")


def test_requests_to_one_host_wait_for_each_other_and_other_hosts_do_not() -> None:
    now, slept = [0.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    rules = Page(b"User-agent: *\nCrawl-delay: 4")
    with serving({"/robots.txt": rules, "/1": PAGE, "/2": PAGE}) as outlet:
        asking = Fetcher(
            limits=FetchLimits(seconds=3, pause=1),
            resolve=public_dns,
            network=Internet({PUBLIC: outlet.port}),
            clock=lambda: now[0],
            sleep=sleep,
        )
        results = [asking.fetch(f"http://a.example/{name}") for name in ("1", "2", "1")]
        waited = list(slept)
        other = asking.fetch("http://b.example/1", obey_robots=False)
    assert all(isinstance(result, Fetched) for result in [*results, other])
    assert waited == [1, 4, 4]
    assert slept == waited
