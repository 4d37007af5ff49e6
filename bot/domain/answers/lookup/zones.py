"""The parks or clusters of a district, a place, an industry, a level, a batch or a year."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.forms import Form
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Attribute, Zone
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion

_MOST: Final = 16
_ZONES: Final = re.compile(
    r"\bparks?\b|\bclusters?\b|\bzones?\b|\bareas\b|\bplaces\b|\bsites\b|园|集群|集聚区|先导区|特色赛道|基地|载体|"
    r"100.?(?:billion|bn)\b.{0,12}\bindustries\b|千亿.{0,4}产业"
)
_PARKS: Final = re.compile(r"\bparks?\b|园")
_CLUSTERS: Final = re.compile(r"\bclusters?\b|集群")
_PLURAL: Final = re.compile(
    r"\b(?:parks|clusters|zones|areas|places|sites|industries)\b|[\u4e00-\u9fff]"
)
_NAMES: Final = re.compile(r"\bby name\b|\bnamed?\b|\bnames\b|名字|名单")
_ASKS: Final = re.compile(
    r"\bwh(?:at|o|y)\b|\bhow\b|什么|多少|几|怎|谁|为何|吗|多大|多久|如何|在哪"
)
_WHEN: Final = re.compile(r"\bwhen\b|时候|哪年|哪一年|哪天|何时|几时|几月")
_EACH: Final = re.compile(r"\beach\b|分别|各(?:自|多|有|是|做|主攻|搞)")
_ANY: Final = re.compile(
    r"\bany\w*\b|\bwhat(?:'s| is| are)? (?:there )?in\b|\bwhere are\b|\bis there\b|"
    r"\bare there\b|有.{0,8}(?:吗|么|没)|哪里|哪儿|都在哪|"
    r"叫什么|(?:集群|园区?)(?:是|有谁)[?？]*$|知道的"
)
_BATCHES: Final[Mapping[str, re.Pattern[str]]] = {
    "first": re.compile(r"\bfirst\b|首批|第一批"),
    "second": re.compile(r"\bsecond\b|第二批"),
    "third": re.compile(r"\bthird\b|第三批"),
}
_LEVELS: Final[Mapping[str, re.Pattern[str]]] = {
    "track": re.compile(r"\btracks?\b|赛道"),
    "pioneering": re.compile(
        r"\bpioneer\w*|先导|\bfuture (?:industr\w+ )?zones?|zones? (?:for|of) (?:the )?future|"
        r"未来产业.{0,4}区"
    ),
    "100-billion": re.compile(r"\b(?:100|hundred).?(?:billion|bn)|千亿"),
    "national": re.compile(r"(?<!not )(?<!not the )\bnational\b|(?<!不是)(?<!非)国家级"),
    "city-level": re.compile(r"\bcity.?(?:level|list)\b|市级(?!的?也)"),
    "district-level": re.compile(r"\bdistrict.?level\b|\bits own\b|区级|自己"),
    "promoted": re.compile(r"\bpromot\w+ to\b|推介"),
}
"""Words of the levels of zones, and how to ask for them."""
_BOTH_LEVELS: Final = re.compile(
    r"(?!.*\bnot\b).*(?:\b(?:national|state)\b.{0,20}\b(?:city|municipal)|"
    r"\b(?:city|municipal)\b.{0,20}\b(?:national|state)\b)|"
    r"(?!.*不).*(?:国家[^哪]{0,6}市[级里的]|市[级里的][^哪]{0,6}国家)"
)
_ANY_KIND: Final = frozenset({"track", "pioneering", "promoted"})
"""Levels of parks that are seldom called so."""
_SORTS: Final = re.compile(
    r"\b(?:sorts?|kinds?|types?|fields?|themes?|topics?)\b|主题|方向|领域|类型|哪[几]?类"
)
_AREA: Final = re.compile(r"\bsizes?\b|\bhow (?:big|large)\b|\bsquare\b|\bkm2\b|面积|多大|占地")
_AREAS: Final = frozenset({"km2", "m2", "mu"})
_SO_FAR: Final = re.compile(r"\b(?:by|until|till|up to|as of)\b|截至|为止|到.{0,6}年(?:底|末)")
_FIRST: Final = 2020
"""The year of the first parks and clusters."""
_YEAR: Final = re.compile(r"20\d\d")
_VALUES: Final[frozenset[Attribute]] = frozenset({"count", "amount", "when"})
_AROUND: Final = frozenset(
    (
        "park featured-park sme-cluster hundred-billion-cluster feature-track future-zone batch "
        "industry measure land area address firm full-list national-level city-level "
        "district-level city-government"
    ).split()
)
"""Terms of a question for zones that ask for nothing else."""
_WIDE: Final = frozenset({"shanghai", "yangtze-delta", "ftz", "lin-gang"})
"""Places that are no part of a zone's name."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the zones are asked for by."""

    kinds: Set[str]
    industries: Set[str]
    districts: Set[str]
    places: bool
    """Whether it names a place that is no district."""
    lingang: bool
    level: str
    """The levels, joined by `|`."""
    batches: Sequence[str]
    years: Set[str]

    def narrows(self) -> bool:
        """Whether anything but the kind is asked for."""
        where = self.districts or self.lingang
        when = self.batches or (self.years and "cluster" in self.kinds)
        return bool(self.industries or where or self.level or when)

    def fits(self, zone: Zone) -> bool:
        """Whether a zone is asked for, whatever its industry."""
        batch = zone.batch.en.lower() if zone.batch else ""
        return (
            (self.level in _ANY_KIND or zone.kind in self.kinds)
            and any(level in zone.level.en.lower() for level in self.level.split("|"))
            and (not self.districts or zone.district in self.districts)
            and (not self.lingang or zone.lingang)
            and (not self.years or bool(self.years & set(_YEAR.findall(batch))))
            and (not self.batches or any(name in batch for name in self.batches))
        )


