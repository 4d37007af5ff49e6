"""What /admin answers: its commands and its buttons."""

import asyncio
from collections.abc import Sequence
from datetime import UTC
from typing import Final, cast, get_args

import discord

from bot.discord_client.attachments import Fetch
from bot.discord_client.client import LittleGiant
from bot.domain.digests.subscription import State
from bot.i18n.translator import Lang
from bot.logs import last_failures
from bot.monitoring.overview import Overview
from bot.process_memory import memory_mb
from bot.releases.proposal import (
    VALID,
    Busy,
    Live,
    Outcome,
    PendingProposals,
    Proposal,
    Same,
    Unknown,
)
from bot.releases.reader import InvalidDataset, faulty
from bot.releases.reload import Reload
from bot.releases.upload import UploadError, refuse_by_name
from bot.storage.releases import Deed
from bot.ui.actions import Action
from bot.ui.components import text
from bot.ui.custom_ids import PAGE_NUMBER, matching, one_of, takes
from bot.ui.deferred import Attached
from bot.ui.desk import Desk
from bot.ui.operators import Operators
from bot.ui.options import TextChoice, offer
from bot.version import program_version
from cogs.admin.cards.reload import (
    APPLY,
    DROP,
    busy_card,
    busy_notice,
    dropped_card,
    fault_listing,
    faults_card,
    gone_card,
    is_whole,
    listing,
    live_card,
    moved_on_notice,
    offer_card,
    same_card,
    unknown_card,
)
from cogs.admin.cards.status import (
    ACTIVATIONS,
    DIGESTS,
    HISTORY,
    NEXT_RUNS,
    PAGE,
    HealthSummary,
    digests_card,
    history_card,
    refusal_card,
    status_card,
)
from cogs.admin.guard import AdminReply, Make, RequestContext, answer

_STATES: Final[Sequence[State]] = get_args(State)
_OFFER: Final = takes(matching(r"[0-9a-f]{16}"))
"""The word of an offer."""
_STATE: Final = one_of((*_STATES, "-"))


