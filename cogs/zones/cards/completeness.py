"""How complete the list of zones is: what the sources name against what was announced."""

from collections.abc import Iterator

from bot.domain.data.models import Figure, Measure, Record, Source
from bot.i18n.translator import Translator
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text, partial_date_text

_REPORTED = (("d24-zones", "zones"), ("d24-clusters", "clusters"))
"""The measures and figures that tell how many zones were announced, as reported."""


def completeness(context: RenderContext) -> tuple[str, list[Record]]:
    """How far the list is from complete, and the records that say so."""
    tr, catalogue = context.tr, context.release.catalogue
    zones = list(catalogue.zones.values())
    named = tr(
        "Not complete: the sources name {parks} parks and {clusters} clusters of all levels.",
        parks=sum(zone.kind == "park" for zone in zones),
        clusters=sum(zone.kind == "cluster" for zone in zones),
    )
    figures = list(_reported(context))
    if not figures:
        return named, []
    amounts = [figure_text(tr, figure) for _, figure in figures]
    ids = dict.fromkeys(figure.sources[0] for _, figure in figures)
    told = [_told_by(tr, catalogue.sources[i]) for i in ids if catalogue.sources[i].named]
    rest = tr(
        "Reported: {amounts} ({sources}); no source lists them all.",
        amounts=("、" if tr.lang == "zh" else " and ").join(amounts),
        sources=tr.semicolon.join(told) or tr("source not named"),
    )
    joined = f"{named}{rest}" if tr.lang == "zh" else f"{named} {rest}"
    return joined, [measure for measure, _ in figures]


def _reported(context: RenderContext) -> Iterator[tuple[Measure, Figure]]:
    """How many zones and clusters were announced, with the measures that say so."""
    for measure_id, figure_id in _REPORTED:
        measure = context.release.catalogue.measures.get(measure_id)
        if measure is not None:
            yield from ((measure, figure) for figure in measure.figures if figure.id == figure_id)


def _told_by(tr: Translator, source: Source) -> str:
    when = partial_date_text(tr.lang, source.date) if source.date else tr("undated")
    label = f"{tr.publisher(source)}{tr.comma}{when}"
    return f"[{label}]({source.url})" if source.url else label
