"""What goes into an archive comes out of it, found by key, day, actor and source."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from archiveworker import NOW, briefing_of
from hypothesis import given
from hypothesis import strategies as st

from briefing.archive import (
    Archive,
    ArchivedReplies,
    Gathering,
    SendState,
    SourceState,
    article_key,
    open_archive,
)
from briefing.archive.encoding import decode, encode, stamp
from briefing.articles import from_text
from briefing.articles.fetch_results import Validators
from briefing.errors import TransportError
from briefing.exchange import Message, Reply, Request, Role
from briefing.models import KeepingClient, ScriptedClient
from briefing.schema import Article, Briefing, Relation, Source, Story

LATER = NOW + timedelta(days=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", now=NOW) as opened:
        yield opened


def article(words: str, *, source: str = "https://ledger.example/feed", name: str = "a1") -> Article:
    return from_text(words, id=name, source=source, published=date(2026, 3, 2), title="Pier closed")


def gathering(words: str) -> Gathering:
    return Gathering(f"entry {words}", article(words))


def brief(number: int, day: date) -> Briefing:
    return briefing_of(number).model_copy(update={"date": day})


def request(words: str) -> Request:
    return Request(model="m", messages=(Message(role=Role.USER, content=words),))


# --- articles -------------------------------------------------------------------------------------------


def test_an_article_comes_back_as_it_was(archive: Archive) -> None:
    stored = article("“We close on Friday,” said Ms Weir of Fennwick.")
    (key,) = archive.articles.store([stored], now=NOW)
    assert archive.articles.find(key) == stored
    assert archive.articles.find("no such key") is None


def test_an_article_that_is_known_is_not_new_under_another_number(archive: Archive) -> None:
    assert len(archive.articles.store([article("The pier is closed.")], now=NOW)) == 1
    again = article("The pier is closed.", name="a7")
    assert archive.articles.store([again], now=LATER) == ()
    assert archive.articles.first_seen(again) == NOW


def test_a_corrected_article_is_a_version_of_its_own(archive: Archive) -> None:
    first, second = (
        article(words).model_copy(update={"url": "https://ledger.example/1"})
        for words in ("The pier is closed.", "The pier is open.")
    )
    archive.articles.store([first], now=NOW)
    assert len(archive.articles.store([second], now=LATER)) == 1
    assert archive.articles.versions("https://ledger.example/1") == (first, second)


def test_articles_are_found_by_when_they_were_first_seen(archive: Archive) -> None:
    old, new = article("Old words."), article("New words.", source="file.txt")
    archive.articles.store([old], now=NOW)
    archive.articles.store([old, new], now=LATER)
    assert archive.articles.since(NOW) == (old, new)
    assert archive.articles.since(LATER) == (new,)
    assert archive.articles.since(NOW, sources=["file.txt"]) == (new,)
    assert archive.articles.first_seen(article("Unseen.")) is None


def test_moments_in_other_zones_sort_by_time() -> None:
    east = datetime.fromisoformat("2026-03-02T09:00:00+03:00")
    assert stamp(east) < stamp(datetime(2026, 3, 2, 6, 0, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2026, 3, 2))  # noqa: DTZ001 - that is the point


@given(st.text(st.characters(codec=None)))
def test_any_text_survives_even_what_no_file_can_hold(words: str) -> None:
    reply = Reply(content=words)
    stored = encode(reply).encode("utf-8").decode("utf-8")
    assert decode(Reply, stored) == reply


# --- briefs ---------------------------------------------------------------------------------------------


def test_a_brief_is_found_by_its_key_and_a_known_key_is_left_alone(archive: Archive) -> None:
    first = brief(1, date(2026, 3, 2))
    archive.briefings.store(first, key="k", now=NOW)
    archive.briefings.store(brief(2, date(2026, 3, 2)), key="k", now=LATER)
    assert archive.briefings.find("k") == first
    assert archive.briefings.find("other") is None


def test_the_last_brief_of_a_day_counts(archive: Archive) -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    for number, day in enumerate((monday, tuesday, monday)):
        archive.briefings.store(brief(number, day), key=str(number), now=NOW)
    assert archive.briefings.of_day(monday) == brief(2, monday)
    assert archive.briefings.before(tuesday) == brief(2, monday)
    assert archive.briefings.before(monday) is None
    assert archive.briefings.between(monday, tuesday) == (brief(2, monday), brief(1, tuesday))
    assert [position.actor for position in archive.briefings.positions()] == ["Actor 2", "Actor 1"]


def test_the_list_tells_what_each_brief_holds(archive: Archive) -> None:
    archive.briefings.store(brief(1, date(2026, 3, 3)), key="b", now=NOW)
    archive.briefings.store(brief(2, date(2026, 3, 2)), key="a", now=NOW)
    listed = archive.briefings.listed()
    assert [(line.day.day, line.title, line.stories, line.positions) for line in listed] == [
        (2, "Brief 2", 1, 1),
        (3, "Brief 1", 1, 1),
    ]


def test_positions_are_found_by_the_names_they_were_printed_under(archive: Archive) -> None:
    for number in range(3):
        archive.briefings.store(brief(number, date(2026, 3, 2 + number)), key=str(number), now=NOW)
    assert archive.briefings.actors() == ("Actor 0", "Actor 1", "Actor 2")
    (found,) = archive.briefings.positions(["Actor 1", "Nobody"])
    assert (found.day, found.headline, found.position.actor) == (date(2026, 3, 3), "Harbour 1", "Actor 1")


def test_the_articles_of_a_story_come_back_under_the_names_its_evidence_uses(archive: Archive) -> None:
    first, second = article("Words of the first."), article("Words of the second.", name="a2")
    sources = (Source(article=first), Source(article=second, relation=Relation.COPY, twin="a1"))
    story = Story(id="s1", headline="Harbour 1", sources=sources, utterances=(), actors=())
    day = date(2026, 3, 2)
    archive.articles.store([second.model_copy(update={"id": "a9"})], now=NOW)
    archive.briefings.store(brief(1, day), key="k", stories=[story], now=NOW)
    assert archive.briefings.articles(day, 0) == {"a1": first, "a2": second}
    assert archive.briefings.articles(day, 1) == {}
    assert archive.articles.find(article_key(first)) == first


# --- replies --------------------------------------------------------------------------------------------


def keeping(archive: Archive, paid: ScriptedClient, *, fresh: bool = False) -> KeepingClient:
    return KeepingClient(paid, ArchivedReplies(archive.replies, clock=lambda: NOW, fresh=fresh))


def test_a_request_is_paid_for_once(archive: Archive) -> None:
    paid = ScriptedClient(["one", "two"])
    client = keeping(archive, paid)
    assert [client.complete(request(words)).content for words in "abab"] == ["one", "two", "one", "two"]
    assert len(paid.requests) == archive.replies.count() == 2
    assert archive.replies.request(request("a").key) == request("a")


def test_a_request_that_failed_is_asked_again(archive: Archive) -> None:
    client = keeping(archive, ScriptedClient([TransportError("no answer"), "one"]))
    with pytest.raises(TransportError):
        client.complete(request("a"))
    assert client.complete(request("a")).content == "one"


def test_a_fresh_client_asks_again_and_keeps_the_new_reply(archive: Archive) -> None:
    paid = ScriptedClient(["old", "new"])
    keeping(archive, paid).complete(request("a"))
    assert keeping(archive, paid, fresh=True).complete(request("a")).content == "new"
    assert keeping(archive, paid).complete(request("a")).content == "new"


def test_text_that_has_no_key_is_for_the_client_to_refuse(archive: Archive) -> None:
    assert keeping(archive, ScriptedClient(["answer"])).complete(request("\ud800")).content == "answer"
    assert archive.replies.count() == 0


def test_a_dropped_reply_is_asked_for_again_and_hits_are_counted(archive: Archive) -> None:
    replies = ArchivedReplies(archive.replies, clock=lambda: NOW)
    for words in "ab":
        replies.keep(request(words), Reply(content=words))
    replies.drop([request("a"), request("c"), request("\ud800")])
    assert replies.find(request("a")) is None
    assert replies.find(request("b")) == Reply(content="b")
    assert replies.hits == 1


def test_threads_may_share_an_archive(archive: Archive) -> None:
    def ask(number: int) -> None:
        keeping(archive, ScriptedClient([f"reply {number}"])).complete(request(f"words {number}"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [archive.replies.find(request(f"words {number}").key) for number in range(16)]
    assert [reply.content if reply else None for reply in found] == [f"reply {n}" for n in range(16)]


# --- sends ----------------------------------------------------------------------------------------------


def test_nothing_is_sent_twice_to_one_place(archive: Archive) -> None:
    sends = archive.sends
    assert sends.claim("digest", target="desk", now=NOW)
    assert not sends.claim("digest", target="desk", now=NOW)
    sends.confirm("digest", target="desk", now=NOW)
    assert not sends.claim("digest", target="desk", now=LATER)
    assert sends.state("digest", target="desk") is SendState.SENT
    assert sends.claim("digest", target="desk", part=2, now=NOW)
    assert sends.claim("digest", target="other desk", now=NOW)
    assert sends.claim("other digest", target="desk", now=NOW)


def test_a_send_that_certainly_failed_may_be_tried_again_and_one_that_arrived_never(archive: Archive) -> None:
    sends = archive.sends
    sends.claim("digest", target="desk", now=NOW)
    sends.release("digest", target="desk")
    assert sends.state("digest", target="desk") is None
    assert sends.claim("digest", target="desk", now=NOW)
    sends.confirm("digest", target="desk", now=NOW)
    sends.release("digest", target="desk")
    assert sends.state("digest", target="desk") is SendState.SENT


# --- sources --------------------------------------------------------------------------------------------

FEED = "https://ledger.example/feed"


def test_a_source_that_was_never_asked_is_unknown(archive: Archive) -> None:
    assert archive.sources.find(FEED) == SourceState(FEED)


def test_a_failing_source_keeps_the_moment_it_began_to_fail(archive: Archive) -> None:
    archive.sources.failed(FEED, reason="the server answers 503", now=NOW)
    state = archive.sources.failed(FEED, reason="no answer", now=LATER)
    assert (state.failing_since, state.reason) == (NOW, "no answer")
    assert archive.sources.failing() == (state,)


def test_a_source_that_recovers_fails_no_more_and_keeps_its_validators_while_it_fails(
    archive: Archive,
) -> None:
    known = Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    archive.sources.succeeded(FEED, gathered=[gathering("Words.")], validators=known, now=NOW)
    assert archive.sources.failed(FEED, reason="no answer", now=LATER).validators == known
    archive.sources.unchanged(FEED, validators=known, now=LATER)
    assert archive.sources.find(FEED) == SourceState(FEED, known, read=LATER)
    assert archive.sources.failing() == ()


def test_the_articles_of_a_source_are_stored_with_what_its_server_was_told(archive: Archive) -> None:
    def fails_midway() -> Iterator[Gathering]:
        yield gathering("Words.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.sources.succeeded(FEED, gathered=fails_midway(), validators=Validators('"v1"'), now=NOW)
    assert archive.sources.find(FEED).validators == Validators()
    assert archive.articles.since(NOW) == ()
    new = archive.sources.succeeded(FEED, gathered=[gathering("Words.")], validators=Validators(), now=NOW)
    assert new == 1
    assert archive.gathered.knows(FEED, "entry Words.")


def test_articles_are_found_by_source_and_time_and_the_finished_page_replaces_its_teaser(
    archive: Archive,
) -> None:
    teaser = Gathering("unfinished", article("The pier is closed."))
    archive.gathered.store(FEED, [teaser], now=NOW)
    whole = Gathering("whole", article("The pier is closed. It will open in May."), replaces="unfinished")
    assert archive.gathered.store(FEED, [whole], now=LATER) == 1
    assert [record.key for record in archive.gathered.records(NOW, LATER)] == []
    (record,) = archive.gathered.records(NOW, LATER + timedelta(seconds=1))
    assert (record.key, record.source, record.title) == (article_key(whole.article), FEED, "Pier closed")
    assert not archive.gathered.knows(FEED, "unfinished")
    assert not archive.gathered.knows("https://other.example/feed", "whole")


def test_a_brief_that_is_made_anew_is_found_in_place_of_the_old_one_and_both_are_kept(
    archive: Archive,
) -> None:
    day = date(2026, 3, 2)
    archive.briefings.store(brief(1, day), key="k", now=NOW)
    archive.briefings.store(brief(2, day), key="k", now=LATER)
    assert archive.briefings.find("k") == brief(1, day)
    archive.briefings.store(brief(2, day), key="k", now=LATER, supersede=True)
    assert archive.briefings.find("k") == archive.briefings.of_day(day) == brief(2, day)
    assert len(archive.briefings.listed()) == 2
