"""Measures as a file (CSV for spreadsheets, JSON for programs, Markdown) and its reply.

Only sources that may be named are in it, and their addresses only where they may be shown.
"""

import asyncio
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import discord
from discord import ui

from bot.domain.browse import Filters, Found
from bot.domain.places import DISTRICTS, District
from bot.domain.records import Award, Conflict, Figure, Measure, Source, Text
from bot.surface.cards.blocks import (
    KINDS,
    TOPICS,
    closing_line,
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    source_line,
    status_note,
)
from bot.surface.cards.measures import STATUSES, filter_names
from bot.surface.formats import figure_text, number_text
from bot.surface.views import Scene
from bot.surface.words import Words, mark, read_words

Format: TypeAlias = Literal["csv", "json", "md"]
FORMATS: Final[Mapping[str, Format]] = {"csv": "csv", "json": "json", "md": "md"}
"""By what the option holds."""

COLUMNS: Final[tuple[str, ...]] = (
    "id",
    "title_en",
    "title_zh",
    "topic",
    "kind",
    "package",
    "district",
    "status",
    "figure_en",
    "figure_zh",
    "value",
    "unit",
    "qualifier",
    "text_en",
    "text_zh",
    "period_en",
    "period_zh",
    "as_of",
    "who_en",
    "who_zh",
    "validity_en",
    "validity_zh",
    "confidence",
    "use",
    "note_en",
    "note_zh",
    "sources_disagree_en",
    "sources_disagree_zh",
    "sources",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets."""
_UNNAMED = mark("a source that is not named here")


async def send_file(
    interaction: discord.Interaction,
    scene: Scene,
    filters: Filters,
    records: Sequence[Found],
    kind: Format,
) -> None:
    """Answers a deferred command with the file under its two-line summary.

    A deferred reply turns into Components V2 only by an edit; no part of it is interactive, so
    that the library keeps no view.
    """
    content = await asyncio.to_thread(file_content, scene, records, kind)
    view = ui.LayoutView()
    if len(content) > interaction.filesize_limit:
        view.add_item(ui.TextDisplay(_too_large(scene, len(content), interaction.filesize_limit)))
        await interaction.edit_original_response(view=view)
        return
    name = file_name(scene, kind)
    view.add_item(ui.TextDisplay(summary(scene, filters, records)))
    view.add_item(ui.File(f"attachment://{name}"))
    file = discord.File(io.BytesIO(content), name)
    await interaction.edit_original_response(attachments=[file], view=view)


def summary(scene: Scene, filters: Filters, records: Sequence[Found]) -> str:
    """How much the file holds and by which filters; then the closing line."""
    words = scene.words
    figures = sum(len(record.figures) for record in records)
    parts = [
        words.many("**{number} record**", "**{number} records**", len(records)),
        words.many("{number} figure", "{number} figures", figures),
        words(STATUSES[filters.status]),
        *filter_names(words, filters, scene),
    ]
    return f"{' · '.join(parts)}\n{closing_line(scene, records)}"


def _too_large(scene: Scene, size: int, limit: int) -> str:
    words = scene.words
    said = words(
        "The file would have {size} MB; Discord takes at most {limit} MB here. "
        "Narrow it with a topic, a package or a district.",
        size=number_text(words.lang, round(size / 2**20, 1)),
        limit=number_text(words.lang, limit // 2**20),
    )
    return f"{said}\n{closing_line(scene, [])}"


def file_name(scene: Scene, kind: Format) -> str:
    """The file's name, with the data version."""
    return f"little-giant-measures-{scene.release.catalogue.version}.{kind}"


def file_content(scene: Scene, records: Sequence[Found], kind: Format) -> bytes:
    """The file. Takes a moment for many records: build it in a thread."""
    match kind:
        case "csv":
            return as_csv(scene, records)
        case "json":
            return as_json(scene, records)
        case "md":
            return as_markdown(scene, records)


# -------------------------------------------------------------------------------- CSV


def as_csv(scene: Scene, records: Iterable[Found]) -> bytes:
    """One row for each figure, or one for a record without figures; UTF-8 with a mark for Excel."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records:
        shared = _record_cells(scene, record)
        for figure in record.figures or (None,):
            cells = shared | _figure_cells(scene, record, figure)
            writer.writerow([_safe(cells.get(column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _record_cells(scene: Scene, record: Found) -> dict[str, object]:
    measure = record if isinstance(record, Measure) else None
    validity = measure.validity.note if measure and measure.validity else None
    return {
        "id": record.id,
        "title_en": record.title.en,
        "title_zh": record.title.zh,
        "topic": record.topic,
        "kind": measure.kind if measure else None,
        "package": record.package,
        "district": "; ".join(DISTRICTS[d][0] for d in _districts(record)),
        "status": scene.release.catalogue.status(measure, scene.today) if measure else None,
        "confidence": record.confidence,
        "use": record.use,
        **_both("who", measure.who if measure else None),
        **_both("validity", validity),
        **_both("note", record.note),
        "sources_disagree_en": "; ".join(_says(scene, c)["en"] for c in record.conflicts),
        "sources_disagree_zh": "；".join(_says(scene, c)["zh"] for c in record.conflicts),
    }


def _figure_cells(scene: Scene, record: Found, figure: Figure | None) -> dict[str, object]:
    if figure is None:
        named = scene.release.catalogue.cited(record)
        return {"as_of": record.as_of, "sources": _source_cell(scene, named)}
    cells: dict[str, object] = {
        **_both("figure", figure.name),
        "value": _number(figure),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        **_both("text", _written(figure)),
        **_both("period", figure.period),
        "as_of": figure.as_of or record.as_of,
        "confidence": figure.confidence or record.confidence,
        "sources": _source_cell(scene, _figure_sources(scene, figure)),
    }
    if figure.note:
        cells |= _both("note", _together(figure.note, record.note))
    return cells


def _both(name: str, said: Text | None) -> dict[str, object]:
    return {f"{name}_en": said.en if said else None, f"{name}_zh": said.zh if said else None}


def _together(first: Text, second: Text | None) -> Text:
    return Text(en=f"{first.en} {second.en}", zh=f"{first.zh}{second.zh}") if second else first


def _source_cell(scene: Scene, sources: Iterable[Source]) -> str:
    cells = [" · ".join(filter(None, [s.title, s.publisher, s.date, s.url])) for s in sources]
    return " | ".join(cells) or scene.words(_UNNAMED)


def _safe(cell: object) -> object:
    """Text that no spreadsheet runs; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


# ------------------------------------------------------------------------------- JSON


def as_json(scene: Scene, records: Iterable[Found]) -> bytes:
    """Records with their figures and sources inside, and the data version."""
    catalogue = scene.release.catalogue
    document = {
        "data_version": catalogue.version,
        "data_date": catalogue.made_on.isoformat(),
        "notice": scene.words("Not legal advice."),
        "records": [_record(scene, record) for record in records],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _record(scene: Scene, record: Found) -> dict[str, Any]:
    catalogue = scene.release.catalogue
    package = catalogue.packages[record.package]
    found: dict[str, Any] = {
        "id": record.id,
        "title": _text(record.title),
        "summary": _text(record.summary),
        "topic": record.topic,
        "package": {"id": package.id, "title": _text(package.title)},
        "districts": list(_districts(record)),
    }
    if isinstance(record, Measure):
        found |= _measure(scene, record)
    else:
        found["area"] = record.area
    return found | {
        "figures": [_figure(scene, record, f) for f in record.figures],
        "as_of": record.as_of,
        "confidence": record.confidence,
        "use": record.use,
        "note": _text(record.note),
        "sources_disagree": [_says(scene, c) for c in record.conflicts],
        "not_stated": [{"about": s.about, "text": _text(s.text)} for s in record.not_stated],
        "sources": [_source(s) for s in catalogue.cited(record)],
    }


def _measure(scene: Scene, measure: Measure) -> dict[str, Any]:
    validity = measure.validity
    return {
        "kind": measure.kind,
        "giver": measure.giver if isinstance(measure, Award) else None,
        "status": scene.release.catalogue.status(measure, scene.today),
        "who": _text(measure.who),
        "conditions": [_text(t) for t in measure.conditions],
        "apply": [_text(t) for t in measure.apply],
        "authority": _text(measure.authority),
        "validity": {
            "note": _text(validity.note),
            "starts": validity.starts.isoformat() if validity.starts else None,
            "ends": validity.ends.isoformat() if validity.ends else None,
        }
        if validity
        else None,
        "zones": "all" if measure.zones == "all" else list(measure.zones),
        "supersedes": list(measure.supersedes),
        "superseded_by": measure.superseded_by,
    }


def _figure(scene: Scene, record: Found, figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "name": _text(figure.name),
        "value": _number(figure),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "text": _text(_written(figure)),
        "period": _text(figure.period),
        "as_of": figure.as_of,
        "confidence": figure.confidence or record.confidence,
        "note": _text(figure.note),
        "sources": [_source(s) for s in _figure_sources(scene, figure)],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "grade": source.grade,
        "url": source.url,
    }


def _text(said: Text | None) -> dict[str, str] | None:
    return {"en": said.en, "zh": said.zh} if said else None


# --------------------------------------------------------------------------- Markdown


def as_markdown(scene: Scene, records: Sequence[Found]) -> bytes:
    """A document to read, in the reader's language."""
    words = scene.words
    lines = [f"# {words('Measures')}", ""]
    for record in records:
        lines += [*_chapter(scene, record), ""]
    lines.append(closing_line(scene, records).removeprefix("-# "))
    return ("\n".join(lines) + "\n").encode()


def _chapter(scene: Scene, record: Found) -> Iterator[str]:
    words = scene.words
    yield f"## {words.of(record.title)}"
    yield ""
    yield f"*{words.other(record.title)}* · `{record.id}` · {_label(words, record)}"
    yield ""
    if isinstance(record, Measure) and (note := status_note(scene, record)):
        yield from (note, "")
    yield from (words.of(record.summary), "")
    if record.figures:
        yield from (figure_line(words, f) for f in record.figures)
        yield ""
    if isinstance(record, Measure):
        yield from _measure_lines(words, record)
    if record.note:
        yield from (words("**Note:** {text}", text=words.of(record.note)), "")
    if record.conflicts:
        yield from (words("**Sources disagree**"), "", *conflict_lines(scene, record.conflicts), "")
    if record.not_stated:
        yield from (words("**Not stated**"), "")
        yield from (f"- {words.of(s.text)}" for s in record.not_stated)
        yield ""
    yield from (confidence_line(words, record), "")
    yield from (words("**Sources**"), "")
    sources = scene.release.catalogue.cited(record)
    yield from (f"{i}. {source_line(words, s)}" for i, s in enumerate(sources, 1))
    if not sources:
        yield f"- {words(_UNNAMED)}"


def _measure_lines(words: Words, measure: Measure) -> Iterator[str]:
    """Who, where, conditions, steps, authority and validity, each only where it is stated."""
    if measure.who:
        yield from (words("**Who:** {text}", text=words.of(measure.who)), "")
    if measure.districts:
        yield from (words("**Where:** {text}", text=district_names(words, measure.districts)), "")
    if measure.conditions:
        yield from (words("**Conditions**"), "")
        yield from (f"- {words.of(t)}" for t in measure.conditions)
        yield ""
    if measure.apply:
        yield from (words("**How to apply**"), "")
        yield from (f"{i}. {words.of(t)}" for i, t in enumerate(measure.apply, 1))
        yield ""
    if measure.authority:
        yield from (words("**Authority:** {text}", text=words.of(measure.authority)), "")
    if measure.validity:
        yield from (words("**Validity:** {text}", text=words.of(measure.validity.note)), "")


def _label(words: Words, record: Found) -> str:
    if isinstance(record, Measure) and record.kind:
        return words(KINDS[record.kind])
    return words(TOPICS[record.topic])


# ------------------------------------------------------------------------ all of them


def _districts(record: Found) -> tuple[District, ...]:
    if isinstance(record, Measure):
        return record.districts
    area = record.area
    return () if area in ("shanghai", "national") else (area,)


def _figure_sources(scene: Scene, figure: Figure) -> list[Source]:
    """The sources that print the figure and may be named."""
    sources = scene.release.catalogue.sources
    ids = dict.fromkeys([*figure.sources, *figure.confirmed_by])
    return [sources[i] for i in ids if sources[i].named]


def _number(figure: Figure) -> float | int:
    """The value without a needless decimal point."""
    return int(figure.value) if float(figure.value).is_integer() else figure.value


def _written(figure: Figure) -> Text:
    """The figure as a reader of each language writes it, with qualifier and unit."""
    words = read_words()
    return Text(en=figure_text(words["en"], figure), zh=figure_text(words["zh"], figure))


def _says(scene: Scene, conflict: Conflict) -> dict[str, str]:
    """Who disagrees and what it says, in both languages."""
    found: dict[str, str] = {}
    for lang, words in read_words().items():
        line = next(iter(conflict_lines(Scene(scene.release, words, scene.today), [conflict])))
        found[lang] = line.removeprefix("- ")
    return found
