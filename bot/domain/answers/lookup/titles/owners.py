"""Whether the owner or the seat of a firm decides, and what it reports when it changes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.elapsed import months_since
from bot.domain.answers.read.firm_facts import UNINCORPORATED
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Measure
from bot.domain.data.procedures import ProcedureTopic
from bot.domain.eligibility.tiers import TIER_NAMES, general_criteria
from bot.domain.release import Release
from bot.domain.search.intent import COMES_FROM_ELSEWHERE, OWNER
from bot.domain.search.ranking import SUPPORT, TITLE_TERMS, tiers_named
from bot.domain.text import pattern_of

_NATION: Final = re.compile(
    r"\b(?:german|japanese|american|french|dutch|swiss|british|korean|italian|taiwanese|"
    r"singaporean|swedish|danish|european|canadian|australian|indian|israeli|foreign|overseas)\b"
    r"(?! (?:customer|client|market|sale|buyer|order|revenue)s?\b)|"
    r"(?<![\u4e00-\u9fff])[日美德韩法英港台]资|(?:我们|公司)是[日美德韩法英港台]资"
)
_SECTOR: Final = re.compile(
    r"\b(?:trad(?:e|ing)|services?|software|retail|catering|construction|logistics|consult\w+|"
    r"internet|e-?commerce|design|farm\w*|biotech) (?:firms?|compan\w+|business\w*|sector)|"
    r"(?:贸易|商贸|服务|软件|零售|餐饮|建筑|物流|咨询|互联网|电商|设计|农业)(?:公司|企业|类|行业|型|业(?!务))"
)
"""Names the sector of a firm, not what it makes."""
_HOLDS_TITLE: Final = re.compile(
    r"\b(?:is|are|already) (?:an? |already |the )*\W?little giant|是[^,;。?]{0,6}小巨人"
)
"""Says that the owner is a little giant, which is another question."""
_PAID: Final = frozenset({"award", "subsidy"})
_WHO: Final = frozenset({"who", "conditions"})
_THIS: Final = re.compile(r"\b(?:this|these|your|here)\b|[这你]")
_REGISTERED: Final = re.compile(r"\b(?:regist|licen[cs]|incorporat)|注册|执照|登记|工商")
_SEAT: Final = re.compile(
    r"@ (?:\w+ )?(?:firm|compan|business|enterprise|startup|sme\b|maker)|"
    r"\b(?:regist\w+|licen[cs]\w+|incorporated|based|located|we(?: are|'re)|"
    r"(?:firm|company|compan(?:y|ies)|office|seat)(?: is)?)(?: (?:\w+ ){0,2}(?:in|at|from|of))? @|"
    r"(?:注册|执照|登记|公司|企业|厂)[^@,;。?]{0,6}@|(?:我们|我司)[^@,;。?]{0,6}@(?!的?(?:也|还|都)?(?:有|卖|销|做|开))|@的?(?:公司|企业|厂|注册|执照)|@.{0,6}注册"
)
"""Says of a place, written as @, that the firm is there."""
_THERE: Final = re.compile(r"\bthere\b|\bbranch|那边|那里|当地|分公司")
_CHANGED: Final = pattern_of(
    r"\brenam|\bchang\w+ (?:\w+ ){0,3}(?:name|address|seat|office)|\b(?:new name|name change)\b|"
    r"\bmerg(?:e[rd]?|ing)\b|\bmov(?:e[sd]?|ing)\b|\brelocat|\bshift\w* (?:\w+ ){0,2}office|"
    r"[改换更变]了?(?:一?个)?(?:公司|企业)?的?名|合并|并购|搬(?!运|入)|迁(?!入|移)|变更|注册地址?[从改变换]|换注册地"
)
"""Says that the firm changed its name or its seat."""
_TELLS: Final = re.compile(
    r"\b(?:tell|told|report|notif|inform|declar|announc)|"
    r"报告|报备|上报|告诉|备案|通知|[跟向找]谁|[要得]不要(?:报|说)|更新|(?:要|没|未|去|现在|补)报"
)
_UNTOLD: Final = re.compile(
    r"\b(?:never|not|no ?(?:one|body))\b|n't\b|\b(?:late|yet)\b|[没未](?!有?变)|忘|超期|逾期|来得及"
)
"""Says that nobody was told, or asks whether it is too late."""
_KEEPS: Final = re.compile(
    r"\b(?:keep|lose|still|stays?|valid|remains?|title|what (?:now|next))\b|"
    r"\b(?:must|should|to) do\b|"
    r"称号|牌子|资格|证书|还[有在算保]|怎么[办弄搞]|要做"
)
_TITLE: Final = re.compile(r"\btitles?\b|称号")
_WHOM: Final = re.compile(r"\bwhom?\b|\bwh(?:ich office|ich site|ere)\b|谁|哪[里儿个]|什么部门")


def owner_card(query: Query) -> AnswerCard | None:
    """Whether a firm of any owner or sector may have a title; None if that is not asked."""
    question, plain = query.question, query.plain
    if not (tiers_named(question) or question.concepts & {*TITLE_TERMS, "apply"}):
        return None
    owned = OWNER.search(plain) and (query.elsewhere or _NATION.search(plain))
    any_firm = owned or "foreign-firm" in question.concepts
    only = question.amounts or question.dates or question.districts or question.intents - _WHO
    any_firm = any_firm or (_SECTOR.search(plain) and not only)
    asks = has_form(plain, "can") or ("apply" in question.concepts and not has_form(plain, "how"))
    if not (any_firm and asks) or question.named or _HOLDS_TITLE.search(plain):
        return None
    record = procedure_on(query.release, "who-may")
    if record is None or record.who is None:
        return None
    yes = Line(record, text=record.who, role="depends", met=True)
    return AnswerCard(record, (yes, Line(record, text=record.summary)))


def legal_form_card(query: Query) -> AnswerCard | None:
    """That an applicant must be a legal person, for a branch or a sole trader; else None."""
    release, question = query.release, query.question
    plain, concepts = query.plain, question.concepts
    titled = tiers_named(question) or concepts & {*TITLE_TERMS, "apply", "eligible"}
    asks = has_form(plain, "can") or "apply" in concepts or tiers_named(question)
    if not (titled and asks and UNINCORPORATED.search(plain)):
        return None
    record = procedure_on(release, "registered-office")
    if record is None or concepts & SUPPORT - _PAID or "tech-sme" in concepts:
        return None
    barring = (text for text in record.conditions if "unincorporated" in text.bars)
    lines = [Line(record, text=text, role="branch", met=False) for text in barring]
    return AnswerCard(record, (*lines, *_now(release)), "check") if lines else None


def _now(release: Release) -> Iterator[Line]:
    """What the rules in force add on where an applicant is registered."""
    for tier, criterion in general_criteria(release.catalogue.dataset.tiers):
        if criterion.note_on == "registered-office":
            yield Line(tier, text=criterion.note)


def office_card(query: Query) -> AnswerCard | None:
    """Where an applicant must be registered, for a firm elsewhere; None if that is not asked.

    With the awards for firms that move in.
    """
    release, question = query.release, query.question
    plain, concepts = query.plain, question.concepts
    other = concepts & (SUPPORT - _PAID) or (_THERE.search(plain) and "shanghai" not in concepts)
    about = concepts & (_PAID | TITLE_TERMS) or tiers_named(question) or _THIS.search(plain)
    if other or not about or not (has_form(plain, "can") or "apply" in concepts):
        return None
    names = [n.lower() for t in query.elsewhere for n in (t.en, t.zh, *t.en_aliases, *t.zh_aliases)]
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    seat = _SEAT.search(re.sub("|".join(longest), "@", plain)) if names else None
    here = seat and _REGISTERED.search(plain) and not _REGISTERED.search(seat[0])
    record = procedure_on(release, "registered-office")
    if not (seat and record) or here or OWNER.search(plain) or _CHANGED.search(plain):
        return None
    lines = [Line(record, text=record.conditions[0], met=False)]
    lines += _now(release)
    awards = (
        a for a in release.catalogue.awards if release.catalogue.status(a, query.today) != "ended"
    )
    lines += (Line(a, (f,)) for a in awards for f in a.figures if f.id in a.movers)
    return AnswerCard(record, tuple(lines), "check")


def change_card(query: Query) -> AnswerCard | None:
    """What a firm with a title reports of a new name or seat; None if that is not asked.

    Late or in time where it tells when the firm changed, unless the last month decides.
    """
    question, plain = query.question, query.plain
    if not _CHANGED.search(plain) or has_form(plain, "get"):
        return None
    passed = months_since(plain, question.dates, query.today)
    amounts = question.amounts if passed is None else ()
    if amounts or question.concepts & {*SUPPORT, "fraud", "plaque"}:
        return None
    away = query.elsewhere or COMES_FROM_ELSEWHERE.search(plain)
    titled = tiers_named(question) or question.concepts & TITLE_TERMS
    titled = titled or _TITLE.search(plain)
    tells, keeps = _TELLS.search(plain), _KEEPS.search(plain) and (away or not question.districts)
    record = procedure_on(query.release, "change")
    if record is None or "amount" in question.intents or not (tells or (titled and keeps)):
        return None
    about = "apply" if tells and _WHOM.search(plain) else "conditions" if away and not tells else ""
    silent = (t for t in record.not_stated if t.about == about)
    lines = [Line(record, text=t.text, stated=False) for t in silent]
    rule = Line(record, record.figures, text=record.summary)
    limit = next((f.value for f in record.figures if f.unit == "months"), None)
    if lines or limit is None or passed is None or passed == limit:  # the day decides
        return AnswerCard(record, (*lines, rule))
    if passed < limit:
        return AnswerCard(record, (replace(rule, role="in-time", met=True),))
    late = replace(rule, role="late", met=False)
    return AnswerCard(record, (late if _UNTOLD.search(plain) else rule,))


def procedure_on(release: Release, topic: ProcedureTopic) -> Measure | None:
    """The measure about this part of applying for the highest title."""
    return next(iter(release.catalogue.procedures(TIER_NAMES[-1], topic)), None)
