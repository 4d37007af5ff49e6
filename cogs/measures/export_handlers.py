"""Copy as text and File: gives the record of a card away, to whoever presses, privately."""

import io
from collections.abc import Mapping
from typing import Final

import discord
from discord import ui

from bot.domain.data.models import Measure, Zone
from bot.i18n.translator import Lang
from bot.ui.blocks import closing_line
from bot.ui.callback import reply
from bot.ui.context import RenderContext
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import RECORD_ID, takes
from bot.ui.desk import Desk
from bot.ui.export_buttons import COPY, FILE
from bot.ui.registry import RecordButton
from bot.ui.share import with_share
from cogs.measures.cards.copy import copy_card, file_name
from cogs.measures.export.markdown import Kept, document


async def send_copy(
    desk: Desk, interaction: discord.Interaction, lang: Lang, record_id: str
) -> None:
    """Answers with the record as plain text."""
    context = desk.context(lang)
    if (record := await _find(desk, interaction, context, record_id)) is not None:
        await reply(interaction, copy_card(context, record), ephemeral=True)


async def send_file(
    desk: Desk, interaction: discord.Interaction, lang: Lang, record_id: str
) -> None:
    """Answers with the record as a file."""
    context = desk.context(lang)
    if (record := await _find(desk, interaction, context, record_id)) is not None:
        await _send_file(interaction, context, record)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    COPY: RecordButton(send_copy, takes(RECORD_ID)),
    FILE: RecordButton(send_file, takes(RECORD_ID), FILES),
}


async def _find(
    desk: Desk, interaction: discord.Interaction, context: RenderContext, record_id: str
) -> Kept | None:
    """The record; None, and the nearest ones are the answer, where it is gone."""
    record = context.release.catalogue.records.get(record_id)
    if isinstance(record, Measure | Zone):
        return record
    missing = desk.registry.layout(context, "m", record_id)
    await reply(interaction, with_share(missing, context.tr), ephemeral=True)
    return None


async def _send_file(
    interaction: discord.Interaction, context: RenderContext, record: Kept
) -> None:
    """The file in one answer. No part of the view is interactive, so the library keeps none."""
    name = file_name(record)
    view = ui.LayoutView()
    said = context.tr(
        "**{name}** as a file, with everything that is recorded.", name=context.tr.of(record.title)
    )
    view.add_item(ui.TextDisplay(f"{said}\n{closing_line(context, [record])}"))
    view.add_item(ui.File(f"attachment://{name}"))
    file = discord.File(io.BytesIO(document(context, record)), name)
    await interaction.response.send_message(view=view, file=file, ephemeral=True)
