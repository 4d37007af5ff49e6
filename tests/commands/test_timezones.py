"""Time zones as people type them."""

from datetime import UTC, datetime

import pytest

from bot.ui.timezones import Timezones, read_timezones, read_zone_names

WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def zones() -> Timezones:
    return read_timezones()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("PRC", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"),
        ("東京", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("加尔各答", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("ＵＴＣ", "UTC"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("new yor", "America/New_York"),
    ],
)
def test_reads_what_people_type(zones: Timezones, typed: str, zone: str) -> None:
    assert zones.read(typed, WINTER).zone == zone


@pytest.mark.parametrize(
    "typed",
    [
        *read_zone_names().ambiguous,
        "CST",
        "localtime",
        "Factory",
        "ART",
        "xyzzy",
        "UTC+8",
        "+25",
        "德国",
        "",
    ],
)
def test_never_guesses(zones: Timezones, typed: str) -> None:
    assert zones.read(typed, WINTER).zone is None


@pytest.mark.parametrize("typed", ["UTC+8", "+08:00", "gmt+0800", "UTC＋8", "UTC +8"])
def test_offers_the_places_of_an_offset_shanghai_first(zones: Timezones, typed: str) -> None:
    assert zones.offer(typed, "en", WINTER)[0].value == "Asia/Shanghai"


def test_reads_offsets_with_either_minus(zones: Timezones) -> None:
    for typed in ("UTC-3:30", "UTC−3:30"):
        assert zones.read(typed, WINTER).zone == "America/St_Johns"


def test_every_zone_of_the_file_is_known_and_has_one_owner(zones: Timezones) -> None:
    given = read_zone_names()
    meanings = (m.zone for found in given.ambiguous.values() for m in found)
    assert all(map(zones.knows, (*given.common, *given.names, *meanings)))
    names = [name for found in given.names.values() for name in found]
    assert len(names) == len({*names, *given.ambiguous}) - len(given.ambiguous)


def test_every_zone_has_a_chinese_name_and_a_short_label(zones: Timezones) -> None:
    for zone in read_zone_names().common:
        assert len(zones.label(zone, "zh", WINTER)) <= 80
    assert zones.label("Asia/Kolkata", "zh", WINTER) == "加尔各答（印度） · UTC+5:30 · Asia/Kolkata"
