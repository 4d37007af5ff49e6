"""The measures that a message mentions."""

from bot.domain.search.mentions import MAX_TEXT_LENGTH, measures_in
from bot.ui.blocks import closing_line
from bot.ui.components import Component, Layout, container, text
from bot.ui.context import RenderContext
from bot.ui.measure_entry import measure_entry


def found_card(context: RenderContext, said: str) -> Layout:
    """At most five measures that the text names or clearly means, or a note that there is none."""
    tr = context.tr
    measures = measures_in(context.release, said, context.today) if said else []
    parts: list[Component] = [text(_heading(context, said, len(measures)))]
    parts.extend(measure_entry(context, measure) for measure in measures)
    if len(said) > MAX_TEXT_LENGTH:
        parts.append(
            text(
                tr("-# Only its first {count} characters were read.", count=f"{MAX_TEXT_LENGTH:,}")
            )
        )
    parts.append(text(tr("-# The message was read for this answer only; it is not stored.")))
    parts.append(text(closing_line(context, measures)))
    return [container(*parts)]


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
