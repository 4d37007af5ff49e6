"""Two or three measures side by side, field by field, with what differs said in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.data.models import Award, Figure, Measure, Text
from bot.i18n.translator import Words
from bot.ui.argument_codes import full_id, short_id
from bot.ui.blocks import (
    KINDS,
    TOPICS,
    closing_line,
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    figure_value,
    pager,
    status_note,
)
from bot.ui.components import (
    Component,
    Layout,
    button,
    container,
    row,
    shorten,
    text,
)
from bot.ui.context import Scene, link_to
from bot.ui.escape import echo
from bot.ui.formats import partial_date_text
from bot.ui.relations import relation_cells

LETTERS: Final = "ABC"
_ID = 28
"""Three of them and a page number fit a custom id of 100 characters."""
_CELL = 420
"""Characters of one measure in one field; three of them fit a page with room to spare."""
_PAGE_TEXT = 3200
_PAGE_FIELDS = 22


@dataclass(frozen=True, slots=True)
class _Field:
    """One thing compared: its parts by measure, empty where the record lacks it."""

    label: str
    cells: tuple[tuple[str, ...], ...]
    whole: bool = False
    """Parts that may be left out, but never cut: figures and sources."""


def compare_card(scene: Scene, a: str, b: str, c: str = "", page: str = "0") -> Layout:
    """Field by field; an unknown measure gives the three nearest in its place."""
    typed = [t for t in (a, b, c) if t]
    found = [find_measure(scene, t) for t in typed]
    if None in found:
        return _unknown(scene, typed, found.index(None))
    measures = list({m.id: m for m in found if m}.values())
    if len(measures) == 1:
        return _same_twice(scene, measures[0])
    words = scene.words
    fields = list(_fields(scene, measures))
    pages = _paged(words, fields)
    number = min(int(page) if page.isdigit() else 0, len(pages) - 1)
    head = _head(scene, measures, fields, len(found))
    if len(pages) > 1:
        where = words("page {page} of {pages}", page=number + 1, pages=len(pages))
        head += f" · {where}"
    parts = [text(head), *(text(block) for block in pages[number])]
    if len(pages) > 1:
        ids = [short_id(m.id, _ID) for m in measures]
        before = tuple([*ids, "", ""][:3])
        parts.append(pager(words, number, len(pages), "mc", before))
    parts.append(row(*(_open(scene, m, i) for i, m in enumerate(measures))))
    parts.append(text(closing_line(scene, measures)))
    return [container(*parts)]


def find_measure(scene: Scene, typed: str) -> Measure | None:
    """The measure that an id, a code or a person's words mean."""
    measures = scene.release.catalogue.measures
    found = full_id(typed, measures, _ID) or scene.release.names.measures.resolve(typed)
    return measures[found] if found else None


def _head(scene: Scene, measures: Sequence[Measure], fields: Sequence[_Field], named: int) -> str:
    words = scene.words
    lines = [words("### Measures compared")]
    for letter, measure in zip(LETTERS, measures, strict=False):
        note = status_note(scene, measure)
        name = f"{words.of(measure.title)} · {note}" if note else words.of(measure.title)
        lines.append(_labelled(words, letter, name))
    if named > len(measures):
        lines.append(words("-# One measure was named twice and is shown once."))
    differ = sum(len(set(field.cells)) > 1 for field in fields)
    lines.append(
        words("-# Different in {number} of {total} fields", number=differ, total=len(fields))
    )
    return "\n".join(lines)


def _open(scene: Scene, measure: Measure, index: int) -> Component:
    colon = "：" if scene.words.lang == "zh" else ": "
    name = f"{LETTERS[index]}{colon}{shorten(scene.words.of(measure.title), 60)}"
    return button(scene.words("Open {name}", name=name), link_to(scene.words, "m", measure.id))


# ----------------------------------------------------------------------------- fields


