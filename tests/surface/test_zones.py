"""/zones list and /zones show, as people use them."""

import re

import pytest

from bot.domain.data.catalogue import select_zones
from bot.domain.data.districts import DISTRICTS
from bot.domain.release import Release
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, Layout, text_length, walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.surface.city import (
    City,
    assert_fits,
    buttons,
    choose,
    closing,
    message_of,
    options,
    press,
    texts,
)

SHARE_ROW = 2
"""Components that the desk adds to a private answer."""


def counts_in(shown: str) -> dict[str, int]:
    """The counts of the line by district; Lin-gang's own part is left out."""
    line = next(each for each in shown.splitlines() if "Pudong " in each and " · " in each)
    found = re.findall(r"([A-Z][A-Za-z'-]+|district not stated|across provinces) (\d+)", line)
    return {name: int(number) for name, number in found if name != "Lin-gang"}


# -- The list --


async def test_the_list_counts_every_zone_once_by_district(city: City, release: Release) -> None:
    reply = await city.alice.slash(city.channel, "zones list")

    shown = texts(reply)
    zones = release.catalogue.zones.values()
    counts = counts_in(shown)
    assert sum(counts.values()) == len(zones)
    assert counts["Pudong"] == sum(zone.district == "pudong" for zone in zones)
    assert f"(Lin-gang {sum(zone.lingang for zone in zones)})" in shown
    assert counts["across provinces"] == sum(zone.beyond_shanghai for zone in zones)
    assert counts["district not stated"] > 0
    assert message_of(reply).ephemeral
    assert re.match(r"-# \d+ sources, newest .*\d{4}", closing(reply))
    assert_fits(reply)


async def test_the_list_says_that_it_is_not_complete(city: City, release: Release) -> None:
    reply = await city.alice.slash(city.channel, "zones list")

    parks = len(select_zones(release.catalogue, kind="park"))
    clusters = len(select_zones(release.catalogue, kind="cluster"))
    shown = texts(reply)
    assert f"Not complete: the sources name {parks} parks and {clusters} clusters" in shown
    assert "Reported: 55 zones and 34 clusters ([SHINE" in shown


async def test_an_entry_tells_names_kind_place_focus_area_and_level(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", kind="park", industry="chips", district="Pudong"
    )

    shown = texts(reply)
    assert "### Parks · Pudong · integrated circuits" in shown
    assert "**Lin-gang Dongfang Xingang (Oriental Chip Port)**\n-# 临港新片区东方芯港" in shown
    assert (
        "Park · Pudong (Lin-gang) · integrated circuits · area in the 2022 catalogue: 5.45 km²\n"
        "-# city-level featured industrial park, first batch (2020)"
    ) in shown


