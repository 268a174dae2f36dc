"""Stories longer than the model's window, the whole way: the real command and SDK, a server with a window."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from commandrun import Run
from longstories import answer, article, is_merge, long_article
from windowserver import WindowServer


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowServer]:
    assert folder
    with WindowServer(8_192) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("BRIEFING_MODEL", "tiny")
        yield server


@pytest.fixture
def sixty(folder: Path) -> str:
    """A folder of sixty articles about one event."""
    (folder / "sixty").mkdir()
    for number in range(60):
        (folder / "sixty" / f"{number:02}.txt").write_text(article(number), encoding="utf-8")
    return "sixty"


@pytest.fixture
def long(folder: Path) -> str:
    """An article of 200,000 characters."""
    (folder / "long.txt").write_text(long_article(200_000), encoding="utf-8")
    return "long.txt"


def brief_of(folder: Path, name: str = "brief.json") -> Mapping[str, object]:
    brief: Mapping[str, object] = json.loads((folder / name).read_text(encoding="utf-8"))
    return brief


def story_of(folder: Path) -> Mapping[str, Sequence[Mapping[str, object]]]:
    (story,) = brief_of(folder)["stories"]  # type: ignore[misc]  # one story
    return story


def quotations_of(story: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Mapping[str, str]]:
    return [quotation for position in story["positions"] for quotation in position["quotations"]]


def codes_of(story: Mapping[str, Sequence[Mapping[str, object]]]) -> list[object]:
    return [finding["code"] for finding in story["left_out"]]


def test_sixty_articles_about_one_event_become_one_brief(
    run: Run, server: WindowServer, folder: Path, sixty: str
) -> None:
    done = run("write", sixty, "-o", "brief.json")
    assert done.status == 0, done.err
    story = story_of(folder)
    assert len(story["articles"]) == 60
    merges = [user for user in server.users if is_merge(user)]
    assert (len(server.refused), len(server.users), len(merges)) == (1, 61, 1)
    assert re.search(r"^62 requests \(1 without a reply\), ", done.err, re.MULTILINE)
    quotations = quotations_of(story)
    assert "Ada Lund" in {quotation["speaker"] for quotation in quotations}
    assert len({quotation["article_id"] for quotation in quotations}) >= 10
    assert {(q["verdict"], q["speaker_verdict"]) for q in quotations} == {("verbatim", "confirmed")}
    assert "model-failed" not in codes_of(story)


def test_an_article_of_200_000_characters_becomes_one_brief(
    run: Run, server: WindowServer, folder: Path, long: str
) -> None:
    done = run("write", long, "-o", "brief.json")
    assert done.status == 0, done.err
    story = story_of(folder)
    sections = [user for user in server.users if not is_merge(user)]
    numbers = [int(n) for user in sections for n in re.findall(r"^a1\.(\d+) ", user, re.MULTILINE)]
    assert sorted(numbers) == list(range(1, max(numbers) + 1))
    assert (len(server.refused), len(server.users) - len(sections)) == (1, 1)
    assert len(sections) < 25
    quotations = quotations_of(story)
    starts = [int(str(quotation["start"])) for quotation in quotations]
    assert len({quotation["speaker"] for quotation in quotations}) >= 10
    assert {(q["verdict"], q["speaker_verdict"]) for q in quotations} == {("verbatim", "confirmed")}
    assert max(starts) > 200_000 / len(sections)


def test_a_window_that_is_set_spares_the_refusal(
    run: Run, server: WindowServer, folder: Path, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    assert run("write", long, "-o", "brief.json").status == 0
    assert server.refused == []
    assert len(server.users) < 25
    assert story_of(folder)["positions"]


def test_a_server_that_does_not_tell_its_window_is_found_out(
    run: Run, server: WindowServer, folder: Path, long: str
) -> None:
    server.tells = False
    done = run("write", long, "-o", "brief.json")
    assert done.status == 0, done.err
    assert 1 <= len(server.refused) <= 16
    assert quotations_of(story_of(folder))


def test_a_dry_run_counts_the_sections_and_the_merge(
    run: Run, server: WindowServer, sixty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    done = run("write", sixty, "--dry-run")
    assert done.out.splitlines()[:3] == [
        "60 documents with 1 story",
        "61 requests to tiny, without what is asked again",
        "one story is too long for one request: 60 sections, and 1 request that merges",
    ]
    assert re.search(r"at most 92,000 out$", done.out, re.MULTILINE)
    assert (server.users, server.refused) == ([], [])


def test_a_dry_run_of_recording_counts_the_merge_too(
    run: Run, server: WindowServer, folder: Path, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    written = run("write", long, "--dry-run").out
    make_case(folder, (folder / long).read_text(encoding="utf-8"))
    planned = run("record", "--dry-run").out
    counts = [re.search(r"(\d+) requests?\b", text) for text in (written, planned)]
    assert counts[0]
    assert counts[1]
    assert counts[0][1] == counts[1][1]
    assert (server.users, server.refused) == ([], [])


def test_a_limit_on_requests_keeps_the_sections_that_are_done(
    run: Run, server: WindowServer, folder: Path, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    done = run("write", long, "--max-requests", "4", "-o", "brief.json")
    assert done.status == 4
    assert len(server.users) == 4
    story = story_of(folder)
    assert quotations_of(story)
    assert codes_of(story).count("model-failed") > 5
    assert "The limit of 4 requests is reached" in done.err


def test_a_section_that_fails_is_named_and_gives_4(
    run: Run, server: WindowServer, folder: Path, long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    server.answer = lambda user: "I would rather not." if "\na1.1 " in user else answer(user)
    done = run("write", long, "-o", "brief.json")
    assert done.status == 4
    (failed,) = [f for f in story_of(folder)["left_out"] if f["code"] == "model-failed"]
    assert re.fullmatch(r"a1\.1 to a1\.\d+, Halden bridge plan divides council", str(failed["subject"]))
    assert "No usable reply in 3 tries" in str(failed["detail"])
    assert str(failed["subject"]) in done.err
    assert quotations_of(story_of(folder))


def test_the_footer_names_both_prompts(run: Run, server: WindowServer, folder: Path, long: str) -> None:
    assert server.url
    run("write", long, "-o", "brief.json")
    assert re.fullmatch(r"story \d+, merge \d+", str(brief_of(folder)["meta"]["prompt"]))


# --- by hand -------------------------------------------------------------------------------------------


def test_a_long_story_goes_out_and_comes_in_by_hand(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "long.txt").write_text(long_article(40_000), encoding="utf-8")
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    shown = run("prompt", "show", "long.txt")
    assert shown.status == 0
    subjects = re.findall(
        r"^The prompt for: .* \(section (\d) of (\d): a1\.\d+ to a1\.\d+, ", shown.err, re.MULTILINE
    )
    assert len(subjects) > 2
    assert [int(number) for number, _ in subjects] == list(range(1, int(subjects[0][1]) + 1))
    prompts = ["The story." + text for text in shown.out.split("The story. ")[1:]]
    assert len(prompts) == len(subjects)
    names = [f"r{number}.json" for number in range(len(prompts))]
    for name, prompt in zip(names, prompts, strict=True):
        (folder / name).write_text(answer(prompt), encoding="utf-8")
    waiting = run("prompt", "import", *names, "--for", "long.txt", "-o", "brief.json")
    assert waiting.status == 4
    assert "--merged" in waiting.err
    assert not (folder / "brief.json").exists()
    merge = waiting.out[waiting.out.index("The drafts. ") :]
    (folder / "m.json").write_text(answer(merge), encoding="utf-8")
    done = run("prompt", "import", *names, "--for", "long.txt", "-o", "brief.json", "--merged", "m.json")
    assert done.status == 0, done.err
    assert len({quotation["speaker"] for quotation in quotations_of(story_of(folder))}) >= 10


def test_too_few_replies_to_a_long_story_write_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "long.txt").write_text(long_article(40_000), encoding="utf-8")
    monkeypatch.setenv("BRIEFING_CONTEXT_TOKENS", "8192")
    prompt = run("prompt", "show", "long.txt").out.split("The story. ")[1]
    (folder / "r.json").write_text(answer("The story. " + prompt), encoding="utf-8")
    done = run("prompt", "import", "r.json", "--for", "long.txt")
    assert (done.status, done.out) == (2, "")
    assert "There are more questions than replies; nothing was written." in done.err


# --- golden cases --------------------------------------------------------------------------------------


def make_case(folder: Path, text: str, *, window: str = "context_tokens = 8192\n") -> str:
    """A golden case with one article and one model; gives the text of `models.toml`."""
    case = folder / "seeds" / "bridge"
    case.mkdir(parents=True)
    (case / "case.toml").write_text('title = "Bridge"\nnow = 2025-03-04T06:00:00Z\n', encoding="utf-8")
    (case / "long.txt").write_text(text, encoding="utf-8")
    (folder / "golden").mkdir()
    models = f'[small]\nmodel = "tiny"\n{window}'
    (folder / "golden" / "models.toml").write_text(models, encoding="utf-8")
    return models


def test_a_long_case_is_recorded_and_replayed_without_a_server(
    run: Run, server: WindowServer, folder: Path
) -> None:
    models = make_case(folder, long_article(30_000))
    recorded = run("record")
    assert recorded.status == 0, recorded.err
    files = sorted(path.name for path in (folder / "golden/bridge/small").glob("recording-*"))
    assert len(files) == len(server.users) > 3
    asked = len(server.users)
    assert run("accept", "bridge").status == 0
    assert run("check").status == 0
    assert run("record").out == "0 to record.\n"
    assert len(server.users) == asked
    assert "merge" in (folder / "golden/bridge/small/5-briefing.md").read_text(encoding="utf-8")
    (folder / "golden" / "models.toml").write_text(models.replace("8192", "9192"), encoding="utf-8")
    assert run("check").status == 3


def test_a_case_that_is_too_long_for_its_model_is_not_recorded_by_halves(
    run: Run, server: WindowServer, folder: Path
) -> None:
    """What a case asks may not depend on the host that is asked: its window stands with the alias."""
    make_case(folder, long_article(30_000), window="")
    done = run("record")
    assert done.status == 4
    assert len(server.refused) == 1
    assert not (folder / "golden" / "bridge").exists()


def test_a_section_that_the_endpoint_fails_on_is_never_recorded(
    run: Run, server: WindowServer, folder: Path
) -> None:
    make_case(folder, long_article(30_000))
    server.window = 5_500
    done = run("record")
    assert done.status == 4
    assert server.refused
    assert not (folder / "golden" / "bridge").exists()
