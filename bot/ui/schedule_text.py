"""Schedules in words, why a text is none, and suggestions, in both languages."""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TYPE_CHECKING, Final

from bot.domain.schedules.schedule import (
    EVERY_DAY,
    LAST_DAY,
    WORKDAYS,
    Cron,
    Days,
    MonthDay,
    Schedule,
    Timed,
    Weekdays,
    plain_days,
    stored_schedule,
    timetable,
)
from bot.i18n.translator import N_, Translator
from bot.ui.escape import code, echo
from bot.ui.options import TextChoice, offer

if TYPE_CHECKING:
    from bot.domain.schedules.parser import InvalidSchedule, ScheduleFault

_WEEKDAYS: Final = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)
_MOST_TIMES: Final = 8
"""Times of a cron line that are listed."""


def schedule_text(tr: Translator, schedule: Schedule) -> str:
    """A schedule in words: Daily 09:00; Mondays and Thursdays 08:30."""
    if isinstance(schedule.rule, Timed):
        return _timed_text(tr, schedule.rule.days, f"{schedule.rule.at:%H:%M}")
    line, said = f"`cron {schedule.rule.line}`", _cron_text(tr, schedule)
    return tr("{line} ({said})", line=line, said=said) if said else line


def schedule_note(tr: Translator, schedule: Schedule) -> str | None:
    """What happens in months without the day of the schedule, or None where all have it."""
    match schedule.rule:
        case Timed(days=MonthDay(number)) if 28 < number < LAST_DAY:
            return tr(
                "In a month without a {day}, it is posted on the last day.",
                day=_month_day(tr, number),
            )
        case _:
            return None


def _timed_text(tr: Translator, days: Days, times: str) -> str:
    if isinstance(days, MonthDay):
        if days.number == LAST_DAY:
            return tr("Last day of each month {times}", times=times)
        day = _month_day(tr, days.number)
        return tr("{day} of each month {times}", day=day, times=times)
    if days.numbers == EVERY_DAY:
        return tr("Daily {times}", times=times)
    if days.numbers == WORKDAYS:
        return tr("Monday to Friday {times}", times=times)
    return tr("{days} {times}", days=_weekdays(tr, days), times=times)


def _cron_text(tr: Translator, schedule: Schedule) -> str | None:
    """What a cron line means, where few words say it."""
    days, times = plain_days(schedule), timetable(schedule).times
    if days is None:
        return None
    if len(times) <= _MOST_TIMES:
        return _timed_text(tr, days, _listed(tr, [f"{at:%H:%M}" for at in times]))
    if len(times) == 24 and days == Weekdays(EVERY_DAY):
        return tr("Every hour at minute {minute}", minute=f"{times[0].minute:02d}")
    return None


def _days_text(tr: Translator, days: Days) -> str:
    """Days without a time."""
    if isinstance(days, MonthDay):
        if days.number == LAST_DAY:
            return tr("Last day of each month")
        return tr("{day} of each month", day=_month_day(tr, days.number))
    if days.numbers == EVERY_DAY:
        return tr("Daily")
    return tr("Monday to Friday") if days.numbers == WORKDAYS else _weekdays(tr, days)


def _weekdays(tr: Translator, days: Weekdays) -> str:
    return _listed(tr, [tr(_WEEKDAYS[number]) for number in days.numbers])


def _listed(tr: Translator, names: list[str]) -> str:
    """Names as a list: Mondays, Wednesdays and Fridays; 周一、周三、周五."""
    if tr.lang == "zh":
        return "、".join(names)
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _month_day(tr: Translator, number: int) -> str:
    """1st, 2nd, 31st; in Chinese the number alone."""
    if tr.lang == "zh":
        return str(number)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number < 14 else ending}"


# ----------------------------------------------------------------------------- refusals

