"""Answers /admin and its buttons."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC
from typing import Any, Final, cast, get_args

import discord

from bot.discord_client.client import LittleGiant
from bot.domain.digests.subscription import State
from bot.logs import last_failures
from bot.process_memory import memory_mb
from bot.releases.proposal import VALID, Busy, Live, Outcome, Proposal, Same, Unknown
from bot.releases.reader import InvalidDataset, faulty
from bot.releases.upload import UploadError, refuse_by_name
from bot.storage.releases import Deed
from bot.ui.components import text
from bot.ui.custom_ids import PAGE_NUMBER, Takes, matching, one_of, takes
from bot.ui.operators import operator_refusal
from bot.ui.options import TextChoice, offer
from bot.ui.registry import Action, Args, Press
from bot.ui.responses import AttachedFile, reply_privately
from bot.ui.services import Services
from bot.version import program_version
from cogs.admin.cards import reload as reload_cards
from cogs.admin.cards import status as status_cards
from cogs.admin.guard import AdminReply, AdminRequest, answer

_STATES: Final[Sequence[State]] = get_args(State)
_PROPOSAL: Final = takes(matching(r"[0-9a-f]{16}"))
"""The key of a proposal."""
_STATE: Final = one_of((*_STATES, "-"))


# -- Commands --


async def reload(
    services: Services,
    interaction: discord.Interaction,
    file: discord.Attachment | None,
    *,
    force: bool,
) -> None:
    """The faults of the data set on disk or of the attached one, or what would change."""

    async def make(request: AdminRequest) -> AdminReply:
        reload = request.admin.reload
        if file is None:
            return await _outcome(request, await reload.from_disk(force=force))
        try:
            refuse_by_name(file.filename, file.size)
            content = await request.admin.fetch(file)
        except UploadError as error:
            return await _faults(request, faulty(error.fault))
        found = await reload.from_upload(file.filename, content, force=force)
        return await _outcome(request, found)

    await answer(services, interaction, make)


async def rollback(services: Services, interaction: discord.Interaction, version: str) -> None:
    """What going back would change."""

    async def make(request: AdminRequest) -> AdminReply:
        return await _outcome(request, await request.admin.reload.from_release(version.strip()))

    await answer(services, interaction, make)


async def history(services: Services, interaction: discord.Interaction) -> None:
    """The releases, and who activated each."""
    await answer(services, interaction, lambda request: _history(request, ("0",)), reads=True)


async def status(services: Services, interaction: discord.Interaction) -> None:
    """The state of the bot."""

    async def make(request: AdminRequest) -> AdminReply:
        now, overview = services.clock(), request.admin.overview
        health = status_cards.HealthSummary(
            program_version(),
            now - overview.began,
            memory_mb(),
            len(request.client.guilds),
            _latencies(request.client),
            await overview.delivery(status_cards.NEXT_RUNS),
            last_failures(),
        )
        return AdminReply(status_cards.status_card(request.context, health, now.astimezone(UTC)))

    await answer(services, interaction, make, reads=True)


async def digests(services: Services, interaction: discord.Interaction, state: str | None) -> None:
    """Every digest in that state, or in any."""
    args = state or "-", "0"
    await answer(services, interaction, lambda request: _digests(request, args), reads=True)


async def offer_rollbacks(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[TextChoice]:
    """Earlier releases, for an autocomplete; none unless the person is an operator."""
    if not services.admin.operators.may(interaction):
        return []
    live = services.release.catalogue.version
    releases = await services.admin.reload.store.versions()
    names = [r.version for r in releases if r.version != live and typed.strip() in r.version]
    return offer((name, name) for name in names)


# -- Buttons --


async def _press_apply(press: Press) -> None:
    proposal = _take(press)
    if proposal is None:
        await _expired(press)
        return

    async def make(request: AdminRequest) -> AdminReply:
        reload = request.admin.reload
        way = "rollback" if proposal.source == "release" else "reload"
        done = await reload.apply(proposal, Deed(request.user_id, way))
        if isinstance(done, Live):
            return AdminReply(
                reload_cards.live_card(
                    request.context, done.version, proposal.against, new=done.new
                )
            )
        if isinstance(done, Busy):  # the proposal stays, with a new button
            notice, reply = reload_cards.busy_notice(request.tr), await _propose(request, proposal)
        else:
            notice = reload_cards.moved_on_notice(request.tr, done.version)
            reply = await _outcome(request, await reload.again(proposal))
        return AdminReply([text(notice), *reply.layout], reply.file)

    await answer(press.services, press.interaction, make, press.lang)


async def _press_drop(press: Press) -> None:
    if _take(press) is None:
        await _expired(press)
        return

    async def make(request: AdminRequest) -> AdminReply:
        return AdminReply(reload_cards.dropped_card(request.context))

    await answer(press.services, press.interaction, make, press.lang)


def _page(
    work: Callable[[AdminRequest, Args], Coroutine[Any, Any, AdminReply]], arguments: Takes
) -> Action:
    def run(press: Press) -> Awaitable[None]:
        services, interaction, lang, args = press
        return answer(services, interaction, lambda request: work(request, args), lang, reads=True)

    return Action(run, arguments, limit=None)


async def _history(request: AdminRequest, args: Args) -> AdminReply:
    releases, unreadable = await request.admin.reload.store.listed()
    activations = await request.admin.reload.store.activations(status_cards.ACTIVATIONS)
    page = int(args[0])
    return AdminReply(
        status_cards.history_card(request.context, releases, unreadable, activations, page)
    )


async def _digests(request: AdminRequest, args: Args) -> AdminReply:
    state, page = cast("State", args[0]) if args[0] in _STATES else None, int(args[1])
    found, count = await request.admin.overview.digests(state, page, status_cards.PAGE)
    servers = {guild.id: guild.name for guild in request.client.guilds}
    return AdminReply(
        status_cards.digests_card(request.context, found, count, page, state, servers)
    )


ACTIONS: Final[Mapping[str, Action]] = {
    reload_cards.APPLY: Action(_press_apply, _PROPOSAL, limit=None),
    reload_cards.DROP: Action(_press_drop, _PROPOSAL, limit=None),
    status_cards.HISTORY: _page(_history, takes(PAGE_NUMBER)),
    status_cards.DIGESTS: _page(_digests, takes(_STATE, PAGE_NUMBER)),
}


def _take(press: Press) -> Proposal | None:
    """The proposal, once; None for anybody who is not an operator."""
    admin = press.services.admin
    if not admin.operators.may(press.interaction):
        return None
    return admin.proposals.take(press.args[0], press.user_id)


async def _expired(press: Press) -> None:
    """Says that the proposal is gone, or why the person may not use it."""
    context, interaction = press.context, press.interaction
    refusal = operator_refusal(press.services.admin.operators, interaction, context)
    await reply_privately(interaction, refusal or reload_cards.gone_card(context))


# -- Replies --


async def _outcome(request: AdminRequest, outcome: Outcome) -> AdminReply:
    match outcome:
        case InvalidDataset():
            return await _faults(request, outcome)
        case Same():
            return AdminReply(reload_cards.same_card(request.context, outcome.version))
        case Unknown():
            return AdminReply(reload_cards.unknown_card(request.context, outcome.version))
        case Busy():
            return AdminReply(reload_cards.busy_card(request.context))
        case Proposal():
            return await _propose(request, outcome)


async def _faults(request: AdminRequest, found: InvalidDataset) -> AdminReply:
    # In a thread: there may be ten thousand.
    content = await asyncio.to_thread(reload_cards.fault_listing, request.tr, found)
    file = AttachedFile("faults.txt", content[: request.max_file_bytes])
    return AdminReply(reload_cards.faults_card(request.context, found), file)


async def _propose(request: AdminRequest, proposal: Proposal) -> AdminReply:
    changes = proposal.found.changes
    concerned = await request.admin.overview.concerned(changes)
    key = "" if proposal.held_back else request.admin.proposals.put(proposal, request.user_id)
    until = request.services.clock() + VALID
    layout = reload_cards.offer_card(request.context, proposal, concerned, key, until)
    if reload_cards.is_whole(changes, request.tr):
        return AdminReply(layout)
    # In a thread: a hundred times the data makes a long list.
    content = await asyncio.to_thread(reload_cards.listing, request.tr, changes)
    return AdminReply(layout, AttachedFile("changes.txt", content[: request.max_file_bytes]))


def _latencies(client: LittleGiant) -> dict[int, float | None]:
    """Each shard of this process with its latency in seconds; None where it is closed."""
    shards = client.shards.values()
    return {shard.id: None if shard.is_closed() else shard.latency for shard in shards}
