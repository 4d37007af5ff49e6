"""The room in which /admin is answered: who may enter, and what is said where something fails."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import discord
import structlog

from bot.discord_client.client import new_reference
from bot.i18n.translator import Lang, Translator
from bot.storage.database import StorageError
from bot.ui.blocks import plain_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.deferred import Attached, defer, finish
from bot.ui.desk import Desk
from bot.ui.operators import Operators
from bot.ui.timeouts import UNREADABLE
from cogs.admin.cards.status import refusal_card

log = structlog.stdlib.get_logger()


class AdminReply(NamedTuple):
    """A message, and a file under it."""

    layout: Layout
    file: Attached | None = None


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Who asks, in which language."""

    desk: Desk
    user_id: int
    lang: Lang
    most_bytes: int
    """Of a file that can be sent there."""

    @property
    def context(self) -> RenderContext:
        """Of what is live now: a reload changes it while one waits."""
        return self.desk.context(self.lang)

    @property
    def tr(self) -> Translator:
        """In the person's language."""
        return self.desk.translators[self.lang]


Make: TypeAlias = Callable[[RequestContext], Awaitable[AdminReply]]


async def answer(
    desk: Desk,
    operators: Operators,
    interaction: discord.Interaction,
    lang: Lang,
    make: Make,
    *,
    reads: bool = False,
) -> None:
    """Answers privately, once it is made; a refusal at once, and an outage as a sentence.

    `reads`: a look-up, after which nothing can have been changed.
    """
    if not operators.may(interaction):
        operator = operators.includes(interaction.user.id)
        await desk.whisper(interaction, refusal_card(desk.context(lang), operator=operator))
        return
    await defer(interaction)
    seat = RequestContext(desk, interaction.user.id, lang, interaction.filesize_limit)
    try:
        made = await make(seat)
    except StorageError as error:
        reference = new_reference()
        log.error("database failed", reference=reference, reason=str(error))
        made = AdminReply(plain_card(seat.context, _outage(seat.tr, reference, reads=reads)))
    await finish(interaction, *made)


def _outage(tr: Translator, reference: str, *, reads: bool) -> str:
    if reads:
        return tr(UNREADABLE, reference=reference)
    return tr(
        "The database is unavailable right now, so nothing was changed. Please try "
        "again later. If this persists, give the operator this reference: "
        "`{reference}`",
        reference=reference,
    )
