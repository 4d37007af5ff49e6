"""What of a record answers first: an address where one is asked for, what stands beside a gap."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.read.forms import Form
from bot.domain.data.models import Award, Measure, Record, Text
from bot.domain.eligibility.matching import offered
from bot.domain.search.intent import QUANTITIES
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import amount_token

_NUMBER: Final = re.compile(r"\d+|[a-z0-9-]+(?:\.[a-z0-9-]+)+")
"""What tells one address from another, also on the web."""


def answering_first(
    lines: tuple[Line, ...], question: ParsedQuestion, form: Form
) -> tuple[Line, ...]:
    """The lines after the address, where a place is asked for, said once.

    That no application is needed comes first where a yes or no to that is asked for.

    What is aimed for is no answer, unless a number is asked for: then what the record is comes
    first.
    """
    if not lines:
        return lines
    record = lines[0].record
    if isinstance(record, Measure) and record.automatic and form == "can":
        told = record.apply[:1] if "no-application" in question.concepts else ()
        answers = (Line(record, text=text, role="answer") for text in told)
        return (*answers, *(x for x in lines if x.text not in told))
    if place := _address(record, question):
        told = [x for x in lines if x.role != "who"]
        naming = [x for x in told if x.text and _names(x.text, place)]
        steps = record.apply if isinstance(record, Measure) and len(record.apply) > 1 else ()
        says = naming[:1] == told[:1] and told[0].text not in steps
        first = naming[0] if says and naming else Line(record, text=place, role="answer")
        return (first, *(x for x in told if x not in naming))
    aims = lines[0].figures and all(f.role == "target" for f in lines[0].figures)
    told = {amount_token(f.value, f.unit) for f in lines[0].figures} & {*question.amounts}
    asked = told or question.intents & QUANTITIES or question.concepts & {"target", "output"}
    if aims and not asked:
        return tuple(dict.fromkeys((Line(record, text=record.summary), *lines)))
    return lines


def with_known(unstated: Line, question: ParsedQuestion) -> tuple[Line, ...]:
    """What no source states, and what the record says instead; an address that it has comes first.

    What a rule says in general is no help to know what goes with an award.
    """
    record = unstated.record
    known = Line(record, text=record.summary)
    if place := _address(record, question):
        others = () if _names(record.summary, place) else (known,)
        return (Line(record, text=place, role="answer"), unstated, *others)
    rule = isinstance(record, Measure) and not offered(record)
    return (unstated,) if rule and "stacking" in question.intents else (unstated, known)


def for_whom(record: Record, lines: Sequence[Line]) -> Iterator[Line]:
    """Who gets what one firm gets, if that comes first and no sentence says it.

    The title of a district's award does.
    """
    paid = any(f.scope == "firm" for line in lines[:1] for f in line.figures)
    if paid and isinstance(record, Measure) and not isinstance(record, Award) and record.who:
        yield Line(record, text=record.who, role="who")


def _address(record: Record, question: ParsedQuestion) -> Text | None:
    """Where one turns to, if that is asked."""
    return record.contact if isinstance(record, Measure) and "place" in question.intents else None


def _names(says: Text, place: Text) -> bool:
    """Whether a sentence has all that tells an address from others."""
    numbers = _NUMBER.findall(place.en)
    return bool(numbers) and all(number in says.en for number in numbers)
