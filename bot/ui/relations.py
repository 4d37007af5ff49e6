"""Measures that combine with a measure, precede or exclude it, as sources state it."""

from collections.abc import Iterator
from typing import Final

from bot.domain.data.catalogue import RelatedRecord
from bot.domain.data.models import How, Measure, Record, Tier
from bot.i18n.translator import N_, Translator
from bot.ui.components import SelectOption
from bot.ui.context import RenderContext, link_to

_HEADINGS: Final[dict[How, str]] = {
    "may-combine": N_("Can be combined with"),
    "tops-up": N_("Can be combined with"),
    "requires": N_("Requires"),
    "not-together": N_("Cannot be combined with"),
}
_NEEDED: Final = N_("Required for")


def relation_lines(context: RenderContext, record: Record) -> Iterator[str]:
    """Each group under its heading: the other's name, and the sentence that states it."""
    groups: dict[str, list[str]] = {}
    for standing in context.release.catalogue.relations_of(record.id):
        groups.setdefault(_heading(context.tr, standing), []).append(_line(context, standing))
    for heading, lines in groups.items():
        yield f"**{heading}**"
        yield from lines


def relation_cells(context: RenderContext, measure: Measure) -> Iterator[str]:
    """The same in short for a comparison, with what the record says is not stated about it."""
    tr = context.tr
    for standing in context.release.catalogue.relations_of(measure.id):
        yield f"{_heading(tr, standing)}{tr.colon}{_line(context, standing).removeprefix('- ')}"
    yield from (tr.of(s.text) for s in measure.not_stated if s.about == "stacking")


def related_options(context: RenderContext, measure: Measure) -> Iterator[SelectOption]:
    """An option of a drop-down for each record named."""
    catalogue = context.release.catalogue
    for standing in catalogue.relations_of(measure.id):
        match catalogue.records.get(standing.record or ""):
            case Measure() as other:
                target = ("m", other.id)
            case Tier() as other:
                target = ("lc", other.tier, other.rules)
            case _:
                continue
        yield context.tr.of(other.title), link_to(context.tr, *target), False


def _heading(tr: Translator, standing: RelatedRecord) -> str:
    how = standing.relation.how
    needed = standing.inverse and how == "requires"
    return tr(_NEEDED if needed else _HEADINGS[how])


def _line(context: RenderContext, standing: RelatedRecord) -> str:
    tr = context.tr
    said = tr.of(standing.relation.text)
    other = context.release.catalogue.records.get(standing.record or "")
    return f"- {tr.of(other.title)}{tr.colon}{said}" if other else f"- {said}"
