"""A measure as one entry of a list."""

from bot.domain.data.models import Award, Measure
from bot.ui.blocks import KINDS, TOPICS, district_names, short_sources, status_note
from bot.ui.components import Component, button, section
from bot.ui.context import Scene, link_to
from bot.ui.formats import figure_text


def measure_entry(scene: Scene, measure: Measure) -> Component:
    """A measure as one entry of a list, with a button that opens it."""
    words = scene.words
    label = words(KINDS[measure.kind]) if measure.kind else words(TOPICS[measure.topic])
    figures = [figure_text(words, f) for f in measure.figures[:3]]
    amounts = (" · " if words.lang == "en" else "；").join(figures)
    status = status_note(scene, measure)
    lines = [f"**{words.of(measure.title)}**", f"-# {words.other(measure.title)}"]
    lines.append(f"{label} · {amounts}" if amounts else label)
    where = district_names(words, measure.districts)
    if isinstance(measure, Award) and measure.giver == "national":
        where = words("Whole country")
    lines.append(" · ".join(filter(None, [where or words("Whole city"), status])))
    lines.append(f"-# {short_sources(scene, scene.release.catalogue.cited(measure), 1)}")
    return section("\n".join(lines), button(words("Open"), link_to(words, "m", measure.id)))
