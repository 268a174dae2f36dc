from datetime import UTC, date, datetime, timedelta

import pytest

from briefing.articles import from_text
from briefing.schema import Article, DateOrigin, Published, Relation, Story
from briefing.stories import group
from briefing.stories.events import find_events
from briefing.stories.twins import contained

LEAD = (
    "The harbour council of Northmere put off its vote on a new ferry terminal on Tuesday, saying "
    "that a traffic study by Kessel Partners had come too late for anyone to read before the meeting "
    "began."
)
REST = (
    "“We will not sign what we have not read,” said Ada Lindqvist, who chairs the council. The "
    "terminal would cost 48 million euros and replace the old pier. Omar Kellner, who runs the Quay "
    "Street bakery, said the delay was a relief for everyone. The port authority called it expensive "
    "theatre and promised to publish its own figures. Mayor Jon Aske has not said how he would vote. "
    "The study is to be read aloud in the town hall, and the council will meet again in three weeks, "
    "Lindqvist said. Two members, Tove Ryd and Per Holm, were absent."
)
FULL = f"{LEAD}\n\n{REST}"
OTHER_OUTLET = (
    "Northmere’s ferry terminal has to wait again. Councillors refused on Tuesday to decide about the"
    " plan, which Ada Lindqvist called half-baked and the port authority calls overdue.\n\nThe chair "
    "of the harbour council said that the traffic study of Kessel Partners had reached her at noon. "
    "Mayor Jon Aske left the town hall without a word. On Quay Street, baker Omar Kellner cheered. "
    "The terminal is to replace the pier of 1961 at a price of 48 million euros; Tove Ryd and Per "
    "Holm, both in favour, were missing from the vote."
)
UNRELATED = (
    "The central bank of Orvania left its key rate at 4 percent on Thursday, as every one of 31 "
    "economists had foreseen. “Patience is a policy,” its governor, Mila Stanek, said in Belmar. "
    "Deputy governor Tor Wiik wanted a cut. Prices rose by 2 percent in August, and the krone fell "
    "against the euro after the decision."
)


def article(text: str, source: str, **fields: object) -> Article:
    return from_text(text, source=source).model_copy(update=fields)


def on(day: str, origin: DateOrigin = DateOrigin.TEXT) -> Published:
    moment = datetime.fromisoformat(day)
    return Published(moment=moment, has_time=False, zone_known=False, origin=origin, words=day)


