"""Splits texts into comparable units: words, characters, amounts, dates.

English words become stems; Chinese is read character by character in simplified script;
amounts written in any usual way (50万, 500k, 0.5 million, 三十万) become plain numbers.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple, NewType, cast

import opencc
import Stemmer

from bot.domain.numerals import NUMERALS, join_numbers, parse_numeral

Plain = NewType("Plain", str)
"""Text as `normalise` gives it."""
_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
UNITS_ZH = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
UNITS_EN = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("w", "wan"), 10**4),
    **dict.fromkeys(("m", "mn", "mln", "million"), 10**6),
    "yi": 10**8,
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
    **dict.fromkeys(("tn", "trillion"), 10**12),
}
_ZH, _EN = "|".join(UNITS_ZH), "|".join(sorted(UNITS_EN, key=len, reverse=True))
UNIT: Final = rf"(?:{_ZH}|(?:{_EN})(?![a-z/]))"
"""Any of them, as a pattern."""
LEAST_SUM: Final = 10_000
"""A smaller number in a question is hardly one of yuan."""
_MONTHS = "january february march april may june july august september october november december"
MONTH_NUMBERS = (
    {name: i for i, name in enumerate(_MONTHS.split(), 1)}
    | {name[:3]: i for i, name in enumerate(_MONTHS.split(), 1)}
    | {"sept": 9}
)
MONTH_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))

_DATE = re.compile(
    r"(?=[12])(?:"  # sees at once that most characters begin none
    r"(?P<y1>(?:19|20)\d\d)\s*年\s*(?:(?P<m1>1[0-2]|0?[1-9])\s*月)?"
    r"|\b(?P<y2>(?:19|20)\d\d)[-/](?P<m2>1[0-2]|0?[1-9])(?:[-/]\d{1,2})?\b"
    r"|(?<!\d)(?<!\d[.,])(?P<y5>2[1-9])(?:年(?!来|内|以|期)\s*(?:(?P<m5>1[0-2]|0?[1-9])\s*月)?|版)"
    r"|(?<!\d)(?<!\d[.,])(?P<y4>(?:19|20)\d\d)(?![\d.,]*\d|\s*(?:万|亿|元|家|%|yuan|million|billion|firms)))"
    r"|\b(?=[adfjmnos])(?:"
    rf"(?P<m3>{MONTH_NAMES})\.?\s*(?:of\s+)?(?P<y3>(?:19|20)\d\d)\b"
    rf"|(?P<m6>{MONTH_NAMES})\.?\s*'?(?P<y6>2[1-9])\b(?!\s*,?\s*20))"
)
_YEAR = re.compile(r"(?:19|20)\d\d|2[1-9]")  # every date has one
_PERCENT = re.compile(
    rf"(\d+(?:\.\d+)?)\s*(?:%|percent\b|per cent\b|个百分点|percentage points?|个点|"
    rf"points?\b(?= (?:\w+ )?(?:interest|subsid)))"
    rf"|百分之([{NUMERALS}]+|\d+(?:\.\d+)?)"
)
_SIGNS = ("%", "per", "百分", "个点", "point")  # every share has one
_AMOUNT = re.compile(
    rf"(?P<digits>\d[\d,]*(?:\.\d+)?)"
    rf"(?:\s*(?:[个多余]{{0,2}}(?P<zh>{_ZH})|(?P<en>{_EN})\b))?"
    rf"|(?P<han>[{NUMERALS}]+)[个多余]{{0,2}}(?P<hanunit>万亿|亿|万)"
)
_NUMBER = re.compile(rf"[0-9半{NUMERALS}]")
_CHINESE = re.compile(f"[{_CJK}]")
_PIECE_OF_PATTERN = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[^\\\[()|]+|.")
_PIECE = re.compile(rf"[a-z0-9]+(?:[.&'’+][a-z0-9]+)*|[{_CJK}]")
_SHORT: Final = {
    "pct": "percent",
    "pts": "points",
    "pt": "points",
    "pp": "percent",
    "mil": "million",
    "mio": "million",
    "ppl": "people",
}
_SHORTENED = re.compile(rf"(?<=\d)\s?({'|'.join(_SHORT)})\b|\bpts\b")
"""Units as people shorten them after a number."""
_REWRITTEN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "—": " ", "–": "-", "咋": "怎么", "啥": "什么"}
)
"""Plain punctuation, and the written forms of spoken words."""


# Both packages ship without types.


@cache
def _simplifier() -> Callable[[str], str]:
    converter = cast("Any", opencc).OpenCC("t2s")
    return cast("Callable[[str], str]", converter.convert)


@cache
def _stemmer() -> Callable[[str], str]:
    english = cast("Any", Stemmer).Stemmer("english")
    return cast("Callable[[str], str]", english.stemWord)


def stem(word: str) -> str:
    """The stem of an English word, so that firms and firm's agree."""
    return _kept_stem(word) if len(word) <= _LONGEST_KEPT else _stem(word)


def _stem(word: str) -> str:
    return _STEMS.get(word) or _stemmer()(word.removesuffix("'s"))


_STEMS: Final = {
    "smes": "sme",
    "severance": "severance",  # not of several
    "apartment": "apartment",  # not of apart
    "apartments": "apartment",
}
"""Words to which the stemmer gives no stem, or that of another word."""
_LONGEST_KEPT: Final = 32
_kept_stem = lru_cache(maxsize=16_384)(_stem)
"""At most 4 MB, 250 bytes per entry."""


