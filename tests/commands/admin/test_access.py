"""Nobody but an operator, in the one server, gets anywhere with /admin."""

from bot.ui.components import walk
from bot.ui.custom_ids import action_id
from cogs.admin.cards.reload import APPLY
from tests.commands.admin.operator_console import OperatorConsole
from tests.commands.chat import message_of, texts


async def test_a_server_owner_who_is_no_operator_is_refused(console: OperatorConsole) -> None:
    for command in ("reload", "status", "history", "digests"):
        reply = await console.chat.alice.slash(console.chat.channel, f"admin {command}")
        assert texts(reply).startswith("Only the bot's operators")
        assert message_of(reply).flags.ephemeral
    reply = await console.chat.alice.slash(
        console.chat.channel, "admin rollback", version="2026.09.01.1"
    )
    assert texts(reply).startswith("Only the bot's operators")
    offered = await console.chat.offers(console.chat.alice, "admin rollback", "version")
    assert offered == []


async def test_without_permissions_the_command_does_not_show(console: OperatorConsole) -> None:
    stranger = console.chat.guild.add_member(console.chat.env.create_user("Stranger"))
    assert "admin" not in stranger.available_commands(console.chat.channel)


async def test_elsewhere_there_is_no_such_command(console: OperatorConsole) -> None:
    other = console.chat.env.create_guild("Elsewhere", owner=console.operator.user)
    channel = other.create_text_channel("general")
    there = other.add_member(console.operator.user)
    assert "admin" not in there.available_commands(channel)
    assert "admin" not in console.operator.user.available_commands()


async def test_a_forged_or_borrowed_button_gets_nobody_anywhere(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [apply] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    tr = console.chat.app.services.translators["en"]
    alice = console.chat.alice
    for custom_id in (apply, action_id(tr, APPLY, "0" * 16)):
        own = await alice.slash(console.chat.channel, "funding overview")
        said = await console.press_forged(alice, own, custom_id)
        assert "Only the bot's operators" in said
    for custom_id in ("a|adh|en|0", "a|add|en|-|0"):
        own = await alice.slash(console.chat.channel, "funding overview")
        said = await console.press_forged(alice, own, custom_id)
        assert "Only the bot's operators" in said
    another = await console.chat.ming.slash(console.chat.channel, "funding overview")
    said = await console.press_forged(console.chat.ming, another, apply)
    assert "This was already applied or cancelled" in said, "another operator's offer"
    assert console.measures == 3
    await console.apply(reply)
    assert console.measures == 4, "the offer itself was not used up"


async def test_in_a_direct_message_a_forged_button_is_refused(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [apply] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    own = await console.operator.user.slash("funding overview")
    stored = console.chat.env.backend.get_message(
        console.operator.user.dm_channel.id, message_of(own).id
    )
    button = next(p for p in walk(stored.components) if p["type"] == 2 and p.get("custom_id"))
    button["custom_id"] = apply
    result = await console.operator.user.click(message_of(own), custom_id=apply)
    assert "`ADMIN_GUILD_IDS`" in texts(result if result.response else own)
    assert console.measures == 3
