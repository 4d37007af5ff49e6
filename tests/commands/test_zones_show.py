"""/zones show, as people use it."""

import pytest

from bot.ui.context import RenderContext
from cogs.zones.cards.zone import zone_groups
from tests.commands.chat import (
    Chat,
    assert_fits,
    buttons,
    choose,
    closing,
    message_of,
    option_starting,
    press,
    read_on,
    texts,
)


async def test_what_is_not_stated_of_a_park_is_its_area(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="Zhangjiang AI Island")
    details = await press(chat.alice, reply, "Details")
    assert "**Not stated:** area" in texts(details)


@pytest.mark.parametrize("typed", ["东方芯港", "Oriental Chip Port", "dongfangxingang", "dfxg"])
async def test_a_zone_is_found_by_any_of_its_names(chat: Chat, typed: str) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone=typed)

    assert texts(reply).splitlines()[:5] == [
        "### Lin-gang Dongfang Xingang (Oriental Chip Port)",
        "-# 临港新片区东方芯港 · Park · Pudong (Lin-gang)",
        "**Focus:** integrated circuits",
        "**Area:** **5.45 km²** (24 October 2022)",
        "**Level:** city-level featured industrial park, first batch (2020)",
    ]
    assert closing(reply).startswith("-# ● high · ")
    assert_fits(reply)


async def test_the_rest_of_a_zone_is_behind_details(chat: Chat) -> None:
    card = await chat.alice.slash(chat.channel, "zones show", zone="Oriental Chip Port")

    details = await press(chat.alice, card, "Details")
    shown = await read_on(chat.alice, details)
    assert "English name is a reference translation" in shown
    assert "**Related, but counts something else**" in shown
    assert "**Sources disagree**" not in shown
    assert "SHEITC, 24 October 2022 (official)" in shown
    assert texts(await press(chat.alice, details, "Back")) == texts(card)


async def test_what_no_source_states_is_said(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="z-pujiangxin")

    shown = texts(reply)
    assert " · district not stated\n" in shown
    assert "batch not stated" in shown
    assert "as no source names the district" in shown
    details = await read_on(chat.alice, await press(chat.alice, reply, "Details"))
    assert "**Not stated:** " in details


async def test_a_zone_across_provinces_counts_in_no_district(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="z-yrd")

    assert " · across provinces\n" in texts(reply)


async def test_measures_say_why_they_apply(chat: Chat) -> None:
    zone = await chat.alice.slash(chat.channel, "zones show", zone="c-mh-embodied")

    assert "1 for this cluster, 1 for all zones, 3 for Minhang" in texts(zone)
    every = await press(chat.alice, zone, next(b for b in buttons(zone) if "Measures (" in b))
    lines = texts(every).splitlines()
    assert any(line.startswith("**1** National clusters") for line in lines)
    assert lines[1].endswith(" · this cluster")
    assert any("Cost cuts for SMEs in the zones" in line and "all zones" in line for line in lines)
    opened = await choose(chat.alice, every, option_starting(every, "2 Cost cuts"))
    assert "### Cost cuts for SMEs in the zones" in texts(opened)
    again = await press(chat.alice, opened, "Back")
    assert texts(again) == texts(every)
    assert texts(await press(chat.alice, again, "Back")) == texts(zone)


async def test_measures_for_other_zones_of_the_district_are_left_out(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="z-icdesign")

    every = await press(chat.alice, reply, next(b for b in buttons(reply) if "Measures (" in b))
    assert "100-billion-yuan industry clusters" not in await read_on(chat.alice, every)


def test_an_award_of_lin_gang_applies_only_there(context: RenderContext) -> None:
    pudong = [z for z in context.release.catalogue.zones.values() if z.district == "pudong"]
    found = {
        each.id: "aw-lingang" in {m.id for g in zone_groups(context, each) for m in g.measures}
        for each in pudong
    }
    assert found == {each.id: each.lingang for each in pudong}


async def test_from_a_zone_on_to_its_neighbours(chat: Chat) -> None:
    zone = await chat.alice.slash(chat.channel, "zones show", zone="z-maqiao")

    neighbours = await choose(chat.alice, zone, "Zones: Minhang")
    assert "### Parks and clusters · Minhang" in texts(neighbours)
    zone = await chat.alice.slash(chat.channel, "zones show", zone="z-maqiao")
    funding = await choose(chat.alice, zone, "Funding: Minhang")
    assert "### Funding · Minhang" in texts(funding)


async def test_an_unknown_zone_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="Maqiao AI park" + "?" * 80)

    assert "Nearest matches:" in texts(reply)
    assert len(buttons(reply)) in range(2, 5)
    zone = await press(chat.alice, reply, "Maqiao AI Innovation Pilot Zone")
    assert " · Minhang\n" in texts(zone)


async def test_a_zone_can_be_shown_to_everyone(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones show", zone="z-maqiao", public=True)

    assert not message_of(reply).ephemeral
    assert "Share here" not in buttons(reply)


async def test_zone_names_are_offered_in_the_readers_language(chat: Chat) -> None:
    assert len(await chat.offers(chat.alice, "zones show", "zone")) == 25
    english = await chat.offers(chat.alice, "zones show", "zone", "maqiao")
    chinese = await chat.offers(chat.ming, "zones show", "zone", "maqiao")
    label = "马桥人工智能创新试验区 · Maqiao AI Innovation Pilot Zone"
    assert english[0] == ("Maqiao AI Innovation Pilot Zone · 马桥人工智能创新试验区", "z-maqiao")
    assert chinese[0] == (label, "z-maqiao")
