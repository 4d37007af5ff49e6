"""Which attributes a record states, and whether the ones asked for are among them."""

import re
from typing import Final

from bot.domain.data.models import Attribute, Measure, Package, Record, Statistic, Validity, Zone
from bot.domain.search.document_fields import figure_about
from bot.domain.search.query import ParsedQuestion

_ORDER: Final[tuple[Attribute, ...]] = ("stacking", "apply", "place", "rate", "authority", "when")
"""Attributes that a question asks for in so many words, and that a record may lack."""
_PHONE: Final = re.compile(r"\bphone|\bcall\b|telephone|电话|電話", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d{5}|\d[ -]\d{4}")
_YUAN: Final = re.compile(
    r"多少(?:元|万|钱)|几万|\bhow much\b.*\b(?:yuan|rmb|money)\b|in yuan", re.IGNORECASE
)
_APPLYING: Final = re.compile(
    r"appl|\bfil(?:e|ing)\b|submi|claim|deadline|hand in|申报|申请|申领|截止|提交|填报|到账|发放",
    re.IGNORECASE,
)
"""Asks how long one can apply, or when it is paid, rather than how long it is valid."""
_DAY: Final = re.compile(r"\b(?:by|before|until|from|to) \d{1,2} [A-Z][a-z]+ 20\d\d")
"""A day named in a sentence."""
_COSTS: Final = frozenset({"rent", "electricity", "water", "land"})
_AREAS: Final = frozenset({"km2", "m2", "mu"})
_BESIDE: Final[frozenset[Attribute]] = frozenset({"definition", "names", "conditions", "text"})
"""Attributes often detected in addition to the one asked for."""


def lacking(record: Record, question: ParsedQuestion) -> Attribute | None:
    """The attribute asked for, if the record does not state it."""
    if quantity := _lacking_quantity(record, question):
        return quantity
    if not isinstance(record, Measure | Package):
        return None
    if isinstance(record, Measure) and _PHONE.search(question.text) and record.contact:
        return None if _DIGITS.search(record.contact.en) else "place"
    asked = question.intents - _BESIDE
    stated = _stated(record, question)
    missing: list[Attribute] = [a for a in _ORDER if a in asked and a not in stated]
    return missing[0] if missing and asked - stated == asked else None


def _lacking_quantity(record: Record, question: ParsedQuestion) -> Attribute | None:
    """An amount, an area or a count that the record has not, or not for the time asked."""
    units = {f.unit for f in record.figures}
    if isinstance(record, Zone):
        if question.concepts & _COSTS and "amount" in question.intents:
            return "amount"
        return "amount" if "area" in question.concepts and not units & _AREAS else None
    if isinstance(record, Statistic) and not record.series:
        years = {d[:4] for d in question.dates}
        known = {f.as_of[:4] for f in record.figures if f.as_of}
        later = years and known and min(years) > max(known)
        return "count" if later and "count" in question.intents else None
    if isinstance(record, Measure) and record.figures and _YUAN.search(question.text):
        return None if units & {"CNY", "USD"} else "amount"
    if isinstance(record, Measure) and not record.figures and not record.apply:
        return "amount" if question.intents & {"amount", "rate"} else None
    return None


def _stated(record: Record, question: ParsedQuestion) -> frozenset[Attribute]:
    """The attributes that a record states, by its fields."""
    stated: set[Attribute] = set()
    for figure in record.figures:
        stated |= figure_about(figure)
    if isinstance(record, Measure):
        fields: dict[Attribute, object] = {
            "who": record.who or record.conditions,
            "apply": record.apply,
            "authority": record.authority,
            "place": record.contact,
            "when": record.validity and _states_when(record.validity, question),
            "stacking": record.goes_with,
        }
        stated |= {about for about, value in fields.items() if value}
        if record.apply and "apply" in question.intents:
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
    asked = question.end and not question.beyond and not _APPLYING.search(question.text)
    return bool(asked and isinstance(record, Measure) and record.validity and record.validity.ends)


def _states_when(validity: Validity, question: ParsedQuestion) -> bool:
    """Whether it states a start or an end that is not before the time asked about."""
    if question.beyond:
        return False
    if validity.ends is None:
        return validity.starts is not None
    return all(int(d[:4]) <= validity.ends.year for d in question.dates)
