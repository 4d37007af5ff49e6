"""The facts about the asker's firm that a question states."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.answers.forms import has_form
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.conditions import Need, Recognition
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.eligibility.matching import Firm
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import parse_text

_TITLES: Final[Mapping[str, Recognition]] = {
    "innovative-sme": "innovative",
    "srdi": "specialised",
    "little-giant": "little-giant",
    "tech-sme": "tech-sme",
    "high-tech-enterprise": "high-tech",
}
_NEEDS: Final[Mapping[str, Need]] = {
    "loan": "loan",
    "guarantee": "guarantee",
    "voucher": "voucher",
    "fund": "fund",
}
_PUDONG: Final = frozenset({"lin-gang", "zhangjiang", "jinqiao", "waigaoqiao", "lujiazui"})
"""Places in Pudong that people name instead of it."""
_STAFF: Final = re.compile(
    r"(\d{1,6})[ -]?(?:people|persons?|staff|employees|workers|heads?|man\b|strong)|"
    r"(?:staff|team|headcount) of (\d{1,6})|(\d{1,6})(?:来|多)?(?:个|名)?(?:人|员工)"
)
_REVENUE: Final = re.compile(
    r"(?:revenue|turnover|sales|营业收入|营业额|营收|年收入|销售额|流水)[^\d,.;，。；]{0,14}"
    r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|bn|mn|m|k)?)|"
    r"(\d[\d.,]*\s*(?:万亿|千万|百万|亿|万|billion|million|bn|mn|m|k)?)"
    r"(?: yuan| rmb|元)?(?: in| of| a year in)? ?(?:revenue|turnover|sales|营业收入|营收|销售额)"
)
_AGE: Final = re.compile(
    r"(\d{1,2})[ -]years?[ -]old|founded (\d{1,2}) years ago|成立(?:了|有)?(\d{1,2})年"
)


def firm_of(catalogue: Catalogue, question: ParsedQuestion, plain: str) -> Firm:
    """The firm as far as the question describes it."""
    districts: list[District] = [slug for slug in DISTRICTS if slug in question.districts]
    if not districts and question.concepts & _PUDONG:
        districts = ["pudong"]
    terms = catalogue.terms
    industries = [c for c in question.concepts if c in terms and terms[c].kind == "industry"]
    titles: frozenset[Recognition] = frozenset(
        _TITLES[c] for c in question.concepts if c in _TITLES
    )
    needs: list[Need] = [_NEEDS[c] for c in question.concepts if c in _NEEDS]
    lists = has_form(plain, "list") and len(needs) == 1
    return Firm(
        district=districts[0] if len(districts) == 1 else None,
        titles=titles or None,
        industry=min(industries, key=lambda i: -len(terms[i].en)) if industries else None,
        staff=_number(_STAFF, plain),
        revenue=_amount(_REVENUE, plain),
        age=_number(_AGE, plain),
        places={"lin-gang": True} if "lin-gang" in question.concepts else None,
        need=needs[0] if lists else None,
    )


def _number(pattern: re.Pattern[str], plain: str) -> float | None:
    found = pattern.search(plain)
    return float(next(g for g in found.groups() if g)) if found else None


def _amount(pattern: re.Pattern[str], plain: str) -> float | None:
    found = pattern.search(plain)
    if not found:
        return None
    amounts = parse_text(next(g for g in found.groups() if g)).amounts
    return float(amounts[0].strip("=%")) if amounts else None


def facts_stated(firm: Firm) -> int:
    """How many facts are known."""
    stated = (firm.district, firm.titles, firm.industry, firm.staff, firm.revenue, firm.age)
    return sum(fact is not None for fact in stated)
