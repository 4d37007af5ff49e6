"""The facts about the asker's firm that a question states."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.domain.answers.read.ages import age_of
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.conditions import Need, Recognition
from bot.domain.data.districts import DISTRICTS, LOCALITIES, District
from bot.domain.data.firm_values import TierName
from bot.domain.eligibility.firm import TICKS
from bot.domain.eligibility.matching import Firm
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain

_TITLES: Final[Mapping[str, Recognition]] = {
    "innovative-sme": "innovative",
    "srdi": "specialised",
    "little-giant": "little-giant",
    "tech-sme": "tech-sme",
    "high-tech-enterprise": "high-tech",
}
_NOT_HELD: Final = re.compile(
    r"(?:不是|没有|还没|未获|没拿到|尚未|不先|不做|未经|没[做弄搞当评上报])(?:评[上过]?|[上过]|获得|拿[到过]|认定)?(?:市级)?(?:专精特新|小巨人|创新型)|"
    r"(?:专精特新|小巨人|创新型)(?:还)?[没未](?:评|拿|获得?|认定)[上过到]|"
    r"\b(?:not(?: yet)?|no|without)(?: (?:being|having|holding|any))?(?: an?| the)? "
    r"(?:srdi|little giant|innovative)\b"
)
TITLE_WORDS: Final[Mapping[TierName, re.Pattern[str]]] = {
    "innovative": re.compile(r"\binnovative|创新型"),
    "specialised": re.compile(r"\bsrdi|专精特新(?!.?小巨人)"),
    "little-giant": re.compile(r"little giant|小巨人"),
}
"""How a question names a title."""
_DESCRIBED: Final = 3
"""Facts that describe a firm."""
_MONEY_NEED: Final = "money-need"
_NEEDS: Final[tuple[Need, ...]] = ("loan", "guarantee", "voucher", "fund")


def firm_of(query: Query) -> Firm:
    """The firm as far as the question describes it."""
    question, plain = query.question, query.plain
    named = question.districts or {LOCALITIES[c] for c in question.concepts if c in LOCALITIES}
    districts: list[District] = [slug for slug in DISTRICTS if slug in named]
    terms = query.release.catalogue.terms
    industries = [
        c for c in sorted(question.concepts) if c in terms and terms[c].kind == "industry"
    ]
    titles: frozenset[Recognition] = frozenset(
        _TITLES[c] for c in question.concepts if c in _TITLES
    )
    lacked = title_lacked(plain)
    titles -= {lacked} if lacked else set()
    needs: list[Need] = [need for need in _NEEDS if need in question.concepts]
    lists = has_form(plain, "list") and len(needs) == 1
    needs = ["loan"] if _MONEY_NEED in question.concepts else needs if lists else []
    numbers = numbers_of(plain)
    return Firm(
        district=districts[0] if len(districts) == 1 else None,
        titles=titles if titles or lacked else None,
        industry=min(industries, key=lambda i: -len(terms[i].en)) if industries else None,
        staff=numbers.get("staff"),
        revenue=numbers.get("revenue"),
        age=age_of(plain, query.today),
        places={"lin-gang": True} if "lin-gang" in question.concepts else None,
        need=next(iter(needs), None),
    )


def needs_money(release: Release, question: ParsedQuestion) -> bool:
    """Whether the firm is short of money, and no support or other subject is named."""
    catalogue = release.catalogue
    terms = (catalogue.terms.get(c) for c in question.concepts)
    seen = (catalogue.measures.get(i) for term in terms if term for i in term.see)
    return _MONEY_NEED in question.concepts and not any(m and m.kind for m in seen)


def title_lacked(plain: Plain) -> Recognition | None:
    """The title that a question says the firm has not."""
    said = _NOT_HELD.search(plain)
    return next((t for t, words in TITLE_WORDS.items() if said and words.search(said[0])), None)


_REGISTERED_OFFICE: Final = re.compile(
    r"\bregistered (?:office |seat |address )?(?:is |are )?(?:in|at) ([a-z' -]{3,30})|"
    r"注册(?:地)?(?:址)?(?:是)?(?:在|于)([\u4e00-\u9fff]{2,5})|([\u4e00-\u9fff]{2,4})注册(?![地在于址])"
)
"""Where the firm is registered, which may be another place than where it works."""


def registered_in(release: Release, plain: Plain) -> frozenset[str]:
    """The districts in which a question says that the firm is registered."""
    found = _REGISTERED_OFFICE.search(plain)
    return (
        release.index.parse(next(g for g in found.groups() if g)).districts
        if found
        else frozenset()
    )


def without_office(release: Release, question: ParsedQuestion) -> ParsedQuestion:
    """Of two districts only the one that is asked about, not the one that the firm is in."""
    others = release.index.parse(_REGISTERED_OFFICE.sub(" ", question.text)).districts
    return replace(question, districts=others) if others else question


_ANY_PRIZE: Final = re.compile(r"\bprizes?\b|\bawards?\b|奖")
_PROVINCIAL: Final = (
    r"\b(?:provincial|ministerial)|\b(?:by the|at) (?:city|provinc)|"
    r"省部?级|市级(?!专精|小巨人|创新型)"
)
_BODY: Final = (
    r"\bcent(?:re|er)s?\b|\bbod(?:y|ies)\b|\binstitut|\blab(?:s|orator)?\b|"
    "研发(?!投|费|支|加计|扣|占|强度|人员)|技术中心|研究中心|实验室|研究院|工程中心"
)
_HONOURS: Final = {
    keys: re.compile(pattern)
    for keys, pattern in {
        ("prov", "prov3"): r"(?:provincial|shanghai|city|municipal)[\w -]{0,24}(?:prize|award)|"
        r"(?:上海市?|市级?|省部?级?)(?:级)?科(?:技|学技术)(?:进步)?奖|省(?:部)?级.{0,4}科技奖",
        ("nat", "nat3"): r"national[\w -]{0,24}(?:prize|award)|国家级?科(?:技|学技术).{0,4}奖",
        ("rd-body",): rf"(?:{_PROVINCIAL})[\w&/() -]{{0,24}}(?:{_BODY})|"
        rf"(?:{_BODY})[^.;。]{{0,40}}(?:{_PROVINCIAL})",
        ("high-tech",): r"high[ -]?tech\w* (?:enterprise|cert\w*|title|firm)|"
        r"高新(?:技术)?(?:企业|证|资质|认定)|高企",
    }.items()
}
"""Honours that decide a requirement, or lift it."""
_RANKED: Final = re.compile(r"first|second|third|1st|2nd|3rd|第[一二三]|前三|top[ -]three")
_NEGATED: Final = re.compile(
    r"\b(?:no|not|without|never|neither|nor)\b(?: [\w-]+){0,2} $|"
    r"(?:没|无(?![论人线纺源缝])|未(?!来)|非(?![标晶金])|不是)[^,;。]{0,4}$"
)
_NONE: Final = re.compile(r"[^,;。?]{0,5}[都也](?:没|无)")
"""Denies what was named before."""


def honours_of(plain: Plain) -> dict[str, bool]:
    """The prizes and honours that a normalised question says the firm has, or has not."""
    found: dict[str, bool] = {}
    for keys, pattern in _HONOURS.items():
        if said := _said(pattern, plain):
            ranked = keys if not any(said) or _RANKED.search(plain) else keys[:1]
            found |= dict.fromkeys(ranked, any(said))
    if found.keys().isdisjoint(TICKS["prizes"]) and {*_said(_ANY_PRIZE, plain)} == {False}:
        found |= dict.fromkeys(TICKS["prizes"], False)
    return found


def _said(pattern: re.Pattern[str], plain: Plain) -> list[bool]:
    """For each match whether it is said to be so, not denied."""
    return [
        not (_NEGATED.search(plain[: m.start()]) or _NONE.match(plain, m.end()))
        for m in pattern.finditer(plain)
    ]


UNINCORPORATED: Final = re.compile(
    r"\bsole (?:trader|proprietor)|\bself-employed|\bindividual business|\bunincorporated|"
    r"(?<!have a )(?<!has a )(?<!had a )(?<!with a )(?<!opened a )(?<!open a )(?<!set up a )"
    r"\b(?:branch o(?:f|ffice)|(?:our|the|a|shanghai) branch\b(?! of))|"
    r"个体(?:户|工商户)|(?<![有设开])(?<![有设开][了个家])(?:分公司|分支机构)"
)
"""Says that it is about a branch or a sole trader."""
_RELATIONS: Final[Mapping[str, re.Pattern[str]]] = {
    "champion": re.compile(
        r"(?:\b(?:are|is|already|have|hold|got|won|became|since)\b|'re\b)[^,.;?]{0,24}\bchampions?\b|"
        r"(?:已|我们|拿了?到?|获|是|评上)[^,;。?]{0,10}单项冠军"
    ),
    "control": re.compile(
        r"\b(?:own|held|controll|belong|bought|acquir|taken over)\w*\b[^.;?]{0,40}"
        r"\b(?:by|to) [^.;?]{0,30}little giant|"
        r"\b(?:parent|mother|holding|shareholder|owner)\b[^,.;?]{0,40}little giant|"
        r"little giant\b[^,.;?]{0,24}\b(?:owns|holds|bought|controls|acquired)\b|"
        r"\b(?:we|us|our firm) (?:own|control|bought|acquired)\b(?![^.;?]* from )"
        r"[^.;?]{0,40}little giant|"
        r"\bsubsidiary of [^.;?]{0,24}little giant|"
        r"小巨人[^,;。?]{0,8}(?:(?:持有?|控|收购|占)了?(?:我们|股)|子公司|全资)|"
        r"(?:母公司|股东|控股|股[权份]|收购)[^,;。?]{0,16}小巨人"
    ),
    "group": re.compile(
        r"^(?=.*(?:\bsister\b|\bgroup\b|集团|兄弟公司|关联))"
        r".*(?:\b(?:same|similar|identical) (?:main |core )?"
        r"(?!group|year|time|city|district|owner|boss|parent|holding)[a-z]{4}|"
        r"(?:同样|相同|相似|类似|差不多|一样|同类)的?[^,;。?]{0,4}产品|"
        r"产品[^,;。?]{0,6}(?:相同|相似|类似|差不多|一样|同类))"
    ),
}
RELATIONS: Final = _RELATIONS.keys()
"""Relations of which each bars a firm from the highest title."""


def relations_of(plain: Plain) -> dict[str, bool]:
    """The relations that a normalised question says the firm is in."""
    found = (key for key, words in _RELATIONS.items() if words.search(plain))
    return dict.fromkeys(found, True)


def describes_firm(query: Query) -> bool:
    """Whether so many facts are told that matching answers a question for money."""
    firm = firm_of(query)
    told = (firm.district, firm.titles, firm.industry, firm.staff, firm.revenue, firm.age)
    return sum(fact is not None for fact in told) >= _DESCRIBED