def _fields(scene: Scene, measures: Sequence[Measure]) -> Iterator[_Field]:
    """Every field in the order of the measure's own card; disagreements only where there are."""
    words = scene.words

    def of(label: str, cells: Iterable[Iterable[str]], *, whole: bool = False) -> _Field:
        return _Field(label, tuple(tuple(cell) for cell in cells), whole)

    yield of(words("What kind"), (_kind(words, m) for m in measures))
    yield from _figure_fields(words, measures)
    yield of(words("Who"), (_said(words, m.who) for m in measures))
    yield of(words("Where"), (_where(scene, m) for m in measures))
    yield of(words("Conditions"), ([words.of(t) for t in m.conditions] for m in measures))
    yield of(words("How to apply"), ([words.of(t) for t in m.apply] for m in measures))
    yield of(words("Authority"), (_said(words, m.authority) for m in measures))
    yield of(words("Validity"), (_said(words, m.validity and m.validity.note) for m in measures))
    yield of(words("With other support"), (relation_cells(scene, m) for m in measures))
    yield of(words("Status"), ([_status(scene, m)] for m in measures))
    yield of(words("Package"), ([_package(scene, m)] for m in measures))
    yield of(words("Reliability"), ([confidence_line(words, m)] for m in measures))
    if any(m.conflicts for m in measures):
        disagree = ([s[2:] for s in conflict_lines(scene, m.conflicts)] for m in measures)
        yield of(words("Sources disagree"), disagree)
    yield of(words("Sources"), (_sources(scene, m) for m in measures), whole=True)


def _kind(words: Words, measure: Measure) -> Iterable[str]:
    labels = [words(TOPICS[measure.topic])]
    if measure.kind:
        labels.append(words(KINDS[measure.kind]))
    return dict.fromkeys(labels)


def _figure_fields(words: Words, measures: Sequence[Measure]) -> Iterator[_Field]:
    """Figures of the same meaning each in a field of its own, then the others.

    Only awards name their figures by fixed ids; elsewhere an equal id means nothing.
    """
    by_id = [{f.id: f for f in m.figures} if isinstance(m, Award) else {} for m in measures]
    shared = {
        i: figure.name
        for figures in by_id
        for i, figure in figures.items()
        if sum(i in other for other in by_id) > 1
    }
    for figure_id, name in shared.items():
        found = [figures.get(figure_id) for figures in by_id]
        cells = tuple((figure_value(words, f),) if f else () for f in found)
        yield _Field(_sentence_case(words.of(name)), cells, whole=True)
    rest = tuple(
        tuple(figure_line(words, f).removeprefix("- ") for f in m.figures if f.id not in mine)
        for m, mine in zip(measures, _mine(by_id, shared), strict=True)
    )
    if any(rest) or not shared:
        label = words("Other figures") if shared else words("Figures")
        yield _Field(label, rest, whole=True)


def _mine(by_id: Sequence[dict[str, Figure]], shared: dict[str, Text]) -> Iterator[frozenset[str]]:
    """Per measure, the ids of its figures that have a field of their own."""
    for figures in by_id:
        yield frozenset(figures.keys() & shared.keys())


def _sentence_case(label: str) -> str:
    return label[:1].upper() + label[1:]


def _said(words: Words, said: Text | None) -> list[str]:
    return [words.of(said)] if said else []


def _where(scene: Scene, measure: Measure) -> list[str]:
    words, catalogue = scene.words, scene.release.catalogue
    level = catalogue.packages[measure.package].level
    if measure.districts:
        place = district_names(words, measure.districts)
    elif level == "national" or (isinstance(measure, Award) and measure.giver == "national"):
        place = words("Whole country")
    elif level == "city":
        place = words("Whole city")
    else:
        place = words("Not limited to a district")
    if measure.zones == "all":
        return [place, words("all zones")]
    return [place, *(words.of(catalogue.zones[z].title) for z in measure.zones)]


def _status(scene: Scene, measure: Measure) -> str:
    note = status_note(scene, measure)
    return note.replace("**", "") if note else scene.words("in force, as far as anything says")


def _package(scene: Scene, measure: Measure) -> str:
    return scene.words.of(scene.release.catalogue.packages[measure.package].title)


def _sources(scene: Scene, measure: Measure) -> Iterator[str]:
    """Publisher and date of each source, linked where it may be."""
    words = scene.words
    for source in scene.release.catalogue.cited(measure):
        name = words.publisher(source).replace("[", "(").replace("]", ")")
        if source.date:
            when = partial_date_text(words.lang, source.date)
            name = f"{name}，{when}" if words.lang == "zh" else f"{name}, {when}"
        yield f"[{name}]({source.url})" if source.url else name


