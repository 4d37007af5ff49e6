"""/zones list, as people use it, and what is offered while typing."""

import re

from bot.domain.data.catalogue import select_zones
from bot.domain.data.districts import DISTRICTS, PLACES
from bot.domain.release import Release
from bot.ui.components import walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from cogs.zones.cards.map import map_card
from cogs.zones.chart import map_picture
from tests.commands.chat import (
    Chat,
    assert_fits,
    assert_sendable_with_share,
    buttons,
    choose,
    closing,
    message_of,
    option_starting,
    options,
    press,
    read_on,
    texts,
)


def counts_in(shown: str) -> dict[str, int]:
    """The counts of the line by district; Lin-gang's own part is left out."""
    line = next(each for each in shown.splitlines() if "Pudong " in each and " · " in each)
    found = re.findall(r"([A-Z][A-Za-z'-]+|district not stated|across provinces) (\d+)", line)
    return {name: int(number) for name, number in found if name != "Lin-gang"}


def test_the_map_names_the_same_sources_as_its_picture(context: RenderContext) -> None:
    card = map_card(context, "biomedicine")
    said = [part["content"] for part in walk(card) if part["type"] == 10]
    assert said[-1].splitlines()[-1] == f"-# {map_picture(context, 'biomedicine').plan.foot}"


async def test_the_list_counts_every_zone_once_by_district(chat: Chat, release: Release) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")

    shown = texts(reply)
    zones = release.catalogue.zones.values()
    counts = counts_in(shown)
    assert sum(counts.values()) == len(zones)
    assert counts["Pudong"] == sum(zone.district == "pudong" for zone in zones)
    assert f"(Lin-gang {sum(zone.lingang for zone in zones)})" in shown
    assert counts["across provinces"] == sum(zone.beyond_shanghai for zone in zones)
    assert counts["district not stated"] > 0
    assert message_of(reply).ephemeral
    assert " sources, newest " in closing(reply)
    assert_fits(reply)


async def test_the_list_says_that_it_is_not_complete(chat: Chat, release: Release) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")

    parks = len(select_zones(release.catalogue, kind="park"))
    clusters = len(select_zones(release.catalogue, kind="cluster"))
    shown = texts(reply)
    assert f"Not complete: the sources name {parks} parks and {clusters} clusters" in shown
    assert "Reported: 55 zones and 34 clusters ([SHINE" in shown


async def test_an_entry_says_what_the_filters_do_not(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", kind="park", industry="chips", district="Pudong"
    )
    lines = texts(reply).splitlines()
    assert lines[0] == "### Parks · Pudong · integrated circuits · 3"
    assert any(
        line.endswith("Lin-gang Dongfang Xingang (Oriental Chip Port) · Pudong (Lin-gang)")
        for line in lines
    )


