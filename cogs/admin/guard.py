"""Answers /admin: to operators alone, and as a sentence where the database is unavailable."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

import discord

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import Lang, Translator
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.operators import operator_refusal
from bot.ui.outages import UnavailableError, outage_card, with_timeout
from bot.ui.responses import AttachedFile, defer, edit_answer, reply_privately
from bot.ui.services import AdminServices, Services


class AdminReply(NamedTuple):
    """A message, and a file under it."""

    layout: Layout
    file: AttachedFile | None = None


@dataclass(frozen=True, slots=True)
class AdminRequest:
    """A command or press of an operator."""

    services: Services
    client: LittleGiant
    user_id: int
    lang: Lang
    max_file_bytes: int
    """The largest file that the place accepts."""

    @property
    def admin(self) -> AdminServices:
        """What operators work with."""
        return self.services.admin

    @property
    def context(self) -> RenderContext:
        """Of the release in use now: a reload changes it while the command runs."""
        return self.services.context(self.lang)

    @property
    def tr(self) -> Translator:
        """In the person's language."""
        return self.services.translators[self.lang]


Make: TypeAlias = Callable[[AdminRequest], Coroutine[Any, Any, AdminReply]]


async def answer(
    services: Services,
    interaction: discord.Interaction,
    make: Make,
    lang: Lang | None = None,
    *,
    reads: bool = False,
) -> None:
    """Answers privately, however long it takes; an outage is a sentence. `reads`: no change."""
    lang = services.lang(interaction, lang)
    refusal = operator_refusal(services.admin.operators, interaction, services.context(lang))
    if refusal is not None:
        await reply_privately(interaction, refusal)
        return
    await defer(interaction)
    client, limit = cast("LittleGiant", interaction.client), interaction.filesize_limit
    request = AdminRequest(services, client, interaction.user.id, lang, limit)
    try:
        reply = await with_timeout(make(request), reads=reads, deferred=True)
    except UnavailableError as error:
        reply = AdminReply(outage_card(request.context, error))
    await edit_answer(interaction, *reply)
