"""The tiers at a glance: the thresholds of two of them side by side.

English counts yuan in millions there (¥m), Chinese in 万, so that a row fits a phone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.data.firm_values import FirmNumber
from bot.domain.data.models import Criterion, Figure, Tier
from bot.domain.eligibility.tiers import TIER_NAMES, find_tiers, must_meet, parts_of
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import page_of
from bot.ui.chart import chart_button
from bot.ui.components import Layout, SelectOption, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import list_evidence
from bot.ui.formats import figure_text, number_text
from bot.ui.line_width import QUALIFIER_SIGNS, text_table
from bot.ui.list_page import turn
from bot.ui.tiers import TIERS

ALL: Final = "all"
"""What holds for every tier: general conditions, definitions, how a title is kept."""
_UPPER: Final = TIER_NAMES[1:]
_ROWS: Final = 6
_STAR: Final = "*"
"""After the threshold of the first of several ways."""
_LABELS: Final[Mapping[FirmNumber, str]] = {
    "years": N_("years in niche"),
    "revenue": N_("revenue, ¥m"),
    "rd": N_("R&D a year, ¥m"),
    "rd-two-years": N_("R&D 2 years, ¥m"),
    "rd-share": N_("R&D share"),
    "main-share": N_("main business"),
    "growth": N_("growth a year"),
    "debt": N_("debt ratio"),
    "rights": N_("class I rights"),
    "market-share": N_("market share"),
    "score": N_("score"),
}
"""By the number that is tested, those that firms look for first at the top."""
_ALIKE: Final[Mapping[FirmNumber, FirmNumber]] = {
    "main-growth-2-years": "growth",
    "rd-each-year": "rd",
    "rd-share-each-year": "rd-share",
}
"""Numbers that share a row."""


def tiers_overview_card(context: RenderContext, rules: str, page: int = 0) -> Layout:
    """What the base asks for in a sentence, and the thresholds of the two tiers above it."""
    tr, tiers = context.tr, context.release.catalogue.dataset.tiers
    found = {
        tier_name: tier
        for tier_name in TIER_NAMES
        for tier in find_tiers(tiers, tier_name, rules)[:1]
    }
    heading = tr("### The three tiers of recognition")
    titles, *rows = _rows(tr, found)
    shown, number, pages = page_of(rows, page, _ROWS)
    lines = [f"{heading} · 2022" if rules == "2022" else heading]
    if number == 0 and (base := found.get(TIER_NAMES[0])):
        lines.append(tr.labelled(f"**{tr(TIERS[TIER_NAMES[0]])}**", _base(tr, base)))
    lines.append(text_table([titles, *shown], frozenset((1, 2))))
    notes = [tr("Also required: the title of the tier below.")] if number else []
    if any(cell.endswith(_STAR) for cells in shown for cell in cells):
        notes.append(tr("Starred: another way exists. Open the tier."))
    if notes:
        lines.append(tr.space.join(notes))
    small = f"-# {list_evidence(context, list(found.values()))}"
    _, foot, turned = turn(tr, number, pages, small, "lc", ("", rules))
    chart = [chart_button(tr, "lc", rules)] if found and number == 0 else []
    return card(
        [*lines, foot],
        [select("s|lc", tr("Open a tier"), tier_options(tr, "", rules))],
        [*turned, *chart],
    )


def _base(tr: Translator, tier: Tier) -> str:
    """How the base is reached: directly, or by a score."""
    total = next((c for c in tier.criteria if c.number == "self-score" and c.threshold), None)
    scored = _whole(tier, total)
    direct = _whole(tier, scored)
    if total is None or total.threshold is None or direct is None:
        return tr.of(tier.summary)
    score = figure_text(tr, total.threshold)
    either = _whole(tier, direct)
    others = [c for c in tier.criteria if either and c.id in either.of and c is not direct]
    title = tr(" or ").join(re.split(r": |：", tr.of(c.name))[0] for c in others)
    alone = N_("one of {count} direct conditions, or {score}")
    form = N_("one of {count} direct conditions, {score}, or {title}") if title else alone
    return tr(form, count=len(direct.of) - 1, score=score, title=title)


def _whole(tier: Tier, part: Criterion | None) -> Criterion | None:
    """The criterion that this one is a part of."""
    return next((c for c in tier.criteria if part and part.id in c.of), None)


def _rows(tr: Translator, found: Mapping[str, Tier]) -> Iterator[tuple[str, str, str]]:
    """A row for each threshold: its label, and what each of the two tiers asks for."""
    yield "", tr("SRDI"), tr("giant")
    columns = [_thresholds(tr, found[name]) if name in found else {} for name in _UPPER]
    for key, label in _LABELS.items():
        cells = [column.get(key, "—") for column in columns]
        if any(cell != "—" for cell in cells):
            yield tr(label), cells[0], cells[1]


def _thresholds(tr: Translator, tier: Tier) -> dict[str, str]:
    """By number; of several ways to a requirement the first one's, with a star."""
    found: dict[str, str] = {}
    for criterion in must_meet(tier):
        ways = parts_of(tier, criterion) if criterion.op == "any-of" else []
        first, star = (ways[0], _STAR) if ways else (criterion, "")
        if first.number and first.threshold:
            found[_ALIKE.get(first.number, first.number)] = f"{_short(tr, first.threshold)}{star}"
    return found


def _short(tr: Translator, figure: Figure) -> str:
    value = figure.value / 10**6 if figure.unit == "CNY" and tr.lang == "en" else figure.value
    number = number_text(tr.lang, value)
    unit = "%" if figure.unit.startswith("percent") else ""
    return f"{QUALIFIER_SIGNS[figure.qualifier]}{number}{unit}"


def tier_options(tr: Translator, shown: str, rules: str) -> Iterator[SelectOption]:
    """The overview, each tier, the other rules; then awards and numbers."""
    if shown:
        yield tr("Overview of the tiers"), link_to(tr, "lc", "", rules), False
    tier_names: Sequence[str] = [*TIER_NAMES, *([ALL] if rules == "current" else [])]
    for tier_name in tier_names:
        if tier_name != shown:
            yield tr(TIERS[tier_name]), link_to(tr, "lc", tier_name, rules), False
    if rules == "current":
        other = "" if shown == ALL else shown
        yield tr("Rules of 2022"), link_to(tr, "lc", other, "2022"), False
    else:
        yield tr("Current rules"), link_to(tr, "lc", shown, "current"), False
    yield tr("Awards"), link_to(tr, "la"), False
    yield tr("Numbers"), link_to(tr, "ln"), False