# ------------------------------------------------------------------------- what is said


def _blocks(words: Words, fields: Sequence[_Field]) -> Iterator[str]:
    """What is stated of some, field by field; then in one line what is stated of none."""
    yield from (_block(words, field) for field in fields if any(field.cells))
    silent = [field.label for field in fields if not any(field.cells)]
    if silent:
        names = ("、" if words.lang == "zh" else ", ").join(silent)
        yield words("**Not stated for any** · {fields}", fields=names)


def _block(words: Words, field: _Field) -> str:
    """A field: its label with the verdict, then one line for each measure."""
    lines = [f"**{field.label}** · {_verdict(words, field.cells)}"]
    for letter, cell in zip(LETTERS, field.cells, strict=False):
        lines.append(_labelled(words, letter, _joined(words, cell, whole=field.whole)))
    return "\n".join(lines)


def _verdict(words: Words, cells: Sequence[tuple[str, ...]]) -> str:
    """Same, different, or which two of the three agree."""
    if len(set(cells)) == 1:
        return words("same")
    for cell in cells:
        alike = [LETTERS[j] for j, other in enumerate(cells) if other == cell]
        if cell and len(alike) > 1:
            odd = next(LETTERS[j] for j, other in enumerate(cells) if other != cell)
            return words(
                "different: {first} and {second} are the same, {odd} is not",
                first=alike[0],
                second=alike[1],
                odd=odd,
            )
    return words("different")


def _labelled(words: Words, letter: str, said: str) -> str:
    return f"- {letter}：{said}" if words.lang == "zh" else f"- {letter}: {said}"


def _joined(words: Words, parts: Sequence[str], *, whole: bool) -> str:
    """The parts in one line, as many as fit, and how many were left out."""
    if not parts:
        return words("not stated")
    line = parts[0] if whole else shorten(parts[0], _CELL)
    more = len(parts) - 1
    for part in parts[1:]:
        longer = f"{line}{_stop(words, line)}{part}"
        if len(longer) > _CELL:
            break
        line = longer
        more -= 1
    note = words.many(" … and {number} more", " … and {number} more", more) if more else ""
    return line + note


def _stop(words: Words, before: str) -> str:
    """What stands between two parts; a sentence has its full stop already."""
    if words.lang == "zh":
        return "" if before.endswith(("。", "！", "？")) else "；"
    return " " if before.endswith((".", "!", "?")) else "; "


def _paged(words: Words, fields: Sequence[_Field]) -> list[list[str]]:
    """The fields' blocks on as few pages as hold them."""
    pages: list[list[str]] = [[]]
    used = 0
    for block in _blocks(words, fields):
        if pages[-1] and (used + len(block) > _PAGE_TEXT or len(pages[-1]) >= _PAGE_FIELDS):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += len(block)
    return pages


# ------------------------------------------------------------------------- what is not


def _unknown(scene: Scene, typed: Sequence[str], index: int) -> Layout:
    """The three nearest to a name that nothing has, each comparing with the others as typed."""
    words, measures = scene.words, scene.release.catalogue.measures
    name = typed[index]
    codes = [_code(scene, other) for other in typed]
    alike = scene.release.names.measures.nearest(name, 5)
    near = [measures[i] for i in alike if short_id(i, _ID) not in codes][:3]
    buttons = [
        button(
            words.of(m.title),
            link_to(words, "mc", *codes[:index], short_id(m.id, _ID), *codes[index + 1 :]),
        )
        for m in near
    ]
    message = words("Nothing is called “{typed}”. The nearest:", typed=echo(name, 100))
    return [container(text(message), row(*buttons), text(closing_line(scene, near)))]


def _code(scene: Scene, typed: str) -> str:
    found = find_measure(scene, typed)
    return short_id(found.id, _ID) if found else shorten(typed, _ID)


def _same_twice(scene: Scene, measure: Measure) -> Layout:
    words = scene.words
    message = words(
        "That is the same measure: **{name}**. Name two different ones to compare.",
        name=words.of(measure.title),
    )
    opened = button(words("Open"), link_to(words, "m", measure.id))
    return [container(text(message), row(opened), text(closing_line(scene, [measure])))]
