"""Which attributes a record states, and whether the ones asked for are among them."""

from typing import Final

from bot.domain.data.models import Attribute, Measure, Package, Record, Validity
from bot.domain.search.document_fields import figure_about
from bot.domain.search.query import ParsedQuestion

_ORDER: Final[tuple[Attribute, ...]] = ("stacking", "apply", "place", "rate", "authority", "when")
"""Attributes that a question asks for in so many words, and that a record may lack."""
_BESIDE: Final[frozenset[Attribute]] = frozenset({"definition", "names", "conditions", "text"})
"""Attributes often detected in addition to the one asked for."""


def lacking(record: Record, question: ParsedQuestion) -> Attribute | None:
    """The attribute asked for, if it is the only one and the record does not state it."""
    if not isinstance(record, Measure | Package):
        return None
    asked = question.intents - _BESIDE
    stated = _stated(record, question)
    missing = [about for about in _ORDER if about in asked and about not in stated]
    return missing[0] if missing and asked - stated == asked else None


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
    elif isinstance(record, Package):
        stated |= {"who", "authority", "apply"}
        if record.ends if question.end else record.issued or record.starts:
            stated.add("when")
    return frozenset(stated)


def _states_when(validity: Validity, question: ParsedQuestion) -> bool:
    """Whether it states a start or an end that is not before the time asked about."""
    if question.beyond:
        return False
    if validity.ends is None:
        return validity.starts is not None
    return all(int(d[:4]) <= validity.ends.year for d in question.dates)
