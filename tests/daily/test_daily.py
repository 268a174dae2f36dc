"""Whole mornings: outlets of our own, asked and briefed by the command."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from commandrun import Run
from dailydesk import NOW, Item, Newspaper, prose, settings
from loopback import Outlet, serving

from briefing.archive.lock import hold_lock
from briefing.changes import Thresholds
from briefing.settings import ChangesTable

PIER = Item("/pier", "Council argues about the pier", prose("Ada Lindqvist", "the new pier"))
MARKET = Item("/market", "Fish market to move", prose("Bo Aske", "the fish market", theme=1))
TOMORROW = NOW + timedelta(days=1)


def address(outlet: Outlet) -> str:
    return f"http://127.0.0.1:{outlet.port}/feed"


def write_settings(desk: Path, *sources: str, more: str = "") -> None:
    (desk / "briefing.toml").write_text(settings(*sources, more=more), encoding="utf-8")


def brief_of(desk: Path, name: str = "2026-03-02") -> str:
    return (desk / "briefs" / f"{name}.md").read_text(encoding="utf-8")


def left_out(run: Run, *options: str) -> dict[str, list[str]]:
    """The subjects of what was left out beside the stories, by code."""
    found: dict[str, list[str]] = {}
    for finding in json.loads(run("daily", "-q", "--format", "json", *options).out)["left_out"]:
        found.setdefault(finding["code"], []).append(finding["subject"])
    return found


# --- a morning ------------------------------------------------------------------------------------------


def test_a_morning_gives_the_brief_of_its_feeds_and_files(run: Run, desk: Path) -> None:
    (desk / "inbox").mkdir()
    (desk / "inbox" / "market.txt").write_text(f"{MARKET.title}\n\n{MARKET.text}\n", encoding="utf-8")
    with serving(Newspaper("Fennwick Courier", [PIER])) as outlet:
        write_settings(desk, address(outlet), "inbox/", more='title = "Harbour desk"')
        done = run("daily")
    assert (done.status, done.out) == (0, "")
    assert "Wrote briefs/2026-03-02.md (markdown)." in done.err
    brief = brief_of(desk)
    assert brief.startswith("# Harbour desk — 2 March 2026\n")
    assert "Council argues about the pier" in brief
    assert "“Nobody else has made an offer.” (Ada Lindqvist)" in brief
    assert "Fish market to move" in brief


def test_a_second_run_asks_only_what_is_new_and_writes_the_same_bytes(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER, MARKET])) as outlet:
        write_settings(desk, address(outlet))
        run("daily")
        first, asked = brief_of(desk), len(outlet.asked)
        (desk / "briefs" / "2026-03-02.md").unlink()
        assert run("daily", now=NOW + timedelta(hours=1)).status == 0
    assert brief_of(desk) == first
    (again,) = outlet.asked[asked:]
    assert (again.path, "if-none-match" in again.headers) == ("/feed", True)


def test_a_teaser_is_replaced_by_the_page_behind_it_which_is_read_once(run: Run, desk: Path) -> None:
    paper = Newspaper("Fennwick Courier", [PIER._replace(teaser="The council argued about the pier.")])
    with serving(paper) as outlet:
        write_settings(desk, address(outlet))
        run("daily")
        assert "“Nobody else has made an offer.” (Ada Lindqvist)" in brief_of(desk)
        paper.items.append(MARKET._replace(teaser="The fish market moves."))
        run("daily", now=NOW + timedelta(hours=1))
    assert [path for path in outlet.paths if path != "/robots.txt"] == ["/feed", "/pier", "/feed", "/market"]
    assert "Fish market to move" in brief_of(desk)


def test_teasers_stay_teasers_where_full_text_is_forbidden(run: Run, desk: Path) -> None:
    teaser = "“We will support it,” Ada Lindqvist, the mayor, said of the pier on Monday."
    with serving(Newspaper("Fennwick Courier", [PIER._replace(teaser=teaser)])) as outlet:
        text = settings(address(outlet)).replace("\n[fetch]", "full_text = false\n[fetch]")
        (desk / "briefing.toml").write_text(text, encoding="utf-8")
        assert run("daily").status == 0
    assert outlet.paths == ["/feed"]


def test_a_page_that_could_not_be_had_is_tried_again_by_the_next_run(run: Run, desk: Path) -> None:
    teaser = PIER._replace(teaser="“We will support it,” Ada Lindqvist, the mayor, said of the pier.")
    paper = Newspaper("Fennwick Courier", [teaser])
    pages = {"/pier": 503}
    with serving(lambda asked: _refuse(asked, pages) or paper(asked)) as outlet:
        write_settings(desk, address(outlet))
        done = run("daily")
        assert "503" in done.err
        assert "made an offer" not in brief_of(desk)
        pages.clear()
        run("daily", now=NOW + timedelta(minutes=5))
    assert "“Nobody else has made an offer.” (Ada Lindqvist)" in brief_of(desk)
    assert brief_of(desk).count("[2]") == 0


def _refuse(asked: object, pages: dict[str, int]) -> object:
    from loopback import Page

    path = getattr(asked, "path", "")
    return Page(status=pages[path]) if path in pages else None


def test_a_corrected_article_takes_the_place_of_its_first_version(run: Run, desk: Path) -> None:
    paper = Newspaper("Fennwick Courier", [PIER])
    with serving(paper) as outlet:
        write_settings(desk, address(outlet))
        run("daily")
        paper.items[0] = PIER._replace(text=PIER.text.replace("half of it", "all of it"))
        run("daily", now=NOW + timedelta(hours=1))
    assert "if the port pays for all of it" in brief_of(desk)
    assert "half of it" not in brief_of(desk)


# --- sources that fail ----------------------------------------------------------------------------------


def test_a_source_that_fails_stops_no_other_and_is_named_with_reason_and_beginning(
    run: Run, desk: Path
) -> None:
    failing = Newspaper("Meridian", [MARKET])
    failing.fails = True
    with serving(Newspaper("Fennwick Courier", [PIER])) as sound, serving(failing) as broken:
        write_settings(desk, address(broken), address(sound))
        assert run("daily").status == 0
        done = run("daily", now=TOMORROW)
        brief = brief_of(desk, "2026-03-03")
        failing.fails = False
        run("daily", now=TOMORROW + timedelta(hours=2))
    assert done.status == 0
    assert f"127.0.0.1:{broken.port}/feed: the server answers 503" in done.err
    assert "503 Service Unavailable; failing since 2026-03-02" in brief
    assert "failing since" not in brief_of(desk, "2026-03-03")
    assert "Fish market to move" in brief_of(desk, "2026-03-03")


def test_where_no_source_can_be_read_and_nothing_is_stored_that_is_the_error(run: Run, desk: Path) -> None:
    failing = Newspaper("Meridian")
    failing.fails = True
    with serving(failing) as outlet:
        write_settings(desk, address(outlet), "missing.txt")
        done = run("daily")
    assert done.status == 2
    assert "no source could be read" in done.err
    assert "missing.txt: there is no such file" in done.err
    assert not (desk / "briefs").exists()


def test_a_page_instead_of_a_feed_is_a_source_that_fails(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER])) as outlet:
        write_settings(desk, f"http://127.0.0.1:{outlet.port}/pier")
        done = run("daily")
    assert (done.status, "it is no RSS or Atom feed" in done.err) == (2, True)


def test_addresses_of_this_machine_are_refused_unless_allowed(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER])) as outlet:
        text = settings(address(outlet)).replace("allow_private = true", "allow_private = false")
        (desk / "briefing.toml").write_text(text, encoding="utf-8")
        assert run("daily").status == 2
    assert outlet.asked == []


# --- which articles, which stories ----------------------------------------------------------------------


def test_an_article_from_before_the_days_that_count_is_left_out_and_counted(run: Run, desk: Path) -> None:
    old = MARKET._replace(at=NOW - timedelta(days=2))
    with serving(Newspaper("Fennwick Courier", [PIER, old])) as outlet:
        write_settings(desk, address(outlet))
        assert left_out(run) == {"too-old": ["Fennwick Courier"]}
        write_settings(desk, address(outlet), more="\n\n[limits]\nage_days = 3")
        assert left_out(run) == {}


def test_the_time_zone_says_what_day_it_is(run: Run, desk: Path) -> None:
    late = NOW.replace(hour=23, minute=30)
    with serving(Newspaper("Fennwick Courier", [PIER._replace(at=late)])) as outlet:
        text = settings(address(outlet)).replace('"UTC"', '"Pacific/Auckland"')
        (desk / "briefing.toml").write_text(text, encoding="utf-8")
        run("daily", now=late)
    assert "3 March 2026" in brief_of(desk, "2026-03-03").splitlines()[0]


@pytest.mark.parametrize(("topic", "kept_out"), [("fish market", PIER.title), ("new pier", MARKET.title)])
def test_a_limit_keeps_the_weightiest_story_and_says_what_it_kept_out(
    run: Run, desk: Path, topic: str, kept_out: str
) -> None:
    with serving(Newspaper("Fennwick Courier", [MARKET, PIER])) as outlet:
        more = f'\n\n[[watch]]\ntopic = "{topic}"\nweight = 2\n[limits]\nstories = 1'
        write_settings(desk, address(outlet), more=more)
        assert left_out(run) == {"over-limit": [kept_out]}


def test_an_outlet_gives_its_latest_articles_and_no_more_than_its_limit(run: Run, desk: Path) -> None:
    older = MARKET._replace(at=NOW - timedelta(hours=5))
    with serving(Newspaper("Fennwick Courier", [older, PIER])) as outlet:
        write_settings(desk, address(outlet), more="\n\n[limits]\narticles_per_outlet = 1")
        assert left_out(run) == {"over-limit": ["Fennwick Courier"]}
    assert "pier" in run("daily", "-q", "--format", "slack").out


def test_what_is_excluded_and_what_is_not_watched_is_left_out_with_the_reason(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER, MARKET])) as outlet:
        write_settings(desk, address(outlet), more='\n\n[[watch]]\ntopic = "fish mark*"\nexclude = true')
        assert left_out(run) == {"excluded": [MARKET.title]}
        more = 'only_watched = true\n\n[[watch]]\nactor = "Bo Aske"'
        write_settings(desk, address(outlet), more=more)
        assert left_out(run) == {"unwatched": [PIER.title]}


def test_an_article_in_another_language_is_left_out(run: Run, desk: Path) -> None:
    german = Item(
        "/de",
        "Streit um die Mole",
        "Der Stadtrat von Fennwick hat am Montag lange über die neue Mole gestritten, und nichts wurde "
        "entschieden.\n\n„Wir werden die Mole bauen, wenn der Hafen die Hälfte zahlt“, sagte die "
        "Bürgermeisterin Ada Lindqvist nach der Sitzung.",
    )
    with serving(Newspaper("Fennwicker Bote", [PIER, german])) as outlet:
        write_settings(desk, address(outlet), more='languages = ["en"]')
        assert left_out(run) == {"other-language": ["Streit um die Mole"]}


def test_briefs_that_lie_among_the_sources_are_none(run: Run, desk: Path) -> None:
    (desk / "pier.txt").write_text(f"{PIER.title}\n\n{PIER.text}\n", encoding="utf-8")
    write_settings(desk, ".")
    run("daily")
    first = brief_of(desk)
    run("daily")
    assert brief_of(desk) == first


def test_files_that_are_no_articles_are_listed_by_their_names_from_the_settings(run: Run, desk: Path) -> None:
    (desk / "inbox").mkdir()
    (desk / "inbox" / "pier.txt").write_text(f"{PIER.title}\n\n{PIER.text}\n", encoding="utf-8")
    (desk / "inbox" / "empty.txt").write_text("")
    write_settings(desk, "inbox", "mail/*.eml")
    assert left_out(run) == {"empty": ["inbox/empty.txt", "mail/*.eml"]}


# --- days -----------------------------------------------------------------------------------------------


def test_a_past_day_is_briefed_from_what_was_stored_by_its_end(run: Run, desk: Path) -> None:
    paper = Newspaper("Fennwick Courier", [PIER])
    with serving(paper) as outlet:
        write_settings(desk, address(outlet))
        run("daily")
        first = brief_of(desk)
        paper.items.append(MARKET)
        run("daily", now=TOMORROW)
        asked = len(outlet.asked)
        assert run("daily", "--date", "2026-03-02", now=TOMORROW).status == 0
    assert len(outlet.asked) == asked
    assert brief_of(desk) == first
    assert run("daily", "--date", "2026-02-01", now=TOMORROW).status == 5


def test_without_asking_the_stored_articles_are_briefed(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER])) as outlet:
        write_settings(desk, address(outlet))
        run("daily")
    first = brief_of(desk)
    assert run("daily", "--no-fetch").status == 0
    assert brief_of(desk) == first


# --- since yesterday ------------------------------------------------------------------------------------


def changes_of(run: Run, *options: str, day: datetime) -> dict[str, str]:
    """What became of each story since the brief before."""
    brief = json.loads(run("daily", "-q", "--format", "json", *options, now=day).out)
    return {
        change["headline"]: change["state"] for change in brief.get("changes", {"stories": []})["stories"]
    }


def test_a_brief_says_what_is_new_since_the_last_and_since_a_chosen_day(run: Run, desk: Path) -> None:
    paper = Newspaper("Fennwick Courier", [PIER])
    with serving(paper) as outlet:
        write_settings(desk, address(outlet))
        assert changes_of(run, day=NOW) == {}
        paper.items.append(MARKET._replace(at=TOMORROW))
        assert changes_of(run, day=TOMORROW) == {PIER.title: "unchanged", MARKET.title: "new"}
        later = TOMORROW + timedelta(days=1)
        assert changes_of(run, day=later) == {PIER.title: "gone quiet", MARKET.title: "unchanged"}
        since = ("--since", "2026-03-02")
        assert changes_of(run, *since, day=later) == {MARKET.title: "new", PIER.title: "gone quiet"}
        nowhere = run("daily", "--since", "2026-02-20", now=later)
    assert (nowhere.status, "no brief of 2026-02-20 to compare with" in nowhere.err) == (5, True)


def test_the_thresholds_of_the_settings_are_those_of_the_comparison() -> None:
    table = ChangesTable().model_dump(exclude={"memory_days"})
    assert Thresholds(**table) == Thresholds()


# --- bad input ------------------------------------------------------------------------------------------

BAD = {
    "no sources": ("", [], 2, "name no source"),
    "a day to come": (settings("inbox"), ["--date", "2026-03-03"], 2, "lies in the future"),
    "since the same day": (settings("inbox"), ["--since", "2026-03-02"], 2, "is not before"),
    "no format": (settings("inbox"), ["--format", "docx"], 2, "docx"),
    "no format in the settings": (
        settings("inbox", more='\n\n[output]\nformats = ["markdwn"]'),
        [],
        2,
        "output.formats: there is no format `markdwn`. Did you mean `markdown`?",
    ),
    "a folder as output": (settings("inbox"), ["-o", "inbox"], 2, "inbox"),
    "a source as output": (settings("inbox"), ["-o", "inbox/a.txt"], 2, "is one of the sources"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_meant_is_one_sentence_and_nothing_is_written(run: Run, desk: Path, name: str) -> None:
    text, options, status, words = BAD[name]
    (desk / "briefing.toml").write_text(text, encoding="utf-8")
    (desk / "inbox").mkdir()
    (desk / "inbox" / "a.txt").write_text(PIER.text)
    done = run("daily", *options)
    assert (done.status, done.out) == (status, "")
    assert words in done.err
    assert done.err.count("\n") == 1
    assert not (desk / "briefing.db").exists()
    assert (desk / "inbox" / "a.txt").read_text() == PIER.text


def test_a_clock_that_tells_no_moment_is_refused(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.cli.entry import run as run_command

    write_settings(desk, "inbox")
    monkeypatch.setenv("BRIEFING_NOW", "noon")
    assert run_command(["daily", "-q"]) == 2
    assert run


def test_a_second_run_at_the_same_time_is_turned_away_and_told_by_whom(run: Run, desk: Path) -> None:
    write_settings(desk, "inbox")
    with hold_lock(desk / "briefing.db", now=NOW):
        done = run("daily")
    assert done.status == 75
    assert re.search(r"in use by process \d+ on \S+ since 2026-03-02", done.err)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "is empty"), (b"not a database" * 20, "is no archive of briefing")]
)
def test_a_foreign_archive_is_told_and_stays_as_it_is(run: Run, desk: Path, data: bytes, words: str) -> None:
    write_settings(desk, "inbox")
    (desk / "briefing.db").write_bytes(data)
    done = run("daily")
    assert (done.status, words in done.err) == (2, True)
    assert (desk / "briefing.db").read_bytes() == data


# --- before anything is done ----------------------------------------------------------------------------


def test_a_dry_run_tells_sources_stories_and_weights_and_does_nothing(run: Run, desk: Path) -> None:
    with serving(Newspaper("Fennwick Courier", [PIER])) as outlet:
        write_settings(desk, address(outlet), more='\n\n[[watch]]\nactor = "Ada Lindqvist"\nweight = 2')
        first = run("daily", "--dry-run")
        assert (outlet.asked, (desk / "briefing.db").exists()) == ([], False)
        assert f"{address(outlet)}: never read" in first.out
        run("daily")
        before = (desk / "briefing.db").read_bytes()
        asked = len(outlet.asked)
        second = run("daily", "--dry-run")
    assert len(outlet.asked) == asked
    assert (desk / "briefing.db").read_bytes() == before
    assert "weight 3: 1 outlet, “Ada Lindqvist” in the opening (+2)" in second.out
    assert "0 requests" in second.out
