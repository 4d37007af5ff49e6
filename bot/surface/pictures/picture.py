"""What a picture is before it is drawn, and what every builder needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.domain.records import Record
from bot.drawing.plans import Plan
from bot.surface.cards.blocks import closing_line
from bot.surface.layout import shorten
from bot.surface.views import Scene
from bot.surface.words import Words

MAX_ALT: Final = 1024
"""Most characters of an attachment's description (Discord)."""


@dataclass(frozen=True)
class Picture:
    """A plan to draw, its title, and what it shows for those who do not see it."""

    plan: Plan
    title: str
    alt: str
    """At most MAX_ALT characters."""


def foot(scene: Scene, records: Iterable[Record]) -> str:
    """The line that ends the card of the same records: data version, date, number of sources."""
    return unmarked(closing_line(scene, records))


def unmarked(line: str) -> str:
    """A heading or small print of a card without Discord's mark for it."""
    return line.removeprefix("-# ").removeprefix("### ")


def alt_text(words: Words, sentence: str, numbers: Iterable[str]) -> str:
    """A sentence and then the numbers, as many as Discord takes."""
    comma = "；" if words.lang == "zh" else "; "
    return shorten(f"{sentence}{space_of(words)}{comma.join(numbers)}", MAX_ALT)


def space_of(words: Words) -> str:
    """What stands between two words or sentences."""
    return "" if words.lang == "zh" else " "


def named(words: Words, name: str, said: str) -> str:
    """A name and what is said of it."""
    return f"{name}：{said}" if words.lang == "zh" else f"{name}: {said}"
