"""How schedules are said, refused and offered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedules.parser import InvalidSchedule, parse_schedule
from bot.domain.schedules.schedule import Schedule, stored_schedule
from bot.i18n.translator import LANGS, Lang, read_translators
from bot.ui.options import MAX_CHOICE, MAX_CHOICES
from bot.ui.schedule_text import offer_schedules, refusal_text, schedule_note, schedule_text

WORDS = read_translators()["en"]


def schedule(typed: str) -> Schedule:
    found = parse_schedule(typed)
    assert isinstance(found, Schedule), found
    return found


def refusal(typed: str) -> str:
    found = parse_schedule(typed)
    assert isinstance(found, InvalidSchedule), found
    return refusal_text(WORDS, found)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("daily 9:00", "Daily 09:00"),
        ("weekdays 9:00", "Monday to Friday 09:00"),
        ("sun 9:00", "Sundays 09:00"),
        ("mon,thu 8:30", "Mondays and Thursdays 08:30"),
        ("mon,wed,fri 8:30", "Mondays, Wednesdays and Fridays 08:30"),
        ("monthly 1 10:00", "1st of each month 10:00"),
        ("monthly 12 10:00", "12th of each month 10:00"),
        ("monthly 22 10:00", "22nd of each month 10:00"),
        ("monthly 31 10:00", "31st of each month 10:00"),
        ("monthly last 10:00", "Last day of each month 10:00"),
        ("0 9 * * 1-5", "`cron 0 9 * * 1-5` (Monday to Friday 09:00)"),
        ("0 9,18 1 * *", "`cron 0 9,18 1 * *` (1st of each month 09:00 and 18:00)"),
        ("5 * * * *", "`cron 5 * * * *` (Every hour at minute 05)"),
        ("0 9 1 * 1", "`cron 0 9 1 * 1`"),
        ("0 8-20 * * 1", "`cron 0 8-20 * * 1`"),
    ],
)
def test_a_schedule_is_said_in_words(typed: str, text: str) -> None:
    assert schedule_text(WORDS, schedule(typed)) == text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "form",
    [
        "daily 09:00",
        "weekdays 09:00",
        "mon 09:00",
        "mon,thu 08:30",
        "monthly 1 10:00",
        "monthly 31 10:00",
        "monthly last 17:00",
    ],
)
def test_a_schedule_can_be_typed_as_it_is_shown(lang: Lang, form: str) -> None:
    shown = schedule_text(read_translators()[lang], stored_schedule(form))
    assert schedule(shown).form == form


@pytest.mark.parametrize("day", [29, 30, 31])
def test_a_day_that_some_months_lack_has_a_note(day: int) -> None:
    note = schedule_note(WORDS, schedule(f"monthly {day} 10:00"))
    assert note
    assert str(day) in note


@pytest.mark.parametrize(
    "typed", ["daily 9:00", "monthly 28 9:00", "monthly last 9:00", "0 9 31 * *"]
)
def test_other_schedules_have_no_note(typed: str) -> None:
    assert schedule_note(WORDS, schedule(typed)) is None


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("", "When should it be posted?"),
        ("daily", "Understood: “Daily”. No time was found."),
        ("mon-fri", "Understood: “Monday to Friday”. No time was found."),
        ("on the 3rd", "Understood: “3rd of each month”. No time was found."),
        ("month end", "Understood: “Last day of each month”. No time was found."),
        ("9:00", "Understood: “09:00”. No days were found."),
        ("weekly 9:00", "Understood: “09:00”. “Every week” needs a day of the week."),
        ("daily 25:00", "Understood: “Daily”. “25:00” is not a valid time;"),
        ("daily 9:00 CST", "Understood: “Daily 09:00”. “cst” looks like a time zone."),
        ("daily 9:00 foo", "Understood: “Daily 09:00”. “foo” was not understood."),
        ("every 3 hours", "“every 3 hours” is an interval;"),
        ("every 5 minutes", "`every 5 minutes` runs too often;"),
        ("0 9 31 2 *", "`0 9 31 2 *` never runs:"),
        ("cron", "`cron` is not a valid cron expression."),
    ],
)
def test_a_refusal_says_what_was_understood_and_what_is_wrong(typed: str, begins: str) -> None:
    said = refusal(typed)
    assert said.startswith(begins)
    assert said.endswith("`monthly 1 10:00`, `cron 0 9 * * 1-5`.")


def test_the_examples_of_a_refusal_are_read() -> None:
    examples = refusal("").split("For example: ")[1].split("`")[1::2]
    assert len(examples) > 2
    for example in examples:
        assert isinstance(parse_schedule(example), Schedule), example


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_whatever_is_typed_has_an_answer_within_the_limits(typed: str) -> None:
    found = parse_schedule(typed)
    said = (
        schedule_text(WORDS, found) if isinstance(found, Schedule) else refusal_text(WORDS, found)
    )
    assert 0 < len(said) < 700
    offered = offer_schedules(typed, WORDS)
    assert 0 < len(offered) <= MAX_CHOICES
    assert all(1 <= len(o.name) <= MAX_CHOICE and 1 <= len(o.value) <= MAX_CHOICE for o in offered)


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("", "daily 09:00", 10),
        ("we", "wed 09:00", 5),
        ("da", "daily 09:00", 1),
        ("mon,thu 7:45", "mon,thu 07:45", 7),
        ("每周一 8点", "mon 08:00", 6),
        ("7:45", "daily 07:45", 6),
        ("weekly 7:45", "mon 07:45", 7),
        ("每月 8:00", "monthly 1 08:00", 3),
        ("每周", "mon 09:00", 7),
        ("每月", "monthly 1 09:00", 3),
        ("fri", "fri 09:00", 5),
        ("cron 0 9 *", "cron 0 9,18 * * *", 3),
        ("0 9 * * 1-5", "cron 0 9 * * 1-5", 1),
        ("nonsense", "daily 09:00", 10),
    ],
)
def test_what_is_typed_is_completed(typed: str, first: str, count: int) -> None:
    offered = offer_schedules(typed, WORDS)
    assert (offered[0].value, len(offered)) == (first, count)
    for choice in offered:
        assert schedule(choice.value).form == choice.value
    assert not any("`" in choice.name for choice in offered)
