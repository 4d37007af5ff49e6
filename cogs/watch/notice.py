"""What arrives as a direct message: that a watched measure changed, and the test message."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, ChangeKind
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Source
from bot.i18n.translator import N_, Translator
from bot.ui.actions import action_id
from bot.ui.blocks import closing, fit, source_line
from bot.ui.change_entries import change_entry
from bot.ui.components import Component, Layout, button, container, line, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import with_key
from bot.ui.data_text import escape_data
from bot.ui.version_date import versions_text

REMOVE: Final = "wrm"
"""Name of the act that ends a watch."""
_BODY: Final = 2300
_SOURCES: Final = 700
_HEADINGS: Final[Mapping[ChangeKind, str]] = {
    "new": N_("### A measure that you watch is listed again"),
    "changed": N_("### A measure that you watch has changed"),
    "superseded": N_("### A measure that you watch was superseded"),
    "withdrawn": N_("### A measure that you watch was withdrawn"),
}


def changed_notice(context: RenderContext, change: Change, since: str, dedup_key: str) -> Layout:
    """What became of the measure, field by field, with both versions; a button holds its key."""
    plain, context = context, escape_data(context)
    tr, version = context.tr, context.release.catalogue.version
    entry = change_entry(context, change)
    dates = versions_text(tr, since, version)
    body = [*entry.head, *entry.body]
    if change.kind == "withdrawn":
        body.append(tr("The measure is no longer in the data; no reason is stated."))
    sources = _sources(context, change)
    listed = [f"{i}. {source_line(plain.tr, s)}" for i, s in enumerate(sources, 1)]
    parts: list[Component] = [
        text(f"{tr(_HEADINGS[change.kind])}\n-# {dates}"),
        text(fit(body, _BODY, tr)),
    ]
    if listed:
        parts += [line(), text(fit([tr("**Sources**"), *listed], _SOURCES, tr))]
    parts.append(_buttons(tr, change.record.id, dedup_key, opens=change.kind != "withdrawn"))
    parts.append(text("\n".join(_foot(context, len(sources)))))
    return [container(*parts)]


def trial_notice(context: RenderContext, record: str, dedup_key: str) -> Layout:
    """That messages arrive, and what will make the next one come."""
    tr = context.tr
    measure = context.release.catalogue.measures.get(record)
    name = shorten(tr.of(measure.title), 200) if measure else record
    said = (
        tr("### You watch this measure"),
        f"**{name}**",
        tr("This message is a test. The next one comes here when the measure changes."),
    )
    foot = text("\n".join(_foot(context, 0)))
    return [container(text("\n".join(said)), _buttons(tr, record, dedup_key, opens=True), foot)]


def _sources(context: RenderContext, change: Change) -> tuple[Source, ...]:
    """The sources of the figures that changed, then those of the record."""
    figures = (f.new for f in change.fields if isinstance(f, FigureChange) and f.new)
    own = (source for figure in figures for source in figure.sources)
    known = context.release.catalogue.sources
    return context.release.catalogue.named(
        source for source in (*own, *source_ids(change.record)) if source in known
    )


def _buttons(tr: Translator, record: str, dedup_key: str, *, opens: bool) -> Component:
    stop = button(tr("Stop watching"), with_key(action_id(tr, REMOVE, record), dedup_key))
    return row(button(tr("Open"), link_to(tr, "m", record)), stop) if opens else row(stop)


def _foot(context: RenderContext, sources: int) -> Iterator[str]:
    tr = context.tr
    yield tr(
        "-# You get this because you watch it. {list} shows all that you watch.",
        list=context.registration.mention("watch list"),
    )
    if line_ := closing(context, sources):
        yield line_
