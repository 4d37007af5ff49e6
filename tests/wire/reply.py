"""What a person sees of the bot's answer to one interaction."""

import asyncio
from typing import Self

from tests.wire.commands import NotOfferedError
from tests.wire.ids import Json, part, rows
from tests.wire.interactions import Interaction
from tests.wire.messages import seen_text
from tests.wire.payload_limits import EPHEMERAL, walk

_BUTTON = 2


class UnansweredError(Exception):
    """The bot did not answer in time, or no connected bot serves that place."""


class Reply:
    """What the bot answered to one interaction, with later edits and follow-ups as they come."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def type(self) -> int:
        """Kind of the first answer, by Discord's number: 4 message, 5 deferred, 7 update ..."""
        return (self.interaction.answer or {})["type"]

    @property
    def data(self) -> Json:
        """The `data` of the first answer, as the bot sent it."""
        return part(self.interaction.answer, "data")

    @property
    def latency(self) -> float:
        """Seconds from sending INTERACTION_CREATE to the arrival of the answer."""
        return (self.interaction.answered_at or float("inf")) - self.interaction.sent_at

    @property
    def message(self) -> Json:
        """The message as it is now; an update and its source are one message."""
        if self.interaction.original is None:
            raise NotOfferedError(f"an answer of type {self.type} that has no message")
        return self.interaction.original

    @property
    def components(self) -> list[Json]:
        """The message's components."""
        return self.message["components"]

    @property
    def text(self) -> str:
        """All that is read in the message: content, embeds, text displays."""
        return seen_text(self.message)

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees it."""
        return bool(self.message["flags"] & EPHEMERAL)

    @property
    def buttons(self) -> dict[str, str]:
        """Custom id by label, of the buttons that can be clicked."""
        parts = [p for p in walk(self.components) if p["type"] == _BUTTON and "custom_id" in p]
        return {p.get("label", ""): p["custom_id"] for p in parts if not p.get("disabled")}

    @property
    def choices(self) -> list[Json]:
        """The choices of an autocomplete answer."""
        return rows(self.data, "choices")

    @property
    def files(self) -> dict[str, bytes]:
        """Every file sent in this exchange, by name."""
        return self.interaction.files

    @property
    def followups(self) -> list[Json]:
        """The further messages."""
        return self.interaction.followups

    async def completed(self, seconds: float = 30.0) -> Self:
        """This reply, once the message that a deferral promised has come."""
        async with asyncio.timeout(seconds):
            while self.interaction.awaits_message:
                await self.changed(seconds)
        return self

    async def changed(self, seconds: float = 30.0) -> Self:
        """This reply, after the next edit, deletion or follow-up."""
        self.interaction.changed.clear()
        async with asyncio.timeout(seconds):
            await self.interaction.changed.wait()
        return self