_REFUSALS: Final[Mapping["ScheduleFault", str]] = {
    "empty": N_("When should it be posted?"),
    "too-long": N_("This is too long for a schedule."),
    "no-time": N_("No time was found."),
    "no-day": N_("No days were found."),
    "no-weekday": N_("“Every week” needs a day of the week."),
    "no-month-day": N_("“Every month” needs a day of the month."),
    "bad-time": N_("“{wrong}” is not a valid time; use 00:00 to 23:59."),
    "bad-day": N_("No month has a day “{wrong}”; use 1 to 31 or `last`."),
    "bad-cron": N_(
        "`{wrong}` is not a valid cron expression. It needs five fields: minute, hour, day of the "
        "month, month, day of the week; `L`, `W`, `#`, `?` and seconds are not supported."
    ),
    "too-often": N_("`{wrong}` runs too often; once an hour is the limit."),
    "never": N_("`{wrong}` never runs: no such month has that day."),
    "interval": N_(
        "“{wrong}” is an interval; digests are posted at fixed times on fixed days. A cron "
        "expression can come close: `cron 0 */3 * * *` runs every three hours from midnight."
    ),
    "many-times": N_(
        "More than one time was found: {wrong}. Give one, or a cron expression such "
        "as `cron 0 9,18 * * *`."
    ),
    "many-days": N_(
        "More than one day of the month was found. Give one, or a cron expression "
        "such as `cron 0 9 1,15 * *`."
    ),
    "mixed-days": N_(
        "Both days of the week and days of the month were found; only one kind is possible."
    ),
    "zone": N_("“{wrong}” looks like a time zone. Use the option `timezone` for it."),
    "unknown": N_("“{wrong}” was not understood."),
}
_EXAMPLES: Final = N_(
    "For example: `daily 09:00`, `weekdays 09:00`, `mon,thu 08:30`, `monthly 1 10:00`, "
    "`cron 0 9 * * 1-5`."
)


def refusal_text(tr: Translator, unreadable: "InvalidSchedule", *, examples: bool = True) -> str:
    """What was understood of a text that is no schedule, what is wrong, and examples."""
    refusal = _REFUSALS[unreadable.reason]
    safe = code if "`{wrong}`" in refusal else echo
    sentence = tr(refusal, wrong=safe(unreadable.wrong or "cron", 100))
    parts = (_understood(tr, unreadable), sentence, tr(_EXAMPLES) if examples else "")
    return tr.space.join(filter(None, parts))


def _understood(tr: Translator, unreadable: "InvalidSchedule") -> str:
    days, at = unreadable.days, unreadable.at
    if days and at:
        said = _timed_text(tr, days, f"{at:%H:%M}")
    elif days:
        said = _days_text(tr, days)
    elif at:
        said = f"{at:%H:%M}"
    else:
        return ""
    return tr("Understood: “{said}”.", said=said)


# ------------------------------------------------------------------------------- offers

_COMMON: Final = (
    "daily 09:00",
    "weekdays 09:00",
    "mon 09:00",
    "mon,thu 08:30",
    "fri 17:00",
    "monthly 1 10:00",
    "monthly last 17:00",
    "cron 0 9,18 * * *",
    "cron 0 */3 * * *",
    "cron 0 * * * *",
)
"""What is offered when nothing is typed."""
_TIMES: Final = (time(9), time(8, 30), time(12), time(17), time(20))
"""What is offered where only the time is missing."""
_SHARED_DAYS: Final = (
    Weekdays(EVERY_DAY),
    Weekdays(WORKDAYS),
    Weekdays((0,)),
    Weekdays((4,)),
    MonthDay(1),
    MonthDay(LAST_DAY),
)
"""What is offered where only the days are missing."""


def offer_schedules(typed: str, tr: Translator) -> list[TextChoice]:
    """Schedules for an autocomplete: the one that is typed, what completes it, or common ones."""
    found = dict.fromkeys(_offered(typed))
    return offer((schedule_label(tr, schedule), schedule.form) for schedule in found)


def schedule_label(tr: Translator, schedule: Schedule) -> str:
    """A schedule in words, without Markdown: for buttons and drop-downs."""
    return schedule_text(tr, schedule).replace("`", "")


def _offered(typed: str) -> Iterator[Schedule]:
    # A start needs no parser.
    from bot.domain.schedules.parser import InvalidSchedule, parse_schedule  # noqa: PLC0415

    common = [stored_schedule(form) for form in _COMMON]
    match parse_schedule(typed):
        case Schedule(rule=Timed(_, at)) as schedule:
            yield schedule
            yield from _at(at)
        case Schedule() as schedule:
            yield schedule
        case InvalidSchedule("no-day", at=time() as at):
            yield from _at(at)
        case InvalidSchedule("no-weekday", at=at):
            yield from (Schedule(Timed(Weekdays((day,)), at or _TIMES[0])) for day in EVERY_DAY)
        case InvalidSchedule("no-month-day", at=at):
            days_of_month = (1, 15, LAST_DAY)
            yield from (Schedule(Timed(MonthDay(day), at or _TIMES[0])) for day in days_of_month)
        case InvalidSchedule("no-time", days=Weekdays() | MonthDay() as days):
            yield from (Schedule(Timed(days, at)) for at in _TIMES)
        case InvalidSchedule("bad-cron"):
            yield from (schedule for schedule in common if isinstance(schedule.rule, Cron))
        case _:
            begun = typed.strip().lower()
            yield from [each for each in common if each.form.startswith(begun)] or common


def _at(at: time) -> Iterator[Schedule]:
    return (Schedule(Timed(days, at)) for days in _SHARED_DAYS)
