import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from briefing.errors import SettingsError
from briefing.settings import SIZE_LIMIT, Loaded, load_settings, read_key


def load(
    tmp_path: Path,
    *,
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    project: str | None = None,
    user: str | None = None,
) -> Loaded:
    folder = tmp_path / "project" / "below"
    folder.mkdir(parents=True, exist_ok=True)
    if project is not None:
        (tmp_path / "project" / "briefing.toml").write_text(project, encoding="utf-8")
    if user is not None:
        (tmp_path / "config.toml").write_text(user, encoding="utf-8")
    return load_settings(
        flags=flags or {}, environ=environ or {}, folder=folder, user=tmp_path / "config.toml"
    )


# --- precedence and origins ----------------------------------------------------------------------------

FLAG = {"base_url": "http://flag/v1"}
OURS = {"BRIEFING_BASE_URL": "http://ours/v1"}
BORROWED = {"OPENAI_BASE_URL": "http://borrowed/v1"}
PROJECT = 'base_url = "http://project/v1"'
USER = 'base_url = "http://user/v1"'


def test_the_stronger_of_two_places_wins_and_the_origin_says_which(tmp_path: Path) -> None:
    everything = {"flags": FLAG, "environ": OURS | BORROWED, "project": PROJECT, "user": USER}
    weaker = {"flags": {}, "environ": BORROWED, "project": PROJECT, "user": USER}
    assert told(load(tmp_path, **everything)) == ("http://flag/v1", "--base-url")
    assert told(load(tmp_path, **everything | {"flags": {}})) == ("http://ours/v1", "BRIEFING_BASE_URL")
    assert told(load(tmp_path, **weaker)) == ("http://borrowed/v1", "OPENAI_BASE_URL")


def test_the_projects_file_wins_over_the_users_and_the_user_over_the_default(tmp_path: Path) -> None:
    value, origin = told(load(tmp_path, project=PROJECT, user=USER))
    assert (value, Path(origin or "").name) == ("http://project/v1", "briefing.toml: base_url")
    (tmp_path / "project" / "briefing.toml").unlink()
    value, origin = told(load(tmp_path, user=USER))
    assert (value, Path(origin or "").name) == ("http://user/v1", "config.toml: base_url")
    (tmp_path / "config.toml").unlink()
    assert told(load(tmp_path)) == (None, "default")


def told(loaded: Loaded) -> tuple[str | None, str]:
    return loaded.settings.base_url, loaded.origins["base_url"]


def test_a_flag_that_was_not_given_and_an_empty_variable_set_nothing(tmp_path: Path) -> None:
    loaded = load(tmp_path, flags={"model": None}, environ={"BRIEFING_MODEL": ""}, user='model = "m"')
    assert loaded.settings.model == "m"


