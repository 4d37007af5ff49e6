"""/little-giant awards, criteria and numbers, as two people read them."""

import re

import pytest

from bot.domain.data.districts import DISTRICTS
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, text_length, walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.surface.city import City, assert_fits, buttons, choose, closing, options, press, texts


async def test_without_a_district_the_city_comes_first_and_then_all_districts(city: City):
    reply = await city.alice.slash(city.channel, "little-giant awards")
    shown = texts(reply)
    city_level = shown.index("100,000 or 300,000 yuan for a newly recognised little giant")
    assert city_level < shown.index("District by district") < shown.index("**Pudong**")
    assert "No source found states which little giants get 300,000 yuan" in shown
    assert "Our inference; no source says so" in shown
    assert "not a fixed grant to each firm" in shown
    assert [name for name, _ in options(reply)] == [f"{en} {zh}" for en, zh in DISTRICTS.values()]


async def test_every_row_says_how_far_its_amounts_hold(city: City):
    first = await city.alice.slash(city.channel, "little-giant awards")
    rows = texts(first) + "\n" + texts(await press(city.alice, first, "Next"))

    def row(place: str) -> str:
        return next(line for line in rows.splitlines() if line.startswith(f"- **{place}"))

    assert "up to 1 million yuan" in row("Pudong**")
    assert "**Ended** on 31 December 2025" in row("Pudong**")
    assert "To 31 March 2028" in row("Pudong · Lin-gang Special Area")
    assert "200,000 yuan" in row("Huangpu")
    assert "end not stated" in row("Huangpu")
    assert "low confidence · old figures, of June 2022" in row("Jinshan")
    assert "**Superseded** by: Minhang: 2025 call" in row("Minhang**")
    assert "no amount stated" in row("Minhang · Minhang: 2025 call")
    assert "not stated · not stated · **100,000 yuan**" in row("Changning")


@pytest.mark.parametrize("district", ["", "Pudong", "静安", "chongming"])
async def test_the_warning_stands_on_every_page_of_awards(city: City, district: str):
    asked = {"district": district} if district else {}
    reply = await city.alice.slash(city.channel, "little-giant awards", **asked)
    assert "Ask the district office before relying on an amount" in texts(reply)
    while "Next" in buttons(reply):
        reply = await press(city.alice, reply, "Next")
        assert "Ask the district office before relying on an amount" in texts(reply)


async def test_a_district_in_full(city: City):
    shown = texts(await city.alice.slash(city.channel, "little-giant awards", district="Jing'an"))
    assert "move" in shown
    assert "1:1 match" in shown
    assert "up to 1.5 million yuan" in shown
    assert "only this one summary gives the amounts" in shown.lower()
    assert "No award in June 2022." in shown
    assert "No source found states until when the Jing'an awards run" in shown
    assert "(https://zhengcejia.com/news/55313.html)" in shown


async def test_lin_gang_stands_under_pudong(city: City):
    reply = await city.alice.slash(city.channel, "little-giant awards", district="Lingang")
    assert "Pudong · Lin-gang Special Area" in texts(reply)
    after = texts(await press(city.alice, reply, "Next"))
    assert "Firms in the Lin-gang Special Area" in after
    assert "10 percent of the actual R&D spend" in after


async def test_from_the_table_to_a_district_and_back(city: City):
    table = await city.alice.slash(city.channel, "little-giant awards")
    jiading = await choose(city.alice, table, "Jiading 嘉定区")
    assert "500,000 yuan" in texts(jiading)
    assert "**Huangpu**" not in texts(jiading)
    back = await press(city.alice, jiading, "City and all districts")
    assert "**Huangpu**" in texts(back)


async def test_an_unknown_district_brings_three_that_open(city: City):
    reply = await city.alice.slash(city.channel, "little-giant awards", district="Pudogn")
    assert "Pudong 浦东新区" in buttons(reply)
    opened = await press(city.alice, reply, "Pudong 浦东新区")
    assert "up to 1 million yuan" in texts(opened)


