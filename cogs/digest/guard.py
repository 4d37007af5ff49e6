"""The room in which /digest is answered: who may enter, how long it may take, what is said first.

Manage Server is checked for each command and each button. Suspensions that nobody could be told
of are told above the next answer.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import discord

from bot.digests.administration import DigestAdministration
from bot.i18n.translator import Lang, Translator
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, Layout, text_length, walk
from bot.ui.context import RenderContext
from bot.ui.desk import Desk
from bot.ui.digest_text import plain_card
from bot.ui.followup import follow_up
from bot.ui.interaction_tracking import note
from bot.ui.timeouts import UnavailableError, with_timeout
from cogs.digest.cards.notice import command_notice


@dataclass(frozen=True, slots=True)
class DigestGuard:
    """Who asks, where, in which language."""

    context: RenderContext
    guild: discord.Guild
    member: discord.Member
    now: datetime
    zone: str | None
    """The time zone that the person saved."""

    @property
    def user_id(self) -> int:
        """Who asks."""
        return self.member.id

    @property
    def tr(self) -> Translator:
        """In the person's language."""
        return self.context.tr


Make: TypeAlias = Callable[[DigestGuard], Awaitable[Sequence[Layout]]]
"""Makes the messages of an answer: the first as the reply, the others after it."""


async def answer(
    desk: Desk, interaction: discord.Interaction, lang: Lang, make: Make, *, reads: bool = False
) -> None:
    """Answers privately with what is made; a refusal or a failure is a sentence.

    `reads`: a look-up, after which nothing can have been changed.
    """
    context, guild, member = desk.context(lang), interaction.guild, interaction.user
    if interaction.guild_id is None:
        layouts: Sequence[Layout] = [plain_card(context, _elsewhere(context.tr))]
    elif guild is None or guild.unavailable or not isinstance(member, discord.Member):
        layouts = [plain_card(context, _away(context.tr))]
    elif not interaction.permissions.manage_guild:
        note("refused")
        layouts = [plain_card(context, _forbidden(context.tr))]
    else:
        room = DigestGuard(
            context, guild, member, desk.clock(), desk.preferences.get(member.id).timezone
        )
        try:
            layouts = await with_timeout(_told(desk.digests, room, make), reads=reads)
        except UnavailableError as trouble:
            layouts = [plain_card(context, trouble.tell(context.tr))]
    first, *others = layouts
    await desk.whisper(interaction, first)
    for layout in others:
        await follow_up(interaction, layout)


async def _told(digests: DigestAdministration, room: DigestGuard, make: Make) -> Sequence[Layout]:
    """The answer; above it what nobody could be told before."""
    unnotified = await digests.unnotified(room.guild.id)
    layouts = await make(room)
    return with_notice(command_notice(room.context, unnotified), layouts) if unnotified else layouts


def with_notice(notice: Layout, layouts: Sequence[Layout]) -> Sequence[Layout]:
    """The notice at the top of the first message, or as one of its own where that is full."""
    first, *others = layouts
    merged = [*notice, *first]
    if text_length(merged) <= MAX_TEXT and sum(1 for _ in walk(merged)) <= MAX_COMPONENTS:
        return [merged, *others]
    return [notice, *layouts]


def _elsewhere(tr: Translator) -> str:
    return tr("Digests belong to a server. Run this command in one.")


def _away(tr: Translator) -> str:
    return tr(
        "The bot does not see this server at the moment. Please try again; if it stays, an "
        "administrator should add the bot anew."
    )


def _forbidden(tr: Translator) -> str:
    return tr("Digests are for those who have the permission **Manage Server**.")
