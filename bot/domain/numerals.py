"""Reads numbers in digits, in Chinese numerals or both: 1.2亿, 3千5百万, 一万五, 三点五, 半亿."""

import re
from collections.abc import Mapping
from typing import Final

_DIGITS: Final = "〇零一二三四五六七八九两"
NUMERALS: Final = f"{_DIGITS}十百千"
_TO_DECIMAL: Final = str.maketrans(f"{_DIGITS}点", "001234567892.")
_DECIMAL: Final = re.compile(r"\d*\.?\d+", re.ASCII)
_SCALES: Final[Mapping[str, int]] = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
"""The largest first."""
_VAGUE: Final = re.compile(f"[{_DIGITS[2:]}]{{2}}$")
"""Before a scale: 三五千 is from three to five thousand."""

_RUN: Final = re.compile(
    rf"(?<![几数第前个\d.{NUMERALS}])[\d{NUMERALS}半](?:[\d.{NUMERALS}万亿点半]|个(?=亿))*"
)
_PARTS: Final = re.compile(f"[{NUMERALS}万亿点半]")  # every such number has one
_LAST: Final = re.compile(rf"(?<=[百千万亿])[\d{_DIGITS}]+$")
"""Digits after a scale: a tenth of it, or what is counted next."""
_SIMPLE: Final = re.compile(rf"(?:\d[\d.]*|[{NUMERALS}]+)(?:万亿|亿|千万|百万|万|千)?")
_ENDS: Final = re.compile(r"[^\w%]|[元块的]|左右|$")
"""What may follow them; 50万3年 is 50万 in three years."""


def parse_number(text: str) -> float | None:
    """The number, of which a last digit is a tenth of the scale before it: 1亿2 is 1.2亿.

    None for what is not one number, or unclear: 三五千万, 1亿2000.
    """
    for name, scale in _SCALES.items():
        head, found, rest = text.replace("个亿", "亿").partition(name)
        if found:
            times, more = _times(head, scale), _more(rest, scale)
            if times is None or more is None or (more and times % 1):
                return None
            return round(times * scale + more, 6)
    decimal = text.translate(_TO_DECIMAL)
    return float(decimal) if _DECIMAL.fullmatch(decimal) else None


def parse_numeral(text: str) -> float:
    """The number in a text that a pattern has found; zero if it is unclear."""
    return parse_number(text) or 0.0


def join_numbers(plain: str) -> str:
    """A normalised text in which a number of several parts is one: 3千5百万 is 3500万."""
    return _RUN.sub(_joined, plain) if _PARTS.search(plain) else plain


def _times(head: str, scale: int) -> float | None:
    """How often the scale counts."""
    if not head:
        return 1.0 if scale < _SCALES["万"] else None
    if _VAGUE.search(head) or (scale == _SCALES["亿"] and "万" in head[:-1]):
        return None
    return 0.5 if head == "半" else parse_number(head)


def _more(rest: str, scale: int) -> float | None:
    """What is added to so much of a scale."""
    if rest in ("", "半"):
        return scale / 2 if rest else 0.0
    value = parse_number(rest)
    if value is None or value >= scale:
        return None
    if len(rest) == 1:
        return value * scale / 10
    if scale == _SCALES["亿"] and value < _SCALES["万"] and rest[0] not in "〇零":
        # 1亿2千 is short for 1亿2千万; 1亿2000 may be either.
        return value * _SCALES["万"] if {"千", "百"} & {*rest} else None
    return value


def _joined(match: re.Match[str]) -> str:
    run, last = match[0], _LAST.search(match[0])
    if last and not _ENDS.match(match.string, match.end()):
        run, last = run[: last.start()], None
    left = match[0].removeprefix(run)
    has_scale = not {"百", "千", "万", "亿"}.isdisjoint(run)
    if (_SIMPLE.fullmatch(run) and not last) or not (has_scale or _is_share(match)):
        return match[0]
    if (value := parse_number(run)) is None:
        return match[0]
    unit = next((name for name in ("亿", "万") if value >= _SCALES[name]), "")
    number = f"{value / _SCALES.get(unit, 1):.8f}".rstrip("0").rstrip(".")
    return f"{number}{unit}{left}"


def _is_share(match: re.Match[str]) -> bool:
    """Whether a number is in percent: 百分之三点五, 三点五个百分点."""
    after = match.string[match.end() :]
    return match.string.endswith("百分之", 0, match.start()) or after.startswith(("%", "个"))