async def test_districts_are_offered_while_typing(city: City):
    offered = await city.offers(city.alice, "little-giant awards", "district", "huang")
    assert ("Huangpu 黄浦区", "huangpu") in offered


async def test_the_ladder_at_a_glance_leads_to_each_rung(city: City):
    ladder = await city.alice.slash(city.channel, "little-giant criteria")
    shown = texts(ladder)
    names = ["1. Innovative SME", "2. Specialised (SRDI) SME", "3. Little giant"]
    assert sorted(names, key=shown.index) == names
    assert shown.count("Needs first:") == 2
    assert "The firm holds a valid title as specialised (SRDI) SME." in shown
    assert "Not confirmed by an official page." in shown
    rung = await press(city.alice, ladder, "Specialised (SRDI) SME")
    assert "At least 3 years in its niche market" in texts(rung)


async def test_alternatives_read_as_a_sentence(city: City):
    reply = await city.alice.slash(city.channel, "little-giant criteria", tier="specialised")
    lines = texts(reply).splitlines()
    first = next(i for i, line in enumerate(lines) if "*either*" in line)
    assert lines[first].endswith("Revenue last year of at least 15 million yuan.")
    assert any("*or*" in line and "20 million yuan" in line for line in lines[first:])
    assert "any-of" not in texts(reply)


async def test_what_changed_for_little_giants(city: City):
    reply = await city.alice.slash(city.channel, "little-giant criteria", tier="little-giant")
    assert "The official annexes of the 2026 method were not seen." in texts(reply)
    assert "70 percent before April 2026." in texts(reply)
    shown = texts(await press(city.alice, reply, "Next"))
    assert "at least 2 rights → **at least 4 rights**" in shown
    assert "at least 70% → **at least 90%**" in shown
    dropped = shown[shown.index("**Dropped") :]
    assert "The firm has an own brand." in dropped
    added = shown[shown.index("**New") : shown.index("**Dropped")]
    assert "A score of at least 60" in added


async def test_the_pages_of_a_rung_reach_validity_update_and_sources(city: City):
    reply = await city.alice.slash(city.channel, "little-giant criteria", tier="little-giant")
    read = texts(reply)
    while "Next" in buttons(reply):
        reply = await press(city.alice, reply, "Next")
        read += texts(reply)
    assert "valid for 3 years from recognition" in read
    assert "by 31 May every year" in read
    assert "Rights bought or transferred in do not count" in read
    assert "may not charge applicants" in read
    assert "No source found prints the official annex of the 2026 method" in read
    assert "(http://gx.gggcn.com/article30475.html)" in read
    assert "public program data (no repository named)" not in read


async def test_a_drop_down_goes_to_any_page_of_a_rung(city: City):
    reply = await city.alice.slash(city.channel, "little-giant criteria", tier="little-giant")
    label = next(name for name, _ in options(reply) if "Keeping the title" in name)
    assert "by 31 May every year" in texts(await choose(city.alice, reply, label))


async def test_the_glance_says_how_long_each_title_holds(city: City):
    shown = texts(await city.alice.slash(city.channel, "little-giant criteria"))
    assert (
        shown.count("*Validity of the title: 3 years (from recognition); re-review before it ends*")
        == 3
    )
    shown = texts(await city.ming.slash(city.channel, "little-giant criteria"))
    assert shown.count("*称号有效期：3年（自认定之日起），到期前须复核*") == 3


@pytest.mark.parametrize("tier", ["innovative", "specialised", "little-giant"])
async def test_a_rung_says_until_when_titles_of_last_years_hold(city: City, tier: str):
    reply = await city.alice.slash(city.channel, "little-giant criteria", tier=tier)
    assert "Validity of the title: 3 years (from recognition)" in texts(reply)
    shown = texts(reply)
    while "Next" in buttons(reply):
        reply = await press(city.alice, reply, "Next")
        shown += texts(reply)
    assert "- Recognised in 2024: valid until 2027, review due before it ends" in shown
    assert "- Recognised in 2023: valid until 2026" in shown
    assert "a passed review adds 3 years" in shown
    assert "- Recognised in 2022" not in shown


