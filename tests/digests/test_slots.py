"""What a digest owes after a time away, and after a clock that jumped."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digests.planning import LATE, plan
from bot.domain.schedules.schedule import Schedule, next_run, stored_schedule

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAILY, HOURLY = stored_schedule("daily 09:00"), stored_schedule("cron 0 * * * *")
NINE = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("past", "late"),
    [
        (timedelta(), False),
        (timedelta(seconds=2), False),
        (LATE, False),
        (LATE + timedelta(seconds=1), True),
        (timedelta(hours=11, minutes=59), True),
    ],
)
def test_what_is_due_is_posted_until_half_its_interval_has_passed(
    past: timedelta, late: bool
) -> None:
    assert plan(DAILY, SHANGHAI, NINE, NINE + past)[:4] == (NINE, late, (), NINE + DAY)


@pytest.mark.parametrize("past", [timedelta(hours=12), timedelta(hours=23, minutes=59)])
def test_after_half_its_interval_a_slot_is_missed(past: timedelta) -> None:
    found = plan(DAILY, SHANGHAI, NINE, NINE + past)
    assert found[:4] == (None, False, (NINE,), NINE + DAY)


def test_after_three_days_away_only_the_newest_slot_is_posted() -> None:
    found = plan(DAILY, SHANGHAI, NINE, NINE + 3 * DAY + HOUR)
    assert (found.post, found.late, found.next) == (NINE + 3 * DAY, True, NINE + 4 * DAY)
    assert found.missed == (NINE, NINE + DAY, NINE + 2 * DAY)


def test_half_the_interval_is_that_of_the_very_slot() -> None:
    friday = datetime(2026, 9, 4, 1, 0, tzinfo=UTC)
    weekdays = stored_schedule("weekdays 09:00")
    sunday = friday + timedelta(hours=35)
    assert plan(weekdays, SHANGHAI, friday, sunday).post == friday
    assert plan(weekdays, SHANGHAI, friday, sunday + 2 * HOUR).post is None


def test_a_year_off_with_an_hourly_schedule_costs_little() -> None:
    began = time.process_time()
    found = plan(HOURLY, SHANGHAI, NINE, NINE + timedelta(days=365, minutes=10))
    assert time.process_time() - began < 1
    assert found.post == NINE + timedelta(days=365)
    assert len(found.missed) == 100
    assert found.missed[-1] == NINE + timedelta(days=365) - HOUR
    assert list(found.missed) == sorted(found.missed)


def test_a_clock_that_jumps_ahead_promises_the_run_after() -> None:
    ahead = plan(DAILY, SHANGHAI, NINE, NINE + 30 * DAY)
    assert (ahead.post, ahead.next) == (NINE + 30 * DAY, NINE + 31 * DAY)


def test_a_slot_stands_although_the_zone_changed_its_rules_after_it_was_stored() -> None:
    """Promised for 09:00 by the old rules, which by the new ones is 10:00."""
    promised = NINE + HOUR
    found = plan(DAILY, SHANGHAI, promised, promised)
    assert (found.post, found.missed, found.next) == (promised, (), NINE + DAY)


@pytest.mark.parametrize("form", ["daily 02:30", "cron 30 * * * *", "monthly 31 02:30"])
@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]
)
def test_every_run_is_posted_once_over_a_change_of_clocks(form: str, start: datetime) -> None:
    schedule: Schedule = stored_schedule(form)
    berlin = ZoneInfo("Europe/Berlin")
    due, now = next_run(schedule, berlin, start), start
    posted: list[datetime] = []
    while now < start + timedelta(days=8):
        if now >= due:
            found = plan(schedule, berlin, due, now)
            assert found.missed == ()
            assert found.next is not None
            posted += [found.post] if found.post else []
            due = found.next
        now += timedelta(minutes=5)
    expected: list[datetime] = []
    run = next_run(schedule, berlin, start)
    while run < now:
        expected.append(run)
        run = next_run(schedule, berlin, run)
    assert posted == expected
