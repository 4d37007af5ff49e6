"""/digest: what an administrator sees, from the order to the post and back."""

import re
from dataclasses import dataclass, replace
from typing import Any, cast

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from structlog.testing import capture_logs

from bot.digests.interfaces import PreparedEdition
from bot.domain.digests.subscription import Cause, Digest, Order
from bot.edition_renderer import CardRenderer
from bot.i18n.translator import Translator
from bot.settings import Settings
from bot.ui.components import Component, walk
from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    buttons,
    choose,
    closing,
    message_of,
    options,
    parts_of,
    press,
    texts,
)
from tests.commands.database_file import beside_the_bot, delete_database
from tests.commands.raw_interactions import COMMAND, deliver


@dataclass(frozen=True, slots=True)
class DigestAdmin:
    """The chat with somebody who manages the server, and a channel for digests."""

    chat: Chat
    boss: MemberActor
    news: ChannelHandle

    async def digest(self, command: str, **options: Any) -> Reply:
        """Boss uses a command of /digest; the answer is private and within Discord's limits."""
        reply = await self.boss.slash(self.chat.channel, f"digest {command}", **options)
        assert message_of(reply).flags.ephemeral
        assert_fits(reply)
        return reply

    async def order(self, **options: Any) -> Digest:
        """A digest, saved."""
        given: dict[str, Any] = {"channel": self.news, "schedule": "daily 09:00", **options}
        reply: Reply = await self.digest("create", **given)
        if "Create another" in buttons(reply):
            reply = await press(self.boss, reply, "Create another")
        await press(self.boss, reply, "Save")
        return (await self.all())[-1]

    async def order_in(self, tr: Translator, **options: Any) -> Digest:
        """As `order`, in the language of Boss's answers."""
        given: dict[str, Any] = {"channel": self.news, "schedule": "daily 09:00", **options}
        await press(self.boss, await self.digest("create", **given), tr("Save"))
        return (await self.all())[-1]

    async def all(self) -> list[Digest]:
        """The digests of the server."""
        return list(await self.chat.app.services.digests.of_guild(self.chat.guild.id))

    async def pressed_again(self, reply: Reply, act: list[str]) -> str:
        """What the act of an older message answers, pressed under this one."""
        stored = self.chat.env.backend.get_message(self.chat.channel.id, message_of(reply).id)
        for part in walk(stored.components):
            if part.get("label") == "Save":
                part["custom_id"] = "|".join(act)
        result = await self.boss.click(message_of(reply), custom_id="|".join(act))
        return texts(result if result.response else reply)

    def deny(self, *names: str, channel: ChannelHandle | None = None) -> None:
        """Takes permissions from the bot in a channel; none gives them back."""
        place = channel or self.news
        me = self.chat.env.bot.user
        assert me is not None
        denied = discord.Permissions(**dict.fromkeys(names, True)).value
        self.chat.env.backend.set_overwrite(
            place.id, Overwrite(target_id=me.id, type=OverwriteType.MEMBER, allow=0, deny=denied)
        )


def read(message: discord.Message) -> list[str]:
    """What stands in a message of the bot."""
    parts = walk([cast("Component", part.to_dict()) for part in message.components])
    return [part["content"] for part in parts if part["type"] == 10]


def both_languages(digest: Digest) -> Order:
    """The digest's order, for a post in both."""
    return replace(digest.order, wish=replace(digest.order.wish, lang="both"))


@pytest.fixture
async def admin(chat: Chat) -> DigestAdmin:
    role = chat.guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    boss = chat.guild.add_member(chat.env.create_user("Boss"), roles=[role])
    await chat.app.delivery.lease.heartbeat()
    return DigestAdmin(chat, boss, chat.guild.create_text_channel("policy-news"))


# ------------------------------------------------------------------------------- create


