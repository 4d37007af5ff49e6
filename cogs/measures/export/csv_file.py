"""Measures as CSV for spreadsheets: one row a figure."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from bot.domain.data.diff import districts_of
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Figure, Measure, Source, Text
from bot.domain.search.filters import BrowseItem
from bot.ui.context import RenderContext
from cogs.measures.export import parts

_COLUMNS: Final = tuple(
    """
    id title_en title_zh topic kind package district status figure_en figure_zh value unit
    qualifier scope text_en text_zh period_en period_zh as_of who_en who_zh validity_en
    validity_zh confidence use note_en note_zh sources_disagree_en sources_disagree_zh
    other_scope_en other_scope_zh sources
    """.split()
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets."""


def as_csv(context: RenderContext, records: Iterable[BrowseItem]) -> bytes:
    """One row for each figure, or one for a record without figures; UTF-8 with a mark for Excel."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for record in records:
        shared = _record_cells(context, record)
        for figure in record.figures or (None,):
            cells = shared | _figure_cells(context, record, figure)
            writer.writerow([_safe(cells.get(column)) for column in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _record_cells(context: RenderContext, record: BrowseItem) -> dict[str, object]:
    measure = record if isinstance(record, Measure) else None
    validity = measure.validity.note if measure and measure.validity else None
    return {
        "id": record.id,
        "title_en": record.title.en,
        "title_zh": record.title.zh,
        "topic": record.topic,
        "kind": measure.kind if measure else None,
        "package": record.package,
        "district": "; ".join(DISTRICTS[d][0] for d in districts_of(record)),
        "status": context.release.catalogue.status(measure, context.today) if measure else None,
        "confidence": record.confidence,
        "use": record.use,
        **_both("who", measure.who if measure else None),
        **_both("validity", validity),
        **_both("note", record.note),
        "sources_disagree_en": "; ".join(parts.at_odds(context, c)["en"] for c in record.conflicts),
        "sources_disagree_zh": "；".join(parts.at_odds(context, c)["zh"] for c in record.conflicts),
        "other_scope_en": "; ".join(parts.at_odds(context, c)["en"] for c in record.other_scope),
        "other_scope_zh": "；".join(parts.at_odds(context, c)["zh"] for c in record.other_scope),
    }


def _figure_cells(
    context: RenderContext, record: BrowseItem, figure: Figure | None
) -> dict[str, object]:
    if figure is None:
        named = context.release.catalogue.cited(record)
        return {"as_of": record.as_of, "sources": _source_cell(context, named)}
    cells: dict[str, object] = {
        **_both("figure", figure.name),
        "value": parts.plain_number(figure),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "scope": figure.scope,
        **_both("text", parts.written(figure)),
        **_both("period", figure.period),
        "as_of": figure.as_of or record.as_of,
        "confidence": figure.confidence or record.confidence,
        "sources": _source_cell(context, parts.figure_sources(context, figure)),
    }
    if figure.note:
        cells |= _both("note", _together(figure.note, record.note))
    return cells


def _both(name: str, said: Text | None) -> dict[str, object]:
    return {f"{name}_en": said.en if said else None, f"{name}_zh": said.zh if said else None}


def _together(first: Text, second: Text | None) -> Text:
    return Text(en=f"{first.en} {second.en}", zh=f"{first.zh}{second.zh}") if second else first


def _source_cell(context: RenderContext, sources: Iterable[Source]) -> str:
    """Each source in the reader's language: the one column that is not in both."""
    tr = context.tr
    cells = (
        " · ".join(filter(None, [tr.title(s), tr.publisher(s), s.date, s.url])) for s in sources
    )
    return " | ".join(cells) or tr(parts.UNNAMED)


def _safe(cell: object) -> object:
    """Text that no spreadsheet runs; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
