"""Who may run /digest and how long it may take; what stands above the answer.

Manage Server is checked for each command and each button. Suspensions of which nobody could be
notified stand above the next answer.
"""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, cast

import discord

from bot.digests.administration import DigestAdministration
from bot.domain.digests.subscription import Digest
from bot.i18n.translator import Translator
from bot.storage.database import StorageError
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, Layout, button, row, text_length, walk
from bot.ui.context import RenderContext, link_to
from bot.ui.operators import manager_refusal
from bot.ui.outages import UnavailableError, outage_card, with_timeout
from bot.ui.registry import Args, Press
from bot.ui.responses import follow_up, reply_privately
from bot.ui.services import Services
from cogs.digest.cards.notice import command_notice


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """A command or press of a person who may manage the digests of the server."""

    services: Services
    context: RenderContext
    guild: discord.Guild
    member: discord.Member
    now: datetime
    args: Args
    """Of the button."""

    @property
    def digests(self) -> DigestAdministration:
        """What administrators do with digests."""
        return self.services.digests

    @property
    def tr(self) -> Translator:
        """In the person's language."""
        return self.context.tr

    @property
    def user_id(self) -> int:
        """Of the person."""
        return self.member.id

    @property
    def zone(self) -> str | None:
        """The time zone that the person saved."""
        return self.services.languages.preferences.get(self.member.id).timezone


MakeLayouts: TypeAlias = Callable[[DigestRequest], Awaitable[Sequence[Layout]]]
"""Makes the messages of an answer: the first as the reply, the others after it."""


async def answer(press: Press, make: MakeLayouts, *, reads: bool = False, back: str = "") -> None:
    """Answers privately with what is made; a refusal or an outage is a sentence.

    `reads`: a look-up, which changes nothing. `back`: the view to which a refusal leads back.
    """
    services, interaction, _, args = press
    context = press.context
    refusal = manager_refusal(interaction, context)
    if refusal is not None:
        way = [row(button(context.tr("Back"), link_to(context.tr, back)))] if back else []
        await reply_privately(interaction, [*refusal, *way])
        return
    # `manager_refusal` has checked both.
    guild, member = cast("discord.Guild", interaction.guild), interaction.user
    request = DigestRequest(
        services, context, guild, cast("discord.Member", member), services.clock(), args
    )
    try:
        (first, *others), shown = await with_timeout(_with_suspensions(request, make), reads=reads)
    except UnavailableError as error:
        first, others, shown = outage_card(context, error), [], list[Digest]()
    await reply_privately(interaction, first)
    for layout in others:
        await follow_up(interaction, layout)
    with contextlib.suppress(StorageError):  # then the next answer shows them again
        await request.digests.notified(shown)


async def _with_suspensions(
    request: DigestRequest, make: MakeLayouts
) -> tuple[Sequence[Layout], Sequence[Digest]]:
    """The answer, above it the suspensions of which nobody was notified; and these."""
    suspended = await request.digests.unnotified(request.guild.id)
    layouts = await make(request)
    if suspended:
        layouts = with_notice(command_notice(request.context, suspended), layouts)
    return layouts, suspended


def with_notice(notice: Layout, layouts: Sequence[Layout]) -> Sequence[Layout]:
    """The notice at the top of the first message, or as a message of its own if that is full."""
    first, *others = layouts
    merged = [*notice, *first]
    if text_length(merged) <= MAX_TEXT and sum(1 for _ in walk(merged)) <= MAX_COMPONENTS:
        return [merged, *others]
    return [notice, *layouts]