async def test_a_district_reminds_of_zones_whose_district_is_not_stated(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones list", district="minhang")

    assert "have no stated district and may be here too" in texts(reply)


async def test_paging_opening_a_zone_and_sharing_it(city: City) -> None:
    first = await city.alice.slash(city.channel, "zones list", district="Jinshan")
    second = await press(city.alice, first, "Next")
    assert "page 2 of 3" in texts(second)

    zone = await press(city.alice, second, "Open", number=1)
    assert "**District:** Jinshan" in texts(zone)

    shared = await press(city.alice, zone, "Share here")
    assert not shared.ephemeral
    assert "**District:** Jinshan" in texts(shared)


async def test_drop_downs_and_buttons_narrow_further(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones list")

    clusters = await press(city.alice, reply, next(b for b in buttons(reply) if "Clusters" in b))
    label = next(label for label, _ in options(clusters) if label.startswith("Pudong"))
    placed = await choose(city.alice, clusters, label)
    label = next(label for label, _ in options(placed) if label.startswith("integrated circuits"))
    narrowed = await choose(city.alice, placed, label)

    assert "### Clusters · Pudong · integrated circuits" in texts(narrowed)
    everywhere = await choose(city.alice, narrowed, "All districts")
    assert "### Clusters · integrated circuits" in texts(everywhere)


async def test_what_counts_in_no_district_has_pages_of_its_own(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones list", district="Pudong")
    labels = [label for label, _ in options(reply)]

    unstated = await choose(city.alice, reply, next(n for n in labels if "not stated" in n))
    assert "Pujiang City of Chip Innovation" in texts(unstated)
    across = await choose(city.alice, unstated, next(n for n in labels if "across" in n))
    assert "Qing-Wu-Jia High-tech Zone" in texts(across)
    assert "\n1 park\n" in texts(across)


async def test_lin_gang_as_a_district_leads_to_pudong(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones list", district="临港")

    assert "### Parks and clusters · Pudong" in texts(reply)


async def test_an_empty_list_says_which_filter_to_drop(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", district="changning", industry="drones"
    )

    assert "No zone fits all of these" in texts(reply)
    assert buttons(reply)[:2] == ["Drop the district · 2", "Drop the industry · 1"]
    wider = await press(city.alice, reply, "Drop the district · 2")
    assert "Jinshan drone cluster" in texts(wider)


async def test_only_filters_that_help_are_offered_for_dropping(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", district="huangpu", industry="drones", kind="cluster"
    )

    assert buttons(reply)[:-1] == ["Drop the district · 1"]


async def test_where_no_single_filter_helps_the_list_starts_anew(city: City) -> None:
    reply = await city.alice.slash(
        city.channel,
        "zones list",
        district="across-provinces",
        industry="metaverse",
        kind="cluster",
    )

    assert "dropping a single filter would not help" in texts(reply)
    anew = await press(city.alice, reply, "All parks and clusters")
    assert "page 1 of 17" in texts(anew)


async def test_an_unknown_district_keeps_the_other_filters(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", district="Mingang", industry="robots", kind="park"
    )

    assert "“Mingang” is not one of Shanghai's 16 districts" in texts(reply)
    near = await press(city.alice, reply, "Minhang 闵行区")
    assert "### Parks · Minhang · robotics" in texts(near)


async def test_an_unknown_industry_comes_back_with_the_nearest(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", industry="bio medecine", district="pudong"
    )

    assert "listed under the industry “bio medecine”" in texts(reply)
    near = await press(city.alice, reply, "biomedicine 生物医药")
    assert "### Parks and clusters · Pudong · biomedicine" in texts(near)


async def test_two_unknown_names_are_asked_one_after_the_other(city: City) -> None:
    reply = await city.alice.slash(
        city.channel, "zones list", district="Pudnog", industry="bio medecine"
    )

    placed = await press(city.alice, reply, "Pudong 浦东新区")
    assert "listed under the industry “bio medecine" in texts(placed)
    near = await press(city.alice, placed, "biomedicine 生物医药")
    assert "### Parks and clusters · Pudong · biomedicine" in texts(near)


async def test_a_chinese_reader_gets_chinese_names(city: City) -> None:
    reply = await city.ming.slash(city.channel, "zones list", district="浦东")
    shown = texts(reply)
    assert "**浦东新区汽车电子芯片产业集群**\n-# Pudong automotive electronic chip cluster" in shown
    assert "浦东新区" in shown.splitlines()[0]

    english = await city.ming.slash(city.channel, "zones list", district="浦东", lang="en")
    assert "### Parks and clusters · Pudong" in texts(english)


# -- One zone --


@pytest.mark.parametrize("typed", ["东方芯港", "Oriental Chip Port", "dongfangxingang", "dfxg"])
async def test_a_zone_is_found_by_any_of_its_names(city: City, typed: str) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone=typed)

    shown = texts(reply)
    assert "### Lin-gang Dongfang Xingang (Oriental Chip Port)\n-# 临港新片区东方芯港" in shown
    assert "English name is a reference translation" in shown
    assert "Park · city-level featured industrial park" in shown
    assert "**District:** Pudong, in the Lin-gang Special Area" in shown
    assert "**Focus:** integrated circuits" in shown
    assert "area in the 2022 catalogue: **5.45 km²** (24 October 2022)" in shown
    assert "**Batch:** first batch (2020)" in shown
    assert "**Related, another scope**" in shown
    assert "**Sources disagree**" not in shown
    assert "Confidence: high" in shown
    assert "SHEITC, 24 October 2022 (official)" in shown
    assert_fits(reply)


async def test_what_no_source_states_is_said(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="z-pujiangxin")

    shown = texts(reply)
    assert "**District:** not stated" in shown
    assert "**Batch:** not stated" in shown
    assert "No source found states in which district" in shown
    assert "measures of a district are left out" in shown


async def test_a_zone_across_provinces_counts_in_no_district(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="z-yrd")

    assert "**District:** across provinces; not counted in any district" in texts(reply)


async def test_measures_say_why_they_apply(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="c-mh-embodied")

    shown = texts(reply)
    own, general, district = (
        shown.index(each)
        for each in ("For this cluster", "For the zones in general", "For firms in Minhang")
    )
    assert own < shown.index("- National clusters: 2025 list") < general
    assert general < shown.index("- Cost cuts for SMEs in the zones") < district
    assert district < shown.index("- Minhang Enterprise Service Centre")
    assert "Minhang: little giant" not in shown, "what was replaced or is over"
    opened = await press(city.alice, reply, "Cost cuts for SMEs in the zones")
    assert "### Cost cuts for SMEs in the zones" in texts(opened)


async def test_measures_for_other_zones_of_the_district_are_left_out(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="z-icdesign")

    assert "100-billion-yuan industry clusters" not in texts(reply)


async def test_all_measures_of_a_zone_are_a_press_away(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.zones.cards.zone._MEASURE_BUTTONS", 2)
    zone = await city.alice.slash(city.channel, "zones show", zone="c-mh-embodied")

    every = await press(city.alice, zone, next(b for b in buttons(zone) if b.startswith("All ")))
    assert "Measures that apply in Minhang embodied intelligence components cluster" in texts(every)
    back = await press(city.alice, every, "Back to the zone")
    assert texts(back) == texts(zone)


async def test_from_a_zone_on_to_its_neighbours(city: City) -> None:
    zone = await city.alice.slash(city.channel, "zones show", zone="z-maqiao")

    neighbours = await press(city.alice, zone, "Zones: Minhang")
    assert "### Parks and clusters · Minhang" in texts(neighbours)
    zone = await city.alice.slash(city.channel, "zones show", zone="z-maqiao")
    funding = await press(city.alice, zone, "Funding: Minhang")
    assert "### Funding · Minhang" in texts(funding)


async def test_an_unknown_zone_comes_back_with_the_nearest(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="Maqiao AI park" + "?" * 80)

    assert "Nearest matches:" in texts(reply)
    assert len(buttons(reply)) in range(2, 5)
    zone = await press(city.alice, reply, "Maqiao AI Innovation Pilot Zone")
    assert "**District:** Minhang" in texts(zone)


async def test_a_zone_can_be_shown_to_everyone(city: City) -> None:
    reply = await city.alice.slash(city.channel, "zones show", zone="z-maqiao", public=True)

    assert not message_of(reply).ephemeral
    assert "Share here" not in buttons(reply)


# -- What is offered while typing --


async def test_zone_names_are_offered_in_the_readers_language(city: City) -> None:
    assert len(await city.offers(city.alice, "zones show", "zone")) == 25
    english = await city.offers(city.alice, "zones show", "zone", "maqiao")
    chinese = await city.offers(city.ming, "zones show", "zone", "maqiao")
    label = "马桥人工智能创新试验区 · Maqiao AI Innovation Pilot Zone"
    assert english[0] == ("Maqiao AI Innovation Pilot Zone · 马桥人工智能创新试验区", "z-maqiao")
    assert chinese[0] == (label, "z-maqiao")


async def test_industries_and_districts_are_offered_in_the_readers_language(city: City) -> None:
    assert (await city.offers(city.alice, "zones list", "industry", "semicond"))[0] == (
        "integrated circuits 集成电路",
        "chips",
    )
    assert (await city.offers(city.ming, "zones list", "industry", "jiqiren"))[0] == (
        "机器人 robotics",
        "robots",
    )
    districts = await city.offers(city.ming, "zones list", "district")
    assert len(districts) == len(DISTRICTS)
    assert ("闵行区 Minhang", "minhang") in districts


# -- Discord's limits, for every record --


def fits(layout: Layout) -> bool:
    """Whether the layout is within Discord's limits with the button to share under it."""
    parts = list(walk(layout))
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    return (
        len(parts) <= MAX_COMPONENTS - SHARE_ROW
        and text_length(layout) <= MAX_TEXT
        and len(ids) == len(set(ids))
        and max(map(len, ids)) <= 100
    )


def test_every_zone_fits(context: RenderContext) -> None:
    for zone_id in context.release.catalogue.zones:
        assert fits(REGISTRY.layout(context, "z", zone_id)), zone_id
        assert fits(REGISTRY.layout(context, "zm", zone_id, "0")), zone_id


def test_every_page_of_the_list_fits(context: RenderContext) -> None:
    industries = {i for zone in context.release.catalogue.zones.values() for i in zone.industries}
    for page in range(17):
        assert fits(REGISTRY.layout(context, "zl", "", "", "", str(page))), page
    for kind in ("", "park", "cluster"):
        for place in (*DISTRICTS, "not-stated", "across-provinces"):
            for industry in ("", *industries):
                layout = REGISTRY.layout(context, "zl", kind, place, industry, "0")
                assert fits(layout), (kind, place, industry)
