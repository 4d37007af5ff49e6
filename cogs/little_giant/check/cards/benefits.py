"""What a title opens: the district's award, and measures for its firms."""

from collections.abc import Iterator
from typing import TypeAlias

from bot.domain.data.districts import PLACES
from bot.domain.data.models import Figure, Measure
from bot.domain.data.plain_name import plain_name
from bot.domain.eligibility.unlocked_benefits import award_figures, unlocked_measures
from bot.i18n.translator import Translator
from bot.ui.blocks import figure_value
from bot.ui.context import RenderContext
from bot.ui.evidence import mark, short_status
from bot.ui.measure_line import amount
from bot.ui.options import place_label
from cogs.little_giant.check.controls import CheckResult

_Line: TypeAlias = tuple[Measure | None, str]
"""The subject of a line, and the line."""


def opening_entries(context: RenderContext, checked: CheckResult) -> list[str]:
    """One line for each award and measure of the tier that is looked at; what is over last."""
    tr, found = context.tr, list(_award_entries(context, checked))
    measures = unlocked_measures(context.release.catalogue, checked.tier_name, context.today)
    for measure in sorted(measures, key=lambda m: not _money(m)):
        amounts = [*filter(None, [amount(tr, measure, context.today)])]
        name = plain_name(tr.of(measure.title)) if amounts else tr.of(measure.title)
        found.append((measure, _entry(context, name, measure, amounts)))
    current, over = list[str](), list[str]()
    for measure, line in found:
        is_over = measure and context.release.catalogue.status(measure, context.today) != "in-force"
        (over if is_over else current).append(line)
    return [*current, *over]


def opening_records(context: RenderContext, checked: CheckResult) -> Iterator[Measure]:
    """The awards and measures in these lines."""
    catalogue, tier_name = context.release.catalogue, checked.tier_name
    if (place := checked.answers.place) is not None:
        yield from (award for award, _ in award_figures(catalogue, tier_name, place))
    yield from unlocked_measures(catalogue, tier_name, context.today)


def award_line(context: RenderContext, checked: CheckResult) -> str:
    """What the firm's own district gives for the title now; empty where that is not known."""
    status = context.release.catalogue.status
    for award, line in _award_entries(context, checked):
        if award and status(award, context.today) == "in-force":
            return context.tr("Benefit: {award}", award=line.removeprefix("- "))
    return ""


def _award_entries(context: RenderContext, checked: CheckResult) -> Iterator[_Line]:
    tr, place = context.tr, checked.answers.place
    found = award_figures(context.release.catalogue, checked.tier_name, place)
    if place is None:
        places = {slug for award, _ in found for slug in award.districts}
        if places:
            said = tr.many(
                "Award of {number} district: which is yours?",
                "Awards of {number} districts: which is yours?",
                len(places),
            )
            yield None, f"- {said}"
        return
    if not found:
        label = place_label(place, tr.lang)
        yield None, "- " + tr("No award amount for {district} is recorded", district=label)
    for award, figures in found:
        name = PLACES[place][tr.lang == "zh"] if len(found) == 1 else tr.of(award.title)
        yield award, _entry(context, name, award, [_award(tr, f) for f in figures])


def _award(tr: Translator, figure: Figure) -> str:
    amount = figure_value(tr, figure)
    review = figure.id.startswith("review")
    return tr("after re-review: {amount}", amount=amount) if review else amount


def _entry(context: RenderContext, name: str, measure: Measure, amounts: list[str]) -> str:
    tr = context.tr
    line = f"- {tr.labelled(name, tr.semicolon.join(amounts))}"
    return " · ".join(filter(None, [line, short_status(context, measure), mark(tr, measure)]))


def _money(measure: Measure) -> list[Figure]:
    """Its sums and shares: what has such is named first."""
    return [f for f in measure.figures if f.unit == "CNY" or f.unit.startswith("percent")]
