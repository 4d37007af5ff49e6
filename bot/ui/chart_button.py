"""The button Chart: its custom id names a picture, its language and arguments.

Like a view's it holds no state, and so works after a restart. The picture is drawn from the data
that are live when the button is pressed, as every button of a card leads to what is true now; the
picture names its data version, as its card does.
"""

from typing import Final

from bot.i18n.translator import Translator
from bot.ui.components import Component, button
from bot.ui.context import link_to
from bot.ui.custom_ids import encode

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
