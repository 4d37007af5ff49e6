"""/preferences: the saved language and time zone, as Alice and Ming see them."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.i18n.translator import read_translators
from bot.settings import Settings
from bot.ui import outages
from tests.commands.chat import Chat, Reply, assert_fits, buttons, closing, message_of, press, texts
from tests.commands.database_file import delete_database


def is_private(reply: Reply) -> bool:
    return message_of(reply).flags.ephemeral


async def test_shows_a_newcomer_what_holds_and_why(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences")
    said = texts(reply)
    assert "Language: **English**, because your Discord is not set to Chinese" in said
    assert "Shanghai, China · UTC+8" in said
    assert "Nothing is saved" in said
    assert is_private(reply)
    assert "Share here" not in buttons(reply)
    assert "source" not in closing(reply), "not about the data"
    assert_fits(reply)


async def test_saves_a_language_that_every_later_answer_uses(chat: Chat) -> None:
    saved = await chat.alice.slash(chat.channel, "preferences", lang="zh")
    assert "(saved)" in texts(saved) or "保存" in texts(saved)
    later = await chat.alice.slash(chat.channel, "funding overview")
    assert "年" in closing(later)  # a Chinese date


async def test_saves_a_time_zone_typed_in_chinese_and_shows_the_time_there(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences", timezone="纽约")
    said = texts(reply)
    assert "New York, United States · UTC-4 · America/New_York" in said
    assert "it is 21:00 there" in said
    again = await chat.alice.slash(chat.channel, "preferences")
    assert "America/New_York** (saved)" in texts(again)


async def test_keeps_the_language_when_only_the_time_zone_is_given(chat: Chat) -> None:
    await chat.ming.slash(chat.channel, "preferences", lang="en")
    reply = await chat.ming.slash(chat.channel, "preferences", timezone="Europe/Berlin")
    assert "Language: **English** (saved)" in texts(reply)


async def test_refuses_cst_with_its_meanings_and_saves_what_is_pressed(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences", timezone="CST")
    said = texts(reply)
    assert "China Standard Time: Shanghai; type `Asia/Shanghai`" in said
    assert "Central Standard Time in North America: Chicago; type `America/Chicago`" in said
    assert "Nothing is saved yet" in said
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone is None

    pressed = await press(chat.alice, reply, "Chicago, United States · UTC-5 · America/Chicago")
    assert "America/Chicago** (saved)" in texts(pressed)
    assert pressed.id == message_of(reply).id
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "America/Chicago"


async def test_a_pressed_zone_brings_along_the_language_given_with_it(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences", lang="zh", timezone="IST")
    await press(chat.alice, reply, buttons(reply)[1])
    assert chat.app.services.languages.preferences.get(chat.alice.id) == ("zh", "Europe/Dublin")


async def test_gives_the_nearest_for_an_unknown_zone(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences", timezone="Tokio")
    assert "“Tokio” is not a known time zone" in texts(reply)
    assert buttons(reply)[0] == "Tokyo, Japan · UTC+9 · Asia/Tokyo"
    assert len(buttons(reply)) <= 3
    assert_fits(reply)


async def test_asks_back_where_many_places_keep_the_offset(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "preferences", timezone="UTC+8")
    assert "places use UTC+8 now" in texts(reply)
    assert buttons(reply)[0].startswith("Shanghai, China")
    nowhere = await chat.alice.slash(chat.channel, "preferences", timezone="UTC+20")
    assert "UTC+20 is not a time zone; offsets run from UTC-12 to UTC+14." in texts(nowhere)


async def test_offers_zones_in_the_readers_language(chat: Chat) -> None:
    offered = await chat.offers(chat.alice, "preferences", "timezone")
    assert offered[0] == ("Shanghai, China · UTC+8 · Asia/Shanghai", "Asia/Shanghai")
    assert len(offered) == 25
    chinese = await chat.offers(chat.ming, "preferences", "timezone", "伦敦")
    assert chinese == [("伦敦（英国） · UTC+1 · Europe/London", "Europe/London")]


async def test_says_so_when_the_database_is_gone(chat: Chat, settings: Settings) -> None:
    delete_database(settings)
    with capture_logs() as logged:
        reply = await chat.alice.slash(chat.channel, "preferences", lang="zh")
    assert chat.app.services.languages.preferences.get(chat.alice.id).lang is None
    [line] = [entry for entry in logged if entry["event"] == "database failed"]
    assert line["reference"] in texts(reply)
    for command in ("privacy show", "privacy delete"):
        reply = await chat.alice.slash(chat.channel, command)
        assert "database is unavailable" in texts(reply)
        assert "could not be read" in texts(reply)
        assert "changed" not in texts(reply)


async def test_a_slow_database_is_told_of_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, done = asyncio.Event(), asyncio.Event()

    async def save() -> None:
        await gate.wait()
        done.set()

    monkeypatch.setattr(outages, "ANSWER_SECONDS", 0.01)
    with pytest.raises(outages.UnavailableError) as caught:
        await outages.with_timeout(save())
    assert "database is slow" in caught.value.sentence(read_translators()["en"])
    gate.set()
    await done.wait()
