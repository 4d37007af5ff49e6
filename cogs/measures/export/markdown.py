"""Measures as Markdown to read or to keep: one record a chapter, with all that it holds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from bot.domain.data.models import Figure, Measure, Zone
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.domain.search.filters import BrowseItem
from bot.i18n.translator import Translator
from bot.ui import blocks
from bot.ui.context import RenderContext
from bot.ui.evidence import version_line
from bot.ui.relations import relation_lines
from bot.ui.zone_text import zone_facts
from cogs.measures.export.parts import UNNAMED, figure_sources

Exported: TypeAlias = BrowseItem | Zone
"""What can be taken away as a document."""


def as_markdown(context: RenderContext, records: Sequence[BrowseItem]) -> bytes:
    """A document to read, in the reader's language."""
    lines = ["# " + context.tr("Measures"), ""]
    for record in records:
        lines += [*chapter(context, record), ""]
    return _ended(context, lines, records)


def document(context: RenderContext, record: Exported) -> bytes:
    """One record as a document of its own, with all that it holds."""
    return _ended(context, [*chapter(context, record, level="#"), ""], [record])


def _ended(context: RenderContext, lines: Sequence[str], records: Sequence[Exported]) -> bytes:
    last = version_line(context, records).removeprefix("-# ")
    return "\n".join([*lines, last, ""]).encode()


def chapter(context: RenderContext, record: Exported, level: str = "##") -> Iterator[str]:
    """A record: what it says, each figure with the numbers of its sources, and those sources."""
    tr = context.tr
    sources = context.release.catalogue.cited(record)
    numbers = {source.id: i for i, source in enumerate(sources, 1)}
    yield f"{level} {tr.of(record.title)}"
    yield ""
    yield f"*{tr.other(record.title)}* · `{record.id}` · {_label(tr, record)}"
    yield ""
    yield from facts(context, record, numbers)
    yield from (tr("**Sources**"), "")
    yield from (f"{i}. {blocks.source_line(tr, s)}" for i, s in enumerate(sources, 1))
    if not sources:
        yield f"- {tr(UNNAMED)}"


def facts(context: RenderContext, record: Exported, numbers: Mapping[str, int]) -> Iterator[str]:
    """All between the title and the sources; `numbers` of sources to name behind figures."""
    tr = context.tr
    if isinstance(record, Measure) and (note := blocks.status_note(context, record)):
        yield from (note, "")
    yield from (tr.of(record.summary), "")
    if isinstance(record, Zone):
        yield from (*(line for fact in zone_facts(tr, record) for line in (fact, "")),)
    if record.figures:
        for figure in record.figures:
            yield from _figure_lines(context, figure, numbers)
        yield ""
    if isinstance(record, Measure):
        yield from _measure_lines(context, record)
    if record.note:
        yield from (tr("**Note:** {text}", text=tr.of(record.note)), "")
    if record.conflicts:
        disagree = blocks.conflict_lines(context, record.conflicts)
        yield from (tr("**Sources disagree**"), "", *disagree, "")
    if record.other_scope:
        related = blocks.conflict_lines(context, record.other_scope)
        yield from (tr("**Related, but counts something else**"), "", *related, "")
    if record.not_stated:
        yield from (tr("**Not stated**"), "")
        yield from (f"- {tr.of(s.text)}" for s in record.not_stated)
        yield ""
    yield from (blocks.confidence_line(tr, record), "")


def _figure_lines(
    context: RenderContext, figure: Figure, numbers: Mapping[str, int]
) -> Iterator[str]:
    """A figure with the numbers of the sources that print it, and what must be known of it."""
    tr = context.tr
    printed = [numbers[s.id] for s in figure_sources(context, figure) if s.id in numbers]
    yield blocks.figure_line(tr, figure) + "".join(f" [{number}]" for number in printed)
    if figure.confidence:
        yield f"  - {tr(blocks.CONFIDENCE[figure.confidence])}"
    if figure.note:
        yield f"  - {tr.of(figure.note)}"


def _measure_lines(context: RenderContext, measure: Measure) -> Iterator[str]:
    """Who, where, conditions, steps and so on, each only where it is stated."""
    tr = context.tr
    for field, stated in STATED.items():
        label, texts = tr(stated.label), [tr.of(each) for each in stated_texts(measure, field)]
        if texts and stated.each:
            numbered = "{number}" in stated.each
            yield from (f"**{label}**", "")
            yield from (f"{i}. {t}" if numbered else f"- {t}" for i, t in enumerate(texts, 1))
            yield ""
        elif texts:
            yield from (tr.bold(label, texts[0]), "")
        if field == "who" and measure.districts:
            where = blocks.district_names(tr, measure.districts)
            yield from (tr("**Where:** {text}", text=where), "")
    for line in relation_lines(context, measure):
        yield from (line,) if line.startswith("- ") else (line, "")
    if context.release.catalogue.relations_of(measure.id):
        yield ""


def _label(tr: Translator, record: Exported) -> str:
    if isinstance(record, Zone):
        topic = blocks.TOPICS["zone"] if record.kind == "park" else blocks.TOPICS["cluster"]
        return tr(topic)
    if isinstance(record, Measure) and record.kind:
        return tr(blocks.FUNDING_KINDS[record.kind])
    return tr(blocks.TOPICS[record.topic])
