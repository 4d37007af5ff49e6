"""Answers the buttons *Copy as text* and *File* of a record, privately."""

from collections.abc import Mapping
from typing import Final

import discord

from bot.domain.data.models import Measure, Zone
from bot.i18n.translator import Lang
from bot.ui.blocks import closing_line
from bot.ui.components import attached_file, text
from bot.ui.context import RenderContext
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import RECORD_ID, takes
from bot.ui.export_buttons import COPY, FILE
from bot.ui.registry import Args, RecordButton
from bot.ui.responses import AttachedFile, reply
from bot.ui.services import Services
from bot.ui.share import with_share
from cogs.measures.cards.copy import copy_card, file_name
from cogs.measures.export.markdown import Kept, document


async def send_copy(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Answers with the record as plain text."""
    context = services.context(lang)
    if (record := await _find(services, interaction, context, args[0])) is not None:
        await reply(interaction, copy_card(context, record), ephemeral=True)


async def send_file(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Answers with the record as a file."""
    context = services.context(lang)
    if (record := await _find(services, interaction, context, args[0])) is not None:
        await _send_file(interaction, context, record)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    COPY: RecordButton(send_copy, takes(RECORD_ID)),
    FILE: RecordButton(send_file, takes(RECORD_ID), FILES),
}


async def _find(
    services: Services, interaction: discord.Interaction, context: RenderContext, record_id: str
) -> Kept | None:
    """The record; None, and the nearest ones are the answer, where it is gone."""
    record = context.release.catalogue.records.get(record_id)
    if isinstance(record, Measure | Zone):
        return record
    missing = services.registry.layout(context, "m", record_id)
    await reply(interaction, with_share(missing, context.tr), ephemeral=True)
    return None


async def _send_file(
    interaction: discord.Interaction, context: RenderContext, record: Kept
) -> None:
    name = file_name(record)
    sentence = context.tr(
        "**{name}** as a file, with everything that is recorded.", name=context.tr.of(record.title)
    )
    layout = [text(f"{sentence}\n{closing_line(context, [record])}"), attached_file(name)]
    await reply(
        interaction, layout, ephemeral=True, file=AttachedFile(name, document(context, record))
    )
