"""The numbers of every picture, as they are told in text."""

from bot.data_check.pages import charts_in
from bot.ui.chart import picture_card
from bot.ui.chart_numbers import number_blocks
from bot.ui.components import walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.commands.chat import assert_sendable
from tests.commands.pictures.drawn import numbers


def every_picture(context: RenderContext) -> list[tuple[str, tuple[str, ...]]]:
    """Each picture with every argument that a card's button gives it."""
    industries = {i for zone in context.release.catalogue.zones.values() for i in zone.industries}
    cards = [REGISTRY.layout(context, "zl", "", "", i, "0") for i in ("", *sorted(industries))]
    cards += [REGISTRY.layout(context, "zd", i) for i in ("", *sorted(industries))]
    cards += [REGISTRY.layout(context, "lc", "", rules, "0") for rules in ("current", "2022")]
    cards += [REGISTRY.layout(context, "ln", s, "0") for s in ("", "innovative", "little-giants")]
    cards.append(REGISTRY.layout(context, "fo"))
    return sorted({chart for card in cards for chart in charts_in(card)})


def test_the_numbers_of_each_picture_are_whole_and_can_be_sent(context: RenderContext) -> None:
    pictures = every_picture(context)
    assert {name for name, _ in pictures} == REGISTRY.charts.keys()
    for name, args in pictures:
        found = REGISTRY.charts[name].build(context, *args)
        assert_sendable(picture_card(context.tr, found, "x.png", name, args))
        pages = [REGISTRY.layout(context, "cn", str(page), name, *args) for page in range(12)]
        assert_sendable(pages[0])
        said = "\n".join(p["content"] for page in pages for p in walk(page) if p["type"] == 10)
        lines = (line for block in number_blocks(context, found) for line in block)
        assert all(sentence in said for line in lines for sentence in line.split(". ")), name
        assert numbers(found.alt) <= numbers(said), (name, args)


def test_the_numbers_of_the_funding_picture_tell_one_firm_from_all(context: RenderContext) -> None:
    pages = [REGISTRY.layout(context, "cn", str(page), "fo") for page in range(12)]
    said = "\n".join(p["content"] for page in pages for p in walk(page) if p["type"] == 10)
    for heading in (
        ("Voucher (one firm)", "Voucher (all firms together)"),
        ("政策券（单家企业）",),
    )[context.tr.lang == "zh"]:
        assert f"**{heading}**\n" in said
