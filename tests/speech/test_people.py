"""Who is who, and whom a mention means: cases as data in tests/cases/people."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from briefing.schema import Actor, ActorKind, Article, Span
from briefing.speech.people import PeopleTable, Spoken, build, build_story

CASES = Path(__file__).parents[1] / "cases" / "people"
MENTION_RE = re.compile(r"\[([^\[\]]+?)=([^\[\]]*)\]")


class Marked(NamedTuple):
    span: Span
    expected: str


def read_cases(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read_marked(text: str) -> tuple[str, list[Marked]]:
    """Take `[mention=expected]` out of a text: the plain text and where the mentions stand in it."""
    text = text.replace("{long}", "It rained on the harbor all day. " * 100)
    plain, mentions, last = "", [], 0
    for match in MENTION_RE.finditer(text):
        plain += text[last : match.start()]
        mentions.append(Marked(Span(len(plain), len(plain) + len(match[1])), match[2]))
        plain += match[1]
        last = match.end()
    return plain + text[last:], mentions


def make_article(text: str, language: str = "en", article_id: str = "a1") -> Article:
    return Article(id=article_id, source="text", text=text, sentences=(), language=language)


def resolve_all(text: str, language: str) -> list[tuple[str, str, Actor | None]]:
    """Every marked mention with what is expected of it and the actor it was resolved to."""
    plain, mentions = read_marked(text)
    article = make_article(plain, language)
    table = build(article)
    earlier: list[Spoken] = []
    found = []
    for mention in mentions:
        actor = table.resolve(article, mention.span, earlier)
        earlier.append(Spoken(speaker=mention.span, actor=actor, content=mention.span, direct=True))
        found.append((mention.span.of(plain), mention.expected, actor))
    return found


def is_as_expected(actor: Actor | None, expected: str) -> bool:
    if expected == "?":
        return actor is None
    if expected.startswith("!"):
        return actor is None or actor.name != expected[1:]
    name, _, kind = expected.partition("|")
    return actor is not None and actor.name == name and (not kind or actor.kind is ActorKind(kind))


MENTION_CASES = [
    pytest.param(case[side], case.get("language", "en"), id=f"{file}: {case['rule']} ({side})")
    for file in ("names", "pronouns", "descriptions", "bodies", "german")
    for case in read_cases(file)
    for side in ("accept", "reject")
]


@pytest.mark.parametrize(("text", "language"), MENTION_CASES)
def test_a_mention_means_whom_the_text_says(text: str, language: str) -> None:
    found = resolve_all(text, language)
    wrong = [
        (mention, expected, actor)
        for mention, expected, actor in found
        if not is_as_expected(actor, expected)
    ]
    assert found
    assert wrong == []


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["rule"])) for case in read_cases("actors")])
def test_an_actor_has_the_role_and_ties_the_text_gives(case: dict[str, object]) -> None:
    table = build(make_article(str(case["text"]), str(case.get("language", "en"))))
    actor = next(actor for actor in table.actors if actor.name == case["name"])
    assert (actor.role, list(actor.ties)) == (case["role"], case["ties"])


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["rule"])) for case in read_cases("lookups")])
def test_a_name_from_elsewhere_finds_one_actor_or_none(case: dict[str, dict[str, str | None]]) -> None:
    table = build(make_article(str(case["text"])))
    found = {name: table.find(name) for name in case["find"]}
    assert {name: actor.name if actor else None for name, actor in found.items()} == case["find"]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["rule"])) for case in read_cases("stories")])
def test_the_articles_of_a_story_share_their_people(case: dict[str, list[str]]) -> None:
    articles = [make_article(text, article_id=f"a{n}") for n, text in enumerate(case["texts"], 1)]
    table = build_story(articles)
    assert [pair for pair in case["same"] if not table.is_same(*pair)] == []
    assert [pair for pair in case["different"] if table.is_same(*pair)] == []
    assert all(table.find(name) for pair in case["different"] for name in pair)


def test_the_same_person_is_the_same_actor_object() -> None:
    text = "Ada Quill spoke. Quill left."
    article = make_article(text)
    table = build(article)
    full = table.resolve(article, Span(0, 9), [])
    bare = table.resolve(article, Span(17, 22), [])
    assert full is bare
    assert full is table.find("Quill")


def test_actors_come_in_the_order_of_their_first_mention() -> None:
    table = build(make_article("Otto Reed met Ada Quill. Ada Quill left Otto Reed."))
    assert [actor.name for actor in table.actors] == ["Otto Reed", "Ada Quill"]


def test_a_bare_name_in_a_second_article_is_the_person_of_the_first() -> None:
    first = make_article("Hanna Wilk spoke.", article_id="a1")
    second = make_article("“Yes,” Wilk said.", article_id="a2")
    table = build_story([first, second])
    actor = table.resolve(second, Span(7, 11), [])
    assert actor is table.find("Hanna Wilk")


def test_a_bare_name_in_a_second_article_with_two_bearers_is_neither() -> None:
    first = make_article("Bruno Calder met Hedda Calder.", article_id="a1")
    second = make_article("“Yes,” Calder said.", article_id="a2")
    table = build_story([first, second])
    actor = table.resolve(second, Span(7, 13), [])
    assert actor is not None
    assert actor.name == "Calder"


MATCHES = [
    ("Stahl", "Uwe Stahl", True),
    ("Defence Minister Stahl", "Uwe Stahl", True),
    ("Stahl", "Otto Reed", False),
    ("Calder", "Hedda Calder", None),
    ("Hedda Calder", "Hedda Calder", True),
    ("Bruno Calder", "Hedda Calder", False),
    ("Stahl", "the minister", False),
    ("Leeds", "the minister", None),
    ("Otto Reed", "Otto Reed and Uwe Stahl", True),
    ("Hedda Calder", "Otto Reed and Uwe Stahl", False),
    ("IMF", "International Monetary Fund", True),
    ("Fund", "International Monetary Fund", False),
]


@pytest.mark.parametrize(("name", "speaker", "expected"), MATCHES)
def test_a_name_matches_its_speaker_and_nobody_else(name: str, speaker: str, expected: bool | None) -> None:  # noqa: FBT001 - a column of the table
    table = build(make_article("Defence Minister Uwe Stahl met Otto Reed, Hedda Calder and Bruno Calder."))
    actor = table.find(speaker) or SPEAKERS[speaker]
    assert table.matches(name, actor) is expected


SPEAKERS = {
    "the minister": Actor(name="the minister", kind=ActorKind.ANONYMOUS),
    "Otto Reed and Uwe Stahl": Actor(
        name="Otto Reed and Uwe Stahl", kind=ActorKind.GROUP, aliases=("Otto Reed", "Uwe Stahl")
    ),
    "International Monetary Fund": Actor(name="International Monetary Fund", kind=ActorKind.ORGANISATION),
}


def test_nobody_matches_an_unknown_speaker() -> None:
    assert build(make_article("Otto Reed spoke.")).matches("Otto Reed", None) is None


def attributed(table: PeopleTable, article: Article, spans: list[Span]) -> list[Actor | None]:
    earlier: list[Spoken] = []
    for span in spans:
        actor = table.resolve(article, span, earlier)
        earlier.append(Spoken(speaker=span, actor=actor, content=span, direct=True))
    return [spoken.actor for spoken in earlier]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee " * 30_000,
        " ".join(f"Ann{n} Lee, Lee" for n in range(10_000)),
        "A" * 300_000,
        "Mr. " * 60_000,
        "“" * 20_000 + "Ann Lee said",
        ", the " * 50_000,
        "a." * 100_000,
    ],
    ids=["one name", "one family", "one word", "titles", "marks", "appositions", "stops"],
)
def test_hostile_text_takes_no_more_than_linear_time(text: str) -> None:
    article = make_article(text)
    table = build(article)
    spans = [Span(at, at + 3) for at in range(0, len(text) - 3, max(len(text) // 2000, 1))]
    assert len(attributed(table, article, spans)) == len(spans)


def test_a_story_of_many_people_takes_no_more_than_linear_time() -> None:
    text = " ".join(f"Ann Sm{n:05d} met. Bo{n} Lee left." for n in range(3000))
    table = build_story([make_article(text, article_id="a1"), make_article(text, article_id="a2")])
    assert table.is_same("Ann Sm00007", "Sm00007")