async def test_the_rules_of_2022_are_marked_as_superseded(city: City):
    reply = await city.alice.slash(
        city.channel, "little-giant criteria", tier="little-giant", rules="2022"
    )
    assert "**Superseded**: in force until 31 March 2026" in texts(reply)
    assert "Main business of at least 70 percent" in texts(reply)
    now = await press(city.alice, reply, "Current rules")
    assert "Main business of at least 90 percent" in texts(now)
    assert "Main business of at least 70 percent" in texts(
        await press(city.alice, now, "Rules of 2022")
    )


async def test_the_innovative_standard_of_2022_is_still_used(city: City):
    reply = await city.alice.slash(
        city.channel, "little-giant criteria", tier="innovative", rules="2022"
    )
    assert "**Still used**" in texts(reply)
    assert "**Superseded**" not in texts(reply)


async def test_numbers_show_the_disagreement_of_december_2024(city: City):
    reply = await city.alice.slash(city.channel, "little-giant numbers")
    shown = texts(reply)
    for figure in ("**857 firms**", "**900 firms**", "**over 900 firms**", "**1,026 firms**"):
        assert figure in shown
    assert "Sources disagree:" in shown
    assert "The official count of 11 April 2025 is 857." in shown
    assert "**over 22,000 firms**" in shown
    assert "**17,600 firms**" in shown
    assert all("█" in line for line in shown.splitlines() if "firms** — " in line)


async def test_one_rung_links_the_source_of_every_count(city: City):
    overview = await city.alice.slash(city.channel, "little-giant numbers")
    shown = texts(await press(city.alice, overview, "Specialised (SRDI) SMEs"))
    assert "**12,600 firms**" in shown
    assert "Information Office of Shanghai Municipality, 11 April 2025](https://" in shown
    assert "The exact count from the city before the conference is 11,466." in shown


async def test_districts_known_and_targets(city: City):
    overview = await city.alice.slash(city.channel, "little-giant numbers")
    reply = await press(city.alice, overview, "Districts and targets")
    read = texts(reply)
    while "Next" in buttons(reply):
        reply = await press(city.alice, reply, "Next")
        read += texts(reply)
    assert "about 250 firms" in read
    assert "120 firms" in read
    assert "about 20,000 firms" in read
    assert "A target, not a count." in read
    assert "found only for Pudong and Minhang" in read


async def test_a_further_statistic_opens(city: City):
    overview = await city.alice.slash(city.channel, "little-giant numbers")
    rung = await press(city.alice, overview, "Little giants")
    opened = await choose(city.alice, rung, "Who Shanghai's 1,026 little giants are")
    assert "729 firms" in texts(opened)


async def test_a_chinese_client_reads_chinese(city: City):
    awards = texts(await city.ming.slash(city.channel, "little-giant awards"))
    assert "临港新片区专精特新奖励" in awards
    rung = await city.ming.slash(city.channel, "little-giant criteria", tier="little-giant")
    assert "主营业务收入占营业收入比重" in texts(rung)
    numbers = texts(await city.ming.slash(city.channel, "little-giant numbers"))
    assert "第七批新增“小巨人”企业" in numbers


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how many little giants does Shanghai have?", "Figures, oldest first"),
        ("how much R&D must a little giant spend?", "**Requirements**"),
    ],
)
async def test_what_ask_finds_opens_here(city: City, question: str, told: str):
    found = await city.alice.slash(city.channel, "ask", question=question)
    label = next(name for name in buttons(found) if name.startswith("Open: Little giant"))
    assert told in texts(await press(city.alice, found, label))


@pytest.mark.parametrize("command", ["awards", "criteria", "numbers"])
async def test_every_answer_ends_with_version_and_sources(city: City, command: str):
    reply = await city.alice.slash(city.channel, f"little-giant {command}")
    assert_fits(reply)
    assert re.match(r"-# \d+ sources, newest .*\d{4}", closing(reply))


def test_every_page_fits_a_message(context: RenderContext):
    views = [("la", (district,)) for district in ("", *DISTRICTS)]
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
    shown = "".join(part["content"] for part in walk(layout) if part["type"] == 10)
    assert "no-such-record" in shown
