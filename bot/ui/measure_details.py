"""The details of a measure: all that its card does not say."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Figure, Measure
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.ui.context import RenderContext
from bot.ui.details import evidence_entries, rest_of_figures


def measure_entries(
    context: RenderContext, measure: Measure, said: Sequence[str], shown: Sequence[Figure]
) -> Iterator[str]:
    """Every fact, without the lines that the card has said and the figures that it has shown."""
    tr, whole = context.tr, "\n".join(said)
    yield from (e for e in rest_of_figures(tr, measure, shown) if e not in said)
    for field, stated in STATED.items():
        texts = [tr.of(each) for each in stated_texts(measure, field)]
        all_steps = "{number}" in stated.each and len(texts) > 1
        for number, line in enumerate(texts, 1):
            if line in whole and not all_steps:
                continue
            if stated.each:
                yield tr(stated.each, number=number, text=line)
            else:
                yield tr.bold(tr(stated.label), line)
    yield from evidence_entries(context, measure)
