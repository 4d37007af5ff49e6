"""What a question asks of parks and clusters: a figure, or whether there is one."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.answers.read.forms import Form
from bot.domain.data.models import Attribute, Figure, Zone
from bot.domain.data.values import Rank
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain, pattern_of

_IF: Final = re.compile(
    r"(?:^|[^\w ] ?)(?:so |and |but )?(?:is|are|does|do|has|have|any)\b|有没有|有无|是不是|"
    r"有(?![哪什几多]).{0,14}(?:吗|么|伐|没有?)\??$|[是都].{0,12}(?:吗|么|伐)\??$"
)
"""Wants a yes or a no."""
LOOKS_FOR_SITE: Final = pattern_of(
    r"\bwhere (?:should|could|can|do|does|would|to)\b[^?.;,]{0,40}"
    r"\b(?:set up|settle|locate\w*|go|move|sit|based?|open|start|rent)\b|"
    r"\b(?:fitting|right|good|best|suitable) (?:place|site|park|location)\b|"
    r"\bwhere (?:for|in)\b|[-,:] ?where\b|"
    r"\b(?:best|right|good|suitable|ideal) (?:district|area|zone|location|spot)s?\b|"
    r"\b(?:which|what) (?:district|area|zone)(?: (?:is|would be|has))?"
    r"(?: (?:the )?(?:best|right|good|suitable|ideal|better)\b| (?:should|to|do|can|for)\b)|"
    r"^(?!.*\b(?:clusters?|bases?|parks?|zones?)\b).+\b(?:which|what) district\W*$|"
    r"落户|选址|(?:去|放|搬|选|开|落)(?:在|到)?哪|适合(?:搞|做|放|.{0,8}在哪)|在哪.{0,3}适合|(?:去|放|搬到?|选|落)[^,。?]{2,5}还是"
)
"""Looks for a place for the firm."""
_WHICH: Final = re.compile(r"\bwh(?:ich|at|en|ere)\b|哪|什么|谁")
_ALL: Final = re.compile(r"\ball\b|\bevery\b|\bonly\b|都|全是|全部")
_FIGURES: Final[Mapping[Attribute | Aspect, tuple[str, re.Pattern[str]]]] = {
    "area": (
        "km2 m2 mu",
        re.compile(
            r"\bsizes?\b|\bhow (?:big|large)\b|\bsq(?:uare)?\b|\bkm2\b|面积|多大|占地|平方|几平"
        ),
    ),
    "amount": ("CNY", re.compile(r"\boutput\b|产值|产出")),
    "count": (
        "firms",
        re.compile(r"\b(?:how many|number of) (?:firms|companies)\b|[多几]少?家?企业|企业数"),
    ),
}
"""What can be asked of each zone, in which units."""
CITYWIDE: Final = frozenset({"latest", "shanghai", "share-of-total", "full-list"})
"""Terms that narrow nothing."""


LEVELS_OF_ALL: Final[Mapping[str, Sequence[Rank]]] = {
    "park": ("city-level",),
    "featured-park": ("city-level",),
    "sme-cluster": ("national", "city-level"),
}
"""Terms of parks and clusters, with the levels that make up the list of all."""


def figures_asked(plain: Plain) -> Attribute | Aspect | None:
    """What it asks of each zone: its area, output or number of firms."""
    return next((about for about, (_, p) in _FIGURES.items() if p.search(plain)), None)


def own_figures(zone: Zone, asked: Attribute | Aspect | None) -> tuple[Figure, ...]:
    """The zone's figure of the kind asked for, if any."""
    units = _FIGURES[asked][0].split() if asked else ()
    return tuple(f for f in zone.figures if f.unit in units)[:1]


def asks_if(plain: Plain) -> bool:
    """Whether it wants to know if there is such a zone, or if a zone is such a one."""
    return _IF.search(plain) is not None and _WHICH.search(plain) is None


def asks_if_all(plain: Plain) -> bool:
    """Whether it wants to know if all of them are of a level."""
    return asks_if(plain) and _ALL.search(plain) is not None


def levels_of_all(question: ParsedQuestion, form: Form) -> Sequence[Rank]:
    """The levels of which all zones are, if it asks for the list of all parks or clusters."""
    kinds = [kind for kind in LEVELS_OF_ALL if kind in question.concepts]
    alone = question.concepts <= {*kinds} | CITYWIDE and not question.amounts[1:]
    return LEVELS_OF_ALL[kinds[0]] if form == "list" and kinds and alone else ()
