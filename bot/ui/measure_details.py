"""The details of a measure: all that its card does not say."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Figure, Measure
from bot.ui.context import RenderContext
from bot.ui.details import evidence_entries, rest_of_figures


def measure_entries(
    context: RenderContext, measure: Measure, said: Sequence[str], shown: Sequence[Figure]
) -> Iterator[str]:
    """Every fact, without the lines that the card has said and the figures that it has shown."""
    tr, whole = context.tr, "\n".join(said)
    yield from (e for e in rest_of_figures(tr, measure, shown) if e not in said)
    if measure.who and tr.of(measure.who) not in whole:
        yield tr("**Who:** {text}", text=tr.of(measure.who))
    for condition in measure.conditions:
        if tr.of(condition) not in whole:
            yield tr("**Condition:** {text}", text=tr.of(condition))
    steps = [tr.of(step) for step in measure.apply]
    if len(steps) > 1 or any(step not in whole for step in steps):
        for number, step in enumerate(steps, 1):
            yield tr("**How to apply, step {number}:** {text}", number=number, text=step)
    if measure.contact:
        yield tr("**Contact:** {text}", text=tr.of(measure.contact))
    if measure.authority:
        yield tr("**Authority:** {text}", text=tr.of(measure.authority))
    if measure.validity and tr.of(measure.validity.note) not in whole:
        yield tr("**Validity:** {text}", text=tr.of(measure.validity.note))
    yield from evidence_entries(context, measure)
