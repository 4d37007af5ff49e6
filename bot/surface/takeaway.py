"""Copy as text and File: gives the record of a card away, to whoever presses, privately."""

import io

import discord
from discord import ui

from bot.domain.records import Measure, Zone
from bot.surface.book import layout_of
from bot.surface.callback import reply
from bot.surface.cards.blocks import closing_line
from bot.surface.cards.copy import copy_card, file_name
from bot.surface.desk import Desk
from bot.surface.export_md import Kept, document
from bot.surface.share import with_share
from bot.surface.taking import COPY
from bot.surface.views import Scene
from bot.surface.words import Lang


async def take(
    desk: Desk, interaction: discord.Interaction, way: str, lang: Lang, record_id: str
) -> None:
    """Answers with the text or the file; a record that is gone gives the nearest ones."""
    scene = desk.scene(lang)
    record = scene.release.catalogue.records.get(record_id)
    if not isinstance(record, Measure | Zone):
        missing = layout_of(scene, "m", record_id)
        await reply(interaction, with_share(missing, scene.words), ephemeral=True)
    elif way == COPY:
        await reply(interaction, copy_card(scene, record), ephemeral=True)
    else:
        await _send_file(interaction, scene, record)


async def _send_file(interaction: discord.Interaction, scene: Scene, record: Kept) -> None:
    """The file in one answer. No part of the view is interactive, so the library keeps none."""
    name = file_name(record)
    view = ui.LayoutView()
    said = scene.words(
        "**{name}** as a file, with everything that is recorded.", name=scene.words.of(record.title)
    )
    view.add_item(ui.TextDisplay(f"{said}\n{closing_line(scene, [record])}"))
    view.add_item(ui.File(f"attachment://{name}"))
    file = discord.File(io.BytesIO(document(scene, record)), name)
    await interaction.response.send_message(view=view, file=file, ephemeral=True)
