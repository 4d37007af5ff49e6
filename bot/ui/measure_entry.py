"""A measure as one entry of a list."""

from bot.domain.data.models import Award, Measure
from bot.ui.blocks import KINDS, TOPICS, district_names, short_sources, status_note
from bot.ui.components import Component, button, section
from bot.ui.context import RenderContext, link_to
from bot.ui.headline import headline_figure, headline_text


def measure_entry(context: RenderContext, measure: Measure) -> Component:
    """A measure as one entry of a list, with a button that opens it."""
    tr = context.tr
    label = tr(KINDS[measure.kind]) if measure.kind else tr(TOPICS[measure.topic])
    best = headline_figure(measure, context.today)
    status = status_note(context, measure)
    lines = [f"**{tr.of(measure.title)}**", f"-# {tr.other(measure.title)}"]
    lines.append(f"{label} · {headline_text(tr, best)}" if best else label)
    where = district_names(tr, measure.districts)
    if isinstance(measure, Award) and measure.giver == "national":
        where = tr("Whole country")
    lines.append(" · ".join(filter(None, [where or tr("Whole city"), status])))
    lines.append(f"-# {short_sources(context, context.release.catalogue.cited(measure), 1)}")
    return section("\n".join(lines), button(tr("Open"), link_to(tr, "m", measure.id)))
