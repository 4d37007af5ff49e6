"""Parses a number as people type it: 5000万, 1.2亿, 50m, 5,000,000, 2.4%, 三千五百万."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.domain.text import UNITS_EN, UNITS_ZH, normalise, parse_numeral
from bot.domain.text_limits import MAX_NUMBER_LENGTH

AmountFault: TypeAlias = Literal[
    "no-number", "two-numbers", "currency", "separators", "too-large", "too-long"
]

_SCALES: Final = UNITS_ZH | {name: unit for name, unit in UNITS_EN.items() if unit < 10**12}
"""No firm has trillions."""
_NAMES: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_HAN: Final = "〇零一二三四五六七八九两十百千"

_FOREIGN: Final = re.compile(
    r"\$|us\$|usd|dollars?|美元|eur|euros?|€|欧元|hkd|港元|港币|£|gbp|日元"
)
_AROUND: Final = re.compile(
    r"^(?:about|approx\.?|around|ca\.?|rmb|cny|¥|约|大约|第|top|人民币|~)+"
    r"|(?:rmb|cny|yuan|元|人民币|左右|%|percent|percentagepoints?|个百分点|points?|分|年|years?|yrs?"
    r"|rights?|patents?|项|件|个|人|名|people|persons?|staff|位)+$"
)
_HUNDREDTHS: Final = re.compile(rf"^百分之(?P<rest>[\d.{_HAN}点]+)$")
_WRITTEN: Final = re.compile(
    rf"(?P<digits>\d[\d,.]*)(?P<scale>{_NAMES})?|(?P<han>[{_HAN}]+)(?P<hanscale>亿|万)?"
)
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
    """The value of a text that is one number, or several that add up as in 1亿2000万."""
    if hundredths := _HUNDREDTHS.match(text):
        text = hundredths.group("rest")
    total, last, at = 0.0, float("inf"), 0
    for match in _WRITTEN.finditer(text):
        if match.start() != at:
            break
        at = match.end()
        unit = match.group("scale") or match.group("hanscale")
        scale = _SCALES[unit] if unit else 1
        if scale >= last:
            return InvalidAmount("two-numbers")
        number = _number(match)
        if number is None:
            return InvalidAmount("separators")
        total, last = total + number * scale, scale
    if at == 0 or at != len(text):
        return InvalidAmount(
            "two-numbers" if len(re.findall(r"\d[\d,.]*", text)) > 1 else "no-number"
        )
    return total if total < _LIMIT else InvalidAmount("too-large")


def _number(match: re.Match[str]) -> float | None:
    if han := match.group("han"):
        return parse_numeral(han)
    digits = match.group("digits")
    # 1,5 may be one and a half or fifteen: do not guess.
    return float(digits.replace(",", "")) if _PLAIN.fullmatch(digits) else None
