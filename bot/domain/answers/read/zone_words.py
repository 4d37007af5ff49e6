"""What parks or clusters a question asks for: where, of what industry, level, batch and year."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.answers.read.batches import batch_words
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.answers.read.zone_figures import CITYWIDE, LOOKS_FOR_SITE, asks_if, figures_asked
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import DISTRICTS, LINGANG, LOCALITIES
from bot.domain.data.models import Term, Text, Zone, ZoneKind, ZoneLevel
from bot.domain.data.values import Rank
from bot.domain.search.intent import COUNT, VALUES
from bot.domain.text import pattern_of

_ZONES: Final = pattern_of(
    r"\bparks?\b|\bclusters?\b|\bzones?\b|\bareas\b|\bplaces\b|\bsites\b|\bspots\b|\btracks\b|"
    r"园|集群|集聚区|先导区|特色赛道|基地|载体|地块|"
    r"100.?(?:billion|bn)\b.{0,12}\bindustries\b|\bindustries\b.{0,20}\b100.?(?:billion|bn)\b|"
    r"千亿.{0,4}产业|产业.{0,6}千亿"
)
_PARKS: Final = re.compile(r"\bparks?\b|园")
_CLUSTERS: Final = pattern_of(r"\bclusters?\b|集群")
_COUNTRY: Final = re.compile(r"\bchina\b|\bcountry\b|\bnation\w*wide\b|全国")
MANY: Final = re.compile(r"\b(?:parks|clusters|zones)\b")
"""So that the name of one, such as robotics park, means all of its trade."""
_PLURAL: Final = re.compile(
    r"\b(?:parks|clusters|zones|areas|places|sites|spots|industries)\b|[\u4e00-\u9fff]"
)
_NAMES: Final = re.compile(
    r"\bevery (?:\w+ )?(?:park|cluster|zone)\b|\bname[ds]?\b|\bcalled\b|名字|名单"
)
_ASKS: Final = re.compile(
    r"\bwh(?:at|o|y)\b|\bhow\b|什么|多少|几|怎|谁|为何|吗|多大|多久|如何|在哪"
)
_WHEN: Final = re.compile(r"\bwhen\b|时候|哪年|哪一年|哪天|何时|几时|几月")
_EACH: Final = re.compile(r"\beach\b|分别|各(?:自|多|有|是|做|主攻|搞|几)")
_ANY: Final = re.compile(
    r"\bany\w*\b|\bwhat(?:'s| is| are)? (?:there )?in\b|\bwhere are\b|\bis there\b|"
    r"\bare there\b|有.{0,8}(?:吗|么|没)|哪里|哪儿|都在哪|"
    r"叫什么|(?:集群|园区?|集聚区|赛道)(?:是|都?有谁)\?*$|知道的"
)
_BATCHES: Final[Mapping[int | Rank, re.Pattern[str]]] = {
    **{number: re.compile(batch_words(number)) for number in (1, 2, 3)},
    "planned": re.compile(
        r"\b(?:plan|plans|planning|planned)\b(?! (?:area|land))|打算|规划(?!面积|用地)"
    ),
}
"""How to ask for zones of a batch, or only planned."""
_BATCH_NAMES: Final[Mapping[int | Rank, Text]] = {
    1: Text(en="first batch", zh="首批"),
    2: Text(en="second batch", zh="第二批"),
    3: Text(en="third batch", zh="第三批"),
}
_LEVELS: Final[Mapping[Rank, re.Pattern[str]]] = {
    "feature-track": re.compile(r"\btracks?\b|赛道"),
    "pioneering": re.compile(
        r"\bpioneer\w*|先导|\bfuture (?:industr\w+ )?zones?|zones? (?:for|of) (?:the )?future|"
        r"未来产业.{0,4}区"
    ),
    "100-billion-yuan": re.compile(r"\b(?:100|hundred).?(?:billion|bn)|千亿"),
    "promoted": re.compile(
        r"\b(?:promot|pitch|present|market|show)\w* to (?:\w+ )?(?:invest\w+|firms)\b|"
        r"推介|招商.{0,4}推"
    ),
    "national": re.compile(r"(?<!not )(?<!not the )\bnational\b|(?<!不是)(?<!非)国家级"),
    "city-level": re.compile(r"\bcity.?(?:level|list)\b|市级(?!的?也)"),
    "district-level": re.compile(r"\bdistrict.?level\b|\bits own\b|区级|自己"),
}
"""How to ask for the zones of a level."""
_BOTH_LEVELS: Final = re.compile(
    r"(?!.*\bnot\b).*(?:\b(?:national|state)\b.{0,20}\b(?:city|municipal)|"
    r"\b(?:city|municipal)\b.{0,20}\b(?:national|state)\b)|"
    r"(?!.*不).*(?:国家[^哪]{0,6}市[级里的]|市[级里的][^哪]{0,6}国家)"
)
_ORDER: Final[Mapping[Rank, int]] = {"city-level": -2, "district-level": -1}
"""Which parks of a list come first."""
_ANY_KIND: Final[frozenset[Rank]] = frozenset({"feature-track", "pioneering", "promoted"})
"""Levels of parks that are seldom called so."""
SORTS: Final = re.compile(
    r"\b(?:sorts?|kinds?|types?|fields?|themes?|topics?)\b|主题|方向|领域|类型|哪[几]?类|哪些产业"
)
"""Asks what kinds of zones there are, and not which."""
_SO_FAR: Final = re.compile(r"\b(?:by|until|till|up to|as of)\b|截至|为止|到.{0,6}年(?:底|末)")
_EXCEPT: Final = re.compile(
    r"(?:\b(?:except|besides|beyond|outside|other than|apart from|aside from|not in)\b|除了?) ?(?:"
    + "|".join(f"{en.lower()}|{zh.removesuffix('区')[:2]}" for en, zh in DISTRICTS.values())
    + ")"
)
"""Asks for those of the other districts."""
_OF_LIST: Final = re.compile(r"\bone\b(?! of)|那个")  # of the list: the Jiading one
_CATALOGUE: Final = re.compile(r"\bcatalogue?\b|目录|名录")
"""Its year is not that of its parks."""
_PLAIN: Final = frozenset({"industry", "place", "word", "filler"})
"""Kinds of terms that are no subject beside the zones."""
_AROUND: Final = frozenset(
    "park featured-park sme-cluster hundred-billion-cluster feature-track future-zone batch "
    "industry measure land area address firm full-list national-level city-level "
    "district-level city-government count recommend moving-in-award".split()
)
"""Terms of a question for zones that ask for nothing else."""
_NATIONAL: Final = frozenset({"count", "sme-cluster", "national-level"})
"""Terms of a question for the number of all national clusters, which no source states."""
_WIDE: Final = frozenset({"shanghai", "yangtze-delta", "ftz", "lin-gang"})  # in no zone's name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What zones are asked for by."""

    kinds: Set[ZoneKind]
    industries: Mapping[str, Text]
    """Their names, by id."""
    districts: Set[str]
    places: Sequence[Term]
    """Places that are no district."""
    lingang: bool
    levels: Sequence[Rank]
    batches: Sequence[int | Rank]
    """Their numbers, or `planned`."""
    years: Set[int]
    asks_if: bool
    """Whether it wants a yes or a no."""
    only: bool
    """Whether it asks for nothing else."""
    exact: bool
    """Whether one zone of the kind is enough: if there is one, how big, where."""

    def narrows(self) -> bool:
        """Whether anything but the kind is asked for."""
        where = self.districts or self.places or self.lingang
        when = self.batches or (self.years and "cluster" in self.kinds)
        return bool(self.industries or where or self.levels or when)

    def fits(self, zone: Zone) -> bool:
        """Whether a zone is asked for."""
        level, batch = zone.level.rank, zone.batch
        return (
            (zone.kind in self.kinds or level in _ANY_KIND.intersection(self.levels))
            and (not self.levels or level in self.levels)
            and (not self.districts or zone.district in self.districts)
            and all(_names(zone, place) for place in self.places)
            and (not self.lingang or zone.lingang)
            and (not self.years or (batch is not None and batch.year in self.years))
            and (not self.batches or not {level, batch and batch.number}.isdisjoint(self.batches))
            and (not self.industries or not self.industries.keys().isdisjoint(zone.industries))
        )

    def found(self, zones: Sequence[Zone]) -> tuple["Wanted", Sequence[Zone]]:
        """The zones asked for, parks before clusters; of a trade with one park its clusters too.

        Where a district has too few of a trade, its others.
        """
        wanted = self
        if self.years and "cluster" not in self.kinds and not any(map(self.fits, zones)):
            wanted = replace(self, years=frozenset())
        known = [place for place in self.places if any(_names(z, place) for z in zones)]
        districts = self.districts - {LOCALITIES[p.id] for p in known if p.id in LOCALITIES}
        unknown = [place for place in self.places if place.id not in LOCALITIES]
        wanted = replace(wanted, places=known or unknown, districts=districts)
        found = [zone for zone in zones if wanted.fits(zone)]
        enough = 1 if self.exact else 2
        if len(found) < enough and wanted.industries and not wanted.levels and self.only:
            wanted = replace(wanted, kinds=frozenset({"park", "cluster"}))
            found = [zone for zone in zones if wanted.fits(zone)]
        too_few = len(found) < enough and not self.asks_if
        too_few = too_few and (self.exact or (found and len(self.kinds) == 1))
        if too_few and wanted.districts and wanted.industries:
            wanted = replace(wanted, industries={})  # a firm says what it makes
            found = list(dict.fromkeys((*found, *(z for z in zones if wanted.fits(z)))))
        alone = len(found) == 1 and found[0].kind == "park" and wanted.districts and not self.exact
        if alone and wanted.levels == ["city-level"]:
            wanted = replace(wanted, levels=[])  # the one beside the others of the district
            found = [zone for zone in zones if wanted.fits(zone)]
        found.sort(key=lambda z: _ORDER.get(z.level.rank, 0) if z.kind == "park" else 1)
        return wanted, found

    def filters(self, found: Sequence[Zone]) -> tuple[Text, ...]:
        """What the list was filtered by, in words."""
        places = [Text(en=en, zh=zh) for d, (en, zh) in DISTRICTS.items() if d in self.districts]
        places += [Text(en=place.en, zh=place.zh) for place in self.places]
        places += [Text(en=LINGANG[0], zh=LINGANG[1])] if self.lingang else []
        names = [*(places if len(places) < len(DISTRICTS) // 2 else []), *self.industries.values()]
        named = {zone.level.rank: zone.level.zh for zone in found}
        names += [ZoneLevel(rank=r, en=r, zh=named[r]) for r in self.levels if r in named]
        batches = {z.batch.en: z.batch for z in found if z.batch}
        if (self.batches or self.years) and len(batches) == 1:
            return (*names, *batches.values())
        names += [_BATCH_NAMES[b] for b in self.batches if b in _BATCH_NAMES]
        if self.years:
            span = "–".join(map(str, sorted({min(self.years), max(self.years)})))
            names.append(Text(en=span, zh=f"{span}年"))
        return tuple(names)


def asks_for_zones(query: Query) -> bool:
    """Whether it asks for a list of parks or clusters."""
    question, plain, terms = query.question, query.plain, query.terms
    trades = _trades(query.release.catalogue, terms)
    if trades and LOOKS_FOR_SITE.search(plain):
        return True
    only_zones = all(t.kind in ("industry", "place") or t.id in _AROUND for t in terms)
    if not _ZONES.search(plain):
        alone = only_zones and not question.intents | question.named
        return bool(question.districts and trades and alone)
    timed = _WHEN.search(plain) and not (query.form == "list" and question.districts)
    if timed or "condition" in question.concepts:
        return False
    sized = any(t.kind == "industry" for t in terms) and figures_asked(plain) == "area"
    each_sized = sized or (_EACH.search(plain) and figures_asked(plain))
    valued = not question.intents.isdisjoint({"when"} if each_sized else VALUES)
    if valued and query.form != "list":
        return False
    names_only = _NAMES.search(plain) or (
        _PLURAL.search(plain) and only_zones and not _ASKS.search(plain)
    )
    each = only_zones and not valued and _EACH.search(plain)
    return bool(query.form in ("list", "get") or each or names_only or _ANY.search(plain))


def _asks_within(query: Query) -> bool:
    """Whether it asks for the parks or clusters of a trade, or how many a place has."""
    question, plain, terms = query.question, query.plain, query.terms
    catalogue = query.release.catalogue
    around = all(t.kind in _PLAIN or t.id in _AROUND for t in terms)
    if not around or _WHEN.search(plain) or not _ZONES.search(plain):
        return False
    trade = bool(_trades(catalogue, terms))
    if asks_if(plain):
        return not question.amounts and not question.intents & (VALUES - {"amount"})
    if question.intents == COUNT and not figures_asked(plain):
        batch = any(pattern.search(plain) for pattern in _BATCHES.values())
        timed = question.dates or question.amounts or _COUNTRY.search(plain)
        placed = any(t.kind == "place" and t.id not in _WIDE for t in terms)
        levelled = any(pattern.search(plain) for pattern in _LEVELS.values())
        counted = {s.area for s in catalogue.statistics.values() if s.rank == "city-level"}
        placed |= bool(question.districts - counted and not (timed or levelled))
        listed = not timed and _NATIONAL <= question.concepts <= _NATIONAL | CITYWIDE
        return (trade or placed or listed) and not batch
    valued = question.intents & (VALUES - {"amount"}) or figures_asked(plain) not in (None, "area")
    return trade and not valued


def wanted_zones(query: Query) -> Wanted:
    """What it asks for zones by."""
    question, plain, terms = query.question, query.plain, query.terms
    clusters, parks = _CLUSTERS.search(plain) is not None, _PARKS.search(plain) is not None
    batches: Sequence[int | Rank] = [b for b, p in _BATCHES.items() if p.search(plain)]
    named: Sequence[Rank] = [rank for rank, p in _LEVELS.items() if p.search(plain)]
    levels: Sequence[Rank] = named if named[:1] == ["city-level"] else named[:1]
    levels = ["national", "city-level"] if _BOTH_LEVELS.match(plain) else levels
    kinds: Set[ZoneKind] = {"cluster"} if clusters or "100-billion-yuan" in levels else {"park"}
    if kinds == {"park"} and not levels and {*batches} & _BATCH_NAMES.keys():
        levels = ["city-level"]  # the future zones have a first batch as well
    if clusters and parks:
        kinds, levels = {"cluster", "park"}, named
    years = set[int]() if _CATALOGUE.search(plain) else {int(d[:4]) for d in question.dates}
    if years and _SO_FAR.search(plain):
        years = {*range(2020, max(years) + 1)}  # the first parks and clusters are of 2020
    industries = {t.id: Text(en=t.en, zh=t.zh) for t in _trades(query.release.catalogue, terms)}
    if industries and not (clusters or parks or levels):
        kinds = {"cluster", "park"}
    districts: Set[str] = question.around
    if districts and _EXCEPT.search(plain):
        districts = DISTRICTS.keys() - districts
    elif industries and _OF_LIST.search(plain):
        districts = frozenset[str]()
    of_one = figures_asked(plain) is not None or "place" in question.intents
    for_site = LOOKS_FOR_SITE.search(plain)
    of_one = industries and districts if for_site else of_one and not has_form(plain, "list")
    return Wanted(
        kinds=kinds,
        industries=industries,
        districts=districts,
        places=[t for t in terms if t.kind == "place" and t.id not in _WIDE],
        lingang="lin-gang" in question.concepts and _ANY_KIND.isdisjoint(levels),
        levels=levels,
        batches=[b for b in batches if (years if b == "planned" else not (years and clusters))],
        years=years,
        asks_if=asks_if(plain),
        only=bool(industries and for_site) or _asks_within(query),
        exact=asks_if(plain) or bool(of_one),
    )


def _trades(catalogue: Catalogue, terms: Sequence[Term]) -> Sequence[Term]:
    """The industries among these terms that some zone is for."""
    return [term for term in terms if term.id in catalogue.zone_industries]


def _names(zone: Zone, place: Term) -> bool:
    """Whether what is said of a zone names the place."""
    said = " ".join((zone.title.en, zone.title.zh, *zone.aliases, zone.summary.en, zone.summary.zh))
    return any(name in said for name in (place.en, place.zh))
