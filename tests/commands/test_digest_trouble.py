"""/digest in trouble: suspensions, a failing database, stored values that cannot be read."""

import re
from dataclasses import replace

from structlog.testing import capture_logs

from bot.domain.digests.subscription import Cause, Digest, Order
from bot.edition_renderer import CardRenderer
from bot.settings import Settings
from tests.commands.chat import buttons, press, texts
from tests.commands.database_file import beside_the_bot, delete_database
from tests.commands.digest_admin import DigestAdmin, read


def both_languages(digest: Digest) -> Order:
    """The digest's order, for a post in both."""
    return replace(digest.order, wish=replace(digest.order.wish, lang="both"))


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
    [card] = renderer.suspensions([digest._replace(state="suspended", cause=Cause("channel-gone"))])
    assert chinese("### A digest is suspended") in card["components"][0]["content"]
    [both] = renderer.suspensions([digest._replace(created_by=None, order=both_languages(digest))])
    assert len(both["components"]) == 3


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
