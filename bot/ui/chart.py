"""What a picture is before it is drawn, what every builder needs, and the buttons to it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, button, container, image, row, shorten, text
from bot.ui.context import link_to
from bot.ui.custom_ids import encode

if TYPE_CHECKING:
    from bot.charts.specs import ChartSpec

MAX_ALT: Final = 1024
"""Most characters of an attachment's description (Discord)."""


Block: TypeAlias = list[str]
"""A group of lines, under a heading if there is one."""


class ChartImage(NamedTuple):
    """A plan to draw, its title, and what it shows for those who do not see it."""

    plan: "ChartSpec"
    title: str
    alt: str
    """At most MAX_ALT characters."""
    blocks: Sequence[Block] = ()
    """The numbers as text, where the plan does not have them as they are written."""


def unmarked(line: str) -> str:
    """A heading or small print of a card without Discord's mark for it."""
    return line.removeprefix("-# ").removeprefix("### ")


def alt_text(tr: Translator, sentence: str, numbers: Iterable[str]) -> str:
    """A sentence and then the numbers, as many as Discord takes."""
    return shorten(f"{sentence}{tr.space}{tr.semicolon.join(numbers)}", MAX_ALT)


def block(heading: str, lines: Iterable[str]) -> Block:
    """Lines under a heading."""
    return [*([f"**{heading}**"] if heading else []), *(f"- {line}" for line in lines)]


CHART: Final = "chart"
"""What a press is counted as."""
NUMBERS: Final = "cn"
"""The view of the numbers of a picture."""


def chart_button(tr: Translator, picture: str, *args: str) -> Component:
    """The button that answers with a picture, by its short name."""
    return button(tr("Chart"), encode("c", picture, tr.lang, args))


def numbers_button(tr: Translator, picture: str, *args: str) -> Component:
    """The button *Details* of a picture: its numbers as text."""
    return button(tr("Details"), link_to(tr, NUMBERS, 0, picture, *args))


def picture_card(
    tr: Translator, picture: ChartImage, name: str, chart: str, args: Sequence[str]
) -> Layout:
    """The picture, sent along as `name`, with heading and foot; its numbers behind *Details*."""
    head, foot = text(f"### {picture.title}"), text(f"-# {picture.plan.foot}")
    shown = container(head, image(name, picture.alt), foot)
    return [shown, row(numbers_button(tr, chart, *args))]
