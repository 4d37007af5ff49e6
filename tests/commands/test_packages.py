"""The card of a package."""

from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.components import walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import texts_of
from tests.commands.chat import NOW, Chat, assert_fits, press, read_on, texts


async def test_a_package_tells_what_is_held_of_it_and_what_no_source_states(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", package="十条举措")
    card = await press(chat.alice, reply, "About the package")
    assert texts(card).startswith("### Ten measures of December 2024\n")
    assert "ten support measures" in texts(card)
    assert_fits(card)
    listed = await press(chat.alice, card, "Measures (11)")
    assert "11 measures, in force or not" in texts(listed)
    details = await press(chat.alice, await press(chat.alice, listed, "Back"), "Details")
    shown = await read_on(chat.alice, details)
    assert "**Document number:** not stated" in shown
    assert "**Issued or announced:** 1 December 2024" in shown
    assert "**Not stated:** " in shown
    assert "[Shanghai boosts SME innovation with 10 new measures](https://www.shine.cn" in shown


def test_a_superseded_package_names_its_successor(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    layout = REGISTRY.layout(context, "p", "national-2022")
    assert "**Superseded** by: Tiered cultivation method of 2026" in texts_of(layout)
    labels = [o["label"] for part in walk(layout) if part["type"] == 3 for o in part["options"]]
    assert "Tiered cultivation method of 2026" in labels
    details = [REGISTRY.layout(context, "pd", "national-2022", str(n)) for n in range(4)]
    assert any("(2022) No. 63" in texts_of(page) for page in details)


def test_an_unknown_package_gives_the_nearest(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    layout = REGISTRY.layout(context, "p", "shanghai-2024-11")
    assert "Nothing here is named “shanghai-2024-11”. Nearest matches:" in texts_of(layout)
