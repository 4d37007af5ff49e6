"""How schedules are read: any usual way, one stored form, a reason for each refusal."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.schedules.parser import InvalidSchedule, ScheduleFault, parse_schedule
from bot.domain.schedules.schedule import (
    EVERY_DAY,
    LONGEST_FORM,
    MonthDay,
    Schedule,
    Weekdays,
    next_run,
    plain_days,
    stored_schedule,
)
from tests.domain.schedules import BERLIN, read

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)

FORMS = {
    "daily 09:00": [
        "daily 09:00", "Daily 9:00", "DAILY ９：００", "9am daily", "every day at 9:00",
        "everyday 9", "at 9 every day", "daily at 9 a.m.", "daily 0900", "daily 9.00", "daily 9h00",
        "mon-sun 9:00", "每天 09:00", "每天9点", "每日早上9点", "每天上午九点整", "每一天 9:00",
        "天天9:00", " `daily 09:00` ", "daily\u200b 9:00",
    ],
    "daily 21:30": [
        "daily 9:30 pm", "every day at 9:30pm", "每天晚上9点半", "每天21:30", "每天晚9:30",
    ],
    "daily 15:30": [
        "每天下午3点半", "每天下午三点三十分", "每天下午3:30", "每天15点30", "daily 15:30",
    ],
    "daily 08:15": ["每天八点一刻", "每天 8点15分", "daily 8:15"],
    "daily 12:00": ["daily noon", "daily 12pm", "每天中午", "每天中午12点", "每天正午"],
    "daily 00:00": ["daily midnight", "daily 12am", "每天零点", "每天凌晨0点", "daily 00:00"],
    "weekdays 09:00": [
        "weekdays 09:00", "every weekday at 9", "mon-fri 9:00", "Mon–Fri 9:00", "Mo-Fr 9:00",
        "Monday to Friday at 9am", "monday through friday 9", "workdays 9:00", "工作日 09:00",
        "每个工作日9点", "周一至周五 9:00", "每周一到周五 9:00", "周1-5 9:00", "週一至週五 9:00",
    ],
    "sat,sun 10:00": [
        "weekends 10:00", "周末 10点", "每个周末10:00", "sat-sun 10:00", "周六日 10:00",
    ],
    "mon,thu 08:30": [
        "mon,thu 08:30", "thu,mon 8:30", "Mondays and Thursdays at 8:30", "mon/thu 8:30",
        "weekly mon thu 08:30", "每周一、四 08:30", "每周一和周四 8:30", "周一，周四 8点半",
        "週一、週四 08:30", "星期一、星期四 08:30", "礼拜一四 8:30",
    ],
    "mon 09:00": [
        "every monday 9:00", "mon 9", "Mondays, 9 o'clock", "每周一 9:00", "星期一9点",
        "每逢周一 9:00", "每周一上午9:00发送",
    ],
    "tue 10:00": ["Every Tues. 10:00", "每周二十点", "每周二 十点"],
    "tue 20:00": ["每周二二十点", "tuesday 8pm"],
    "mon,fri,sat,sun 09:00": ["fri-mon 9:00", "周五至周一 9:00"],
    "sun 09:00": ["sundays 9:00", "星期天 9:00", "周日 9:00", "每周日9点"],
    "monthly 1 10:00": [
        "monthly 1 10:00", "1st of every month 10:00", "every month on the 1st at 10",
        "monthly day 1 10:00", "每月1日 10:00", "每月1号10点", "每个月一号 10:00",
        "每月第1日 10:00", "first day of the month 10:00", "每月第一天 10:00", "每月月初 10点",
    ],
    "monthly 15 12:00": ["on the 15th of each month at noon", "每月十五日 12:00"],
    "monthly 31 10:00": ["monthly 31 10:00", "每月三十一日 10:00"],
    "monthly last 10:00": [
        "monthly last 10:00", "last day of the month 10:00", "at the end of each month 10:00",
        "month-end 10:00", "每月最后一天 10:00", "每月月底 10:00", "月末 10点",
    ],
    "cron 0 9 * * 1-5": [
        "cron 0 9 * * 1-5", "0 9 * * 1-5", "CRON: 0  9 * * 1-5", "０ ９ ＊ ＊ １－５",
    ],
    "cron 0 9 * * mon,wed": ["0 9 * * MON,WED", "0 9 * * mon, wed"],
    "cron 15 */2 1-7,15 jan-mar/2 *": ["15 */2 1-7,15 JAN-MAR/2 *"],
    "cron 0 0 * * 0": ["@weekly", "cron @weekly"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "form"), [(typed, form) for form, all_ in FORMS.items() for typed in all_]
)
def test_a_schedule_is_read_in_any_usual_way(typed: str, form: str) -> None:
    assert read(typed).form == form


REFUSED: dict[ScheduleFault, list[tuple[str, str]]] = {
    "empty": [("", ""), ("  ", "")],
    "no-time": [("daily", ""), ("每周一", ""), ("monthly 1", ""), ("monthly 1 9", "")],
    "no-day": [("09:00", ""), ("上午9点", ""), ("at noon", "")],
    "no-weekday": [("weekly 9:00", ""), ("每周 9:00", ""), ("每周一次 9:00", "")],
    "no-month-day": [("monthly 9:00", ""), ("每月 9:00", "")],
    "bad-time": [
        ("daily 25:00", "25:00"), ("daily 9:75", "9:75"), ("daily 9:5", "9:5"),
        ("daily 24:00", "24:00"), ("每天25点", "25点"), ("daily 13am", "13am"),
        ("每天晚上12点", "晚上12点"), ("mon 31", "31"),
    ],
    "bad-day": [("monthly 32 9:00", "32"), ("monthly 0 9:00", "0"), ("每月40日 9:00", "40")],
    "bad-cron": [
        ("cron", ""), ("cron 0 9 * *", "0 9 * *"), ("0 0 9 * * *", "0 0 9 * * *"),
        ("0 9 l * *", "0 9 l * *"), ("0 9 * * 1#2", "0 9 * * 1#2"), ("0 9 * * 5L", "0 9 * * 5l"),
        ("0 9 LW * *", "0 9 lw * *"), ("0 9 ? * 1", "0 9 ? * 1"), ("0 24 * * *", "0 24 * * *"),
        ("0 9 45 2 *", "0 9 45 2 *"), ("0 9 1 13 *", "0 9 1 13 *"), ("@reboot", "@reboot"),
        ("0 9 * * fri-sun", "0 9 * * fri-sun"), ("0 9/0 * * *", "0 9/0 * * *"),
    ],
    "too-often": [
        ("* * * * *", "* * * * *"), ("*/30 * * * *", "*/30 * * * *"),
        ("0,30 9 * * *", "0,30 9 * * *"), ("every 10 minutes", "every 10 minutes"),
        ("every half hour", "every half hour"), ("每分钟", "每分钟"), ("每半小时", "每半小时"),
        ("每30分钟", "每30分钟"),
    ],
    "never": [("0 9 31 2 *", "0 9 31 2 *"), ("0 9 30 feb *", "0 9 30 feb *"),
              ("0 9 31 4,6,9,11 *", "0 9 31 4,6,9,11 *")],
    "interval": [
        ("every 3 hours", "every 3 hours"), ("hourly", "hourly"), ("every hour", "every hour"),
        ("每3小时", "每3小时"), ("每小时", "每小时"), ("每隔两天 9:00", "每隔两天"),
        ("every other day 9:00", "every other day"), ("biweekly mon 9:00", "biweekly"),
        ("every 2 weeks", "every 2 weeks"), ("隔周周一 9:00", "隔周"),
        ("yearly", "yearly"), ("两天一次", "两天一次"),
    ],
    "many-times": [("daily 9:00 and 18:00", "09:00, 18:00"), ("每天9点、18点", "09:00, 18:00")],
    "many-days": [("monthly 1,15 9:00", ""), ("每月1、15日 9:00", "")],
    "mixed-days": [("monthly mon 9:00", ""), ("last friday of the month 9:00", "")],
    "zone": [
        ("daily 9:00 CST", "cst"), ("daily 9:00 UTC+8", "utc+8"), ("每天北京时间9点", "北京时间"),
        ("daily 9:00 Asia/Shanghai", "asia/shanghai"), ("daily 9:00 beijing time", "beijing time"),
    ],
    "unknown": [
        ("monthly -1 9:00", "1"), ("monthly 1-15 9:00", "1 15"), ("每月1-15 9:00", "1 15"),
        ("tomorrow 9:00", "tomorrow"), ("weekdays except friday 9:00", "except"), ("foo", "foo"),
        ("first monday of the month 9:00", "first"), ("3月1日 9:00", "3月"),
    ],
    "too-long": [("daily 9:00 " + "x" * 200, ("daily 9:00 " + "x" * 200)[:120])],
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reason", "wrong"),
    [(typed, reason, wrong) for reason, all_ in REFUSED.items() for typed, wrong in all_],
)
def test_a_refusal_names_its_reason_and_the_piece_at_fault(
    typed: str, reason: ScheduleFault, wrong: str
) -> None:
    found = parse_schedule(typed)
    assert isinstance(found, InvalidSchedule), found
    assert (found.reason, found.wrong) == (reason, wrong)


def test_a_refusal_keeps_what_was_understood() -> None:
    daily, nine = Weekdays(EVERY_DAY), time(9)
    assert parse_schedule("daily") == InvalidSchedule("no-time", days=daily)
    assert parse_schedule("9:00") == InvalidSchedule("no-day", at=nine)
    assert parse_schedule("daily 9:00 foo") == InvalidSchedule("unknown", "foo", daily, nine)


PIECES = """
    daily weekly monthly mon thu-sun last noon at every 2 hours pm cron @daily utc+8
    每天 每周 一 、 四 至 周五 每月 1日 号 月底 隔 上午 九 二十 点 半
    31 9:00 25:00 9 0930 * */5 0 1-5 , - :
