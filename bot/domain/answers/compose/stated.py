"""Which attributes a record states, and whether the ones asked for are among them."""

import re
from collections.abc import Mapping
from typing import Final, cast

from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.data.ends import first_end
from bot.domain.data.models import Attribute, Measure, Package, Record, Statistic, Validity, Zone
from bot.domain.eligibility.matching import offered
from bot.domain.search.document_fields import figure_about
from bot.domain.search.query import ParsedQuestion

_ORDER: Final[tuple[Attribute, ...]] = ("stacking", "apply", "place", "rate", "authority", "when")
"""Attributes that a question asks for in so many words, and that a record may lack."""
_YUAN: Final = re.compile(r"多少(?:元|万|钱)|几万|\bhow much\b.*\b(?:yuan|rmb|money)\b|in yuan")
_IN_YUAN: Final = re.compile(r"\bin (?:yuan|rmb)\b|多少亿|几个?亿|余额(?:是|有|到底)?(?:多少|几)")
_NOW: Final = re.compile(r"\b(?:now|today|currently|already)\b|现在|目前|手上|眼下")
_PER_FIRM: Final = re.compile(
    r"\b(?:one|single|per|each|a single) (?:firm|company|business|borrower|enterprise|applicant)\b|"
    r"(?:一|单|每)(?:家|户|个企业)|单个企业"
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
_IN_SHANGHAI: Final = re.compile(
    r"\b(?:of|from|in|to|for) shanghai\b|shanghai (?:firms|companies|ones)|上海.{0,10}(?:几|多少)|"
    r"(?:几|多少).{0,6}上海"
)
_NATIONAL: Final = re.compile(r"national|central|china", re.IGNORECASE)
_DAY: Final = re.compile(r"\b(?:by|before|until|from|to) \d{1,2} [A-Z][a-z]+ 20\d\d")
"""A day named in a sentence."""
_COSTS: Final[Mapping[str, Attribute | Aspect]] = {
    "rent": "rent",
    "electricity": "energy-price",
    "water": "amount",
    "land": "amount",
}
"""Terms of what a place costs, and what a zone then lacks."""
_WHERE: Final = re.compile(r"\bwhere (?:do|does|can|to|should|must)\b|(?:在|到|去)哪")
"""Asks where something is done, which the steps tell, rather than for an address."""
_MONEY: Final = frozenset({"CNY", "USD"})
_AREAS: Final = frozenset({"km2", "m2", "mu"})
_BESIDE: Final[frozenset[Attribute]] = frozenset({"definition", "names", "conditions", "text"})
"""Attributes often detected in addition to the one asked for."""


def lacking_attribute(record: Record, question: ParsedQuestion) -> Attribute | Aspect | None:
    """The attribute asked for, if the record does not state it."""
    if quantity := _lacking_quantity(record, question):
        return quantity
    if not isinstance(record, Measure | Package):
        return None
    asked = question.intents - _BESIDE
    stated = _stated(record, question)
    missing: list[Attribute] = [a for a in _ORDER if a in asked and a not in stated]
    return missing[0] if missing and asked - stated == asked else None


def _lacking_quantity(record: Record, question: ParsedQuestion) -> Attribute | Aspect | None:
    """An amount, an area or a count that the record has not, or not for the time asked."""
    units = {f.unit for f in record.figures}
    if isinstance(record, Measure | Statistic) and _lacks_count(record, question):
        return "count"
    if isinstance(record, Zone):
        if not question.concepts.isdisjoint(_COSTS) and "amount" in question.intents:
            return next(a for c, a in _COSTS.items() if c in question.concepts)
        return "area" if "area" in question.concepts and not units & _AREAS else None
    if isinstance(record, Statistic) and not record.series:
        years = {d[:4] for d in question.dates}
        known = {f.as_of[:4] for f in record.figures if f.as_of}
        later = years and known and min(years) > max(known)
        in_yuan = _IN_YUAN.search(question.text) and not units & _MONEY
        asks = "amount" if in_yuan else "count" if "count" in question.intents and later else None
        return cast("Attribute | None", asks)
    if not isinstance(record, Measure):
        return None
    if record.figures and _YUAN.search(question.text) and not units & _MONEY:
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
    national = _NATIONAL.search(f"{record.package} {record.title.en}")
    names = " ".join(f.name.en for f in record.figures)
    return bool(national and "Shanghai" not in names and _IN_SHANGHAI.search(question.text))


def units_counted(plain: str) -> list[str]:
    """The units of what a normalised question wants counted."""
    return [unit for unit, pattern in _COUNTED.items() if pattern.search(plain)]


def _lacks_amount_of_one(measure: Measure, question: ParsedQuestion) -> bool:
    """Whether one firm's money is asked for, and only sums for all or rates are stated."""
    if "amount" not in question.intents or not _PER_FIRM.search(question.text):
        return False
    of_one = [f for f in measure.figures if f.unit in _MONEY and f.scope != "total"]
    return bool(measure.figures) and not of_one


def _stated(record: Record, question: ParsedQuestion) -> frozenset[Attribute]:
    """The attributes that a record states, by its fields."""
    stated: set[Attribute] = set()
    for figure in record.figures:
        stated |= figure_about(figure)
    if isinstance(record, Measure):
        fields: dict[Attribute, object] = {
            "who": record.who or record.conditions,
            "apply": record.apply or (offered(record) is None and record.contact),
            "authority": record.authority,
            "place": record.contact,
            "when": record.validity and _states_when(record.validity, question),
            "stacking": record.goes_with,
        }
        stated |= {about for about, value in fields.items() if value}
        where = offered(record) is None and _WHERE.search(question.text)
        if record.automatic or (record.apply and (where or "apply" in question.intents)):
            stated.add("place")
        if not question.beyond and _DAY.search(record.summary.en):
            stated.add("when")
    elif isinstance(record, Package):
        stated |= {"who", "authority", "apply"}
        if record.ends if question.end else record.issued or record.starts:
            stated.add("when")
    return frozenset(stated)


def states_end(record: Record, question: ParsedQuestion) -> bool:
    """Whether a question asks until when a measure is valid, and it says so."""
    if question.beyond or not (question.end and isinstance(record, Measure)):
        return False
    return bool(record.validity and first_end(record))


def _states_when(validity: Validity, question: ParsedQuestion) -> bool:
    """Whether it states a start or an end that is not before the time asked about."""
    if question.beyond:
        return False
    if validity.ends is None:
        return validity.starts is not None
    return all(int(d[:4]) <= validity.ends.year for d in question.dates)
