"""What arrives as a direct message: that a watched measure changed, and the test message."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, ChangeKind
from bot.domain.data.field_diff import FigureChange
from bot.i18n.translator import N_, Translator
from bot.ui.change_entries import field_lines
from bot.ui.change_marks import marked
from bot.ui.components import Component, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import action_id, with_key
from bot.ui.data_text import escape_data
from bot.ui.evidence import source_label
from bot.ui.line_width import LINES, lines_of, pages_of

REMOVE: Final = "wrm"
"""Name of the act that ends a watch."""
_CHANGES: Final = "ch"
"""Name of the view of changes since a version."""
_TITLE: Final = 120
_HEADINGS: Final[Mapping[ChangeKind, str]] = {
    "new": N_("### A measure that you watch is listed again"),
    "changed": N_("### A measure that you watch has changed"),
    "superseded": N_("### A measure that you watch was superseded"),
    "withdrawn": N_("### A measure that you watch was withdrawn"),
}


def changed_notice(context: RenderContext, change: Change, since: str, dedup_key: str) -> Layout:
    """What became of the measure, as many fields as a phone shows; a button holds its key."""
    plain, context = context, escape_data(context)
    tr, record = context.tr, change.record
    name = marked(tr, f"**{shorten(tr.of(record.title), _TITLE)}**", record)
    versions = tr("Data {old} → {new}", old=since, new=context.release.catalogue.version)
    foot = [f"-# {versions}", _reason(context), *_evidence(plain, change)]
    around = [tr(_HEADINGS[change.kind]), name, *foot]
    fields = field_lines(context, change)
    if change.kind == "withdrawn":
        fields.append(tr("The measure is no longer in the data; no reason is stated."))
    shown, *rest = pages_of(fields, LINES - lines_of(around) - 1)
    if left := sum(map(len, rest)):
        shown.append(tr.many("… and {number} more line", "… and {number} more lines", left))
    said = "\n".join([*around[:2], *shown, *foot])
    opens = change.kind != "withdrawn"
    details = link_to(tr, _CHANGES, since, 0, record.id) if left else ""
    buttons = _buttons(tr, record.id, dedup_key, opens=opens, details=details)
    return [container(text(said)), buttons]


def trial_notice(context: RenderContext, record: str, dedup_key: str) -> Layout:
    """That messages arrive, and what will make the next one come."""
    tr = context.tr
    measure = context.release.catalogue.measures.get(record)
    name = shorten(tr.of(measure.title), _TITLE) if measure else record
    said = (
        tr("### You watch this measure"),
        f"**{name}**",
        tr("This message is a test. The next one comes here when the measure changes."),
        _reason(context),
    )
    return [container(text("\n".join(said))), _buttons(tr, record, dedup_key, opens=True)]


def _evidence(context: RenderContext, change: Change) -> Iterator[str]:
    """The source of what changed, and how many more there are."""
    tr, catalogue = context.tr, context.release.catalogue
    figures = (f.new for f in change.fields if isinstance(f, FigureChange) and f.new)
    own = (source for figure in figures for source in figure.sources)
    ids = (*own, *source_ids(change.record))
    cited = catalogue.named(source for source in ids if source in catalogue.sources)
    if cited:
        named, more = source_label(tr, cited[0]), len(cited) - 1
        yield "-# " + (tr("{source} +{more}", source=named, more=more) if more else named)


def _buttons(
    tr: Translator, record: str, dedup_key: str, *, opens: bool, details: str = ""
) -> Component:
    stop = button(tr("Stop watching"), with_key(action_id(tr, REMOVE, record), dedup_key))
    shown = [button(tr("Open"), link_to(tr, "m", record))] if opens else []
    return row(*shown, *([button(tr("Details"), details)] if details else []), stop)


def _reason(context: RenderContext) -> str:
    all_ = context.registration.mention("watch list")
    return context.tr("-# Sent because you watch it · {list}", list=all_)