def shape(stories: tuple[Story, ...]) -> list[list[tuple[str, str, str | None]]]:
    return [
        [(source.article.source, source.relation.value, source.twin) for source in story.sources]
        for story in stories
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_stub_lends_its_date_and_byline_to_its_full_twin(order: tuple[int, int]) -> None:
    pair = article(FULL, "full"), article(LEAD, "stub", published=on("2025-09-24"), byline="Ada Brandt")
    (story,) = group([pair[place] for place in order])
    assert shape((story,)) == [[("full", "origin", None), ("stub", "stub", "a1")]]
    origin = story.sources[0].article
    assert origin.published is not None
    assert (origin.published.day, origin.published.origin) == (date(2025, 9, 24), DateOrigin.TWIN)
    assert origin.byline == "Ada Brandt"
    assert [(found.span.of(origin.text), found.start) for found in origin.dates] == [
        ("on Tuesday", date(2025, 9, 23))
    ]


def test_an_article_keeps_the_date_and_byline_of_its_own() -> None:
    full = article(FULL, "full", published=on("2025-09-25"), byline="Bo Lind")
    (story,) = group([full, article(LEAD, "stub", published=on("2025-09-24"), byline="Ada Brandt")])
    assert story.sources[0].article.published == full.published
    assert story.sources[0].article.byline == "Bo Lind"


def test_syndicated_copies_are_sources_but_one_voice() -> None:
    copies = [article(FULL, f"copy{number}", outlet=f"Paper {number}") for number in range(3)]
    (story,) = group(copies)
    assert [source.relation for source in story.sources] == [Relation.ORIGIN, Relation.COPY, Relation.COPY]
    assert {utterance.article_id for utterance in story.utterances} == {"a1"}


def test_a_house_edits_case_marks_and_initials_and_it_is_still_the_same_text() -> None:
    edited = (
        FULL.replace("“", '"')
        .replace("”", '"')
        .replace("Ada", "ADA")
        .replace("48 million euros", "48 million U.S. dollars")
    )
    agency = FULL.replace("48 million euros", "48 million US dollars")
    assert contained(edited, agency) == 1.0
    assert len(group([article(edited, "a"), article(agency, "b")])[0].origins) == 1


def test_reports_of_one_event_by_two_outlets_are_one_story_with_two_voices() -> None:
    stories = group([article(FULL, "post"), article(UNRELATED, "bank"), article(OTHER_OUTLET, "daily")])
    assert shape(stories) == [
        [("post", "origin", None), ("daily", "origin", None)],
        [("bank", "origin", None)],
    ]


def test_the_same_words_weeks_apart_are_two_events() -> None:
    early = article(FULL, "post", published=on("2025-09-24"))
    assert len(group([early, article(OTHER_OUTLET, "daily", published=on("2025-10-24"))])) == 2


def test_nearly_the_same_headline_within_a_week_joins_what_shares_words() -> None:
    title = "Council puts off vote on ferry terminal"
    short = "Ada Lindqvist of Northmere wants to read the study by Kessel Partners first, so the ferry waits."
    first = article(FULL, "post", title=title, published=on("2025-09-24"))
    second = article(short, "daily", title=f"{title} – again", published=on("2025-09-26"))
    late = second.model_copy(update={"published": on("2025-10-26")})
    assert len(group([first, second])) == 1
    assert len(group([first, late])) == 2


def test_a_standing_headline_does_not_join_different_events() -> None:
    title = "Morning briefing: five things worth watching in Northmere"
    assert len(group([article(FULL, "a", title=title), article(UNRELATED, "b", title=title)])) == 2


def test_a_digest_of_two_events_does_not_make_them_one() -> None:
    digest = f"{FULL}\n\n{UNRELATED}"
    groups = find_events([article(text, text[:9]) for text in (FULL, UNRELATED, digest)], related=())
    assert sorted(len(event.places) for event in groups) == [1, 2]


def test_a_notice_that_a_house_puts_under_every_article_makes_no_copies() -> None:
    notice = (
        "The Northmere Post is published by the Northmere Trust, which belongs to nobody and owes "
        "nothing to anybody, and which has since 1911 printed what it found out and corrected what it"
        " got wrong, on page two, every day."
    )
    first = f"A gull stole the mayor’s hat at the market. It has not been seen again.\n\n{notice}"
    second = f"Rain closed the school in Tarn. Pupils cheered and went to the river.\n\n{notice}"
    assert len(group([article(first, "a"), article(second, "b")])) == 2


def test_the_story_with_most_outlets_comes_first_then_the_latest() -> None:
    moments = {"old": "2025-09-20", "new": "2025-09-23"}
    stories = group(
        [
            article(UNRELATED, "old", published=on(moments["old"])),
            article(
                "A gull stole the hat of Mayor Aske at the market in Northmere on Monday.",
                "new",
                published=on(moments["new"]),
            ),
            article(FULL, "post", outlet="Post"),
            article(OTHER_OUTLET, "daily", outlet="Daily"),
        ]
    )
    assert [story.sources[0].article.source for story in stories] == ["post", "new", "old"]
    assert [story.id for story in stories] == ["s1", "s2", "s3"]


def test_moments_with_and_without_a_zone_are_ordered_together() -> None:
    zoned = Published(
        moment=datetime(2025, 9, 24, 9, tzinfo=UTC),
        has_time=True,
        zone_known=True,
        origin=DateOrigin.META,
        words="",
    )
    stories = group(
        [article(UNRELATED, "a", published=on("2025-09-24")), article(FULL, "b", published=zoned)]
    )
    assert [story.sources[0].article.source for story in stories] == ["b", "a"]


def test_a_story_is_named_by_its_first_origin() -> None:
    assert group([article(FULL, "a", title="Vote put off")])[0].headline == "Vote put off"
    assert group([article(UNRELATED, "a")])[0].headline.startswith("The central bank of Orvania left")


def test_articles_without_words_and_no_articles_at_all_are_no_error() -> None:
    assert group([]) == ()
    assert len(group([article("", "a"), article("?", "b"), article("", "c")])) == 3


def test_a_thousand_tiny_articles_are_grouped_in_seconds() -> None:
    begin = datetime.now(tz=UTC)
    stories = group(
        [article(f"Ship {number} left the harbour at dawn.", str(number)) for number in range(1000)]
    )
    assert len(stories) > 500
    assert datetime.now(tz=UTC) - begin < timedelta(seconds=60)
