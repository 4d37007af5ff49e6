"""Every picture of the real data in both languages: the numbers of the card, legible and whole."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
from fontTools.ttLib import TTFont
from matplotlib.text import Text
from pylopdf_fonts_zh_cn import sans_path

from bot.charts.renderer.card import Canvas
from bot.charts.renderer.style import SMALL, WIDTH
from bot.charts.renderer.worker import lay_out
from bot.charts.specs import CHART_SPEC, Dots, Series, Steps, Tiles
from bot.domain.data.districts import DISTRICTS
from bot.domain.eligibility.tiers import TIER_NAMES
from bot.ui.chart import MAX_ALT, NUMBERS, ChartImage
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from cogs.little_giant.cards.numbers import SERIES
from cogs.little_giant.charts.numbers import fractional_year
from cogs.registry import REGISTRY

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[万亿]+| (?:million|billion|trillion))?")
MAX_BYTES = 200_000


class Asked(NamedTuple):
    name: str
    args: tuple[str, ...]

    def draw(self, context: RenderContext) -> ChartImage:
        return REGISTRY.charts[self.name].build(context, *self.args)


def asked(context: RenderContext) -> Iterator[Asked]:
    """Every picture with every argument."""
    zones = context.release.catalogue.zones.values()
    industries = ("", *sorted({i for zone in zones for i in zone.industries}))
    yield Asked("fo", ())
    yield from (Asked("lc", (rules,)) for rules in ("current", "2022"))
    yield from (Asked("ln", (series,)) for series in ("", *SERIES))
    yield from (Asked(name, (industry,)) for name in ("zl", "zm") for industry in industries)


def views(picture: Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text cards that a picture goes with, and its own numbers."""
    yield NUMBERS, ("0", picture.name, *picture.args)
    match picture:
        case Asked("lc", (rules,)):
            yield from (("lc", (tier_name, rules)) for tier_name in ("", *TIER_NAMES, "all"))
        case Asked("ln", (series,)):
            yield "ln", (series,)
        case Asked("zl" | "zm", (industry,)):
            yield "zl", ("", "", industry, "0")
        case _:
            yield picture.name, picture.args


def card_text(context: RenderContext, picture: Asked) -> str:
    """All that is written on these cards, with the pages that *Next* leads to."""
    said: list[str] = []
    waiting = list(views(picture))
    while waiting:
        name, args = waiting.pop()
        layout = list(walk(REGISTRY.layout(context, name, *args)))
        said += (part["content"] for part in layout if part["type"] == 10)
        said += (o["label"] for part in layout if part["type"] == 3 for o in part["options"])
        for part in layout:
            if part.get("label") == context.tr("Next") and not part["disabled"]:
                link = split(part["custom_id"])
                assert link is not None
                if name != "zl":
                    waiting.append((link.name, link.args))
    return "\n".join(said)


def numbers_said(picture: ChartImage) -> Iterator[str]:
    """Every text on the plan that tells a number of the data; scales and years are not."""
    plan = picture.plan
    match plan:
        case Dots():
            yield from (dot.said for group in plan.groups for dot in group.dots)
        case Series():
            points = (p for row in plan.rows for course in row for p in course.points)
            yield from (said for point in points for said in point.said)
        case Tiles():
            yield from (tile.said for tile in (*plan.tiles, *plan.apart) if tile.value)
            yield from (tile.marked for tile in plan.tiles)
        case Steps():
            yield from (need.said for step in plan.steps for need in step.needs)
            yield from (need.label for need in plan.kept)
        case _:
            yield from (row.said for panel in plan.panels for row in panel.rows)
    yield from (plan.subtitle, *plan.notes)


def test_every_picture_is_asked_for_here(context: RenderContext) -> None:
    assert {each.name for each in asked(context)} == REGISTRY.charts.keys()


def test_every_number_stands_in_the_text_card_too(context: RenderContext) -> None:
    for each in asked(context):
        card = set(NUMBER.findall(card_text(context, each)))
        plan = {n for said in numbers_said(each.draw(context)) for n in NUMBER.findall(said)}
        assert plan, each
        assert plan <= card, (each, plan - card)


def test_qualifiers_stay_on_the_numbers(context: RenderContext) -> None:
    card = card_text(context, Asked("fo", ()))
    plan = Asked("fo", ()).draw(context).plan
    assert isinstance(plan, Dots)
    assert all(d.said in card and d.label in card for g in plan.groups for d in g.dots)