async def test_an_order_is_shown_in_full_before_it_is_saved(admin: DigestAdmin) -> None:
    alerts = admin.chat.guild.create_text_channel("alarms")
    role = admin.chat.guild.create_role("Readers", mentionable=True)
    reply = await admin.digest(
        "create",
        channel=admin.news,
        schedule="每周一、四 08:30",
        timezone="纽约",
        topic="loan",
        district="Pudong",
        content="changes",
        lang="both",
        role=role,
        when_empty="post-nothing",
        alerts=alerts,
    )
    said = texts(reply)
    assert f"<#{admin.news.id}>" in said
    assert "**Mondays and Thursdays 08:30** · " in said
    assert "America/New_York" in said
    assert "Loan" in said
    assert "Pudong" in said
    assert "English and Chinese" in said
    assert f"<@&{role.id}>" in said
    assert f"<#{alerts.id}>" in said
    assert len(re.findall(r"<t:\d+:F>", said)) == 2
    assert "Missing" not in said
    assert "View Channel" not in said
    assert buttons(reply) == ["Save", "Details", "Cancel"]
    details = await press(admin.boss, reply, "Details")
    assert len(re.findall(r"<t:\d+:F>", texts(details))) == 5
    assert "- View Channel: allowed\n- Send Messages: allowed" in texts(details)
    assert "When nothing is new: nothing is posted" in texts(details)
    back = await press(admin.boss, details, "Back")
    assert texts(back) == said
    assert "source" not in closing(reply), "not about the data"
    assert await admin.all() == []


