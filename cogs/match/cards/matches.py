"""What can my firm get: the measures that may fit, and those that depend on something."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.eligibility.matching import Matches, MeasureMatch, match
from bot.i18n.translator import Translator
from bot.ui.blocks import district_name
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import encode
from bot.ui.evidence import list_evidence
from bot.ui.formats import amount_text
from bot.ui.list_page import Entry, Listing
from bot.ui.nearest import unknown_district, unknown_industry
from cogs.match.cards.entries import entry_of
from cogs.match.wishes import DEPENDS, FITS, NEEDS, TITLES, VIEW, Wish

CHECK: Final = "kb"
"""The button of the check that opens it with these facts."""


def matches_card(
    context: RenderContext,
    district: str,
    title: str,
    industry: str,
    need: str,
    group: str,
    page: str,
    facts: str = "",
) -> Layout:
    """A page of one group. Unknown names come back with the nearest."""
    wish = Wish(district, title, industry, need, group, int(page), facts)
    if district and district not in DISTRICTS:
        others = wish._replace(district="@", industry=industry[:30])
        return unknown_district(context, district, VIEW, *map(str, others))
    terms = context.release.catalogue.terms
    if industry and (industry not in terms or terms[industry].kind != "industry"):
        return unknown_industry(context, industry, VIEW, *map(str, wish._replace(industry="@")))
    found = match(context.release.catalogue, wish.firm, context.today)
    shown = _shown(wish, found.fits if group == FITS else found.missing)
    entries = [*_zones(context, wish, found), *(entry_of(context, each) for each in shown)]
    head = "\n".join(_head(context, wish, found, len(entries)))
    if not entries:
        return _nothing(context, wish, head, found)
    return Listing(
        head,
        entries,
        list_evidence(context, [each.measure for each in shown] or found.zones),
        VIEW,
        before=(district, title, industry, need, group),
        after=(facts,),
        selects=tuple(_selects(context, wish)),
        buttons=tuple(_buttons(context.tr, wish, found)),
    ).page(context.tr, wish.page)


def _shown(wish: Wish, group: Sequence[MeasureMatch]) -> list[MeasureMatch]:
    """Without a district, the measures of single ones are only counted."""
    return [each for each in group if wish.district or not each.measure.districts]


def _zones(context: RenderContext, wish: Wish, found: Matches) -> Iterator[Entry]:
    """The parks and clusters of a firm that needs space, as one line."""
    if wish.group == FITS and found.zones:
        name = context.tr("Parks and clusters")
        opens = link_to(context.tr, "zl", "", wish.district, wish.industry, 0)
        yield Entry(f"{name}{context.tr.colon}{len(found.zones)}", name, opens)


def _head(context: RenderContext, wish: Wish, found: Matches, count: int) -> Iterator[str]:
    tr = context.tr
    if wish.group == DEPENDS:
        yield tr.many(
            "### {number} depends on a title or limit",
            "### {number} depend on a title or limit",
            count,
        )
    else:
        yield tr.many(
            "### {number} may fit, by what the sources state",
            "### {number} may fit, by what the sources state",
            count,
        )
    if said := " · ".join(_said(context, wish)):
        yield said
    group = found.fits if wish.group == FITS else found.missing
    if local := len(group) - len(_shown(wish, group)):
        yield tr.many(
            "{number} more depends on your district.",
            "{number} more depend on your district.",
            local,
        )


def _said(context: RenderContext, wish: Wish) -> Iterator[str]:
    """What is known of the firm beside what the drop-downs show."""
    tr, firm = context.tr, wish.firm
    if wish.industry:
        term = context.release.catalogue.terms[wish.industry]
        yield term.zh if tr.lang == "zh" else term.en
    for value, unit in ((firm.staff, "people"), (firm.revenue, "CNY"), (firm.age, "years")):
        if value is not None:
            yield amount_text(tr, value, unit)


# -- Controls --


def _selects(context: RenderContext, wish: Wish) -> Iterator[Component]:
    tr = context.tr
    places = {slug: district_name(tr, slug) for slug in DISTRICTS}
    yield _select(tr, tr("District"), tr("Any district"), places, wish, "district")
    titles = {key: tr(name) for key, name in TITLES.items()}
    yield _select(tr, tr("Title"), tr("Any title, or none"), titles, wish, "title")
    needs = {key: tr(name) for key, name in NEEDS.items()}
    yield _select(tr, tr("Need"), tr("Any need"), needs, wish, "need")


def _select(
    tr: Translator, name: str, anything: str, labels: dict[str, str], wish: Wish, field: str
) -> Component:
    """A drop-down of one filter; the chosen one is marked, and can be taken back."""
    chosen: str = getattr(wish, field)
    every = ({"": anything} if chosen else dict[str, str]()) | labels
    options = [
        (label, wish.narrowed(**{field: key}).link(tr), key == chosen)
        for key, label in every.items()
    ]
    return select(f"s|{VIEW}|{field}", name, options)


def _buttons(tr: Translator, wish: Wish, found: Matches) -> Iterator[Component]:
    """The other group, and the check."""
    if other := _other_group(tr, wish, found):
        yield other
    yield check_button(tr, wish)


def _other_group(tr: Translator, wish: Wish, found: Matches) -> Component | None:
    """A button to what depends on a title or limit, or back to what fits."""
    count = len(_shown(wish, found.missing if wish.group == FITS else found.fits))
    if not count:
        return None
    if wish.group == FITS:
        label = tr.many(
            "{number} depends on a title or limit", "{number} depend on a title or limit", count
        )
        return button(label, wish._replace(group=DEPENDS, page=0).link(tr))
    label = tr.many("{number} may fit", "{number} may fit", count)
    return button(label, wish._replace(group=FITS, page=0).link(tr))


def check_button(tr: Translator, wish: Wish) -> Component:
    """*Check my firm*: the eligibility check, with what is known filled in."""
    revenue = wish.firm.revenue
    known = f"{revenue:.0f}" if revenue is not None else ""
    custom_id = encode("t", CHECK, tr.lang, (wish.title, wish.district, known))
    return button(tr("Check my firm"), custom_id, style=1)


def _nothing(context: RenderContext, wish: Wish, head: str, found: Matches) -> Layout:
    """Which filter to drop, and how many that would give."""
    tr = context.tr
    drops = {
        tr("Drop the need"): wish.narrowed(need=""),
        tr("Drop the industry"): wish.narrowed(industry=""),
        tr("Drop the district"): wish.narrowed(district=""),
    }
    offers: list[Component] = []
    for label, wider in drops.items():
        every = match(context.release.catalogue, wider.firm, context.today).fits
        if (count := len(_shown(wider, every))) and wider != wish.narrowed():
            offers.append(button(f"{label} · {count}", wider.link(tr)))
    said = tr("Nothing fits all of these.")
    searched = [each.measure for each in (*found.missing, *found.no)]
    buttons = [*filter(None, [_other_group(tr, wish, found)]), *offers[:2]]
    return [
        container(text(f"{head}\n{said}\n-# {list_evidence(context, searched)}")),
        *map(row, _selects(context, wish)),
        row(*(buttons or [check_button(tr, wish)])),
    ]
