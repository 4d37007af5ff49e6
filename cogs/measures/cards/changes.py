"""What changed between a data version and the live one, in pages; and versions not understood."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.domain.data.catalogue import source_ids
from bot.domain.data.change_start import MAX_NEAREST, ChangeStart, ChangeStartFault
from bot.domain.data.diff import CHANGE_KINDS, Change, ChangeKind
from bot.domain.data.versions import date_of
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import closing
from bot.ui.change_entries import entry_lines, link_of
from bot.ui.components import Layout, button, card, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.data_text import escape_data, one_line
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.line_width import lines_of, packed, pages_of
from bot.ui.list_page import room, turn
from bot.ui.nearest import all_measures

CHANGES: Final = "ch"
"""Name of the view: since a version, page, and the one record that it is about."""
_MANY: Final = 999
"""Sources for which room is kept in the last line."""
_FAULTS: Final[Mapping[ChangeStartFault, str]] = {
    "unreadable": N_(
        "“{typed}” is neither a data version nor a readable date. Write it like "
        "2026-11-20, 20 November 2026 or 2026年11月20日, or choose a version:"
    ),
    "no-version": N_("There is no data version {typed}. Nearest matches:"),
    "too-early": N_("On {date} there was no data yet. The first versions:"),
    "not-yet": N_("{date} has not come yet. The newest versions:"),
}


class _Block(NamedTuple):
    """Lines of one change that stay together."""

    change: Change
    content: str


def changes_pages(
    context: RenderContext, since: str, changes: Sequence[Change], record: str = ""
) -> list[Layout]:
    """The pages; of one `record` alone, where it is named."""
    context = escape_data(context)
    told = [c for kind in CHANGE_KINDS for c in changes if c.kind == kind]
    told = [c for c in told if record in ("", c.record.id)]
    head = "\n".join(_head(context, since, told))
    most = room(context.tr, head, small=closing(context, _MANY))
    blocks = (block for change in told for block in _blocks(context, change, most))
    sheets = packed(blocks, lambda block: lines_of([block.content]), most)
    after = (record,) if record else ()
    return [
        _page(context, head, sheet, number, len(sheets), (since,), after)
        for number, sheet in enumerate(sheets)
    ]


def _blocks(context: RenderContext, change: Change, most: int) -> Iterator[_Block]:
    """A change in as many blocks as it takes, each with its name."""
    name, *fields = entry_lines(context, change)
    again = context.tr("{text} (continued)", text=name)
    first = "\n".join([name, *fields[:1]])
    for number, lines in enumerate(pages_of([first, *fields[1:]], most - lines_of([again]))):
        yield _Block(change, "\n".join([*([again] if number else []), *lines]))


def _page(
    context: RenderContext,
    head: str,
    sheet: Sequence[_Block],
    number: int,
    pages: int,
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> Layout:
    tr, shown = context.tr, {block.change.record.id: block.change for block in sheet}
    sources = len({i for change in shown.values() for i in source_ids(change.record)})
    small = closing(context, sources)
    _, foot, turned = turn(tr, number, pages, small, CHANGES, before, after)
    opened = [
        (one_line(tr.lang, change.record.title), link_of(context, change.record), False)
        for change in shown.values()
        if change.kind != "withdrawn"
    ]
    return card(
        [head, *(block.content for block in sheet), *([foot] if sheet else [])],
        [select(f"s|{CHANGES}", tr("Open"), opened)] if opened else [],
        turned,
    )


def _head(context: RenderContext, since: str, changes: Sequence[Change]) -> Iterator[str]:
    tr, version = context.tr, context.release.catalogue.version
    yield tr("### What changed")
    if since == version:
        yield tr("This is the current version: nothing has changed since.")
    elif not changes:
        yield tr("No record was added, changed or withdrawn.")
    else:
        yield " · ".join(_counts(tr, Counter(change.kind for change in changes)))
    yield tr("Data {old} → {new}", old=since, new=version)


def _counts(tr: Translator, found: Mapping[ChangeKind, int]) -> Iterator[str]:
    forms: Mapping[ChangeKind, str] = {
        "new": tr("{number} new", number=found["new"]),
        "changed": tr("{number} changed", number=found["changed"]),
        "superseded": tr("{number} superseded", number=found["superseded"]),
        "withdrawn": tr("{number} withdrawn", number=found["withdrawn"]),
    }
    return (forms[kind] for kind in CHANGE_KINDS if found[kind])


def unclear_card(context: RenderContext, typed: str, since: ChangeStart) -> Layout:
    """What was understood of a version or date, and the nearest versions as buttons."""
    tr = context.tr
    day = date_text(tr.lang, since.day) if since.day else ""
    form = _FAULTS[since.fault or "unreadable"]
    said = text(tr(form, typed=echo(typed, 60), date=day))
    buttons = [
        button(version_label(tr, version), link_to(tr, CHANGES, version, 0))
        for version in since.near
    ]
    return [container(said, *([row(*buttons)] if buttons else []))]


def unknown_version_card(context: RenderContext, since: str, versions: Sequence[str]) -> Layout:
    """That a version is not stored, and some that are."""
    near = ChangeStart(None, None, "no-version", tuple(versions[:MAX_NEAREST]))
    return unclear_card(context, since, near)


def first_card(context: RenderContext) -> Layout:
    """That there is no version before the one in use."""
    said = context.tr(
        "This is the first data version, so there is nothing to compare with. What changes from "
        "now on is shown here."
    )
    return card([said], [all_measures(context.tr)])


def version_label(tr: Translator, version: str) -> str:
    """A version with its date, as it is offered."""
    return f"{version} · {date_text(tr.lang, date_of(version))}"
