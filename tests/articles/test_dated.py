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
