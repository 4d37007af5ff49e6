"""Answers the buttons *Copy as text* and *File* of a record, privately."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Measure, Zone
from bot.ui.blocks import closing_line
from bot.ui.components import attached_file, text
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import RECORD_ID, takes
from bot.ui.export_buttons import COPY, FILE
from bot.ui.registry import Press, RecordButton
from bot.ui.responses import AttachedFile, reply
from cogs.measures.cards.copy import copy_card, record_file_name
from cogs.measures.export.markdown import Exported, document


async def send_copy(press: Press) -> None:
    """Answers with the record as plain text."""
    if (record := await _find(press)) is not None:
        await reply(press.interaction, copy_card(press.context, record), ephemeral=True)


async def send_record_file(press: Press) -> None:
    """Answers with the record as a file."""
    if (record := await _find(press)) is None:
        return
    context, name = press.context, record_file_name(record)
    sentence = context.tr(
        "**{name}** as a file, with everything that is recorded.", name=context.tr.of(record.title)
    )
    layout = [text(f"{sentence}\n{closing_line(context, [record])}"), attached_file(name)]
    file = AttachedFile(name, document(context, record))
    await reply(press.interaction, layout, ephemeral=True, file=file)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    COPY: RecordButton(send_copy, takes(RECORD_ID)),
    FILE: RecordButton(send_record_file, takes(RECORD_ID), FILES),
}


async def _find(press: Press) -> Exported | None:
    """The record; None, and the nearest ones are the answer, where it is gone."""
    context, (record_id,) = press.context, press.args
    record = context.release.catalogue.records.get(record_id)
    if isinstance(record, Measure | Zone):
        return record
    missing = press.services.registry.layout(context, "m", record_id)
    await reply(press.interaction, missing, ephemeral=True)
    return None
