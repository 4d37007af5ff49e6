"""The moments that schedules come to, also when clocks change, as another cron has them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from crondst import CronDst, CronDstError
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedules.schedule import Schedule, next_run, runs_after
from tests.domain.schedules import BERLIN, read

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)

NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"  # half an hour forward and back
SHANGHAI = "Asia/Shanghai"
CAIRO = "Africa/Cairo"  # at midnight
ST_JOHNS = "America/St_Johns"  # half an hour off


def local_runs(typed: str, zone: str, after: str, count: int) -> list[str]:
    """The runs after a wall-clock time, as the clock shows them, with the zone's offset."""
    info = ZoneInfo(zone)
    start = datetime.fromisoformat(after).replace(tzinfo=info)
    runs = islice(runs_after(read(typed), info, start), count)
    return [f"{run.astimezone(info):%d %H:%M %z}" for run in runs]


@pytest.mark.parametrize(
    ("zone", "typed", "after", "runs"),
    [
        (
            BERLIN,
            "daily 02:30",
            "2026-03-28 00:00",
            ["28 02:30 +0100", "29 03:00 +0200", "30 02:30 +0200"],
        ),
        (
            BERLIN,
            "daily 02:30",
            "2026-10-24 00:00",
            ["24 02:30 +0200", "25 02:30 +0200", "26 02:30 +0100"],
        ),
        (BERLIN, "daily 09:00", "2026-03-28 00:00", ["28 09:00 +0100", "29 09:00 +0200"]),
        (NEW_YORK, "sun 02:30", "2026-03-07 00:00", ["08 03:00 -0400", "15 02:30 -0400"]),
        (
            NEW_YORK,
            "daily 01:30",
            "2026-10-31 00:00",
            ["31 01:30 -0400", "01 01:30 -0400", "02 01:30 -0500"],
        ),
        (
            LORD_HOWE,
            "daily 02:15",
            "2026-10-03 00:00",
            ["03 02:15 +1030", "04 02:30 +1100", "05 02:15 +1100"],
        ),
        (
            LORD_HOWE,
            "daily 01:45",
            "2026-04-04 00:00",
            ["04 01:45 +1100", "05 01:45 +1100", "06 01:45 +1030"],
        ),
        (
            CAIRO,
            "daily 00:30",
            "2026-04-23 00:00",
            ["23 00:30 +0200", "24 01:00 +0300", "25 00:30 +0300"],
        ),
    ],
)
@pytest.mark.parametrize("cron", [False, True])
def test_a_missing_time_comes_after_the_gap_and_a_double_one_once(
    zone: str, typed: str, after: str, runs: list[str], cron: bool
) -> None:
    if cron:
        day, at = typed.split()
        typed = f"{int(at[3:])} {int(at[:2])} * * {'*' if day == 'daily' else day}"
    assert local_runs(typed, zone, after, len(runs)) == runs


@pytest.mark.parametrize(
    ("zone", "line", "after", "runs"),
    [
        (BERLIN, "30 * * * *", "2026-03-29 01:00", ["29 01:30 +0100", "29 03:30 +0200"]),
        (
            BERLIN,
            "30 * * * *",
            "2026-10-25 01:59",
            ["25 02:30 +0200", "25 02:30 +0100", "25 03:30 +0100"],
        ),
        (BERLIN, "0 */2 * * *", "2026-03-29 00:00", ["29 04:00 +0200"]),
        (BERLIN, "0 0-23 * * *", "2026-10-25 01:59", ["25 02:00 +0200", "25 03:00 +0100"]),
        (BERLIN, "0 2,3 * * *", "2026-03-29 00:00", ["29 03:00 +0200", "30 02:00 +0200"]),
        (
            NEW_YORK,
            "0 * * * *",
            "2026-11-01 00:30",
            ["01 01:00 -0400", "01 01:00 -0500", "01 02:00 -0500"],
        ),
        (
            LORD_HOWE,
            "45 * * * *",
            "2026-04-05 01:00",
            ["05 01:45 +1100", "05 01:45 +1030", "05 02:45 +1030"],
        ),
        (LORD_HOWE, "0 */2 * * *", "2026-04-05 00:00", ["05 02:00 +1030"]),
        (LORD_HOWE, "0 * * * *", "2026-10-04 01:00", ["04 03:00 +1100"]),
        (CAIRO, "0 */3 * * *", "2026-04-23 20:00", ["23 21:00 +0200", "24 03:00 +0300"]),
    ],
)
def test_a_cron_line_for_many_hours_follows_the_clock(
    zone: str, line: str, after: str, runs: list[str]
) -> None:
    assert local_runs(line, zone, after, len(runs)) == runs


@pytest.mark.parametrize("typed", ["daily 02:15", "daily 02:45", "30 * * * *", "45 2 * * *"])
def test_runs_go_on_the_same_from_every_moment_of_a_change(typed: str) -> None:
    schedule, zone = read(typed), ZoneInfo(BERLIN)
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    whole = list(islice(runs_after(schedule, zone, start), 60))
    for minutes in range(0, 24 * 60, 7):
        moment = start + timedelta(minutes=minutes)
        assert next_run(schedule, zone, moment) == next(run for run in whole if run > moment)


