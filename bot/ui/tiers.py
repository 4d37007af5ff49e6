"""The rungs of the recognition ladder, as cards name them."""

from typing import Final

from bot.i18n.translator import mark

TIERS: Final = {
    "innovative": mark("Innovative SME"),
    "specialised": mark("Specialised (SRDI) SME"),
    "little-giant": mark("Little giant"),
    "all": mark("Conditions for every rung"),
}
