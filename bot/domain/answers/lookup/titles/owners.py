"""Whether the owner or the seat of a firm decides, and what it reports when it changes."""

import re
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.forms import has_form
from bot.domain.data.models import Measure
from bot.domain.data.procedures import ProcedureTopic
from bot.domain.eligibility.tiers import TIER_NAMES
from bot.domain.release import Release
from bot.domain.search.intent import comes_from_elsewhere, names_owner
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, tiers_named

TITLES: Final = frozenset({"recognition", "quality-sme", "apply", "tiered-cultivation"})
"""Terms that mean a title without naming one."""
_FOREIGN: Final = "foreign-firm"
_NATION: Final = re.compile(
    r"\b(?:german|japanese|american|french|dutch|swiss|british|korean|italian|taiwanese|"
    r"singaporean|swedish|danish|european|canadian|australian|indian|israeli|foreign|overseas)\b|"
    r"(?<![\u4e00-\u9fff])[日美德韩法英港台]资|(?:我们|公司)是[日美德韩法英港台]资"
)
_HOLDS_TITLE: Final = re.compile(
    r"\b(?:is|are|was|already) (?:an? |already |the |itself )*\W?little giant|"
    r"(?:是|已经?是?)(?:一?家|个)?(?:国家级)?(?:专精特新)?\W?小巨人"
)
"""Says that the owner is a little giant, which is another question."""
_ELSE: Final = SUPPORT | {"fraud"}
"""Terms of what else is asked."""
_REGISTERED: Final = re.compile(r"\b(?:regist|licen[cs]|incorporat)|注册|执照|登记|工商")
"""Names where the firm is registered."""
_CHANGED: Final = re.compile(
    r"\brenam\w+|\bchang\w+ (?:\w+ ){0,3}(?:name|address|seat|office)|\bnew (?:company )?name\b|"
    r"\bname change|\bmerg(?:e[rd]?|ing)\b|\bmov(?:e[sd]?|ing)\b|\brelocat\w*|"
    r"\bshift\w* (?:\w+ ){0,2}(?:office|seat|plant|factory)|"
    r"改(?:了)?(?:公司)?名|更名|[改换更变]了?(?:一?个)?(?:公司|企业)?(?:的)?名[字称]?|合并|并购|"
    r"[搬迁](?!入)|变更|注册地(?:址)?[从改变换]|换(?:了)?(?:注册)?地址"
)
"""Says that the firm changed its name or its seat."""
_TELLS: Final = re.compile(
    r"\b(?:tell|report\w*|notif\w+|inform\w*|declar\w+|told|announce\w*|let .{0,12} know)\b|"
    r"报告|报备|上报|告诉|备案|通知|[跟向和找](?:谁|哪)|[要得]不要(?:报|说|更新)|更新|要报"
)
_KEEPS: Final = re.compile(
    r"\b(?:keep|lose|still|stays?|valid|remains?|gone|carry over|title|status)\b|"
    r"称号|牌子|头衔|资格|证书|还(?:有|在|算|保)|(?:小巨人|专精特新)(?:怎么办|咋办|要)"
)
_TITLE: Final = re.compile(r"\btitles?\b|称号")
_WHOM: Final = re.compile(
    r"\bwhom?\b|\bwhich (?:office|site|body|department|authority)|\bwhere\b|谁|哪[里儿个]|什么部门"
)
_NEXT: Final = re.compile(
    r"\bwhat (?:now|next)\b|\b(?:must|should|have to|need to|to) do\b|怎么办|咋办|要做"
)


def owner_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """Whether a firm that is owned from elsewhere may have a title; None if that is not asked."""
    titled = tiers_named(question) or question.concepts & TITLES
    abroad = _FOREIGN in question.concepts or (
        names_owner(plain) and (_places(release, question) or _NATION.search(plain))
    )
    applies = "apply" in question.concepts and not has_form(plain, "how")
    if not (titled and abroad and (applies or has_form(plain, "can"))):
        return None
    if question.concepts & SUPPORT or question.named or _HOLDS_TITLE.search(plain):
        return None
    record = telling(release, "who-may")
    if record is None or record.who is None:
        return None
    yes = Line(record, text=record.who, role="depends", met=True)
    return AnswerCard(record, (yes, Line(record, text=record.summary)))


def office_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """Where a firm that is registered elsewhere may apply; None if that is not asked."""
    asks = has_form(plain, "can") or "apply" in question.concepts
    seat = _places(release, question) and not names_owner(plain) and _REGISTERED.search(plain)
    if not (asks and seat and tiers_named(question)) or _CHANGED.search(plain):
        return None
    record = telling(release, "registered-office")
    return AnswerCard(record, (Line(record, text=record.summary),)) if record else None


def change_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """What a firm with a title reports of a new name or seat; None if that is not asked."""
    if not _CHANGED.search(plain) or question.concepts & _ELSE or question.amounts:
        return None
    tells = _TELLS.search(plain)
    titled = tiers_named(question) or question.concepts & TITLES - {"apply"}
    keeps = _KEEPS.search(plain) and (titled or _TITLE.search(plain))
    if not (tells or keeps or (titled and _NEXT.search(plain))):
        return None
    record = telling(release, "change")
    if record is None:
        return None
    lines = [Line(record, text=record.summary)]
    away = _places(release, question) or comes_from_elsewhere(plain)
    if tells and _WHOM.search(plain):
        lines[0:0] = _unstated(record, "apply")
    elif keeps and away and not tells:
        lines[0:0] = _unstated(record, "conditions")
    return AnswerCard(record, tuple(lines))


def _unstated(record: Measure, about: str) -> list[Line]:
    found = (s.text for s in record.not_stated if s.about == about)
    return [Line(record, text=text, stated=False) for text in found]


def _places(release: Release, question: ParsedQuestion) -> list[str]:
    """The places named that the data does not cover."""
    terms = release.catalogue.terms
    return [c for c in question.concepts if c in terms and terms[c].kind == "elsewhere"]


def telling(release: Release, topic: ProcedureTopic) -> Measure | None:
    """The measure about this part of applying for the highest title."""
    return next(iter(release.catalogue.procedures(TIER_NAMES[-1], topic)), None)