class Written(NamedTuple):
    """A text on a picture, its size, and the box around it."""

    said: str
    size: float
    box: tuple[float, float, float, float]


class LaidOut(NamedTuple):
    """A picture's height and all that is written on it."""

    height: float
    texts: list[Written]


_LAID_OUT: dict[str, LaidOut] = {}


def laid_out(context: RenderContext, picture: Asked) -> LaidOut:
    """A picture as it is laid out, once for all tests: it takes a tenth of a second."""
    plan = picture.draw(context).plan
    key = plan.model_dump_json()
    if key not in _LAID_OUT:
        card = lay_out(plan)
        texts = [
            Written(text.get_text(), float(text.get_fontsize()), box_of(card, text))
            for text in card.axes.texts
        ]
        _LAID_OUT[key] = LaidOut(card.figure.bbox.height, texts)
    return _LAID_OUT[key]


def test_no_text_meets_another_or_leaves_the_card(context: RenderContext) -> None:
    for each in asked(context):
        height, texts = laid_out(context, each)
        for said, _, (left, low, right, high) in texts:
            assert min(left, low, WIDTH - right, height - high) >= 8, (each, said)
        for (one, _, a), (other, _, b) in combinations(texts, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across <= 0 or down <= 0, (each, one, other)


def box_of(card: Canvas, text: Text) -> tuple[float, float, float, float]:
    """The ink of a text: without the empty part of its line, of which neighbours may have some."""
    box = text.get_window_extent(card.canvas.get_renderer())
    return box.x0, box.y0 + 1, box.x1, box.y1 - 1


def test_nothing_is_smaller_than_can_be_read_on_a_phone(context: RenderContext) -> None:
    for each in asked(context):
        sizes = {text.size for text in laid_out(context, each).texts}
        assert min(sizes) >= SMALL >= 26


def test_the_face_has_every_character(context: RenderContext) -> None:
    known = TTFont(sans_path()).getBestCmap() or {}
    for each in asked(context):
        said = {c for text in laid_out(context, each).texts for c in text.said}
        assert {c for c in said if ord(c) not in known} == set(), each


def test_pictures_are_light_and_the_same_each_time(context: RenderContext) -> None:
    for each in (
        Asked("fo", ()),
        Asked("lc", ("current",)),
        Asked("ln", ("",)),
        Asked("zm", ("",)),
    ):
        plan = each.draw(context).plan
        drawn = lay_out(plan).png()
        assert len(drawn) < MAX_BYTES, each
        assert drawn == lay_out(CHART_SPEC.validate_json(CHART_SPEC.dump_json(plan))).png()


def test_alternative_texts_fit_and_tell_main_numbers(context: RenderContext) -> None:
    for each in asked(context):
        picture = each.draw(context)
        assert picture.alt != picture.title
        assert len(picture.alt) <= MAX_ALT
        assert NUMBER.search(picture.alt), each
        assert picture.title.startswith(picture.plan.title)


def test_the_map_has_every_district_once_and_each_on_its_own_square(context: RenderContext) -> None:
    plan = REGISTRY.charts["zm"].build(context).plan
    assert isinstance(plan, Tiles)
    names = {names[context.tr.lang == "zh"] for names in DISTRICTS.values()}
    assert sorted(tile.label for tile in plan.tiles) == sorted(names)
    assert len({(tile.row, tile.column) for tile in plan.tiles}) == len(DISTRICTS)
    zones = len(context.release.catalogue.zones)
    assert sum(tile.value for tile in (*plan.tiles, *plan.apart)) == zones


def test_both_sides_of_a_dispute_are_drawn_and_marked(context: RenderContext) -> None:
    plan = REGISTRY.charts["ln"].build(context, "little-giants").plan
    assert isinstance(plan, Series)
    shanghai = plan.rows[0][0].points
    assert sum(point.doubted for point in shanghai) == 2
    assert plan.doubted
    assert any(len(point.said) == 2 for point in shanghai if point.doubted)


def test_an_unstated_count_is_said_to_be_so(context: RenderContext) -> None:
    plan = REGISTRY.charts["ln"].build(context, "innovative").plan
    assert isinstance(plan, Series)
    country = plan.rows[0][1]
    assert not country.points
    assert country.unsaid == context.tr("not stated")


@pytest.mark.parametrize(
    ("when", "year"), [("2025", 2026), ("2024-12", 2024 + 11.5 / 12), ("2025-01-01", 2025)]
)
def test_a_moment_is_a_fraction_of_its_year(when: str, year: float) -> None:
    assert fractional_year(when) == pytest.approx(year)
