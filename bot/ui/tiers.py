"""The tiers of recognition, as cards name them."""

from typing import Final

from bot.i18n.translator import N_

TIERS: Final = {
    "innovative": N_("Innovative SME"),
    "specialised": N_("Specialised (SRDI) SME"),
    "little-giant": N_("Little giant"),
    "all": N_("Conditions for every tier"),
}