async def test_save_says_when_it_runs_and_how_to_preview(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    saved = await press(admin.boss, reply, "Save")
    [digest] = await admin.all()
    assert digest.next_run_at is not None
    assert f"<t:{int(digest.next_run_at.timestamp())}:F>" in texts(saved)
    assert "</digest preview:" in texts(saved)
    assert digest.order.timezone == "Asia/Shanghai"
    assert digest.order.wish.lang == "en"


async def test_the_promised_runs_are_those_of_the_sender(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    promised = [int(each) for each in re.findall(r"<t:(\d+):F>", texts(reply))]
    await press(admin.boss, reply, "Save")
    [digest] = await admin.all()
    assert digest.next_run_at is not None
    assert int(digest.next_run_at.timestamp()) == promised[0]


async def test_a_second_save_says_that_it_was_saved_already(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    [save] = [p["custom_id"] for p in parts_of(reply) if p.get("label") == "Save"]
    act = save.split("|")
    await press(admin.boss, reply, "Save")
    other = await admin.digest("create", channel=admin.news, schedule="daily 10:00")
    # Pressed twice at once: the second press comes with the custom id of the first.
    again = await admin.pressed_again(other, act)
    assert "already saved" in again
    assert len(await admin.all()) == 1


async def test_cancel_saves_nothing(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    left = await press(admin.boss, reply, "Cancel")
    assert "Nothing was changed" in texts(left)
    assert await admin.all() == []


async def test_all_that_is_wrong_is_said_at_once(admin: DigestAdmin) -> None:
    closed = admin.chat.guild.create_text_channel("closed")
    admin.deny("send_messages", channel=closed)
    reply = await admin.digest(
        "create",
        channel=closed,
        schedule="every 5 minutes",
        timezone="CST",
        district="Atlantis",
        role=admin.chat.guild.default_role,
    )
    said = texts(reply)
    assert "Send Messages" in said
    assert "once an hour is the limit" in said
    assert "Asia/Shanghai" in said
    assert "America/Chicago" in said
    assert "“Atlantis” is not one of Shanghai's 16 districts" in said
    assert "never pings everyone" in said
    assert "Save" not in buttons(reply)


async def test_an_unclear_zone_is_asked_for_and_nothing_else_is_lost(admin: DigestAdmin) -> None:
    reply = await admin.digest(
        "create", channel=admin.news, schedule="weekdays 09:00", timezone="CST", topic="award"
    )
    assert "is an ambiguous abbreviation" in texts(reply)
    assert "Save" not in buttons(reply)
    chosen = await press(admin.boss, reply, buttons(reply)[1])
    assert "America/Chicago" in texts(chosen)
    assert "Award" in texts(chosen)
    await press(admin.boss, chosen, "Save")
    [digest] = await admin.all()
    assert digest.order.timezone == "America/Chicago"
    assert digest.order.wish.topic == "award"
    assert digest.order.schedule == "weekdays 09:00"


async def test_an_unknown_district_offers_the_three_nearest(admin: DigestAdmin) -> None:
    reply = await admin.digest(
        "create", channel=admin.news, schedule="daily 09:00", district="Pudonk"
    )
    assert buttons(reply)[-1] == "Cancel"
    chosen = await press(admin.boss, reply, buttons(reply)[0])
    await press(admin.boss, chosen, "Save")
    [digest] = await admin.all()
    assert digest.order.wish.district == "pudong"


@pytest.mark.parametrize(
    ("typed", "label", "form"),
    [
        ("every monday", "Mondays 09:00", "mon 09:00"),
        ("mondy 9am", "Mondays 09:00", "mon 09:00"),
        ("weekly 8:30", "Mondays 08:30", "mon 08:30"),
        ("每周一", "Mondays 09:00", "mon 09:00"),
        ("every 2 hours", "cron 0 */2 * * *", "cron 0 */2 * * *"),
    ],
)
async def test_a_schedule_slightly_wrong_comes_back_as_a_button(
    admin: DigestAdmin, typed: str, label: str, form: str
) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule=typed, topic="loan")
    assert buttons(reply)[0].startswith(label)
    assert buttons(reply)[-1] == "Cancel"
    assert "For example" not in texts(reply)
    order = await press(admin.boss, reply, buttons(reply)[0])
    assert "Loan" in texts(order)
    await press(admin.boss, order, "Save")
    [digest] = await admin.all()
    assert (digest.order.schedule, digest.order.wish.topic) == (form, "loan")


async def test_a_schedule_that_could_be_anything_is_refused(admin: DigestAdmin) -> None:
    for typed in ("banana", "every 5 minutes", "mon 9:00 UTC"):
        reply = await admin.digest("create", channel=admin.news, schedule=typed)
        assert "### Not saved" in texts(reply)
        assert "For example: `daily 09:00`" in texts(reply)


async def test_a_second_digest_of_the_same_slot_asks_first(admin: DigestAdmin) -> None:
    first = await admin.order(topic="loan")
    reply = await admin.digest("create", channel=admin.news, schedule="every day 9am")
    said = texts(reply)
    assert f"There is already a digest in <#{admin.news.id}>: Daily 09:00." in said
    assert f"**{first.id}** · What changed, and a few records · Loan · English · active" in said
    assert buttons(reply) == ["Create another", f"Open digest {first.id}", "Cancel"]
    opened = await press(admin.boss, reply, f"Open digest {first.id}")
    assert f"### Digest {first.id}" in texts(opened)
    again = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    order = await press(admin.boss, again, "Create another")
    await press(admin.boss, order, "Save")
    assert len(await admin.all()) == 2


async def test_another_time_zone_or_channel_asks_nothing(admin: DigestAdmin) -> None:
    await admin.order()
    other = admin.chat.guild.create_text_channel("other")
    for given in ({"channel": other}, {"timezone": "Asia/Tokyo"}, {"schedule": "daily 10:00"}):
        options_ = {"channel": admin.news, "schedule": "daily 09:00", **given}
        assert buttons(await admin.digest("create", **options_))[0] == "Save"
    [first] = await admin.all()
    assert buttons(await admin.digest("edit", digest=str(first.id), topic="loan"))[0] == "Save"


async def test_who_may_not_post_there_cannot_let_the_bot(admin: DigestAdmin) -> None:
    guild = admin.chat.guild
    quiet = guild.create_text_channel(
        "quiet", overwrites={guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    reply = await admin.digest("create", channel=quiet, schedule="daily 09:00")
    assert "You cannot post in" in texts(reply)
    assert await admin.all() == []


async def test_alerts_need_a_channel_where_the_bot_may_write(admin: DigestAdmin) -> None:
    alarms = admin.chat.guild.create_text_channel("alarms")
    admin.deny("send_messages", channel=alarms)
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00", alerts=alarms)
    assert "In the `alerts` channel" in texts(reply)


async def test_announcement_thread_and_forum_can_be_chosen(admin: DigestAdmin) -> None:
    guild, bot_ = admin.chat.guild, admin.chat.env.bot
    text = bot_.get_channel(admin.news.id)
    assert isinstance(text, discord.TextChannel)
    await text.create_thread(name="in-depth", type=discord.ChannelType.public_thread)
    [thread] = admin.news.threads
    news, forum = guild.create_news_channel("official"), guild.create_forum_channel("board")
    for channel in (news, thread, forum):
        reply = await admin.digest("create", channel=channel, schedule="daily 09:00")
        await press(admin.boss, reply, "Save")
    kinds = [digest.order.target.kind for digest in await admin.all()]
    assert kinds == ["announcement", "thread", "forum"]


async def test_a_forums_tag_is_chosen_before_saving(admin: DigestAdmin) -> None:
    forum = admin.chat.guild.create_forum_channel("board")
    cached = admin.chat.env.bot.get_channel(forum.id)
    assert isinstance(cached, discord.ForumChannel)
    await cached.edit(
        available_tags=[discord.ForumTag(name="Policy"), discord.ForumTag(name="Money")]
    )
    reply = await admin.digest("create", channel=forum, schedule="daily 09:00")
    assert [label for label, _ in options(reply)] == ["No tag", "Policy", "Money"]
    tagged = await choose(admin.boss, reply, "Money")
    assert "forum · Money" in texts(tagged)
    await press(admin.boss, tagged, "Save")
    [digest] = await admin.all()
    assert digest.order.target.tag_id is not None


async def test_only_who_manages_the_server_is_served(admin: DigestAdmin) -> None:
    chat = admin.chat
    assert "digest" not in chat.alice.available_commands(chat.channel)
    chat.guild.set_command_permissions(
        chat.app.services.mentions.current.command_ids["digest"], {chat.alice: True}
    )
    reply = await chat.alice.slash(chat.channel, "digest list")
    assert "Manage Server" in texts(reply)


async def test_a_button_asks_again_who_presses_it(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    chat = admin.chat
    role = chat.guild.roles["Editors"]
    await chat.env.bot.http.remove_role(chat.guild.id, admin.boss.id, role.id)
    refused = await press(admin.boss, reply, "Save")
    assert "Manage Server" in texts(refused)
    assert await admin.all() == []


async def test_at_most_fifty(admin: DigestAdmin) -> None:
    desk = admin.chat.app.services
    first = await admin.order()
    for _ in range(49):
        draft = await desk.digests.draft(first.order, admin.boss.id)
        await desk.digests.save(draft, admin.chat.guild.id)
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    assert "the limit of 50 digests" in texts(reply)


# ---------------------------------------------------------------------- edit, list, show


async def test_an_edit_shows_before_and_after(admin: DigestAdmin) -> None:
    digest = await admin.order(topic="loan")
    reply = await admin.digest(
        "edit", digest=str(digest.id), schedule="weekdays 10:00", clear="topic"
    )
    said = texts(reply)
    assert "- Schedule: Daily 09:00 → **Monday to Friday 10:00**" in said
    assert "- Topic: Loan → **every topic**" in said
    assert "Language" not in said
    await press(admin.boss, reply, "Save")
    [changed] = await admin.all()
    assert changed.order.schedule == "weekdays 10:00"
    assert changed.order.wish.topic is None


async def test_an_edit_without_anything_says_so(admin: DigestAdmin) -> None:
    digest = await admin.order()
    assert "You gave nothing to change" in texts(await admin.digest("edit", digest=str(digest.id)))


async def test_a_server_without_digests_is_told_how_to_make_one(admin: DigestAdmin) -> None:
    for command in ("list", "show", "why"):
        given = {} if command == "list" else {"digest": "news"}
        assert "</digest create:" in texts(await admin.digest(command, **given))


async def test_the_list_is_paged_and_opens_one(admin: DigestAdmin) -> None:
    desk = admin.chat.app.services
    first = await admin.order()
    for _ in range(6):
        draft = await desk.digests.draft(first.order, admin.boss.id)
        await desk.digests.save(draft, admin.chat.guild.id)
    reply = await admin.digest("list")
    assert "7 of 50" in texts(reply)
    assert texts(reply).count("next run") == 5
    second = await press(admin.boss, reply, "Next")
    assert texts(second).count("next run") == 2
    opened = await choose(admin.boss, second, options(second)[0][1])
    assert "Last runs" in texts(opened)


async def test_the_list_says_what_a_digest_is_limited_to(admin: DigestAdmin) -> None:
    await admin.order(topic="loan", district="Pudong")
    assert re.search(
        r"^\*\*1\*\* .* · Loans · Pudong$", texts(await admin.digest("list")), re.MULTILINE
    )


async def test_an_unknown_name_has_the_nearest_as_buttons(admin: DigestAdmin) -> None:
    digest = await admin.order()
    reply = await admin.digest("history", digest="polcy-nws")
    assert "Nearest matches" in texts(reply)
    opened = await press(admin.boss, reply, buttons(reply)[0])
    assert "None yet" in texts(opened)
    refused = await admin.digest("delete", digest="polcy-nws")
    assert f"`{digest.id}`" in texts(refused)
    await press(admin.boss, refused, buttons(refused)[0])
    assert len(await admin.all()) == 1


@pytest.mark.parametrize("command", ["run", "pause", "delete", "show"])
async def test_a_number_means_that_digest_and_no_other(admin: DigestAdmin, command: str) -> None:
    first = await admin.order()
    await press(admin.boss, await admin.digest("delete", digest=str(first.id)), "Delete")
    digest = await admin.order(schedule="daily 17:30")
    posted = len(admin.news.history())
    for typed in (str(first.id), f"#{first.id}", f"{first.id}号", "17", str(admin.news.id)[-3:]):
        await admin.chat.env.advance_time(31)  # so that no cool-down is in the way
        said = texts(await admin.digest(command, digest=typed))
        assert "No digest here is named" in said, typed
        assert f"`{digest.id}`" in said
    assert len(admin.news.history()) == posted
    assert [each.state for each in await admin.all()] == ["active"]


async def test_the_autocomplete_offers_this_servers_digests(admin: DigestAdmin) -> None:
    digest = await admin.order(schedule="weekdays 09:00")
    offered = await admin.chat.offers(admin.boss, "digest show", "digest", "news")
    assert offered == [("#policy-news · Monday to Friday 09:00 · active", str(digest.id))]


# ------------------------------------------------------------- preview, run, pause, delete


async def test_a_preview_is_the_very_post_and_private(admin: DigestAdmin) -> None:
    digest = await admin.order()
    reply = await admin.digest("preview", digest=str(digest.id))
    assert "Preview" in texts(reply)
    assert "LG-" not in texts(reply)
    assert admin.news.history() == []


async def test_a_run_posts_now_and_links_to_it(admin: DigestAdmin) -> None:
    digest = await admin.order()
    reply = await admin.digest("run", digest=str(digest.id))
    posted = admin.news.history()
    assert len(posted) == 1
    shown = await admin.digest("show", digest=str(digest.id))
    assert f"/{admin.news.id}/{posted[0].id})" in texts(shown)
    assert "### Posted" in texts(reply)
    assert f"/{admin.news.id}/{posted[0].id})" in texts(reply)
    history = await admin.digest("history", digest=str(digest.id))
    assert "on request" in texts(history)
    assert "parts: 1 of 1" in texts(history)


async def test_pause_and_resume_count_from_now(admin: DigestAdmin) -> None:
    digest = await admin.order()
    assert "Paused" in texts(await admin.digest("pause", digest=str(digest.id)))
    assert "already paused" in texts(await admin.digest("pause", digest=str(digest.id)))
    why = await admin.digest("why", digest=str(digest.id))
    assert "**Not paused** · stopped here" in texts(why)
    resumed = await admin.digest("resume", digest=str(digest.id))
    assert "is not posted retroactively" in texts(resumed)
    assert "already active" in texts(await admin.digest("resume", digest=str(digest.id)))


async def test_a_channel_of_another_kind_is_named_before_anything_exists(
    admin: DigestAdmin,
) -> None:
    voice = str(admin.chat.guild.create_voice_channel("talk").id)
    described = {"id": voice, "name": "talk", "type": 2, "permissions": "8"}
    given: list[dict[str, Any]] = [
        {"name": "channel", "type": 7, "value": voice},
        {"name": "schedule", "type": 3, "value": "daily 09:00"},
    ]
    data: dict[str, Any] = {
        "id": "1",
        "name": "digest",
        "type": 1,
        "options": [{"name": "create", "type": 1, "options": given}],
        "resolved": {"channels": {voice: described}},
    }
    said = str(await deliver(admin.chat, admin.boss, COMMAND, data))
    assert "Choose a text, announcement or forum channel, or a thread." in said
    assert "/digest edit" not in said


async def test_in_direct_messages_a_digest_command_says_where_it_belongs(
    admin: DigestAdmin,
) -> None:
    boss = admin.boss
    user = {"id": str(boss.id), "username": "Boss", "discriminator": "0", "avatar": None}
    data: dict[str, Any] = {
        "id": "1",
        "name": "digest",
        "type": 1,
        "options": [{"name": "list", "type": 1}],
    }
    changed = {"guild_id": ..., "member": ..., "user": user, "context": 1}
    said = str(await deliver(admin.chat, boss, COMMAND, data, changed=changed))
    assert "Digests belong to a server. Run this command in one." in said


async def test_delete_takes_two_steps(admin: DigestAdmin) -> None:
    digest = await admin.order()
    reply = await admin.digest("delete", digest="policy-news")
    assert buttons(reply) == ["Delete", "Cancel"]
    assert len(await admin.all()) == 1
    gone = await press(admin.boss, reply, "Delete")
    assert f"Digest {digest.id} was deleted" in texts(gone)
    assert await admin.all() == []


# ----------------------------------------------------------------------------- trouble


async def test_a_suspension_names_what_is_missing_and_stays_until_it_is_there(
    admin: DigestAdmin,
) -> None:
    digest = await admin.order()
    admin.deny("send_messages")
    await admin.digest("run", digest=str(digest.id))
    [suspended] = await admin.all()
    assert suspended.state == "suspended"
    assert suspended.cause == Cause("no-permission", ("send_messages",))
    messages = f"/channels/{admin.boss.user.dm_channel.id}/messages"
    admin.chat.env.inject_error("POST", messages, status=403, code=50007, times=None)
    await admin.chat.app.delivery.suspensions.notify()

    listed = await admin.digest("list")
    assert "**Suspended, and nobody could be notified:**" in texts(listed)
    assert "The bot lacks **Send Messages**" in texts(listed)
    again = await admin.digest("list")
    assert "nobody could be notified" not in texts(again)
    assert "suspended" in texts(again)

    held = await admin.digest("resume", digest=str(digest.id))
    assert "Not resumed yet" in texts(held)
    assert "**Send Messages**" in texts(held)
    why = await admin.digest("why", digest=str(digest.id))
    assert "**Permission** · stopped here" in texts(why)
    assert (await admin.all())[0].state == "suspended"

    admin.deny()
    await admin.digest("resume", digest=str(digest.id))
    assert (await admin.all())[0].state == "active"


async def test_administrators_hear_of_it_in_the_channel_named_for_that(admin: DigestAdmin) -> None:
    alarms = admin.chat.guild.create_text_channel("alarms")
    digest = await admin.order(alerts=alarms)
    admin.deny("send_messages")
    await admin.digest("run", digest=str(digest.id))
    await admin.chat.app.delivery.suspensions.notify()
    [letter] = alarms.history()
    said = "\n".join(read(letter))
    assert f"<#{admin.news.id}>" in said
    assert "**Send Messages**" in said
    assert "</digest why:" in said
    assert "nobody could be notified" not in texts(await admin.digest("list"))


async def test_the_creator_hears_of_it_in_the_saved_language(admin: DigestAdmin) -> None:
    await admin.boss.slash(admin.chat.channel, "preferences", lang="zh")
    chinese = admin.chat.app.services.translators["zh"]
    digest = await admin.order_in(chinese, lang="en")
    services = admin.chat.app.services
    renderer = CardRenderer(
        services.translators,
        services.languages.preferences,
        services.clock,
        services.live_release,
        services.mentions,
    )
    [card] = renderer.suspensions([replace(digest, state="suspended", cause=Cause("channel-gone"))])
    assert chinese("### A digest is suspended") in card["components"][0]["content"]
    [both] = renderer.suspensions([replace(digest, created_by=None, order=both_languages(digest))])
    assert len(both["components"]) == 3


async def test_a_preview_of_many_parts_sends_each_as_a_message(
    admin: DigestAdmin, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = await admin.order()
    digests = admin.chat.app.services.digests
    document = await digests.preview(digest)

    async def long(_: Digest) -> PreparedEdition:
        return replace(document, parts=document.parts * 3)

    monkeypatch.setattr(digests, "preview", long)
    reply = await admin.boss.slash(admin.chat.channel, "digest preview", digest=str(digest.id))
    assert len(reply.followups) == 2
    assert all(each.flags.ephemeral for each in reply.followups)


async def test_a_failing_database_is_a_sentence_with_a_reference(
    admin: DigestAdmin, settings: Settings
) -> None:
    delete_database(settings)
    with capture_logs() as logs:
        reply = await admin.digest("list")
    [reference] = re.findall(r"`([0-9a-f]{6})`", texts(reply))
    assert [log["reference"] for log in logs if log["event"] == "database failed"] == [reference]
    for command in ("show", "history", "why", "preview"):
        reply = await admin.digest(command, digest="1")
        assert "so this could not be read" in texts(reply)
    for command in ("run", "pause", "resume", "delete"):
        reply = await admin.digest(command, digest="1")
        assert "so nothing was changed" in texts(reply)
    assert await admin.chat.offers(admin.boss, "digest show", "digest") == []


async def test_an_administrator_with_a_chinese_client_reads_chinese(admin: DigestAdmin) -> None:
    role = admin.chat.guild.create_role("管理", permissions=discord.Permissions(manage_guild=True))
    ming = admin.chat.ming
    await admin.chat.env.bot.http.add_role(admin.chat.guild.id, ming.id, role.id, reason="test")
    reply = await ming.slash(
        admin.chat.channel, "digest create", channel=admin.news, schedule="工作日 09:00"
    )
    assert_fits(reply)
    saves = [p for p in walk(message_of(reply).components) if p.get("style") == 3]
    await ming.click(message_of(reply), custom_id=saves[0]["custom_id"])
    [digest] = await admin.all()
    assert digest.order.wish.lang == "zh"


# ------------------------------------------------------------------ what cannot be read


def spoil(settings: Settings, digest: Digest, column: str, value: object) -> None:
    """Writes a value that does not belong there."""
    with beside_the_bot(settings) as raw:
        raw.execute(f"UPDATE digests SET {column} = ? WHERE id = ?", (value, digest.id))


async def test_a_digest_that_cannot_be_read_is_listed_repaired_and_goes_on(
    admin: DigestAdmin, settings: Settings
) -> None:
    digest, healthy = await admin.order(), await admin.order()
    spoil(settings, digest, "ordered", '{"schedule": "daily 99:99"}')
    listed = texts(await admin.digest("list"))
    assert "schedule unreadable" in listed
    assert (
        "Some stored values of this digest cannot be read: `channel`, `content`, `schedule`"
        in listed
    )
    assert "**suspended**" in listed
    assert f"**{healthy.id}** · <#{admin.news.id}> · Daily 09:00" in listed
    for command in ("show", "why", "history", "preview", "run", "resume", "pause"):
        said = texts(await admin.digest(command, digest=str(digest.id)))
        if command not in ("history", "pause"):
            assert "cannot be read" in said, command
    await admin.chat.env.advance_time(30)  # a person may write only so often
    refused = texts(await admin.digest("edit", digest=str(digest.id), topic="loan"))
    assert "The stored `schedule` cannot be read: set `schedule` again." in refused
    reply = await admin.digest(
        "edit", digest=str(digest.id), channel=admin.news, schedule="daily 09:00", timezone="UTC"
    )
    await press(admin.boss, reply, "Save")
    mended, _ = await admin.all()
    assert (mended.unreadable, mended.order.schedule) == ((), "daily 09:00")


async def test_a_digest_that_cannot_be_read_is_deleted(
    admin: DigestAdmin, settings: Settings
) -> None:
    digest, healthy = await admin.order(), await admin.order()
    spoil(settings, digest, "ordered", b"\xff")
    spoil(settings, digest, "created_at", "yesterday")
    reply = await admin.digest("delete", digest=str(digest.id))
    assert f"Digest {digest.id} was deleted." in texts(await press(admin.boss, reply, "Delete"))
    assert [each.id for each in await admin.all()] == [healthy.id]


async def test_a_saved_time_zone_that_is_gone_is_as_if_none_were_saved(
    admin: DigestAdmin, settings: Settings
) -> None:
    await admin.boss.slash(admin.chat.channel, "preferences", timezone="Asia/Tokyo")
    with beside_the_bot(settings) as raw:
        assert raw.execute("UPDATE preferences SET timezone = 'Asia/Atlantis'").rowcount == 1
    await admin.chat.app.services.languages.preferences.load()
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    assert buttons(reply) == ["Save", "Details", "Cancel"]