def pattern_of(pattern: str) -> re.Pattern[str]:
    """A pattern that tells whether a text has an alternative of this one, though not which.

    Those that start with a word are tried together, and only where a word starts or ends.
    """
    alternatives, depth = [""], 0
    for piece in _PIECE_OF_PATTERN.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            alternatives.append("")
        else:
            alternatives[-1] += piece
    words = "|".join(each[2:] for each in alternatives if each.startswith(r"\b"))
    others = [each for each in alternatives if not each.startswith(r"\b")]
    return re.compile("|".join([rf"\b(?:{words})", *others] if words else others))


def has_chinese(text: str) -> bool:
    """Whether the text contains a Chinese character."""
    return not text.isascii() and _CHINESE.search(text) is not None


def normalise(text: str, *, simplified: bool = False) -> Plain:
    """Lower case, half width, simplified script, plain quotes; `simplified`: it is already."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_REWRITTEN)
    text = text.lower()
    if simplified:
        return Plain(text)
    text = text.replace("half a million", "0.5 million").replace("w/o ", "without ")
    text = _SHORTENED.sub(lambda m: f" {_SHORT[m[1] or m[0]]}", text)
    return Plain(_simplifier()(text) if has_chinese(text) else text)


@lru_cache(maxsize=16)  # every reader of a question starts with it
def normalise_typed(typed: str, most: int) -> Plain:
    """At most `most` characters, normalised; cut before and after, as one can become 18."""
    return Plain(normalise(typed[:most])[:most].strip())


class ParsedText(NamedTuple):
    """A text in comparable units."""

    units: tuple[str, ...]
    """English stems and single Chinese characters in their order."""
    words: tuple[str, ...]
    """The same pieces as written, before stemming."""
    amounts: tuple[str, ...]
    """Numbers as tokens: =30000000, =30%."""
    dates: tuple[str, ...]
    """Years and months as tokens: 2024, 2024-12."""


def parse_text(text: str, *, simplified: bool = False, numbers_only: bool = False) -> ParsedText:
    """The units, amounts and dates of a text; each number counts once."""
    plain = normalise(text, simplified=simplified)
    dates: list[str] = []
    amounts: list[str] = []

    def date_found(match: re.Match[str]) -> str:
        year = next(g for g in match.group("y1", "y2", "y3", "y4", "y5", "y6") if g)
        year = year if len(year) > 2 else f"20{year}"
        month = next((g for g in match.group("m1", "m2", "m3", "m5", "m6") if g), None)
        dates.append(year)
        if month:
            dates.append(f"{year}-{MONTH_NUMBERS.get(month) or int(month):02d}")
        return " "

    def percent_found(match: re.Match[str]) -> str:
        amounts.append(amount_token(parse_numeral(match.group(1) or match.group(2)), "percent"))
        return " percent "

    def amount_found(match: re.Match[str]) -> str:
        amounts.append(amount_token(_value(match), ""))
        return " "

    rest = plain
    if _NUMBER.search(plain):
        rest = join_numbers(rest)
        if _YEAR.search(rest):
            rest = _DATE.sub(date_found, rest)
        if any(sign in rest for sign in _SIGNS):
            rest = _PERCENT.sub(percent_found, rest)
        rest = _AMOUNT.sub(_unless_word(rest, amount_found), rest)
    words = () if numbers_only else tuple(_PIECE.findall(rest))
    units = tuple(stem(w) if w.isascii() else w for w in words)
    return ParsedText(units, words, tuple(amounts), tuple(dates))


def _unless_word(
    text: str, found: Callable[[re.Match[str]], str]
) -> Callable[[re.Match[str]], str]:
    """Leaves numbers alone that are part of a word, such as g60 or 5g."""

    def replace(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        after = "" if has_chinese(match.group()) else after  # 60万api is a sum
        if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
            return match.group()
        return found(match)

    return replace


def _value(match: re.Match[str]) -> float:
    if han := match.group("han"):
        return parse_numeral(han) * UNITS_ZH[match.group("hanunit")]
    number = float(match.group("digits").replace(",", ""))
    if zh := match.group("zh"):
        return number * UNITS_ZH[zh]
    return number * UNITS_EN.get(match.group("en") or "", 1)


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def amount_token(value: float, unit: str) -> str:
    """The token of a figure, as `parse_text` gives it for the same amount in a text."""
    return f"={_plain(value)}{'%' if unit.startswith('percent') else ''}"


def amount_value(token: str) -> float:
    """The number of an amount's token."""
    return float(token.strip("=%"))


def shares_in(tokens: Iterable[str]) -> list[float]:
    """The percentages among the tokens of amounts."""
    return [amount_value(token) for token in tokens if token.endswith("%")]


def counts_in(tokens: Iterable[str]) -> list[float]:
    """The sums and counts among the tokens of amounts."""
    return [amount_value(token) for token in tokens if not token.endswith("%")]


def sums_in(tokens: Iterable[str]) -> list[float]:
    """The sums of money among the tokens of amounts: what is too large for anything else."""
    return [value for value in counts_in(tokens) if value >= LEAST_SUM]


def bigrams(units: tuple[str, ...]) -> Iterator[str]:
    """Stems as they are, and each pair of neighbouring Chinese characters."""
    before = ""
    for unit in units:
        if unit.isascii():
            yield unit
            before = ""
        else:
            if before:
                yield before + unit
            before = unit
