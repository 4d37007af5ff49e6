"""The bot on a small data set, and an operator in the one server that has /admin."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simcord.actors import MemberActor

from bot.ui.components import walk
from tests.commands.chat import Chat, Reply, assert_fits, message_of, press, texts
from tests.small import write_small

OFFICE_ID = 1_104_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class OperatorConsole:
    """The bot on a small data set, with an operator in the one server that has /admin."""

    chat: Chat
    operator: MemberActor
    data: Path

    @property
    def live(self) -> str:
        """The live data version."""
        return self.chat.app.services.release.catalogue.version

    @property
    def measures(self) -> int:
        """How many measures are live."""
        return len(self.chat.app.services.release.catalogue.measures)

    async def admin(self, command: str, **options: Any) -> Reply:
        """The operator uses a command; the answer is private and within Discord's limits."""
        reply = await self.operator.slash(self.chat.channel, f"admin {command}", **options)
        assert message_of(reply).flags.ephemeral
        assert_fits(reply)
        return reply

    def write(self, measures: int, amount: int = 300_000) -> None:
        """Another data set on disk."""
        write_small(self.data, measures, amount)

    async def apply(self, reply: Reply, button: str = "Apply") -> str:
        """What is said after the button."""
        return texts(await press(self.operator, reply, button))

    async def press_forged(self, who: MemberActor, reply: Reply, custom_id: str) -> str:
        """What a made-up component under somebody's own private answer comes to."""
        stored = self.chat.env.backend.get_message(self.chat.channel.id, message_of(reply).id)
        for part in walk(stored.components):
            if part.get("custom_id") and part["type"] == 2:
                part["custom_id"] = custom_id
                break
        result = await who.click(message_of(reply), custom_id=custom_id)
        return texts(result if result.response else reply)
