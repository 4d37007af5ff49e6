"""A picture as an answer: under its heading; the same numbers as text behind *Details*."""

from collections.abc import Sequence

from bot.ui.chart import ChartImage, numbers_button
from bot.ui.components import Component, Layout, container, image, row, text
from bot.ui.context import RenderContext


def picture_card(
    context: RenderContext, picture: ChartImage, name: str, chart: str, args: Sequence[str]
) -> Layout:
    """The picture, sent along as `name`, with heading and foot; its numbers behind *Details*."""
    tr = context.tr
    return [
        container(
            text(f"### {picture.title}"), image(name, picture.alt), text(f"-# {picture.plan.foot}")
        ),
        row(numbers_button(tr, chart, *args)),
    ]


def illustrated(layout: Layout, picture: Component) -> Layout:
    """A card with a picture, or what is said in its place, under its head."""
    card, *rest = layout
    head, *parts = card["components"]
    return [{**card, "components": [head, picture, *parts]}, *rest]
