"""How far something can be relied on: marks of confidence, status, and sources in one line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.models import Confidence, Figure, Measure, Record, Source, Use
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext
from bot.ui.formats import date_text, partial_date_text

MARKS: Final[Mapping[Confidence, str]] = {
    "high": N_("● high"),
    "medium": N_("◐ medium"),
    "low": N_("○ low"),
    "conflicting": N_("◐ sources differ"),
}
CONFIDENCE_SIGNS: Final[Mapping[Confidence, str]] = {k: mark[0] for k, mark in MARKS.items()}
_DOUBTS: Final[Mapping[Use, str]] = {
    "reading": N_("our inference"),
    "unconfirmed": N_("not confirmed"),
    "history": N_("history"),
    "warning": N_("unreliable"),
}
_CLOSE: Final = 90
"""Days before an end from which lists name it."""


def mark(tr: Translator, record: Record) -> str:
    """The mark with its word; and what is doubtful about the record, where something is."""
    doubt = _DOUBTS.get(record.use)
    shown = tr(MARKS[record.confidence])
    return f"{tr(doubt)} {shown}" if doubt else shown


def evidence_line(
    context: RenderContext, record: Record, figure: Figure | None = None, *, counts: bool = True
) -> str:
    """The line that ends a card: confidence and one source, that of the figure if there is one.

    `counts`: whether it says how many more sources there are, and that others differ.
    """
    tr = context.tr
    first = figure.sources if figure else ()
    cited = context.release.catalogue.named((*first, *source_ids(record)))
    parts = [tr(MARKS[record.confidence])]
    if cited:
        more = len(cited) - 1 if counts else 0
        named = source_label(tr, cited[0])
        parts.append(tr("{source} +{more}", source=named, more=more) if more else named)
    else:
        parts.append(tr("source not named"))
    if counts and record.conflicts and record.confidence != "conflicting":
        parts.append(tr("sources differ"))
    return f"-# {' · '.join(parts)}"


def source_label(tr: Translator, source: Source) -> str:
    """Publisher and date of a source (last check, else as printed), linked where it may be.

    Says so where only its number or address is known and its text was not opened.
    """
    name = tr.publisher(source).replace("[", "(").replace("]", ")")
    when = partial_date_text(tr.lang, source.date) if source.date else ""
    if source.read:
        when = tr("checked {date}", date=date_text(tr.lang, source.read))
    label = f"{name}{tr.comma}{when}" if when else name
    if not source.opened:
        label += tr.brackets(tr("text not seen"))
    return f"[{label}]({source.url})" if source.url else label


def list_evidence(context: RenderContext, records: Iterable[Record]) -> str:
    """The last line of a list, without its mark: how many sources, and the newest month."""
    sources = context.release.catalogue.sources
    ids = {i for record in records for i in source_ids(record)}
    return sources_text(context.tr, [sources[i] for i in ids])


def sources_text(tr: Translator, sources: Sequence[Source]) -> str:
    """How many sources, and the newest month."""
    count, newest = len(sources), max((s.date for s in sources if s.date), default="")
    if not newest:
        return tr.many("{number} source", "{number} sources", count)
    month = partial_date_text(tr.lang, newest[:7])
    return tr.many("{number} source, {date}", "{number} sources, newest {date}", count, date=month)


def version_line(context: RenderContext, records: Iterable[Record]) -> str:
    """The small line under details: data version, number of sources."""
    return context.tr.many(
        "-# Data {version} · {number} source",
        "-# Data {version} · {number} sources",
        len({i for record in records for i in source_ids(record)}),
        version=context.release.catalogue.version,
    )


def short_status(context: RenderContext, measure: Measure) -> str:
    """Ended, replaced, or when it ends if that is close; empty where it goes on."""
    tr = context.tr
    match context.release.catalogue.status(measure, context.today):
        case "superseded":
            return tr("replaced")
        case "ended":
            return tr("ended")
        case "in-force":
            ends = measure.validity.ends if measure.validity else None
            if not ends or (left := (ends - context.today).days) > _CLOSE:
                return ""
            return tr.many("ends in {number} day", "ends in {number} days", left)
