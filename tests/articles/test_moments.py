import pytest

from briefing.articles.moments import Label, find_moments, parse_stamp


@pytest.mark.parametrize(
    ("words", "moment", "label"),
    [
        ("September 24, 2025 at 10:38 AM UTC", "2025-09-24T10:38:00+00:00", Label.NONE),
        ("Updated on September 24, 2025 at 1:32 PM UTC", "2025-09-24T13:32:00+00:00", Label.UPDATED),
        ("Published Sept. 3, 2025, 4:05 p.m. ET", "2025-09-03T16:05:00-04:00", Label.PUBLISHED),
        ("Jan. 3, 2025 12:15 a.m. EST", "2025-01-03T00:15:00-05:00", Label.NONE),
        ("January 3, 2025, 12:15 pm PT", "2025-01-03T12:15:00-08:00", Label.NONE),
        ("Wed 24 Sep 2025 11.38 BST", "2025-09-24T11:38:00+01:00", Label.NONE),
        ("10:38 BST, 24 September 2025", "2025-09-24T10:38:00+01:00", Label.NONE),
        ("24. September 2025, 10:38 Uhr", "2025-09-24T10:38:00", Label.NONE),
        ("Stand: 24.09.2025, 10:38 Uhr", "2025-09-24T10:38:00", Label.UPDATED),
        ("Veröffentlicht am 3. März 2025", "2025-03-03T00:00:00", Label.PUBLISHED),
        ("2025-09-24T10:38:00Z", "2025-09-24T10:38:00+00:00", Label.NONE),
        ("2025-09-24 10:38 +02:00", "2025-09-24T10:38:00+02:00", Label.NONE),
        ("24 September 2025 10:38 QQT", "2025-09-24T10:38:00", Label.NONE),
    ],
)
def test_a_date_is_read_with_time_zone_and_label(words: str, moment: str, label: Label) -> None:
    (found,) = find_moments(words)
    assert (found.moment.isoformat(), found.label) == (moment, label)
    assert found.zone_known == ("+" in moment or moment.count("-") > 2)


@pytest.mark.parametrize(
    "words",
    ["Sept. 23", "©2025", "June 31, 2025", "12 minutes", "May 2025", "2025", "99.99.2025", "1 May 0003"],
)
def test_what_is_no_full_date_is_none(words: str) -> None:
    assert list(find_moments(words)) == []


@pytest.mark.parametrize("stamp", ["", "soon", "0001-01-01", "9999-12-31T00:00:00Z", "2025-13-01", "24"])
def test_a_stamp_that_is_none_is_none(stamp: str) -> None:
    assert parse_stamp(stamp) is None


def test_a_bare_number_beside_a_date_is_no_time() -> None:
    (found,) = find_moments("24 September 2025 5 comments")
    assert not found.has_time