def zones_card(
    release: Release, question: ParsedQuestion, plain: str, form: Form
) -> AnswerCard | None:
    """The zones asked for; None if no list of them is."""
    catalogue = release.catalogue
    if (
        not _asks_for_zones(catalogue, question, plain, form)
        or question.named & catalogue.zones.keys()
    ):
        return None
    wanted = _wanted(catalogue, question, plain)
    if wanted.places or not wanted.narrows() or (wanted.batches and _SORTS.search(plain)):
        return None
    fitting = [z for z in catalogue.zones.values() if wanted.fits(z)]
    found = [z for z in fitting if not wanted.industries or wanted.industries & set(z.industries)]
    if len(found) < 2 and wanted.districts:
        found = list(dict.fromkeys((*found, *fitting)))
    if len(found) == 1 and wanted.level and wanted.districts and not wanted.years:
        return AnswerCard(found[0], (Line(found[0], text=found[0].summary),))
    if len(found) < 2:
        return None
    area = _AREA.search(plain) is not None
    lines = tuple(_line(zone, area=area) for zone in found)
    return AnswerCard(found[0], lines[:_MOST], "zones", max(0, len(lines) - _MOST))


def _asks_for_zones(catalogue: Catalogue, question: ParsedQuestion, plain: str, form: Form) -> bool:
    if _WHEN.search(plain) or "condition" in question.concepts or not _ZONES.search(plain):
        return False
    terms = [catalogue.terms[c] for c in question.concepts if c in catalogue.terms]
    only_zones = all(t.kind in ("industry", "place") or t.id in _AROUND for t in terms)
    valued = not question.intents.isdisjoint(_VALUES)
    if valued and form != "list":
        return False
    each = only_zones and not valued and _EACH.search(plain)
    names_only = _NAMES.search(plain) or (
        _PLURAL.search(plain) and only_zones and not _ASKS.search(plain)
    )
    return bool(form in ("list", "get") or each or _ANY.search(plain) or names_only)


def _wanted(catalogue: Catalogue, question: ParsedQuestion, plain: str) -> _Wanted:
    terms = [catalogue.terms[c] for c in sorted(question.concepts) if c in catalogue.terms]
    clusters = _CLUSTERS.search(plain) is not None
    level = next((name for name, pattern in _LEVELS.items() if pattern.search(plain)), "")
    if _BOTH_LEVELS.match(plain):
        level = "national|city-level"
    kinds = {"cluster"} if clusters or level == "100-billion" else {"park"}
    if clusters and _PARKS.search(plain):
        kinds = {"cluster", "park"}
    years = {d[:4] for d in question.dates} if clusters else set[str]()
    if years and _SO_FAR.search(plain):
        years = {str(year) for year in range(_FIRST, int(max(years)) + 1)}
    batches = [name for name, pattern in _BATCHES.items() if pattern.search(plain)]
    return _Wanted(
        kinds=kinds,
        industries={t.id for t in terms if t.kind == "industry"},
        districts=question.districts,
        places=any(t.kind == "place" and t.id not in _WIDE for t in terms),
        lingang="lin-gang" in question.concepts and level not in _ANY_KIND,
        level=level,
        batches=() if years else batches,
        years=years,
    )


def _line(zone: Zone, *, area: bool) -> Line:
    """What it is for, or its area."""
    figures = [f for f in zone.figures if f.unit in _AREAS][:1] if area else []
    return Line(zone, tuple(figures), None if figures else zone.focus)
