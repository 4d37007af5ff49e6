"""Which attributes a record states, and whether the ones asked for are among them."""

import re
from typing import Final

from bot.domain.answers.compose.lacking_quantity import lacking_quantity
from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.data.ends import first_end
from bot.domain.data.models import Attribute, Measure, Package, Record, Validity
from bot.domain.eligibility.matching import offered
from bot.domain.search.document_fields import figure_about
from bot.domain.search.query import ParsedQuestion

_ORDER: Final[tuple[Attribute, ...]] = ("stacking", "apply", "place", "rate", "authority", "when")
"""Attributes that a question asks for in so many words, and that a record may lack."""
_WHERE: Final = re.compile(r"\bwhere (?:do|does|can|to|should|must)\b|(?:在|到|去)哪")
"""Asks where something is done, which the steps tell, rather than for an address."""
_IGNORED: Final[frozenset[Attribute]] = frozenset({"definition", "names", "conditions", "text"})
"""Attributes often detected in addition to the one asked for."""


def lacking_attribute(record: Record, question: ParsedQuestion) -> Attribute | Aspect | None:
    """The attribute asked for, if the record does not state it."""
    if quantity := lacking_quantity(record, question):
        return quantity
    if not isinstance(record, Measure | Package):
        return None
    asked = question.intents - _IGNORED
    stated = _stated(record, question)
    missing: list[Attribute] = [a for a in _ORDER if a in asked and a not in stated]
    return missing[0] if missing and asked - stated == asked else None


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
        whole = record.validity.ends if record.validity else None
        if not question.beyond and (record.part_ends or (first_end(record) and not whole)):
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
