"""Which measures fit a firm, and what it lacks for others."""

from datetime import date

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.conditions import Recognition
from bot.domain.eligibility.matching import Firm, Matches, match, may_be, own_money_first
from bot.domain.release import Release
from tests.domain.conftest import TODAY

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
        CHIPS._replace(titles=frozenset[Recognition]()),
        {"a25-guar": "missing", "a25-loan": "missing", "d24-loan": "fits"},
    ),
    (
        "nothing is known: nothing is ruled out",
        Firm(),
        {"a25-loan": "missing", "aw-jingan": "missing", "ai-model": "fits", "fi-renew": "fits"},
    ),
    (
        "a little giant holds the tiers below",
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
def test_industry_and_revenue_decide_what_fits(
    catalogue: Catalogue, firm: Firm, first: str, grown: str
) -> None:
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


def test_what_is_for_the_district_or_title_comes_before_larger_sums(catalogue: Catalogue) -> None:
    def shown(firm: Firm) -> list[str]:
        return [m.measure.id for m in own_money_first(match(catalogue, firm, TODAY).fits, firm)]

    own = shown(Firm(district="jingan", titles=frozenset({"little-giant"})))
    assert own[0] == "aw-jingan"
    assert "a25-guar" in own
    assert "d24-guar" not in own, "the same limit, without its conditions"
    assert "d24-guar" in shown(Firm()), "the other one is only for a title"


def test_of_several_rates_the_first_is_for_everyone(catalogue: Catalogue) -> None:
    found = match(catalogue, Firm(), TODAY)
    rates = {m.measure.id: m.figure for m in (*found.fits, *found.missing) if m.worth == "rate"}
    computing = rates["ai-compute"]
    assert computing is not None
    assert (computing.value, len(rates) > 1) == (30, True)


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