class AdminHandlers:
    """Answers /admin and its buttons, to operators alone."""

    def __init__(
        self,
        desk: Desk,
        operators: Operators,
        reload: Reload,
        overview: Overview,
        client: LittleGiant,
        fetch: Fetch,
    ) -> None:
        """`desk` answers; its acts learn those of /admin. `fetch` gets what somebody attaches."""
        self._desk = desk
        self._operators = operators
        self._reload = reload
        self._overview = overview
        self._client = client
        self._fetch = fetch
        self._waiting = PendingProposals(desk.clock)
        desk.actions.update(
            {
                APPLY: Action(self._pressed_apply, _OFFER, limit=None),
                DROP: Action(self._pressed_cancel, _OFFER, limit=None),
                HISTORY: Action(self._pressed_history, takes(PAGE_NUMBER), limit=None),
                DIGESTS: Action(self._pressed_digests, takes(_STATE, PAGE_NUMBER), limit=None),
            }
        )

    # -- Commands --

    async def reload(
        self, interaction: discord.Interaction, file: discord.Attachment | None, *, force: bool
    ) -> None:
        """The faults of the data set on disk or of the attached one, or what would change."""

        async def make(seat: RequestContext) -> AdminReply:
            if file is None:
                return await self._told(seat, await self._reload.from_disk(force=force))
            try:
                refuse_by_name(file.filename, file.size)
                content = await self._fetch(file)
            except UploadError as error:
                return await self._faults(seat, faulty(error.fault))
            found = await self._reload.from_upload(file.filename, content, force=force)
            return await self._told(seat, found)

        await self._answer(interaction, self._desk.lang(interaction), make)

    async def rollback(self, interaction: discord.Interaction, version: str) -> None:
        """What going back would change."""

        async def make(seat: RequestContext) -> AdminReply:
            return await self._told(seat, await self._reload.from_release(version.strip()))

        await self._answer(interaction, self._desk.lang(interaction), make)

    async def history(
        self, interaction: discord.Interaction, lang: Lang | None = None, page: int = 0
    ) -> None:
        """The releases, and who made which live."""

        async def make(seat: RequestContext) -> AdminReply:
            releases, unreadable = await self._reload.listed()
            made_live = await self._reload.activations(ACTIVATIONS)
            return AdminReply(history_card(seat.context, releases, unreadable, made_live, page))

        await self._answer(interaction, lang or self._desk.lang(interaction), make, reads=True)

    async def status(self, interaction: discord.Interaction) -> None:
        """How the bot does."""

        async def make(seat: RequestContext) -> AdminReply:
            now = self._desk.clock()
            health = HealthSummary(
                program_version(),
                now - self._overview.began,
                memory_mb(),
                len(self._client.guilds),
                _latencies(self._client),
                await self._overview.standing(NEXT_RUNS),
                last_failures(),
            )
            return AdminReply(status_card(seat.context, health, now.astimezone(UTC)))

        await self._answer(interaction, self._desk.lang(interaction), make, reads=True)

    async def digests(
        self,
        interaction: discord.Interaction,
        state: str | None,
        lang: Lang | None = None,
        page: int = 0,
    ) -> None:
        """Every subscription in that state, or in any."""
        wanted = cast("State", state) if state in _STATES else None

        async def make(seat: RequestContext) -> AdminReply:
            found, count = await self._overview.digests(wanted, max(0, page), PAGE)
            servers = {guild.id: guild.name for guild in self._client.guilds}
            return AdminReply(
                digests_card(seat.context, found, count, max(0, page), wanted, servers)
            )

        await self._answer(interaction, lang or self._desk.lang(interaction), make, reads=True)

    async def offer_versions(
        self, interaction: discord.Interaction, typed: str
    ) -> list[TextChoice]:
        """Releases that can be gone back to, for an autocomplete; none for strangers."""
        if not self._operators.may(interaction):
            return []
        live = self._desk.release.catalogue.version
        releases = await self._reload.versions()
        names = [r.version for r in releases if r.version != live and typed.strip() in r.version]
        return offer((name, name) for name in names)

    # -- Buttons --

    async def _pressed_apply(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        found = self._take(interaction, args)
        if found is None:
            await self._gone(interaction, lang)
            return
        offered = found

        async def make(seat: RequestContext) -> AdminReply:
            way = "rollback" if offered.source == "release" else "reload"
            done = await self._reload.apply(offered, Deed(seat.user_id, way))
            if isinstance(done, Live):
                return AdminReply(
                    live_card(seat.context, done.version, offered.against, new=done.new)
                )
            if isinstance(done, Busy):  # the offer stays, with a button anew
                notice, made = busy_notice(seat.tr), await self._offered(seat, offered)
            else:
                notice = moved_on_notice(seat.tr, done.version)
                made = await self._told(seat, await self._reload.again(offered))
            return AdminReply([text(notice), *made.layout], made.file)

        await self._answer(interaction, lang, make)

    async def _pressed_cancel(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        if self._take(interaction, args) is None:
            await self._gone(interaction, lang)
            return

        async def make(seat: RequestContext) -> AdminReply:
            return AdminReply(dropped_card(seat.context))

        await self._answer(interaction, lang, make)

    async def _pressed_history(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        await self.history(interaction, lang, int(args[0]))

    async def _pressed_digests(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        await self.digests(interaction, args[0], lang, int(args[1]))

    def _take(self, interaction: discord.Interaction, args: tuple[str, ...]) -> Proposal | None:
        if not self._operators.may(interaction):
            return None
        return self._waiting.take(args[0], interaction.user.id)

    async def _gone(self, interaction: discord.Interaction, lang: Lang) -> None:
        context = self._desk.context(lang)
        if self._operators.may(interaction):
            await self._desk.whisper(interaction, gone_card(context))
            return
        operator = self._operators.includes(interaction.user.id)
        await self._desk.whisper(interaction, refusal_card(context, operator=operator))

    # -- What is said --

    async def _answer(
        self, interaction: discord.Interaction, lang: Lang, make: Make, *, reads: bool = False
    ) -> None:
        await answer(self._desk, self._operators, interaction, lang, make, reads=reads)

    async def _told(self, seat: RequestContext, outcome: Outcome) -> AdminReply:
        match outcome:
            case InvalidDataset():
                return await self._faults(seat, outcome)
            case Same():
                return AdminReply(same_card(seat.context, outcome.version))
            case Unknown():
                return AdminReply(unknown_card(seat.context, outcome.version))
            case Busy():
                return AdminReply(busy_card(seat.context))
            case Proposal():
                return await self._offered(seat, outcome)

    async def _faults(self, seat: RequestContext, found: InvalidDataset) -> AdminReply:
        # In a thread: there may be ten thousand.
        content = await asyncio.to_thread(fault_listing, seat.tr, found)
        file = Attached("faults.txt", content[: seat.most_bytes])
        return AdminReply(faults_card(seat.context, found), file)

    async def _offered(self, seat: RequestContext, offered: Proposal) -> AdminReply:
        concerned = await self._overview.concerned(offered.found.changes)
        word = "" if offered.held_back else self._waiting.put(offered, seat.user_id)
        until = self._desk.clock() + VALID
        layout = offer_card(seat.context, offered, concerned, word, until)
        if is_whole(offered.found.changes, seat.tr):
            return AdminReply(layout)
        # In a thread: a hundred times the data makes a long list.
        content = await asyncio.to_thread(listing, seat.tr, offered.found.changes)
        return AdminReply(layout, Attached("changes.txt", content[: seat.most_bytes]))


def _latencies(client: LittleGiant) -> dict[int, float | None]:
    """Each shard of this process with its latency in seconds; None where it is closed."""
    shards = client.shards.values()
    return {shard.id: None if shard.is_closed() else shard.latency for shard in shards}
