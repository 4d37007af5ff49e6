"""An amount, an area or a count that a question asks for and a record has not."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.data.models import Attribute, Award, Figure, Measure, Record, Statistic, Zone
from bot.domain.data.values import CEILINGS
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import amount_token, pattern_of

_YUAN: Final = re.compile(r"多少(?:元|万|钱)|几万|\bhow much\b.*\b(?:yuan|rmb|money)\b|in yuan")
_IN_YUAN: Final = re.compile(r"\bin (?:yuan|rmb)\b|多少亿|几个?亿|余额(?:是|有|到底)?(?:多少|几)")
_NOW: Final = re.compile(r"\b(?:now|today|currently|already)\b|现在|目前|手上|眼下")
_PER_FIRM: Final = re.compile(
    r"\b(?:one|single|per|each) (?:firm|company|business|borrower|enterprise|applicant)\b|"
    r"(?:一|单|每)(?:家|户|个企业)"
)
_COUNTED: Final[Mapping[str, re.Pattern[str]]] = {
    unit: re.compile(pattern)
    for unit, pattern in {
        "firms": r"how many (?:little giant |[\w-]+ )?"
        r"(?:firms|companies|businesses|enterprises|smes)\b|"
        r"number of (?:firms|companies)\b|(?:(?<!好)几|多少)家(?:企业|公司)",
        "banks": r"how many banks\b|(?:(?<!好)几|多少)家银行",
        "people": r"how many (?:people|staff|employees|visitors|participants|guests)\b|"
        r"多少人|几[个名]?人(?!民)",
        "centres": r"how many (?:[\w-]+ ){0,5}?cent(?:re|er)s\b|"
        r"几个\w{0,8}中心|中心.{0,6}(?:几|多少)个",
    }.items()
}
"""Units of what is counted, and how people ask for them."""
_HOW_MANY: Final = pattern_of(
    r"(?<!phone )\b(?:how many|number of)\b"
    r"(?! (?:\w+ ){0,2}(?:%|years?|yrs?|months?|weeks?|days?|hours?|times?|"
    r"points?|percent\w*|yuan|rmb|(?:us )?dollars|sq\w*|km|mu|million|billion|rounds?))|"
    r"(?:多少|(?<![好十这那哪])几)(?:家|名|人(?!民)|张|笔|户|款|座|(?:中小)?企业|[个项条](?!月|点|百分|亿|工作日|小时|礼拜|星期))"
)
"""Asks for a number of things or people."""
_PER_AREA: Final = re.compile(r"\bper (?:square|sqm|m2)|每平")
_LEAST: Final = pattern_of(
    r"\b(?:minimum|smallest|shortest)\b|\bat least how\b|最(?:低|少)(?:多少|几|能|可|额)|最短|起贷"
)
"""Asks for a lower limit."""
_YEAR: Final = re.compile(r"20\d\d")
_IN_SHANGHAI: Final = re.compile(
    r"\b(?:of|from|in|to|for) shanghai\b|shanghai (?:firms|companies|ones)|上海.{0,10}(?:几|多少)|"
    r"(?:几|多少).{0,6}上海"
)
_COSTS: Final[Mapping[str, Attribute | Aspect]] = {
    "rent": "rent",
    "electricity": "energy-price",
    "water": "amount",
    "land": "amount",
}
"""Terms of what a place costs, and what a zone then lacks."""
_MONEY: Final = frozenset({"CNY", "USD"})
_AREAS: Final = frozenset({"km2", "m2", "mu"})
_NO_COUNTS: Final = _MONEY | _AREAS | {"years", "months", "days", "times", "percentage points"}
"""Units that are no number of things; those of a percentage as well."""


def lacking_quantity(record: Record, question: ParsedQuestion) -> Attribute | Aspect | None:
    """An amount, an area or a count that the record has not, or not for the time asked."""
    if isinstance(record, Zone):
        return _lacking_of_zone(record, question)
    if not isinstance(record, Measure | Statistic):
        return None
    if _lacks_count(record, question):
        return "count"
    if _lacks_year(record, question):
        return "year"
    return _lacking_amount(record, question)


def _lacking_of_zone(zone: Zone, question: ParsedQuestion) -> Attribute | Aspect | None:
    """What a place costs, or its area."""
    costs = "amount" in question.intents or _PER_AREA.search(question.text)
    if costs and not question.concepts.isdisjoint(_COSTS):
        return next(a for c, a in _COSTS.items() if c in question.concepts)
    has_area = any(f.unit in _AREAS for f in zone.figures)
    return "area" if "area" in question.concepts and not has_area else None


def _lacking_amount(
    record: Measure | Statistic, question: ParsedQuestion
) -> Attribute | Aspect | None:
    """A sum of money, or its lower limit."""
    has_money = any(f.unit in _MONEY for f in record.figures)
    if isinstance(record, Statistic):
        in_yuan = not record.series and _IN_YUAN.search(question.text) and not has_money
        return "amount" if in_yuan else None
    limited = record.figures and all(
        f.qualifier in CEILINGS or f.role == "target" or f.scope == "total" for f in record.figures
    )
    if limited and _LEAST.search(question.text):
        return "minimum"
    if record.figures and _YUAN.search(question.text) and not has_money:
        return "amount"
    silent = not record.figures and not record.apply and question.intents & {"amount", "rate"}
    return "amount" if silent or _lacks_amount_of_one(record, question) else None


def _lacks_count(record: Measure | Statistic, question: ParsedQuestion) -> bool:
    """Whether what is counted has no figure, or none for Shanghai in what is about the country."""
    if "count" not in question.intents or (isinstance(record, Statistic) and record.series):
        return False
    units = {f.unit.removesuffix("s") for f in record.figures}
    asked = units_counted(question.text)
    if asked and not any(unit.removesuffix("s") in units for unit in asked):
        return True
    aims = all(f.role == "target" for f in record.figures)
    if record.figures and aims and _NOW.search(question.text):
        return True
    if record.figures and not any(counts_what_is_asked(f, question) for f in record.figures):
        return True
    names = " ".join(f.name.en for f in record.figures)
    counts_here = "Shanghai" in names or not _is_nationwide(record)
    return not counts_here and _IN_SHANGHAI.search(question.text) is not None


def _is_nationwide(record: Measure | Statistic) -> bool:
    """Whether its numbers are those of the country, or of a rule for all that apply."""
    if isinstance(record, Statistic):
        return record.area == "national"
    paid = isinstance(record, Award) and record.giver == "national"
    return paid or record.topic == "eligibility"


def counts_what_is_asked(figure: Figure, question: ParsedQuestion) -> bool:
    """Whether it may answer "how many": no period or share, nor a number that the question names.

    Of the 709 items, how many are ...
    """
    measured = figure.unit in _NO_COUNTS or figure.unit.startswith("percent")
    named = amount_token(figure.value, figure.unit) in question.amounts
    return not ((measured or named) and _HOW_MANY.search(question.text))


def units_counted(plain: str) -> list[str]:
    """The units of what a normalised question wants counted."""
    return [unit for unit, pattern in _COUNTED.items() if pattern.search(plain)]


def _lacks_year(record: Measure | Statistic, question: ParsedQuestion) -> bool:
    """Whether a number or a target is asked for of years after those that it names."""
    series = isinstance(record, Statistic) and record.series
    dated = isinstance(record, Statistic) or any(f.role == "target" for f in record.figures)
    asks = question.intents & {"amount", "count", "rate"} or "target" in question.concepts
    if series or not (dated and asks and question.dates):
        return False
    asked = min(*question.dates, *_YEAR.findall(question.text))[:4]
    texts = record.model_dump_json(exclude={"not_stated"})
    return asked > max(_YEAR.findall(texts), default=asked)


def _lacks_amount_of_one(measure: Measure, question: ParsedQuestion) -> bool:
    """Whether one firm's money is asked for, and only sums for all or rates are stated."""
    if "amount" not in question.intents or not _PER_FIRM.search(question.text):
        return False
    of_one = [f for f in measure.figures if f.unit in _MONEY and f.scope != "total"]
    return bool(measure.figures) and not of_one
