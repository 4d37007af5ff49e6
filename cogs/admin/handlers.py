"""Answers /admin and its buttons: to operators alone."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias, cast, get_args

import discord

from bot.discord_client.client import LittleGiant
from bot.domain.digests.subscription import State
from bot.logs import last_failures
from bot.process_memory import memory_mb
from bot.releases.proposal import VALID, Busy, Live, Proposal, ProposeResult, Same, UnknownRelease
from bot.releases.reader import InvalidDataset, faulty
from bot.releases.upload import UploadError, refuse_by_name
from bot.storage.releases import Deed
from bot.ui.blocks import plain_card
from bot.ui.components import Layout, text
from bot.ui.custom_ids import PAGE_NUMBER, matching, one_of, takes
from bot.ui.operators import operator_refusal
from bot.ui.options import TextChoice, offer
from bot.ui.outages import UnavailableError, outage_card, with_timeout
from bot.ui.registry import Action, Press
from bot.ui.responses import AttachedFile, defer, edit_answer, reply_privately
from bot.ui.services import Services
from bot.version import program_version
from cogs.admin.cards import reload as reload_cards
from cogs.admin.cards import status as status_cards

_STATES: Final[Sequence[State]] = get_args(State)
_PROPOSAL: Final = takes(matching(r"[0-9a-f]{16}"))
"""The key of a proposal."""
_STATE: Final = one_of((*_STATES, "-"))


class AdminReply(NamedTuple):
    """A message, and a file under it."""

    layout: Layout
    file: AttachedFile | None = None


MakeAdminReply: TypeAlias = Callable[[Press], Coroutine[Any, Any, AdminReply]]


async def _answer(press: Press, make: MakeAdminReply, *, reads: bool = False) -> None:
    """Answers privately, however long it takes; an outage is a sentence. `reads`: no change."""
    interaction = press.interaction
    refusal = operator_refusal(press.services.admin.operators, interaction, press.context)
    if refusal is not None:
        await reply_privately(interaction, refusal)
        return
    await defer(interaction)
    try:
        reply = await with_timeout(make(press), reads=reads, deferred=True)
    except UnavailableError as error:
        reply = AdminReply(outage_card(press.context, error))
    await edit_answer(interaction, *reply)


async def reload(press: Press, file: discord.Attachment | None, *, force: bool) -> None:
    """The faults of the data set on disk or of the attached one, or what would change."""

    async def make(press: Press) -> AdminReply:
        reload = press.services.admin.reload
        if file is None:
            return await _outcome(press, await reload.from_disk(force=force))
        try:
            refuse_by_name(file.filename, file.size)
            content = await press.services.admin.fetch(file)
        except UploadError as error:
            return await _faults(press, faulty(error.fault))
        found = await reload.from_upload(file.filename, content, force=force)
        return await _outcome(press, found)

    await _answer(press, make)


async def rollback(press: Press, version: str) -> None:
    """What going back would change."""

    async def make(press: Press) -> AdminReply:
        found = await press.services.admin.reload.from_release(version.strip())
        return await _outcome(press, found)

    await _answer(press, make)


async def history(press: Press) -> None:
    """The releases, and who activated each."""
    await _answer(press._replace(args=("0",)), _history, reads=True)


async def status(press: Press) -> None:
    """The state of the bot."""

    async def make(press: Press) -> AdminReply:
        now, overview = press.services.clock(), press.services.admin.overview
        client = cast("LittleGiant", press.interaction.client)
        health = status_cards.HealthSummary(
            program_version(),
            now - overview.began,
            memory_mb(),
            _names(client),
            _latencies(client),
            await overview.delivery(status_cards.NEXT_RUNS),
            last_failures(),
        )
        return AdminReply(status_cards.status_card(press.context, health, now.astimezone(UTC)))

    await _answer(press, make, reads=True)


async def list_all_digests(press: Press, state: str | None) -> None:
    """Every digest in that state, or in any."""
    await _answer(press._replace(args=(state or "-", "0")), _digests, reads=True)


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


async def _press_apply(press: Press) -> None:
    proposal = _take(press)
    if proposal is None:
        await _expired(press)
        return

    async def make(press: Press) -> AdminReply:
        reload = press.services.admin.reload
        way = "rollback" if proposal.source == "release" else "reload"
        done = await reload.apply(proposal, Deed(press.user_id, way))
        if isinstance(done, Live):
            return AdminReply(
                reload_cards.live_card(press.context, done.version, proposal.against, new=done.new)
            )
        if isinstance(done, Busy):  # the proposal stays, with a new button
            notice, reply = reload_cards.busy_notice(press.tr), await _propose(press, proposal)
        else:
            notice = reload_cards.moved_on_notice(press.tr, done.version)
            reply = await _outcome(press, await reload.again(proposal))
        return AdminReply([text(notice), *reply.layout], reply.file)

    await _answer(press, make)


async def _press_drop(press: Press) -> None:
    if _take(press) is None:
        await _expired(press)
        return
    await reply_privately(press.interaction, reload_cards.dropped_card(press.context))


async def _history(press: Press) -> AdminReply:
    releases, unreadable = await press.services.admin.reload.store.listed()
    activations = await press.services.admin.reload.store.activations(status_cards.ACTIVATIONS)
    page = int(press.args[0])
    return AdminReply(
        status_cards.releases_card(press.context, releases, unreadable, activations, page)
    )


def _names(client: discord.Client) -> Mapping[int, str]:
    """Those of the servers, by id."""
    return {guild.id: guild.name for guild in client.guilds}


async def _digests(press: Press) -> AdminReply:
    named, page = press.args[0], int(press.args[1])
    state = cast("State", named) if named in _STATES else None
    found, count = await press.services.admin.overview.digests(state, page, status_cards.PAGE_SIZE)
    servers = _names(press.interaction.client)
    return AdminReply(status_cards.digests_card(press.context, found, count, page, state, servers))


ACTIONS: Final[Mapping[str, Action]] = {
    reload_cards.APPLY: Action(_press_apply, _PROPOSAL, limit=None),
    reload_cards.DROP: Action(_press_drop, _PROPOSAL, limit=None),
    status_cards.RELEASES_PAGE: Action(
        partial(_answer, make=_history, reads=True), takes(PAGE_NUMBER), limit=None
    ),
    status_cards.DIGESTS_PAGE: Action(
        partial(_answer, make=_digests, reads=True), takes(_STATE, PAGE_NUMBER), limit=None
    ),
}


def _take(press: Press) -> Proposal | None:
    """The proposal, once; None for anybody who is not an operator."""
    admin = press.services.admin
    if not admin.operators.may(press.interaction):
        return None
    return admin.proposals.take(press.args[0], press.user_id)


async def _expired(press: Press) -> None:
    """Says that the proposal has expired, or why the person may not use it."""
    context, interaction = press.context, press.interaction
    refusal = operator_refusal(press.services.admin.operators, interaction, context)
    await reply_privately(interaction, refusal or reload_cards.offer_gone_card(context))


async def _outcome(press: Press, outcome: ProposeResult) -> AdminReply:
    match outcome:
        case InvalidDataset():
            return await _faults(press, outcome)
        case Same():
            return AdminReply(reload_cards.same_card(press.context, outcome.version))
        case UnknownRelease():
            return AdminReply(reload_cards.unknown_release_card(press.context, outcome.version))
        case Busy():
            return AdminReply(plain_card(reload_cards.busy_notice(press.tr)))
        case Proposal():
            return await _propose(press, outcome)


async def _faults(press: Press, found: InvalidDataset) -> AdminReply:
    # In a thread: there may be ten thousand.
    content = await asyncio.to_thread(reload_cards.fault_listing, press.tr, found)
    file = AttachedFile("faults.txt", content[: press.interaction.filesize_limit])
    return AdminReply(reload_cards.data_faults_card(press.context, found), file)


async def _propose(press: Press, proposal: Proposal) -> AdminReply:
    changes = proposal.found.changes
    concerned = await press.services.admin.overview.concerned(changes)
    key = "" if proposal.held_back else press.services.admin.proposals.put(proposal, press.user_id)
    until = press.services.clock() + VALID
    layout = reload_cards.offer_card(press.context, proposal, concerned, key, until)
    if reload_cards.tells_every_change(changes, press.tr):
        return AdminReply(layout)
    # In a thread: a hundred times the data makes a long list.
    content = await asyncio.to_thread(reload_cards.listing, press.tr, changes)
    file = AttachedFile("changes.txt", content[: press.interaction.filesize_limit])
    return AdminReply(layout, file)


def _latencies(client: LittleGiant) -> dict[int, float | None]:
    """Each shard of this process with its latency in seconds; None where it is closed."""
    shards = client.shards.values()
    return {shard.id: None if shard.is_closed() else shard.latency for shard in shards}
