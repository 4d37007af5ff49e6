"""The recognition ladder: three rungs at a glance, and one rung in full with what changed."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Source, Tier
from bot.domain.eligibility.ladder import RUNGS, find_changes, find_tiers, title_needed, unrequired
from bot.i18n.translator import Words
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    page_of,
    pager,
    source_line,
    title,
)
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, section, text
from bot.ui.context import Scene, link_to
from bot.ui.formats import date_text
from bot.ui.pagination import Chapter, bind, number_of, sheet_line, sheet_select
from bot.ui.tiers import TIERS
from cogs.little_giant.cards.requirements import (
    change_line,
    criterion_entry,
    named,
    requirement_entries,
)
from cogs.little_giant.cards.title_validity import validity_entries, validity_line

_SHEET: Final = {"en": 2900, "zh": 1600}
"""Most characters of a page; Chinese says the same in about half as many."""
_ALL: Final = "all"
"""What holds for every rung: general conditions, definitions, how a title is kept."""


def criteria_card(scene: Scene, tier: str = "", rules: str = "current", page: str = "0") -> Layout:
    """The ladder at a glance, or one rung in full under the current rules or those of 2022."""
    rules = "2022" if rules == "2022" else "current"
    found = find_tiers(scene.release.catalogue.dataset.tiers, tier, rules)
    return _rung(scene, tier, rules, found, number_of(page)) if found else _ladder(scene, rules)


def _ladder(scene: Scene, rules: str) -> Layout:
    words = scene.words
    tiers = scene.release.catalogue.dataset.tiers
    heading = words("### The ladder of recognition: three rungs")
    if rules == "2022":
        heading += "\n" + words("The standards of 2022.")
    parts: list[Component] = [text(heading)]
    shown: list[Tier] = []
    for number, rung in enumerate(RUNGS, 1):
        for tier in find_tiers(tiers, rung, rules)[:1]:
            shown.append(tier)
            opening = button(words(TIERS[rung]), link_to(words, "lc", rung, rules))
            parts.append(section(_rung_text(scene, number, tier), opening))
    chart = [chart_button(words, "lc", rules)] if shown else []
    for tier in find_tiers(tiers, _ALL, rules)[:1]:
        shown.append(tier)
        general = named(words, words("For every rung"), words.of(tier.summary))
        opening = button(words(TIERS[_ALL]), link_to(words, "lc", _ALL, rules))
        parts.append(section(general, opening))
    parts += [
        row(_rules_button(words, "", rules), *_neighbours(words), *chart),
        text(closing_line(scene, shown)),
    ]
    return [container(*parts)]


def _rung_text(scene: Scene, number: int, tier: Tier) -> str:
    words = scene.words
    first = title_needed(tier)
    lines = [f"**{number}. {words(TIERS[tier.tier])}**", *_standing(scene, tier)]
    if first:
        lines.append(words("*Needs first:* {text}", text=words.of(first.requirement)))
    lines.append(f"*{validity_line(words, tier)}*")
    return "\n".join([*lines, words.of(tier.summary), f"-# {confidence_line(words, tier)}"])


def _rung(scene: Scene, name: str, rules: str, found: Sequence[Tier], page: int) -> Layout:
    words = scene.words
    general = _general(scene, name, rules)
    shown = [*found, *general]
    old = _counterpart(scene, found[0])
    sheets = bind(_chapters(scene, found, general, old), _SHEET[words.lang], words)
    (sheet,), number, pages = page_of(sheets, page, 1)
    head = [title(words, found[0]), *_standing(scene, found[0])]
    if number == 0:
        head += [validity_line(words, found[0])] if name != _ALL else []
        head += _doubts(scene, found[0])
    head.append(sheet_line(words, number, pages))
    parts = [text("\n".join(filter(None, head))), *sheet.parts]
    if pages > 1:
        parts.append(sheet_select(words, sheets, number, "lc", name, rules))
        parts.append(pager(words, number, pages, "lc", (name, rules)))
    parts += [
        _switch(words, name, rules),
        row(_rules_button(words, name, rules), *_neighbours(words)),
        text(closing_line(scene, [*shown, *filter(None, [old])])),
    ]
    return [container(*parts)]


def _chapters(
    scene: Scene, found: Sequence[Tier], general: Sequence[Tier], old: Tier | None
) -> Iterator[Chapter]:
    words = scene.words
    for tier in found:
        heading = words("Requirements") if tier.part == "entry" else words.of(tier.title)
        extra = unrequired(tier)
        entries = [*requirement_entries(scene, tier)]
        entries += (criterion_entry(scene, tier, criterion) for criterion in extra)
        if tier is not found[0]:
            entries = [*_standing(scene, tier), *entries, *_doubts(scene, tier)]
        yield Chapter(heading, tuple(entries))
        if tier is found[0] and old:
            yield from _change_chapters(scene, tier, old)
        if tier is found[0] and tier.tier != _ALL:
            yield Chapter(words("Validity and re-review"), tuple(validity_entries(scene, tier)))
    for tier in general:
        entries = (criterion_entry(scene, tier, c) for c in tier.criteria)
        yield Chapter(words.of(tier.title), (*entries, *_doubts(scene, tier)))
    silences = [s for tier in (*found, *general) for s in tier.not_stated]
    texts = dict.fromkeys(words.of(s.text) for s in silences)
    yield Chapter(words("Not stated"), tuple(f"- {said}" for said in texts))
    yield Chapter(words("Sources"), tuple(_source_lines(scene, [*found, *general])))


def _change_chapters(scene: Scene, tier: Tier, other: Tier) -> Iterator[Chapter]:
    """What changed between 2022 and now, whichever of the two is being read."""
    words = scene.words
    old, new = (other, tier) if tier.rules == "current" else (tier, other)
    changes = find_changes(old, new)
    heading = words("What changed since the rules of 2022")
    if not changes.replaced:
        said = words(
            "Nothing recorded replaces the standard of 2022 on this rung: it is still used."
        )
        yield Chapter(heading, (said,))
        return
    yield Chapter(heading, tuple(change_line(scene, change) for change in changes.replaced))
    yield Chapter(
        words("New (no counterpart recorded for 2022)"),
        tuple(f"- {words.of(c.requirement)}" for c in changes.added),
    )
    yield Chapter(
        words("Dropped (no counterpart recorded now)"),
        tuple(f"- {words.of(c.requirement)}" for c in changes.dropped),
    )


def _counterpart(scene: Scene, tier: Tier) -> Tier | None:
    """The same rung under the other set of rules."""
    other = "2022" if tier.rules == "current" else "current"
    found = find_tiers(scene.release.catalogue.dataset.tiers, tier.tier, other)
    return found[0] if found and tier.tier != _ALL else None


def _general(scene: Scene, name: str, rules: str) -> list[Tier]:
    """What holds for every rung beside the rung's own requirements."""
    return [] if name == _ALL else find_tiers(scene.release.catalogue.dataset.tiers, _ALL, rules)