async def test_a_district_reminds_of_zones_whose_district_is_not_stated(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list", district="minhang")

    assert "have no stated district and may be here too" in texts(reply)


async def test_paging_opening_a_zone_going_back_and_sharing(chat: Chat) -> None:
    first = await chat.alice.slash(chat.channel, "zones list", district="Jinshan")
    second = await press(chat.alice, first, "Next")
    assert "page 2 of " in texts(second)

    zone = await choose(chat.alice, second, options(second)[0][0])
    assert " · Jinshan\n" in texts(zone)
    assert texts(await press(chat.alice, zone, "Back")) == texts(second)

    shared = await press(chat.alice, zone, "Share here")
    assert not shared.ephemeral


async def test_the_first_page_counts_and_the_following_ones_name(chat: Chat) -> None:
    overview = await chat.alice.slash(chat.channel, "zones list")
    named = await press(chat.alice, overview, "Next")
    assert "**1** " in texts(named)
    assert texts(await press(chat.alice, named, "Previous")) == texts(overview)


async def test_a_drop_down_narrows_further(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list", industry="chips")

    clusters = await choose(chat.alice, reply, option_starting(reply, "Clusters"))
    assert texts(clusters).startswith("### Clusters · integrated circuits")
    placed = await choose(chat.alice, clusters, option_starting(clusters, "Pudong"))
    assert texts(placed).startswith("### Clusters · Pudong · integrated circuits")
    assert texts(await press(chat.alice, placed, "Back")) == texts(clusters)


async def test_what_counts_in_no_district_has_pages_of_its_own(chat: Chat) -> None:
    overview = await chat.alice.slash(chat.channel, "zones list")

    unstated = await choose(chat.alice, overview, option_starting(overview, "district not stated"))
    assert "Pujiang City of Chip Innovation" in await read_on(chat.alice, unstated)
    overview = await chat.alice.slash(chat.channel, "zones list")
    across = await choose(chat.alice, overview, option_starting(overview, "across provinces"))
    assert "Qing-Wu-Jia High-tech Zone" in texts(across)
    assert texts(across).splitlines()[0].endswith(" · 1")


async def test_lin_gang_may_be_chosen_as_a_district(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list", district="临港")
    marked = sum(zone.lingang for zone in chat.app.services.release.catalogue.zones.values())
    assert texts(reply).startswith(f"### Parks and clusters · Lin-gang · {marked}\n")
    assert "IC Design" not in await read_on(chat.alice, reply)


async def test_an_empty_list_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", district="changning", industry="drones"
    )

    assert "No zone matches all of these filters" in texts(reply)
    assert buttons(reply)[:2] == ["Drop the district · 2", "Drop the industry · 1"]
    wider = await press(chat.alice, reply, "Drop the district · 2")
    assert "Jinshan drone cluster" in texts(await press(chat.alice, wider, "Next"))


async def test_only_filters_that_help_are_offered_for_dropping(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", district="huangpu", industry="drones", kind="cluster"
    )

    assert buttons(reply) == ["Drop the district · 1"]


async def test_where_no_single_filter_helps_a_button_drops_all(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel,
        "zones list",
        district="across-provinces",
        industry="metaverse",
        kind="cluster",
    )

    assert "removing one filter would not help" in texts(reply)
    listed = await press(chat.alice, reply, "All parks and clusters")
    assert texts(listed).startswith("### Parks and clusters\nPudong ")


async def test_an_unknown_district_keeps_the_other_filters(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", district="Mingang", industry="robots", kind="park"
    )

    assert "“Mingang” is not one of Shanghai's 16 districts" in texts(reply)
    near = await press(chat.alice, reply, "Minhang 闵行区")
    assert "### Parks · Minhang · robotics" in texts(near)


async def test_an_unknown_industry_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", industry="bio medecine", district="pudong"
    )

    assert "No industry is named “bio medecine”" in texts(reply)
    near = await press(chat.alice, reply, "biomedicine 生物医药")
    assert "### Parks and clusters · Pudong · biomedicine" in texts(near)


async def test_two_unknown_names_are_asked_one_after_the_other(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "zones list", district="Pudnog", industry="bio medecine"
    )

    placed = await press(chat.alice, reply, "Pudong 浦东新区")
    assert "No industry is named “bio medecine" in texts(placed)
    near = await press(chat.alice, placed, "biomedicine 生物医药")
    assert "### Parks and clusters · Pudong · biomedicine" in texts(near)


async def test_a_chinese_reader_gets_chinese_names(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "zones list", district="浦东")
    shown = texts(reply)
    assert "浦东新区汽车电子芯片产业集群" in shown
    assert "浦东新区" in shown.splitlines()[0]

    english = await chat.ming.slash(chat.channel, "zones list", district="浦东", lang="en")
    assert "### Parks and clusters · Pudong" in texts(english)


async def test_industries_and_districts_are_offered_in_the_readers_language(chat: Chat) -> None:
    assert (await chat.offers(chat.alice, "zones list", "industry", "semicond"))[0] == (
        "integrated circuits 集成电路",
        "chips",
    )
    assert (await chat.offers(chat.ming, "zones list", "industry", "jiqiren"))[0] == (
        "机器人 robotics",
        "robots",
    )
    districts = await chat.offers(chat.ming, "zones list", "district")
    assert len(districts) == len(PLACES)
    assert ("闵行区 Minhang", "minhang") in districts


def test_every_zone_fits(context: RenderContext) -> None:
    for zone_id in context.release.catalogue.zones:
        assert_sendable_with_share(REGISTRY.layout(context, "z", zone_id))
        assert_sendable_with_share(REGISTRY.layout(context, "zm", zone_id, "0"))


def test_every_page_of_the_list_fits(context: RenderContext) -> None:
    industries = {i for zone in context.release.catalogue.zones.values() for i in zone.industries}
    for page in range(17):
        assert_sendable_with_share(REGISTRY.layout(context, "zl", "", "", "", str(page)))
    for kind in ("", "park", "cluster"):
        for place in (*DISTRICTS, "not-stated", "across-provinces"):
            for industry in ("", *industries):
                layout = REGISTRY.layout(context, "zl", kind, place, industry, "0")
                assert_sendable_with_share(layout)
