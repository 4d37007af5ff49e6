"""Two or three measures side by side: what differs, field by field."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Measure
from bot.i18n.translator import Translator
from bot.ui.argument_codes import full_id, short_id
from bot.ui.components import Layout, button, card, select, shorten
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.evidence import list_evidence
from bot.ui.line_width import columns_of, lines_of
from bot.ui.list_page import room, turn
from bot.ui.options import POPULAR
from cogs.measures.cards.compare_fields import ComparedField, compared_fields
from cogs.measures.cards.side_by_side import (
    LETTERS,
    field_heading,
    further_pages,
    labelled,
    side_by_side,
)

_SHORT = 24
"""Columns of a value that stands beside its name."""
_ID = 28
"""Three of them and a page number fit a custom id of 100 characters."""


def compare_card(context: RenderContext, a: str, b: str, c: str = "", page: str = "0") -> Layout:
    """What differs; an unknown measure gives the three nearest in its place."""
    typed = [t for t in (a, b, c) if t]
    found = [find_measure(context, t) for t in typed]
    if None in found:
        return _unknown(context, typed, found.index(None))
    measures = list({m.id: m for m in found if m}.values())
    if len(measures) == 1:
        tr, same = context.tr, measures[0]
        message = tr(
            "Both names are the same measure: **{name}**. Choose two different ones to compare.",
            name=tr.of(same.title),
        )
        return card([message], [button(tr("Open"), link_to(tr, "m", same.id))])
    return _pages(context, measures, len(found), int(page))


def _pages(context: RenderContext, measures: Sequence[Measure], named: int, page: int) -> Layout:
    """First what differs, side by side; then what has no room there, shortened."""
    tr, head = context.tr, context.tr("### Measures compared")
    foot = f"-# {list_evidence(context, measures)}"
    space = room(tr, head, small=foot)
    fields = list(compared_fields(context, measures))
    different = [field for field in fields if len(set(field.cells)) > 1]
    names = list(_names(context, measures, named))
    glance = side_by_side(tr, different, space - lines_of(names))
    further = further_pages(tr, glance.more, list(_rest(tr, fields)), space)
    pages = [[*names, *glance.lines], *further]
    ids = tuple([*(short_id(m.id, _ID) for m in measures), ""][:3])
    number, foot, turned = turn(tr, page, len(pages), foot, "mc", ids)
    sides = list(zip(LETTERS, measures, strict=False))
    options = [(tr("Details of {name}", name=each), link_to(tr, "md", m.id)) for each, m in sides]
    options += (
        (tr.list_comma.join(labels), link_to(tr, "mc", *ids, i))
        for i, each in enumerate(pages)
        if i and (labels := [f.label for f in glance.more if _begins(f, each)])
    )
    options += ((f"{each}{tr.colon}{tr.of(m.title)}", link_to(tr, "m", m.id)) for each, m in sides)
    return card(
        [head, *pages[number], foot],
        [select("s|mc", tr("Open"), ((label, link, False) for label, link in options))],
        turned,
    )


def _begins(field: ComparedField, page: Sequence[str]) -> bool:
    """Whether the field begins on the page."""
    return any(part.startswith(field_heading(field)) for part in page)


def find_measure(context: RenderContext, typed: str) -> Measure | None:
    """The measure that an id, a code or a person's words mean."""
    measures = context.release.catalogue.measures
    found = full_id(typed, measures, _ID) or context.release.names.measures.resolve(typed)
    return measures[found] if found else None


def _names(context: RenderContext, measures: Sequence[Measure], named: int) -> Iterator[str]:
    tr = context.tr
    for letter, measure in zip(LETTERS, measures, strict=False):
        yield labelled(tr, letter, f"**{tr.of(measure.title)}**")
    if named > len(measures):
        yield tr("-# One measure was named twice and is shown once.")


def _rest(tr: Translator, fields: Sequence[ComparedField]) -> Iterator[str]:
    """In a line each what is the same, and what is unknown."""
    same = [_alike(tr, f) for f in fields if any(f.cells) and len(set(f.cells)) == 1]
    if same:
        yield tr("**Same:** {fields}", fields=tr.list_comma.join(same))
    silent = [field.label for field in fields if not any(field.cells)]
    if silent:
        names = tr.list_comma.join(silent)
        yield tr("**Not stated for any:** {fields}", fields=names)


def _alike(tr: Translator, field: ComparedField) -> str:
    """A field that is the same, with what it is where that is short."""
    value = field.short[0]
    return tr.labelled(field.label, value if columns_of(value) <= _SHORT else "")


def _unknown(context: RenderContext, typed: Sequence[str], index: int) -> Layout:
    """Which names nothing has; the nearest to the first of them, each comparing with the others."""
    tr, measures = context.tr, context.release.catalogue.measures
    codes = [_code(context, other) for other in typed]
    known = [found for each in typed if (found := find_measure(context, each))]
    unknown = [echo(each, 60) for each in typed if not find_measure(context, each)]
    quoted = [tr("“{query}”", query=each) for each in dict.fromkeys(unknown)]
    lines = [tr("Nothing here is named {names}.", names=tr(" or ").join(quoted))]
    if known:
        kept = tr.list_comma.join(f"**{tr.of(measure.title)}**" for measure in known)
        lines.append(tr("Kept for the comparison: {names}", names=kept))

    def option(measure: Measure) -> tuple[str, str]:
        others = (*codes[:index], short_id(measure.id, _ID), *codes[index + 1 :])
        return tr.of(measure.title), link_to(tr, "mc", *others)

    left = [m for m in measures.values() if m not in known and m.use != "warning"]
    near = [measures[i] for i in context.release.names.measures.nearest(typed[index], 5)]
    if near := [m for m in near if m in left][:3]:
        lines.append(tr("Nearest matches to {name}:", name=quoted[0]))
        return card(lines, [button(*option(measure)) for measure in near])
    left.sort(
        key=lambda m: (m.kind not in [k.kind for k in known], m.id not in POPULAR["measures"])
    )
    options = [(*option(measure), False) for measure in left]
    return card(lines, [select("s|mc", tr("Choose another measure"), options)])


def _code(context: RenderContext, typed: str) -> str:
    found = find_measure(context, typed)
    return short_id(found.id, _ID) if found else shorten(typed, _ID)
