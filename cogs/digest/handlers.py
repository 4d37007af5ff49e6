"""Answers /digest and its buttons."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias

import discord

from bot.discord_client.channel_permissions import obstacle_in
from bot.discord_client.role_permissions import right_to_mention
from bot.domain.digests.subscription import Cause, Digest
from bot.ui.blocks import plain_card
from bot.ui.components import Layout
from bot.ui.cooldowns import LOOKUPS, WRITES, Limit
from bot.ui.custom_ids import NOTHING, NUMBER, PAGE_NUMBER, Takes, one_of, takes
from bot.ui.options import TextChoice
from bot.ui.outages import UnavailableError, with_timeout
from bot.ui.registry import Action, Press, RecordButton
from bot.ui.services import Services
from cogs.digest import drafts
from cogs.digest.cards import listing
from cogs.digest.cards.order import CANCEL, SAVE, SETTLE, VIEW
from cogs.digest.cards.role_mention import mention_refusal, status_text
from cogs.digest.cards.runs import HISTORY, LAST_RUNS, OPEN_DIGEST, ran_card, runs_card, show_card
from cogs.digest.cards.why import why_card
from cogs.digest.channel_status import tag_of
from cogs.digest.guard import DigestRequest, MakeLayouts, answer
from cogs.digest.lookup import channel_names, find_digest, label_of, nearest_digests, offer_digests
from cogs.digest.options import DigestOptions, PressedChannel

RUN_SECONDS: Final = 1.5
"""How long a command waits for its run; Discord wants an answer within three seconds."""

_MONDAY_NINE: Final = "mon 09:00"
_HELP: Final = "ho"
"""The view with the button *Monday digest*."""
_NEED_SETTINGS: Final = ("preview", "run", "resume")
"""Commands that need settings which may be unreadable; all others still work."""
_ONLY_READ: Final = ("show", "history", "why", "preview")
"""Commands that accept a part of a channel's name; all others post or change something."""
_OPEN_ARGS: Final = takes(one_of(("show", "history", "why")), NUMBER, PAGE_NUMBER)
"""What to show, of which digest, and the page."""

About: TypeAlias = Callable[[DigestRequest, Digest], Awaitable[Sequence[Layout]]]


async def create_digest(press: Press, options: DigestOptions) -> None:
    """What was understood, with *Save*; or all that is wrong."""
    await answer(press, lambda request: drafts.draft_order(request, options, None))


async def _order_monday(press: Press) -> None:
    """What `/digest create` answers for this channel; who may not, reads why."""
    wish = DigestOptions(PressedChannel.of(press.interaction), _MONDAY_NINE)
    await answer(press, partial(drafts.draft_order, options=wish, digest=None), back=_HELP)


