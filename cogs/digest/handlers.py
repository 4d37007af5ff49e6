"""What /digest answers: its commands, its buttons, and whatever concerns one digest."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias

import discord

from bot.digests.administration import DigestAdministration
from bot.digests.role_mentions import RoleMentions
from bot.discord_client.role_permissions import right_to_mention
from bot.domain.digests.subscription import Cause, Digest
from bot.i18n.translator import Lang
from bot.ui.actions import Action
from bot.ui.components import Layout
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import NUMBER, PAGE_NUMBER, one_of, takes
from bot.ui.desk import Desk
from bot.ui.digest_text import plain_card
from bot.ui.options import TextChoice
from bot.ui.timeouts import UnavailableError, with_timeout
from bot.ui.timezones import read_timezones
from cogs.digest.cards.listing import (
    DELETE,
    LIST,
    birth_of,
    delete_card,
    deleted_card,
    held_card,
    list_card,
    lost_card,
    none_card,
    paused_card,
    resumed_card,
    unknown_card,
)
from cogs.digest.cards.order import (
    CANCEL,
    SAVE,
    SETTLE,
)
from cogs.digest.cards.role_mention import refusal_text, status_text
from cogs.digest.cards.runs import (
    HISTORY,
    LAST_RUNS,
    OPEN,
    history_card,
    ran_card,
    show_card,
)
from cogs.digest.cards.why import why_card
from cogs.digest.channel_status import obstacle_to, tag_of
from cogs.digest.drafts import DRAFT, SETTLED, DigestDrafts
from cogs.digest.guard import DigestGuard, Make, answer
from cogs.digest.lookup import (
    channel_names,
    find_digest,
    label_of,
    nearest_digests,
    offer_digests,
)
from cogs.digest.options import DigestOptions

RUN_SECONDS: Final = 1.5
"""So long a run on request is waited for; Discord wants an answer within three seconds."""

_NEED_SETTINGS: Final = ("preview", "run", "resume")
"""Commands that need what may be unreadable; all others go on."""
_ONLY_READ: Final = ("show", "history", "why", "preview")
"""Commands for which a part of a channel's name says enough; others post or change something."""
_OPENED: Final = takes(one_of(("show", "history", "why")), NUMBER, PAGE_NUMBER)
"""What is shown of which digest, and which page of it."""

About: TypeAlias = Callable[[DigestGuard, Digest], Awaitable[Sequence[Layout]]]


