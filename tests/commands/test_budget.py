"""Every record, page and language within the budget of a reply; see tests/card_budget.py."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import orjson
import pytest

from bot.data_check.pages import Page, charts_in, first_pages, next_page
from bot.domain.data.models import Measure, Record
from bot.domain.release import Release
from bot.i18n.translator import Lang, Translator, read_translators
from bot.ui.components import Layout, walk
from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import excesses, repeated, texts_of

TODAY: Final = date(2026, 9, 1)
TRAIL: Final = ("fo",)
"""A page that led to each: every one has *Back* then."""
FREE: Final = frozenset(("ms",))
"""A measure in full, which a command gives with its details."""
SELECTS: Final = {"ma": 3, "mb": 2, "md": 2, "zi": 2}
"""Drop-downs: the filters of /match; topics; *More actions* of details."""
BUTTON_ROWS: Final = {"ho": 2}
"""The tasks of /help."""
BUTTONS: Final = {"ma": 5}
"""Buttons of /match: four, and *Back* where another page led to it."""

_DRAWN: Final[dict[Lang, list[tuple[Page, Layout]]]] = {}


@pytest.fixture(params=["en", "zh"])
def both(request: pytest.FixtureRequest, release: Release) -> RenderContext:
    lang: Lang = request.param
    return RenderContext(release, read_translators()[lang], TODAY)


@pytest.fixture
def pages(both: RenderContext) -> list[tuple[Page, Layout]]:
    """Every page in one language, drawn once for all tests."""
    if both.tr.lang not in _DRAWN:
        _DRAWN[both.tr.lang] = [*every_page(both)]
    return _DRAWN[both.tr.lang]


def every_page(context: RenderContext) -> Iterator[tuple[Page, Layout]]:
    """Each as it is sent to a person who came by a button, where one leads there."""
    for first in first_pages(context.release.catalogue):
        page: Page | None = first
        while page is not None:
            layout = sent(context, page)
            yield page._replace(record=first.record), layout
            page = next_page(context, layout)


def sent(context: RenderContext, page: Page) -> Layout:
    trail = TRAIL if REGISTRY.views[page.name].takes else ()
    return orjson.loads(
        REGISTRY.packed_layout(
            context, page.name, *page.args, share=REGISTRY.is_shared(page.name), trail=trail
        )
    )


def within(page: Page, layout: Layout) -> Iterator[str]:
    selects, buttons = SELECTS.get(page.name, 1), BUTTONS.get(page.name, 4)
    rows = BUTTON_ROWS.get(page.name, 1)
    yield from excesses(layout, selects=selects, buttons=buttons, button_rows=rows)


def test_every_page_is_within_the_budget(pages: list[tuple[Page, Layout]]) -> None:
    over = {
        " ".join((page.name, *page.args)): found
        for page, layout in pages
        if page.name not in FREE and (found := [*within(page, layout)])
    }
    assert over == {}


def test_the_numbers_of_every_picture_are_within_the_budget(
    both: RenderContext, pages: list[tuple[Page, Layout]]
) -> None:
    charts = {chart for _, layout in pages for chart in charts_in(layout)}
    assert charts
    over: dict[str, list[str]] = {}
    for name, args in charts:
        page: Page | None = Page("cn", ("0", name, *args))
        while page is not None:
            layout = sent(both, page)
            if found := [*excesses(layout)]:
                over[" ".join(page.args)] = found
            page = next_page(both, layout)
    assert over == {}


def test_a_page_that_a_button_opened_has_a_way_back(
    both: RenderContext, pages: list[tuple[Page, Layout]]
) -> None:
    back = both.tr("Back")
    lost = {
        " ".join((page.name, *page.args))
        for page, layout in pages
        if REGISTRY.views[page.name].takes
        and page.name != TRAIL[0]
        and back not in [part.get("label") for part in walk(layout)]
    }
    assert lost == set()


def test_no_card_states_an_amount_twice(
    both: RenderContext, pages: list[tuple[Page, Layout]]
) -> None:
    records = both.release.catalogue.records
    twice: dict[str, list[str]] = {}
    for page, layout in pages:
        record = records.get(page.record)
        if record is None or page.name not in ("m", "z", "st", "p"):
            continue
        said = texts_of(layout)
        for other in others(both.tr, record):
            said = said.replace(other, "")
        if found := repeated(both.tr, said, record.figures):
            twice[" ".join((page.name, *page.args))] = found
    assert twice == {}


def others(tr: Translator, record: Record) -> Iterator[str]:
    """Texts whose numbers are no amounts of the record: names of figures, who qualifies."""
    yield from (tr.of(figure.name) for figure in record.figures)
    if isinstance(record, Measure) and record.who:
        yield tr.of(record.who)
