"""Measures as a file (CSV for spreadsheets, JSON for programs, Markdown) and its reply.

Only sources that may be named are in it, and their addresses only where they may be shown.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.domain.search.filters import BrowseItem, Filters, browse
from bot.ui.blocks import closing_line
from bot.ui.components import attached_file, text
from bot.ui.context import RenderContext
from bot.ui.formats import number_text
from bot.ui.registry import Press
from bot.ui.responses import AttachedFile, edit_answer, show_view
from cogs.measures.cards.browse import STATUS_NAMES, filter_names, read_filters
from cogs.measures.export.csv_file import as_csv
from cogs.measures.export.json_file import records_as_json
from cogs.measures.export.markdown import as_markdown

FORMATS: Final[Mapping[str, Callable[[RenderContext, Sequence[BrowseItem]], bytes]]] = {
    "csv": as_csv,
    "json": records_as_json,
    "md": as_markdown,
}
"""What writes each kind of file."""


async def send_export(press: Press, args: Sequence[str], kind: str) -> None:
    """Answers with the file under its two-line summary; else the page of browse that says why."""
    interaction, context = press.interaction, press.context
    filters = read_filters(context, *args)
    records = browse(context.release, filters, context.today).found if filters else ()
    if filters is None or not records:
        await show_view(press, "mb", 0, *args)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    content = await asyncio.to_thread(file_content, context, records, kind)
    if len(content) > interaction.filesize_limit:
        said = _too_large(context, len(content), interaction.filesize_limit)
        await edit_answer(interaction, [text(said)])
        return
    name = export_file_name(context, kind)
    layout = [text(export_summary(context, filters, records)), attached_file(name)]
    await edit_answer(interaction, layout, AttachedFile(name, content))


def export_summary(context: RenderContext, filters: Filters, records: Sequence[BrowseItem]) -> str:
    """How much the file holds and by which filters; then the closing line."""
    tr = context.tr
    figures = sum(len(record.figures) for record in records)
    parts = [
        tr.many("**{number} record**", "**{number} records**", len(records)),
        tr.many("{number} figure", "{number} figures", figures),
        tr(STATUS_NAMES[filters.status]),
        *filter_names(tr, filters, context),
    ]
    return f"{' · '.join(parts)}\n{closing_line(context, records)}"


def _too_large(context: RenderContext, size: int, limit: int) -> str:
    tr = context.tr
    return tr(
        "The file would have {size} MB; Discord accepts at most {limit} MB here. "
        "Narrow it with a topic, a package or a district.",
        size=number_text(tr.lang, round(size / 2**20, 1)),
        limit=number_text(tr.lang, limit // 2**20),
    )


def export_file_name(context: RenderContext, kind: str) -> str:
    """The file's name, with the data version."""
    return f"little-giant-measures-{context.release.catalogue.version}.{kind}"


def file_content(context: RenderContext, records: Sequence[BrowseItem], kind: str) -> bytes:
    """The file. Takes a moment for many records: build it in a thread."""
    return FORMATS[kind](context, records)
