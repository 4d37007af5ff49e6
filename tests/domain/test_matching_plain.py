"""Matching gives what a second, plain reading of the records gives."""

import random
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

import pytest
import yaml

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.conditions import Eligibility, FactLimit, Need, Recognition, Size
from bot.domain.data.dataset import Dataset
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import Firm, Matches, match
from bot.domain.release import Release
from tests.domain.conftest import TODAY
from tests.small import small_release


@pytest.fixture(scope="module")
def catalogue(release: Release) -> Catalogue:
    return release.catalogue


def _groups(found: Matches) -> dict[str, str]:
    return {m.measure.id: name for name in ("fits", "missing", "no") for m in getattr(found, name)}


_TIERS = ["innovative", "specialised", "little-giant"]
_NEEDS = {
    "capital-market": ["fund"],
    "guarantee": ["guarantee", "loan"],
    "zone": ["space"],
    **{name: [name] for name in ("loan", "subsidy", "fund", "award", "voucher", "service")},
}


_WIDE = {
    *("manufacturing", "software", "information-technology", "digital-economy"),
    *("producer-services", "agriculture", "low-carbon"),
}
_APART = (
    {
        *("manufacturing", "cosmetics", "food", "chemicals", "new-materials", "fibre-materials"),
        *("hydrogen", "displays", "energy-equipment", "medical-devices"),
    },
    {"producer-services", "finance", "online-economy", "testing"},
    {"software"},
    {"agriculture"},
)
"""Industries that make goods, render services, write software or farm, and nothing else."""


def _related(industry: str, wanted: str) -> bool:
    """Whether a firm of one can be of the other: one is wide, and they are not apart."""
    kinds = {n for n, kind in enumerate(_APART) if kind & {industry, wanted}}
    return industry == wanted or (bool({industry, wanted} & _WIDE) and len(kinds) < 2)


def _plain_group(record: Mapping[str, Any], firm: Firm) -> str | None:
    """The group of a record as written in the file; None if no firm can get it."""
    wants: dict[str, Any] = record["for"]
    if wants.get("offer") is False or record.get("use") in ("warning", "history"):
        return None
    needs = wants.get("needs") or _NEEDS.get(record.get("kind") or record["topic"], [])
    if firm.need is not None and firm.need not in needs:
        return "no"
    districts = record.get("districts") or [firm.district]
    if firm.district is not None and firm.district not in districts:
        return "no"
    industries: list[str] = wants.get("industries", [])
    if industries and firm.industry and not any(_related(firm.industry, i) for i in industries):
        return "no"
    results = list(_plain_conditions(wants, firm))
    return "no" if "no" in results else "missing" if "missing" in results else "fits"


def _plain_conditions(wants: dict[str, Any], firm: Firm) -> Iterator[str]:
    if wants.get("titles"):
        held = set(firm.titles or ())
        for place, tier_name in enumerate(_TIERS):
            if tier_name in held:
                held |= set(cast("list[Any]", _TIERS[:place]))
        yield "fits" if held & set(wants["titles"]) else "missing"
    if wants.get("size"):
        if firm.size is None:
            yield "fits" if set(wants["size"]) == {"micro", "small", "medium"} else "missing"
        else:
            yield "fits" if firm.size in wants["size"] else "no"
    if wants.get("place"):
        there = firm.places.get(wants["place"]) if firm.places is not None else None
        yield {True: "fits", False: "no", None: "missing"}[there]
    for limit in wants.get("limits", []):
        has, value = getattr(firm, limit["fact"]), limit["value"]
        if has is None:
            yield "missing"
        elif limit["op"] in (">", ">="):
            reached = has > value or (has == value and limit["op"] == ">=")
            yield "fits" if reached else "missing"
        else:
            kept = has < value or (has == value and limit["op"] == "<=")
            yield "fits" if kept else "no"


def _random_firm(chance: random.Random, industries: list[str]) -> Firm:
    def maybe(value: Any) -> Any:
        return value if chance.random() < 0.6 else None

    titles = [t for t in get_args(Recognition) if chance.random() < 0.3]
    places = {place: chance.random() < 0.5 for place in ("park", "lin-gang") if maybe(True)}
    return Firm(
        district=maybe(chance.choice(list(DISTRICTS))),
        titles=maybe(frozenset(titles)),
        industry=maybe(chance.choice(industries)),
        size=maybe(chance.choice(get_args(Size))),
        staff=maybe(chance.choice([1, 40, 300, 500, 501])),
        revenue=maybe(chance.choice([0.0, 2e6, 2e7, 2.1e7, 2e8, 4e9])),
        age=maybe(chance.choice([0.5, 2, 3, 10])),
        places=maybe(places),
        need=maybe(chance.choice(get_args(Need))),
    )


def _random_conditions(chance: random.Random, industries: list[str]) -> Eligibility:
    def some(values: Any) -> Any:
        return tuple(v for v in values if chance.random() < 0.3)

    op = chance.choice(get_args(FactLimit.model_fields["op"].annotation))
    limits = (
        FactLimit(fact="staff", op=op, value=300),
        FactLimit(fact="revenue", op=op, value=2e7),
        FactLimit(fact="age", op=op, value=3),
    )
    return Eligibility(
        titles=some(get_args(Recognition)),
        industries=tuple(chance.sample(industries, chance.choice([0, 0, 1, 3]))),
        size=some(get_args(Size)),
        limits=some(limits),
        place=chance.choice([None, None, "park", "lin-gang"]),
        needs=some(get_args(Need)),
        sources=("seed",),
    )


def test_a_thousand_firms_get_what_a_plain_reading_gives(
    catalogue: Catalogue, files: dict[str, bytes]
) -> None:
    """The records of the data set, and as many with conditions drawn at random."""
    chance = random.Random(20261126)
    industries = [t.id for t in catalogue.terms.values() if t.kind == "industry"]
    written: list[dict[str, Any]] = [
        record
        for name, content in files.items()
        if name.startswith(("measures/", "awards"))
        for record in next(iter(yaml.load(content, yaml.CSafeLoader).values()))
    ]
    live = {m.id for m in catalogue.measures.values() if catalogue.status(m, TODAY) == "in-force"}
    drawn = _drawn(small_release("2026.09.01.1", 40).catalogue, chance, industries)
    plain = [m.model_dump(mode="json") for m in drawn.measures.values()]
    for _ in range(1000):
        firm = _random_firm(chance, industries)
        expected = {r["id"]: _plain_group(r, firm) for r in written if r["id"] in live}
        assert _groups(match(catalogue, firm, TODAY)) == _offered(expected), firm
        expected = {r["id"]: _plain_group(r, firm) for r in plain}
        assert _groups(match(drawn, firm, TODAY)) == _offered(expected), firm


def _offered(groups: dict[str, str | None]) -> dict[str, str]:
    return {name: group for name, group in groups.items() if group is not None}


def _drawn(small: Catalogue, chance: random.Random, industries: list[str]) -> Catalogue:
    measures: list[Measure] = [
        m.model_copy(
            update={
                "for_": _random_conditions(chance, industries),
                "districts": tuple(chance.sample(list(DISTRICTS), chance.choice([0, 0, 1, 4]))),
            }
        )
        for m in small.measures.values()
    ]
    dataset: Dataset = small.dataset.model_copy(update={"measures": tuple(measures)})
    return Catalogue(small.version, dataset)
