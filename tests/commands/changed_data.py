"""The next data version: some sums doubled, a measure gone."""

from bot.domain.data.models import Measure
from bot.domain.release import Release, build_release

NEW = "2026.09.02.1"


def revised(release: Release, version: str = NEW, sums: int = 1) -> Release:
    """The next data version: the first sums are doubled, a measure is gone."""
    dataset = release.catalogue.dataset
    kept = [m for m in dataset.measures if m.figures and m.use != "warning"]
    gone = next(m for m in reversed(dataset.measures) if not referred_to(release, m))
    changed = {m.id: doubled(m) for m in kept[:sums]}
    measures = tuple(changed.get(m.id, m) for m in dataset.measures if m is not gone)
    return build_release(version, dataset.model_copy(update={"measures": measures}), {})


def referred_to(release: Release, measure: Measure) -> bool:
    """Whether another measure names this one."""
    every = release.catalogue.measures.values()
    return any(measure.id in (*m.related, *m.supersedes, m.superseded_by) for m in every)


def doubled(measure: Measure) -> Measure:
    """The measure, of which the first figure is twice as high."""
    first, *others = measure.figures
    figure = first.model_copy(update={"value": first.value * 2 + 1})
    return measure.model_copy(update={"figures": (figure, *others)})
