"""The three tiers with what each asks for."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.charts.specs import NeedRow, Step, Steps
from bot.domain.data.models import Tier
from bot.domain.eligibility.tiers import TIER_NAMES, find_tiers, must_meet
from bot.i18n.translator import Translator
from bot.ui.chart import ChartImage, alt_text, unmarked
from bot.ui.context import RenderContext
from bot.ui.evidence import list_evidence
from bot.ui.formats import figure_text
from bot.ui.tiers import TIERS
from cogs.little_giant.cards.requirements import needs

_KEEPING: Final = "keeping"


def tiers_picture(context: RenderContext, rules: str = "current") -> ChartImage:
    """The three tiers under the current rules or those of 2022, the base at the bottom."""
    tr, tiers = context.tr, context.release.catalogue.dataset.tiers
    rules = "2022" if rules == "2022" else "current"
    entries = [t for tier_name in TIER_NAMES for t in find_tiers(tiers, tier_name, rules)[:1]]
    keeping = [t for t in find_tiers(tiers, "all", rules) if t.part == _KEEPING]
    title = unmarked(tr("### The three tiers of recognition"))
    plan = Steps(
        title=title,
        subtitle=tr("The standards of 2022.") if rules == "2022" else "",
        steps=tuple(_step(tr, tier) for tier in entries),
        keeping=tr("Keeping the title"),
        kept=(*_reviews(tr, entries), *(n for t in keeping for n in _kept(tr, t))),
        foot=list_evidence(context, [*entries, *keeping]),
    )
    sentence = tr("Three steps show what each tier requires, the base at the bottom.")
    return ChartImage(plan, title, alt_text(tr, sentence, _told(tr, plan)))


def _step(tr: Translator, tier: Tier) -> Step:
    caution = tr("Not confirmed by an official page.") if tier.use == "unconfirmed" else ""
    asked = (need for criterion in must_meet(tier) for need in needs(tr, tier, criterion))
    held = tier.title_validity
    period = figure_text(tr, held.period) if held else tr("not stated")
    valid = NeedRow(label=tr("validity of the title"), said=period)
    return Step(title=tr(TIERS[tier.tier]), caution=caution, needs=(*asked, valid))


def _reviews(tr: Translator, tiers: Sequence[Tier]) -> Iterator[NeedRow]:
    """When a title is reviewed, as sentences; each with its tiers where they differ."""
    names_of: dict[str, list[str]] = {}
    for tier in tiers:
        held = tier.title_validity
        said = tr.of(held.re_review) if held and held.re_review else tr("not stated")
        names_of.setdefault(said, []).append(tr(TIERS[tier.tier]))
    for said, names in names_of.items():
        label = said if len(names_of) == 1 else tr.labelled(tr.list_comma.join(names), said)
        yield NeedRow(label=label, said="")


def _kept(tr: Translator, tier: Tier) -> Iterator[NeedRow]:
    """What else keeps a title, as sentences; and what is not stated of it."""
    for criterion in tier.criteria:
        if criterion.keeping == "update":
            yield NeedRow(label=tr.of(criterion.requirement), said="")
    for entry in tier.not_stated:
        if entry.about == "when":
            yield NeedRow(label=tr.of(entry.text), said="")


def _told(tr: Translator, plan: Steps) -> Iterator[str]:
    for number, step in enumerate(plan.steps, 1):
        needs = [tr.labelled(need.label, need.said) for need in step.needs if need.said]
        yield f"{number}. {step.title} – {tr.comma.join(needs)}"
