"""Checks that a data set can be shown: draws every record and page once in each language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeAlias

from bot.data_check.drawings import SAMPLED, Drawing, drawings, page_drawing, picture_drawing
from bot.data_check.pages import Page, charts_in, first_pages, is_huge, next_page
from bot.domain.data.dataset import Dataset
from bot.domain.data.faults import N_, NO_RECORD, Fault, FaultMessage, fault_message
from bot.domain.data.loader import record_locations
from bot.domain.release import build_release
from bot.i18n.translator import Lang, read_translators
from bot.storage.data_files import DataFiles
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.match_link import MATCH_VIEW as MATCH
from bot.ui.message_limits import excess

MOST_FAULTS: Final = 100
"""Faults after which drawing stops."""
MOST_FOLLOWED, FEW_FOLLOWED = 50, 2
"""Pages of one list; few of a huge set and of narrowed matches: each page scans every record."""
_FAILED: Final = N_("{page} ({lang}) cannot be drawn: {why}")
_UNUSABLE: Final = N_("answers cannot be built from it: {why}")
_FIELD: Final = "card"


def undrawable(dataset: Dataset, files: DataFiles, today: date) -> list[Fault]:
    """The faults of a data set that cards cannot show; those of records come first."""
    try:
        release = build_release(f"{today:%Y.%m.%d}.1", dataset, files.readings)
        contexts: Mapping[Lang, RenderContext] = {
            lang: RenderContext(release, tr, today) for lang, tr in read_translators().items()
        }
        found = list(islice(_failures(contexts), MOST_FAULTS))
    except Exception as error:  # noqa: BLE001 # see _draw
        found = [("", fault_message(_UNUSABLE, why=_reason_of(error)))]
    if not found:
        return []
    own = [failure for failure in found if failure[0]]
    places = record_locations(files.yaml)
    return [
        Fault(*places.get(record, ("data", 1)), record or NO_RECORD, _FIELD, said)
        for record, said in own or found
    ]


def _failures(contexts: Mapping[Lang, RenderContext]) -> Iterator[tuple[str, FaultMessage]]:
    """Record ids (or '') with the fault; only the first of drawings with the same name."""
    seen: set[tuple[Lang, str, str]] = set()
    for lang, drawing, layouts, said in _results(contexts):
        over = (excess(layout, drawing.name, lang) for layout in layouts)
        wrong = said or next(filter(None, over), None)
        if wrong is not None and (lang, drawing.name, drawing.record) not in seen:
            seen.add((lang, drawing.name, drawing.record))
            yield drawing.record, wrong


DrawResult: TypeAlias = tuple[Lang, Drawing, Sequence[Layout], FaultMessage | None]
"""The language, the drawing, its layouts, and the reason if it failed."""


def _results(contexts: Mapping[Lang, RenderContext]) -> Iterator[DrawResult]:
    catalogue = next(iter(contexts.values())).release.catalogue
    pages = list(first_pages(catalogue))
    step = SAMPLED if is_huge(catalogue) else 1
    for lang, context in contexts.items():
        charts: dict[tuple[str, tuple[str, ...]], None] = {}
        for result in _pages(lang, context, pages):
            charts |= dict.fromkeys(chart for each in result[2] for chart in charts_in(each))
            yield result
        for name, args in list(charts)[::step]:
            yield _draw(lang, picture_drawing(context, name, args))
    for lang, drawing in drawings(contexts):
        yield _draw(lang, drawing)


def _pages(lang: Lang, context: RenderContext, pages: Sequence[Page]) -> Iterator[DrawResult]:
    """Each view, with the pages that *Next* leads to."""
    huge = is_huge(context.release.catalogue)
    for first in pages:
        page: Page | None = first
        for _ in range(_pages_followed(first, huge=huge)):
            if page is None:
                break
            result = _draw(lang, page_drawing(context, page._replace(record=first.record)))
            yield result
            page = next_page(context, result[2][0]) if result[2] else None


def _pages_followed(first: Page, *, huge: bool) -> int:
    """Pages of one list to draw: few of a huge set, and of narrowed lists, which are alike."""
    if huge and first.name == "zl" and any(first.args[1:3]):
        return 1
    narrowed = first.name == MATCH and any(first.args[:4])
    return FEW_FOLLOWED if huge or narrowed else MOST_FOLLOWED


def _draw(lang: Lang, drawing: Drawing) -> DrawResult:
    try:
        return lang, drawing, list(drawing.draw()), None
    except Exception as error:  # noqa: BLE001 # whatever it is, the data set caused it
        why = fault_message(_FAILED, page=drawing.name, lang=lang, why=_reason_of(error))
        return lang, drawing, (), why


def _reason_of(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]
