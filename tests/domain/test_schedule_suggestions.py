"""What may be meant by a schedule that is slightly wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedules.parser import parse_schedule
from bot.domain.schedules.suggestions import MOST_SUGGESTIONS, nearest_schedules


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        # Only the time is missing.
        ("every monday", ["mon 09:00", "mon 12:00", "mon 17:00"]),
        ("每周一", ["mon 09:00", "mon 12:00", "mon 17:00"]),
        ("everyday", ["daily 09:00", "daily 12:00", "daily 17:00"]),
        ("mon 25:00", ["mon 09:00", "mon 12:00", "mon 17:00"]),
        # A part of the day.
        ("monday morning", ["mon 09:00"]),
        ("每周一上午", ["mon 09:00"]),
        ("fri afternoon", ["fri 14:00"]),
        ("every morning", ["daily 09:00", "weekdays 09:00", "mon 09:00"]),
        # Only the days are missing, or the time too.
        ("weekly", ["mon 09:00", "wed 09:00", "fri 09:00"]),
        ("每周", ["mon 09:00", "wed 09:00", "fri 09:00"]),
        ("每月", ["monthly 1 09:00", "monthly 15 09:00", "monthly last 09:00"]),
        ("9:00", ["daily 09:00", "weekdays 09:00", "mon 09:00"]),
        ("weekly 9am", ["mon 09:00", "wed 09:00", "fri 09:00"]),
        ("monthly 9am", ["monthly 1 09:00", "monthly 15 09:00", "monthly last 09:00"]),
        # Spelling, and words too many.
        ("mondy 9am", ["mon 09:00"]),
        ("thursady 10am", ["thu 10:00"]),
        ("evry monday 9:00", ["mon 09:00"]),
        ("wekdays 9", ["weekdays 09:00"]),
        ("mon 9;00", ["mon 09:00"]),
        ("mon at nine", ["mon 09:00"]),
        ("every monday at 9 please", ["mon 09:00"]),
        ("每周一9点半左右", ["mon 09:30"]),
        # Several times, and hours.
        ("mon,thu 9:00, 18:00", ["cron 0 9,18 * * 1,4"]),
        ("daily 9:00 and 18:00", ["cron 0 9,18 * * *"]),
        ("daily 9:00 and 18:30", []),
        ("every 2 hours", ["cron 0 */2 * * *"]),
        ("hourly", ["cron 0 * * * *"]),
        ("每3个小时", ["cron 0 */3 * * *"]),
        ("every 5 hours", []),
        # What would be a guess.
        ("", []),
        ("banana", []),
        ("every 5 minutes", []),
        ("every two weeks monday 9am", []),
        ("monday 9am CST", []),
        ("monday at 9 beijing time", []),
    ],
)
def test_what_is_slightly_wrong_has_a_right_form(typed: str, forms: list[str]) -> None:
    assert [schedule.form for schedule in nearest_schedules(typed)] == forms


@settings(max_examples=200)
@given(
    st.text(max_size=200)
    | st.from_regex(r"(every|mon|9|:|;|am| |每|周|一|点){1,12}", fullmatch=True)
)
def test_whatever_is_offered_can_be_read(typed: str) -> None:
    found = nearest_schedules(typed)
    assert len(found) <= MOST_SUGGESTIONS
    assert [parse_schedule(schedule.form) for schedule in found] == found
