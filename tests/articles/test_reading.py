import os
import time
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from briefing.articles import Reading, read_sources
from briefing.articles.sources import SIZE_LIMIT
from briefing.schema import DateOrigin, FindingCode

TEXT = "The council put off its vote on Tuesday, saying that a traffic study had come too late to be read."
NAMES = [".txt", ".md", ".html", ".htm", ".eml", ".pdf"]


def codes(reading: Reading) -> list[FindingCode]:
    return [finding.code for finding in reading.findings if finding.code is not FindingCode.STUB]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str = TEXT) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_files_folders_patterns_and_standard_input_are_read_in_the_order_given(folder: Path) -> None:
    write(folder / "b.txt", f"{TEXT} One.")
    write(folder / "in/z.txt", f"{TEXT} Two.")
    write(folder / "in/deep/a.md", f"{TEXT} Three.")
    write(folder / "in/.hidden.txt")
    write(folder / "in/picture.png")
    write(folder / "p2.txt", f"{TEXT} Four.")
    write(folder / "p1.txt", f"{TEXT} Five.")
    reading = read_sources(["b.txt", "in", "p*.txt", "-"], stdin=BytesIO(f"{TEXT} Six.".encode()))
    assert [article.source for article in reading.articles] == [
        "b.txt", "in/z.txt", "in/deep/a.md", "p1.txt", "p2.txt", "-",
    ]  # fmt: skip
    assert [article.id for article in reading.articles] == [f"a{number}" for number in range(1, 7)]
    assert codes(reading) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", FindingCode.EMPTY),
        ("blank.txt", b" \n\t\n", FindingCode.EMPTY),
        ("invisible.txt", "\u200b\u200b".encode(), FindingCode.EMPTY),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, FindingCode.BINARY),
        ("noise.txt", bytes(range(256)) * 40, FindingCode.BINARY),
        ("picture.html", b"\xff\xd8\xff\xe0" + bytes(64), FindingCode.BINARY),
        ("short.txt", b"Rain.", FindingCode.SHORT),
        ("page.html", b"<html><body></body></html>", FindingCode.EMPTY),
        ("letter.docx", b"PK", FindingCode.UNSUPPORTED),
        ("broken.pdf", b"%PDF-1.4 nothing", FindingCode.UNREADABLE),
        ("empty.eml", b"From: a@post.example\nSubject: x\n\n", FindingCode.EMPTY),
    ],
)
def test_what_is_no_article_is_named_and_everything_else_is_read(
    folder: Path, name: str, content: bytes, code: FindingCode
) -> None:
    (folder / name).write_bytes(content)
    write(folder / "good.txt")
    reading = read_sources([name, "good.txt"])
    assert [article.source for article in reading.articles] == ["good.txt"]
    assert (reading.findings[0].code, reading.findings[0].subject) == (code, name)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("missing.txt", FindingCode.UNREADABLE),
        ("missing*.txt", FindingCode.UNREADABLE),
        ("bare", FindingCode.EMPTY),
        ("https://post.example/a", FindingCode.UNSUPPORTED),
        ("nul\x00.txt", FindingCode.UNREADABLE),
        ("-", FindingCode.EMPTY),
        ("", FindingCode.UNREADABLE),
    ],
)
def test_a_source_without_files_is_named(folder: Path, source: str, code: FindingCode) -> None:
    (folder / "bare").mkdir()
    reading = read_sources([source])
    assert reading.articles == ()
    assert codes(reading) == [code]


def test_an_empty_name_is_told_in_a_sentence_that_shows_it() -> None:
    (finding,) = read_sources([""]).findings
    assert (finding.subject, "empty name" in finding.detail) == ("''", True)


