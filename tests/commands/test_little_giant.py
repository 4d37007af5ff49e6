"""/little-giant awards, criteria and numbers, as two people read them."""

import pytest

from bot.domain.data.districts import PLACES
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import texts_of as texts_in
from tests.commands.chat import (
    NOW,
    Chat,
    assert_fits,
    buttons,
    choose,
    closing,
    options,
    press,
    read_on,
    texts,
)


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
    assert rows["Pudong"].split()[1:] == ["≤1,000", "≤250", "○", "past"]
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


async def test_the_overview_at_a_glance_leads_to_each_tier(chat: Chat):
    tiers = await chat.alice.slash(chat.channel, "little-giant criteria")
    assert "**Innovative SME**: one of 4 direct conditions" in texts(tiers)
    rows = [line.split() for line in texts(tiers).split("```")[1].splitlines()]
    assert ["debt", "ratio", "≤80%", "≤75%"] in rows
    assert ["revenue,", "¥m", "≥15*", "≥50"] in rows
    assert "Starred: another way exists. Open the tier." in texts(tiers), (
        "on the page that has the star"
    )
    tier_name = await choose(chat.alice, tiers, "Specialised (SRDI) SME")
    assert "- years in the niche market: **at least 3 years**" in texts(tier_name)
    assert texts(await press(chat.alice, tier_name, "Back")) == texts(tiers)


async def test_alternatives_are_tied_together(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant criteria", tier="specialised")
    lines = texts(reply).splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("- either "))
    assert lines[first] == "- either revenue: **at least 15 million yuan**"
    assert lines[first + 1].startswith("- or new equity")
    assert "any-of" not in texts(reply)


async def test_what_must_not_be_is_not_required(chat: Chat, context: RenderContext):
    shown = texts_in(REGISTRY.layout(context, "lc", "all", "current"))
    banned = [line for line in shown.splitlines() if "abnormal" in line or "异常名录" in line]
    assert banned
    assert all(context.tr("not allowed") in line for line in banned)


async def test_what_changed_for_little_giants(chat: Chat):
    tier_name = await chat.alice.slash(chat.channel, "little-giant criteria", tier="little-giant")
    details = await press(chat.alice, tier_name, "Details")
    changed = await choose(chat.alice, details, "What changed since the rules of 2022")
    shown = await read_on(chat.alice, changed)
    assert "at least 2 rights → **at least 4 rights**" in shown
    assert "at least 70% → **at least 90%**" in shown
    dropped = await choose(chat.alice, details, "Dropped (no counterpart recorded now)")
    assert "The firm has an own brand." in await read_on(chat.alice, dropped)
    added = await choose(chat.alice, details, "New (no counterpart recorded for 2022)")
    assert "A score of at least 60" in await read_on(chat.alice, added)


def test_the_chapters_of_a_tier_reach_validity_update_and_sources(release: Release):
    context = RenderContext(release, read_translators()["en"], NOW.date())
    layouts = (
        REGISTRY.layout(context, "ld", "little-giant", "current", str(chapter), str(page))
        for chapter in range(12)
        for page in range(10)
    )
    read = "\n".join(map(texts_in, layouts))
    assert "70 percent before April 2026." in read
    assert "valid for 3 years from recognition" in read
    assert "by 31 May every year" in read
    assert "Rights bought or transferred in do not count" in read
    assert "may not charge applicants" in read
    assert "No source found prints the official annex of the 2026 method" in read
    assert "(http://gx.gggcn.com/article30475.html)" in read
    assert "public program data (no repository named)" not in read


@pytest.mark.parametrize("tier", ["innovative", "specialised", "little-giant"])
async def test_a_tier_says_until_when_titles_of_last_years_hold(chat: Chat, tier: str):
    reply = await chat.alice.slash(chat.channel, "little-giant criteria", tier=tier)
    assert "Validity of the title: 3 years (from recognition)" in await read_on(chat.alice, reply)
    details = await press(chat.alice, reply, "Back") if "Back" in buttons(reply) else reply
    while "Previous" in buttons(details):
        details = await press(chat.alice, details, "Previous")
    details = await press(chat.alice, details, "Details")
    validity = await choose(chat.alice, details, "Validity and re-review")
    shown = await read_on(chat.alice, validity)
    assert "- Recognised in 2024: valid until 2027, review due before it ends" in shown
    assert "- Recognised in 2023: valid until 2026" in shown
    assert "a passed review adds 3 years" in shown
    assert "- Recognised in 2022" not in shown


async def test_the_rules_of_2022_are_marked_as_superseded(chat: Chat):
    reply = await chat.alice.slash(
        chat.channel, "little-giant criteria", tier="little-giant", rules="2022"
    )
    assert "**Superseded**: in force until 31 March 2026" in texts(reply)
    assert "- main-business share of revenue: **at least 70%**" in texts(reply)
    now = await choose(chat.alice, reply, "Current rules")
    assert "- main-business share of revenue: **at least 90%**" in texts(now)
    before = await choose(chat.alice, now, "Rules of 2022")
    assert "- main-business share of revenue: **at least 70%**" in texts(before)


