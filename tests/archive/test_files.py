"""The file of an archive: what is none of ours is left alone, one run works at a time, copies count."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from archiveworker import NOW, briefing_of

from briefing.archive import back_up, open_archive, read_archive, restore, verify_archive
from briefing.archive.database import connect
from briefing.archive.tables import VERSION, migrate
from briefing.errors import ArchiveError, ExitStatus, LockedError


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with forty briefs, enough to have pages that a short look does not see."""
    path = tmp_path_factory.mktemp("large") / "archive.db"
    with open_archive(path, now=NOW) as archive:
        for number in range(40):
            archive.briefings.store(briefing_of(number), key=str(number), now=NOW)
    return path


@pytest.fixture
def path(large: Path, tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    return Path(shutil.copy(large, tmp_path / "desk" / "archive.db"))


# --- files that are refused -----------------------------------------------------------------------------


def _change(offset: int, data: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[offset : offset + len(data)] = data
        path.write_bytes(content)

    return change


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_text("Dear diary\n" * 50), "no archive"),
    "half a header": (lambda path: path.write_bytes(path.read_bytes()[:50]), "no archive"),
    "foreign": (_foreign, "no archive"),
    "newer": (_change(60, (VERSION + 1).to_bytes(4)), "newer"),
    "cut off": (lambda path: os.truncate(path, path.stat().st_size // 2), "cut off"),
    "cut off by a byte": (lambda path: os.truncate(path, path.stat().st_size - 1), "cut off"),
    "a damaged page": (_change(3 * 4096, b"\xff" * 200), "damaged"),
    "a damaged first page": (_change(100, b"\xff" * 60), "damaged"),
}


@pytest.mark.parametrize(("damage", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_cannot_be_used_is_told_in_one_sentence_and_left_as_it_is(
    path: Path, damage: Callable[[Path], object], words: str
) -> None:
    damage(path)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=words), open_archive(path, now=NOW):
        pass
    with pytest.raises(ArchiveError, match=words), read_archive(path):
        pass
    with pytest.raises(ArchiveError, match=words):
        verify_archive(path)
    assert path.read_bytes() == before


def test_a_folder_or_a_missing_file_is_no_archive(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.db"):
        with pytest.raises(ArchiveError, match="cannot be read"), read_archive(path):
            pass
    assert not (tmp_path / "missing.db").exists()


def test_an_archive_in_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ArchiveError), open_archive(tmp_path / "file" / "archive.db", now=NOW):
        pass


def test_a_new_archive_is_not_begun_beside_the_journal_of_another(tmp_path: Path) -> None:
    (tmp_path / "archive.db-journal").write_bytes(b"a journal")
    with pytest.raises(ArchiveError, match="journal"), open_archive(tmp_path / "archive.db", now=NOW):
        pass
    assert not (tmp_path / "archive.db").exists()


def test_a_value_that_somebody_changed_is_found_by_verify(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE briefings SET body = '{\"title\": 1}' WHERE id = 7")
        connection.commit()
    with pytest.raises(ArchiveError, match="damaged briefing"):
        verify_archive(path)


def test_a_reference_that_leads_nowhere_is_found_by_verify(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM stories WHERE id = 7")
        connection.commit()
    with pytest.raises(ArchiveError, match="refers to stories"):
        verify_archive(path)


def test_reading_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    with read_archive(path) as archive:
        assert len(archive.briefings.listed()) == 40
        with pytest.raises(ArchiveError, match="cannot be written"):
            archive.briefings.store(briefing_of(1), key="new", now=NOW)
    assert path.read_bytes() == before


def test_the_journal_is_one_that_is_rolled_back_and_every_commit_reaches_the_disk(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with closing(connect(path, writes=True)) as database:
        assert database.row("PRAGMA journal_mode") == ("delete",)
        assert database.row("PRAGMA synchronous") == (3,)
        assert database.row("PRAGMA foreign_keys") == (1,)


# --- tables that grow -----------------------------------------------------------------------------------

FIRST = ("CREATE TABLE notes (words TEXT) STRICT",)
SECOND = ("ALTER TABLE notes ADD COLUMN day TEXT", "UPDATE notes SET day = 'unknown'")


def test_older_tables_are_brought_up_to_date_with_what_they_hold() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, [FIRST])
        connection.execute("INSERT INTO notes VALUES ('words')")
        migrate(connection, [FIRST, SECOND])
        migrate(connection, [FIRST, SECOND])
        assert connection.execute("SELECT * FROM notes").fetchall() == [("words", "unknown")]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_migration_that_fails_leaves_everything_as_it_was() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, [FIRST])
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, [FIRST, (*SECOND, "CREATE nonsense")])
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert [row[1] for row in connection.execute("PRAGMA table_info(notes)")] == ["words"]


# --- one run at a time ----------------------------------------------------------------------------------

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from briefing.archive import open_archive
from briefing.errors import BriefingError
try:
    with open_archive(Path(sys.argv[1]), now=datetime(2026, 3, 2, 6, 30, tzinfo=UTC)):
        print("holding", flush=True)
        sys.stdin.read()
except BriefingError as error:
    print("refused", flush=True)
    sys.exit(error.exit_status)
"""


def _hold(path: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _first_word(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_run_is_told_who_holds_the_archive_and_reading_still_works(path: Path) -> None:
    holder = _hold(path)
    assert _first_word(holder) == "holding"
    began = time.monotonic()
    with pytest.raises(LockedError) as refused, open_archive(path, now=NOW):
        pass
    assert time.monotonic() - began < 1
    assert f"process {holder.pid} on " in str(refused.value)
    assert "since 2026-03-02T06:30:00" in str(refused.value)
    assert refused.value.exit_status is ExitStatus.LOCKED
    with read_archive(path) as archive:
        assert archive.briefings.find("1") == briefing_of(1)
    holder.communicate()
    with open_archive(path, now=NOW):
        pass


def test_the_lock_of_a_run_that_was_killed_is_free(path: Path) -> None:
    holder = _hold(path)
    assert _first_word(holder) == "holding"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert path.with_name("archive.db.holder").exists()
    with open_archive(path, now=NOW):
        pass
    assert not path.with_name("archive.db.holder").exists()


def test_of_four_runs_at_once_one_works(tmp_path: Path) -> None:
    runs = [_hold(tmp_path / "archive.db") for _ in range(4)]
    words = [_first_word(run) for run in runs]
    for run in runs:
        run.communicate()
    assert sorted(words) == ["holding", "refused", "refused", "refused"]
    assert sorted(run.returncode for run in runs) == [0, 75, 75, 75]


def test_half_made_files_of_killed_runs_are_cleared_away(path: Path) -> None:
    leftover = path.with_name(".archive.db.abc123.tmp")
    other = path.with_name(".notes.abc123.tmp")
    for file in (leftover, other):
        file.write_text("half")
    with open_archive(path, now=NOW):
        pass
    assert not leftover.exists()
    assert other.exists()


# --- copies ---------------------------------------------------------------------------------------------


def test_a_backup_can_be_made_while_a_run_writes_and_be_restored(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with open_archive(path, now=NOW) as archive:
        archive.briefings.store(briefing_of(40), key="40", now=NOW)
        assert back_up(path, backup).briefings == 41
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    assert restore(backup, path, now=NOW).briefings == 41
    with read_archive(path) as archive:
        assert archive.briefings.find("40") == briefing_of(40)


def test_a_backup_replaces_an_older_one_and_nothing_else(path: Path, tmp_path: Path) -> None:
    backup, letter = tmp_path / "backup.db", tmp_path / "letter.txt"
    back_up(path, backup)
    back_up(path, backup)
    letter.write_text("Dear reader")
    with pytest.raises(ArchiveError, match="no archive"):
        back_up(path, letter)
    assert letter.read_text() == "Dear reader"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup.db", "desk", "letter.txt"]


def test_a_restore_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "backup.db")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="in the way"):
        restore(tmp_path / "backup.db", path, now=NOW)
    assert path.read_bytes() == before


def test_a_damaged_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    backup, target = tmp_path / "backup.db", tmp_path / "new" / "archive.db"
    back_up(path, backup)
    _change(3 * 4096, b"\xff" * 200)(backup)
    with pytest.raises(ArchiveError, match="damaged"):
        restore(backup, target, now=NOW)
    assert not target.exists()
    assert [file.name for file in target.parent.iterdir() if file.name.endswith(".tmp")] == []


def test_a_backup_to_a_folder_that_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        back_up(path, tmp_path / "missing" / "backup.db")
