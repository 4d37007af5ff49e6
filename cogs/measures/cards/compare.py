"""Two or three measures side by side: what differs, field by field."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Measure
from bot.i18n.translator import Translator
from bot.ui.argument_codes import full_id, short_id
from bot.ui.components import Layout, button, container, row, select, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.evidence import list_evidence
from bot.ui.line_width import lines_of, pages_of
from bot.ui.list_page import page_buttons, paged, room
from bot.ui.nearest import nearest_card
from cogs.measures.cards.compare_fields import ComparedField, compared_fields
from cogs.measures.cards.side_by_side import LETTERS, side_by_side

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
        return _same_twice(context, measures[0])
    return _pages(context, measures, len(found), int(page) if page.isdigit() else 0)


def _pages(context: RenderContext, measures: Sequence[Measure], named: int, page: int) -> Layout:
    """First what differs, side by side; then each field in full."""
    tr, head = context.tr, context.tr("### Measures compared")
    foot = f"-# {list_evidence(context, measures)}"
    space = room(tr, head, small=foot)
    fields = list(compared_fields(context, measures))
    different = [field for field in fields if len(set(field.cells)) > 1]
    names = list(_names(context, measures, named))
    first = [*names, *side_by_side(tr, different, space - lines_of(names))]
    whole = ["\n".join(_in_full(tr, field)) for field in different]
    pages = [first, *pages_of([*whole, *_rest(tr, fields)], space)]
    number = min(page, len(pages) - 1)
    ids = tuple([*(short_id(m.id, _ID) for m in measures), ""][:3])
    options = [
        (tr.list_comma.join(labels), link_to(tr, "mc", *ids, i))
        for i, each in enumerate(pages)
        if i and (labels := [f.label for f in different if _begins(f, each)])
    ]
    options += (
        (f"{letter}{tr.colon}{tr.of(m.title)}", link_to(tr, "m", m.id))
        for letter, m in zip(LETTERS, measures, strict=False)
    )
    return [
        container(text("\n".join([head, *pages[number], paged(tr, foot, number, len(pages))]))),
        row(select("s|mc", tr("Open"), ((label, link, False) for label, link in options))),
        row(*page_buttons(tr, number, len(pages), "mc", ids)),
    ]


def _begins(field: ComparedField, page: Sequence[str]) -> bool:
    """Whether the field begins on the page."""
    return any(part.startswith(_label(field)) for part in page)


def find_measure(context: RenderContext, typed: str) -> Measure | None:
    """The measure that an id, a code or a person's words mean."""
    measures = context.release.catalogue.measures
    found = full_id(typed, measures, _ID) or context.release.names.measures.resolve(typed)
    return measures[found] if found else None


def _names(context: RenderContext, measures: Sequence[Measure], named: int) -> Iterator[str]:
    tr = context.tr
    for letter, measure in zip(LETTERS, measures, strict=False):
        yield _labelled(tr, letter, f"**{tr.of(measure.title)}**")
    if named > len(measures):
        yield tr("-# One measure was named twice and is shown once.")


# ------------------------------------------------------------------------- what is said


def _in_full(tr: Translator, field: ComparedField) -> Iterator[str]:
    """A field: its label, then a line for each measure."""
    yield f"{_label(field)}{_alike(tr, field.cells)}"
    for letter, cell in zip(LETTERS, field.cells, strict=False):
        yield _labelled(tr, letter, _joined(tr, cell) if cell else tr("not stated"))


def _label(field: ComparedField) -> str:
    return f"**{field.label}**"


def _rest(tr: Translator, fields: Sequence[ComparedField]) -> Iterator[str]:
    """In a line each what is the same, and what is unknown."""
    same = [f.label for f in fields if any(f.cells) and len(set(f.cells)) == 1]
    if same:
        yield tr("**Same:** {fields}", fields=tr.list_comma.join(same))
    silent = [field.label for field in fields if not any(field.cells)]
    if silent:
        names = tr.list_comma.join(silent)
        yield tr("**Not stated for any:** {fields}", fields=names)


def _alike(tr: Translator, cells: Sequence[tuple[str, ...]]) -> str:
    """Which two of three are the same, if any."""
    for cell in cells:
        alike = [LETTERS[j] for j, other in enumerate(cells) if other == cell]
        if cell and len(alike) > 1:
            said = tr("{first} and {second} are the same", first=alike[0], second=alike[1])
            return f" · {said}"
    return ""


def _labelled(tr: Translator, letter: str, said: str) -> str:
    return f"- {letter}：{said}" if tr.lang == "zh" else f"- {letter}: {said}"


def _joined(tr: Translator, parts: Sequence[str]) -> str:
    """The parts in one line."""
    line = parts[0]
    for part in parts[1:]:
        line = f"{line}{_stop(tr, line)}{part}"
    return line


def _stop(tr: Translator, before: str) -> str:
    """What stands between two parts; a sentence has its full stop already."""
    if tr.lang == "zh":
        return "" if before.endswith(("。", "！", "？")) else "；"
    return " " if before.endswith((".", "!", "?")) else "; "


# ------------------------------------------------------------------------- what is not


def _unknown(context: RenderContext, typed: Sequence[str], index: int) -> Layout:
    """The three nearest to a name that nothing has, each comparing with the others as typed."""
    tr, measures = context.tr, context.release.catalogue.measures
    name = typed[index]
    codes = [_code(context, other) for other in typed]
    alike = context.release.names.measures.nearest(name, 5)
    near = [measures[i] for i in alike if short_id(i, _ID) not in codes][:3]
    buttons = [
        button(
            tr.of(m.title),
            link_to(tr, "mc", *codes[:index], short_id(m.id, _ID), *codes[index + 1 :]),
        )
        for m in near
    ]
    if not near:
        return nearest_card(context, name, [], "m")
    message = tr("No record is named “{typed}”. Nearest matches:", typed=echo(name, 100))
    return [container(text(message)), row(*buttons)]


def _code(context: RenderContext, typed: str) -> str:
    found = find_measure(context, typed)
    return short_id(found.id, _ID) if found else shorten(typed, _ID)


def _same_twice(context: RenderContext, measure: Measure) -> Layout:
    tr = context.tr
    message = tr(
        "Both names are the same measure: **{name}**. Choose two different ones to compare.",
        name=tr.of(measure.title),
    )
    opened = button(tr("Open"), link_to(tr, "m", measure.id))
    return [container(text(message)), row(opened)]