async def edit_digest(press: Press, typed: str, options: DigestOptions) -> None:
    """Before and after, with *Save*; or all that is wrong."""

    async def change(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
        if options.is_empty:
            sentence = request.tr(
                "You gave nothing to change. Add the options to change, or use `clear` to "
                "remove a setting."
            )
            return [plain_card(sentence)]
        return await drafts.draft_order(request, options, digest)

    await answer(press, lambda request: _on_digest(request, typed, "edit", change))


async def list_digests(press: Press) -> None:
    """All digests of the server."""
    await answer(press._replace(args=("0",)), _page, reads=True)


async def run_command(press: Press, typed: str, command: str) -> None:
    """Does to one digest what the command says: show, preview, run, pause and so on."""
    make = partial(_on_digest, typed=typed, command=command, about=_COMMANDS[command])
    await answer(press, make, reads=command in _ONLY_READ)


async def offer_server_digests(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[TextChoice]:
    """Digests of this server for an autocomplete; none while the database is unavailable."""
    guild = interaction.guild
    if guild is None or not interaction.permissions.manage_guild:
        return []
    try:
        digests = await with_timeout(services.digests.of_guild(guild.id))
    except UnavailableError:
        return []
    return offer_digests(services.translator(interaction), digests, channel_names(guild), typed)


async def _on_digest(
    request: DigestRequest, typed: str, command: str, about: About
) -> Sequence[Layout]:
    """What `about` makes of the digest that is meant; else the nearest ones."""
    digests = await request.digests.of_guild(request.guild.id)
    if not digests:
        return [listing.no_digests_card(request.context)]
    name = channel_names(request.guild)
    digest = find_digest(request.tr, digests, name, typed, exact=command not in _ONLY_READ)
    if digest is not None and digest.unreadable and command in _NEED_SETTINGS:
        return [listing.held_card(request.context, digest, Cause("unreadable", digest.unreadable))]
    if digest is not None:
        return await about(request, digest)
    near = nearest_digests(request.tr, digests, name, typed)
    labels = _labels(request, near)
    return [listing.unknown_digest_card(request.context, typed, command, near, labels)]


def _labels(request: DigestRequest, digests: Sequence[Digest]) -> Mapping[int, str]:
    name = channel_names(request.guild)
    return {digest.id: label_of(request.tr, digest, name(digest)) for digest in digests}


async def _page(request: DigestRequest) -> Sequence[Layout]:
    digests = await request.digests.of_guild(request.guild.id)
    if not digests:
        return [listing.no_digests_card(request.context)]
    last = await request.digests.last_runs(digests)
    labels, mentions = _labels(request, digests), await request.digests.mentions.statuses(digests)
    page = int(request.args[0])
    return [listing.server_digests_card(request.context, digests, last, labels, page, mentions)]


async def _open(request: DigestRequest) -> Sequence[Layout]:
    what, digest_id, page = request.args
    digest = await request.digests.get(request.guild.id, int(digest_id))
    if digest is None:
        return [listing.lost_card(request.context)]
    if what == "history":
        return await _history(request, digest, int(page))
    return await (_why if what == "why" else _show)(request, digest)


async def _show(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    runs = await request.digests.history(digest, LAST_RUNS)
    tag = tag_of(request.guild, digest.order.target)
    mention = await request.digests.mentions.status(digest)
    return [show_card(request.context, digest, runs, request.now, tag, mention)]


async def _history(request: DigestRequest, digest: Digest, page: int = 0) -> Sequence[Layout]:
    runs = await request.digests.history(digest, HISTORY)
    return [runs_card(request.context, digest, runs, page)]


async def _why(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    return [why_card(request.context, await request.digests.diagnose(digest))]


async def _preview(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    return (await request.digests.preview(digest)).parts


async def _run(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    may_mention = right_to_mention(request.guild, digest.order.target, request.member)
    run = await request.digests.run(digest, RUN_SECONDS, request.user_id, may_mention=may_mention)
    unmentioned = await _unmentioned(request, digest, may_mention)
    return [ran_card(request.context, digest, run, unmentioned)]


async def _unmentioned(request: DigestRequest, digest: Digest, may_mention: bool | None) -> str:
    """Why a post that the person has ordered mentions nobody; empty where it does."""
    target = digest.order.target
    if target.role_id is None:
        return ""
    status = status_text(request.tr, await request.digests.mentions.status(digest))
    if status is None and not may_mention and not request.digests.mentions.is_mentionable(digest):
        return mention_refusal(request.tr, target)
    return status or ""


async def _pause(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    paused = await request.digests.pause(digest)
    return [listing.paused_card(request.context, digest, paused=paused)]


async def _resume(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    if digest.state != "active":
        obstacle = obstacle_in(request.guild, digest.order.target)
        if isinstance(obstacle, Cause):
            return [listing.held_card(request.context, digest, obstacle)]
    resumed = await request.digests.resume(digest)
    now = await request.digests.get(request.guild.id, digest.id)
    if now is None:
        return [listing.lost_card(request.context)]
    return [listing.resumed_card(request.context, now, resumed=resumed)]


async def _delete(request: DigestRequest, digest: Digest) -> Sequence[Layout]:
    label = _labels(request, [digest])[digest.id]
    return [listing.delete_card(request.context, digest, label)]


async def _confirm_delete(request: DigestRequest) -> Sequence[Layout]:
    digest_id, birth = int(request.args[0]), request.args[1]
    digest = await request.digests.get(request.guild.id, digest_id)
    # The number may belong to another digest by now.
    same = digest is not None and listing.birth_of(digest) == birth
    if same and await request.digests.delete(digest_id, request.guild.id):
        return [listing.deleted_card(request.context, digest_id)]
    return [listing.lost_card(request.context)]


_COMMANDS: Final[Mapping[str, About]] = {
    "show": _show,
    "preview": _preview,
    "run": _run,
    "pause": _pause,
    "resume": _resume,
    "delete": _delete,
    "history": _history,
    "why": _why,
}


def _action(
    make: MakeLayouts, arguments: Takes = NOTHING, limit: Limit = LOOKUPS, *, reads: bool = False
) -> Action:
    return Action(partial(answer, make=make, reads=reads), arguments, limit)


ACTIONS: Final[Mapping[str, Action]] = {
    SAVE: _action(drafts.save_draft, drafts.DRAFT, WRITES),
    CANCEL: _action(drafts.cancel_draft),
    SETTLE: _action(drafts.settle_draft, drafts.SETTLED, WRITES),
    VIEW: _action(drafts.view_draft, drafts.VIEWED, reads=True),
    listing.LIST_DIGESTS: _action(_page, takes(PAGE_NUMBER), reads=True),
    OPEN_DIGEST: _action(_open, _OPEN_ARGS, reads=True),
    listing.DELETE: _action(_confirm_delete, takes(NUMBER, NUMBER), WRITES),
}
RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    "dgm": RecordButton(_order_monday, limit=WRITES)
}
