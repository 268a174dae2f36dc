import os
from pathlib import Path
from threading import Timer

import pytest

from briefing.articles import read_sources
from briefing.schema import FindingCode

TEXT = "The council put off its vote on Tuesday, saying that a traffic study had come too late to be read."

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    return path


def test_a_pipe_that_nobody_writes_to_is_named_and_not_waited_for(pipe: Path) -> None:
    reading = read_sources([str(pipe)])
    assert [finding.code for finding in reading.findings] == [FindingCode.UNREADABLE]
    assert "nobody writes to it" in reading.findings[0].detail


def test_a_folder_gives_its_regular_files_and_links_to_them_alone(pipe: Path) -> None:
    (pipe.parent / "real.txt").write_text(TEXT, encoding="utf-8")
    (pipe.parent / "gone.txt").symlink_to("nowhere")
    (pipe.parent / "null.txt").symlink_to("/dev/null")
    reading = read_sources([str(pipe.parent)])
    assert [Path(article.source).name for article in reading.articles] == ["real.txt"]
    assert [Path(finding.subject).name for finding in reading.findings] == ["gone.txt"]


def test_a_folder_of_pipes_holds_no_file_to_read(pipe: Path) -> None:
    assert [finding.code for finding in read_sources([str(pipe.parent)]).findings] == [FindingCode.EMPTY]


@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_pipe_with_a_writer_is_read_to_its_end_however_late_the_words_come(delay: float) -> None:
    read_end, write_end = os.pipe()
    words = " ".join(f"The harbour master gave the {number}th reason." for number in range(3_000))

    def write() -> None:
        with os.fdopen(write_end, "wb") as file:
            file.write(words.encode())  # more than a pipe holds at a time

    writer = Timer(delay, write)
    writer.start()
    reading = read_sources([f"/dev/fd/{read_end}"])
    writer.join()
    os.close(read_end)
    assert [article.text for article in reading.articles] == [words]
