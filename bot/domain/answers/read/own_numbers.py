"""The numbers of the firm that a title counts: no bought patents, no points of the rule itself."""

import re
from datetime import date
from typing import Final

from bot.domain.answers.read.ages import years_in_niche
from bot.domain.answers.read.firm_numbers import numbers_of

_OWN: Final = re.compile(r"(?<!we )(?<!i )\bown\b|\bself|ourselves|自己|自研|自有|自主")
BOUGHT: Final = re.compile(r"\bbought|\bbuy|\bpurchas|\btransfer|\bacquir|买|转让|受让")
_ALL_BOUGHT: Final = re.compile(
    r"\ball\b[^.;?]{0,40}\b(?:bought|purchased|acquired|transferred)|(?:都|全)[^,;。]{0,10}(?:买|受让|转让)"
)
_CLASS_2: Final = re.compile(r"\butility models?|\bdesign patents?|实用新型|外观(?:专利|设计)|软著")
_INVENTION: Final = re.compile(r"\binventions?\b|发明")
_OF_RULE: Final = re.compile(r"\b(?:the|those) \d+ points\b|\d+分(?:怎么|咋|如何)")
"""The points that a rule asks for, not those of the firm."""


def own_numbers(plain: str, today: date) -> dict[str, float]:
    """Those of a normalised question, with the years in the niche, by the keys of the check."""
    numbers = {**numbers_of(plain)}
    if (years := years_in_niche(plain, today)) is not None:
        numbers.setdefault("years", years)
    bought = _ALL_BOUGHT.search(plain) or (BOUGHT.search(plain) and not _OWN.search(plain))
    if bought or (_CLASS_2.search(plain) and not _INVENTION.search(plain)):
        numbers.pop("rights", None)
    if _OF_RULE.search(plain):
        numbers.pop("score", None)
    return numbers
