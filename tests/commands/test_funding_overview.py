"""`/funding overview`: what one firm gets, apart from what all firms get together."""

import re

import pytest

from bot.ui.context import RenderContext
from bot.ui.measure_line import measure_line
from tests.commands.chat import Chat, choose, options, press, texts

PARTS = {
    "en": ("### The most one firm can get", "**Programmes, all firms together**"),
    "zh": ("### 单家企业最高可得", "**各项计划总额（全部企业合计）**"),
}


async def parts(chat: Chat, lang: str) -> tuple[str, str]:
    """What stands under each of the two headings."""
    shown = texts(await chat.alice.slash(chat.channel, "funding overview", lang=lang))
    firm, total = PARTS[lang]
    assert shown.index(firm) < shown.index(total)
    before, after = shown.split(firm)[1].split(total)
    return before, after


async def test_sums_of_one_firm_and_of_programmes_never_mix(chat: Chat):
    firm, total = await parts(chat, "en")
    assert "billion" not in firm
    assert "up to 30 million yuan" in firm
    assert "over 400 billion yuan" in total
    assert "`███░░` Guarantee: **up to 30 million yuan**" in firm
    assert "`█████` Subsidy: **up to 50 million yuan**" in firm
    assert "`████░` Loan: **over 400 billion yuan**" in total
    assert "`█████` Guarantee: **500 billion yuan**" in total
    assert "`█░░░░` Voucher: **600 million yuan**" in total
    assert "Loan" not in firm


async def test_what_the_state_pays_through_provinces_is_not_what_a_firm_gets(chat: Chat):
    firm, _ = await parts(chat, "en")
    assert "Award: **" in firm
    assert "6 million yuan" not in firm


async def test_a_kind_opens_its_list_and_back_leads_to_the_overview(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "funding overview")
    before = texts(reply)
    label = next(label for label, _ in options(reply) if label.startswith("Loan · "))
    listed = await choose(chat.alice, reply, label)
    assert texts(listed).startswith("### Funding · Loan · ")
    assert texts(await press(chat.alice, listed, "Back")) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_target_of_a_past_year_is_not_shown(chat: Chat, lang: str):
    for part in await parts(chat, lang):
        assert "1 trillion" not in part
        assert "1万亿" not in part
        assert "120 billion" not in part
        assert "1200亿" not in part


def test_no_line_of_a_list_says_a_share_twice(context: RenderContext):
    for measure in context.release.catalogue.measures.values():
        shares = re.findall(r"[\d.]+%", measure_line(context, measure).line)
        assert len(shares) == len(set(shares)), measure.id
