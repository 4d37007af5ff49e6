"""The greeting in a server that the bot joins, and what its buttons lead to."""

import discord
import pytest
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import ResponseMessage

from bot.app import App, open_app
from bot.settings import Settings
from bot.simcord_internals import speak_locales, take_json
from tests.commands.chat import assert_fits, buttons, press, texts


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As the bot runs by default."""
    return settings.model_copy(update={"greet": True})


def join(env: simcord.Env, locale: str = "en-US") -> tuple[GuildHandle, ChannelHandle]:
    """A server that the bot joins, with a channel."""
    guild = env.create_guild(name="Founders", preferred_locale=locale)
    return guild, guild.create_text_channel("general")


def posted(env: simcord.Env, channel: ChannelHandle) -> list[ResponseMessage]:
    """The messages in the channel, as they are now."""
    ids = [message.id for message in channel.history()]
    return [ResponseMessage(env, env.backend.get_message(channel.id, number)) for number in ids]


def person(env: simcord.Env, guild: GuildHandle, *, admin: bool) -> MemberActor:
    """A member of the server."""
    permissions = discord.Permissions(manage_guild=admin)
    role = guild.create_role("Editors", permissions=permissions)
    return guild.add_member(env.create_user("Boss" if admin else "Reader"), roles=[role])


@pytest.mark.parametrize(
    ("locale", "heading"),
    [
        ("en-US", "What do you want to do?"),
        ("fr", "What do you want to do?"),
        ("zh-CN", "您想做什么？"),
        ("zh-TW", "您想做什么？"),
    ],
)
async def test_the_card_of_help_is_posted_in_the_language_of_the_server(
    app: App, env: simcord.Env, locale: str, heading: str
) -> None:
    guild, channel = join(env, locale)
    await env.settle()
    (message,) = posted(env, channel)
    assert heading in texts(message)
    assert_fits(message)
    alice = person(env, guild, admin=False)
    with speak_locales({alice.id: locale}):
        again = await alice.slash(channel, "help")
    assert texts(again) == texts(message)
    assert buttons(again) == buttons(message)


async def test_from_joining_to_a_saved_digest_takes_two_presses(app: App, env: simcord.Env) -> None:
    guild, channel = join(env)
    boss = person(env, guild, admin=True)
    await env.settle()
    (message,) = posted(env, channel)
    order = await press(boss, message, "Monday digest (admins)")
    assert order.flags.ephemeral
    assert "Mondays 09:00" in texts(order)
    saved = await press(boss, order, "Save")
    assert "Saved" in texts(saved)
    (digest,) = await app.services.digests.of_guild(guild.id)
    assert (digest.order.schedule, digest.channel_id) == ("mon 09:00", channel.id)
    assert digest.order.timezone == "Asia/Shanghai"


async def test_the_button_pressed_twice_asks_before_it_makes_a_second_digest(
    app: App, env: simcord.Env
) -> None:
    guild, channel = join(env)
    boss = person(env, guild, admin=True)
    await env.settle()
    (message,) = posted(env, channel)
    first = await press(boss, message, "Monday digest (admins)")
    second = await press(boss, message, "Monday digest (admins)")
    await press(boss, first, "Save")
    asked = await press(boss, second, "Save")
    assert "Create another one?" in texts(asked)
    assert len(await app.services.digests.of_guild(guild.id)) == 1
    again = await press(boss, await press(boss, asked, "Create another"), "Save")
    assert "Saved" in texts(again)
    assert len(await app.services.digests.of_guild(guild.id)) == 2


async def test_a_member_reads_that_an_administrator_is_needed(app: App, env: simcord.Env) -> None:
    guild, channel = join(env)
    reader = person(env, guild, admin=False)
    await env.settle()
    refused = await press(reader, posted(env, channel)[0], "Monday digest (admins)")
    assert refused.flags.ephemeral
    assert texts(refused).count("Manage Server") == 1
    back = await press(reader, refused, "Back")
    assert texts(back) == texts(posted(env, channel)[0])
    assert await app.services.digests.of_guild(guild.id) == []


async def test_every_button_answers_privately_in_the_language_of_who_presses(
    app: App, env: simcord.Env
) -> None:
    guild, channel = join(env)
    ming = person(env, guild, admin=False)
    await env.settle()
    (message,) = posted(env, channel)
    with speak_locales({ming.id: "zh-CN"}):
        parks = await press(ming, message, "Parks")
    assert parks.flags.ephemeral
    assert "园区" in texts(parks)
    assert "What do you want to do?" in texts(message)


async def test_the_buttons_outlive_a_restart_which_greets_nobody(
    app: App, env: simcord.Env, settings: Settings
) -> None:
    guild, channel = join(env)
    alice = person(env, guild, admin=False)
    await env.settle()
    (message,) = posted(env, channel)
    async with open_app(settings, app.services.clock) as again:
        await app.client.close()
        await env.restart_bot(again.client)
        take_json(env)
        assert "loan" in texts(await press(alice, message, "Loans"))
        await env.settle()
    assert len(posted(env, channel)) == 1
