"""Whether a number is over or under the one named (over 80%, 不到1500万, 75以上), or a goal."""

import re
from typing import Final

from bot.domain.text import UNIT

LIMIT_MARGIN: Final = 0.001
"""By how much a number is more, or less, than the one that it is over, or under."""
_NEAR: Final = 24
"""Characters before a number in which a word tells that."""
_LEAD: Final = r"(?:了|约|大约|the|an?|rmb|cny|a ratio of|[ ¥])*$"
_OVER: Final = re.compile(
    r"(?P<not>不|\b(?:no|not|never|at most|(?:is|was|are)n't) )?"
    r"(?:\b(?:over|above|past|beyond|(?:more|greater|higher|larger|bigger) than|"
    r"exceed(?:s|ed|ing)?|pass(?:es|ed)?|top(?:s|ped))\b|超过?|高于|高过|大于|多于|过)" + _LEAD
)
_UNDER: Final = re.compile(
    r"(?P<not>不|\b(?:no|not|never|(?:is|was|are)n't) )?"
    r"(?:\b(?:under|below|(?:less|fewer|lower|smaller) than|short of|not (?:quite|even)|nearly)\b|"
    r"不到|没到|未到|低于|少于|小于|不足|未达|不及|[没未](?:有)?(?:达到|超过?)|不满|未满|接近|将近)"
    + _LEAD
)
_LACKS: Final = re.compile(r"(?<!有)没有?$")
_SUM: Final = re.compile(r"[万亿%]")
"""A sum that the firm has not is more than its own; of a count that is too vague."""
_UNIT: Final = rf" ?(?:%|percent\b|{UNIT})?(?:元|个点|[个项件分年]| ?(?:yuan|rmb|points?)\b)?"
_OR_OVER: Final = re.compile(
    rf"{_UNIT}(?:以上|之上|\+| plus\b(?! \d)| (?:or|and) (?:more|over|above)\b)"
)
_OR_UNDER: Final = re.compile(rf"{_UNIT}(?:以下|之下|不到| (?:or|and) (?:less|under|below)\b)")
_REACHED: Final = r"(?:reach|hit|pass|cross|exceed|break|top|make|get to|grow)"
GOAL: Final = re.compile(
    rf"\b(?:want|hope|hoping|plan|planning|aim|aiming|expect|try|trying|going|about|set|likely|"
    rf"close|due) to (?:\w+ )?{_REACHED}\b|"
    rf"\b(?:will|would|might|may|could|can|if (?:we|i|our [\w-]+|sales|revenue|turnover|it)|"
    rf"(?:when|once) (?:we|i|sales|revenue)) (?:\w+ )?{_REACHED}(?:e?s)?\b|"
    r"\b(?:for|by|after|upon) (?:first )?(?:reach|hitt|pass|cross|exceed|break)ing\b|"
    r"\b(?:our|the|sales|revenue) (?:target|goal|forecast|budget)\b|"
    r"想冲|冲(?:刺|到|击|上)|想(?:要)?(?:做到|达到|突破)|(?:要是|如果|假如|假设|若|等)[^,;。]{0,12}(?:做|达|突|到|过|冲|涨)|"
    r"(?:达到|做到|突破|超过|过)[^,;。?]{0,8}(?:后|以后|之后|的话)|预计|预期|目标|打算|争取|即将|快(?:要)?(?:到|做到|达到)|"
    r"(?:今年|明年)(?:能|会|要|可以)(?:做|达|突|到|过|冲)"
)
"""A number is what the firm hopes to reach, not what it has."""


def margin_of(said: str, start: int, end: int) -> float:
    """How far a number is from the one written there: the margin over or under it, or nothing."""
    before = said[max(0, start - _NEAR) : start]
    for words, after, sign in ((_UNDER, _OR_UNDER, -1), (_OVER, _OR_OVER, 1)):
        found = words.search(before)
        if (found and not found["not"]) or after.match(said, end):
            return sign * LIMIT_MARGIN
    return -LIMIT_MARGIN if _LACKS.search(before) and _SUM.search(said, start, end + 2) else 0.0
