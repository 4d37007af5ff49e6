"""`/funding overview`: what one firm gets, apart from what all firms get together."""

import pytest

from tests.surface.city import City, texts

PARTS = {
    "en": ("**What one firm gets at most**", "**Programmes, all firms together**"),
    "zh": ("**单家企业最高可得**", "**各项计划总额（全部企业合计）**"),
}


async def parts(city: City, lang: str) -> tuple[str, str]:
    """What stands under each of the two headings."""
    shown = texts(await city.alice.slash(city.channel, "funding overview", lang=lang))
    firm, total = PARTS[lang]
    assert shown.index(firm) < shown.index(total)
    before, after = shown.split(firm)[1].split(total)
    return before, after


async def test_sums_of_one_firm_and_of_programmes_never_mix(city: City):
    firm, total = await parts(city, "en")
    assert "billion" not in firm
    assert "up to 30 million yuan" in firm
    assert "over 400 billion yuan" in total
    assert "100 million yuan** — Corpus vouchers" in total
    assert "No sum for one firm stated: Loan, Fund, Capital market" in firm


async def test_what_the_state_pays_through_provinces_says_so(city: City):
    firm, _ = await parts(city, "en")
    after = firm.split("**6 million yuan** (three years)")[1]
    assert "not a fixed cheque to each firm" in after.splitlines()[1]


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_target_of_a_past_year_is_not_shown(city: City, lang: str):
    for part in await parts(city, lang):
        assert "1 trillion" not in part
        assert "1万亿" not in part
        assert "120 billion" not in part
        assert "1200亿" not in part
