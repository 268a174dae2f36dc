"""`init` and `config`: what can be set, what is set, and by whom."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from commandrun import Run

from briefing.settings import Settings, all_settings, sample_file


def test_the_file_that_init_writes_sets_nothing_and_names_every_setting(run: Run, folder: Path) -> None:
    assert run("init").status == 0
    text = (folder / "briefing.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    names = {setting.name for setting in all_settings()} - {"api_key", "api_key_cmd"}
    assert names <= set(re.findall(r"^#(\w+) = ", text, re.MULTILINE))


def test_each_setting_of_the_file_holds_by_itself_once_its_sign_is_taken_away() -> None:
    lines = sample_file().splitlines()
    table = ""
    for line in lines:
        if line.startswith("#["):
            table = line.removeprefix("#")
        if not re.match(r"#\w+ = ", line):
            continue
        needed = {"[[source]]": 'files = "inbox"\n', "[[watch]]": 'topic = "pier"\n'}.get(table, "")
        if table.startswith("[prices"):
            needed = "input = 1\noutput = 1\n"
        key = line.removeprefix("#").partition(" =")[0]
        if key in {"feed", "page", "files", "actor", "topic"}:
            needed = ""
        needed = "".join(row + "\n" for row in needed.splitlines() if not row.startswith(f"{key} "))
        Settings.model_validate(tomllib.loads(f"{table}\n{needed}{line.removeprefix('#')}"))


def test_defaults_are_shown_as_they_are() -> None:
    text = sample_file()
    for setting in all_settings():
        if setting.default not in (None, (), Settings.model_fields):
            shown = re.search(
                rf"^#{setting.name} = (.+)$", text[text.index(setting.meaning[1:]) :], re.MULTILINE
            )
            assert shown is not None
            value = json.loads(shown[1])
            assert value == (list(setting.default) if isinstance(setting.default, tuple) else setting.default)


def test_init_leaves_a_file_that_is_there_as_it_is(run: Run, folder: Path) -> None:
    (folder / "briefing.toml").write_text('model = "mine"')
    done = run("init")
    assert (done.status, "left as it is" in done.err or "left as it was" in done.err) == (2, True)
    assert (folder / "briefing.toml").read_text() == 'model = "mine"'
    assert run("init", "desk").status == 0
    assert (folder / "desk" / "briefing.toml").exists()
    assert run("init", "harbour.txt").status == 2


def test_config_shows_values_of_tables_and_where_they_come_from(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "briefing.toml").write_text(
        '[limits]\nstories = 3\n[[source]]\nfeed = "https://me:secret@news.example/rss"\n'
    )
    monkeypatch.setenv("BRIEFING_OUTPUT_FORMATS", "markdown, slack")
    monkeypatch.setenv("BRIEFING_API_KEY", "secret")
    done = run("config", "--json")
    rows = {row["name"]: (row["value"], row["origin"]) for row in json.loads(done.out)["settings"]}
    assert rows["limits.stories"] == ("3", f"{folder / 'briefing.toml'}: limits.stories")
    assert rows["limits.age_days"] == ("2", "default")
    assert rows["output.formats"] == ("markdown, slack", "BRIEFING_OUTPUT_FORMATS")
    assert rows["source number 1"][0] == "feed https://news.example/rss"
    assert "secret" not in done.out + run("config").out


def test_config_says_what_is_wrong_with_a_file_and_gives_2(run: Run, folder: Path) -> None:
    (folder / "briefing.toml").write_text("[limits]\nstoreis = 3\n")
    done = run("config")
    assert done.status == 2
    assert "there is no setting `storeis` in [limits]. Did you mean `stories`?" in done.err
