"""Whether a number of a question is what the firm hopes to reach, not what it has."""

import re
from typing import Final

from bot.domain.text import Plain

_REACHED: Final = r"(?:reach|hit|pass|cross|exceed|break|top|make|get to|grow)"
_GOAL: Final = re.compile(
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


def is_goal(plain: Plain) -> bool:
    """Whether a normalised question tells what the firm hopes to reach, not what it has."""
    return _GOAL.search(plain) is not None
