"""Where to file for a title, who decides, what an application costs and what goes on paper."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.titles.steps import OTHER, highest_named, steps_card
from bot.domain.data.procedures import ProcedureTopic
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, tiers_named

_FEE: Final = (
    r"\bfees?\b|\bcharges?\b|\bcosts? (?:anything|money|us)\b|\bagen(?:t|cy|ts|cies)\b|"
    r"\bbrokers?\b|\bconsult(?:ant|ancy|ing)\b|\bmiddlem[ae]n\b|\bpay (?:any|some)(?:body|one)\b|"
    r"收费|收钱|中介|代办|代理|包过|保过|代评|[要交]钱|(?<!研发)费用"
)
_WHERE: Final = (
    r"\bwhere\b.{0,50}\b(?:fil(?:ed?|ing)|upload\w*|submit\w*|hand|fill\w*)\b|"
    r"\b(?:which|what) (?:web ?)?(?:site|page|platform|portal|system)\b|"
    r"\blink (?:for|to)\b|网址|链接|入口|"
    r"(?:网站|平台|系统).{0,8}[填报交传]|(?:哪个?|什么)(?:网|平台|系统)|"
    r"[在到往]哪[里儿]?(?:报|填|交|传|提交|上传|申报)|(?:传|报|填|交)[到在往]哪"
)
_WHO: Final = (
    r"\bwho (?:(?:finally|really|actually) )?(?:decides?|approves?|grants?|recogni[sz]es?|has the|"
    r"checks?|picks?|nominates?|recommends?|passes|signs off|gives the)\b|"
    r"\bwhose (?:call|decision)\b|"
    r"\b(?:which|what) (?:body|office|authority|department|ministry|agency|level)\b|"
    r"\b(?:last|final) (?:word|say)\b|"
    r"\b(?:city|shanghai|district|sheitc)\b[^,.;?]{0,24} or\b.{0,14}"
    r"\b(?:miit|ministry|beijing|city|sheitc)\b|"
    r"谁.{0,3}(?:拍板|推荐|批|认定|审批|说了算|定)|[归由在]谁|认定权|哪一?级|"
    r"(?:审批|认定|评审|主管|哪个)(?:部门|机关)|[市区].{0,8}还是(?:.{0,3}[市区国部]|工信)"
)
_PAPER: Final = (
    r"(?!.*(?:\bhow many\b|几份|多少份))"
    r"(?=.*(?:\bon paper\b|\bpaper (?:copy|form|version)\b|\bhard cop|\bprint|纸质|书面|线下|打印))"
    r".*(?:\bsign|\bstamp|\bseal|\bchop|\bwhat\b|签|章|什么|哪)"
)
_PROOF: Final = (
    r"\bprov(?:e|es|ing|en)\b|\bproofs?\b|\bcertif|\bthird[- ]part|证明|证书|第三方|出报告"
)
_ASKED: Final[Mapping[ProcedureTopic, str]] = {
    "proof": _PROOF,
    "fee": _FEE,
    "where": _WHERE,
    "who-decides": _WHO,
    "paper": _PAPER,
}
_AGENT: Final = "agent"


def procedure_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """What is asked about an application for a title, then its steps if those are asked too."""
    others = question.concepts & (SUPPORT if _AGENT in question.concepts else OTHER)
    if (
        not tiers_named(question)
        or others
        or question.dates
        or question.named
        or question.districts
    ):
        return None
    lines = _lines(release, plain, highest_named(question))
    if not lines:
        return None
    steps = steps_card(release, question, plain)
    lines = tuple(dict.fromkeys((*lines, *(steps.lines if steps else ()))))
    return AnswerCard(lines[0].record, lines)


def _lines(release: Release, plain: str, title: str) -> Sequence[Line]:
    """What is asked: of the paper form every step, else a summary."""
    return [
        Line(measure, text=text)
        for topic, pattern in _ASKED.items()
        if re.search(pattern, plain)
        for measure in release.catalogue.procedures(title, topic)[:1]
        for text in (measure.apply if topic == "paper" else (measure.summary,))
    ]
