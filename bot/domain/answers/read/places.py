"""The place in the market that a question states, or how many rivals are ahead."""

import re
from typing import Final

from bot.domain.answers.read.batches import ORDINALS
from bot.domain.answers.read.number_series import WORDS
from bot.domain.numerals import parse_numeral

_PLACES: Final = {word: str(place) for place, word in enumerate(ORDINALS, start=1)}
_ORDINAL: Final = rf"({'|'.join(ORDINALS)}|\d{{1,2}}(?=st|nd|rd|th))(?:st|nd|rd|th)?\b"
_PLACE: Final = re.compile(
    rf"(?:\bnumber|\bn[or]\.?|\brank(?:ed|s|ing)?(?: at| as)?|#) ?(\d{{1,3}})\b|"
    rf"\brank\w*[a-z ]{{0,16}}? {_ORDINAL}|\btop ([1-3])(?! \w+s\b)\b|"
    rf"{_ORDINAL}(?: place| largest| biggest)? "
    r"(?:nationwide|nationally|domestically|"
    r"(?:in|of) (?:the |our |all )?(?:country|china|nation|home))|"
    r"(?:国内|全国|行业|市场|排名?|排行)(?:国内|全国|排名?)?(?:第(\d{1,2})(?![\d家个次年批])|前([1-3])(?!\d)|(?:是|排)?老([大2-5二三四五]))"
)
_RIVAL: Final = "(?:rival|competitor|firm|company|maker|producer|supplier|player|brand)"
_LEADS: Final = r"\b(?:bigger|larger|ahead|in front|sells? more)\b"
_AHEAD: Final = re.compile(
    rf"\b(?P<en>no|one|two|three|four|five|[1-9]) (?:other |domestic )?{_RIVAL}(?:s|ies)?\b"
    rf"[a-z ]{{0,16}}?{_LEADS}|\b(?P<alone>nobody|no one|none)\b[a-z ]{{0,20}}{_LEADS}|"
    r"(?:(?:比|超过)我们(?:大|强|多)?的?|前面|前头|领先(?:我们)?的?)[^\d,;。]{0,4}?"
    r"(?P<zh>[一两二三四五六七八九\d]|没)(?:有别)?家|"
    r"(?P<zh2>[一两二三四五六七八九\d])家[^\d,;。]{0,6}(?:比我们(?:大|强|多)|(?:在|排)(?:我们)?前|领先)"
)
"""How many rivals are ahead."""
_NONE: Final = frozenset({"no", "nobody", "no one", "none", "没"})


def place_of(plain: str) -> float | None:
    """The place among the domestic makers that a normalised question states."""
    if place := _PLACE.search(plain):
        written = next(g for g in place.groups() if g)
        return float(_PLACES.get(written) or parse_numeral(written.replace("大", "一")))
    if ahead := _AHEAD.search(plain):
        written = next(g for g in ahead.groups() if g)
        return 1.0 if written in _NONE else parse_numeral(WORDS.get(written, written)) + 1
    return None
