"""Awards for new and re-reviewed firms: the city's, all districts compared, or one district."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Award, Measure
from bot.ui.blocks import closing_line, fit, page_of, pager, short_sources
from bot.ui.components import Component, Layout, button, container, line, row, select, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.formats import partial_date_text
from bot.ui.options import district_label
from bot.ui.pagination import Chapter, bind, number_of, sheet_line, stack
from cogs.little_giant.cards.award_lines import award_chapters, award_row, district_awards

_CITY: Final = 1650
_ROWS: Final = 1500
_SEVERAL: Final = 700
"""Characters of the rows of a district's awards, where it has several."""
_CAUTION: Final = 500
_DISTRICT: Final = 2400
_SILENCES: Final = 4


def awards_card(context: RenderContext, district: str = "", page: str = "0") -> Layout:
    """The city's awards and all districts compared, or one district in full."""
    if district in DISTRICTS:
        return _district(context, district, number_of(page))
    return _comparison(context, number_of(page))


def _comparison(context: RenderContext, page: int) -> Layout:
    tr = context.tr
    records = district_awards(context)
    above = _above_districts(context)
    legend = tr(
        "-# new little giant · little giant that passes its review · new specialised (SRDI) firm "
        "— validity · confidence · date of the figures"
    )
    rows = [f"- {award_row(context, award)}" for award in records]
    sheets = bind([Chapter(tr("District by district"), (legend, *rows))], _ROWS, tr)
    (sheet,), number, pages = page_of(sheets, page, 1)
    parts: list[Component] = [
        text(
            "\n".join(filter(None, [tr("### Little giant awards"), sheet_line(tr, number, pages)]))
        )
    ]
    if number == 0:
        blocks = [list(_above_lines(context, record)) for record in above]
        parts += [*stack(blocks, _CITY, tr), line()]
    parts += [*sheet.parts, *_caution(context), text(f"-# {_sources(context, records)}")]
    if pages > 1:
        parts.append(pager(tr, number, pages, "la", ("",)))
    parts += [*_district_select(context, ""), *_openings(context, [*above, *_cautions(context)])]
    parts.append(text(closing_line(context, [*above, *records, *_cautions(context)])))
    return [container(*parts)]


def _district(context: RenderContext, district: District, page: int) -> Layout:
    tr = context.tr
    records = [a for a in district_awards(context) if district in a.districts]
    sheets = [
        sheet for award in records for sheet in bind(award_chapters(context, award), _DISTRICT, tr)
    ] or bind([], _DISTRICT, tr)
    (sheet,), number, pages = page_of(sheets, page, 1)
    name = district_label(district, tr.lang)
    head = [tr("### Awards in {district}", district=name), sheet_line(tr, number, pages)]
    if not records:
        head.append(tr("No award for this district is recorded. Drop the district to see all."))
    parts = [text("\n".join(filter(None, head)))]
    if len(records) > 1 and number == 0:
        parts.append(text(fit([f"- {award_row(context, a)}" for a in records], _SEVERAL, tr)))
    parts += [*sheet.parts, *_caution(context)]
    if pages > 1:
        parts.append(pager(tr, number, pages, "la", (district,)))
    home = button(tr("City and all districts"), link_to(tr, "la"))
    parts += [row(home), *_district_select(context, district)]
    parts.append(text(closing_line(context, [*records, *_cautions(context)])))
    return [container(*parts)]


def _above_districts(context: RenderContext) -> list[Measure]:
    """What stands above the districts: the records that the warning leads to, then the state's."""
    catalogue = context.release.catalogue
    ids = dict.fromkeys(i for caution in _cautions(context) for i in caution.related)
    city = [catalogue.measures[i] for i in ids if i in catalogue.measures]
    city.sort(key=lambda m: m.use != "answer")
    return [*city, *(a for a in catalogue.awards if a.giver == "national")]


def _above_lines(context: RenderContext, record: Measure) -> Iterator[str]:
    tr = context.tr
    level = tr("Whole country") if _national(record) else tr("City")
    yield f"**{level}{tr.colon}{tr.of(record.title)}**"
    if record.use == "reading":
        yield tr("*Our inference; no source says so:*")
    yield tr.of(record.summary)
    yield f"-# {short_sources(context, context.release.catalogue.cited(record), 1)}"
    if record.use == "answer" and not _national(record):
        yield from (f"- {tr.of(s.text)}" for s in record.not_stated[:_SILENCES])


def _national(record: Measure) -> bool:
    return isinstance(record, Award) and record.giver == "national"


def _cautions(context: RenderContext) -> list[Award]:
    """What warns of the district awards as a whole: a record of the districts that names none."""
    awards = context.release.catalogue.awards
    return [a for a in awards if a.giver == "district" and not a.districts]


def _caution(context: RenderContext) -> list[Component]:
    tr = context.tr
    lines = [
        tr("**Check before you rely on an amount.** {text}", text=tr.of(caution.summary))
        for caution in _cautions(context)
    ]
    return [text(fit(lines, _CAUTION, tr))] if lines else []


def _district_select(context: RenderContext, chosen: str) -> list[Component]:
    """A drop-down of the districts with an award; nothing where there is none."""
    tr = context.tr
    known = {slug for award in district_awards(context) for slug in award.districts}
    options = [
        (district_label(slug, tr.lang), link_to(tr, "la", slug, 0), slug == chosen)
        for slug in DISTRICTS
        if slug in known
    ]
    return [row(select("s|la", tr("Open a district"), options))] if options else []


def _openings(context: RenderContext, records: Sequence[Measure]) -> list[Component]:
    tr = context.tr
    found = [button(shorten(tr.of(m.title), 60), link_to(tr, "m", m.id)) for m in records[:5]]
    return [row(*found)] if found else []


def _sources(context: RenderContext, records: Sequence[Measure]) -> str:
    """Where the figures of the rows come from, each source once; a district's page links them."""
    tr, catalogue = context.tr, context.release.catalogue
    ids = dict.fromkeys(i for r in records for f in r.figures for i in f.sources)
    found = [s for i in ids if (s := catalogue.sources[i]).named]
    undated = tr("undated")
    names = [
        f"{tr.publisher(s)}{tr.comma}{partial_date_text(tr.lang, s.date) if s.date else undated}"
        for s in found
    ]
    return tr("Figures from: {names}", names=tr.semicolon.join(names))
