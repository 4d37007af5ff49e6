"""The measures that a message mentions."""

from collections.abc import Sequence
from typing import Final

from bot.domain.data.models import Measure
from bot.domain.text_limits import MAX_MESSAGE_LENGTH
from bot.ui.argument_codes import full_id, short_id
from bot.ui.blocks import closing_line
from bot.ui.components import Layout, container, row, select, text
from bot.ui.context import RenderContext
from bot.ui.line_width import LINES, lines_of
from bot.ui.list_page import Entry
from bot.ui.measure_line import measure_line
from bot.ui.trail import with_trail

FOUND: Final = "fm"
"""The view to which *Back* leads: the list without the message."""
MOST_FOUND: Final = 5
"""Measures of a message."""
_CODE: Final = 12
"""Characters of a measure's code: five of them and an opened measure fit a custom id."""


def found_card(context: RenderContext, said: str) -> Layout:
    """What the text names or clearly means, or that there is nothing."""
    # Loaded with what a release is searched with.
    from bot.domain.search.mentions import measures_in  # noqa: PLC0415

    measures = measures_in(context.release, said, context.today, MOST_FOUND) if said else []
    codes = [short_id(measure.id, _CODE) for measure in measures]
    return with_trail(_card(context, said, measures), context.tr, FOUND, codes, ())


def found_again(context: RenderContext, *codes: str) -> Layout:
    """The same measures, each once, when the message is no longer at hand."""
    measures = context.release.catalogue.measures
    found = dict.fromkeys(full_id(code, measures, _CODE) for code in codes)
    return _card(context, "…", [measures[i] for i in found if i])


def _card(context: RenderContext, said: str, measures: Sequence[Measure]) -> Layout:
    """As many of them as a phone shows."""
    entries = [measure_line(context, measure) for measure in measures]
    while lines_of(lines := _lines(context, said, entries)) > LINES - 1:
        entries.pop()
    shown = measures[: len(entries)]
    foot = closing_line(context, shown)
    opened = [(entry.name, entry.target, False) for entry in entries]
    return [
        container(text("\n".join(filter(None, [*lines, foot])))),
        *([row(select("s|find", context.tr("Open"), opened))] if opened else []),
    ]


def _lines(context: RenderContext, said: str, entries: Sequence[Entry]) -> list[str]:
    tr = context.tr
    lines = [_heading(context, said, len(entries)), *(entry.line for entry in entries)]
    if len(said) > MAX_MESSAGE_LENGTH:
        count = f"{MAX_MESSAGE_LENGTH:,}"
        lines.append(tr("-# Only its first {count} characters were read.", count=count))
    return [*lines, tr("-# The message was read for this answer only; it is not stored.")]


def _heading(context: RenderContext, said: str, found: int) -> str:
    tr = context.tr
    if not said:
        return tr("This message has no text. Pictures and files are not read.")
    if not found:
        return tr(
            "This message mentions no measure in the data set. {ask} answers "
            "questions; {browse} finds measures by keyword.",
            ask=context.registration.mention("ask"),
            browse=context.registration.mention("measures browse"),
        )
    return tr.many(
        "### {number} measure in this message", "### {number} measures in this message", found
    )
