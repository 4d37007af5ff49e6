"""The ladder of recognition: three rungs with what each asks for."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.charts.specs import Ladder, Need, Rung
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.ladder import RUNGS, find_tiers, parts_of, required
from bot.i18n.translator import Words
from bot.ui.chart import Picture, alt_text, foot, named, unmarked
from bot.ui.context import Scene
from bot.ui.formats import figure_text
from bot.ui.tiers import TIERS

_KEEPING: Final = "keeping"
_UPDATE: Final = "k-update"
"""Id of the criterion that tells what keeps a title between two reviews."""


def ladder_picture(scene: Scene, rules: str = "current") -> Picture:
    """The three rungs under the current rules or those of 2022, the base at the bottom."""
    words, tiers = scene.words, scene.release.catalogue.dataset.tiers
    rules = "2022" if rules == "2022" else "current"
    entries = [t for rung in RUNGS for t in find_tiers(tiers, rung, rules)[:1]]
    keeping = [t for t in find_tiers(tiers, "all", rules) if t.part == _KEEPING]
    title = unmarked(words("### The ladder of recognition: three rungs"))
    plan = Ladder(
        title=title,
        subtitle=words("The standards of 2022.") if rules == "2022" else "",
        rungs=tuple(_rung(words, tier) for tier in entries),
        keeping=words("Keeping the title"),
        kept=(*_reviews(words, entries), *(n for t in keeping for n in _kept(words, t))),
        foot=foot(scene, [*entries, *keeping]),
    )
    sentence = words("Three steps show what each rung asks for, the base at the bottom.")
    return Picture(plan, title, alt_text(words, sentence, _told(words, plan)))


def _rung(words: Words, tier: Tier) -> Rung:
    caution = words("Not confirmed by an official page.") if tier.use == "unconfirmed" else ""
    needs = (need for criterion in required(tier) for need in _needs(words, tier, criterion, 0))
    valid = Need(label=words("validity of the title"), said=_validity(words, tier))
    return Rung(title=words(TIERS[tier.tier]), caution=caution, needs=(*needs, valid))


def _validity(words: Words, tier: Tier) -> str:
    held = tier.title_validity
    return figure_text(words, held.period) if held else words("not stated")


def _needs(words: Words, tier: Tier, criterion: Criterion, depth: int) -> Iterator[Need]:
    """A requirement with its number; where one of several is enough, each of them."""
    name, parts = words.of(criterion.name), parts_of(tier, criterion)
    if criterion.threshold:
        yield Need(label=name, said=figure_text(words, criterion.threshold))
    elif criterion.op == "any-of" and parts:
        inner = [n for part in parts for n in _needs(words, tier, part, depth + 1)]
        if depth:
            yield from inner
            return
        for i, need in enumerate(inner):
            tie = words("or") if i else words("either")
            label = named(words, tie, need.label) if words.lang == "zh" else f"{tie} {need.label}"
            yield need.model_copy(update={"label": label})
    elif criterion.op == "all-of" and parts and all(part.threshold for part in parts):
        yield Need(label=name, said=_said(words, parts[0]))
    elif criterion.op == "judged":
        yield Need(label=name, said=words("judged by reviewers"))
    else:
        yield Need(label=name, said=words("required") if depth == 0 else "")


def _reviews(words: Words, tiers: Sequence[Tier]) -> Iterator[Need]:
    """When a title is reviewed, as sentences; each with its rungs where they differ."""
    rungs: dict[str, list[str]] = {}
    for tier in tiers:
        held = tier.title_validity
        said = words.of(held.re_review) if held and held.re_review else words("not stated")
        rungs.setdefault(said, []).append(words(TIERS[tier.tier]))
    comma = "、" if words.lang == "zh" else ", "
    for said, names in rungs.items():
        label = said if len(rungs) == 1 else named(words, comma.join(names), said)
        yield Need(label=label, said="")


def _kept(words: Words, tier: Tier) -> Iterator[Need]:
    """What else keeps a title, as sentences; and what is not stated of it."""
    for criterion in tier.criteria:
        if criterion.id == _UPDATE:
            yield Need(label=words.of(criterion.requirement), said="")
    for silence in tier.not_stated:
        if silence.about == "when":
            yield Need(label=words.of(silence.text), said="")


def _said(words: Words, criterion: Criterion) -> str:
    return figure_text(words, criterion.threshold) if criterion.threshold else ""


def _told(words: Words, plan: Ladder) -> Iterator[str]:
    for number, rung in enumerate(plan.rungs, 1):
        needs = [named(words, need.label, need.said) for need in rung.needs if need.said]
        comma = "，" if words.lang == "zh" else ", "
        yield f"{number}. {rung.title} – {comma.join(needs)}"
