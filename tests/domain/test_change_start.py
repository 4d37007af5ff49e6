"""Since when changes are told: versions and dates as people write them."""

from datetime import date

import pytest

from bot.domain.data.change_start import ChangeStart, VersionActivation, parse_change_start

TODAY = date(2026, 11, 25)
VERSIONS = ("2026.11.24.1", "2026.11.20.2", "2026.11.20.1", "2026.10.01.1")
ACTIVATIONS = (
    VersionActivation("2026.10.01.1", date(2026, 10, 1)),
    VersionActivation("2026.11.20.1", date(2026, 11, 20)),
    VersionActivation("2026.11.20.2", date(2026, 11, 20)),
    VersionActivation("2026.11.20.1", date(2026, 11, 22)),  # taken back
    VersionActivation("2026.11.24.1", date(2026, 11, 24)),
)


@pytest.mark.parametrize(
    ("typed", "version"),
    [
        ("2026-11-20", "2026.11.20.2"),
        ("2026/11/20", "2026.11.20.2"),
        ("2026.11.20", "2026.11.20.2"),
        ("20261120", "2026.11.20.2"),
        ("20 November 2026", "2026.11.20.2"),
        ("20th of Nov. 2026", "2026.11.20.2"),
        ("November 20, 2026", "2026.11.20.2"),
        ("20-Nov-2026", "2026.11.20.2"),
        ("20 nov", "2026.11.20.2"),
        ("2026年11月20日", "2026.11.20.2"),
        ("２０２６年１１月２０号", "2026.11.20.2"),
        ("11月20日", "2026.11.20.2"),
        ("23 November 2026", "2026.11.20.1"),
        ("19 November", "2026.10.01.1"),
        ("昨天", "2026.11.24.1"),
        ("a week ago", "2026.10.01.1"),
        ("3 days ago", "2026.11.20.1"),
        ("三天前", "2026.11.20.1"),
        ("两周前", "2026.10.01.1"),
        ("last month", "2026.10.01.1"),
        ("上个月", "2026.10.01.1"),
        ("1 month ago", "2026.10.01.1"),
        ("十一月二十日", "2026.11.20.2"),
        ("二〇二六年十一月二十日", "2026.11.20.2"),
        ("2026-11", "2026.10.01.1"),
        ("2026年11月", "2026.10.01.1"),
        ("November 2026", "2026.10.01.1"),
        ("Oct", "2026.10.01.1"),
        ("v2026.10.1.1", "2026.10.01.1"),
        ("2026.11.20.1", "2026.11.20.1"),
    ],
)
def test_versions_and_dates_are_read_as_people_write_them(typed: str, version: str) -> None:
    assert parse_change_start(typed, VERSIONS, ACTIVATIONS, TODAY).version == version


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("31 November 2026", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("last year", ChangeStart(None, date(2025, 11, 25), "too-early", VERSIONS[-3:])),
        ("999 years ago", ChangeStart(None, date(1027, 11, 25), "too-early", VERSIONS[-3:])),
        ("2026-13", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("1 May 2020", ChangeStart(None, date(2020, 5, 1), "too-early", VERSIONS[-3:])),
        ("2027-01-01", ChangeStart(None, date(2027, 1, 1), "not-yet", VERSIONS[:3])),
        ("2026.11.20.9", ChangeStart(None, None, "no-version", VERSIONS[:3])),
        ("2026.09.09.1", ChangeStart(None, None, "no-version", VERSIONS[1:])),
    ],
)
def test_what_cannot_be_meant_has_a_cause_and_the_nearest(typed: str, found: ChangeStart) -> None:
    assert parse_change_start(typed, VERSIONS, ACTIVATIONS, TODAY) == found
