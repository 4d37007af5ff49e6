"""The measures that a message speaks of."""

from bot.domain.search.mentions import MOST_TEXT, measures_in
from bot.ui.blocks import closing_line
from bot.ui.components import Component, Layout, container, text
from bot.ui.context import Scene
from bot.ui.measure_entry import measure_entry


def found_card(scene: Scene, said: str) -> Layout:
    """At most five measures that the text names or clearly means, or a plain word that none is."""
    words = scene.words
    measures = measures_in(scene.release, said, scene.today) if said else []
    parts: list[Component] = [text(_heading(scene, said, len(measures)))]
    parts.extend(measure_entry(scene, measure) for measure in measures)
    if len(said) > MOST_TEXT:
        parts.append(
            text(words("-# Only its first {count} characters were read.", count=f"{MOST_TEXT:,}"))
        )
    parts.append(text(words("-# The message was read for this answer only; it is not kept.")))
    parts.append(text(closing_line(scene, measures)))
    return [container(*parts)]


def _heading(scene: Scene, said: str, found: int) -> str:
    words = scene.words
    if not said:
        return words("This message has no text. Pictures and files are not read.")
    if not found:
        return words(
            "This message speaks of no measure in the data set. {ask} answers a question; "
            "{browse} finds measures by words.",
            ask=scene.registration.mention("ask"),
            browse=scene.registration.mention("measures browse"),
        )
    return words.many(
        "### {number} measure in this message",
        "### {number} measures in this message",
        found,
    )
