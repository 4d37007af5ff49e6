"""How long a recognition holds and when its re-review falls due, with examples of last years."""

from collections.abc import Iterator

from bot.domain.data.models import Tier
from bot.domain.eligibility.ladder import years_to_review
from bot.i18n.translator import Words
from bot.ui.blocks import figure_value, short_sources
from bot.ui.context import Scene


def validity_line(words: Words, tier: Tier) -> str:
    """The period in one line; where no source states it, that."""
    held = tier.title_validity
    if held is None:
        return words("Validity of the title: not stated")
    period = figure_value(words, held.period).replace("**", "")
    if held.re_review is None:
        return words("Validity of the title: {period}; re-review: not stated", period=period)
    return words("Validity of the title: {period}; re-review before it ends", period=period)


def validity_entries(scene: Scene, tier: Tier) -> Iterator[str]:
    """The period, the re-review, what that makes of recognitions of last years, the sources."""
    words, held = scene.words, tier.title_validity
    yield f"- {validity_line(words, tier)}"
    if held is None:
        return
    if held.re_review:
        yield f"- {words.of(held.re_review)}"
    for year, until in years_to_review(tier, scene.today):
        yield words(
            "- Recognised in {year}: valid until {until}, review due before it ends",
            year=year,
            until=until,
        )
    yield words("   -# Reckoned from the years alone; the day is that of the recognition.")
    if held.note:
        yield f"   -# {words.of(held.note)}"
    yield f"   -# {short_sources(scene, scene.release.catalogue.named(held.sources))}"
