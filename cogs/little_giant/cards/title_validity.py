"""How long a recognition holds and when its re-review falls due, with examples of last years."""

from collections.abc import Iterator

from bot.domain.data.models import Tier
from bot.domain.eligibility.ladder import years_to_review
from bot.i18n.translator import Translator
from bot.ui.blocks import figure_value, short_sources
from bot.ui.context import RenderContext


def validity_line(tr: Translator, tier: Tier) -> str:
    """The period in one line; where no source states it, that."""
    held = tier.title_validity
    if held is None:
        return tr("Validity of the title: not stated")
    period = figure_value(tr, held.period).replace("**", "")
    if held.re_review is None:
        return tr("Validity of the title: {period}; re-review: not stated", period=period)
    return tr("Validity of the title: {period}; re-review before it ends", period=period)


def validity_entries(context: RenderContext, tier: Tier) -> Iterator[str]:
    """The period, the re-review, what that makes of recognitions of last years, the sources."""
    tr, held = context.tr, tier.title_validity
    yield f"- {validity_line(tr, tier)}"
    if held is None:
        return
    if held.re_review:
        yield f"- {tr.of(held.re_review)}"
    for year, until in years_to_review(tier, context.today):
        yield tr(
            "- Recognised in {year}: valid until {until}, review due before it ends",
            year=year,
            until=until,
        )
    yield tr("   -# Calculated from the years only; the exact day is that of the recognition.")
    if held.note:
        yield f"   -# {tr.of(held.note)}"
    yield f"   -# {short_sources(context, context.release.catalogue.named(held.sources))}"
