"""Preferences, and what is kept about a person: what Alice and Ming see."""

import asyncio
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.app import open_app
from bot.i18n.translator import read_translators
from bot.settings import Settings
from bot.ui import outages
from bot.ui.registry import Action
from bot.ui.timezones import Timezones, read_timezones, read_zone_names
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, Reply, assert_fits, buttons, closing, message_of, press, texts
from tests.commands.database_file import beside_the_bot, delete_database

WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def zones() -> Timezones:
    return read_timezones()


def is_private(reply: Reply) -> bool:
    return message_of(reply).flags.ephemeral


# ------------------------------------------------------------------ /preferences


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


# ----------------------------------------------------------------------- /privacy


async def test_nothing_is_kept_about_somebody_who_saved_nothing(chat: Chat) -> None:
    for command in ("privacy show", "privacy delete"):
        reply = await chat.alice.slash(chat.channel, command)
        assert "**Nothing is stored about you.**" in texts(reply)
        assert buttons(reply) == []
        assert is_private(reply)


async def test_shows_what_is_kept_and_why(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", lang="en", timezone="Europe/Paris")
    said = texts(await chat.alice.slash(chat.channel, "privacy show"))
    assert "your language: **English**" in said
    assert "Paris, France" in said
    assert "stored so that answers use them" in said
    assert "privacy delete" in said


async def test_shows_what_is_kept_where_its_date_cannot_be_read(
    chat: Chat, settings: Settings
) -> None:
    await chat.alice.slash(chat.channel, "preferences", lang="en")
    assert "when you last saved them" in texts(await chat.alice.slash(chat.channel, "privacy show"))
    with beside_the_bot(settings) as raw:
        raw.execute("UPDATE preferences SET updated_at = 'zz'")
    said = texts(await chat.alice.slash(chat.channel, "privacy show"))
    assert "your language: **English**" in said
    assert "when you last saved them" not in said


async def test_delete_takes_two_steps(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    assert "Erase this?" in texts(reply)
    assert buttons(reply) == ["Delete", "Cancel"]
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"

    pressed = await press(chat.alice, reply, "Delete")
    assert "### Erased" in texts(pressed)
    assert "Paris, France" in texts(pressed)
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone is None
    after = await chat.alice.slash(chat.channel, "privacy show")
    assert "**Nothing is stored about you.**" in texts(after)


async def test_delete_can_be_cancelled(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    pressed = await press(chat.alice, reply, "Cancel")
    assert "Nothing was erased" in texts(pressed)
    assert buttons(pressed) == []
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"


async def test_delete_erases_one_person_only(chat: Chat) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    await chat.ming.slash(chat.channel, "preferences", timezone="Asia/Tokyo")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    await press(chat.alice, reply, "Delete")
    assert chat.app.services.languages.preferences.get(chat.ming.id).timezone == "Asia/Tokyo"


async def test_delete_works_after_a_restart(chat: Chat, settings: Settings) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    async with open_app(settings, chat.app.services.clock) as again:
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        pressed = await press(chat.alice, reply, "Delete")
        assert "Paris, France" in texts(pressed)
        assert again.services.languages.preferences.get(chat.alice.id).timezone is None


async def test_a_button_of_another_version_says_so(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    monkeypatch.delitem(REGISTRY.actions, "erase")
    pressed = await press(chat.alice, reply, "Delete")
    assert "older version" in pressed.content
    assert chat.app.services.languages.preferences.get(chat.alice.id).timezone == "Europe/Paris"


async def test_a_failing_button_shows_the_reference_that_the_log_has(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("boom")

    await chat.alice.slash(chat.channel, "preferences", timezone="Europe/Paris")
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    monkeypatch.setitem(REGISTRY.actions, "erase", Action(broken))
    with capture_logs() as logged:
        pressed = await press(chat.alice, reply, "Delete")
    [line] = [entry for entry in logged if entry["event"] == "button failed"]
    assert line["reference"] in pressed.content
    assert line["button"] == "erase"


# --------------------------------------------------------------------- time zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("PRC", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"),
        ("東京", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("加尔各答", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("ＵＴＣ", "UTC"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("new yor", "America/New_York"),
    ],
)
def test_reads_what_people_type(zones: Timezones, typed: str, zone: str) -> None:
    assert zones.read(typed, WINTER).zone == zone


@pytest.mark.parametrize(
    "typed",
    [
        *read_zone_names().ambiguous,
        "CST",
        "localtime",
        "Factory",
        "ART",
        "xyzzy",
        "UTC+8",
        "+25",
        "德国",
        "",
    ],
)
def test_never_guesses(zones: Timezones, typed: str) -> None:
    assert zones.read(typed, WINTER).zone is None


@pytest.mark.parametrize("typed", ["UTC+8", "+08:00", "gmt+0800", "UTC＋8", "UTC +8"])
def test_offers_the_places_of_an_offset_shanghai_first(zones: Timezones, typed: str) -> None:
    assert zones.offer(typed, "en", WINTER)[0].value == "Asia/Shanghai"


def test_reads_offsets_with_either_minus(zones: Timezones) -> None:
    for typed in ("UTC-3:30", "UTC−3:30"):
        assert zones.read(typed, WINTER).zone == "America/St_Johns"


def test_every_zone_of_the_file_is_known_and_has_one_owner(zones: Timezones) -> None:
    given = read_zone_names()
    meanings = (m.zone for found in given.ambiguous.values() for m in found)
    assert all(map(zones.knows, (*given.common, *given.names, *meanings)))
    names = [name for found in given.names.values() for name in found]
    assert len(names) == len({*names, *given.ambiguous}) - len(given.ambiguous)


def test_every_zone_has_a_chinese_name_and_a_short_label(zones: Timezones) -> None:
    for zone in read_zone_names().common:
        assert len(zones.label(zone, "zh", WINTER)) <= 80
    assert zones.label("Asia/Kolkata", "zh", WINTER) == "加尔各答（印度） · UTC+5:30 · Asia/Kolkata"
