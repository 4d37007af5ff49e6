"""The numbers of the firm that a title counts: no bought patents, no points of the rule itself."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.answers.read.ages import years_in_niche
from bot.domain.answers.read.firm_numbers import POINTS, numbers_of
from bot.domain.answers.read.number_series import amount_of
from bot.domain.answers.read.written_numbers import WORDS, in_digits
from bot.domain.text import UNIT, Plain

_OWN: Final = re.compile(r"(?<!we )(?<!i )\bown\b|\bself|ourselves|自己|自研|自有|自主")
BOUGHT: Final = re.compile(
    r"\bbought|\bassigned\b|\bbuy|\bpurchas|\btransfer|\bacquir|买|转让|受让"
)
_ALL_BOUGHT: Final = re.compile(
    r"\ball\b[^.;?]{0,40}\b(?:bought|purchased|acquired|transferred)|(?:都|全)[^,;。]{0,10}(?:买|受让|转让)"
)
_BOUGHT_PART: Final = re.compile(
    rf"\b(\d+|{'|'.join(WORDS)})(?: (?P<en>more|others?))?(?: of (?:them|those|these|which))?"
    rf"(?: (?:was|were|are|is|we|just|been|had))* (?:{BOUGHT.pattern})|"
    r"(?P<zh>另外|另有)?(\d+)[个项件]?[^\d,;。外又再自]{0,10}(?:买|受让|转让)"
)
"""How many were bought, of the patents or besides them."""
_OF_THEM: Final = re.compile(r"其中|里|\bof (?:them|those|these|which)\b")
_CLASS_2: Final = re.compile(
    r"\butility models?|\bdesign patents?|实用新型|外观(?:专利|设计)|软著|"
    r"\bcopyrights?|著作权"
)
_INVENTION: Final = re.compile(r"\binventions?\b|发明")
_OTHER_KINDS: Final = re.compile(
    r"(?:(\d+)\s?(?:[个项件]|(?:[a-z-]+ ){0,3}?)(?:集成电路|植物)?)?"
    r"(?:layout designs?|(?:plant|crop) variet|(?:national|approved) new drug|"
    r"new drug (?:cert|approv|right)|protected chinese medicine|"
    r"布图|植物新品种|新品种权|农作物品种|国家级?新药|新药证|中药保护)"
)
"""Class I rights besides invention patents, with their number."""
_HAS: Final = re.compile(r"\b(?:have|has|hold|own|got|with|but|our|one|1)\b|[有拿获持]")
_DENIED: Final = re.compile(
    r"\b(?:no|not|any|zero|without)\b(?:(?!but)[^,.;]){0,12}$|[没无未][^,;。]{0,6}$"
)
SAYS_CLASS_1: Final = re.compile(rf"{_INVENTION.pattern}|\bclass\b|[i1一]类|{_OTHER_KINDS.pattern}")
"""Says that its patents are class I rights."""
_NONE: Final = re.compile(
    r"\b(?:no|zero|without|any)(?: own)? (?:ip\b|intellectual|class\b)|"
    r"(?:没有?|无|零|0)[个项件]?(?:任何|自主|自有)*(?:知识产权|知产|[i1一]类)"
)
_OF_RULE: Final = re.compile(r"\b(?:the|those) \d+ points\b|\d+分(?:怎么|如何)")
"""The points that a rule asks for, not those of the firm."""

_LATER: Final = "(?:this|next) y(?:ea)?r|[今明]年"
_PIECE: Final = re.compile(
    r"[,;。]|\b(?:and|but|while)\b|(?<=[万亿元]) ?(?=[今明]年|20\d\d年|2\d年)"
)
"""What separates the numbers of one year from those of another."""
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


def denies_one_kind(plain: Plain) -> bool:
    """Whether a normalised question denies patents but says nothing of other class I rights."""
    return not (_CLASS_2.search(plain) or _NONE.search(plain))


def own_numbers(plain: Plain, today: date) -> dict[str, float]:
    """Those of a normalised question, with the years in the niche, by the keys of the check."""
    plain = _without_later_sums(plain, today)
    numbers = {**numbers_of(plain)}
    if (years := years_in_niche(plain, today)) is not None:
        numbers.setdefault("years", years)
    numbers |= _other_rights(in_digits(plain), numbers.get("rights", 0))
    own = _OWN.search(plain) and not _OF_THEM.search(plain)
    part = _BOUGHT_PART.search(in_digits(plain))
    written = (part[1] or part[4]) if part else ""
    count = float(WORDS.get(written, written) or 0)
    some = part and 0 < count < numbers.get("rights", 0)
    if part and some and not (part["en"] or part["zh"] or own):
        numbers["rights"] -= count
    bought = _ALL_BOUGHT.search(plain) or (BOUGHT.search(plain) and not (some or own))
    others = _CLASS_2.search(plain) and not _INVENTION.search(plain)
    if numbers.get("rights") and (bought or others):
        numbers.pop("rights", None)
    if _OF_RULE.search(plain):
        numbers.pop("score", None)
    return numbers


def _without_later_sums(plain: Plain, today: date) -> Plain:
    """The question without the sums of this year or the next, if it gives last year's too."""
    last, now = (
        re.compile(rf"{words}|(?<!\d)(?:{year}(?!\d)|{year % 100}年)")
        for words, year in ((r"last y(?:ea)?r|去年", today.year - 1), (_LATER, today.year))
    )
    if not last.search(plain):
        return plain
    pieces = _PIECE.split(plain)
    sums = [p for p in pieces if re.search(rf"\d\s*{UNIT}", p)]
    later = [p for p in sums if now.search(p) and not last.search(p)]
    if not any(map(last.search, sums)):
        return plain
    return Plain(",".join(p for p in pieces if p not in later))


def _other_rights(plain: Plain, patents: float) -> dict[str, float]:
    """The class I rights with those that are no patents; empty if the firm has none of those."""
    each = [m for m in _OTHER_KINDS.finditer(plain) if _HAS.search(plain, 0, m.start() + 1)]
    own = [int(m[1] or 1) for m in each if m[1] or not _DENIED.search(plain, 0, m.start())]
    return {"rights": patents + sum(own)} if own else {}


def part_scores_of(plain: Plain) -> dict[str, float]:
    """The total and the part scores of a self-test for the base tier, by the same keys."""
    found: dict[str, float] = {}
    for key, pattern in _PART_SCORES.items():
        if match := pattern.search(plain):
            found[key] = amount_of(next(g for g in match.groups() if g))
    if len(found) == len(_PART_SCORES) - 1 and "self_score" not in found:
        found["self_score"] = sum(found.values())
    return found
