"""What can my firm get: the measures that may fit, and those that depend on something."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.districts import LINGANG_AREA, PLACES
from bot.domain.eligibility.matching import Matches, MeasureMatch, match, own_money_first
from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, SelectOption, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import encode
from bot.ui.evidence import list_evidence, short_status
from bot.ui.formats import amount_text, date_text
from bot.ui.list_page import Entry, Listing
from bot.ui.match_link import MATCH_VIEW
from bot.ui.nearest import unknown_district, unknown_industry
from cogs.match.cards.entries import entry_of
from cogs.match.wishes import DEPENDS, FITS, NEEDS, TITLE_NAMES, Wish

OPEN_WISHES: Final = "mo"
"""The button that asks for the number of a result."""
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
    if district and district not in PLACES:
        others = wish._replace(district="@", industry=industry[:30])
        return unknown_district(context, district, MATCH_VIEW, *map(str, others))
    terms = context.release.catalogue.terms
    if industry and (industry not in terms or terms[industry].kind != "industry"):
        others = wish._replace(industry="@")
        return unknown_industry(context, industry, MATCH_VIEW, *map(str, others))
    found = match(context.release.catalogue, wish.firm, context.today)
    listing = _listing(context, wish, found)
    if not listing.entries:
        return _nothing(context, wish, found)
    return listing.page(context.tr, wish.page)


def numbered(context: RenderContext, wish: Wish) -> list[tuple[str, str]]:
    """The results of a page by number and name, with what opens each."""
    if wish.industry and wish.industry not in context.release.catalogue.terms:
        return []
    found = match(context.release.catalogue, wish.firm, context.today)
    return _listing(context, wish, found).options(context.tr, wish.page)


def _listing(context: RenderContext, wish: Wish, found: Matches) -> Listing:
    tr = context.tr
    shown = _shown(wish, found.fits if wish.group == FITS else found.missing)
    entries = [*_zones(context, wish, found), *(entry_of(context, each) for each in shown)]
    return Listing(
        "\n".join(_head(context, wish, found, len(entries))),
        entries,
        list_evidence(context, [each.measure for each in shown] or found.zones),
        MATCH_VIEW,
        before=wish[:5],
        after=(wish.facts,),
        selects=tuple(_selects(context, wish, found)),
        buttons=(check_button(tr, wish),),
        opens=button(tr("Open"), encode("t", OPEN_WISHES, tr.lang, wish, cut=True)),
        onward=tr("More"),
    )


def _shown(wish: Wish, group: Sequence[MeasureMatch]) -> list[MeasureMatch]:
    """Without a district, the measures of single ones are only counted."""
    shown = [each for each in group if wish.district or not each.measure.districts]
    return own_money_first(shown, wish.firm)


def _most_local(wish: Wish, group: Sequence[MeasureMatch]) -> int:
    """How many more the district with the most has; 0 where one is chosen."""
    local = Counter(d for each in group for d in each.measure.districts if not wish.district)
    return max(local.values(), default=0)


def _zones(context: RenderContext, wish: Wish, found: Matches) -> Iterator[Entry]:
    """The parks and clusters of a firm that needs space, as one line."""
    if wish.group == FITS and found.zones:
        name = context.tr("Parks and clusters")
        opens = link_to(context.tr, "zl", "", wish.real_district or "", wish.industry, 0)
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
    group = found.fits if wish.group == FITS else found.missing
    said = [*_said(context, wish)]
    if local := _most_local(wish, group):
        said.append(tr("Choose a district: up to {number} more", number=local))
    if said:
        yield " · ".join(said)


def _said(context: RenderContext, wish: Wish) -> Iterator[str]:
    """What is known of the firm beside what the drop-downs show, and what it needs."""
    tr, firm = context.tr, wish.firm
    titles = {str(key): tr(name) for key, name in TITLE_NAMES.items()}
    if wish.title and wish.group == DEPENDS:
        yield titles[wish.title]
    if wish.industry:
        term = context.release.catalogue.terms[wish.industry]
        yield term.zh if tr.lang == "zh" else term.en
    for value, unit in ((firm.staff, "people"), (firm.revenue, "CNY"), (firm.age, "years")):
        if value is not None:
            yield amount_text(tr, value, unit)
    yield from (tr(name) for need, name in NEEDS.items() if need == wish.need)
    yield from _past_award(context, wish)


def _past_award(context: RenderContext, wish: Wish) -> Iterator[str]:
    """That the district's own award is over, where none is in force."""
    if wish.need not in ("", "award") or wish.group != FITS:
        return
    tr, catalogue, is_area = context.tr, context.release.catalogue, wish.district == LINGANG_AREA
    awards = [
        award
        for award in catalogue.awards
        if wish.real_district in award.districts and award.lingang == is_area
    ]
    if awards and all(catalogue.status(each, context.today) != "in-force" for each in awards):
        last = next((each for each in awards if not each.superseded_by), awards[0])
        name, ends = PLACES[wish.district][tr.lang == "zh"], last.validity and last.validity.ends
        if ends:
            date = date_text(tr.lang, ends)
            yield tr("{district}'s own award ended on {date}", district=name, date=date)
        else:
            status = short_status(context, last)
            yield tr("{district}'s own award: {status}", district=name, status=status)


