"""What changed between a data version and the live one, in pages; and versions not understood."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.data.change_start import MAX_NEAREST, ChangeStart, ChangeStartFault
from bot.domain.data.diff import CHANGE_KINDS, Change, ChangeKind
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import closing, pager
from bot.ui.change_entries import change_entry
from bot.ui.change_lines import CHANGE_NAMES
from bot.ui.components import Component, Layout, button, container, row, text
from bot.ui.context import RenderContext, link_to
from bot.ui.data_text import escape_data
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.version_date import date_of, versions_text
from cogs.measures.cards.change_sheets import ChangeSheets, MessageContent

CHANGES: Final = "ch"
"""Name of the view: since a version, page."""
_AROUND: Final = 3
"""Components around a page: *Share here*, or that Discord keeps it private."""
_FAULTS: Final[Mapping[ChangeStartFault, str]] = {
    "unreadable": N_(
        "“{typed}” is neither a data version nor a readable date. Write it like "
        "2026-11-20, 20 November 2026 or 2026年11月20日, or choose a version:"
    ),
    "no-version": N_("There is no data version {typed}. Nearest matches:"),
    "too-early": N_("On {date} there was no data yet. The first versions:"),
    "not-yet": N_("{date} has not come yet. The newest versions:"),
}


def changes_pages(context: RenderContext, since: str, changes: Sequence[Change]) -> list[Layout]:
    """The pages; each ends with the closing line."""
    context = escape_data(context)

    def framed(content: MessageContent, part: int, parts: int) -> Layout:
        head = text("\n".join(_head(context, since, changes, part, parts)))
        turn = [pager(context.tr, part - 1, parts, CHANGES, (since,))] if parts > 1 else []
        return [container(head, *content.parts, *turn, text(closing(context, content.sources)))]

    sheets = ChangeSheets(context.tr, framed, _AROUND)
    for kind in CHANGE_KINDS:
        entries = [change_entry(context, change) for change in changes if change.kind == kind]
        sheets.tell(context.tr(CHANGE_NAMES[kind]), entries)
    return sheets.layouts()


def _head(
    context: RenderContext, since: str, changes: Sequence[Change], part: int, parts: int
) -> Iterator[str]:
    tr, version = context.tr, context.release.catalogue.version
    yield tr("### What changed")
    yield versions_text(tr, since, version)
    if since == version:
        yield tr("This is the current version: nothing has changed since.")
    elif not changes:
        yield tr("No record was added, changed or withdrawn.")
    else:
        counts = _counts(tr, Counter(change.kind for change in changes))
        where = [tr("page {page} of {pages}", page=part, pages=parts)] if parts > 1 else []
        yield " · ".join([*counts, *where])


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
    plain = echo(typed, 60)
    said = text(tr(form, typed=plain, date=day))
    return _versions_card(context, said, since.near)


def unknown_card(context: RenderContext, since: str, versions: Sequence[str]) -> Layout:
    """That a version is not stored, and some that are."""
    near = ChangeStart(None, None, "no-version", tuple(versions[:MAX_NEAREST]))
    return unclear_card(context, since, near)


def first_card(context: RenderContext) -> Layout:
    """That there is no version before the one in use."""
    said = context.tr(
        "This is the first data version, so there is nothing to compare with. What changes from "
        "now on is shown here."
    )
    return [container(text(said), text(closing(context, 0)))]


def _versions_card(context: RenderContext, said: Component, versions: Sequence[str]) -> Layout:
    tr = context.tr
    buttons = [
        button(version_label(tr, version), link_to(tr, CHANGES, version, 0)) for version in versions
    ]
    rows = [row(*buttons)] if buttons else []
    return [container(said, *rows, text(closing(context, 0)))]


def version_label(tr: Translator, version: str) -> str:
    """A version with its date, as it is offered."""
    return f"{version} · {date_text(tr.lang, date_of(version))}"
