"""/digest create: the order, what is asked back, and what is refused."""

import re
from typing import Any

import discord
import pytest

from tests.commands.chat import buttons, choose, closing, options, parts_of, press, texts
from tests.commands.digest_admin import DigestAdmin
from tests.commands.raw_interactions import COMMAND, deliver


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


async def test_the_fifty_first_digest_of_a_server_is_refused(admin: DigestAdmin) -> None:
    desk = admin.chat.app.services
    first = await admin.order()
    for _ in range(49):
        draft = await desk.digests.draft(first.order, admin.boss.id)
        await desk.digests.save(draft, admin.chat.guild.id)
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    assert "the limit of 50 digests" in texts(reply)


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
