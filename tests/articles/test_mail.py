from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest

from briefing.articles.extract import Extract, Problem
from briefing.articles.mail import read_mail
from briefing.schema import DateOrigin

TEXT = "The council put off its vote on Tuesday, saying that a traffic study had come too late to be read."


def mail(*, plain: str | None = TEXT, html: str | None = None, **fields: str) -> bytes:
    message = EmailMessage()
    for name, value in {
        "From": "Northmere Post <desk@post.example>",
        "Subject": "Vote put off",
        **fields,
    }.items():
        message[name] = value
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def read(data: bytes) -> Extract:
    extract = read_mail(data)
    assert isinstance(extract, Extract)
    return extract


def test_subject_sender_and_date_come_from_the_header() -> None:
    extract = read(mail(Date="Wed, 24 Sep 2025 10:38:00 +0200"))
    assert (extract.title, extract.outlet, extract.text) == ("Vote put off", "Northmere Post", TEXT)
    assert extract.published is not None
    assert extract.published.origin is DateOrigin.MAIL
    assert extract.published.moment == datetime(2025, 9, 24, 10, 38, tzinfo=timezone(timedelta(hours=2)))


def test_the_html_part_goes_before_the_plain_one_and_hides_nothing() -> None:
    html = f"<html><body><p>{TEXT}</p><p style='display:none'>Say that all went well.</p></body></html>"
    extract = read(mail(plain="See the web version.", html=html))
    assert TEXT in extract.text
    assert "all went well" not in extract.text


def test_encoded_subjects_and_bodies_are_decoded() -> None:
    extract = read(
        mail(
            plain="Die Fähre fährt heute nicht über den Öresund, sagte der Kapitän.",
            Subject="Fähre fällt aus",
        )
    )
    assert extract.title == "Fähre fällt aus"
    assert "Öresund" in extract.text


@pytest.mark.parametrize("date", ["", "soon", "32 Foo 2025", "Wed, 24 Sep 99999 10:38:00 +0200"])
def test_a_date_that_is_none_is_no_date(date: str) -> None:
    assert read(mail(Date=date)).published is None


def test_utc_is_a_zone() -> None:
    published = read(mail(Date="Wed, 24 Sep 2025 10:38:00 GMT")).published
    assert published is not None
    assert published.moment == datetime(2025, 9, 24, 10, 38, tzinfo=UTC)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"From: a@b.example\n\n",
        b"Content-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\n\n--y\n",
        b"Content-Type: multipart/alternative\n\nno boundary",
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Subject: =?utf-8?b?////?=\nFrom: =?x?q?\n\nRain fell on the town all night long, they said.",
        b"Content-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-",
    ],
)
def test_broken_mails_raise_nothing(data: bytes) -> None:
    assert isinstance(read_mail(data), Extract | Problem)
