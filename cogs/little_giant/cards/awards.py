"""Awards for new and re-reviewed firms: the city's, all districts compared, or one district."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Award, Measure
from bot.ui.blocks import (
    closing_line,
    fit,
    page_of,
    pager,
    short_sources,
)
from bot.ui.components import (
    Component,
    Layout,
    button,
    container,
    line,
    row,
    select,
    shorten,
    text,
)
from bot.ui.context import Scene, link_to
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


def awards_card(scene: Scene, district: str = "", page: str = "0") -> Layout:
    """The city's awards and all districts compared, or one district in full."""
    if district in DISTRICTS:
        return _district(scene, district, number_of(page))
    return _comparison(scene, number_of(page))


def _comparison(scene: Scene, page: int) -> Layout:
    words = scene.words
    records = district_awards(scene)
    above = _above_districts(scene)
    legend = words(
        "-# new little giant · little giant that passes its review · new specialised (SRDI) firm "
        "— validity · confidence · date of the figures"
    )
    rows = [f"- {award_row(scene, award)}" for award in records]
    sheets = bind([Chapter(words("District by district"), (legend, *rows))], _ROWS, words)
    (sheet,), number, pages = page_of(sheets, page, 1)
    parts: list[Component] = [
        text(
            "\n".join(
                filter(None, [words("### Little giant awards"), sheet_line(words, number, pages)])
            )
        )
    ]
    if number == 0:
        blocks = [list(_above_lines(scene, record)) for record in above]
        parts += [*stack(blocks, _CITY, words), line()]
    parts += [*sheet.parts, *_caution(scene), text(f"-# {_sources(scene, records)}")]
    if pages > 1:
        parts.append(pager(words, number, pages, "la", ("",)))
    parts += [*_district_select(scene, ""), *_openings(scene, [*above, *_cautions(scene)])]
    parts.append(text(closing_line(scene, [*above, *records, *_cautions(scene)])))
    return [container(*parts)]


def _district(scene: Scene, district: District, page: int) -> Layout:
    words = scene.words
    records = [a for a in district_awards(scene) if district in a.districts]
    sheets = [
        sheet for award in records for sheet in bind(award_chapters(scene, award), _DISTRICT, words)
    ] or bind([], _DISTRICT, words)
    (sheet,), number, pages = page_of(sheets, page, 1)
    name = district_label(district, words.lang)
    head = [words("### Awards in {district}", district=name), sheet_line(words, number, pages)]
    if not records:
        head.append(words("No award of this district is recorded. Drop the district to see all."))
    parts = [text("\n".join(filter(None, head)))]
    if len(records) > 1 and number == 0:
        parts.append(text(fit([f"- {award_row(scene, a)}" for a in records], _SEVERAL, words)))
    parts += [*sheet.parts, *_caution(scene)]
    if pages > 1:
        parts.append(pager(words, number, pages, "la", (district,)))
    home = button(words("City and all districts"), link_to(words, "la"))
    parts += [row(home), *_district_select(scene, district)]
    parts.append(text(closing_line(scene, [*records, *_cautions(scene)])))
    return [container(*parts)]


def _above_districts(scene: Scene) -> list[Measure]:
    """What stands above the districts: the records that the warning leads to, then the state's."""
    catalogue = scene.release.catalogue
    ids = dict.fromkeys(i for caution in _cautions(scene) for i in caution.related)
    city = [catalogue.measures[i] for i in ids if i in catalogue.measures]
    city.sort(key=lambda m: m.use != "answer")
    return [*city, *(a for a in catalogue.awards if a.giver == "national")]


def _above_lines(scene: Scene, record: Measure) -> Iterator[str]:
    words = scene.words
    colon = "：" if words.lang == "zh" else ": "
    level = words("Whole country") if _national(record) else words("City")
    yield f"**{level}{colon}{words.of(record.title)}**"
    if record.use == "reading":
        yield words("*A possible reading that no source states:*")
    yield words.of(record.summary)
    yield f"-# {short_sources(scene, scene.release.catalogue.cited(record), 1)}"
    if record.use == "answer" and not _national(record):
        yield from (f"- {words.of(s.text)}" for s in record.not_stated[:_SILENCES])


def _national(record: Measure) -> bool:
    return isinstance(record, Award) and record.giver == "national"


def _cautions(scene: Scene) -> list[Award]:
    """What warns of the district awards as a whole: a record of the districts that names none."""
    awards = scene.release.catalogue.awards
    return [a for a in awards if a.giver == "district" and not a.districts]


def _caution(scene: Scene) -> list[Component]:
    words = scene.words
    lines = [
        words("**Check before you rely on an amount.** {text}", text=words.of(caution.summary))
        for caution in _cautions(scene)
    ]
    return [text(fit(lines, _CAUTION, words))] if lines else []


def _district_select(scene: Scene, chosen: str) -> list[Component]:
    """A drop-down of the districts with an award; nothing where there is none."""
    words = scene.words
    known = {slug for award in district_awards(scene) for slug in award.districts}
    options = [
        (district_label(slug, words.lang), link_to(words, "la", slug, 0), slug == chosen)
        for slug in DISTRICTS
        if slug in known
    ]
    return [row(select("s|la", words("Open a district"), options))] if options else []


def _openings(scene: Scene, records: Sequence[Measure]) -> list[Component]:
    words = scene.words
    found = [button(shorten(words.of(m.title), 60), link_to(words, "m", m.id)) for m in records[:5]]
    return [row(*found)] if found else []


def _sources(scene: Scene, records: Sequence[Measure]) -> str:
    """Where the figures of the rows come from, each source once; a district's page links them."""
    words, catalogue = scene.words, scene.release.catalogue
    ids = dict.fromkeys(i for r in records for f in r.figures for i in f.sources)
    found = [s for i in ids if (s := catalogue.sources[i]).named]
    comma, semicolon = ("，", "；") if words.lang == "zh" else (", ", "; ")
    undated = words("undated")
    names = [
        f"{words.publisher(s)}{comma}{partial_date_text(words.lang, s.date) if s.date else undated}"
        for s in found
    ]
    return words("Figures from: {names}", names=semicolon.join(names))