def test_the_nearest_file_upward_is_the_projects(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('model = "far"')
    assert load(tmp_path, project='model = "near"').settings.model == "near"


def test_a_pyproject_counts_only_with_a_table_of_ours(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "briefing.toml").write_text('model = "far"')
    pyproject = tmp_path / "project" / "pyproject.toml"
    pyproject.write_text('[tool.other]\nmodel = "theirs"  # not for briefing')
    assert load(tmp_path).settings.model == "far"
    pyproject.write_text('[tool.briefing]\nmodel = "ours"')
    assert load(tmp_path).settings.model == "ours"


def test_variables_are_read_as_the_kind_the_setting_has(tmp_path: Path) -> None:
    settings = load(tmp_path, environ={"BRIEFING_TIMEOUT": "12.5", "BRIEFING_RETRIES": "0"}).settings
    assert (settings.timeout, settings.retries) == (12.5, 0)


# --- what is refused -----------------------------------------------------------------------------------

REFUSED = {
    "unknown key": ('modell = "m"', r"briefing\.toml: there is no setting `modell`\. Did you mean `model`\?"),
    "wrong kind": ("retries = []", r"briefing\.toml: retries cannot be used: "),
    "out of range": ("retries = -1", r"retries cannot be used: .*greater than or equal to 0"),
    "unknown choice": ('mode = "xml"', r"mode cannot be used: .*json_schema"),
    "not finite": ("timeout = inf", "timeout cannot be used"),
    "a key in a file": ('api_key = "k"', "BRIEFING_API_KEY"),
    "a command in a project's file": ('api_key_cmd = "pass"', "only in your own settings file"),
    "no TOML": ("model = ", r"briefing\.toml cannot be read as TOML"),
    "deep nesting": ("a = " + "[" * 9000, r"cannot be read as TOML"),
    "an unknown table": ("[limit]\nstories = 3", r"there is no setting `limit`\. Did you mean `limits`\?"),
    "an unknown key in a table": (
        "[limits]\nstory = 3",
        r"there is no setting `story` in \[limits\]\. Did you mean `stories`\?",
    ),
    "an unknown key in a list of tables": (
        '[[source]]\nfed = "https://news.example"',
        r"there is no setting `fed` in \[\[source\]\]\. Did you mean `feed`\?",
    ),
    "an unknown key of a price": (
        '[prices."m"]\ninputs = 1\noutput = 1',
        r"there is no setting `inputs` in \[prices\.\"m\"\]\. Did you mean `input`\?",
    ),
    "a table as a value": ("limits = 3", r"limits is a table; write \[limits\]"),
    "a list as a table": ('[source]\nfeed = "https://news.example"', "source cannot be used"),
    "out of range in a table": ("[limits]\nstories = 0", r"limits\.stories cannot be used"),
    "a source of two kinds": (
        '[[source]]\nfeed = "https://news.example"\nfiles = "inbox"',
        "source, number 1, cannot be used: a source has exactly one of feed, page and files",
    ),
    "a source of no kind": ('[[source]]\noutlet = "Courier"', "source, number 1, cannot be used"),
    "a source that is named twice": ('[[source]]\nfiles = "a"\n' * 2, "the source a is named twice"),
    "no address of the web": (
        '[[source]]\nfiles = "a"\n[[source]]\nfeed = "file:///etc/passwd"',
        r"source, number 2 \(feed\), cannot be used: an address begins with",
    ),
    "a topic that is an actor": ('[[watch]]\ntopic = "a"\nactor = "b"', "either a topic or an actor"),
    "a topic without words": ('[[watch]]\ntopic = "*"', "at least one letter"),
    "no time zone": (
        'time_zone = "Europe/Berln"',
        r"time_zone cannot be used: .*Did you mean `Europe/Berlin`\?",
    ),
    "no language": ('languages = ["English"]', "languages cannot be used"),
    "no placeholder": (
        '[output]\nname = "{dat}"',
        r"output\.name cannot be used: there is no placeholder \{dat\}\. Did you mean `date`\?",
    ),
    "an open placeholder": ('[output]\nname = "{date"', r"output\.name cannot be used"),
    "a name outside the folder": ('[output]\nname = "../{date}"', "stays within the folder"),
    "a webhook in a file": (
        '[slack]\nwebhook_env = "https://hooks.slack.example/T0/B0/x"',
        "is a secret and stands in that variable",
    ),
    "too large": ("#" * SIZE_LIMIT + "\n\n", "larger than 256 KiB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_meant_is_one_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    text, message = REFUSED[name]
    with pytest.raises(SettingsError, match=message) as caught:
        load(tmp_path, project=text)
    assert "\n" not in str(caught.value).strip()
    assert "briefing.toml" in str(caught.value)


def test_a_bad_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^BRIEFING_TIMEOUT cannot be used"):
        load(tmp_path, environ={"BRIEFING_TIMEOUT": "soon"})


def test_tables_come_from_the_strongest_place_value_by_value_and_lists_as_a_whole(tmp_path: Path) -> None:
    project = '[limits]\nstories = 3\n[[source]]\nfiles = "inbox"'
    user = '[limits]\nstories = 9\nage_days = 4\n[[source]]\nfiles = "mine"'
    loaded = load(tmp_path, project=project, user=user, environ={"BRIEFING_LIMITS_ARTICLES": "7"})
    limits = loaded.settings.limits
    assert (limits.stories, limits.age_days, limits.articles) == (3, 4, 7)
    assert [source.files for source in loaded.settings.source] == ["inbox"]
    assert loaded.origins["limits.articles"] == "BRIEFING_LIMITS_ARTICLES"
    assert loaded.origins["limits.age_days"].endswith("config.toml: limits.age_days")
    assert loaded.place("source") == tmp_path / "project"
    assert loaded.place("limits.age_days") == tmp_path
    assert loaded.place("archive") == tmp_path / "project"


def test_the_clock_of_a_rehearsal_is_no_misspelt_setting(tmp_path: Path) -> None:
    assert load(tmp_path, environ={"BRIEFING_NOW": "2026-03-02T06:30:00Z"}).warnings == ()


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"model = '\xff'")
    with pytest.raises(SettingsError, match=r"config\.toml cannot be read"):
        load(tmp_path)


# --- warnings ------------------------------------------------------------------------------------------


def test_a_misspelt_variable_and_a_dead_name_are_warned_of(tmp_path: Path) -> None:
    warnings = load(tmp_path, environ={"BRIEFING_MODELL": "m", "OPENAI_API_BASE": "x"}).warnings
    assert len(warnings) == 2
    assert "OPENAI_BASE_URL" in warnings[0]
    assert "Did you mean `BRIEFING_MODEL`?" in warnings[1]


def test_a_users_key_that_goes_where_a_project_points_is_told(tmp_path: Path) -> None:
    (warning,) = load(tmp_path, environ={"OPENAI_API_KEY": "secret-key"}, project=PROJECT).warnings
    assert "OPENAI_API_KEY" in warning
    assert "is sent to project, as" in warning
    assert "secret-key" not in warning


def test_so_is_the_key_of_the_users_command(tmp_path: Path) -> None:
    (warning,) = load(tmp_path, user='api_key_cmd = "pass"', project=PROJECT).warnings
    assert "config.toml: api_key_cmd" in warning


@pytest.mark.parametrize("key", ["", None])
def test_no_key_or_an_empty_one_needs_no_warning(tmp_path: Path, key: str | None) -> None:
    environ = {} if key is None else {"BRIEFING_API_KEY": key}
    assert load(tmp_path, environ=environ, project=PROJECT).warnings == ()


# --- keys ----------------------------------------------------------------------------------------------


def test_an_empty_key_of_ours_wins_over_a_borrowed_one(tmp_path: Path) -> None:
    settings = load(tmp_path, environ={"BRIEFING_API_KEY": "", "OPENAI_API_KEY": "secret-key"}).settings
    assert read_key(settings) == ""


def test_a_key_is_in_no_representation(tmp_path: Path) -> None:
    loaded = load(tmp_path, environ={"BRIEFING_API_KEY": "secret-key"})
    assert "secret-key" not in repr(loaded) + str(loaded.settings) + loaded.settings.model_dump_json()
    assert read_key(loaded.settings) == "secret-key"


def test_the_users_command_prints_the_key(tmp_path: Path) -> None:
    assert read_key(load(tmp_path, user="api_key_cmd = \"printf 'a key\\\\n'\"").settings) == "a key"


@pytest.mark.parametrize("command", ["false", "there-is-no-such-command", "echo 'open", " "])
def test_a_command_without_a_key_is_one_sentence(tmp_path: Path, command: str) -> None:
    settings = load(tmp_path, user=f'api_key_cmd = "{command}"').settings
    with pytest.raises(SettingsError, match="api_key_cmd gave no key"):
        read_key(settings)


def test_a_command_that_hangs_is_given_up(tmp_path: Path) -> None:
    def hang(*_arguments: object, **options: object) -> "subprocess.CompletedProcess[str]":
        raise subprocess.TimeoutExpired("pass", float(str(options["timeout"])))

    with pytest.raises(SettingsError, match="TimeoutExpired"):
        read_key(load(tmp_path, user='api_key_cmd = "pass"').settings, run=hang)


def test_the_environment_needs_no_command(tmp_path: Path) -> None:
    loaded = load(tmp_path, environ={"BRIEFING_API_KEY": "k"}, user='api_key_cmd = "false"')
    assert read_key(loaded.settings) == "k"
