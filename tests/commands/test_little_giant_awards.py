"""/little-giant awards, as two people read them."""

import pytest

from bot.domain.data.districts import PLACES
from tests.commands.chat import Chat, buttons, choose, options, press, read_on, texts


def rows_of(shown: str) -> dict[str, str]:
    """The rows of a table, by what stands first in each."""
    table = shown.split("```")[1].strip().splitlines()
    return {row.split()[0]: row for row in table}


async def test_the_table_has_what_holds_first_and_the_largest_first(chat: Chat):
    first = await chat.alice.slash(chat.channel, "little-giant awards")
    shown = texts(first)
    assert shown.startswith("### Little giant awards, thousand yuan\n")
    assert list(rows_of(shown))[1] == "Lin-gang"
    assert "Ask the district office before relying on an amount." in shown
    whole = await read_on(chat.alice, first)
    assert whole.index("Lin-gang") < whole.index("Xuhui") < whole.index("Pudong")
    names = [name for name, _ in options(first)]
    assert names == [*(f"{en} {zh}" for en, zh in PLACES.values()), "City and whole country"]


async def test_every_row_says_how_far_its_amounts_hold(chat: Chat):
    rows: dict[str, str] = {}
    page = await chat.alice.slash(chat.channel, "little-giant awards")
    rows |= rows_of(texts(page))
    while "Next" in buttons(page):
        page = await press(chat.alice, page, "Next")
        rows |= rows_of(texts(page))
    assert rows["Lin-gang"].split()[1:] == ["≤1,000", "≤250", "○"]
    assert rows["Pudong"].split()[1:] == ["≤1,000", "≤250", "○", "†"]
    assert rows["Changning"].split()[1:] == ["—", "100", "◐"]
    assert rows["Jinshan"].endswith("○")


async def test_what_stands_above_the_districts_is_an_option(chat: Chat):
    table = await chat.alice.slash(chat.channel, "little-giant awards")
    above = await choose(chat.alice, table, "City and whole country")
    assert "**1** Award for a new little giant: **up to 300,000 yuan**" in texts(above)
    assert "our inference" in texts(above)
    back = await press(chat.alice, above, "Back")
    assert texts(back) == texts(table)


async def test_a_district_answers_in_its_heading(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant awards", district="Pudong")
    lines = texts(reply).splitlines()
    assert lines[:2] == [
        "### Pudong: up to 1 million yuan, ENDED",
        "Award for a newly recognised little giant",
    ]
    assert "To 31 December 2025; no renewal was found." in lines[2]
    assert any("Lin-gang" in line and "To 31 March 2028" in line for line in lines)
    assert lines[-1].startswith("-# ○ low · ")
    assert lines[-1].endswith("check first")


async def test_the_rest_of_a_district_is_behind_details(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant awards", district="Jing'an")
    assert "up to 1.5 million yuan" not in texts(reply)
    details = await press(chat.alice, reply, "Details")
    shown = await read_on(chat.alice, details)
    assert "1:1" in shown
    assert "only this one summary gives the amounts" in shown.lower()
    assert "No award in June 2022." in shown
    assert "**Not stated:**" in shown
    assert "(https://zhengcejia.com/news/55313.html)" in shown
    assert texts(await press(chat.alice, details, "Back")) == texts(reply)


@pytest.mark.parametrize("typed", ["lin-gang", "Lingang", "Lin-gang Special Area", "临港"])
async def test_lin_gang_leads_with_its_own_award(chat: Chat, typed: str):
    reply = await chat.alice.slash(chat.channel, "little-giant awards", district=typed)
    lines = texts(reply).splitlines()
    assert lines[0] == "### Lin-gang: up to 1 million yuan"
    assert lines[2] == "To 31 March 2028."
    assert "Pudong" not in texts(reply)  # no source says that its award comes on top
    details = await press(chat.alice, reply, "Details")
    shown = await read_on(chat.alice, details)
    assert texts(details).startswith("### Details: Lin-gang 临港")
    assert "10 percent of the actual R&D spend" in shown
    assert texts(await press(chat.alice, details, "Back")) == texts(reply)


async def test_lin_gang_stands_below_pudong(chat: Chat):
    reply = await chat.ming.slash(chat.channel, "little-giant awards", district="浦东")
    assert texts(reply).startswith("### 浦东新区：最高100万元（已到期）")
    names = [name for name, _ in options(reply)]
    assert names[:2] == ["浦东新区 Pudong", "临港 Lin-gang"]
    other = await choose(chat.ming, reply, "临港 Lin-gang")
    assert texts(other).startswith("### 临港：最高100万元\n")
    reply = await chat.ming.slash(chat.channel, "little-giant awards", district="浦东")
    details = await press(chat.ming, reply, "详情")
    award = await choose(chat.ming, details, "临港新片区专精特新奖励")
    assert "临港新片区企业" in texts(award)
    offered = await chat.offers(chat.ming, "little-giant awards", "district", "临")
    assert offered[0] == ("临港 Lin-gang", "lin-gang")


async def test_from_the_table_to_a_district_to_another_and_back(chat: Chat):
    table = await chat.alice.slash(chat.channel, "little-giant awards")
    jiading = await choose(chat.alice, table, "Jiading 嘉定区")
    assert texts(jiading).startswith("### Jiading: 500,000 yuan")
    other = await choose(chat.alice, jiading, "Huangpu 黄浦区")
    assert texts(other).startswith("### Huangpu: ")
    assert "Details" in buttons(other)


async def test_an_unknown_district_brings_three_that_open(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant awards", district="Pudogn")
    assert "Pudong 浦东新区" in buttons(reply)
    opened = await press(chat.alice, reply, "Pudong 浦东新区")
    assert "up to 1 million yuan" in texts(opened)


async def test_districts_are_offered_while_typing(chat: Chat):
    offered = await chat.offers(chat.alice, "little-giant awards", "district", "huang")
    assert ("Huangpu 黄浦区", "huangpu") in offered


async def test_what_replaced_an_award_is_named_once(chat: Chat):
    shown = texts(await chat.alice.slash(chat.channel, "little-giant awards", district="minhang"))
    assert shown.count("Minhang: 2025 call for little giant and SRDI awards") == 1
    assert shown.startswith("### Minhang: 500,000 yuan, REPLACED\nAward for a newly recognised ")
    assert "**Followed by:** Minhang: 2025 call for little giant and SRDI awards · ended" in shown
    assert "uperseded" not in shown
    assert "50,000 yuan" in shown


@pytest.mark.parametrize(
    ("lang", "share"), [("en", "10 percent of last year's"), ("zh", "的10%给予奖励")]
)
async def test_a_share_that_a_condition_says_stands_there_alone(chat: Chat, lang: str, share: str):
    reply = await chat.alice.slash(
        chat.channel, "little-giant awards", district="pudong", lang=lang
    )
    assert share in texts(reply)
    assert "10%" not in texts(reply).replace(share, "")