def test_a_day_that_a_zone_skipped_is_made_up_for_at_once() -> None:
    runs = local_runs("daily 09:00", "Pacific/Apia", "2011-12-29 00:00", 3)
    assert runs == ["29 09:00 -1000", "31 00:00 +1400", "31 09:00 +1400"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("monthly 31 10:00", "31 28 31 30 31 30 31 31 30 31 30 31".split()),
        ("monthly last 10:00", "31 28 31 30 31 30 31 31 30 31 30 31".split()),
        ("monthly 30 10:00", ["30", "28", "30", "30"]),
        ("monthly 29 10:00", ["29", "28", "29"]),
        ("monthly 28 10:00", ["28", "28", "28"]),
        ("0 10 31 * *", ["31", "31", "31", "31"]),
    ],
)
def test_a_short_month_has_its_last_day_instead(typed: str, days: list[str]) -> None:
    runs = local_runs(typed, SHANGHAI, "2027-01-01 00:00", len(days))
    assert [run[:2] for run in runs] == days


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("monthly 29 10:00", [date(2028, 1, 29), date(2028, 2, 29), date(2028, 3, 29)]),
        ("monthly 31 10:00", [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]),
        ("0 10 29 2 *", [date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29)]),
        ("0 10 29 2 */2", [date(2028, 2, 29), date(2032, 2, 29), date(2048, 2, 29)]),
    ],
)
def test_february_29_comes_in_leap_years(typed: str, days: list[date]) -> None:
    runs = runs_after(read(typed), ZoneInfo("UTC"), datetime(2028, 1, 1, tzinfo=UTC))
    assert [run.date() for run in islice(runs, len(days))] == days


ZONES = [BERLIN, NEW_YORK, LORD_HOWE, SHANGHAI, ST_JOHNS]
LINES = [
    "0 9 * * 1-5", "30 2 * * *", "0 * * * *", "15 */2 * * *", "45 1-3 * * *", "0 2,3 * * 0",
    "0 0 1 * *", "0 0 31 * *", "30 1 */2 * 1", "0 12 13 * 5", "0 12 */3 * sun", "5 4 * * 7",
    "0 22 * 1-6/2 mon-fri", "59 23 28-31 * *", "0 1 1,15 mar,oct 0", "20 0-23/5 * * *",
    "0 9-9/2 * * 5-5/1",
]  # fmt: skip

MINUTES = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


def other_cron(line: str, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[datetime]:
    for run in CronDst(line).iter(after.astimezone(zone)):
        if run.astimezone(UTC) > until:
            return
        yield run.astimezone(UTC)


def ours(line: str, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[datetime]:
    for run in runs_after(read(f"cron {line}"), zone, after):
        if run > until:
            return
        yield run


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_runs_is_the_same_as_another_crons(line: str, zone: str) -> None:
    info, until = ZoneInfo(zone), NOW + timedelta(days=370)
    assert [*ours(line, info, NOW, until)] == [*other_cron(line, info, NOW, until)]


def field(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    span = st.tuples(number, number).map(lambda two: f"{min(two)}-{max(two)}")
    stepped = st.tuples(span | st.just("*"), st.integers(1, 9)).map(
        lambda two: "/".join(map(str, two))
    )
    listed = st.lists(number.map(str) | span, min_size=1, max_size=3).map(",".join)
    return st.just("*") | listed | stepped


@settings(max_examples=60)
@given(
    minute=st.integers(0, 59),
    rest=st.tuples(field(0, 23), field(1, 31), field(1, 12), field(0, 7)),
    zone=st.sampled_from(ZONES),
    start=MINUTES,
)
def test_any_cron_line_comes_to_the_same_as_another_crons(
    minute: int, rest: tuple[str, ...], zone: str, start: datetime
) -> None:
    line = f"{minute} {' '.join(rest)}"
    info, until = ZoneInfo(zone), start + timedelta(days=200)
    try:
        expected = [*islice(other_cron(line, info, start, until), 100)]
    except CronDstError:
        # It also refuses a line of which only the last day never comes: 1-31 in February.
        return
    assert [*islice(ours(line, info, start, until), 100)] == expected


@settings(max_examples=100)
@given(
    st.sampled_from([read("daily 02:30"), read("monthly 31 00:00"), read("30 * * * *")]),
    st.sampled_from([*ZONES, CAIRO, "Antarctica/Troll", "America/Havana"]),
    st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_runs_are_later_than_asked_and_than_each_other(
    schedule: Schedule, zone: str, start: datetime
) -> None:
    runs = [start, *islice(runs_after(schedule, ZoneInfo(zone), start), 30)]
    assert all(earlier < later for earlier, later in pairwise(runs))
    assert all(run.tzinfo is UTC for run in runs)
