"""Two or three measures side by side, field by field, with what differs said in words."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Measure
from bot.i18n.translator import Translator
from bot.ui.argument_codes import full_id, short_id
from bot.ui.blocks import closing_line, pager, status_note
from bot.ui.components import Component, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.nearest import nearest_card
from cogs.measures.cards.compare_fields import ComparedField, compared_fields

LETTERS: Final = "ABC"
_ID = 28
"""Three of them and a page number fit a custom id of 100 characters."""
_CELL = 420
"""Characters of one measure in one field; three of them fit a page with room to spare."""
_PAGE_TEXT = 3200
_PAGE_FIELDS = 22


def compare_card(context: RenderContext, a: str, b: str, c: str = "", page: str = "0") -> Layout:
    """Field by field; an unknown measure gives the three nearest in its place."""
    typed = [t for t in (a, b, c) if t]
    found = [find_measure(context, t) for t in typed]
    if None in found:
        return _unknown(context, typed, found.index(None))
    measures = list({m.id: m for m in found if m}.values())
    if len(measures) == 1:
        return _same_twice(context, measures[0])
    tr = context.tr
    fields = list(compared_fields(context, measures))
    pages = _paged(tr, fields)
    number = min(int(page) if page.isdigit() else 0, len(pages) - 1)
    head = _head(context, measures, fields, len(found))
    if len(pages) > 1:
        where = tr("page {page} of {pages}", page=number + 1, pages=len(pages))
        head += f" · {where}"
    parts = [text(head), *(text(block) for block in pages[number])]
    if len(pages) > 1:
        ids = [short_id(m.id, _ID) for m in measures]
        before = tuple([*ids, "", ""][:3])
        parts.append(pager(tr, number, len(pages), "mc", before))
    parts.append(row(*(_open(context, m, i) for i, m in enumerate(measures))))
    parts.append(text(closing_line(context, measures)))
    return [container(*parts)]


def find_measure(context: RenderContext, typed: str) -> Measure | None:
    """The measure that an id, a code or a person's words mean."""
    measures = context.release.catalogue.measures
    found = full_id(typed, measures, _ID) or context.release.names.measures.resolve(typed)
    return measures[found] if found else None


def _head(
    context: RenderContext, measures: Sequence[Measure], fields: Sequence[ComparedField], named: int
) -> str:
    tr = context.tr
    lines = [tr("### Measures compared")]
    for letter, measure in zip(LETTERS, measures, strict=False):
        note = status_note(context, measure)
        name = f"{tr.of(measure.title)} · {note}" if note else tr.of(measure.title)
        lines.append(_labelled(tr, letter, name))
    if named > len(measures):
        lines.append(tr("-# One measure was named twice and is shown once."))
    differ = sum(len(set(field.cells)) > 1 for field in fields)
    lines.append(tr("-# Different in {number} of {total} fields", number=differ, total=len(fields)))
    return "\n".join(lines)


def _open(context: RenderContext, measure: Measure, index: int) -> Component:
    name = f"{LETTERS[index]}{context.tr.colon}{shorten(context.tr.of(measure.title), 60)}"
    return button(context.tr("Open {name}", name=name), link_to(context.tr, "m", measure.id))


# ------------------------------------------------------------------------- what is said


def _blocks(tr: Translator, fields: Sequence[ComparedField]) -> Iterator[str]:
    """What is stated of some, field by field; then in one line what is stated of none."""
    yield from (_block(tr, field) for field in fields if any(field.cells))
    silent = [field.label for field in fields if not any(field.cells)]
    if silent:
        names = tr.list_comma.join(silent)
        yield tr("**Not stated for any** · {fields}", fields=names)


def _block(tr: Translator, field: ComparedField) -> str:
    """A field: its label with the verdict, then one line for each measure."""
    lines = [f"**{field.label}** · {_verdict(tr, field.cells)}"]
    for letter, cell in zip(LETTERS, field.cells, strict=False):
        lines.append(_labelled(tr, letter, _joined(tr, cell, whole=field.whole)))
    return "\n".join(lines)


def _verdict(tr: Translator, cells: Sequence[tuple[str, ...]]) -> str:
    """Same, different, or which two of the three agree."""
    if len(set(cells)) == 1:
        return tr("same")
    for cell in cells:
        alike = [LETTERS[j] for j, other in enumerate(cells) if other == cell]
        if cell and len(alike) > 1:
            odd = next(LETTERS[j] for j, other in enumerate(cells) if other != cell)
            return tr(
                "different: {first} and {second} are the same, {odd} is not",
                first=alike[0],
                second=alike[1],
                odd=odd,
            )
    return tr("different")


def _labelled(tr: Translator, letter: str, said: str) -> str:
    return f"- {letter}：{said}" if tr.lang == "zh" else f"- {letter}: {said}"


def _joined(tr: Translator, parts: Sequence[str], *, whole: bool) -> str:
    """The parts in one line, as many as fit, and how many were left out."""
    if not parts:
        return tr("not stated")
    line = parts[0] if whole else shorten(parts[0], _CELL)
    more = len(parts) - 1
    for part in parts[1:]:
        longer = f"{line}{_stop(tr, line)}{part}"
        if len(longer) > _CELL:
            break
        line = longer
        more -= 1
    note = tr.many(" … and {number} more", " … and {number} more", more) if more else ""
    return line + note


def _stop(tr: Translator, before: str) -> str:
    """What stands between two parts; a sentence has its full stop already."""
    if tr.lang == "zh":
        return "" if before.endswith(("。", "！", "？")) else "；"
    return " " if before.endswith((".", "!", "?")) else "; "


def _paged(tr: Translator, fields: Sequence[ComparedField]) -> list[list[str]]:
    """The fields' blocks on as few pages as hold them."""
    pages: list[list[str]] = [[]]
    used = 0
    for block in _blocks(tr, fields):
        if pages[-1] and (used + len(block) > _PAGE_TEXT or len(pages[-1]) >= _PAGE_FIELDS):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += len(block)
    return pages


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
    return [container(text(message), row(*buttons), text(closing_line(context, near)))]


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
    return [container(text(message), row(opened), text(closing_line(context, [measure])))]
