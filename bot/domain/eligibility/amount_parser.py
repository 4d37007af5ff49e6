"""Parses a number as people type it: 5000万, 1.2亿, 50m, 5,000,000, 2.4%, 三千五百万."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.domain.numerals import NUMERALS, parse_number
from bot.domain.text import UNITS_EN, normalise
from bot.domain.text_limits import MAX_NUMBER_LENGTH

AmountFault: TypeAlias = Literal[
    "no-number", "two-numbers", "bound", "currency", "separators", "too-large", "too-long"
]

_NUMERALS: Final = {10**3: "千", 10**4: "万", 10**6: "百万", 10**8: "亿", 10**9: "十亿"}
"""No firm has trillions."""
_SCALES: Final = {n: _NUMERALS[unit] for n, unit in UNITS_EN.items() if unit in _NUMERALS}
_SCALE: Final = re.compile(
    rf"(?<=[\d{NUMERALS}])(?:(?:k|w|wan|yi)(?=\d|$)|(?:{'|'.join(_SCALES)})$)"
)
"""1w5 is 15,000, but 1m5 may be anything."""

_FOREIGN: Final = re.compile(
    r"\$|us\$|usd|dollars?|美元|eur|euros?|€|欧元|hkd|港元|港币|£|gbp|日元"
)
_AROUND: Final = re.compile(
    r"^(?:about|approx\.?|around|ca\.?|rmb|cny|¥|约|大约|第|top|人民币|~)+"
    r"|(?:rmb|cny|yuan|元|块|人民币|左右|%|percent|percentagepoints?|个百分点|points?|分|年|years?|yrs?"
    r"|rights?|patents?|项|件|个|人|名|people|persons?|staff|位)+$"
)
_BOUND: Final = re.compile(
    r"\+|[<>≥≤]|over|above|more|least|plus|exceed|past|under|below|less|most|upto|near|超|逾|高于|大于|"
    r"不低于|至少|不到|不足|低于|小于|近|以[上下内]|[多余](?=万|亿|千|百|$)"
)
"""Says that a number is only a bound, or near."""
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:,\d{4})+")
_LIMIT: Final = 10**15


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in full units (50000000, not 5000万)."""

    value: float


@dataclass(frozen=True, slots=True)
class InvalidAmount:
    """A text that is not one number, and why."""

    fault: AmountFault


def parse_amount(typed: str) -> Amount | InvalidAmount | None:
    """The number that was typed; None for an empty text. A percentage is its number: 2.4."""
    if len(typed) > MAX_NUMBER_LENGTH or len(normalise(typed)) > MAX_NUMBER_LENGTH:
        return InvalidAmount("too-long")
    # A space between digits groups them like a comma: 5 000 000.
    text = re.sub(r"(?<=\d)\s+(?=\d)", ",", normalise(typed).replace("−", "-"))
    text = re.sub(r"\s+", "", text)
    if not text:
        return None
    if _FOREIGN.search(text):
        return InvalidAmount("currency")
    bare = _strip(text)
    negative = bare.startswith(("-", "负"))
    found = _whole(_strip(bare[1:]) if negative else bare)
    if isinstance(found, InvalidAmount):
        return found
    return Amount(-found if negative and found else found)


def _strip(text: str) -> str:
    """Without units and words around a number that add nothing."""
    before = ""
    while text != before:
        before, text = text, _AROUND.sub("", text)
    return text


def _whole(text: str) -> float | InvalidAmount:
    """The value of a text that is one number."""
    groups = re.findall(r"\d[\d,.]*", text)
    # 1,5 may be one and a half or fifteen: do not guess.
    if not all(map(_PLAIN.fullmatch, groups)):
        return InvalidAmount("separators")
    text = _SCALE.sub(lambda m: _SCALES[m[0]], text.removeprefix("百分之").replace(",", ""))
    number = parse_number(text)
    if number is not None:
        return number if number < _LIMIT else InvalidAmount("too-large")
    if not re.search(f"[\\d{NUMERALS[:-3]}]", text):
        return InvalidAmount("no-number")
    return InvalidAmount("bound" if _BOUND.search(text) and len(groups) < 2 else "two-numbers")