""".split()
LANGUAGE = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)


@settings(max_examples=200)
@given(st.text(max_size=300) | LANGUAGE | LANGUAGE.map(lambda text: text.replace(" ", "")))
def test_whatever_is_typed_is_a_schedule_or_a_refusal(typed: str) -> None:
    found = parse_schedule(typed)
    if isinstance(found, Schedule):
        assert len(found.form) <= LONGEST_FORM
        assert parse_schedule(found.form) == stored_schedule(found.form) == found
        next_run(found, ZoneInfo(BERLIN), NOW)


def test_the_longest_line_is_stored_and_read_again() -> None:
    days = ",".join(map(str, range(1, 32)))
    line = f"09 {days} 7,8,9,10,11,12 mon,tue,wed"
    longest = read(f"0 {line}")
    assert len(longest.form) == LONGEST_FORM
    assert parse_schedule(longest.form) == longest
    assert parse_schedule(f"00 {line}") == InvalidSchedule("too-long", f"00 {line}")


@pytest.mark.parametrize("form", ["", "daily", "daily 25:00", "monthly 32 09:00", "cron * * * * *"])
def test_a_stored_form_is_read_strictly(form: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        stored_schedule(form)


def test_a_cron_line_of_plain_days_is_known_as_such() -> None:
    assert plain_days(read("0 9 * * 1-5")) == Weekdays((0, 1, 2, 3, 4))
    assert plain_days(read("0 9 * * 0,7")) == Weekdays((6,))
    assert plain_days(read("0 9 15 * *")) == MonthDay(15)
    assert plain_days(read("0 9 31 * *")) is None  # it leaves months out
    assert plain_days(read("0 9 1 * mon")) is None
    assert plain_days(read("0 9 * 1 *")) is None
