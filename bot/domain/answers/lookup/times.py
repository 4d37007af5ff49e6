"""What the calendar decides: whether a measure is over, whether a title is early enough."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.record_lines import money_lines
from bot.domain.answers.read.elapsed import days_told
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Figure, Measure
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH
from bot.domain.text import Plain

_NOW: Final = re.compile(
    r"\bstill\b|\bnow\b|\btoday\b|\bthis month\b|\bcurrently\b|\bany ?more\b|\btoo late\b|"
    r"现在|目前|眼下|还(?:能|可以|有|在|来得及)"
)
_OVER: Final = re.compile(
    r"\b(?:ended|expired?|finished|lapsed|discontinued|gone)\b|\bend(?=\W*$)|"
    r"\b(?:over|closed)\b(?= ?(?:[?.,;]|$|already|by now|yet|or\b|in 20|at the end|since))|"
    r"(?:到期|过期|结束|截止|失效|停止|取消|没)(?:了[吗吧没么嘛]?|吧|没有?|吗)[?。]?(?:$|[,?])|"
    r"(?:是不是|是否|有没有)(?:已经?|早就?)?(?:到期|过期|结束|截止|失效|停止|取消)"
)
"""Asks whether it is over."""
_HOLDS: Final = re.compile(
    r"\b(?:after|once|when|if|before|until)\b[^,.;?]{0,40}\b(?:ended|expired?|over)|"
    r"\b(?:roll|carr|tak|hand|turn|mov|bring|brought)\w*\b[^,.;?]{0,24}\bover\b|"
    r"\b(?:licen[cs]e|certificate|patent|contract|lease|our|my)\b[^,.;?]{0,24}"
    r"\b(?:ended|expired?|lapsed)|称号[^,;。]{0,6}(?:到期|过期|失效)"
)
"""Something of the firm is over, or will be, or is handed over."""
_GOT: Final = (
    r"(?:recogni[sz]ed|became|become|got|get|awarded|granted|won|little giants?|srdi|title)"
)
_YEAR_HELD: Final = re.compile(
    rf"\b{_GOT}(?: (?:an?|the|our|as|it|title|little|giant|srdi|sme|only|just))*"
    r"(?: since| in| of| from| only in)* (?:(20[12]\d)|(?P<ago>last|this) year)|"
    r"\b(?:we|ours?|us|it)\b(?: \w+){0,2} (?:from|since|in|of) (20[12]\d)|"
    rf"\b(?P<before>last|this) year[^,.;?]{{0,16}}\b{_GOT}\b|"
    r"(20[12]\d|(?<!\d)[12]\d)年?(?:才|刚)?(?:被)?(?:认定|评上|评的|获评|拿到|的小巨人|的专精特新)|"
    r"(?P<zh>今年|去年|前年)(?:才|刚)*(?:被|新)*(?:认定|评上|评的|获评|拿到|成为|当上)"
)
"""The year in which the firm got its title."""
_AGO: Final = {"this": 0, "last": 1, "今年": 0, "去年": 1, "前年": 2}
_DONE: Final = re.compile(
    r"\b(?:we|our|us|i|it|loan|was|were|contract)\b[^.;?]{0,40}\b(?:re?paid|paid|signed|bought|dr[ae]wn?|"
    r"ordered|took|taken|got|granted|issued|started|invoiced)\b|"
    r"(?:还|签|放款|发放|买|交付|付|借|贷|拿|投产|开工)(?:清|完|款|了|的|下来)"
)
"""Says what the firm did, and not when a measure was announced."""
_REFUSED: Final = re.compile(
    r"\b(?:reject|refus|fail|turn\w* down|declin|unsuccessful|not (?:pass|recogni)|"
    r"didn't (?:pass|get|make))|"
    r"[没未][能有]?(?:评上|通过|过|上|成)|退回|被[刷拒]|不通过|落选"
)
"""Says that an application failed."""
_AGAIN: Final = re.compile(
    r"\bagain\b|\banother\b|\bre-?apply|\bsecond\b|再|第二次|又能|还能[报申]"
)
_TWICE: Final = re.compile(r"又|\band again\b|\btwice\b")
_THIS_YEAR: Final = re.compile(r"\bthis (?:year|spring|summer|autumn|winter)\b|今年|本年|下半年")
_LAST_YEAR: Final = re.compile(r"\blast year\b|去年")
_NEXT_YEAR: Final = re.compile(r"\bnext (?:year|spring)\b|明年|来年")


def lines_of_end(measure: Measure, lines: Sequence[Line], plain: Plain) -> tuple[Line, ...]:
    """Until when it is valid, then what it pays, if a question asks whether it is over; else none.

    No verdict: yes would mean that it is over.
    """
    validity = measure.validity
    asks = _OVER.search(plain) and not _HOLDS.search(plain)
    if not asks or validity is None or (validity.ends is None and lines[0].is_not_stated):
        return ()
    rest = [line for line in lines if not line.is_not_stated and line.text != validity.note]
    told = [line for line in rest if line.figures] or list(money_lines(measure))
    return (Line(measure, text=validity.note), *told)


def time_verdict(measure: Measure, query: Query, *, assumed: bool = False) -> Line | None:
    """A yes or no, with the sentence whose dates decide; None if no date of the question does.

    `assumed`: a last day in the past decides too if it is assumed.
    """
    question, plain, today = query.question, query.plain, query.today
    validity = measure.validity
    years, held = measure.for_ and measure.for_.recognised, _year_held(plain, today)
    if years and held and not years.holds(held):
        return Line(measure, text=measure.who, met=False)
    if by_month := _month_verdict(measure, question):
        return by_month
    rule = measure.topic == "eligibility"  # another one may follow it
    ends = validity and validity.assumed <= assumed and not rule and validity.ends
    if validity and ends and not question.dates and _NOW.search(plain):
        met = today <= ends
        return None if met and assumed else Line(measure, text=validity.note, met=met)
    return None


def own_date_verdict(measure: Measure, query: Query) -> Line | None:
    """Whether the month in which the firm did something is in the period that a measure is for."""
    fixed = measure.validity and measure.validity.starts and measure.validity.ends
    return _month_verdict(measure, query.question) if fixed and _DONE.search(query.plain) else None


def _month_verdict(measure: Measure, question: ParsedQuestion) -> Line | None:
    """Whether the months that a question names are in the period of a measure."""
    validity = measure.validity
    months = sorted(d for d in question.dates if len(d) == MONTH_LENGTH)
    if not (validity and (validity.starts or validity.ends) and months):
        return None
    ends_of = (validity.starts, validity.ends)
    first, last = (day.isoformat()[:MONTH_LENGTH] if day else "" for day in ends_of)
    inside = (not first or first <= months[0]) and (not last or months[-1] <= last)
    role = "inside" if inside else "outside"
    return Line(measure, text=validity.note, met=inside, role=role)


def wait_verdict(measure: Measure, plain: Plain) -> Line | None:
    """Whether the days that the firm has waited are over every limit, or within each.

    Neither where that depends on who pays, and on what was agreed.
    """
    limits = tuple(sorted((f for f in measure.figures if f.unit == "days"), key=lambda f: f.value))
    days = days_told(plain) if limits else None
    if days is None or days in {f.value for f in limits}:
        return None  # it may be the limit that the question names
    met = True if days <= limits[0].value else False if days > limits[-1].value else None
    return Line(measure, limits[:1] if met else limits[-1:], met=met, role="waited", own=days)


def bar_verdict(measure: Measure, query: Query) -> Line | None:
    """Whether the years of its bar are over since the month, or the year, that is named."""
    question, today = query.question, query.today
    bar: Figure | None = next((f for f in measure.figures if f.role == "bar"), None)
    if bar is None or not question.dates:
        return None
    since = max(question.dates, key=len)
    month = int(since[5:]) if len(since) == MONTH_LENGTH else today.month
    passed = (today.year - int(since[:4])) * 12 + today.month - month
    return Line(measure, (bar,), met=passed > bar.value * 12)


def once_verdict(measure: Measure, query: Query) -> Line | None:
    """No, of applying again in a year in which the firm has applied already."""
    plain = query.plain
    once = any(f.unit == "application" and f.value == 1 for f in measure.figures)
    this_year = _THIS_YEAR.search(plain) or str(query.today.year) in query.question.dates
    if not (once and this_year and _REFUSED.search(plain) and _AGAIN.search(plain)):
        return None
    before = _LAST_YEAR.search(plain) and not _TWICE.search(plain)
    if before or _NEXT_YEAR.search(plain):
        return None
    return Line(measure, text=measure.summary, met=False, role="once")


def _year_held(plain: Plain, today: date) -> int | None:
    """The year in which the firm got its title, if a question says it."""
    if (held := _YEAR_HELD.search(plain)) is None:
        return None
    if ago := held["ago"] or held["before"] or held["zh"]:
        return today.year - _AGO[ago]
    digits = next((g for g in held.groups() if g and g.isdigit()), "")
    return 2000 + int(digits[-2:])


def dated(verdict: Line, measure: Measure, question: ParsedQuestion, today: date) -> Line:
    """The verdict; a condition that is met of what is over, unless its year is asked about."""
    ends = measure.validity.ends if measure.validity else None
    if not (verdict.met and verdict.text and ends and ends < today):
        return verdict
    return verdict if str(ends.year) in question.text else replace(verdict, role="over")
