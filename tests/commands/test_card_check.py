"""What the check of a data set draws, and what it says of what no card can show."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.data_check import drawings as drawn
from bot.data_check import worker
from bot.data_check.cards import _pages as pages_of  # pyright: ignore[reportPrivateUsage]
from bot.data_check.cards import undrawable
from bot.data_check.pages import Page, charts_in, first_pages, next_page, various
from bot.domain.data.districts import DISTRICTS
from bot.domain.data.faults import Fault
from bot.domain.data.loader import read_dataset
from bot.domain.release import Release, build_release
from bot.i18n.translator import read_translators
from bot.storage.data_files import DataFiles, content_hash
from bot.ui.components import button, container, link, row, select, text
from bot.ui.context import RenderContext
from bot.ui.message_limits import excess
from bot.ui.registry import View
from cogs.registry import REGISTRY
from tests.malformed import small_real
from tests.small import Plain, measure, small_files

TODAY = date(2026, 9, 1)
LONG = "word " * 199


def check(files: Mapping[str, bytes]) -> list[Fault]:
    """What the check finds in a data set that its models let pass."""
    dataset, faults = read_dataset(files)
    assert dataset is not None, faults
    return undrawable(dataset, DataFiles(files, {}), TODAY)


def with_measures(*changed: Mapping[str, Any]) -> dict[str, bytes]:
    """A small data set with these fields in its measures."""
    rows = [measure(n) | dict(fields) for n, fields in enumerate(changed, 1)]
    return small_files() | {"measures.yaml": yaml.dump({"measures": rows}, Dumper=Plain).encode()}


# -- What passes --


@pytest.mark.parametrize(
    "files",
    [small_files(3), small_files(0), small_files(40), small_real()],
    ids=["small", "empty", "long", "cut"],
)
def test_a_set_of_any_size_passes(files: Mapping[str, bytes]) -> None:
    assert check(files) == []


def test_every_view_and_every_record_is_drawn(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    pages = list(first_pages(context.release.catalogue))
    assert {page.name for page in pages} == REGISTRY.views.keys()
    shown = Counter(page.record for page in pages)
    catalogue = release.catalogue
    own = {*catalogue.measures, *catalogue.zones, *catalogue.statistics, *catalogue.packages}
    assert own - {*shown} - {*catalogue.packages} == set()
    others = {drawing.record for _, drawing in drawn.drawings({"en": context})}
    assert {*catalogue.records, *catalogue.terms} - others == set()


def test_the_pictures_that_are_drawn_are_those_that_cards_lead_to(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    found = {
        name
        for page in first_pages(context.release.catalogue)
        for layout in drawn.page_drawing(context, page).draw()
        for name, _ in charts_in(layout)
    }
    assert found == REGISTRY.charts.keys()


def test_of_a_great_many_alike_one_of_each_shape_is_drawn(release: Release) -> None:
    measures = [*release.catalogue.measures.values()]
    many = [m.model_copy(update={"id": f"{m.id}-{n}"}) for n in range(10) for m in measures]
    assert len(many) > 1_000
    assert len(various(many)) <= len(measures)
    assert list(various(measures)) == measures


def test_of_an_ordinary_set_all_pages_of_each_list_are_drawn_and_of_a_huge_one_few(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = RenderContext(release, read_translators()["en"], TODAY)
    ordinary = pages_drawn(context)
    pages = sum(name.startswith("browse card ") and name.endswith(" i") for name in ordinary)
    [last] = drawn.page_drawing(context, Page("mb", (str(pages - 1), "", "i", "", "", ""))).draw()
    assert pages > 5
    assert next_page(context, last) is None
    monkeypatch.setattr("bot.data_check.pages.MOST_ALIKE", 20)
    huge = pages_drawn(context)
    kinds, few = (Counter(name.split()[0] for name in names) for names in (ordinary, huge))
    assert few.keys() == kinds.keys()
    assert few["browse"] < kinds["browse"] / 4


def pages_drawn(context: RenderContext) -> list[str]:
    first = list(first_pages(context.release.catalogue))
    return [drawing.name for _, drawing, _, _ in pages_of("en", context, first)]


def test_a_district_with_many_awards_and_a_tier_with_many_counts_pass(release: Release) -> None:
    """Five times as many as there are."""
    dataset = release.catalogue.dataset
    more = {
        kind: tuple(
            record.model_copy(update={"id": f"{record.id[:36]}-{n}"} if n else {})
            for n in range(5)
            for record in getattr(dataset, kind)
        )
        for kind in ("awards", "statistics")
    }
    context = RenderContext(
        build_release("2026.09.01.1", dataset.model_copy(update=more), {}),
        read_translators()["en"],
        TODAY,
    )
    for page in (Page("ln", ("",)), *(Page("la", (place,)) for place in DISTRICTS)):
        [layout] = drawn.page_drawing(context, page).draw()
        assert excess(layout, page.name, "en") is None, page


# -- What does not --


def test_a_card_that_discord_would_refuse_is_a_fault_of_its_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def draws(context: RenderContext, measure_id: str) -> Any:
        return [container(text("word " * (900 if measure_id == "m-2" else 1)))]

    monkeypatch.setitem(cast("dict[str, View]", REGISTRY.views), "m", View(draws))
    [found, *_] = check(with_measures({}, {}))
    assert (found.file, found.record, found.field) == ("measures.yaml", "m-2", "card")
    assert found.line > 18, "below the first one"
    assert re.fullmatch(
        r"draws m-2 \(en\) has \d{4} characters; Discord allows 4000", found.message
    )


def test_whatever_a_card_raises_is_a_fault_and_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(context: RenderContext, measure_id: str) -> Any:
        return [context.release.catalogue.measures[measure_id], 1 // (measure_id != "m-2")]

    monkeypatch.setitem(cast("dict[str, View]", REGISTRY.views), "m", View(raises))
    found = check(with_measures({}, {}, {}))
    own = [f for f in found if f.record == "m-2"]
    assert len({f.line for f in own}) == 1
    assert own[0].line > 18, "below the first one"
    assert [str(f.reason) for f in own if "(zh)" in f.message] == [
        "raises m-2 (zh) cannot be drawn: ZeroDivisionError: integer division or modulo by zero"
    ]


def test_what_discord_takes_is_told_in_chinese_too() -> None:
    both = [
        [text(" ")],
        [text("x" * 4_001)],
        [text("x") for _ in range(41)],
        [row()],
        [row(button("", "a"))],
        [row(button("a", "a"), button("b", "a"))],
        [row(button("a", "a" * 101))],
        [row(link("a", "https://" + "a" * 512))],
        [row(select("s", "a", []))],
    ]
    tr = read_translators()["zh"]
    for layout in both:
        said = excess(layout, "the page", "zh")
        assert said is not None
        assert "{page}" in said.template
        assert tr(said.template) != said.template
    assert excess([container(text("x"), row(button("a", "a")))], "the page", "zh") is None


def test_only_the_set_that_the_tests_draw_is_not_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_: object) -> list[str]:
        return ["drawn"]

    monkeypatch.setattr(worker, "undrawable_today", draw)
    files = DataFiles(small_files(3), {})
    dataset, _ = read_dataset(files.yaml)
    assert dataset is not None
    assert worker.undrawable_unless_known(dataset, files) == ["drawn"]
    monkeypatch.setattr(worker, "DRAWN", tmp_path / "drawn.txt")
    worker.DRAWN.write_text(content_hash(files), "utf-8")
    assert worker.undrawable_unless_known(dataset, files) == ()
    changed = DataFiles(small_files(4), {})
    assert worker.undrawable_unless_known(dataset, changed) == ["drawn"]
