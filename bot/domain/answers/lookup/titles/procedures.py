"""An application for a title: where to file, who decides, its papers, its fee, its time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.lookup.titles.steps import OTHER, steps_card
from bot.domain.answers.read.query import Query
from bot.domain.data.procedures import ProcedureTopic
from bot.domain.eligibility.tiers import TIER_NAMES
from bot.domain.release import Release
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, tiers_named

_FEE: Final = (
    r"\bfees?\b|(?<!in )\bcharges?\b|\bcosts? (?:anything|money|us)\b|\bagen(?:t|cy|ts|cies)\b|"
    r"\bbrokers?\b|\bconsult(?:ant|ancy|ing)\b|\bmiddlem[ae]n\b|\bpay (?:any|some)(?:body|one)\b|"
    r"收费|收钱|中介|代办|代理|包过|保过|代评|[要交]钱|(?<!研发)费用"
)
_WHERE: Final = (
    r"\bwhere\b.{0,50}\b(?:fil(?:ed?|ing)|upload\w*|submit\w*|hand|fill\w*|appl(?:y|ied)|send|sent|post)\b|"
    r"\b(?:which|what) (?:web ?)?(?:site|page|platform|portal|system)\b|"
    r"\blink (?:for|to)\b|网址|链接|入口|"
    r"(?:网站|平台|系统).{0,8}[填报交传]|(?:哪个?|什么)(?:网|平台|系统)|"
    r"[在到往去]哪[里儿]?(?:报|填|交|传|提交|上传|申[报请]|办)|(?:传|报|填|交|送|寄)[到在往给]?哪(?![些个几种样])"
)
_WHO: Final = (
    r"\bwho (?:(?:finally|really|actually) )?(?:decides?|approves?|grants?|recogni[sz]es?|has the|"
    r"checks?|looks? (?:at|over|through)|reviews?|picks?|nominates?|recommends?|passes|signs off|"
    r"gives the|(?:is |are )?(?:in charge|responsible)|handles?|runs?|manages?|deals?)\b|"
    r"\bwhose (?:call|decision)\b|\bwho does what\b|分工|各管|"
    r"\b(?:which|what) (?:body|office|authority|department|ministry|agency|level)\b|"
    r"\b(?:last|final) (?:word|say)\b|"
    r"\b(?:city|shanghai|district|sheitc)\b[^,.;?]{0,24} or\b.{0,14}"
    r"\b(?:miit|ministry|beijing|city|sheitc)\b|"
    r"谁.{0,3}(?:拍板|推荐|批|认定|审(?!计)|说了算|定|负责|主管|管(?!用)|牵头)|[归由在]谁|认定权|哪一?级|"
    r"(?:审批|认定|评审|主管|哪个|什么)(?:部门|机关|单位)|[市区].{0,8}还是(?:.{0,3}[市区国部]|工信)"
)
_PAPER: Final = (
    r"^(?!.*(?:\bhow many\b|几份|多少份))"
    r"(?=.*(?:\bon paper\b|\bpaper (?:copy|form|version)\b|\bhard cop|\bprint|纸质|书面|线下|打印))"
    r".*(?:\bsign|\bstamp|\bseal|\bchop|\bwhat\b|签|章|什么|哪)"
)
_ALSO_PAPER: Final = (
    r"\b(?:send|post|mail|need|bring|submit|file|also|still)\b[a-z ]{0,16}\bpaper\b(?! ?work)|"
    r"(?:要不要|要|用|需不需要|是否需?要?).{0,4}(?:纸质|书面|打印)"
)
"""Asks whether paper goes to the office beside the online form."""
_DOCUMENTS: Final = (
    r"(?=\b(?:which|what|any|all)\b(?: [\w-]+){0,2} "
    r"(?:documents?|docs?|papers|paperwork|forms|materials|attachments)\b|"
    r"\b(?:documents?|docs?|papers|paperwork|materials)\b.{0,16}"
    r"\b(?:needed|required|for|to (?:hand|submit|file|prepare|get)|(?:do )?(?:we|i) need)\b|"
    r"\b(?:prepar\w+|collect\w*|gather\w*)\b.{0,12}\b(?:documents?|docs|papers|paperwork)\b|"
    r"(?:什么|哪些|哪几[样份种])(?:申报|申请|佐证|证明|书面)?(?:材料|资料|文件|附件|表格)|"
    r"(?:材料|资料|文件|附件)(?:清单|目录|(?:都|要|需要|包括|有|是|备|准备|交)*(?:哪些|哪几|什么))|"
    r"(?:准备|交|提交|备)(?:点|些|哪些|什么){1,2}(?:材料|东西|资料|文件|$))"
    r"(?!.*(?:材料.{0,3}(?:造假|作假)|\bfalse\b|\bfake|[在到往交送寄给].{0,4}(?:哪|谁)))"
    r"(?!.*\b(?:where|who|address|to which|when)\b.{0,60}\b(?:documents?|docs|papers?|paperwork)\b)"
)
_TAKES: Final = (
    r"\bhow (?:long|quick(?:ly)?|fast|soon|many (?:days|weeks|months))\b"
    r"(?!.{0,20}\b(?:valid|good|last)).{0,60}\b(?:take|takes|took|decid\w+|decision|approv\w+|process\w*|result\w*|wait|hear)\b|"
    r"\bwait(?:ing)? (?:time|period)\b|\bturnaround\b|"
    r"\bhow (?:long|many (?:days|weeks|months)) (?:for|to get|until|till)\b"
    r"(?!.*\b(?:plaque|money|paid|account)\b)|"
    r"\bwhen (?:are|do|will|is|does)\b.{0,30}\b"
    r"(?:results?|announced|hear|decided|approved|published)\b|"
    r"(?:什么时候|何时|几时|哪天)(?:能|会)?(?:公布|公示|出结果|有结果|批)|几个?(?:周|星期|礼拜)(?:能|才)?批|"
    r"(?:审批|审核|评审|评审|审查|认定|批复|申报|申请|办理?|[批办审等评])(?:下来)?(?:大概|一般|大约|通常)?"
    r"(?:要|需要|得|花)?(?:多久|多长时间|多少时间|几个?月|几个?礼拜|几天|多少天)(?!前|内)|"
    r"(?:多久|多长时间|几个?月|几天)(?:能|可以|才)?(?:批|审|出结果|有结果|出来|下来|办好|拿到|评上)"
)
_LATE: Final = (
    r"^(?=.*(?:\bupdat|\brefresh|更新)).*(?:\b(?:forg[eo]t|miss|late|overdue|skip|passed|fail)|"
    r"\b(?:not|\w+n't) (?:been )?(?:updat|refresh)|忘|错过|[没未不](?:有|按时)?更新|逾期|过了|晚了)"
)
"""Asks what follows if the yearly update is missed."""
_PROOF: Final = (
    r"(?:\bprov(?:e|es|ing|en)\b|\bproofs?\b|\bcertif|\bthird[- ]part|证明|证书|第三方|出报告)"
    r"(?!.*(?:\bvalid|\bexpir|\blasts?\b|\bruns? out\b|过期|到期|有效期|几年|多久))"
)
_PROFIT: Final = (
    r"^(?!.*(?:\bhow (?:much|profitable)\b|\baverage\b|\btotal\b|平均|多少|总)).*(?:"
    r"\bprofit(?:s|able|ability)?\b|\bnet loss|\bin the red\b|\bloss[- ]making\b|"
    r"\b(?:lost|los(?:e|ing)) money\b|"
    r"\b(?:ma[dk]e|making|ran|had|at) (?:an? |any )?(?:net |operating )?loss(?:es)?\b|"
    r"盈利|亏损|亏[钱了]|赚钱|利润)"
)
"""Asks whether a loss bars a firm, not how much firms earn."""
_CONTACT: Final = (
    r"\bwho(?:m)? (?:(?:do|can|should|could|must) (?:i|we) |to )"
    r"(?:call|ask|contact|talk|speak|turn|ring|phone|e-?mail)\b|"
    r"\bwho (?:can |could |will )?helps?\b|"
    r"\bcontacts?(?: (?:persons?|details?|numbers?|info\w*|points?|list))?(?: for .*)?\W*$|"
    r"\bphone (?:number|line)|\b(?:tele)?phone\b.{0,16}\b(?:for|of|title|srdi)\b|"
    r"找谁|问谁|向谁|联系(?:谁|方式|电话|人)|谁.{0,3}帮|(?:咨询|负责人)电话|电话(?:是?多少|号|$)"
)
_ASKED: Final[Mapping[ProcedureTopic, str]] = {
    "update": _LATE,
    "proof": _PROOF,
    "fee": _FEE,
    "where": _WHERE,
    "who-decides": _WHO,
    "paper": f"{_PAPER}|{_ALSO_PAPER}",
    "documents": _DOCUMENTS,
    "duration": _TAKES,
    "contact": _CONTACT,
    "profit": _PROFIT,
}
_UNTITLED: Final[Sequence[ProcedureTopic]] = ("where", "paper", "profit")
"""What a question may ask without a title, if it names no other subject."""
_FILING: Final = frozenset({"apply", "documents", "paper-form", "stamp", "online", "firm"})
"""Terms that such a question may name."""
_OFFICE: Final = frozenset({"recognition", "district-office", "hotline-12345"})
"""Terms that it may name as well if it asks whom to ask or how long a title takes."""
_APPROVAL: Final = re.compile(
    r"\bapprov|\brecogni|\bdeci(?:de|sion)|\bhear\b|\bresults?\b|\bapplication\b|"
    r"审|认定|批|结果|申报|申请"
)
"""What takes time, where no title is named."""
_ALONE: Final[frozenset[ProcedureTopic]] = frozenset({"contact", "profit"})
"""What may be asked of titles only where no other subject is named."""
_HELP: Final = frozenset({"support", "service-steward"})
"""Terms that a question whom to ask may name."""
_AGENT: Final = "agent"
_SHORT: Final = 110
"""Length of a sentence that says where one files, and needs no address before it."""
_WHO_ALONE: Final = re.compile(r"\bwhom?\b|\bwhose\b|谁")
_DECIDERS: Final = frozenset(
    ("sheitc", "miit", "beijing", "city-government", "district-office", "recognition")
)
"""Terms of those who may decide on a title."""


def procedure_card(query: Query) -> AnswerCard | None:
    """What is asked about an application for a title, then its steps if those are asked too."""
    release, question = query.release, query.question
    others = question.concepts & (SUPPORT if _AGENT in question.concepts else OTHER)
    if others - {"award"} or question.named or question.districts or question.outside:
        return None
    topics = _ASKED if tiers_named(question) else _untitled(query)
    asked: list[ProcedureTopic] = [t for t in topics if re.search(_ASKED[t], query.plain)]
    about = {c for c in question.concepts if not release.index.is_light(c)}
    if not about <= {*TIER_TERMS, *_FILING, *_OFFICE, *_HELP}:
        asked = [t for t in asked if t not in _ALONE]
    if "proof" in asked:
        others = frozenset[str]()  # what is paid for a certificate is no award
    if not asked or others or (question.dates and asked != ["documents"]):
        return None
    title = (TIER_NAMES[0], *tiers_named(question))[-1]
    lines = tuple(line for topic in asked for line in _lines(release, topic, title))
    if not lines:
        return None
    steps = None if "documents" in asked else steps_card(query)
    lines = tuple(dict.fromkeys((*lines, *(steps.lines if steps else ()))))
    return card_of(lines)


def deciders_card(query: Query) -> AnswerCard | None:
    """Who decides on each title, where neither a title nor anything else is named."""
    release, question, plain = query.release, query.question, query.plain
    named = {c for c in question.concepts - _DECIDERS if not release.index.is_light(c)}
    if named or question.unknown or question.districts:
        return None
    if not (_WHO_ALONE.search(plain) and re.search(_WHO, plain)):
        return None
    titles = ("specialised", "little-giant")
    found = [m for title in titles for m in release.catalogue.procedures(title, "who-decides")[:1]]
    return card_of(Line(m, text=m.summary) for m in found)


def _untitled(query: Query) -> Sequence[ProcedureTopic]:
    """What may be asked of applications in general."""
    question, plain = query.question, query.plain
    if _AGENT in question.concepts:
        return ("fee",)
    if "annual-update" in question.concepts and re.search(_LATE, plain):
        return ("update",)
    named = {c for c in question.concepts - _FILING if not query.release.index.is_light(c)}
    if named <= _OFFICE and _APPROVAL.search(plain) and re.search(_TAKES, plain):
        return ("duration",)
    if "recognition" in named <= _OFFICE:
        return ("contact", "profit")
    if named or question.unknown or question.amounts:
        return ()
    return (*_UNTITLED, "who-decides") if re.search(_WHERE, plain) else _UNTITLED


def _lines(release: Release, topic: ProcedureTopic, title: str) -> Iterator[Line]:
    """What the records say about a topic, first what no source states.

    Of the paper form each step.
    """
    catalogue = release.catalogue
    measures = catalogue.procedures(title, topic)
    for measure, entry in catalogue.left_open(title, topic)[:1]:
        yield Line(measure, text=entry.text, stated=False)
        measures = measures or [measure]
    if topic == "duration" and not measures:
        measures = catalogue.procedures(title, "steps")
        yield from (Line(measure, missing="duration") for measure in measures[:1])
    for measure in measures[:1]:
        if topic == "where" and measure.contact and len(measure.summary.en) > _SHORT:
            yield Line(measure, text=measure.contact, role="answer")
        for text in measure.apply if topic == "paper" else (measure.summary,):
            yield Line(measure, text=text)
