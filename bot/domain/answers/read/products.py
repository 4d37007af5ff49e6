"""What a firm says that it makes: of that only its trade, its place and its title count.

Its words would be taken for what it asks: a transformer for former rules, 搬运机器人 for a move.
"""

import re
from typing import Final, Literal

from bot.domain.data.districts import DISTRICTS
from bot.domain.release import Release
from bot.domain.search.ranking import TIER_TERMS
from bot.domain.text import Plain, pattern_of

_UNTIL: Final = r"(?= (?:in|at|for|with|and|since|but|on|near|here|now)\b|[,.;:?!\d]|$)"
_GOODS: Final = (
    r"(?!这|那|出|到|成|好|大|业|性|商|类|端|审|研发|专|技|特别|首|申|认|复|业务|收入|担保|贷|融资|保险|投资|补贴|检测|评)"
    r"[^\d,。;?! 什哪多少吗呢几怎不没了要]{2,14}?"
)
"""What may be a product in Chinese: no question, no title, no service to firms."""
_MAKES: Final = pattern_of(
    r"(?<!do )(?<!can )(?<!could )(?<!should )"
    r"\b(?:we|i|firm|company|startup|business|that|who|which)(?: (?:also|mainly|only|just|now))? "
    r"(?:make|produce|manufacture)s? (?P<makes>(?!(?:it|money|sales|sure|an? profit|an? loss|"
    r"(?:the |an? )?(?:same|similar|identical))\b)"
    rf"[a-z][^,.;:?!\d]{{1,60}}?){_UNTIL}|"
    rf"\b(?:makers?|producers?|manufacturers?) of (?P<of>[a-z][^,.;:?!\d]{{1,60}}?){_UNTIL}|"
    r"\b(?:an?|the|our|as|for|pay) (?P<maker>(?:[a-z][\w-]* ){1,4})"
    r"(?<!decision )(?<!policy )(?=(?:maker|producer|manufacturer)s?\b)|"
    rf"(?:^|[,。;? ]|是|在|主要|专门|专业)(?:做|生产|制造|从事)(?P<zh>{_GOODS}(?=的|企业|公司))|"
    rf"(?:我们?|我司|公司|企业|厂|[区镇])(?:主要|专门|专业|是|在)?(?:做|生产|制造|从事)"
    rf"(?P<ours>{_GOODS}(?=的|[,。;?!]|企业|公司|$))"
)
"""Says what a firm makes; not that it makes money, nor the same as another firm."""
_TRADES: Final = pattern_of(
    r"\b(?:trad|retail|consult|whole ?sale|law|hotel)\w*|"
    r"贸|零售|批发|中介|餐|酒店|咨询|律|会计|广告|地产|电商|代理|培训|物流"
)
"""Trades outside industry, which decide what a firm may have."""
_KINDS: Final = frozenset({"industry", "trade", "place", "elsewhere"})


def without_products(release: Release, plain: Plain) -> Plain:
    """A normalised question with only known terms of what the firm makes."""

    def known(match: re.Match[str]) -> str:
        group = match.lastgroup or ""
        if _TRADES.search(match[group]):
            return match[0]
        start, end = (n - match.start() for n in match.span(group))
        kept = _known_of(release, match[group], "zh" if group in ("zh", "ours") else "en")
        return f"{match[0][:start]}{kept}{match[0][end:]}"

    return Plain(_MAKES.sub(known, plain))


def _known_of(release: Release, text: str, lang: Literal["en", "zh"]) -> str:
    """The names of its trades, places and titles; "things" if it has none."""
    question, terms = release.index.parse(text), release.catalogue.terms
    found = [terms[c] for c in sorted(question.concepts) if c in terms]
    names = [getattr(t, lang) for t in found if t.kind in _KINDS or t.id in TIER_TERMS]
    names += [name[lang == "zh"] for d, name in DISTRICTS.items() if d in question.districts]
    if lang == "zh":
        return "".join(names) or "东西"
    return f"{' '.join(names).lower() or 'things'} "
