"""A record as plain text to copy out of Discord, into a chat or an e-mail: no mark of Markdown."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.ui.blocks import closing_line, source_line
from bot.ui.components import Layout, row, text
from bot.ui.context import RenderContext
from bot.ui.escape import plain
from bot.ui.evidence import version_line
from bot.ui.export_buttons import FILE, takeaway_button
from cogs.measures.export.markdown import Exported, facts
from cogs.measures.export.parts import UNNAMED

_ROOM: Final = 3600
"""Characters of the text: with its frame and the closing line it stays below Discord's 4,000."""
_SOURCES: Final = 1200
"""Most of them for the sources."""


def record_file_name(record: Exported) -> str:
    """The name of the record's own file."""
    return f"{record.id}.md"


def copy_card(context: RenderContext, record: Exported) -> Layout:
    """The record as text in a frame from which Discord copies it whole."""
    said = copy_text(context, record).replace("```", "'''")
    return [
        text(f"```\n{said}\n```"),
        row(takeaway_button(context.tr, FILE, record.id)),
        text(closing_line(context, [record])),
    ]


def copy_text(context: RenderContext, record: Exported) -> str:
    """Title, facts, sources with dates and addresses, data version; says where it is cut."""
    tr = context.tr
    head = [tr.of(record.title), tr.other(record.title), ""]
    last = ["", plain(version_line(context, [record]))]
    sources = _kept(context, record, [tr("Sources"), *_sources(context, record)], _SOURCES)
    room = _ROOM - sum(len(each) + 1 for each in (*head, *sources, *last))
    # Without the empty lines that Markdown needs.
    body = [*filter(None, (plain(each) for each in facts(context, record, {}))), ""]
    return "\n".join([*head, *_kept(context, record, body, room), *sources, *last])


def _sources(context: RenderContext, record: Exported) -> Iterator[str]:
    """Each source with its publisher and date; its address on a line of its own."""
    cited = context.release.catalogue.cited(record)
    for number, source in enumerate(cited, 1):
        unlinked = source.model_copy(update={"url": None})
        yield f"{number}. {source_line(context.tr, unlinked)}"
        if source.url:
            yield f"   {source.url}"
    if not cited:
        yield context.tr(UNNAMED)


def _kept(context: RenderContext, record: Exported, lines: Sequence[str], room: int) -> list[str]:
    """As many lines as there is room for; then how many are missing, and where they are."""
    if sum(len(each) + 1 for each in lines) <= room:
        return list(lines)
    kept: list[str] = []
    for i, each in enumerate(lines):
        note = context.tr.many(
            "… cut here: {number} more line is in the file {name}",
            "… cut here: {number} more lines are in the file {name}",
            len(lines) - i,
            name=record_file_name(record),
        )
        if sum(len(k) + 1 for k in kept) + len(each) + len(note) + 2 > room:
            return [*kept, note]
        kept.append(each)
    return kept
