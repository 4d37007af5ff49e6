"""What tests of /watch share: a measure that changes, and somebody's direct messages."""

import re
from dataclasses import dataclass
from datetime import timedelta

import discord
from simcord.actors import MemberActor

from bot.domain.data.models import Measure
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import Digest
from bot.domain.release import Release, build_release
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.ui.components import Component, walk
from tests.commands.chat import Chat, Reply, assert_fits, buttons, message_of

NEW = "2026.09.02.1"
MARK = re.compile(r"\|#LG-[A-Z2-7]{12}$")


@dataclass(frozen=True, slots=True)
class Story:
    """The chat, and a measure that will pay other sums."""

    chat: Chat
    settings: Settings
    measure: Measure

    async def watch(self, command: str, who: MemberActor | None = None, **options: str) -> Reply:
        """Somebody uses a command of /watch; the answer is private and within the limits."""
        actor = who or self.chat.alice
        reply = await actor.slash(self.chat.channel, f"watch {command}", **options)
        assert message_of(reply).flags.ephemeral
        assert "Share here" not in buttons(reply)
        assert_fits(reply)
        return reply

    async def release(self, new: Release) -> None:
        """A data version goes live as a reload brings it, and everybody is told."""
        chat, dataset = self.chat, new.catalogue.dataset
        await chat.env.advance_time(timedelta(days=1).total_seconds())
        async with open_database(self.settings.database_url) as database:
            content = ReleaseContent(new.catalogue.version, pack(dataset), dataset.counts())
            await ReleaseStore(database).add_and_activate(
                new.catalogue.version, content, at=chat.app.services.clock()
            )
        chat.app.services.live_release.swap(new)
        engine = chat.app.delivery
        await engine.lease.heartbeat()
        await engine.watches.announce()
        await engine.dispatcher.run_due()
        await engine.executor.settle()

    async def mine(self, who: MemberActor | None = None) -> list[Digest]:
        """What somebody watches."""
        return list(await self.chat.app.services.watches.of((who or self.chat.alice).id))

    def close_messages(self, who: MemberActor, times: int | None = None, code: int = 50007) -> None:
        """From now on somebody takes no direct messages, so many times or for good."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        self.chat.env.inject_error("POST", path, status=403, code=code, times=times)

    def open_messages(self) -> None:
        """From now on everybody takes direct messages."""
        self.chat.env.backend.faults.clear()

    def tries(self, who: MemberActor) -> int:
        """How many direct messages were sent to somebody, refused ones too."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        calls = self.chat.env.backend.http_requests
        return sum((call.method, call.path) == ("POST", path) for call in calls)


def letters(who: MemberActor) -> list[discord.Message]:
    """The direct messages that somebody has."""
    return list(who.user.dm_channel.history())


def read(message: discord.Message) -> str:
    """What stands in a message of the bot."""
    parts = walk([component(part) for part in message.components])
    return "\n".join(part["content"] for part in parts if part["type"] == 10)


def component(part: discord.Component) -> Component:
    return {**part.to_dict()}


def custom_id(message: discord.Message, label: str) -> str:
    """What a button of a message says when it is pressed."""
    parts = walk([component(part) for part in message.components])
    return next(p["custom_id"] for p in parts if p["type"] == 2 and p["label"] == label)


def changed(release: Release, measure: Measure, version: str = NEW, by: float = 2.0) -> Release:
    """The data in which the measure's first figure is another one; without it where `by` is 0."""
    dataset = release.catalogue.dataset
    figure = measure.figures[0]
    other = figure.model_copy(update={"value": figure.value * by + 1})
    now = measure.model_copy(update={"figures": (other, *measure.figures[1:])})
    rows = [now if m.id == measure.id else m for m in dataset.measures]
    kept = tuple(m for m in rows if by or m.id != measure.id)
    return build_release(version, dataset.model_copy(update={"measures": kept}), {})
