"""The button Chart: its custom id names a picture, its language and arguments.

Like a view's it holds no state, and so works after a restart. The picture is drawn from the data
that are live when the button is pressed, as every button of a card leads to what is true now; the
picture names its data version, as its card does.
"""

from typing import Final

from bot.surface.layout import MAX_CUSTOM_ID, Component, button
from bot.surface.words import Lang, Words

MARK: Final = "c"
CHART: Final = "chart"
"""What a press is counted as."""
_SEPARATOR: Final = "|"


def chart_button(words: Words, picture: str, *args: str) -> Component:
    """The button that answers with a picture, by its short name."""
    custom_id = _SEPARATOR.join((MARK, picture, words.lang, *args))
    return button(words("Chart"), custom_id[:MAX_CUSTOM_ID])


def read_chart(custom_id: str) -> tuple[str, Lang, tuple[str, ...]] | None:
    """The picture's name, language and arguments in a custom id, or None where it is none."""
    mark, *parts = custom_id.split(_SEPARATOR)
    if mark != MARK or len(parts) < 2:
        return None
    return parts[0], "zh" if parts[1] == "zh" else "en", tuple(parts[2:])
