"""How a firm keeps a title, and whether a round is open: read from the records of the procedure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.batches import batch_number
from bot.domain.answers.read.forms import Form, has_form
from bot.domain.data.criteria import Keeping
from bot.domain.data.models import Measure, Record
from bot.domain.eligibility.rounds import newest, rounds_of
from bot.domain.eligibility.tiers import find_tiers
from bot.domain.release import Release
from bot.domain.search.intent import comes_from_elsewhere
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import MONTH_LENGTH, SUPPORT, tiers_named
from bot.domain.search.vocabulary import DISTRICT
from bot.domain.text import Plain, pattern_of

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
    r"\b(?:got|old|granted|won)\b.{0,60}\b(?:go on|carry on|keep(?: on)?|still) us(?:e|ing)\b|"
    r"\b(?:old|before|granted|from|got)\b.{0,90}"
    r"\b(?:redo|re-?apply|start (?:over|again)|afresh|from scratch|(?:apply|file|do \w+) again)\b|"
    r"\b(?:old|former|previous|2022)\b.{0,24}\b(?:rules?|method|standard|title)\b.{0,24}"
    r"\b(?:treated|handled|counted|happens|becomes?)\b|"
    r"(?:老|旧|以前的?)(?:办法|规则|标准|政策).{0,24}怎么(?:算|办|处理|弄)|"
    r"(?=.*\bnew (?:rule|method)).*\b(?:old|former|existing|current) (?:\w+ )?(?:title|status)|"
    r"(?=.*新(?:办法|规|政)).*(?:老|旧|以前的?|现有)的?(?:称号|牌子|资质)|"
    r"\b(?:since|granted|got|won|awarded|recogni[sz]ed)\b.*\b(?:under|below|new)\b.*"
    r"\b(?:keep|lose|gone|void|still|valid|at risk)\b|"
    r"(?:评上?|认定|拿到?)的.*(?:新|门槛|不够|不到|不上|达不到).*(?:算|作数|保留|保得住|作废|收回|摘|取消|有效|能?用)|"
    r"(?:以前|之前|老|旧|(?:评上?|认定|拿到?|批)的).{0,40}(?:重新?|再)(?:认定|申[请报]|[评弄来做])|"
    r"(?:以前|之前|老|旧|2\d年|20\d\d).{0,16}(?:还有效|还算|还能用|作废|有效[吗么伐]|失效)"
)
RULES: Final = re.compile(
    r"\b(?:which|what|old|new|current|former|previous|20\d\d)\b[ -](?:\w+[ -])?"
    r"(?:rules?|method|standards?|criteria|regulations?|thresholds?)\b|"
    r"\bold (?:\w+ )?or (?:the )?new\b|\bnew (?:\w+ )?or (?:the )?old\b|"
    r"(?:老|旧|新|哪个|哪套|哪一?[个套]|什么|20\d\d年?|2\d年)的?(?:办法|规则|规定|标准|政策|门槛)|[新老旧]规"
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
LASTING: Final[Sequence[Keeping]] = ("transition", "validity", "update")
_ORDERS: Final[Sequence[tuple[re.Pattern[str], Sequence[Keeping]]]] = (
    (_OLD_TITLE, LASTING),
    (_YEARLY, ("update", "validity", "change", "fraud")),
    (_KEEPS, ("validity", "update", "change", "fraud")),
    (_LASTS, ("validity", "transition", "fraud")),
    (_ENDS, ("validity", "update", "change")),
)
"""What is asked, and the requirements that answer, first the one meant."""
TITLES: Final = frozenset({"recognition", "quality-sme", "plaque", "tiered-cultivation"})
TITLE: Final = re.compile(r"\btitles?\b|\bstatus\b|\bcertificates?\b|评上|牌子|称号|头衔|证书")

_NEXT: Final = pattern_of(
    r"\b(?:next|another|further) (?:\w+ ){0,3}(?:batch|round|window|intake|call)|"
    r"\bopens? (?:again|next)\b|\b(?:date|when|open).{0,30}\bsecond (?:\w+ )?(?:batch|round)|"
    r"\bsecond (?:\w+ )?(?:batch|round)\b.{0,30}\bwhen|\bthe next one\b|"
    r"\b(?:when|apply|open\w*)\b.{0,24}\bnext(?: year\b|\W*(?:$|,))|"
    r"\b(?:batch|round|recognition|appl\w+|fil\w+)\b.{0,30}\bsecond half\b|"
    r"下半年.{0,12}(?:批|轮|报|评|认定)|(?:还会?|再)有.{0,8}批(?!评)|"
    r"明年.{0,4}(?:什么时候|几时|何时|几月|[能可再])|"
    r"下一?(?:批|轮|次)|第二批.{0,8}(?:什么|几|时间|何)|"
    r"(?:什么时候|几时)(?:再|开始)|(?:后面|之后).{0,6}批次"
)
_OPEN: Final = pattern_of(
    r"\b(?:is|are|any)\b.{0,40}\bopen\b|\bopen (?:right )?now\b|\bmiss(?:ed)?\b|\btoo late\b|"
    r"\bstill (?:\w+ )?(?:apply|file|submit|get in|join|enter|in time|time)|"
    r"\b(?:can|could|may|get in|apply|file)\b.{0,40}\bthis year\b|"
    r"\b(?:filing|application) (?:window|season|period|round)|\bround (?:over|closed)|\bwindow\b|"
    r"(?:现在|目前|今年|眼下).{0,10}(?:能|可以|来得及).{0,8}(?:报|申|评)|来得及|"
    r"(?:现在|目前).{0,8}(?:开着|在报|受理)|批次开着|还开|开放(?:申|报|着)|(?:申报|报名).{0,6}(?:过了|结束|截止|关了)|"
    r"几月(?:几[号日])?到几|固定.{0,2}时间|时间段|错过|赶得上"
)
_LATE: Final = re.compile(
    r"\bmiss(?:ed)?\b|\b(?:late|over|closed)\b|错过|过了|结束|截止(?:了|没)|关了|晚了"
)
"""Asks whether it is closed, so that a no would mean that it is open."""
_TIME: Final = "什么时候|几时|何时|(?:什么|哪个?)时(?:段|间)|哪几个?月|几月份?|几号"
_FILED: Final = pattern_of(
    r"\bwhen (?:can|could|do|did|should|must|may|will) (?:we|i|you|one|firms?|companies) "
    r"(?:apply|file|submit|register|sign up)|"
    r"\bwhen(?:'s| is| was)? (?:the )?filing\b|"
    r"\bwhen (?:is|was|does|did|will|are|were) .{0,24}\b(?:fil(?:e|ing)|form|applications?|close|"
    r"registration|submissions?)\b|"
    r"\b(?:fil(?:e|ing)|application|registration|submission)s? "
    r"(?:dates?|deadlines?|times?|start|end|open|close)|"
    r"\b(?:deadline|last day|cut-?off)s? (?:to|for) (?:apply|applying|file|filing|submit|register)|"
    r"(?:申报|填报|受理|报名|申请|网报|入库)的?(?:期|时间|时段|窗口|日期|截止|起止)|"
    rf"(?:{_TIME})(?:可以|能|开始|截止)?(?:申报|填报|受理|报名|申请|网报|入库|能?填|报(?![告备销]))|"
    rf"(?:申报|填报|受理|报名|申请|网报|入库)(?:是|在|从)?(?:{_TIME})"
)
_AHEAD: Final = {"今年": 0, "this year": 0, "明年": 1, "next year": 1}
_AGAIN: Final = re.compile(
    r"\b(?:turned down|refused|rejected|failed|second (?:try|attempt|go))\b|"
    r"(?:没|未)(?:评上|通过|过).*再|落选|被刷"
)
"""Asks for a second attempt, not for the next round."""
_AROUND: Final = frozenset(
    "srdi little-giant innovative-sme tech-sme base-tier apply batch latest shanghai when unknown "
    "procedure missed why full-list recognition once firm sme validity national-level "
    "miit deadline previous years duration eligible".split()
)
"""Terms that such a question may name; any other is what it is about."""
_LASTING: Final = frozenset(
    "duration validity fraud definition count quality-sme plaque tiered-cultivation".split()
)
"""The same of a question how long a title lasts."""


def keeping_card(
    release: Release, question: ParsedQuestion, plain: Plain, form: Form
) -> AnswerCard | None:
    """What a firm must do to keep a title; None if that is not asked."""
    if not (tiers_named(question) or question.concepts & TITLES or TITLE.search(plain)):
        return None
    paid = SUPPORT - {"subsidy"}  # a title is granted as well
    others = question.concepts & {"audit-report", "growth-award", *paid}
    if others or question.districts or question.intents & {"amount"}:
        return None
    wanted = next((each for pattern, each in _ORDERS if pattern.search(plain)), ())
    if comes_from_elsewhere(plain):
        return None  # a title that another place gave
    if not wanted or (wanted[0] == "validity" and not _acts(question, plain, form)):
        return None
    return keep_rules(release, wanted)


def keep_rules(release: Release, wanted: Sequence[Keeping]) -> AnswerCard | None:
    """These requirements of every title, in this order."""
    tiers = find_tiers(release.catalogue.dataset.tiers, "all", "current")
    found = {c.keeping: (t, c) for t in tiers for c in t.criteria}
    lines = [Line(t, text=c.requirement) for t, c in (found[i] for i in wanted if i in found)]
    return AnswerCard(lines[0].record, tuple(lines)) if lines else None


def transition_card(
    release: Release, question: ParsedQuestion, plain: Plain, today: date
) -> AnswerCard | None:
    """Which rules a review comes under, this year or later; None if that is not asked.

    The reviews of a year may have rules of their own, which come before the general one.
    """
    if "batch" in question.concepts or question.amounts:
        return None
    year = max((int(d[:4]) for d in question.dates), default=0)
    this_year = year == today.year or (not year and _THIS_YEAR.search(plain))
    if 0 < year <= today.year and not this_year:
        return None
    if not (tiers_named(question) or question.concepts & TITLES or TITLE.search(plain)):
        return None
    if question.concepts & SUPPORT or question.districts or question.outside:
        return None
    if BOTH.search(plain) or not (RULES.search(plain) and _EXPIRES.search(plain)):
        return None
    general = keep_rules(release, ("transition", "validity"))
    title = _title_of(question)
    rounds = newest(release.catalogue.procedures(title, "review")) if title and this_year else []
    if not (rounds and general):
        return general
    return AnswerCard(rounds[0], (Line(rounds[0], text=rounds[0].summary), *general.lines[:1]))


def _acts(question: ParsedQuestion, plain: Plain, form: Form) -> bool:
    """Whether it asks what to do, rather than how long."""
    if _LASTS.search(plain):
        return question.concepts <= _AROUND | _LASTING
    return form == "how" or ("duration" not in question.concepts and bool(_DOES.search(plain)))


def round_card(
    release: Release, question: ParsedQuestion, plain: Plain, today: date
) -> AnswerCard | None:
    """Whether or when a title can be applied for, or when next; None if that is not asked."""
    if question.concepts & SUPPORT:
        return None
    named = _round_of_batch(release, question, plain)
    later = _is_later(release, question, plain, today)
    after, filed = later or _NEXT.search(plain), _FILED.search(plain)
    of_batch = None if after else named
    title, still = _title_of(question), _OPEN.search(plain)
    deadline = not after and "deadline" in question.concepts and (of_batch or title)
    asks = after or filed or still or deadline
    if not asks or _AGAIN.search(plain):
        return None
    if any(int(d[:4]) < today.year or len(d) == MONTH_LENGTH for d in question.dates):
        return None
    about = {c for c in question.concepts - _AROUND if not c.startswith(DISTRICT)}
    if "batch" in question.concepts:
        about -= {"online", "documents"}
    other_place = of_batch and question.districts.isdisjoint(of_batch.districts)
    if (not after and about) or (question.districts and not (later or other_place)):
        return None
    title = title or ("specialised" if after and not about else "")
    procedures = release.catalogue.procedures
    whole_year = title and not of_batch and (still or not deadline)
    batches = procedures(title, "batches") if whole_year else []
    rounds = newest(procedures(title, "round")) if title else []
    record = of_batch or next(iter(batches or rounds), None)
    if record is None:
        return None
    unstated = list(_next_unstated(release, record, title))[:1]
    stated = [Line(record, text=record.summary)]
    if record.validity is not None and not batches:
        ends = record.validity.ends
        over = has_form(plain, "can") and not _LATE.search(plain) and ends and ends < today
        dated = not (after or record.validity.assumed)  # an assumed end is no deadline
        closed = "closed" if ends and ends < today and dated else None
        note = Line(record, text=record.validity.note, met=False if over else None, role=closed)
        stated.insert(1 if filed and not closed else 0, note)
    former = [named] if later and named else rounds[:1]
    last_round = [Line(m, text=m.summary) for m in former if batches]
    stated = [*last_round, *stated] if after else [*stated, *last_round]
    first = unstated if after or question.districts or (batches and not filed) else stated
    lines = (*first, *(stated if first is unstated else unstated))
    return AnswerCard(lines[0].record, lines)


def _is_later(release: Release, question: ParsedQuestion, plain: Plain, today: date) -> bool:
    """Whether it asks when a batch of this year or the next is, of which no round is known."""
    batch = batch_number(plain)
    ahead = [today.year + years for word, years in _AHEAD.items() if word in plain]
    year = max((int(d[:4]) for d in question.dates), default=max(ahead, default=0))
    when = "when" in question.intents and "count" not in question.intents
    if not (batch and when) or year < today.year or _title_of(question) == "little-giant":
        return False
    known = rounds_of(release.catalogue, "specialised", "little-giant")
    return (year, batch) not in {(each.year, each.batch) for _, each in known}


def _round_of_batch(release: Release, question: ParsedQuestion, plain: Plain) -> Measure | None:
    """The round of the batch that is named."""
    if (batch := batch_number(plain)) is None:
        return None
    titles = [title] if (title := _title_of(question)) else ("little-giant", "specialised")
    rounds = rounds_of(release.catalogue, *titles)
    return next((m for m, each in rounds if each.batch == batch), None)


def _title_of(question: ParsedQuestion) -> str:
    tier_names = tiers_named(question)
    if "little-giant" in tier_names:
        return "little-giant"
    if "tech-sme" in question.concepts:
        return "tech-sme"
    return "specialised" if tier_names else ""


def _next_unstated(release: Release, record: Record, title: str) -> Iterator[Line]:
    """What is not stated about the next round, the plainest first; of the rules' round too."""
    tiers = find_tiers(release.catalogue.dataset.tiers, title, "current")
    for own in (*(t for t in tiers if t.part == "round"), record):
        found = [s for s in own.not_stated if s.about == "when"]
        found.sort(key=lambda s: not ("next" in s.id or "after" in s.id))
        yield from (Line(own, text=s.text, stated=False) for s in found)
