"""/digest and its role: who may have it mentioned, what the posts carry, and what is said of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import RoleHandle

from tests.commands.chat import Chat, Reply, buttons, press, texts
from tests.commands.digest_admin import DigestAdmin, read

MENTION = "**Mention @everyone, @here and All Roles**"


@dataclass(frozen=True, slots=True)
class Story:
    """The admin; a chief who may mention every role, and a role that is not mentionable."""

    admin: DigestAdmin
    chief: MemberActor
    callers: RoleHandle
    readers: RoleHandle

    def as_chief(self) -> DigestAdmin:
        """The admin, in which the chief sits."""
        return DigestAdmin(self.admin.chat, self.chief, self.admin.news)

    async def create(self, by: DigestAdmin, **options: Any) -> Reply:
        """Somebody orders a daily digest that mentions the readers."""
        given = {"channel": by.news, "schedule": "daily 09:00", "role": self.readers}
        return await by.digest("create", **{**given, **options})

    async def post(self) -> discord.Message:
        """The next day's post."""
        chat, engine = self.admin.chat, self.admin.chat.app.delivery
        await chat.env.advance_time(timedelta(days=1).total_seconds())
        await engine.lease.heartbeat()
        await engine.dispatcher.run_due()
        await engine.executor.settle()
        return self.admin.news.history()[-1]

    async def demote(self) -> None:
        """The chief loses the permission."""
        chat = self.admin.chat
        await chat.env.bot.http.remove_role(chat.guild.id, self.chief.id, self.callers.id)

    def pings(self, message: discord.Message) -> bool:
        """Whether the message names the readers, and calls them."""
        backend = self.admin.chat.env.backend
        allowed = backend.get_message(message.channel.id, message.id).allowed_mentions
        assert allowed is not None
        named = f"<@&{self.readers.id}>" in read(message)
        called = allowed.allows_role(self.readers.id)
        assert named == called
        assert (allowed.everyone, allowed.users) == (False, frozenset())
        return called


@pytest.fixture
async def story(chat: Chat) -> Story:
    guild, permissions = chat.guild, discord.Permissions
    editors = guild.create_role("Editors", permissions=permissions(manage_guild=True))
    callers = guild.create_role("Callers", permissions=permissions(mention_everyone=True))
    boss = guild.add_member(chat.env.create_user("Boss"), roles=[editors])
    chief = guild.add_member(chat.env.create_user("Chief"), roles=[editors, callers])
    await chat.app.delivery.lease.heartbeat()
    admin = DigestAdmin(chat, boss, guild.create_text_channel("policy-news"))
    return Story(admin, chief, callers, guild.create_role("Readers"))


# ------------------------------------------------------------------------- who may order


async def test_who_may_not_mention_a_role_cannot_have_it_mentioned(story: Story) -> None:
    said = texts(await story.create(story.admin))
    assert f"You cannot have <@&{story.readers.id}> mentioned" in said
    assert f"the role is not mentionable, and you lack {MENTION} there" in said
    assert "Allow anyone to @mention this role" in said
    assert await story.admin.all() == []


async def test_who_may_mention_it_can_and_so_can_anybody_once_it_is_mentionable(
    story: Story,
) -> None:
    assert "Save" in buttons(await story.create(story.as_chief()))
    loud = story.admin.chat.guild.create_role("Loud", mentionable=True)
    assert "Save" in buttons(await story.create(story.admin, role=loud))


