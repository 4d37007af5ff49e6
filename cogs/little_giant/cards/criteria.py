"""The three tiers at a glance, and one tier in full with what changed."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.tiers import (
    find_changes,
    find_tiers,
    must_meet,
    parts_of,
    tests_title,
    unrequired,
    years_to_review,
)
from bot.i18n.translator import Translator
from bot.ui.blocks import USES, confidence_line, figure_value, short_sources, source_line
from bot.ui.components import Layout, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.details import Details
from bot.ui.evidence import evidence_line
from bot.ui.formats import date_text, partial_date_text
from bot.ui.line_width import pages_of
from bot.ui.list_page import Chapter, room, turn
from cogs.little_giant.cards.overview import ALL, tier_options, tiers_overview_card
from cogs.little_giant.cards.requirements import (
    criterion_entry,
    needs,
    requirement_entries,
    tier_change_line,
)

_BRACKETS: Final = re.compile(r" \([^()]*\)$|（[^（）]*）$")
"""What a title says of the state."""


def criteria_card(
    context: RenderContext, tier: str = "", rules: str = "current", page: str = "0"
) -> Layout:
    """The tiers at a glance, or one tier in full under the current rules or those of 2022."""
    rules = "2022" if rules == "2022" else "current"
    found = find_tiers(context.release.catalogue.dataset.tiers, tier, rules)
    if not found:
        return tiers_overview_card(context, rules, int(page))
    return _tier(context, found[0], int(page))


def criteria_details(
    context: RenderContext, tier: str, rules: str, chapter: str = "0", page: str = "0"
) -> Layout:
    """A page of one chapter about a tier: every requirement in full, changes, sources."""
    tr, tiers = context.tr, context.release.catalogue.dataset.tiers
    found = find_tiers(tiers, tier, rules)
    if not found:
        return tiers_overview_card(context, rules)
    # What applies to every tier, besides the tier's own requirements.
    general = [] if tier == ALL else find_tiers(tiers, ALL, rules)
    old = _counterpart(context, found[0])
    chapters = [c for c in _chapters(context, found, general, old) if c.entries]
    number = min(int(chapter), len(chapters) - 1)
    options = [
        (each.heading, link_to(tr, "ld", tier, rules, i, 0), i == number)
        for i, each in enumerate(chapters)
    ]
    shown = chapters[number]
    details = Details(
        tr.of(found[0].title),
        [*found, *general, *filter(None, [old])],
        [f"**{shown.heading}**\n{shown.entries[0]}", *shown.entries[1:]],
        "ld",
        (tier, rules, number),
        names_parts=False,
        onward=options,
    )
    return details.page(context, int(page))


def _tier(context: RenderContext, tier: Tier, page: int) -> Layout:
    tr, name, rules = context.tr, tier.tier, tier.rules
    head = list(_head(context, tier))
    foot = evidence_line(context, tier)
    pages = pages_of(_needs(context, tier), room(tr, *head, small=foot))
    number, foot, turned = turn(tr, page, len(pages), foot, "lc", (name, rules))
    opened = [button(tr("Details"), link_to(tr, "ld", name, rules))] if number == 0 else []
    choice = select("s|lc", tr("Go to"), tier_options(tr, name, rules))
    return card([*head, *pages[number], foot], [choice], [*turned, *opened])


def _head(context: RenderContext, tier: Tier) -> Iterator[str]:
    """The title, and in what state the standard is, once."""
    tr = context.tr
    title, standing = tr.of(tier.title), list(_standing(context, tier))
    since = partial_date_text(tr.lang, f"{tier.starts:%Y-%m}") if tier.starts else ""
    if tier.rules == "2022":
        yield f"### {_BRACKETS.sub('', title)}"
    else:
        yield f"### {title}"
        standing = [] if since and since in title else standing
    yield from standing
    if tier.use in USES and tier.use != "history":
        yield f"**{tr(USES[tier.use])}**"


def _rank(criterion: Criterion, tier: Tier) -> int:
    """What firms look for first: title, years, revenue; then R&D; then the others."""
    numbers = [str(part.number) for part in (criterion, *parts_of(tier, criterion)) if part.number]
    if tests_title(criterion) or (numbers and numbers[0] in ("years", "revenue")):
        return 0
    return 1 if any(number.startswith("rd") for number in numbers) else 2


def _needs(context: RenderContext, tier: Tier) -> Iterator[str]:
    """A line for each requirement, then how long the title holds."""
    tr = context.tr
    criteria = must_meet(tier) or tier.criteria
    for criterion in sorted(criteria, key=lambda each: _rank(each, tier)):
        for need in needs(tr, tier, criterion):
            yield f"- {tr.labelled(need.label, f'**{need.said}**' if need.said else '')}"
    if tier.tier != ALL:
        yield f"- {validity_line(tr, tier)}"


def _chapters(
    context: RenderContext, found: Sequence[Tier], general: Sequence[Tier], old: Tier | None
) -> Iterator[Chapter]:
    tr = context.tr
    for tier in found:
        heading = tr("Requirements") if tier.part == "entry" else tr.of(tier.title)
        extra = unrequired(tier)
        entries = [*requirement_entries(context, tier)]
        entries += (criterion_entry(context, tier, criterion) for criterion in extra)
        if tier is not found[0]:
            entries = [*_standing(context, tier), *entries, *_doubts(context, tier)]
        yield Chapter(heading, tuple(entries))
        if tier is found[0] and old:
            yield from _change_chapters(context, tier, old)
        if tier is found[0] and tier.tier != ALL:
            yield Chapter(tr("Validity and re-review"), tuple(validity_entries(context, tier)))
    for tier in general:
        entries = (criterion_entry(context, tier, c) for c in tier.criteria)
        yield Chapter(tr.of(tier.title), (*entries, *_doubts(context, tier)))
    silences = [s for tier in (*found, *general) for s in tier.not_stated]
    texts = dict.fromkeys(tr.of(s.text) for s in silences)
    yield Chapter(tr("Not stated"), tuple(f"- {said}" for said in texts))
    yield Chapter(tr("Sources"), tuple(_source_lines(context, [*found, *general])))


def _change_chapters(context: RenderContext, tier: Tier, other: Tier) -> Iterator[Chapter]:
    """What changed between 2022 and now, whichever of the two is being read."""
    tr = context.tr
    old, new = (other, tier) if tier.rules == "current" else (tier, other)
    changes = find_changes(old, new)
    heading = tr("What changed since the rules of 2022")
    if not changes.replaced:
        said = tr("No newer standard is recorded for this tier; the 2022 standard still applies.")
        yield Chapter(heading, (said,))
        return
    yield Chapter(heading, tuple(tier_change_line(context, change) for change in changes.replaced))
    yield Chapter(
        tr("New (no counterpart recorded for 2022)"),
        tuple(f"- {tr.of(c.requirement)}" for c in changes.added),
    )
    yield Chapter(
        tr("Dropped (no counterpart recorded now)"),
        tuple(f"- {tr.of(c.requirement)}" for c in changes.dropped),
    )


def _counterpart(context: RenderContext, tier: Tier) -> Tier | None:
    """The same tier under the other set of rules."""
    other = "2022" if tier.rules == "current" else "current"
    found = find_tiers(context.release.catalogue.dataset.tiers, tier.tier, other)
    return found[0] if found and tier.tier != ALL else None


def _standing(context: RenderContext, tier: Tier) -> Iterator[str]:
    """Whether the standard is in force, superseded or over."""
    tr = context.tr
    if tier.ends and tier.ends < context.today:
        ended = date_text(tr.lang, tier.ends)
        if tier.part == "round":
            yield tr("**Closed** on {date}", date=ended)
        else:
            yield tr("**Superseded**: in force until {date}", date=ended)
    elif tier.rules == "2022":
        yield tr("**Still used**, although the method of 2022 is superseded")
    elif tier.starts:
        yield tr("**In force** since {date}", date=date_text(tr.lang, tier.starts))


def _doubts(context: RenderContext, tier: Tier) -> Iterator[str]:
    if tier.note:
        yield f"-# {context.tr.of(tier.note)}"
    yield f"-# {confidence_line(context.tr, tier)}"


def _source_lines(context: RenderContext, tiers: Sequence[Tier]) -> Iterator[str]:
    cited = {s.id: s for tier in tiers for s in context.release.catalogue.cited(tier)}
    for number, source in enumerate(cited.values(), 1):
        yield f"{number}. {source_line(context.tr, source)}"


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
