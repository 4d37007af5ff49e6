"""How a firm keeps a title: read from the requirements of every title."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.answers.read.batches import batch_pattern
from bot.domain.answers.read.query import Query
from bot.domain.data.criteria import Keeping
from bot.domain.eligibility.rounds import newest
from bot.domain.eligibility.tiers import find_tiers, general_criteria, review_due
from bot.domain.release import Release
from bot.domain.search.intent import COMES_FROM_ELSEWHERE
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, TITLE_TERMS, tiers_named

_KEEPS: Final = re.compile(
    r"\b(?:keep|(?:hold|hang) on ?to|retain|maintain|los(?:e|ing)) "
    r"(?:(?:our|the|my|its|your|an?|this|that|srdi|little|national|city) ){0,3}"
    r"(?:title|status|srdi|giant|plaque|it)\b|"
    r"\b(?:stays?|kept?|keeps?|remains?) (?:alive|valid|in force)\b|"
    r"保住|保持|守住|留住|不会?掉|怎么续|丢掉?|不被(?:摘|取消)"
)
_ENDS: Final = re.compile(
    r"\b(?:run(?:s|ning)? out|expir\w+|re-?check\w*|re-?view\w*|renew\w*)\b|"
    r"\b(?:titles?|status|badge|certificate|recognition)\b.{0,8}\b(?:ends?|lapses?)\b|"
    r"\bmore years\b|到期|过期|期满|复核|复审|续期"
)
_LASTS: Final = re.compile(
    r"\bhow (?:long|many years)\b.{0,40}\b(?:title|status|recognition|badge|certificate)\b"
    r".{0,16}\b(?:last|valid|good|run|hold|stand)|"
    r"\b(?:title|status|recognition|badge|certificate)s?\b.{0,20}\b(?:last|valid|good for)\b"
    r".{0,12}\bhow (?:long|many)|"
    r"(?:称号|牌子|头衔|资格|认定|证书|小巨人|专精特新)"
    r"(?:(?:能|可以)?(?:管|有效期?|能用)(?:几年|多久|多长)|(?:几年|多久)(?:过期|到期|失效))"
)
_DOES: Final = re.compile(
    r"\bwhat now\b|\bwhat (?:do|must|should|happens|has)\b|\bhow (?:do|does|can|to|should|must)\b|"
    r"\b(?:do|must|should) we\b|怎么(?:弄|办|做|走)|如何|要(?:做|干)什么|还要|是不是都|都要"
)
_YEARLY: Final = re.compile(
    r"\b(?:do|file|fill in|update)\b.{0,12}\b(?:every|each) (?:year|spring)|"
    r"\b(?:every|each|once a) year\b.{0,40}\b(?:must|have to|need|do|so)|"
    r"\b(?:must|have to|need to|should)\b.{0,30}\b(?:every|each) year|"
    r"[每年]年.{0,8}(?:做|干|交|填|更新|要)"
)
_OLD_TITLE: Final = re.compile(
    r"\b(?:old|before|granted|given|from|got|won|awarded)\b.{0,60}\b(?:still|stays?|remains?|keeps?)\b"
    r".{0,16}\b(?:valid|good|count|hold|apply)|"
    r"\b(?:pre|before)\b.{0,24}\b(?:still|valid|good|count\w*)\b|"
    r"\b(?:got|old|granted|won)\b.{0,60}\b(?:go on|carry on|keep(?: on)?|still) us(?:e|ing)\b|"
    r"\b(?:old|before|granted|from|got)\b.{0,90}"
    r"\b(?:redo|re-?apply|start (?:over|again)|afresh|from scratch|(?:apply|file|do \w+) again)\b|"
    r"\b(?:old|former|previous|2022)\b.{0,24}\b(?:rules?|method|standard|title)\b.{0,24}"
    r"\b(?:treated|handled|counted|happens|becomes?)\b|"
    r"(?:老|旧|以前的?)(?:办法|规则|标准|政策).{0,24}怎么(?:算|办|处理|弄)|"
    r"^(?=.*\bnew (?:rule|method)).*\b(?:old|former|existing|current) (?:\w+ )?(?:title|status)|"
    r"^(?=.*新(?:办法|规|政)).*(?:老|旧|以前的?|现有)的?(?:称号|牌子|资质)|"
    r"\b(?:since|granted|got|won|awarded|recogni[sz]ed)\b.*\b(?:under|below|new)\b.*"
    r"\b(?:keep|lose|gone|void|still|valid|at risk)\b|"
    r"(?:评上?|认定|拿到?)的.*(?:新|门槛|不够|不到|不上|达不到).*(?:算|作数|保留|保得住|作废|收回|摘|取消|有效|能?用)|"
    r"(?:以前|之前|老|旧|(?:评上?|认定|拿到?|批)的).{0,40}(?:重新?|再)(?:认定|申[请报]|[评弄来做])|"
    r"(?:以前|之前|老|旧|2\d年|20\d\d).{0,16}(?:还有效|还算|还[能管]用|还?认(?:不认|吗)|作废|有效[吗么伐]|失效)"
)
RULES: Final = re.compile(
    r"\b(?:which|what|old|new|current|former|previous|20\d\d)\b[ -](?:\w+[ -])?"
    r"(?:rules?|method|standards?|criteria|regulations?|thresholds?)\b|"
    r"\bold (?:\w+ )?or (?:the )?new\b|\bnew (?:\w+ )?or (?:the )?old\b|"
    r"(?:老|旧|(?<!特)新|哪个|哪套|哪一?[个套]|什么|20\d\d年?|2\d年)的?(?:办法|规则|规定|标准|政策|门槛)|[新老旧]规"
)
"""Names the rules of one time or another."""
_EXPIRES: Final = re.compile(
    r"\b(?:expir\w+|renew\w*|run(?:s|ning)? out|re-?check\w*|re-?view\w*)\b|"
    r"\b(?:titles?|status|badge|certificate|recognition|srdi|giant)\b.{0,8}\b(?:ends?|lapses?)\b|"
    r"\b(?:is|are|comes?|falls?) (?:up|due)\b|到期|期满|复核|复审|续期|过期"
)
_THIS_YEAR: Final = re.compile(r"\bthis (?:year|time|round)\b|今年|本年|这[次轮]|本次")
BOTH: Final = re.compile(
    r"\b(?:differ\w*|chang\w+|stricter|higher|lower|compar\w+|how (?:many|much|long|often|old))\b|"
    r"区别|不同|不一样|变化|改了|提高|相比|多少|几[年分项]|条件|要求"
)
"""Asks what the rules say, not which of them apply."""
_ANSWERS: Final[frozenset[Keeping]] = frozenset({"transition", "update"})
"""Requirements whose sentence is short enough to answer alone."""
VALIDITY_ORDER: Final[Sequence[Keeping]] = ("transition", "validity", "update")
_ORDERS: Final[Sequence[tuple[re.Pattern[str], Sequence[Keeping]]]] = (
    (_OLD_TITLE, VALIDITY_ORDER),
    (_YEARLY, ("update", "validity", "change", "fraud")),
    (_KEEPS, ("validity", "update", "change", "fraud")),
    (_LASTS, ("validity", "transition", "fraud")),
    (_ENDS, ("validity", "update", "change")),
)
"""What is asked, and the requirements that answer, first the one meant."""
_TITLE: Final = re.compile(r"\btitles?\b|\bstatus\b|\bcertificates?\b|评上|牌子|称号|头衔|证书")

AROUND: Final = frozenset(
    "srdi little-giant innovative-sme tech-sme base-tier apply batch latest shanghai when unknown "
    "procedure missed why full-list recognition once firm sme validity national-level "
    "miit deadline previous years duration eligible".split()
)
"""Terms that a question about time may name; any other is what it is about."""
_VALIDITY_TERMS: Final = frozenset(
    "duration validity fraud definition count quality-sme plaque tiered-cultivation".split()
)
"""The same of a question how long a title lasts."""


def names_title(query: Query) -> bool:
    """Whether it names a title, or titles in general."""
    named = tiers_named(query.question) or query.question.concepts & {*TITLE_TERMS, "plaque"}
    return bool(named or _TITLE.search(query.plain))


def keeping_card(query: Query) -> AnswerCard | None:
    """What a firm must do to keep a title; None if that is not asked."""
    question, plain = query.question, query.plain
    if not names_title(query):
        return None
    paid = SUPPORT - {"subsidy"}  # a title is granted as well
    others = question.concepts & {"audit-report", "growth-award", *paid}
    if others or question.districts or question.intents & {"amount"}:
        return None
    wanted = next((each for pattern, each in _ORDERS if pattern.search(plain)), ())
    if COMES_FROM_ELSEWHERE.search(plain):
        return None  # a title that another place gave
    if not wanted or (wanted[0] == "validity" and not _acts(query)):
        return None
    return keep_rules(query.release, wanted, how_long=bool(_LASTS.search(plain)))


def keep_rules(
    release: Release, wanted: Sequence[Keeping], *, how_long: bool = False
) -> AnswerCard | None:
    """These requirements of every title, in this order; `how_long`: the years come first."""
    every = general_criteria(release.catalogue.dataset.tiers)
    found = {c.keeping: (t, c) for t, c in every}
    chosen = [found[i] for i in wanted if i in found]
    years = [Line(t, (c.threshold,)) for t, c in chosen[:1] if how_long and c.threshold]
    lines = [*years, *(Line(t, text=c.requirement) for t, c in chosen)]
    if lines and wanted[0] in _ANSWERS:
        lines[0] = replace(lines[0], role="answer")
    return card_of(lines)


def transition_card(query: Query) -> AnswerCard | None:
    """Which rules a review comes under, this year or later; None if that is not asked.

    The reviews of a year may have rules of their own, which come before the general one.
    """
    release, question, plain, today = query.release, query.question, query.plain, query.today
    if question.amounts:
        return None
    years, title = {int(d[:4]) for d in question.dates}, title_asked(question)
    due = _review_years(release, title, years)
    this_year = today.year in years | due or _THIS_YEAR.search(plain)
    if years and max(years) <= today.year and not this_year:
        return None
    if not names_title(query) or question.concepts & SUPPORT:
        return None
    if question.districts or question.outside:
        return None
    if BOTH.search(plain) or not (RULES.search(plain) and _EXPIRES.search(plain)):
        return None
    general = keep_rules(release, ("transition", "validity"))
    batch = batch_pattern(plain)
    rounds = newest(release.catalogue.procedures(title, "review")) if title else []
    rounds = [m for m in rounds if (re.search(batch, m.summary.en) if batch else this_year)]
    if not (rounds and general):
        return None if "batch" in question.concepts else general
    said = split_sentences(rounds[0].summary)
    lines = [Line(rounds[0], text=text) for text in said]
    lines[0] = replace(lines[0], role="answer")
    return AnswerCard(rounds[0], (*lines, replace(general.lines[0], role=None)))


def _review_years(release: Release, title: str, years: Set[int]) -> set[int]:
    """The years in which a title of these years is reviewed."""
    tiers = find_tiers(release.catalogue.dataset.tiers, title, "current")
    days = (review_due(tier, date(year, 1, 1)) for tier in tiers for year in years)
    return {day.year for day in days if day}


def _acts(query: Query) -> bool:
    """Whether it asks what to do, rather than how long."""
    question, plain = query.question, query.plain
    if _LASTS.search(plain):
        return question.concepts <= AROUND | _VALIDITY_TERMS
    return query.form == "how" or (
        "duration" not in question.concepts and bool(_DOES.search(plain))
    )


def title_asked(question: ParsedQuestion) -> str:
    """The title that a question names, the highest; "" if it names none."""
    tier_names = tiers_named(question)
    if "little-giant" in tier_names:
        return "little-giant"
    if "tech-sme" in question.concepts:
        return "tech-sme"
    return "specialised" if tier_names else ""
