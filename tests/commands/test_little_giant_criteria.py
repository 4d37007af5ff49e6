"""/little-giant criteria, as two people read them."""

import pytest

from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import texts_of as texts_in
from tests.commands.chat import NOW, Chat, buttons, choose, press, read_on, texts


async def test_the_overview_at_a_glance_leads_to_each_tier(chat: Chat):
    tiers = await chat.alice.slash(chat.channel, "little-giant criteria")
    assert "**Innovative SME**: one of 4 direct conditions" in texts(tiers)
    rows = [line.split() for line in texts(tiers).split("```")[1].splitlines()]
    assert ["R&D", "2", "years,", "¥m", "—", "≥12"] in rows
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


async def test_what_changed_for_little_giants_is_told_by_requirement(chat: Chat):
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
    assert texts(reply).casefold().count("superseded") == 1
    now = await choose(chat.alice, reply, "Current rules")
    assert texts(now).casefold().count("in force") == 1
    assert "- revenue: **at least 50 million yuan**" in texts(now)
    assert "- R&D spend over two years: **at least 12 million yuan**" in texts(now)
    before = await choose(chat.alice, now, "Rules of 2022")
    assert "- main-business share of revenue: **at least 70%**" in texts(before)


async def test_the_innovative_standard_of_2022_is_still_used(chat: Chat):
    reply = await chat.alice.slash(
        chat.channel, "little-giant criteria", tier="innovative", rules="2022"
    )
    assert "**Still used**" in texts(reply)
    assert "**Superseded**" not in texts(reply)
