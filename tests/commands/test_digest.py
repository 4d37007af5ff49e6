"""/digest: who is served, editing, listing, naming, previewing, running, pausing and deleting."""

import re
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.digests.interfaces import PreparedEdition
from bot.domain.digests.subscription import Digest
from bot.ui.components import walk
from tests.commands.chat import assert_fits, buttons, choose, message_of, options, press, texts
from tests.commands.digest_admin import DigestAdmin
from tests.commands.raw_interactions import COMMAND, deliver


async def test_a_button_asks_again_who_presses_it(admin: DigestAdmin) -> None:
    reply = await admin.digest("create", channel=admin.news, schedule="daily 09:00")
    chat = admin.chat
    role = chat.guild.roles["Editors"]
    await chat.env.bot.http.remove_role(chat.guild.id, admin.boss.id, role.id)
    refused = await press(admin.boss, reply, "Save")
    assert "Manage Server" in texts(refused)
    assert await admin.all() == []


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


async def test_a_preview_is_private_and_posts_nothing(admin: DigestAdmin) -> None:
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


async def test_a_pause_stops_and_a_resume_counts_from_now(admin: DigestAdmin) -> None:
    digest = await admin.order()
    assert "Paused" in texts(await admin.digest("pause", digest=str(digest.id)))
    assert "already paused" in texts(await admin.digest("pause", digest=str(digest.id)))
    why = await admin.digest("why", digest=str(digest.id))
    assert "**Not paused** · stopped here" in texts(why)
    resumed = await admin.digest("resume", digest=str(digest.id))
    assert "is not posted retroactively" in texts(resumed)
    assert "already active" in texts(await admin.digest("resume", digest=str(digest.id)))


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