class DigestHandlers:
    """Answers /digest and its buttons."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers; its acts learn those of digests."""
        self._desk = desk
        self._orders = DigestDrafts(desk)
        self._about: Mapping[str, About] = {
            "show": self._show,
            "preview": self._preview,
            "run": self._run,
            "pause": self._pause,
            "resume": self._resume,
            "delete": self._delete,
            "history": self._history,
            "why": self._why,
        }
        desk.actions.update(
            {
                SAVE: Action(self._pressed(self._orders.save), DRAFT, WRITES),
                CANCEL: Action(self._pressed(self._orders.cancel)),
                SETTLE: Action(self._pressed(self._orders.settle), SETTLED, WRITES),
                LIST: Action(self._pressed(self._page, reads=True), takes(PAGE_NUMBER)),
                OPEN: Action(self._pressed(self._open, reads=True), _OPENED),
                DELETE: Action(self._pressed(self._deleted), takes(NUMBER, NUMBER), WRITES),
            }
        )

    @property
    def _digests(self) -> DigestAdministration:
        return self._desk.digests

    @property
    def _mentions(self) -> RoleMentions:
        return self._digests.mentions

    # -- Commands --

    async def create(self, interaction: discord.Interaction, asked: DigestOptions) -> None:
        """What was understood, with *Save*; or all that is wrong."""

        async def make(room: DigestGuard) -> Sequence[Layout]:
            return await self._orders.ordered(room, asked, None)

        await self._answer(interaction, make)

    async def edit(
        self, interaction: discord.Interaction, typed: str, asked: DigestOptions
    ) -> None:
        """Before and after, with *Save*; or all that is wrong."""

        async def change(room: DigestGuard, digest: Digest) -> Sequence[Layout]:
            if asked.is_empty:
                said = room.tr(
                    "Nothing to change was given. Add what should differ, or `clear` to take "
                    "something back."
                )
                return [plain_card(room.context, said)]
            return await self._orders.ordered(room, asked, digest)

        async def make(room: DigestGuard) -> Sequence[Layout]:
            return await self._of(room, typed, "edit", change)

        await self._answer(interaction, make)

    async def every(self, interaction: discord.Interaction) -> None:
        """All digests of the server."""

        async def make(room: DigestGuard) -> Sequence[Layout]:
            return await self._page(room, ("0",))

        await self._answer(interaction, make, reads=True)

    async def about(self, interaction: discord.Interaction, typed: str, command: str) -> None:
        """Does to one digest what the command says: show, preview, run, pause and so on."""

        async def make(room: DigestGuard) -> Sequence[Layout]:
            return await self._of(room, typed, command, self._about[command])

        await self._answer(interaction, make, reads=command in _ONLY_READ)

    async def offers(self, interaction: discord.Interaction, typed: str) -> list[TextChoice]:
        """Digests of this server for an autocomplete; none where the database does not answer."""
        guild = interaction.guild
        if guild is None or not interaction.permissions.manage_guild:
            return []
        try:
            digests = await with_timeout(self._digests.of_guild(guild.id))
        except UnavailableError:
            return []
        return offer_digests(self._desk.speak(interaction), digests, channel_names(guild), typed)

    async def _answer(
        self, interaction: discord.Interaction, make: Make, *, reads: bool = False
    ) -> None:
        await answer(self._desk, interaction, self._desk.lang(interaction), make, reads=reads)

    def _pressed(
        self,
        work: Callable[[DigestGuard, tuple[str, ...]], Awaitable[Sequence[Layout]]],
        *,
        reads: bool = False,
    ) -> Callable[[discord.Interaction, Lang, tuple[str, ...]], Awaitable[None]]:
        """The act that does this work."""

        async def act(interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]) -> None:
            await answer(self._desk, interaction, lang, lambda room: work(room, args), reads=reads)

        return act

    # -- One digest --

    async def _of(
        self, room: DigestGuard, typed: str, command: str, about: About
    ) -> Sequence[Layout]:
        """What `about` makes of the digest that is meant; else the nearest ones."""
        digests = await self._digests.of_guild(room.guild.id)
        if not digests:
            return [none_card(room.context)]
        name = channel_names(room.guild)
        digest = find_digest(room.tr, digests, name, typed, exact=command not in _ONLY_READ)
        if digest is not None and digest.unreadable and command in _NEED_SETTINGS:
            return [held_card(room.context, digest, Cause("unreadable", digest.unreadable))]
        if digest is not None:
            return await about(room, digest)
        near = nearest_digests(room.tr, digests, name, typed)
        labels = self._labels(room, near)
        return [unknown_card(room.context, typed, command, near, labels)]

    def _labels(self, room: DigestGuard, digests: Sequence[Digest]) -> Mapping[int, str]:
        name = channel_names(room.guild)
        return {digest.id: label_of(room.tr, digest, name(digest)) for digest in digests}

    async def _page(self, room: DigestGuard, args: tuple[str, ...]) -> Sequence[Layout]:
        digests = await self._digests.of_guild(room.guild.id)
        if not digests:
            return [none_card(room.context)]
        last = await self._digests.last_runs(digests)
        labels, mentions = self._labels(room, digests), await self._mentions.statuses(digests)
        return [list_card(room.context, digests, last, labels, int(args[0]), mentions)]

    async def _open(self, room: DigestGuard, args: tuple[str, ...]) -> Sequence[Layout]:
        what, digest_id, page = args[0], int(args[1]), int(args[2])
        digest = await self._digests.get(room.guild.id, digest_id)
        if digest is None:
            return [lost_card(room.context)]
        if what == "history":
            return await self._history(room, digest, page)
        return await (self._why if what == "why" else self._show)(room, digest)

    async def _show(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        runs = await self._digests.history(digest, LAST_RUNS)
        tag, mention = tag_of(room.guild, digest.order.target), await self._mentions.status(digest)
        return [show_card(room.context, read_timezones(), digest, runs, room.now, tag, mention)]

    async def _history(self, room: DigestGuard, digest: Digest, page: int = 0) -> Sequence[Layout]:
        runs = await self._digests.history(digest, HISTORY)
        return [history_card(room.context, digest, runs, page)]

    async def _why(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        return [why_card(room.context, await self._digests.diagnose(digest))]

    async def _preview(self, _room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        return (await self._digests.preview(digest)).parts

    async def _run(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        may_mention = right_to_mention(room.guild, digest.order.target, room.member)
        run = await self._digests.run(digest, RUN_SECONDS, room.user_id, may_mention=may_mention)
        return [
            ran_card(room.context, digest, run, await self._unmentioned(room, digest, may_mention))
        ]

    async def _unmentioned(
        self, room: DigestGuard, digest: Digest, may_mention: bool | None
    ) -> str:
        """Why a post that the person has ordered mentions nobody; empty where it does."""
        target = digest.order.target
        if target.role_id is None:
            return ""
        status = status_text(room.tr, await self._mentions.status(digest))
        if status is None and not may_mention and not self._mentions.is_mentionable(digest):
            return refusal_text(room.tr, target)
        return status or ""

    async def _pause(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        paused = await self._digests.pause(digest)
        return [paused_card(room.context, digest, paused=paused)]

    async def _resume(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        if digest.state != "active":
            obstacle: Cause | None = obstacle_to(room.guild, digest.order.target)
            if obstacle is not None:
                return [held_card(room.context, digest, obstacle)]
        resumed = await self._digests.resume(digest)
        now = await self._digests.get(room.guild.id, digest.id)
        if now is None:
            return [lost_card(room.context)]
        return [resumed_card(room.context, now, resumed=resumed)]

    async def _delete(self, room: DigestGuard, digest: Digest) -> Sequence[Layout]:
        label = self._labels(room, [digest])[digest.id]
        return [delete_card(room.context, digest, label)]

    async def _deleted(self, room: DigestGuard, args: tuple[str, ...]) -> Sequence[Layout]:
        digest_id = int(args[0])
        digest = await self._digests.get(room.guild.id, digest_id)
        # A number may have been given away again since the button was shown.
        if digest is None or birth_of(digest) != args[1]:
            return [lost_card(room.context)]
        deleted = await self._digests.delete(digest_id, room.guild.id)
        return [deleted_card(room.context, digest_id, deleted=deleted)]
