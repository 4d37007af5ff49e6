"""The recognition ladder: three rungs at a glance, and one rung in full with what changed."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Source, Tier
from bot.domain.eligibility.ladder import RUNGS, find_changes, find_tiers, title_needed, unrequired
from bot.i18n.translator import Translator
from bot.ui.blocks import closing_line, confidence_line, page_of, pager, source_line, title
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, section, text
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import date_text
from bot.ui.pagination import Chapter, bind, number_of, sheet_line, sheet_select
from bot.ui.tiers import TIERS
from cogs.little_giant.cards.requirements import change_line, criterion_entry, requirement_entries
from cogs.little_giant.cards.title_validity import validity_entries, validity_line

_SHEET: Final = {"en": 2900, "zh": 1600}
"""Most characters of a page; Chinese says the same in about half as many."""
_ALL: Final = "all"
"""What holds for every rung: general conditions, definitions, how a title is kept."""


def criteria_card(
    context: RenderContext, tier: str = "", rules: str = "current", page: str = "0"
) -> Layout:
    """The ladder at a glance, or one rung in full under the current rules or those of 2022."""
    rules = "2022" if rules == "2022" else "current"
    found = find_tiers(context.release.catalogue.dataset.tiers, tier, rules)
    return _rung(context, tier, rules, found, number_of(page)) if found else _ladder(context, rules)


def _ladder(context: RenderContext, rules: str) -> Layout:
    tr = context.tr
    tiers = context.release.catalogue.dataset.tiers
    heading = tr("### The ladder of recognition: three rungs")
    if rules == "2022":
        heading += "\n" + tr("The standards of 2022.")
    parts: list[Component] = [text(heading)]
    shown: list[Tier] = []
    for number, rung in enumerate(RUNGS, 1):
        for tier in find_tiers(tiers, rung, rules)[:1]:
            shown.append(tier)
            opening = button(tr(TIERS[rung]), link_to(tr, "lc", rung, rules))
            parts.append(section(_rung_text(context, number, tier), opening))
    chart = [chart_button(tr, "lc", rules)] if shown else []
    for tier in find_tiers(tiers, _ALL, rules)[:1]:
        shown.append(tier)
        general = tr.labelled(f"**{tr('For every rung')}**", tr.of(tier.summary))
        opening = button(tr(TIERS[_ALL]), link_to(tr, "lc", _ALL, rules))
        parts.append(section(general, opening))
    parts += [
        row(_rules_button(tr, "", rules), *_neighbours(tr), *chart),
        text(closing_line(context, shown)),
    ]
    return [container(*parts)]


def _rung_text(context: RenderContext, number: int, tier: Tier) -> str:
    tr = context.tr
    first = title_needed(tier)
    lines = [f"**{number}. {tr(TIERS[tier.tier])}**", *_standing(context, tier)]
    if first:
        lines.append(tr("*Needs first:* {text}", text=tr.of(first.requirement)))
    lines.append(f"*{validity_line(tr, tier)}*")
    return "\n".join([*lines, tr.of(tier.summary), f"-# {confidence_line(tr, tier)}"])


def _rung(
    context: RenderContext, name: str, rules: str, found: Sequence[Tier], page: int
) -> Layout:
    tr = context.tr
    general = _general(context, name, rules)
    shown = [*found, *general]
    old = _counterpart(context, found[0])
    sheets = bind(_chapters(context, found, general, old), _SHEET[tr.lang], tr)
    (sheet,), number, pages = page_of(sheets, page, 1)
    head = [title(tr, found[0]), *_standing(context, found[0])]
    if number == 0:
        head += [validity_line(tr, found[0])] if name != _ALL else []
        head += _doubts(context, found[0])
    head.append(sheet_line(tr, number, pages))
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(sheet_select(tr, sheets, number, "lc", name, rules))
        parts.append(pager(tr, number, pages, "lc", (name, rules)))
    parts += [
        _switch(tr, name, rules),
        row(_rules_button(tr, name, rules), *_neighbours(tr)),
        text(closing_line(context, [*shown, *filter(None, [old])])),
    ]
    return [container(*parts)]


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
        if tier is found[0] and tier.tier != _ALL:
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
        said = tr("No newer standard is recorded for this rung; the 2022 standard still applies.")
        yield Chapter(heading, (said,))
        return
    yield Chapter(heading, tuple(change_line(context, change) for change in changes.replaced))
    yield Chapter(
        tr("New (no counterpart recorded for 2022)"),
        tuple(f"- {tr.of(c.requirement)}" for c in changes.added),
    )
    yield Chapter(
        tr("Dropped (no counterpart recorded now)"),
        tuple(f"- {tr.of(c.requirement)}" for c in changes.dropped),
    )


def _counterpart(context: RenderContext, tier: Tier) -> Tier | None:
    """The same rung under the other set of rules."""
    other = "2022" if tier.rules == "current" else "current"
    found = find_tiers(context.release.catalogue.dataset.tiers, tier.tier, other)
    return found[0] if found and tier.tier != _ALL else None


def _general(context: RenderContext, name: str, rules: str) -> list[Tier]:
    """What holds for every rung beside the rung's own requirements."""
    return [] if name == _ALL else find_tiers(context.release.catalogue.dataset.tiers, _ALL, rules)


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
    cited: dict[str, Source] = {}
    for tier in tiers:
        cited.update((s.id, s) for s in context.release.catalogue.cited(tier))
    for number, source in enumerate(cited.values(), 1):
        yield f"{number}. {source_line(context.tr, source)}"


def _switch(tr: Translator, name: str, rules: str) -> Component:
    """The whole ladder, and each rung; the one being read is greyed out."""
    rungs = [*RUNGS, *([_ALL] if rules == "current" else [])]
    return row(
        button(tr("The ladder"), link_to(tr, "lc", "", rules)),
        *(
            button(tr(TIERS[rung]), link_to(tr, "lc", rung, rules), disabled=rung == name)
            for rung in rungs
        ),
    )


def _rules_button(tr: Translator, name: str, rules: str) -> Component:
    if rules == "current":
        rung = "" if name == _ALL else name
        return button(tr("Rules of 2022"), link_to(tr, "lc", rung, "2022"))
    return button(tr("Current rules"), link_to(tr, "lc", name, "current"))


def _neighbours(tr: Translator) -> tuple[Component, Component]:
    return (button(tr("Awards"), link_to(tr, "la")), button(tr("Numbers"), link_to(tr, "ln")))
