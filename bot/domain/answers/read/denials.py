"""What a question says that the firm has none of: rights, revenue, equity."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from bot.domain.text import Plain

_EQUITY: Final = "equity2"
_NONE_OF: Final[Mapping[str, re.Pattern[str]]] = {
    "rights": re.compile(
        r"(?:\b(?:no|zero|without|not (?:a single|one|1|any))|(?:n't|\bnot) (?:own|have|hold|got))"
        r"(?: (?!need|proof|fee)[\w-]+){0,3} "
        r"(?:patents?|inventions?|ip(?= at all| yet| rights?|[,.;?]))\b|\bpatents? none|"
        r"(?:没有?|无|零|0个)(?:任何|[一i1]类|自有)*(?:发明(?:专利)?|专利|知识产权)|"
        r"(?:发明|专利)(?:专利)?(?:都|也|[一1][个件项])*(?:没有?|为零|是零)"
    ),
    "revenue": re.compile(
        r"\b(?:no|zero|without|pre|nil)[ -](?:any |our |own |real )?(?:revenue|sales|turnover)\b"
        r"(?! (?:growth|data|figure|limit|require|cap|threshold|team|staff|tax))|"
        r"(?:没有?|[无零0])(?:任何|什么)?(?:营收|营业收入|收入|销售|产值)"
        r"(?![^,;。?]{0,3}(?:要求|门槛|限|增|税|数据))"
    ),
    _EQUITY: re.compile(
        r"\b(?:no|without|never had) (?:[\w-]+ )?(?:investors?|equity|vcs?|venture|funding round)|"
        r"\b(?:no|never|not|without)\b[^,.;]{0,16}\b(?:cent|money|investment) from "
        r"[^,.;]{0,12}(?:investor|vc|fund|venture)|"
        r"没(?:有)?(?:外部|机构|股权)?(?:融过?资|投资)|(?:没|未|无)融"
    ),
}


def denied_in(plain: Plain, stated: Collection[str]) -> dict[str, float]:
    """Zero for each of them that is denied; equity only if none is stated."""
    keys = (key for key, words in _NONE_OF.items() if words.search(plain))
    return {key: 0 for key in keys if key != _EQUITY or key not in stated}
