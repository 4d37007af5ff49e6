"""What a question says of a firm besides numbers: lists, accidents, dates, what is not known."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.domain.answers.read.clauses import CLAUSE_END, SENTENCE_END
from bot.domain.eligibility.tiers import TIER_NAMES, TierName
from bot.domain.release import Release
from bot.domain.search.ranking import tiers_named
from bot.domain.text import Plain

_UNKNOWN: Final = re.compile(
    r"\b(?:do|does|did)(?: not|n'?t) (?:\w+ )?(?:know|tell|say|look|have the|remember)|"
    r"\bno(?:body| one)\b.{0,24}\b(?:knows?|told|said|remembers)\b|\bno (?:idea|clue)\b|"
    r"\bnot (?:sure|known|told|yet known)\b|\bunknown\b|\ball (?:that )?(?:i|we) know\b|"
    r"\b(?:have|has)(?: not|n'?t) (?:checked|asked|looked|counted|seen)|"
    r"不清楚|不知道|不晓得|没人知道|不确定|说不清|没查|没问(?!题)|还没(?:拿到|问|查|算|统计|出)|没统计|没说|没告诉|忘了"
)
"""Says that something is not known."""
_LISTED: Final = re.compile(
    r"abnormal (?:operation|business|list)|dishonest\w* list|list of (?:serious )?dishonest|"
    r"经营异常|异常名录|失信(?:名单|被执行|主体)"
)
_OFF_LIST: Final = re.compile(
    r"(?<!not )(?<!not yet )\b(?:removed|taken off|got off|came off|lifted)\b|"
    r"(?<!没)(?<!未)(?:已|刚)?移(?:出|除)|"
    r"信用修复(?:了|完)"
)
_STILL: Final = re.compile(r"\bnot (?:yet )?(?:removed|off)|(?:没|未|还没)(?:有)?移|没修复")
_INCIDENT: Final = re.compile(
    r"\baccidents?\b|\bfires?\b(?! (?:an?|some|him|her|our|people|staff))|\bexplosion\b|"
    r"\bdata (?:breach|leak)|\b(?:safety|security) (?:incident|breach)|"
    r"\bquality problem|^(?!.*(?:\btax|税)).*(?:\b(?:fined|penali[sz]ed)\b|罚[过了款单]|处罚|"
    r"被[^,;。?]{0,6}(?:罚|处分)|\b(?:an?|the|minor|small|big) (?:[\w-]+ )?fine\b"
    r"(?! (?:print|with|(?:for|by) (?:us|me))\b))|\b(?:environment(?:al)?|pollution) "
    r"(?:breach|offen[cs]e|violation|fine|penalty|case|incident)|"
    r"质量问题|环[境保](?:违法|处罚)|污染(?:事[故件]|案)|"
    r"事故|失火|着[^,;。]{0,4}火|火灾|爆炸|数据泄露|安全事件"
)
_NO_INCIDENT: Final = re.compile(
    r"\b(?:no|without|never).{0,16}accident|(?:没(?!人)|无(?!法)|未(?!知)).{0,6}事故"
)
_GRAVE: Final = re.compile(
    r"\b(?:larger|bigg?(?:er)?|major|serious|grave|fatal|deadly)\b|较大|重大|特大|严重|过一?[次个]?大"
)
_SLIGHT: Final = re.compile(
    r"\b(?:minor|small|slight|general|tiny)\b|一般|轻微|小事故|小火|小额|小罚|点小|没人(?:受)?伤"
)
_AUDITED: Final = re.compile(r"\baudit\w*|审计")
_NOT_FILED: Final = re.compile(
    r"\bnever (?:filed|coded|made|done)|\b(?:not|n't) (?:been )?(?:filed|coded|audited)|"
    r"\bmissing\b|"
    r"没(?:有)?(?:报备|备案|赋码|做|审)|未(?:报备|备案|赋码)|缺"
)
_AUDITS: Final = 3
"""Years for which a round asks for audit reports."""
_ONLY: Final = re.compile(r"\b(?:only|just)\b|只|仅|才")
_AUDIT_YEAR: Final = re.compile(r"\b20[12]\d\b|20[12]\d(?=年)|(?<!\d)2\d(?=年|、|和|跟|,2\d年)")
_AUDIT_NUMBER: Final = re.compile(
    r"(?<![\d年])(?:[12]|一|两|\bone|\btwo)(?: years?\b| audit|年|份|个年度)"
)
ASKS_FOR_SIZE: Final = re.compile(
    r"\b(?:still|even|count as|be|are we|is it) (?:an? )?\W?smes?\b|\btoo (?:big|large)\b|"
    r"\bsize (?:limit|standard|test)|算(?:不算)?中小(?:微)?企业|划型|规模(?:太|过)大|"
    r"(?:是不是|还是)中小企业|太大了"
)
"""Asks whether the firm is small enough for a title."""
_LOOK_BACK: Final = 3
"""Years in which an incident counts."""
_SKIPS: Final = re.compile(
    r"\b(?:skip|jump|leap)\w*\b(?! the (?:point|scor|patent|eval|test)).{0,30}"
    r"\b(?:to|title|step|rung|level|srdi|stage|innovative)\b|"
    r"\bnever (?:was|were|been|had)\b.{0,12}\b(?:srdi|innovative)\b|"
    r"跳过|跨过|越过|越级|跳级|一步到位"
)
"""Wants a title without the one below it."""
_DIRECT: Final = re.compile(
    r"\b(?:straight|right) (?:to|for)\b|(?<!paid )(?<!firm )(?<!us )\bdirectly\b|"
    r"直接(?:就)?(?:报|申|冲|上|评|跳)"
)
"""The same, unless the one below it is named: it is held."""
_NOT_GIANT: Final = re.compile(
    r"[(,] ?not (?:the |a |for )*(?:little )?giant|[(,](?:不是|而非|不报)(?:小巨人)"
)
_BREAK: Final = re.compile(r"[?,。;.!、]|\bor\b|\band\b|还是|或者?")
_TITLE: Final = "srdi|little giant|innovative|专精特新|小巨人|创新型"
_EITHER: Final = re.compile(
    rf"(?P<one>{_TITLE})(?:中小|企业| ?(?:smes?|firms?|titles?))*,?"
    r"(?: n?or | and | ?[/&+、] ?|还是|还有|或者?|和|与|跟)"
    r"(?:even|an?|the|as|only|算|是|报|评|市级|国家级| )*"
    rf"(?P<other>{_TITLE})"
)
"""Two titles named side by side: SRDI or little giant."""
_ASKED: Final = re.compile(
    rf"(?:能|可以|可不可以|够|行)(?!.*(?:已|是))[^,;。?]*(?:{_TITLE})|"
    rf"(?:{_TITLE})[^,;。?]*(?:吗|么|不|行|够|可以|\b(?:ok|okay|fine|possible|enough)\b)"
)
"""Asks about a title."""
_TOO: Final = re.compile(
    rf"[,;。?] ?(?:那|那么|and |or |(?:what|how) about )*(?:for )?(?:a |the )?(?:{_TITLE})"
    r"(?:中小|企业| ?(?:sme|firm|title))*"
    r"(?:呢|也?(?:[行够]不[行够]|[行够可]以?吗?)| too| as well| also)?\W*$"
)
"""Asks the same about another title, at the end."""
ASKS_WHICH_TITLE: Final = re.compile(
    r"\b(?:which|what|any) (?:of the )?(?:titles?|tiers?|levels?|status|label)\b|"
    r"哪(?:一?个|一?级|一?档|种)?(?:称号|资质|认定|梯队|层级)|什么(?:称号|资质)|"
    r"(?:报|评|够|申请|申报|拿)(?:得?上|到)?(?:哪一?(?:个|级|档)|什么级别)(?!区|园|部|平台|窗)|"
    r"[还能]报(?:点|个)?(?:什么|哪些)(?!材料|表|[\u4e00-\u9fff])|(?:称号|资质).{0,3}还?能报"
)
"""Asks which title the firm can have, without naming one."""
_SHORT: Final = 16
_STATES: Final = re.compile(
    r"\b(?:we|our|since|already|not|firm|company)\b|我们|已|是|的|企业|公司|\d"
)


def unknown_clause(plain: Plain) -> str | None:
    """The clause that says that something is not known."""
    found = _UNKNOWN.search(plain)
    if found is None:
        return None
    start = max((m.end() for m in CLAUSE_END.finditer(plain, 0, found.start())), default=0)
    end = CLAUSE_END.search(plain, found.end())
    return plain[start : end.start() if end else None]


def formalities_of(plain: Plain, dates: frozenset[str], today: date) -> dict[str, bool | None]:
    """Formalities that a normalised question names, and whether they hold; None if that is open."""
    found: dict[str, bool | None] = {}
    if _LISTED.search(plain):
        found["listed"] = bool(_STILL.search(plain) or not _OFF_LIST.search(plain))
    if _INCIDENT.search(plain):
        past = max((int(d[:4]) for d in dates), default=today.year) < today.year - _LOOK_BACK
        if past or _NO_INCIDENT.search(plain):
            found["incident"] = False
        else:
            grades: Mapping[bool, re.Pattern[str]] = {True: _GRAVE, False: _SLIGHT}
            known = plain.replace(unknown_clause(plain) or " ", " ")
            found["incident"] = next(
                (g for g, words in grades.items() if words.search(known)), None
            )
    if _AUDITED.search(plain) and (_NOT_FILED.search(plain) or _audits_named(plain) < _AUDITS):
        found["audits"] = False
    return found


def _audits_named(plain: Plain) -> int:
    """For how many years a question says that there are audit reports; all if it does not.

    One or two are alike: too few.
    """
    for clause in SENTENCE_END.split(plain):
        if _AUDITED.search(clause) and _ONLY.search(clause):
            years = {year[-2:] for year in _AUDIT_YEAR.findall(clause)}
            return len(years) or (_AUDITS - 1 if _AUDIT_NUMBER.search(clause) else _AUDITS)
    return _AUDITS


def skips_a_title(plain: Plain, *, names_below: bool) -> bool:
    """Whether it asks for a title without the one below it."""
    return bool(_SKIPS.search(plain) or (not names_below and _DIRECT.search(plain)))


def tiers_meant(plain: Plain, named: tuple[TierName, ...]) -> tuple[TierName, ...]:
    """The tiers named, without the one that is not meant: SRDI (not giant)."""
    return named[:-1] if len(named) > 1 and _NOT_GIANT.search(plain) else named


def tiers_asked_alone(release: Release, plain: Plain) -> Sequence[TierName]:
    """The tiers asked about one by one (SRDI? little giant?), either or both alike."""
    if either := _EITHER.search(plain):
        both = (*either.group("one", "other"),)
        found = [tiers_named(release.index.parse(title)) for title in both]
        if all(len(tier_names) == 1 for tier_names in found) and len({*found}) == len(both):
            return [tier_name for tier_name in TIER_NAMES if (tier_name,) in found]
    if (too := _TOO.search(plain)) and _ASKED.search(plain, 0, too.start()):
        both = (Plain(plain[: too.start()]), Plain(too[0]))
        found = [tiers_named(release.index.parse(each)) for each in both]
        if all(len(tier_names) == 1 for tier_names in found):
            return sorted({name for each in found for name in each}, key=TIER_NAMES.index)
    pieces = [piece.strip() for piece in _BREAK.split(plain)]
    alone = [p for p in pieces if 0 < len(p) <= _SHORT and not _STATES.search(p)]
    alone += plain.split("?")[:-1]  # each question of its own
    found = [tiers_named(release.index.parse(piece)) for piece in alone]
    return [tier_name for tier_name in TIER_NAMES if (tier_name,) in found]