def test_a_large_file_is_refused_without_being_read(folder: Path) -> None:
    with (folder / "large.txt").open("wb") as file:
        file.truncate(5 * SIZE_LIMIT)
    tracemalloc.start()
    reading = read_sources(["large.txt"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(reading) == [FindingCode.TOO_LARGE]
    assert "10 MB" in reading.findings[0].detail
    assert peak < SIZE_LIMIT // 10


def test_standard_input_is_read_up_to_the_limit_and_no_further() -> None:
    class Endless(BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            self.asked += size
            return b"a" * size

    stdin = Endless()
    assert codes(read_sources(["-"], stdin=stdin)) == [FindingCode.TOO_LARGE]
    assert stdin.asked == SIZE_LIMIT + 1


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    Path(write(folder / "secret.txt")).chmod(0)
    assert codes(read_sources(["secret.txt"])) == [FindingCode.UNREADABLE]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    write(folder / "a.txt")
    (folder / "link.txt").symlink_to("a.txt")
    reading = read_sources(["a.txt", "./a.txt", ".", "link.txt"])
    assert len(reading.articles) == 1
    assert set(codes(reading)) == {FindingCode.DUPLICATE}


def test_two_copies_of_a_file_are_both_read_and_the_second_is_named(folder: Path) -> None:
    write(folder / "a.txt")
    write(folder / "b.txt")
    reading = read_sources(["a.txt", "b.txt"])
    assert len(reading.articles) == 2
    assert [(finding.code, finding.subject) for finding in reading.findings][-1] == (
        FindingCode.DUPLICATE,
        "b.txt",
    )


def test_thousands_of_tiny_files_are_read_in_seconds(folder: Path) -> None:
    for number in range(3_000):
        (folder / f"{number}.txt").write_text(f"Ship {number} left the harbour at dawn.", encoding="utf-8")
    begin = time.process_time()
    reading = read_sources(["."])
    assert len(reading.articles) == 3_000
    assert time.process_time() - begin < 60


def test_the_publication_date_of_the_user_goes_before_any_found(folder: Path) -> None:
    name = write(folder / "a.txt", f"Vote put off\n3 March 2024\n{TEXT}")
    found, told = (read_sources([name], published=day).articles[0] for day in (None, date(2025, 9, 24)))
    assert found.published is not None
    assert (found.published.day, found.published.origin) == (date(2024, 3, 3), DateOrigin.TEXT)
    assert told.published is not None
    assert (told.published.day, told.published.origin) == (date(2025, 9, 24), DateOrigin.USER)
    assert [resolved.start for resolved in told.dates] == [date(2025, 9, 23)]


def test_without_cleaning_a_text_is_taken_as_it_stands(folder: Path) -> None:
    name = write(folder / "a.txt", f"Home\nSign in\n{TEXT}")
    assert read_sources([name], clean=False).articles[0].text == f"Home\n\nSign in\n\n{TEXT}"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_common_encodings_are_told_apart(folder: Path, encoding: str) -> None:
    text = "Der Bürgermeister sagte am Dienstag, dass die Fähre über den Öresund nicht fährt, weil es stürmt."
    (folder / "a.txt").write_bytes(text.encode(encoding))
    reading = read_sources(["a.txt"])
    assert reading.articles[0].text == text
    is_guess = encoding in {"cp1252", "latin-1"}
    assert (FindingCode.ENCODING in codes(reading)) == is_guess


def test_a_page_saved_as_text_is_read_as_a_page(folder: Path) -> None:
    page = f"<!DOCTYPE html><html><body><article><h1>Vote</h1><p>{TEXT}</p></article></body></html>"
    assert read_sources([write(folder / "a.txt", page)]).articles[0].text == TEXT


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (f"<html><head><title>Vote</title></head><body><p>{TEXT}</p></body></html>", "Vote"),
        (
            f"From: Post <a@post.example>\nSubject: Vote\nDate: Wed, 24 Sep 2025 10:38:00 +0200\n\n{TEXT}",
            "Vote",
        ),
        (f"Vote put off again\n\n{TEXT}\n\n{TEXT.lower()}", "Vote put off again"),
    ],
)
def test_standard_input_is_recognised_by_what_it_looks_like(content: str, title: str) -> None:
    reading = read_sources(["-"], stdin=BytesIO(content.encode()))
    assert reading.articles[0].title == title
    assert reading.articles[0].text.startswith(TEXT)


def test_every_finding_is_one_clear_sentence(folder: Path) -> None:
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    write(folder / "short.txt", "Rain.")
    reading = read_sources(
        ["missing.txt", "noise.txt", "short.txt", "x.docx", "nothing*", "http://a.example"]
    )
    for finding in reading.findings:
        assert finding.detail
        assert "\n" not in finding.detail
        assert not finding.detail.endswith(".")
