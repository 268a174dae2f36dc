"""Days are put behind the words they stand for, and never into somebody's words."""

from datetime import date

from briefing.articles import from_text
from briefing.articles.dated import dated
from briefing.schema import Span


def test_a_day_follows_its_words() -> None:
    article = from_text("They met on Tuesday in Riga.", published=date(2025, 9, 24))
    assert dated(article, Span(0, len(article.text))) == "They met on Tuesday (2025-09-23) in Riga."


def test_somebodys_words_are_left_as_they_are() -> None:
    article = from_text("He called it “fine on Tuesday” on Monday.", published=date(2025, 9, 24))
    text = dated(article, Span(0, len(article.text)))
    assert text == "He called it “fine on Tuesday” on Monday (2025-09-22)."


def test_without_a_publication_date_nothing_is_added() -> None:
    article = from_text("They met on Tuesday in Riga.")
    assert dated(article, Span(0, len(article.text))) == article.text


def test_words_in_single_marks_are_left_as_they_are() -> None:
    article = from_text("She agreed ‘if it came on Thursday’ to sail on.", published=date(2026, 1, 16))
    assert article.dates
    assert dated(article, Span(0, len(article.text))) == article.text


def test_an_apostrophe_opens_no_quotation() -> None:
    article = from_text("The guild's boat sank on Monday, the crew's kin said.", published=date(2026, 1, 16))
    assert "on Monday (2026-01-12)," in dated(article, Span(0, len(article.text)))


def test_a_dateline_says_its_own_date() -> None:
    article = from_text("KOLMAR, Feb 16 (NCA) - Teshk fell on Feb. 14.", published=date(2026, 2, 17))
    assert (
        dated(article, Span(0, len(article.text)))
        == "KOLMAR, Feb 16 (NCA) - Teshk fell on Feb. 14 (2026-02-14)."
    )


def test_a_date_told_in_full_is_not_told_twice() -> None:
    article = from_text("They met on May 4, 2025 in Riga.", published=date(2026, 2, 17))
    assert dated(article, Span(0, len(article.text))) == article.text


def test_a_day_is_put_behind_words_that_follow_a_quotation() -> None:
    article = from_text("He called it «fine on Monday» and left on Tuesday.", published=date(2026, 1, 16))
    assert dated(article, Span(0, len(article.text))).endswith(
        "«fine on Monday» and left on Tuesday (2026-01-13)."
    )
