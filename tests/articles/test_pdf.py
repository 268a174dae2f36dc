import sys

import pytest

from briefing.articles.extract import Extract, Problem
from briefing.articles.pdf import read_pdf
from briefing.schema import FindingCode

FONTS = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
TEXT = "The council put off its vote on Tuesday because a study had come too late."


def pdf(text: str) -> bytes:
    """A PDF of one page that shows `text`."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources %s >>" % FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(data),
        )
    )


def test_the_text_of_a_pdf_is_read() -> None:
    extract = read_pdf(pdf(TEXT))
    assert isinstance(extract, Extract)
    assert extract.text == TEXT


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    problem = read_pdf(pdf(TEXT))
    assert isinstance(problem, Problem)
    assert problem.code is FindingCode.UNSUPPORTED
    assert "pip install 'briefing-desk[pdf]'" in problem.detail


def test_a_pdf_without_text_is_empty() -> None:
    problem = read_pdf(pdf(""))
    assert isinstance(problem, Problem)
    assert problem.code is FindingCode.EMPTY


@pytest.mark.parametrize("cut", [5, 30, 200, 400])
def test_a_damaged_pdf_raises_nothing(cut: int) -> None:
    assert isinstance(read_pdf(pdf(TEXT)[:cut]), Extract | Problem)