def _selects(context: RenderContext, wish: Wish, found: Matches) -> Iterator[Component]:
    """District, title and need. Under the titles, what depends on one."""
    tr = context.tr
    places = {slug: names[tr.lang == "zh"] for slug, names in PLACES.items()}
    district = _options(tr, tr("Any district"), places, wish, "district")
    yield select(f"s|{MATCH_VIEW}|district", tr("District"), district)
    titles = {key: tr(name) for key, name in TITLE_NAMES.items()}
    title = _options(tr, tr("Any title, or none"), titles, wish, "title")
    depending = _depending(tr, wish, found)
    yield select(f"s|{MATCH_VIEW}|title", tr("Title"), [*title, *depending])
    needs = {key: tr(name) for key, name in NEEDS.items()}
    need = _options(tr, tr("Any need"), needs, wish, "need")
    yield select(f"s|{MATCH_VIEW}|need", tr("Need"), need)


def _options(
    tr: Translator, anything: str, labels: dict[str, str], wish: Wish, field: str
) -> Iterator[SelectOption]:
    """The values of one filter; the chosen one is marked, and can be taken back."""
    chosen: str = getattr(wish, field)
    depends = field == "title" and wish.group == DEPENDS
    every = ({"": anything} if chosen or depends else dict[str, str]()) | labels
    for key, label in every.items():
        yield label, wish.narrowed(**{field: key}).link(tr), key == chosen and not depends


def _depending(tr: Translator, wish: Wish, found: Matches) -> Iterator[SelectOption]:
    """How many depend on a title or limit, and what opens them."""
    if count := len(_shown(wish, found.missing)):
        label = tr.many(
            "{number} depends on a title or limit", "{number} depend on a title or limit", count
        )
        opens = wish._replace(group=DEPENDS, page=0).link(tr)
        yield label, opens, wish.group == DEPENDS


def check_button(tr: Translator, wish: Wish) -> Component:
    """*Check my firm*: the eligibility check, with what is known filled in."""
    revenue = wish.firm.revenue
    known = f"{revenue:.0f}" if revenue is not None else ""
    custom_id = encode("t", CHECK, tr.lang, (wish.title, wish.district, known))
    return button(tr("Check my firm"), custom_id, style=1)


def _nothing(context: RenderContext, wish: Wish, found: Matches) -> Layout:
    """That nothing fits, which filter to drop, and how many that would give."""
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
    said = (tr("Nothing matches all of these filters."), " · ".join(_said(context, wish)))
    searched = [each.measure for each in (*found.missing, *found.no)]
    other = (button(label, link) for label, link, shown in _depending(tr, wish, found) if not shown)
    buttons = [*other, *offers[:2]]
    return card(
        [*filter(None, said), f"-# {list_evidence(context, searched)}"],
        *([each] for each in _selects(context, wish, found)),
        buttons or [check_button(tr, wish)],
    )
