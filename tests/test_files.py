import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefing.errors import OutputError
from briefing.files import write_atomically


def test_a_file_is_written_with_its_folders_and_lf_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "brief.md"
    write_atomically(path, "“one”\ntwo\n")
    assert path.read_bytes() == "“one”\ntwo\n".encode()
    assert [file.name for file in path.parent.iterdir()] == ["brief.md"]


def test_a_replaced_file_keeps_its_mode_and_a_new_one_has_the_usual_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("before")
    old.chmod(0o640)
    write_atomically(old, "after")
    write_atomically(new, "after")
    (tmp_path / "plain").write_text("")
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_threads_that_write_together_leave_modes_and_mask_as_they_are(tmp_path: Path) -> None:
    before, interval = os.umask(0o027), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda number: write_atomically(tmp_path / f"{number}.md", "x"), range(200)))
        after = os.umask(0o027)
    finally:
        os.umask(before)
        sys.setswitchinterval(interval)
    assert after == 0o027
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o640}


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("before")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write_atomically(tmp_path / "link.md", "after")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "after"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_atomically(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["folder", "file/below.md", "circle"])
def test_a_place_that_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(OutputError, match=name) as caught:
        write_atomically(tmp_path / name, "text")
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "file", "folder"]
    assert (tmp_path / "file").read_text() == "kept"


def test_a_character_that_has_no_encoding_is_escaped(tmp_path: Path) -> None:
    write_atomically(tmp_path / "odd.md", "name-\udcff")
    assert (tmp_path / "odd.md").read_text() == "name-\\udcff"
