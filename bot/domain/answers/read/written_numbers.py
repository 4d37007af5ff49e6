"""Numbers and their names as people write them, in the one form that the patterns read."""

import re
from functools import lru_cache
from typing import Final

from bot.domain.numerals import join_numbers, parse_numeral
from bot.domain.text import Plain

_HAN: Final = "一二两三四五六七八九十百千"
WORDS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"} | {
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_WRITTEN: Final = re.compile(
    rf"\b(?<!in )({'|'.join(WORDS)})\b"
    r"(?=[ -](?:in|of|years?|months?|own|invention|patents?|percent|per|million|layout|plant|crop|"
    r"new)\b)|"
    rf"百分之(?P<hundredths>[{_HAN}]+|\d+(?:\.\d+)?)|"
    rf"(?<!\d)(?P<tenths>[{_HAN[:-3]}\d])成(?![立为长本功员果交])(?P<more>[{_HAN[:-3]}半]?)|"
    rf"(?<![第前几数\d{_HAN}])(?!十分|百分|一年[^,。;?]{{0,5}}[\d{_HAN}]|[{_HAN}]*[{_HAN[:-3]}]{{2}})(?P<han>[{_HAN}]+)"
    rf"(?=个?亿|万|年|个|件|项|名|[多来余]?号?人|分(?![之钟])|%|$|[,。])|"
    rf"(?<=[第前])(?P<place>[{_HAN}]+)(?![年批次])"
)
_CLASS: Final = re.compile(r"\bclass (?:one|1|i)\b")
_HALF: Final = re.compile(
    rf"\b(\d+|{'|'.join(WORDS)})(?: (?:and (?:an? )?half|1/2)(?= (?:years?|yrs?)\b)|"
    r"(?= (?:years?|yrs?) and a half))"
)
"""Two and a half years."""
_SHORTENED: Final = {"yr": "year", "yrs": "years", "ppl": "people"}
_SHORT: Final = re.compile(rf"(?:(?<=\d)| )({'|'.join(_SHORTENED)})\b")
_ENDLESS: Final = re.compile(r"[\d.,]{19,}")
"""No number of a firm; the patterns would try each of its ends from each of its digits."""
_AROUND: Final = re.compile(r"(?<=\d)[多来余](?=[个号名]?[千百万亿人])|(?<=\d)个(?=亿)")
_RD: Final = re.compile(
    r"(?<![a-z0-9])r(?:nd|d| ?(?:and|n|&|\+|/) ?d)(?![a-z0-9&])|"
    r"\bresearch (?:and|&) development\b|\bdevelopment (?=costs?\b|spend|budget)"
)
"""Research and development as people type it."""
_HALF_ZH: Final = re.compile(rf"(?<!\d)(\d{{1,2}}|[{_HAN[:-3]}])年半")


@lru_cache(maxsize=8)
def in_digits(plain: Plain) -> Plain:
    """A normalised question with numbers in digits, whatever script, and R&D under one name.

    Years and people are spelt out.
    """
    text = _SHORT.sub(lambda m: f" {_SHORTENED[m[1]]}", plain)
    text = _HALF.sub(lambda m: f"{WORDS.get(m[1], m[1])}.5", _CLASS.sub("class", text))
    text = join_numbers(_ENDLESS.sub(" ", text))
    text = _HALF_ZH.sub(lambda m: f"{parse_numeral(m[1]):g}.5年", text)
    return Plain(_RD.sub("r&d", _AROUND.sub("", _WRITTEN.sub(_as_digits, text))))


def _as_digits(match: re.Match[str]) -> str:
    if tenths := match["tenths"]:
        more = 5 if match["more"] == "半" else parse_numeral(match["more"] or "零")
        return f"{parse_numeral(tenths) * 10 + more:g}%"
    if hundredths := match["hundredths"]:
        return f"{parse_numeral(hundredths):g}%"
    han = match["han"] or match["place"]
    return f"{parse_numeral(han):g}" if han else WORDS[match[0]]
