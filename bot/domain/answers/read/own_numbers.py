"""The numbers of the firm that a title counts: no bought patents, no points of the rule itself."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.answers.read.ages import years_in_niche
from bot.domain.answers.read.firm_numbers import POINTS, numbers_of
from bot.domain.answers.read.number_series import amount_of

_OWN: Final = re.compile(r"(?<!we )(?<!i )\bown\b|\bself|ourselves|自己|自研|自有|自主")
BOUGHT: Final = re.compile(r"\bbought|\bbuy|\bpurchas|\btransfer|\bacquir|买|转让|受让")
_ALL_BOUGHT: Final = re.compile(
    r"\ball\b[^.;?]{0,40}\b(?:bought|purchased|acquired|transferred)|(?:都|全)[^,;。]{0,10}(?:买|受让|转让)"
)
_CLASS_2: Final = re.compile(r"\butility models?|\bdesign patents?|实用新型|外观(?:专利|设计)|软著")
_INVENTION: Final = re.compile(r"\binventions?\b|发明")
_CLASS_1: Final = re.compile(rf"{_INVENTION.pattern}|\bclass\b|[Ⅰi1一]类|植物|布图")
_OF_RULE: Final = re.compile(r"\b(?:the|those) \d+ points\b|\d+分(?:怎么|咋|如何)")
"""The points that a rule asks for, not those of the firm."""

_PART_SCORES: Final[Mapping[str, re.Pattern[str]]] = {
    key: re.compile(
        rf"(\d{{1,3}}) (?:points? |marks? |of (?:them|those) )?(?:for |in |on )?(?:the )?{english}|"
        rf"{english}\w*[^\d,.;]{{0,12}}?{POINTS}|{chinese}[^\d,;。]{{0,6}}{POINTS}"
    )
    for key, english, chinese in (
        ("self_score", "total", "总(?:得|评)?分"),
        ("self_score_innovation", "innovation", "创新(?!型)"),
        ("self_score_growth", "growth", "成长"),
        ("self_score_specialisation", "speciali[sz]", "专业化"),
    )
}


def kind_is_open(plain: str) -> bool:
    """Whether a normalised question does not say that its patents are class I rights."""
    return _CLASS_1.search(plain) is None


def own_numbers(plain: str, today: date) -> dict[str, float]:
    """Those of a normalised question, with the years in the niche, by the keys of the check."""
    numbers = {**numbers_of(plain)}
    if (years := years_in_niche(plain, today)) is not None:
        numbers.setdefault("years", years)
    bought = _ALL_BOUGHT.search(plain) or (BOUGHT.search(plain) and not _OWN.search(plain))
    others = _CLASS_2.search(plain) and not _INVENTION.search(plain)
    if numbers.get("rights") and (bought or others):
        numbers.pop("rights", None)
    if _OF_RULE.search(plain):
        numbers.pop("score", None)
    return numbers


def part_scores_of(plain: str) -> dict[str, float]:
    """The total and the part scores of a self-test for the base tier, by the same keys."""
    found: dict[str, float] = {}
    for key, pattern in _PART_SCORES.items():
        if match := pattern.search(plain):
            found[key] = amount_of(next(g for g in match.groups() if g))
    return found
