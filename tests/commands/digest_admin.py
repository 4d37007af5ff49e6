"""Somebody who manages a server, and what they do with /digest."""

from dataclasses import dataclass
from typing import Any, cast

import discord
from simcord.actors import MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.domain.digests.subscription import Digest
from bot.i18n.translator import Translator
from bot.ui.components import Component, walk
from tests.commands.chat import Chat, Reply, assert_fits, buttons, message_of, press, texts


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