async def test_the_innovative_standard_of_2022_is_still_used(chat: Chat):
    reply = await chat.alice.slash(
        chat.channel, "little-giant criteria", tier="innovative", rules="2022"
    )
    assert "**Still used**" in texts(reply)
    assert "**Superseded**" not in texts(reply)


async def test_numbers_give_the_newest_count_of_each_tier(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant numbers")
    rows = [line.split() for line in texts(reply).split("```")[1].splitlines()]
    assert ["giant", "city", "1,026", "2025", "◐"] in rows
    assert ["innov", "city", ">22,000", "2025-04", "●"] in rows
    assert any(row[:3] == ["giant", "China", "17,600"] for row in rows)


async def test_a_series_marks_the_disagreement_of_december_2024(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    series = await choose(chat.alice, overview, "Little giants")
    rows = [line.split() for line in texts(series).split("```")[1].splitlines()]
    assert [">900", "December", "2024", "◐"] in rows
    assert ["900", "December", "2024", "◐"] in rows
    assert ["857", "11", "April", "2025", "●"] in rows
    details = await read_on(chat.alice, await press(chat.alice, series, "Details"))
    assert "The official count of 11 April 2025 is 857." in details


async def test_one_tier_links_the_source_of_every_count(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    series = await choose(chat.alice, overview, "Specialised (SRDI) SMEs")
    assert "12,600" in texts(series)
    shown = await read_on(chat.alice, await press(chat.alice, series, "Details"))
    assert "Information Office of Shanghai Municipality, 11 April 2025](https://" in shown
    assert "The exact count from the city before the conference is 11,466." in shown


async def test_what_replaced_an_award_is_named_once(chat: Chat):
    shown = texts(await chat.alice.slash(chat.channel, "little-giant awards", district="minhang"))
    assert shown.count("Minhang: 2025 call for little giant and SRDI awards") == 1
    assert (
        "\n**Superseded** by: Minhang: 2025 call for little giant and SRDI awards · ended\n"
        in shown
    )
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


async def test_districts_known_and_targets(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    reply = await choose(chat.alice, overview, "Districts and targets")
    assert "found only for Pudong and Minhang" in texts(reply)
    target = "Target for SRDI SMEs in Shanghai by 2030: **about 20,000 firms** · a target"
    label = next(name for name, _ in options(reply) if "SMEs in Pudong" in name)
    opened = await choose(chat.alice, reply, label)
    details = await press(chat.alice, opened, "Details")
    back = await press(chat.alice, await press(chat.alice, details, "Back"), "Back")
    assert target in await read_on(chat.alice, back)


async def test_a_further_statistic_opens(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    tier_name = await choose(chat.alice, overview, "Little giants")
    opened = await choose(chat.alice, tier_name, "Who Shanghai's 1,026 little giants are")
    assert "729" in texts(opened)
    assert texts(await press(chat.alice, opened, "Back")) == texts(tier_name)


async def test_a_chinese_client_reads_chinese(chat: Chat):
    awards = texts(await chat.ming.slash(chat.channel, "little-giant awards"))
    assert "临港　 ≤100万" in awards
    tier_name = await chat.ming.slash(chat.channel, "little-giant criteria", tier="little-giant")
    assert "- 主营业务收入占营业收入比重：**不低于90%**" in texts(tier_name)
    numbers = texts(await chat.ming.slash(chat.channel, "little-giant numbers"))
    assert "小巨人　 上海" in numbers


@pytest.mark.parametrize("command", ["awards", "criteria", "numbers"])
async def test_every_answer_ends_with_its_sources(chat: Chat, command: str):
    reply = await chat.alice.slash(chat.channel, f"little-giant {command}")
    assert_fits(reply)
    assert " sources, newest " in closing(reply)


def test_every_page_fits_a_message(context: RenderContext):
    views = [("la", (district,)) for district in ("", *PLACES)]
    views += [
        ("lc", (tier, rules))
        for tier in ("", "innovative", "specialised", "little-giant", "all")
        for rules in ("current", "2022")
    ]
    views += [("ln", (s,)) for s in ("", "little-giants", "specialised", "innovative", "districts")]
    views += [("st", (statistic,)) for statistic in context.release.catalogue.statistics]
    for name, args in views:
        for page in range(10):
            layout = REGISTRY.layout(context, name, *args, str(page))
            parts = list(walk(layout))
            ids = [part["custom_id"] for part in parts if "custom_id" in part]
            assert len(parts) <= MAX_COMPONENTS - 2, (name, args, page)
            assert text_length(layout) <= MAX_TEXT, (name, args, page)
            assert len(ids) == len(set(ids)), (name, args, page)


def test_an_unknown_statistic_is_said_to_be_unknown(context: RenderContext):
    layout = REGISTRY.layout(context, "st", "no-such-record")
    assert "no-such-record" in texts_in(layout)
