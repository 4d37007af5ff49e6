"""Turns what was typed and ticked in the forms into answers, and says what could not be read."""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from bot.domain.data.districts import PLACES
from bot.domain.eligibility.amount_parser import AmountFault, InvalidAmount, parse_amount
from bot.domain.eligibility.firm import TITLE_ORDER, Answers, Title, ticked
from bot.domain.text import normalise
from bot.domain.text_limits import MAX_NUMBER_LENGTH
from bot.ui.check_sessions import Raw
from cogs.little_giant.check.questions import QUESTIONS, CheckQuestion

Unread: TypeAlias = AmountFault | Literal["out-of-range", "contradicted", "not-whole", "no-unit"]
"""no-unit: so small a sum without a unit may be in 万."""

_WHOLE: Final = ("rights", "rank")
"""Units of which there is no half."""
_LIKELY_WAN: Final = 10_000
"""Below it, a sum that says no unit is more likely in 万 than in yuan."""
_BARE: Final = re.compile(r"[\d.,\s]+")
_MOST_TICKS: Final = 25
"""Of one question; more than any offers."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A number that could not be read, or is in doubt; it counts as not known."""

    question: CheckQuestion
    typed: str
    trouble: Unread
    value: float = 0
    """Of a number in doubt: what it is as typed."""


def read_answers(raw: Raw) -> tuple[Answers, list[Problem]]:
    """The answers, and what could not be read among them."""
    numbers: dict[str, float] = {}
    facts: dict[str, bool] = {}
    problems: list[Problem] = []
    for key, question in QUESTIONS.items():
        given = raw.get(key, ())
        if question.kind == "ticks":
            facts |= ticked(key, given)
        elif question.kind == "bands":
            numbers.update((key, float(points)) for points in given if points.isdecimal())
        elif question.kind == "text" and given:
            found = _number(question, given[0])
            if isinstance(found, Problem):
                problems.append(found)
            elif found is not None:
                numbers[key] = found
    title: Title | None = next((t for t in TITLE_ORDER if t in raw.get("title", ())), None)
    place = next((slug for slug in PLACES if slug in raw.get("district", ())), None)
    answers = Answers(numbers, facts, title, place)
    left_out = [key for key in numbers if key not in answers.numbers]
    problems += [Problem(QUESTIONS[key], raw[key][0], "contradicted") for key in left_out]
    return answers, problems


def _number(question: CheckQuestion, typed: str) -> float | Problem | None:
    read = parse_amount(typed)
    if isinstance(read, InvalidAmount):
        return Problem(question, typed, read.fault)
    if read is None:
        return None
    if not question.low <= read.value <= question.high:
        return Problem(question, typed, "out-of-range")
    if question.unit in _WHOLE and read.value % 1:
        return Problem(question, typed, "not-whole")
    bare = question.unit == "CNY" and _BARE.fullmatch(normalise(typed))
    if bare and 0 < read.value < _LIKELY_WAN:
        return Problem(question, typed, "no-unit", read.value)
    return read.value


def known_answers(title: str, district: str, revenue: str) -> Raw:
    """What is known before the first form, as if it had been typed and ticked."""
    if title == "tech-sme":
        title = "innovative"  # one answer of the form
    raw: dict[str, tuple[str, ...]] = {}
    if title == "high-tech":
        raw["honours"] = (title,)
    elif title:
        raw["title"] = (title,)
    if district:
        raw["district"] = (district,)
    if revenue:
        raw["revenue"] = (revenue,)
    return raw


def submitted(components: Any) -> Raw:
    """What a form was sent with, by question; blank ones too, to take answers back."""
    found: dict[str, tuple[str, ...]] = {}
    for part in components:
        inner = part.get("component", part)
        key = inner.get("custom_id")
        if key not in QUESTIONS:
            continue
        values = inner.get("values")
        if values is None:
            value = inner.get("value")
            values = [value] if value else []
        # One character more than a number may have: enough to see that it is too long.
        kept = (str(value)[: MAX_NUMBER_LENGTH + 1] for value in values[:_MOST_TICKS])
        found[key] = tuple(value for value in kept if value.strip())
    return found
