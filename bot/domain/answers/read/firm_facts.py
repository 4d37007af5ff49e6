"""The facts about the asker's firm that a question states."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.number_series import in_digits
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.conditions import Need, Recognition
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.eligibility.matching import Firm
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion

_TITLES: Final[Mapping[str, Recognition]] = {
    "innovative-sme": "innovative",
    "srdi": "specialised",
    "little-giant": "little-giant",
    "tech-sme": "tech-sme",
    "high-tech-enterprise": "high-tech",
}
_NOT_HELD: Final = re.compile(
    r"(?:不是|没有|还没|未获|没拿到|尚未)(?:评上|获得|拿到|认定)?(?:市级)?(?P<zh>专精特新|小巨人|创新型)|"
    r"\b(?:not(?: yet)?|no|without)(?: an?| the)? (?P<en>srdi|little giant|innovative)\b"
)
_SAID: Final[Mapping[str, Recognition]] = {
    "专精特新": "specialised",
    "srdi": "specialised",
    "小巨人": "little-giant",
    "little giant": "little-giant",
    "创新型": "innovative",
    "innovative": "innovative",
}
"""Titles, as a question says that the firm has them not."""
_NEEDS: Final[Mapping[str, Need]] = {
    "loan": "loan",
    "guarantee": "guarantee",
    "voucher": "voucher",
    "fund": "fund",
}
_PUDONG: Final = frozenset({"lin-gang", "zhangjiang", "jinqiao", "waigaoqiao", "lujiazui"})
"""Places in Pudong that people name instead of it."""
_AGE: Final = re.compile(
    r"(\d{1,2})[ -]years?[ -]old|"
    r"\b(?:founded|established|set up|registered|started) (?:just |only )?(\d{1,2}) years ago|"
    r"(?:成立|注册)(?:了|有|已)*(\d{1,2})年"
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
    lacked = _NOT_HELD.search(plain)
    if lacked:
        titles -= {_SAID[lacked["zh"] or lacked["en"]]}
    needs: list[Need] = [_NEEDS[c] for c in question.concepts if c in _NEEDS]
    lists = has_form(plain, "list") and len(needs) == 1
    numbers = numbers_of(plain)
    return Firm(
        district=districts[0] if len(districts) == 1 else None,
        titles=titles if titles or lacked else None,
        industry=min(industries, key=lambda i: -len(terms[i].en)) if industries else None,
        staff=numbers.get("staff"),
        revenue=numbers.get("revenue"),
        age=age_of(plain),
        places={"lin-gang": True} if "lin-gang" in question.concepts else None,
        need=needs[0] if lists else None,
    )


def age_of(plain: str) -> float | None:
    """How old the firm is, in years."""
    found = _AGE.search(in_digits(plain))
    return float(next(g for g in found.groups() if g)) if found else None


_SEAT: Final = re.compile(
    r"\bregistered (?:office |seat |address )?(?:is |are )?(?:in|at) ([a-z' -]{3,30})|"
    r"注册(?:地)?(?:址)?(?:是)?(?:在|于)([\u4e00-\u9fff]{2,5})|([\u4e00-\u9fff]{2,4})注册(?![地在于址])"
)
"""Where the firm is registered, which may be another place than where it works."""


def registered_in(release: Release, plain: str) -> frozenset[str]:
    """The districts in which a question says that the firm is registered."""
    found = _SEAT.search(plain)
    return (
        release.index.parse(next(g for g in found.groups() if g)).districts
        if found
        else frozenset()
    )


def without_seat(release: Release, question: ParsedQuestion, plain: str) -> ParsedQuestion:
    """Of two districts only the one that is asked about, not the one that the firm is in."""
    others = question.districts - registered_in(release, plain)
    return replace(question, districts=others) if others else question


_PRIZES: Final[Mapping[str, re.Pattern[str]]] = {
    "prov": re.compile(
        r"(?:provincial|shanghai|city|municipal)[\w -]{0,24}(?:prize|award)|"
        r"(?:上海市?|市级?|省部?级?)(?:级)?科(?:技|学技术)(?:进步)?奖|省(?:部)?级.{0,4}科技奖"
    ),
    "nat": re.compile(r"national[\w -]{0,24}(?:prize|award)|国家(?:级)?科(?:技|学技术).{0,4}奖"),
}
_FACTS: Final[Mapping[str, re.Pattern[str]]] = {
    "rd-body": re.compile(
        r"provincial[ -](?:level )?[\w&/ -]{0,16}(?:cent(?:re|er)|body|institut|lab)|"
        r"(?:省部?级|市级)(?:企业)?.{0,6}(?:研发|技术中心|实验室|研究|工程中心)"
    ),
    "high-tech": re.compile(r"high-?tech (?:enterprise|certificate|title|firm)|高新技术企业|高企"),
}
"""Honours that decide a requirement, or lift it."""
_RANKED: Final = re.compile(r"first|second|third|1st|2nd|3rd|第[一二三]|前三|top[ -]three")
_NO_PRIZE: Final = re.compile(
    r"\bno (?:[\w-]+ )?(?:prize|award)|没(?:有|得|拿)过?.{0,6}奖|无.{0,4}奖"
)


def honours_of(plain: str) -> dict[str, bool]:
    """The prizes and honours that a normalised question says the firm has."""
    found = {key: True for key, pattern in _FACTS.items() if pattern.search(plain)}
    prizes = {} if _NO_PRIZE.search(plain) else _PRIZES
    for key, pattern in prizes.items():
        if pattern.search(plain):
            found[key] = True
            if _RANKED.search(plain):
                found[f"{key}3"] = True
    return found


def facts_stated(firm: Firm) -> int:
    """How many facts are known."""
    stated = (firm.district, firm.titles, firm.industry, firm.staff, firm.revenue, firm.age)
    return sum(fact is not None for fact in stated)
