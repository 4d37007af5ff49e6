"""A picture as an answer: under its heading, with the same numbers as text below it."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias, assert_never

from bot.domain.records import Figure
from bot.drawing.plans import Bar, Bars, Dots, Ladder, Need, Plan, Series, Tiles
from bot.surface.cards.numbers import SERIES, of_series
from bot.surface.cards.sheets import stack
from bot.surface.cards.statistic import when_told
from bot.surface.formats import figure_text
from bot.surface.layout import Component, Layout, container, image, text
from bot.surface.pictures.numbers import counts_of
from bot.surface.pictures.picture import Picture
from bot.surface.views import Scene
from bot.surface.words import Words

_TEXT: Final = 3600
"""Most characters of the numbers: below 4,000 with heading and closing line."""

Block: TypeAlias = list[str]
"""Lines that stand together, under a heading of their own where there is one."""


def picture_card(scene: Scene, picture: Picture, name: str, *args: str) -> Layout:
    """The picture, sent along under that name, with heading, numbers and closing line.

    `args` are those that the picture was made with.
    """
    return [
        container(
            text(f"### {picture.title}"),
            image(name, picture.alt),
            *stack(number_blocks(scene, picture.plan, *args), _TEXT, scene.words),
            text(f"-# {picture.plan.foot}"),
        )
    ]


def illustrated(layout: Layout, picture: Component) -> Layout:
    """A card with a picture, or what is said in its place, under its head."""
    card, *rest = layout
    head, *parts = card["components"]
    return [{**card, "components": [head, picture, *parts]}, *rest]


def number_blocks(scene: Scene, plan: Plan, *args: str) -> Iterator[Block]:
    """Every number of the picture as it is written there, and what one must know of them."""
    if plan.subtitle:
        yield [plan.subtitle]
    yield from _blocks(scene, plan, *args)
    if plan.notes:
        yield [f"-# {note}" for note in plan.notes]


def _blocks(scene: Scene, plan: Plan, *args: str) -> Iterator[Block]:
    words = scene.words
    match plan:
        case Bars():
            return (
                _block(panel.title, (_bar(words, plan.parts, row) for row in panel.rows))
                for panel in plan.panels
            )
        case Dots():
            return (
                _block(group.title, (_named(words, dot.label, dot.said) for dot in group.dots))
                for group in plan.groups
            )
        case Series():
            return _series(scene, plan, *args)
        case Tiles():
            return iter([_block("", _tiles(words, plan))])
        case Ladder():
            return _ladder(words, plan)
        case _:
            assert_never(plan)


def _block(heading: str, lines: Iterable[str]) -> Block:
    return [*([f"**{heading}**"] if heading else []), *(f"- {line}" for line in lines)]


def _named(words: Words, name: str, said: str) -> str:
    if not said:
        return name
    return f"{name}：{said}" if words.lang == "zh" else f"{name}: {said}"


def _bar(words: Words, parts: tuple[str, ...], row: Bar) -> str:
    told = [_named(words, row.label, row.said)]
    if len(parts) == 2:
        counts = (row.value - row.second, row.second)
        told += [f"{part} {count:g}" for part, count in zip(parts, counts, strict=True) if count]
    return " · ".join(told)


def _series(scene: Scene, plan: Series, series: str = "") -> Iterator[Block]:
    """Each count with its own date, which in the picture is a place on a scale."""
    words = scene.words
    for name in [series] if series in SERIES else SERIES:
        for statistic in of_series(scene, name):
            lines = (_count(words, figure) for figure in counts_of(statistic))
            yield _block(words.of(statistic.title), lines)
    for course in chain.from_iterable(plan.rows):
        if not course.points:
            yield _block(course.title, [course.unsaid])


def _count(words: Words, figure: Figure) -> str:
    told = " · ".join([words.of(figure.name), *when_told(words, figure)])
    return _named(words, told, f"**{figure_text(words, figure)}**")


def _tiles(words: Words, plan: Tiles) -> Iterator[str]:
    for tile in (*plan.tiles, *plan.apart):
        told = [*tile.lines, *filter(None, (tile.marked,))]
        yield " · ".join([_named(words, tile.label, tile.said), *told])


def _ladder(words: Words, plan: Ladder) -> Iterator[Block]:
    def needs(found: Iterable[Need]) -> Iterator[str]:
        return (_named(words, need.label, need.said) for need in found)

    for number, rung in enumerate(plan.rungs, 1):
        heading, *lines = _block(f"{number}. {rung.title}", needs(rung.needs))
        yield [heading, *filter(None, (rung.caution,)), *lines]
    if plan.kept:
        yield _block(plan.keeping, needs(plan.kept))
