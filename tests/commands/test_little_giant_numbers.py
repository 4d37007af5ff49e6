"""/little-giant numbers, as two people read them."""

from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import texts_of as texts_in
from tests.commands.chat import Chat, choose, options, press, read_on, texts


async def test_numbers_give_the_newest_count_of_each_tier(chat: Chat):
    reply = await chat.alice.slash(chat.channel, "little-giant numbers")
    _, name, *rows = (" ".join(x.split()) for x in texts(reply).split("```")[1].splitlines())
    assert name == "Little giants"
    assert rows[:2] == ["city 1,026 2025 ◐", "China 17,600 2026-01 ●"]
    assert rows[-2:] == ["Innovative SMEs", "city >22,000 2025-04 ●"]


async def test_a_series_marks_the_disagreement_of_december_2024(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    series = await choose(chat.alice, overview, "Little giants")
    rows = [line.split() for line in texts(series).split("```")[1].splitlines()]
    assert [">900", "2024-12", "◐"] in rows
    assert ["900", "2024-12", "◐"] in rows
    assert ["857", "2025-04-11", "●"] in rows
    details = await read_on(chat.alice, await press(chat.alice, series, "Details"))
    assert "The official count of 11 April 2025 is 857." in details


async def test_one_tier_links_the_source_of_every_count(chat: Chat):
    overview = await chat.alice.slash(chat.channel, "little-giant numbers")
    series = await choose(chat.alice, overview, "Specialised (SRDI) SMEs")
    assert "12,600" in texts(series)
    shown = await read_on(chat.alice, await press(chat.alice, series, "Details"))
    assert "Information Office of Shanghai Municipality, 11 April 2025](https://" in shown
    assert "The exact count from the city before the conference is 11,466." in shown


async def test_districts_and_targets_are_told_and_open(chat: Chat):
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


def test_an_unknown_statistic_is_said_to_be_unknown(context: RenderContext):
    layout = REGISTRY.layout(context, "st", "no-such-record")
    assert "no-such-record" in texts_in(layout)
