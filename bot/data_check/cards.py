"""The check that a data set can be shown: draws every record, page and language once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeAlias

from bot.data_check.drawings import Drawing, drawings, page_drawing, picture_drawing
from bot.data_check.pages import Page, charts_in, first_pages, is_huge, next_page
from bot.domain.data.faults import N_, NO_RECORD, Fault, FaultMessage, fault_message
from bot.domain.data.loader import Dataset, record_locations
from bot.domain.release import build_release
from bot.i18n.translator import Lang, read_translators
from bot.storage.data_files import DataFiles
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.message_limits import excess

MOST_FAULTS: Final = 100
"""Faults after which drawing stops."""
MOST_FOLLOWED, FEW_FOLLOWED = 50, 2
"""Pages of one list; of a huge set few, since each page costs a look at every record."""
_FAILED: Final = N_("{page} ({lang}) cannot be rendered: {why}")
_UNUSABLE: Final = N_("no answer can be built from it: {why}")
_FIELD: Final = "card"


def undrawable(dataset: Dataset, files: DataFiles, today: date) -> list[Fault]:
    """What of the data set no card can show; of the pages of many records only if each is fine."""
    try:
        release = build_release(f"{today:%Y.%m.%d}.1", dataset, files.readings)
        contexts: Mapping[Lang, RenderContext] = {
            lang: RenderContext(release, tr, today) for lang, tr in read_translators().items()
        }
        found = list(islice(_failures(contexts), MOST_FAULTS))
    except Exception as error:  # noqa: BLE001 # as of a single card, see _draw
        found = [("", fault_message(_UNUSABLE, why=_told(error)))]
    if not found:
        return []
    own = [failure for failure in found if failure[0]]
    places = record_locations(files.yaml)
    return [
        Fault(*places.get(record, ("data", 1)), record or NO_RECORD, _FIELD, said)
        for record, said in own or found
    ]


def _failures(contexts: Mapping[Lang, RenderContext]) -> Iterator[tuple[str, FaultMessage]]:
    """The record, or nothing, and what is wrong; of drawings of the same name the first."""
    seen: set[tuple[Lang, str, str]] = set()
    for lang, drawing, layouts, said in _drawn(contexts):
        over = (excess(layout, drawing.name, lang) for layout in layouts)
        wrong = said or next(filter(None, over), None)
        if wrong is not None and (lang, drawing.name, drawing.record) not in seen:
            seen.add((lang, drawing.name, drawing.record))
            yield drawing.record, wrong


Drawn: TypeAlias = tuple[Lang, Drawing, Sequence[Layout], FaultMessage | None]
"""What was drawn, in which language, what came of it, and why nothing did."""


def _drawn(contexts: Mapping[Lang, RenderContext]) -> Iterator[Drawn]:
    for lang, context in contexts.items():
        charts: dict[tuple[str, tuple[str, ...]], None] = {}
        for drawn in _pages(lang, context):
            charts |= dict.fromkeys(chart for each in drawn[2] for chart in charts_in(each))
            yield drawn
        for name, args in charts:
            yield _draw(lang, picture_drawing(context, name, args))
    for lang, drawing in drawings(contexts):
        yield _draw(lang, drawing)


def _pages(lang: Lang, context: RenderContext) -> Iterator[Drawn]:
    """Each view, with the pages that *Next* leads to."""
    most = FEW_FOLLOWED if is_huge(context) else MOST_FOLLOWED
    for first in first_pages(context):
        page: Page | None = first
        for _ in range(most):
            if page is None:
                break
            drawn = _draw(lang, page_drawing(context, page._replace(record=first.record)))
            yield drawn
            page = next_page(context, drawn[2][0]) if drawn[2] else None


def _draw(lang: Lang, drawing: Drawing) -> Drawn:
    try:
        return lang, drawing, list(drawing.draw()), None
    except Exception as error:  # noqa: BLE001 # whatever it is, the data set is at fault
        return (
            lang,
            drawing,
            (),
            fault_message(_FAILED, page=drawing.name, lang=lang, why=_told(error)),
        )


def _told(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:120]
