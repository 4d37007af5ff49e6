"""The place in the market that a question states."""

import re
from typing import Final

from bot.domain.answers.read.batches import ORDINAL, ORDINALS
from bot.domain.numerals import parse_numeral
from bot.domain.text import Plain

_PLACES: Final = {word: str(place) for place, word in enumerate(ORDINALS, start=1)}
_PLACE: Final = re.compile(
    rf"(?:\bnumber|\bn[or]\.?|\brank(?:ed|s|ing)?(?: at| as)?|#) ?(\d{{1,3}})\b|"
    rf"\brank\w*[a-z ]{{0,16}}? {ORDINAL}\b|\btop ([1-3])(?! \w+s\b)\b|"
    rf"{ORDINAL}\b(?: place| largest| biggest)? "
    r"(?:nationwide|nationally|domestically|"
    r"(?:in|of) (?:the |our |all )?(?:country|china|nation|home))|"
    r"(?:国内|全国|行业|市场|排名?|排行)(?:国内|全国|排名?)?(?:第(\d{1,2})(?![\d家个次年批])|前([1-3])(?!\d)|(?:是|排)?老([大2-5二三四五]))"
)


def stated_place(plain: Plain) -> float | None:
    """The place among the domestic makers that a normalised question states."""
    if place := _PLACE.search(plain):
        written = next(g for g in place.groups() if g)
        return float(_PLACES.get(written) or parse_numeral(written.replace("大", "一")))
    return None
