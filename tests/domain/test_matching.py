"""What a firm can get: a table of firms, and a plain second reading of the conditions."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args

import pytest
import yaml

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.conditions import FactLimit, For, Need, Recognition, Size
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.loader import Dataset
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import Firm, Matches, match, may_be
from bot.domain.release import Release
from tests.domain.conftest import TODAY
from tests.small import small_release

CHIPS = Firm(
    district="pudong",
    titles=frozenset({"specialised"}),
    industry="chips",
    staff=40,
    places={"park": True, "lin-gang": False},
    need="loan",
)
"""A chip designer in Zhangjiang with the SRDI title that needs a loan."""


@pytest.fixture(scope="module")
def catalogue(release: Release) -> Catalogue:
    return release.catalogue


def _groups(found: Matches) -> dict[str, str]:
    return {m.measure.id: name for name in ("fits", "missing", "no") for m in getattr(found, name)}


CASES: list[tuple[str, Firm, dict[str, str]]] = [
    (
        "a chip designer in Zhangjiang with the SRDI title needs a loan",
        CHIPS,
        {"a25-guar": "fits", "a25-loan": "fits", "a25-digital": "no", "aw-lingang": "no"},
    ),
    (
        "the same without a title",
        replace(CHIPS, titles=frozenset[Recognition]()),
        {"a25-guar": "missing", "a25-loan": "missing", "d24-loan": "fits"},
    ),
    (
        "nothing is known: nothing is ruled out",
        Firm(),
        {"a25-loan": "missing", "aw-jingan": "missing", "ai-model": "fits", "fi-renew": "fits"},
    ),
    (
        "a little giant holds the rungs below",
        Firm(titles=frozenset({"little-giant"}), district="jingan"),
        {"a25-loan": "fits", "aw-jingan": "fits", "aw-huangpu": "no"},
    ),
    (
        "an innovative SME in Chongming",
        Firm(titles=frozenset({"innovative"}), district="chongming"),
        {"aw-chongming": "fits", "a25-loan": "missing"},
    ),
    (
        "a firm in Lin-gang",
        Firm(titles=frozenset({"specialised"}), district="pudong", places={"lin-gang": True}),
        {"aw-lingang": "fits", "d24-costs": "missing"},
    ),
    ("a medium-sized firm", Firm(size="medium"), {"fi-renew-medium": "fits"}),
    ("a micro firm", Firm(size="micro"), {"fi-renew-medium": "no", "fi-renew": "fits"}),
]


@pytest.mark.parametrize(("firm", "groups"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_firm_and_its_measures(catalogue: Catalogue, firm: Firm, groups: dict[str, str]) -> None:
    found = _groups(match(catalogue, firm, TODAY))
    assert {i: found.get(i) for i in groups} == groups


IN_2025 = date(2025, 9, 1)
"""Within the round of 2025 for firms that became above-scale."""


@pytest.mark.parametrize(
    ("firm", "first", "grown"),
    [
        (Firm(industry="software", revenue=25e6), "fits", "no"),
        (Firm(industry="manufacturing", revenue=20e6), "missing", "fits"),
        (Firm(industry="chips"), "missing", "fits"),
        (Firm(industry="finance", revenue=25e6), "no", "no"),
    ],
    ids=["software house", "small manufacturer", "revenue unknown", "another industry"],
)
def test_industry_and_revenue(catalogue: Catalogue, firm: Firm, first: str, grown: str) -> None:
    found = _groups(match(catalogue, firm, IN_2025))
    assert (found["a25-abovescale"], found["a25-growth-ind"]) == (first, grown)


def test_what_one_firm_gets_comes_first_and_totals_last(catalogue: Catalogue) -> None:
    found = match(catalogue, CHIPS, TODAY).fits
    worths = [m.worth for m in found]
    assert worths == sorted(worths, key=["firm", "rate", "total", "unknown"].index)
    sums = [m.figure.value for m in found if m.worth == "firm" and m.figure]
    assert sums
    assert sums == sorted(sums, reverse=True)
    assert next(m for m in found if m.measure.id == "a25-loan").worth == "total"


def test_an_award_shows_what_it_pays_for_the_title_held(catalogue: Catalogue) -> None:
    def paid(*titles: Recognition) -> float | None:
        found = match(catalogue, Firm(district="jingan", titles=frozenset(titles)), TODAY)
        award = next(m for m in (*found.fits, *found.missing) if m.measure.id == "aw-jingan")
        return award.figure.value if award.figure else None

    assert paid("specialised") == 250_000
    assert paid("little-giant") == 500_000
    assert paid("high-tech") == 500_000, "depends on a title: the most that it pays"


def test_what_is_missing_is_named(catalogue: Catalogue) -> None:
    firm = Firm(titles=frozenset({"innovative"}), industry="manufacturing", revenue=18e6)
    missing = {m.measure.id: m.unmet for m in match(catalogue, firm, IN_2025).missing}
    (title,) = missing["a25-loan"]
    assert (title.fact, title.wanted, title.has) == ("title", ("specialised",), ("innovative",))
    (revenue,) = missing["a25-abovescale"]
    assert revenue.limit is not None
    assert (revenue.fact, revenue.limit.value, revenue.has) == ("revenue", 20e6, 18e6)


def test_over_replaced_and_unreliable_records_are_left_out(catalogue: Catalogue) -> None:
    found = _groups(match(catalogue, Firm(), date(2027, 1, 1)))
    assert not {"fi-national-int", "p23-ai", "fi-guar-ad", "fi-4x100"} & set(found)
    uses = [m.measure.use for m in match(catalogue, Firm(), TODAY).fits]
    assert uses == sorted(uses, key=["answer", "unconfirmed", "reading"].index)


def test_zones_are_named_for_a_firm_that_needs_space(catalogue: Catalogue) -> None:
    found = match(catalogue, Firm(district="pudong", industry="chips", need="space"), TODAY).zones
    assert found
    assert all(z.district == "pudong" and "chips" in z.industries for z in found)
    assert match(catalogue, CHIPS, TODAY).zones == ()


@pytest.mark.parametrize(
    ("industry", "wanted", "possible"),
    [
        ("chips", "chips", True),
        ("chips", "manufacturing", True),
        ("manufacturing", "chips", True),
        ("chips", "cosmetics", False),
        ("software", "manufacturing", False),
        ("ai", "software", True),
        ("cosmetics", "software", False),
        ("finance", "producer-services", True),
    ],
)
def test_an_industry_within_a_wider_one(industry: str, wanted: str, possible: bool) -> None:
    assert may_be(industry, wanted) is possible


def test_every_measure_says_for_whom_it_is(catalogue: Catalogue) -> None:
    """A new record without the block would be left out, or offered to everybody."""
    assert [m.id for m in catalogue.measures.values() if m.for_ is None] == []


# -- A second, plain reading --

_LADDER = ["innovative", "specialised", "little-giant"]
_NEEDS = {
    "capital-market": ["fund"],
    "guarantee": ["guarantee", "loan"],
    "zone": ["space"],
    **{name: [name] for name in ("loan", "subsidy", "fund", "award", "voucher", "service")},
}


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
    if industries and firm.industry and not any(may_be(firm.industry, i) for i in industries):
        return "no"
    results = list(_plain_conditions(wants, firm))
    return "no" if "no" in results else "missing" if "missing" in results else "fits"


def _plain_conditions(wants: dict[str, Any], firm: Firm) -> Iterator[str]:
    if wants.get("titles"):
        held = set(firm.titles or ())
        for place, rung in enumerate(_LADDER):
            if rung in held:
                held |= set(cast("list[Any]", _LADDER[:place]))
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


def _random_conditions(chance: random.Random, industries: list[str]) -> For:
    def some(values: Any) -> Any:
        return tuple(v for v in values if chance.random() < 0.3)

    op = chance.choice(get_args(FactLimit.model_fields["op"].annotation))
    limits = (
        FactLimit(fact="staff", op=op, value=300),
        FactLimit(fact="revenue", op=op, value=2e7),
        FactLimit(fact="age", op=op, value=3),
    )
    return For(
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