async def test_an_edit_may_keep_a_mention_and_not_order_one(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    number, other = str(digest.id), story.admin.chat.guild.create_text_channel("other")
    plain = await story.admin.digest("edit", digest=number, schedule="daily 08:00")
    await press(story.admin.boss, plain, "Save")
    for change in ({"role": story.readers}, {"channel": other}):
        refused = await story.admin.digest("edit", digest=number, **change)
        assert "You cannot have" in texts(refused)
    [kept] = await story.admin.all()
    assert kept.order.schedule == "daily 08:00"
    assert story.pings(await story.post())


async def test_who_saves_an_order_must_have_the_right_themselves(story: Story) -> None:
    reply = await story.create(story.as_chief())
    await story.demote()
    assert "You cannot have" in texts(await press(story.chief, reply, "Save"))
    assert await story.admin.all() == []


async def test_alerts_need_a_channel_where_the_person_may_write(story: Story) -> None:
    guild = story.admin.chat.guild
    deny = discord.PermissionOverwrite(send_messages=False)
    alarms = guild.create_text_channel("alarms", overwrites={guild.default_role: deny})
    given = {"channel": story.admin.news, "schedule": "daily 09:00", "alerts": alarms}
    said = texts(await story.admin.digest("create", **given))
    assert f"You cannot post in <#{alarms.id}> yourself: you lack **Send Messages**" in said
    digest = await story.admin.order()
    edited = await story.admin.digest("edit", digest=str(digest.id), alerts=alarms)
    assert "You cannot post in" in texts(edited)


# ------------------------------------------------------------------------ what is posted


async def test_a_mention_goes_on_while_the_right_is_there_and_ends_with_it(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    number = str(digest.id)
    for _ in range(2):
        assert story.pings(await story.post())
    assert "mention" not in texts(await story.admin.digest("why", digest=number))
    await story.demote()
    await story.post()  # within a day of the last look
    assert not story.pings(await story.post())
    said = texts(await story.admin.digest("why", digest=number))
    assert "**The posts mention nobody.** The role is not mentionable, and the person" in said
    assert MENTION in said
    shown = texts(await story.admin.digest("show", digest=number))
    assert "**The posts mention nobody.**" in shown
    assert "The role is not mentioned; </digest show:" in texts(await story.admin.digest("list"))


async def test_somebody_with_the_right_renews_the_mention_by_naming_the_role(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    number = str(digest.id)
    await story.demote()
    await story.post()
    assert not story.pings(await story.post())
    chat = story.admin.chat
    await chat.env.bot.http.add_role(
        chat.guild.id, story.admin.boss.id, story.callers.id, reason="test"
    )
    reply = await story.admin.digest("edit", digest=number, role=story.readers)
    assert "mention the role with your permission" in texts(reply)
    await press(story.admin.boss, reply, "Save")
    assert "mention nobody" not in texts(await story.admin.digest("show", digest=number))
    assert story.pings(await story.post())


async def test_a_run_mentions_a_role_only_for_who_may(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    number = str(digest.id)
    ran = await story.admin.digest("run", digest=number)
    assert "### Posted" in texts(ran)
    assert "You cannot have" in texts(ran)
    assert not story.pings(story.admin.news.history()[-1])
    await story.admin.chat.env.advance_time(1)
    ran = await story.as_chief().digest("run", digest=number)
    assert "You cannot have" not in texts(ran)
    assert story.pings(story.admin.news.history()[-1])


async def test_a_bot_without_the_right_says_so_before_and_after(story: Story) -> None:
    story.admin.deny("mention_everyone")
    reply = await story.create(story.as_chief())
    assert (
        f"**The posts mention nobody.** The role is not mentionable, and the bot lacks {MENTION}"
        in (texts(reply))
    )
    await press(story.chief, reply, "Save")
    [digest] = await story.admin.all()
    assert not story.pings(await story.post())
    assert "the bot lacks" in texts(await story.admin.digest("why", digest=str(digest.id)))


async def test_a_role_that_was_deleted_is_no_longer_named(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    chat = story.admin.chat
    await chat.env.bot.http.delete_role(chat.guild.id, story.readers.id)
    assert not story.pings(await story.post())
    said = texts(await story.admin.digest("show", digest=str(digest.id)))
    assert "The role was deleted. Choose another one" in said
    edited = await story.admin.digest("edit", digest=str(digest.id), schedule="daily 08:00")
    assert "The role was deleted" in texts(edited)


async def test_a_right_that_discord_does_not_tell_is_asked_for_again(story: Story) -> None:
    digest = await story.as_chief().order(role=story.readers)
    chat = story.admin.chat
    await story.post()
    path = f"/guilds/{chat.guild.id}/members/{story.chief.id}"
    chat.env.inject_error("GET", path, status=403, code=20001, times=1)
    assert not story.pings(await story.post())
    said = texts(await story.admin.digest("why", digest=str(digest.id)))
    assert "**The last post mentioned nobody.**" in said
    assert "The next post checks again" in said
    assert story.pings(await story.post())


async def test_who_has_left_the_server_mentions_nobody(story: Story) -> None:
    await story.as_chief().order(role=story.readers)
    chat = story.admin.chat
    await chat.env.bot.http.kick(story.chief.id, chat.guild.id)
    await story.post()
    assert not story.pings(await story.post())