def _standing(scene: Scene, tier: Tier) -> Iterator[str]:
    """Whether the standard is in force, superseded or over."""
    words = scene.words
    if tier.ends and tier.ends < scene.today:
        ended = date_text(words.lang, tier.ends)
        if tier.part == "round":
            yield words("**Closed** on {date}", date=ended)
        else:
            yield words("**Superseded**: in force until {date}", date=ended)
    elif tier.rules == "2022":
        yield words("**Still used**, although the method of 2022 is superseded")
    elif tier.starts:
        yield words("**In force** since {date}", date=date_text(words.lang, tier.starts))


def _doubts(scene: Scene, tier: Tier) -> Iterator[str]:
    if tier.note:
        yield f"-# {scene.words.of(tier.note)}"
    yield f"-# {confidence_line(scene.words, tier)}"


def _source_lines(scene: Scene, tiers: Sequence[Tier]) -> Iterator[str]:
    cited: dict[str, Source] = {}
    for tier in tiers:
        cited.update((s.id, s) for s in scene.release.catalogue.cited(tier))
    for number, source in enumerate(cited.values(), 1):
        yield f"{number}. {source_line(scene.words, source)}"


def _switch(words: Words, name: str, rules: str) -> Component:
    """The whole ladder, and each rung; the one being read is greyed out."""
    rungs = [*RUNGS, *([_ALL] if rules == "current" else [])]
    return row(
        button(words("The ladder"), link_to(words, "lc", "", rules)),
        *(
            button(words(TIERS[rung]), link_to(words, "lc", rung, rules), disabled=rung == name)
            for rung in rungs
        ),
    )


def _rules_button(words: Words, name: str, rules: str) -> Component:
    if rules == "current":
        rung = "" if name == _ALL else name
        return button(words("Rules of 2022"), link_to(words, "lc", rung, "2022"))
    return button(words("Current rules"), link_to(words, "lc", name, "current"))


def _neighbours(words: Words) -> tuple[Component, Component]:
    return (
        button(words("Awards"), link_to(words, "la")),
        button(words("Numbers"), link_to(words, "ln")),
    )
