"""The measures that end soon: by the date a question names, or by the end of the year."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.lists import kinds_named
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.answers.read.written_numbers import in_digits
from bot.domain.data.catalogue import select_measures
from bot.domain.data.ends import first_end
from bot.domain.search.ranking import MONTH_LENGTH

_ENDS: Final = re.compile(
    r"\b(?:clos|expir|run out|laps)\w*|\bends?\b|\bending\b|\bdeadlines?\b|截止|到期|结束|过期"
)
_WHICH: Final = re.compile(
    r"\b(?:which|what|any|list|everything|all)\b.{0,40}\b(?:measures?|subsid\w+|schemes?|support|"
    r"programmes?|programs?|policies|deadlines?|grants?|awards?|loans?|vouchers?|ones?)\b|"
    r"(?:哪些|什么(?!时候)|哪几)(?:政策|措施|补贴|奖励|项目|贷款|支持|券)?|有没有.{0,12}(?:政策|措施|补贴)|(?:政策|措施|补贴).{0,8}(?:哪些|有什么)"
)
_FALLS_DUE: Final = re.compile(
    r"\bloans? (?:is |are |falls? |comes? |will be )?(?:due|end|expir|matur|up\b)|"
    r"(?:贷款?|借款|授信)(?:也|就|快|马上|年底|今年)*(?:要|会)?到期"
)
"""Says that the firm's own loan ends."""
_MONTHS: Final = re.compile(r"\b(?:next|in) (\d{1,2}) months?|(\d{1,2})个月内|未来(\d{1,2})个月")
_NEXT_MONTH: Final = re.compile(r"\bnext month\b|下个?月")
_THIS_MONTH: Final = re.compile(r"\bthis month|本月|这个月")
_YEAR_END: Final = re.compile(r"\byear.?end|end of (?:the|this) year|this year|年底|年内|今年")
_SOON: Final = re.compile(r"\bsoon\b|\bshortly\b|快要?(?:截止|到期|结束)|马上|最近")
_DAYS_SOON: Final = 60
_MOST: Final = 12


def ending_card(query: Query) -> AnswerCard | None:
    """What is in force and ends by then, the next first, or what ends next if nothing does.

    None if that is not asked.
    """
    question, plain, today = query.question, query.plain, query.today
    asked = _ENDS.search(plain) and (_WHICH.search(plain) or has_form(plain, "list"))
    limit = _limit(query) if asked else None
    falls_due = _FALLS_DUE.search(plain)
    if limit is None or question.named or "batch" in question.concepts or falls_due:
        return None
    found = [
        (ends, m)
        for m in select_measures(query.release.catalogue, today, status="in-force")
        if (ends := first_end(m)) and today <= ends
    ]
    kinds = kinds_named(question)
    found = [each for each in found if each[1].kind in kinds] or found
    found.sort(key=lambda each: each[0])
    if found and not question.dates:  # if none ends by then, the next to end
        limit = max(limit, found[0][0])
    found = [each for each in found if each[0] <= limit]
    lines = tuple(Line(m, text=m.validity.note) for _, m in found if m.validity)
    if not lines:
        return None
    return AnswerCard(lines[0].record, lines[:_MOST], "ending", max(0, len(lines) - _MOST))


def _limit(query: Query) -> date | None:
    """The last day that the question means."""
    question, plain, today = query.question, in_digits(query.plain), query.today
    if found := _MONTHS.search(plain):
        return today + timedelta(days=31 * int(next(g for g in found.groups() if g)))
    if _THIS_MONTH.search(plain):
        return _last_day(today.year, today.month)
    if _NEXT_MONTH.search(plain):
        return _last_day(today.year + today.month // 12, today.month % 12 + 1)
    months = [d for d in question.dates if len(d) == MONTH_LENGTH and int(d[:4]) >= today.year]
    if months:
        return _last_day(int(max(months)[:4]), int(max(months)[5:7]))
    if _YEAR_END.search(plain):
        return date(today.year, 12, 31)
    years = [int(d) for d in question.dates if len(d) < MONTH_LENGTH and int(d) >= today.year]
    if years:
        return date(max(years), 12, 31)
    return today + timedelta(days=_DAYS_SOON) if _SOON.search(plain) else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
