"""Everything that changed in a record: its name, then a line for each field."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.data.diff import Change, ChangeKind, ComparedRecord
from bot.domain.data.models import Measure, Statistic, Zone
from bot.domain.eligibility.tiers import find_tiers
from bot.ui.blocks import figure_line
from bot.ui.change_lines import change_lines
from bot.ui.change_marks import marked
from bot.ui.components import shorten
from bot.ui.context import RenderContext, link_to

CHANGE_SIGNS: Final[Mapping[ChangeKind, str]] = {
    "new": "+",
    "changed": "~",
    "superseded": "×",
    "withdrawn": "−",
}
_TITLE: Final = 120
_NEW_FIGURES: Final = 3


def entry_lines(context: RenderContext, change: Change) -> list[str]:
    """`~ **title** · marks`, then `- field: old → new`."""
    tr = context.tr
    title = f"**{shorten(tr.of(change.record.title), _TITLE)}**"
    said = {
        "new": title + tr.brackets(tr("new")),
        "changed": title,
        "superseded": tr("{title}: superseded", title=title),
        "withdrawn": tr("{title}: withdrawn", title=title),
    }[change.kind]
    return [
        f"{CHANGE_SIGNS[change.kind]} {marked(tr, said, change.record)}",
        *field_lines(context, change),
    ]


def field_lines(context: RenderContext, change: Change) -> list[str]:
    """Each field as a line; what replaced it; of a new record its first figures."""
    match change.kind:
        case "new":
            return list(_facts(context, change.record))
        case "withdrawn":
            return []
        case _:
            tr = context.tr
            fields = [f"- {each}" for each in change_lines(tr, change)]
            successor = context.release.catalogue.records.get(change.successor or "")
            if change.kind == "superseded" and successor is not None:
                said = tr("**Superseded** by: {name}", name=tr.of(successor.title))
                fields.insert(0, said)
            return fields


def _facts(context: RenderContext, record: ComparedRecord) -> Iterator[str]:
    """The first figures, a series' newest; where there is none, the summary."""
    series = isinstance(record, Statistic) and record.series
    figures = record.figures[-_NEW_FIGURES:] if series else record.figures[:_NEW_FIGURES]
    yield from (figure_line(context.tr, figure) for figure in figures)
    if not figures:
        yield context.tr.of(record.summary)


def link_of(context: RenderContext, record: ComparedRecord) -> str:
    """The custom id that opens a record."""
    tr = context.tr
    match record:
        case Measure():
            return link_to(tr, "m", record.id)
        case Zone():
            return link_to(tr, "z", record.id)
        case Statistic():
            return link_to(tr, "st", record.id)
        case _:
            # A tier may have several records; each has a button of its own, on the tier's pages.
            tiers = find_tiers(context.release.catalogue.dataset.tiers, record.tier, record.rules)
            place = [tier.id for tier in tiers].index(record.id)
            return link_to(tr, "lc", record.tier, record.rules, place)
